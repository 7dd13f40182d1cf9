/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A probe family: the points it matches, and the probes derived from them. One file
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
	bool optional;				/* ? or !, also inherited: no error if nothing is found */
	struct stmt *body;			/* alias prologue, probe body, epilogue put together; copied per place by add */
	struct stmt *prologue;			/* of the next place that is added, before those of aliases; NULL: none */
	struct expansion *expansion;		/* used by elaborate only: the aliases that led here */
	struct body *made;			/* used by elaborate only: the handler of the first place */
};

/* The argument of component `name`; false if the point has no such component or argument. */
bool point_string(const struct point_match *m, const char *name, const char **ret);
bool point_number(const struct point_match *m, const char *name, int64_t *ret);
bool point_has(const struct point_match *m, const char *name);
/* The place of that argument, for errors; NULL: the whole point. */
struct loc point_loc(const struct point_match *m, const char *name);
/* A point as text for users; without ? and condition. */
void point_print(struct strbuf *b, const struct probe_point *pp);

/*
 * Adds a derived probe, named by the matched point; the caller fills place, detail, and a better text. Its handler
 * gets a copy of the body if that has context variables, and shares it otherwise.
 */
struct dprobe *dprobe_add(struct point_match *m);
/* The probes that were added so far. */
const struct program *point_program(const struct point_match *m);

/* ---- a family's parts of the generated C -------------------------------------------------- */

/* A field that is to hold 1 + the index of a name in .mytap.names. */
struct field_symbol {
	const char *field, *module, *symbol;
};

/* The output of a family, for one probe or for the whole script. */
struct family_text {
	struct target *target;
	struct session *s;		/* the target's */
	unsigned int row;		/* row of probes[]; a probe without a place always has its own row */
	unsigned int nargs;		/* number of the hit's values (LOC_GIVEN) that the handler may read, from the
	 * first on; ~0u: unknown */
	struct strbuf *glue;		/* text before probes[]: tables, buffers, functions of the family */
	bool has_addresses;		/* some are: set by field_kernel_offset() */
	str_vec fields;			/* ".name = value" of struct mytap_NAME_probe or _script; defaults are left
	 * out */
	VEC(struct field_symbol) symbols;	/* of one probe; the numbers are emit's */
};

/* Adds a field, unless it is 0. */
void field_number(struct family_text *t, const char *name, int64_t n);
void field_unsigned(struct family_text *t, const char *name, uint64_t n);	/* in hexadecimal */
void field_true(struct family_text *t, const char *name, bool is_set);
void field_string(struct family_text *t, const char *name, const char *s);	/* NULL: left out */
void field_kernel_offset(struct family_text *t, const char *name, int64_t offset);	/* an offset from _stext: the
 * module then records _stext */
void field_name(struct family_text *t, const char *name, const char *c);	/* the name of a C object */
/* For one probe: a symbol whose address is looked up, of the kernel (module NULL) or of a module. NULL: left out. */
void field_symbol(struct family_text *t, const char *name, const char *module, const char *symbol);

/* How probes get into the kernel. */
struct runtime_family {
	const char *name;		/* "timer": MYTAP_TIMER, struct mytap_timer_probe */
	bool asks_first;		/* uses mytap_probe.predicate */
	bool runs_quick;		/* uses MYTAP_QUICK */
	/*
	 * Symbols whose addresses it needs, for the whole script. They become fields of the same names in struct
	 * mytap_NAME_script: all of them, if all are known for this build of the kernel, or none.
	 */
	const char *const *symbols;	/* NULL-terminated; NULL: none */
	/* True if they are needed. NULL: always. */
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
	 * match one of them whole: "kernel.function(string).return.maxactive(number)". A point that begins with an
	 * underscore is for tapsets, and not listed.
	 */
	const char *const *patterns;
	/* Derives probes; reports errors unless m->optional. false: nothing derived. */
	bool (*derive)(struct point_match *m);
	/* The runtime family of its probes: always the same, or by choose(). Neither: its probes are dropped. */
	const struct runtime_family *runtime;
	const struct runtime_family *(*choose)(const struct dprobe *p);
	/* Context variables: those of the place, by debuginfo, or its own; neither: none are allowed. */
	bool has_place_variables;
	bool has_arguments;			/* .args: arguments by name; $$parms and the like are "size_t count=0x400" */
	void (*variables)(struct target *t, const struct dprobe *p, struct context_vars *ret);
	bool variables_stay;			/* its own are constant during a hit, unless written with -g */
	/* The name by which @perf() reads it, or NULL. */
	const char *(*counter)(const struct dprobe *p);
	bool disarmable;			/* `if` may unregister it */
	bool in_process;			/* begin, end, error: process context, before or after all others */
	bool runs_alone;			/* no other probe runs while it does: no locks */
	bool is_rare;				/* at most a few thousand hits a second; optimised for compile time */
	bool one_at_a_time;			/* two hits of one probe never overlap (timers) */
	bool may_interrupt;			/* supports -D INTERRUPTIBLE=1: its hits run with the kernel's
	 * interrupt state */
	bool may_take_longer;			/* its handlers have MAXACTION_INTERRUPTIBLE statements, with interrupts off though */
	bool is_reserved;			/* points of the language that are not implemented: derive() only
	 * reports this */
};

extern const struct probe_family *const probe_families[];	/* NULL-terminated */

#endif
