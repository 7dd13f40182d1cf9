/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A probe family: the points it understands, and what becomes of them. One file
 * and one row in families.c each; elaborate and emit know families only by this.
 */
#ifndef MYTAP_FAMILY_H
#define MYTAP_FAMILY_H

#include "translator/elaborated.h"

struct runtime_probe;

/* A probe point that matched one of the patterns. */
struct point_match {
	struct session *session;
	const struct probe_point *point;	/* braces and aliases already expanded; suffixes in place */
	const char *pattern;			/* the row's pattern that matched */
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

/*
 * Adds a derived probe; the caller fills place, args, text. Its handler gets a
 * copy of the body when that has context variables, and shares it otherwise.
 */
struct dprobe *dprobe_add(struct point_match *m, const struct probe_family *f);

struct probe_family {
	const char *name;			/* "function" */
	/*
	 * NULL-terminated. Components by dots; (string) and (number) for arguments; a point must
	 * match one of them whole: "kernel.function(string).return.maxactive(number)"
	 */
	const char *const *patterns;
	/* Derives probes; says what is wrong unless m->optional. false: nothing derived. */
	bool (*derive)(struct point_match *m);
	/* Context variables that this family has: what debuginfo needs to know; NULL: none are allowed. */
	bool (*context)(const struct dprobe *p, struct target_context *ret);
	/* -L: names other than debuginfo's variables, or NULL. */
	void (*list_vars)(struct session *s, const struct dprobe *p, target_var_vec *ret);
	/* The initializer of struct mytap_probe .family: "MYTAP_FUNCTION"; decided per probe. */
	const char *(*runtime_family)(const struct dprobe *p);
	bool disarmable;			/* `if` may unregister it */
	bool in_process;			/* begin, end, error: process context, before or after all others */
	bool runs_alone;			/* no other probe runs while it does: no locks */
	bool is_rare;				/* hits at most some thousand times a second: compile it fast rather than well */
	bool one_at_a_time;			/* two hits of one probe never overlap (timers) */
};

extern const struct probe_family *const probe_families[];	/* NULL-terminated */

#endif
