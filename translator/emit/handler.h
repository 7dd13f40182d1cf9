/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between handler.c, which writes handlers, and probe.c, which lists them in the tables. */
#ifndef MYTAP_EMIT_HANDLER_H
#define MYTAP_EMIT_HANDLER_H

#include "emit.h"

struct handler_text {
	const char *name;		/* "probe_0" */
	bool has_entry, has_plain_entry;	/* and probe_0_entry; which needs no slot (plain.c) */
	bool has_touch, has_entry_touch;	/* and probe_0_touch, probe_0_entry_touch */
	bool uses_regs;
	unsigned int nargs;		/* of the values that the hit brings: up to the last one that is used */
};

/* e->probes_from[id] to [id + 1]: of the handler of that id, in e->probes_by_handler. */
void probes_by_handler(struct emit *e);
/* known: text of a function -> its struct handler_text. */
void handler_write(struct emit *e, struct handler *h, struct handler_text *ret, struct map *known);
/* ---- alike.c ---- */
/* May there be others like this handler? fn: its first writing. If so it is written with its constants as parameters. */
bool may_be_alike(const struct emit *e, const struct handler *h, const struct fn *fn);
/* The body of a handler that is a call of what others have, too; NULL: it is to be written out. */
const char *alike_body(struct emit *e, const struct fn *fn, const char *decls, const char *body);

/* ---- touch.c ---- */
/* Writes name_touch(), or name_entry_touch() for what is saved at the entry; false: there is nothing to touch. */
bool touch_write(struct emit *e, const struct handler *h, const char *name);
bool touch_write_entry(struct emit *e, const struct handler *h, const char *name);

/* ---- plain.c ---- */
/* What it saves at the entry cannot fail and needs nothing of the slot. */
bool entries_are_plain(const struct handler *h);

/* ---- condition.c ---- */
struct condition {
	const char *name;		/* bool condition_0(struct mytap_ctx *c) */
	var_vec reads;			/* globals */
};
typedef VEC(struct condition *) condition_vec;

/* 1 + its number; the same text is the same condition. */
unsigned int condition_write(struct emit *e, const struct expr *cond, condition_vec *all, struct map *known);
/* Bit i: the handler may change condition i; the last bit: one from there on. */
uint64_t conditions_changed_by(const struct handler *h, const condition_vec *all);

/* ---- rare.c; after probes_by_handler() ---- */
/* fn_facts.is_rare of all functions. */
void rare_prepare(struct emit *e);
bool handler_is_rare(const struct emit *e, const struct handler *h);

/* ---- locks.c ---- */
/* Those of h's locks that take a lock of their own: into ret, which has room. */
unsigned int held_locks(struct emit *e, const struct handler *h, const struct lock_use **ret);
/* Takes them: from here on errors and leaving go to `unlock`, what was there for leaving is for the first that fails. */
void take_locks(struct emit *e, const struct lock_use **locks, unsigned int n);
/* Gives them back in the midst of the handler; from here on leaving is `return`. */
void give_locks(struct emit *e, const struct lock_use **locks, unsigned int n);
/* Gives them back at the end of the function: where the gotos of the locked stretch lead. */
void put_unlock_labels(struct emit *e, const struct lock_use **locks, unsigned int n);
/* Does some handler only add to this aggregate, and may others run beside? */
bool has_adders(struct emit *e, const struct var *v);
/* Does some goto lead there? n: how many locks. */
bool has_unlock_labels(const struct emit *e, unsigned int n);

#endif
