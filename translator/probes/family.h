/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A probe family: the points it understands, and what becomes of them. One file
 * and one row in families.def each; elaborate and emit know families only by this.
 *
 * The other half of a family that the kernel calls is a row of runtime/kernel/families.def
 * and its file: struct runtime_family.
 */
#ifndef MYTAP_FAMILY_H
#define MYTAP_FAMILY_H

#include "translator/debuginfo/debuginfo.h"
#include "translator/elaborated.h"

/* A probe point that matched one of the patterns. */
struct point_match {
	struct target *target;
	struct session *session;				/* the target's */
	const struct probe_point *point;	/* braces and aliases already expanded; suffixes in place */
	const struct probe_family *family;
	const char *pattern;			/* its pattern that matched */
	struct probe *source;
	struct expr *condition;
	bool optional;				/* ? or !, also inherited: say nothing when nothing is found */
	struct stmt *body;			/* alias prologue, probe body, epilogue put together; copied per place by add */
	struct expansion *expansion;		/* elaborate's own: the aliases on the way here */
	struct body *made;			/* elaborate's own: the handler of the first place */
};

/* The argument of component `name`; false when the point has no such component or argument. */
bool point_string(const struct point_match *m, const char *name, const char **ret);
bool point_number(const struct point_match *m, const char *name, int64_t *ret);
bool point_has(const struct point_match *m, const char *name);
/* Where to point at when that argument is wrong; NULL: the whole point. */
struct loc point_loc(const struct point_match *m, const char *name);
/* A point as the user would write it; no ?, no condition. */
void point_print(struct strbuf *b, const struct probe_point *pp);

/*
 * Adds a derived probe, named by the matched point; the caller fills place, detail, and a better text. Its handler gets a
 * copy of the body when that has context variables, and shares it otherwise.
 */
struct dprobe *dprobe_add(struct point_match *m);
/* The probes that were added so far. */
const struct program *point_program(const struct point_match *m);

/* ---- what a family writes into the generated C -------------------------------------------------- */

/* Where a family writes, for one probe or for all of the script. */
struct family_text {
	struct target *target;
	struct session *s;		/* the target's */
	unsigned int row;		/* of probes[]; a probe without a place always has one of its own */
	unsigned int nargs;		/* of the values that the hit brings (LOC_GIVEN): the handler reads these first ones; ~0u: not known */
	struct strbuf *glue;		/* what stands before probes[]: tables, buffers, functions of its own */
	bool has_addresses;		/* some are: set by field_kernel_offset() */
	str_vec fields;			/* ".name = value" of struct mytap_NAME_probe or _script; what is at its default is left out */
};

/* One more field, when it is not 0. */
void field_number(struct family_text *t, const char *name, int64_t n);
void field_unsigned(struct family_text *t, const char *name, uint64_t n);	/* in hexadecimal */
void field_true(struct family_text *t, const char *name, bool is_set);
void field_string(struct family_text *t, const char *name, const char *s);	/* NULL: left out */
void field_kernel_offset(struct family_text *t, const char *name, int64_t offset);	/* from _stext: the module will know that */
void field_name(struct family_text *t, const char *name, const char *c);	/* something that C knows by name */

/* How probes get into the kernel. */
struct runtime_family {
	const char *name;		/* "timer": MYTAP_TIMER, struct mytap_timer_probe */
	/*
	 * Symbols that it wants the addresses of, for all of the script. They come as fields of struct mytap_NAME_script that
	 * are named like them: all, when all are known of this very build of the kernel, or none.
	 */
	const char *const *symbols;	/* NULL-terminated; NULL: none */
	/* Are they of use? NULL: always. */
	bool (*wants_symbols)(struct session *s, unsigned int nprobes);
	/* Writes the fields for one probe; NULL: there are none. */
	void (*emit)(struct family_text *t, const struct dprobe *p);
	/* ... for the script, other than symbols. */
	void (*emit_script)(struct family_text *t, const struct family_use *u);
};

/* ---- the family ----------------------------------------------------------------------------------- */

struct probe_family {
	const char *name;			/* "function" */
	/*
	 * NULL-terminated. Components by dots; (string) and (number) for arguments; a point must
	 * match one of them whole: "kernel.function(string).return.maxactive(number)". Who begins with an
	 * underscore is for tapsets, and not listed.
	 */
	const char *const *patterns;
	/* Derives probes; says what is wrong unless m->optional. false: nothing derived. */
	bool (*derive)(struct point_match *m);
	/* How it gets into the kernel: always the same way, or as choose() says. Neither: not at all, its probes are dropped. */
	const struct runtime_family *runtime;
	const struct runtime_family *(*choose)(const struct dprobe *p);
	/* Context variables: those of the place, by debuginfo, or its own; neither: none are allowed. */
	bool has_place_variables;
	void (*variables)(struct target *t, const struct dprobe *p, struct context_vars *ret);
	bool variables_stay;			/* its own are the same all through a hit, but for what -g may write to them */
	/* The name by which @perf() reads it, or NULL. */
	const char *(*counter)(const struct dprobe *p);
	bool disarmable;			/* `if` may unregister it */
	bool in_process;			/* begin, end, error: process context, before or after all others */
	bool runs_alone;			/* no other probe runs while it does: no locks */
	bool is_rare;				/* at most a few thousand hits a second; optimised for compile time */
	bool one_at_a_time;			/* two hits of one probe never overlap (timers) */
	bool may_interrupt;			/* -D INTERRUPTIBLE=1 is for it: its hits come with interrupts as the kernel has them */
	bool may_take_longer;			/* its handlers have MAXACTION_INTERRUPTIBLE statements, with interrupts off though */
	bool is_reserved;			/* points of the language that are not built: derive() only says so */
};

extern const struct probe_family *const probe_families[];	/* NULL-terminated */

#endif
