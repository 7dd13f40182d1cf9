/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Shared by the files of pass 2. The path of a probe through them:
 *
 *   probe_point.c, alias.c	points -> matches (body put together) -> the family's derive()
 *   declarations.c		a file's globals and functions
 *   symbols.c			names of the body -> variables and functions; adds library files
 *   constants.c		literals that an alias assigns replace the reads
 *   prune.c, fails.c		removes assignments to locals never read, before debuginfo is queried
 *   target.c			$x, @cast, @defined ... -> location programs
 *   types.c, types_expr.c	inference until nothing changes, then errors
 *   settle.c		unknown types of unused values
 *   stats.c check.c locks.c	once, on the finished program
 *
 * A library file may add probes; so the pass is a loop over work lists that ends when all are empty.
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

/* A file in use, and the names visible only in it. */
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
	struct dprobe *probe;		/* the handler that $x refers to; NULL for a function without context */
	struct stmt **root;
	var_vec *locals;
	struct map names;		/* of locals and parameters -> struct var */
	const struct source *source;	/* file of text that comes from a macro */
	struct body *owner;		/* of a function copied for one handler: that handler's body */
	struct ptrmap clones;		/* handler: function -> its copy */
	struct map entries;		/* handler: text -> struct expr, saved at entry */
	unsigned int nclone;
	bool has_context;		/* contains $x, also in functions called */
	bool is_resolving;
	bool is_used;			/* some probe reaches it */
	bool is_queued;			/* rounds.c */
	bool is_impure, purity_known, purity_busy, fails_busy;
	stmt_vec left_out;		/* its types are checked although it is not used */
	bool target_done;
};

typedef VEC(struct body *) body_vec;

struct func_set { func_vec v; };

struct elab {
	struct program program;		/* the result of the pass */
	struct target *t;
	struct session *s;		/* the target's */
	struct arena *arena;
	struct diag *diag;

	VEC(struct unit *) units;
	struct ptrmap unit_of;		/* struct source -> struct unit */
	unsigned int units_derived;	/* units whose probes are derived */
	struct map globals;		/* name -> struct var */
	struct map no_globals;		/* names that the library lacks, too */
	struct map funcs;		/* name -> struct func_set */
	struct point_node *points;	/* the tree of probe points: families and aliases */

	body_vec bodies;		/* of handlers and functions, in order of discovery */
	struct ptrmap body_of;		/* struct handler, struct func -> struct body */
	unsigned int nclones;
	bool changed;			/* set by the sub-pass that runs */
	bool has_argv;
	struct ptrmap shown;		/* struct dprobe -> name in a listing (char) */
	struct map targets_told;	/* places and reasons of unresolved target variables already reported */
	bool is_listing;
	unsigned int nglobals, npoints, nnodes;	/* count for limits.def */
	bool too_big;			/* a limit was exceeded and reported: the pass ends */
	bool wants_dtypes;		/* some p->f waits for the type of p */
	bool last_resort;		/* target.c: unknown targets are now reported */
	bool is_eager;			/* many rounds: p->f is resolved as soon as the type of p is known (dtypes.c) */
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

struct expansion {			/* the origin of a point, and the code that aliases add around the body */
	struct elab *elab;
	struct probe *source;
	const struct probe_point *given;	/* what the user wrote */
	VEC(struct alias *) chain;	/* outermost first */
	struct expr *condition;
	bool optional;
	const struct probe_point *shown;	/* the alias that the user's point named, spelled out; for -l */
	const struct alias *absent;	/* named by the user's point, without a match */
	VEC(const struct probe_point *) missing;	/* optional points of aliases that were not found */
};
/* Derives all matches of `pp`. Reports errors unless x->optional. */
bool point_derive(struct expansion *x, const struct probe_point *pp);

/* alias.c */
bool alias_derive(struct expansion *x, struct alias *a, const struct probe_point *pp, unsigned int used);
/* The body between the prologues and epilogues of its aliases; innermost: a prologue before all others, or NULL. */
struct stmt *expansion_body(struct expansion *x, const struct stmt *innermost);
/* Reports that the user's point has no match, with the points searched for. */
void alias_say_missing(struct expansion *x);
/* The comment directly above loc, as one line; nothing if there is none. */
void comment_above(struct strbuf *b, struct loc loc);

/* list.c: "name:type (parameters)"; all files of the library, and the types of their functions. */
const char *signature_with_void(struct arena *a, const char *signature);
const char *function_signature(struct arena *a, const struct func *f);
void library_functions_infer(struct elab *e);

/* reference.c: the whole library as lines; one name of it, false (reported) if there is none of that name. */
void reference_dump(struct elab *e, FILE *out);
bool reference_help(struct elab *e, const char *name, FILE *out);

/* declarations.c */
bool unit_add_names(struct elab *e, struct unit *u);
struct body *body_new(struct elab *e, struct handler *h, struct func *f);
struct body *func_body(struct elab *e, struct func *f);
/* Adds the nodes below s to those of the program. */
void nodes_count(struct elab *e, struct stmt *s);
/* Called before s is copied; the copy's nodes are counted. */
void nodes_fit(struct elab *e, struct stmt *s);
/* elab_exceeds(e, loc, n, GLOBALS): true if n exceeds the limit; reported once, and the pass ends. Listings have no
 * limits. */
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
bool op_can_fail(enum op op, const struct expr *by);	/* division, unless by a constant other than 0 */
bool expr_can_fail(struct elab *e, const struct expr *x);
bool expr_has_no_effect(struct elab *e, const struct expr *x);	/* ... and cannot fail */

/* more of prune.c */
/* Recomputes is_read, is_written of every global. */
void globals_mark(struct elab *e);

/* families.c */
/* The context variables of a probe, for debuginfo; false: it has none. */
bool dprobe_context(struct elab *e, const struct dprobe *p, struct target_context *ret);
/* program.families; at the end. */
void families_collect(struct elab *e);

/* builds.c */
/* Notes that the script reads by this program. */
void builds_note(struct elab *e, const struct locprog *p);
/* Sets program.stext and .modules; after families_collect(). */
void builds_collect(struct elab *e);

/* target.c */
bool body_has_context(struct stmt *s, bool in_module);
bool body_resolve_targets(struct elab *e, struct body *b);
void targets_finish(struct elab *e);

/* types.c, dtypes.c */
bool types_infer(struct elab *e);
/* settle.c: unused values of unknown type become numbers. */
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
