/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between handler.c, which writes handlers, and probe.c, which lists them in the tables. */
#ifndef MYTAP_EMIT_HANDLER_H
#define MYTAP_EMIT_HANDLER_H

#include "emit.h"

struct handler_text {
	const char *name;		/* "probe_0" */
	bool has_entry, has_plain_entry;	/* and probe_0_entry; the entry function needs no slot (plain.c) */
	bool has_predicate;		/* and probe_0__predicate (predicate.c) */
	bool has_touch, has_entry_touch;	/* and probe_0_touch, probe_0_entry_touch */
	bool uses_regs, is_quick;	/* is_quick: quick.c */
	unsigned int nargs;		/* number of the hit's values up to the last one used */
};

/* e->probes_from[id] to [id + 1]: probes of the handler of that id, in e->probes_by_handler. */
void probes_by_handler(struct emit *e);
/* known: text of a function -> its struct handler_text. */
void handler_write(struct emit *e, struct handler *h, struct handler_text *ret, struct map *known);
/* ---- alike.c ---- */
/* True if other handlers may share its code; it is then written with its constants as parameters. fn: its first
 * writing. */
bool may_be_alike(const struct emit *e, const struct handler *h, const struct fn *fn);
/* The body of a handler that calls the shared function; NULL: it has code of its own. */
const char *alike_body(struct emit *e, const struct fn *fn, const char *decls, const char *body);

/* ---- touch.c ---- */
/* In the handler, before its body: reads the user memory that it will use. It leaves if some is absent. */
void touch_ahead(struct emit *e, const struct handler *h);
void touch_ahead_entry(struct emit *e, const struct handler *h);
/* Writes name_touch(), or name_entry_touch() for values saved at the entry; false: there is nothing to touch. */
bool touch_write(struct emit *e, const struct handler *h, const char *name);
bool touch_write_entry(struct emit *e, const struct handler *h, const char *name);

/* ---- plain.c ---- */
/* True if its C reads only registers, the task and clocks, and cannot fail. */
bool expr_is_plain(const struct expr *x);
bool op_is_plain(enum op op);
/* True if the code at the entry cannot fail and does not use the slot. */
bool entries_are_plain(const struct handler *h);

/* ---- quick.c ---- */
/* True if the handler cannot fail, print or charge anything: MYTAP_QUICK. After globals_prepare(). */
bool handler_is_quick(struct emit *e, const struct handler *h);

/* ---- predicate.c ---- */
/* True for a test of ids, the process's name, parameters in registers and numbers, which cannot fail. */
bool expr_is_early(const struct expr *x);
/*
 * Writes NAME__predicate() (MYTAP_PREDICATE), which says whether a hit has anything to do; false: the handler does not begin
 * with such a test.
 */
bool predicate_write(struct emit *e, const struct handler *h, const char *name);

/* ---- condition.c ---- */
struct condition {
	const char *name;		/* bool condition_0(struct mytap_ctx *c) */
	var_vec reads;			/* globals */
};
typedef VEC(struct condition *) condition_vec;

/* 1 + its number; equal texts are one condition. */
unsigned int condition_write(struct emit *e, const struct expr *cond, condition_vec *all, struct map *known);
/* Bit i: the handler may change condition i; the last bit: any condition from there on. */
uint64_t conditions_changed_by(const struct handler *h, const condition_vec *all);

/* ---- rare.c; after probes_by_handler() ---- */
/* Sets fn_facts.is_rare of all functions. */
void rare_prepare(struct emit *e);
bool handler_is_rare(const struct emit *e, const struct handler *h);

/* ---- locks.c ---- */
/* Those of h's locks that have a lock variable: into ret, which has room for all. */
unsigned int held_locks(struct emit *e, const struct handler *h, const struct lock_use **ret);
/* Takes them. From here on errors and exits go to `unlock`; the previous exit is used if the first lock fails. */
void take_locks(struct emit *e, const struct lock_use **locks, unsigned int n);
/* Releases them inside the handler; from here on an exit is `return`. */
void give_locks(struct emit *e, const struct lock_use **locks, unsigned int n);
/* Releases them at the end of the function, the target of the gotos in the locked range. */
void put_unlock_labels(struct emit *e, const struct lock_use **locks, unsigned int n);
/* True if some handler only adds to this aggregate, and others may run in parallel. */
bool has_adders(struct emit *e, const struct var *v);
/* True if a goto jumps to unlock. n: number of locks. */
bool has_unlock_labels(const struct emit *e, unsigned int n);

#endif
