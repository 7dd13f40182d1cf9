/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of pass 2 share. The way of a probe through them:
 *
 *   probe_point.c, alias.c	points -> matches (body put together) -> the family's derive()
 *   declarations.c		a file's globals and functions
 *   symbols.c			names of the body -> variables and functions; library files are pulled in
 *   constants.c		what an alias sets to a literal stands where it is read
 *   prune.c, fails.c		assignments to locals that nobody reads go, before anything is asked of debuginfo
 *   target.c			$x, @cast, @defined ... -> location programs
 *   types.c, types_expr.c	inference until nothing changes, then complaints
 *   settle.c		types that nothing tells and nobody asks for
 *   stats.c check.c locks.c	once, on the finished program
 *
 * Pulling in a library file may add probes; so the whole is a loop over work
 * lists that ends when all of them are empty.
 */
#ifndef MYTAP_ELABORATE_H
#define MYTAP_ELABORATE_H

#include "parser/limits.h"
#include "ptrmap.h"
#include "translator/elaborated.h"
#include "translator/probes/family.h"
#include "translator/target.h"

struct builtin;
struct point_node;

/* A file in use, and the names only it can see. */
struct unit {
	struct file *file;
	struct map private_globals, private_funcs;
	unsigned int index;
};

typedef VEC(struct func *) func_vec;

/* A handler or a function: something with statements and locals of its own. */
struct body {
	struct handler *handler;	/* or: */
	struct func *func;
	struct dprobe *probe;		/* whose context $x means; NULL for a function without context */
	struct stmt **root;
	var_vec *locals;
	struct map names;		/* of locals and parameters -> struct var */
	const struct source *source;	/* fallback for text that came out of a macro */
	struct body *owner;		/* of a function copied for one handler: that handler's body */
	struct ptrmap clones;		/* handler: function -> its copy */
	struct map entries;		/* handler: text -> struct expr, saved at entry */
	unsigned int nclone;
	bool has_context;		/* $x inside, also through functions */
	bool is_resolving;
	bool is_used;			/* some probe reaches it */
	bool is_queued;			/* rounds.c */
	bool is_impure, purity_known, purity_busy, fails_busy;
	stmt_vec left_out;		/* whose types are to be right all the same */
	bool target_done;
};

typedef VEC(struct body *) body_vec;

struct func_set { func_vec v; };

struct elab {
	struct program program;		/* what the session gets */
	struct target *t;
	struct session *s;		/* the target's */
	struct arena *arena;
	struct diag *diag;

	VEC(struct unit *) units;
	struct ptrmap unit_of;		/* struct source -> struct unit */
	unsigned int units_derived;	/* units whose probes are derived */
	struct map globals;		/* name -> struct var */
	struct map no_globals;		/* names the library does not have either */
	struct map funcs;		/* name -> struct func_set */
	struct point_node *points;	/* what probe points can be: families and aliases */

	body_vec bodies;		/* of handlers and functions, as they come up */
	struct ptrmap body_of;		/* struct handler, struct func -> struct body */
	unsigned int nclones;
	bool changed;			/* by the sub-pass that is running */
	bool has_argv;
	struct ptrmap shown;		/* struct dprobe -> name in a listing (char) */
	struct map targets_told;	/* places and reasons of unresolved target variables already reported */
	bool is_listing;
	unsigned int nglobals, npoints, nnodes;	/* against limits.def */
	bool too_big;			/* a limit was exceeded, and that was said: nothing more is done */
	bool wants_dtypes;		/* some p->f waits for the type of p */
	bool last_resort;		/* target.c: what is still unknown is now said */
	bool is_eager;			/* it takes many rounds: p->f is resolved as soon as the type of p is known (dtypes.c) */
};

struct elab *elab_of(struct target *t);

/* elaborate.c */
struct elab *elab_new(struct target *t);
/* Derives, resolves and infers until nothing changes. */
void elab_rounds(struct elab *e);
void elab_add_file(struct elab *e, struct file *f);
struct body *elab_body_of(struct elab *e, const void *handler_or_func);

/* probe_point.c */
void point_table_init(struct elab *e);
void point_table_add_alias(struct elab *e, struct alias *a);
/* Derives all probes of one `probe` statement. */
void probe_derive(struct elab *e, struct probe *p);
/* For -l: derives one point without a body; true when something was found. */
bool point_list(struct elab *e, struct probe *p);

struct expansion {			/* how a point came to be: what aliases put around the body */
	struct elab *elab;
	struct probe *source;
	const struct probe_point *given;	/* what the user wrote */
	VEC(struct alias *) chain;	/* outermost first */
	struct expr *condition;
	bool optional;
	const struct probe_point *shown;	/* the alias that the user's point named, spelled out; for -l */
	const struct alias *absent;	/* named by the user's point, and of no use */
	VEC(const struct probe_point *) missing;	/* what optional points of aliases were looked for in vain */
};
/* Derives everything that `pp` stands for. Says what is wrong unless x->optional. */
bool point_derive(struct expansion *x, const struct probe_point *pp);

/* alias.c */
bool alias_derive(struct expansion *x, struct alias *a, const struct probe_point *pp, unsigned int used);
struct stmt *expansion_body(struct expansion *x);
/* Reports that nothing is there for the point that the user wrote: what was looked for. */
void alias_say_missing(struct expansion *x);
/* The comment right above what begins at loc, on one line; nothing if there is none. */
void comment_above(struct strbuf *b, struct loc loc);

/* list.c: "name:type (parameters)"; all files of the library, and the types of their functions. */
const char *signature_with_void(struct arena *a, const char *signature);
const char *function_signature(struct arena *a, const struct func *f);
void library_functions_infer(struct elab *e);

/* reference.c: all of the library as lines; one name of it, false (said): it has none of that name. */
void reference_dump(struct elab *e, FILE *out);
bool reference_help(struct elab *e, const char *name, FILE *out);

/* declarations.c */
bool unit_add_names(struct elab *e, struct unit *u);
struct body *body_new(struct elab *e, struct handler *h, struct func *f);
struct body *func_body(struct elab *e, struct func *f);
/* Adds the nodes below s to those of the program. */
void nodes_count(struct elab *e, struct stmt *s);
/* Before a copy of s is made, which would be counted. */
void nodes_fit(struct elab *e, struct stmt *s);
/* elab_exceeds(e, loc, n, GLOBALS): n is over that limit; said once, and the session gives up. Listings have none. */
#define elab_exceeds(e, loc, n, name) elab_exceeds_row(e, loc, n, LIMIT_##name, LIMIT_ROW_##name)
bool elab_exceeds_row(struct elab *e, struct loc loc, unsigned int n, unsigned int most, enum limit_row row);
struct var *expr_var(const struct expr *x);	/* the global or local below SYMBOL, INDEX; NULL for others */

/* used.c */
void functions_mark_used(struct elab *e);
void functions_visit_used(struct elab *e, void (*visit)(struct elab *e, struct body *b));

/* symbols.c */
void body_resolve(struct elab *e, struct body *b);
void expr_resolve(struct elab *e, struct body *b, struct expr **x);
bool is_private_visible(const struct source *a, const struct source *b);
void symbols_report(struct elab *e);
bool loc_is_library(struct loc loc);

/* constants.c */
void constants_put(struct elab *e, struct stmt *root, const struct probe_family *family);

/* prune.c */
bool body_prune(struct elab *e, struct body *b);
void prune_program(struct elab *e);
void prune_library_globals(struct elab *e);
bool body_is_empty(const struct stmt *root);
void prune_warn(struct elab *e);
bool expr_is_pure(struct elab *e, const struct expr *x);

/* fails.c */
bool op_can_fail(enum op op, const struct expr *by);	/* division, but by a constant that is not 0 */
bool expr_can_fail(struct elab *e, const struct expr *x);
bool expr_has_no_effect(struct elab *e, const struct expr *x);	/* ... and cannot fail */

/* more of prune.c */
/* Sets is_read, is_written of every global anew. */
void globals_mark(struct elab *e);

/* families.c */
/* The context variables of a probe: what debuginfo needs to know; false: it has none. */
bool dprobe_context(struct elab *e, const struct dprobe *p, struct target_context *ret);
/* program.families; at the end. */
void families_collect(struct elab *e);

/* builds.c */
/* The script reads by this program. */
void builds_note(struct elab *e, const struct locprog *p);
/* program.stext and .modules; behind families_collect(). */
void builds_collect(struct elab *e);

/* target.c */
bool body_has_context(struct stmt *s, bool in_module);
bool body_resolve_targets(struct elab *e, struct body *b);
void targets_finish(struct elab *e);

/* types.c, dtypes.c */
bool types_infer(struct elab *e);
/* settle.c: what is unknown and not used becomes a number. */
void types_settle(struct elab *e);
void types_report(struct elab *e);
bool dtypes_infer(struct elab *e);
struct dtype *dtype_known(struct dtype *t);	/* NULL for unknown and for contradictory */
void print_make_format(struct elab *e, struct expr *x);

/* fold.c */
bool fold_expr(struct elab *e, struct expr **x);
bool fold_stmt(struct elab *e, struct stmt **s);
bool fold_ternary(struct elab *e, struct expr **x);
bool fold_condition(struct elab *e, struct stmt **s);
bool expr_truth(const struct expr *x, bool *ret);

/* stats.c, check.c, locks.c, end_probe.c, depth.c */
void stats_collect(struct elab *e);
void program_check(struct elab *e);
void body_check_placement(struct elab *e, struct body *b);
void locks_assign(struct elab *e);
void settings_check(struct elab *e);
void end_probe_add(struct elab *e);
void calls_measure(struct elab *e);

/* walks */
static inline bool is_const_number(const struct expr *x)
{
	return x->kind == EXPR_NUMBER;
}

#endif
