/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pass 3, inside: how the tree becomes C.
 *
 * A script expression becomes a struct value: C text without side effects,
 * to be used exactly once. Everything with an effect, or that can fail, is written as a statement first (e->out), so
 * evaluation order is the order of lines. A value that a later statement could change is put into a temporary
 * (value_keep()) before that statement.
 *
 * Each function is written twice: first to find out what it needs (a frame, labels, temporaries), then for the
 * output; a handler that may share code three times (alike.c). So writing has no side effects but on tables that
 * return the same entry when asked again.
 *
 * Properties of the C used later (jumps to a label, whether a line leaves the function, which loop variable is used)
 * are recorded while it is written: the text is never searched.
 */
#ifndef MYTAP_EMIT_H
#define MYTAP_EMIT_H

#include "parser/base/strbuf.h"
#include "translator/debuginfo/debuginfo.h"
#include "translator/elaborate/ptrmap.h"
#include "translator/elaborated.h"
#include "translator/target.h"

/* Binding strength of the outermost C operator of a text. */
enum { STACKS_USUAL = 1024 };		/* MAXSTACKS */

enum c_prec {
	P_COND = 1, P_LOR, P_LAND, P_BITOR, P_XOR, P_BITAND, P_EQ, P_REL, P_SHIFT, P_ADD, P_MUL, P_UNARY, P_PRIMARY,
};

/* What a value reads when evaluated; also what an expression may change. */
enum touched {
	TOUCH_LOCALS = 1,
	TOUCH_GLOBALS = 2,
	TOUCH_WORLD = 4,		/* time, memory, registers */
};

struct value {
	const char *c;
	enum c_prec prec;
	unsigned int reads;		/* enum touched; 0: constant through the hit */
	bool is_name;			/* may be evaluated twice at no cost */
	bool is_s64;			/* its C type is known to be s64 */
	bool is_int;			/* its C type is int: widen it before it may overflow */
	bool is_number;			/* a literal: n */
	int64_t n;
	const struct expr *literal;	/* a STRING literal: text not yet placed; c is NULL until value_text() */
};

/* Temporaries of one C type, allocated per statement and reused. */
struct temp_pool {
	const char *ctype;		/* "s64 ", "s64 *", "struct m_stat " */
	bool is_struct, is_string;
	const char *prefix;		/* "t": t1, t2; "v": v, v2 */
	unsigned int in_use, most;
	bool in_frame;			/* a member of the frame */
	const char *suffix;		/* "[MAXSTRINGLEN] MYTAP_STRING" */
	uint32_t size;			/* bytes */
};

/*
 * Statements of C, line by line, each line with its properties. Owned by the caller of code_begin() until code_put().
 */
struct code_line {
	const char *text;
	unsigned int indent;
	bool is_label;			/* not indented */
	const struct way_out *leaves;	/* the statement by which control leaves here; NULL: it does not */
};
struct code { struct code_line *v; size_t n, room; };

/* How an error, next or return leaves the current construct. */
struct way_out {
	const char *c;			/* "goto out;", "return;", "goto caught_1;" */
	unsigned int taken;		/* number of lines that use it */
};

struct stat_alias { const struct var *local, *global; };

/* An enclosing foreach: elements with its own keys need no look-up. */
struct loop_frame {
	const struct stmt *stmt;
	const struct var *map;
	bool keys_fixed;
	const char *pointer;		/* C variable for the element; declared if used */
	bool used;
	struct loop_frame *outer;
};

/* An aggregate merged in this statement, so that it is merged only once. */
struct merged { const struct expr *stat; const char *fields; };

/* User memory read ahead (touch.c): where it is used, its C variable, its bit in `absent`. */
struct ahead { const struct expr *use; const char *value; uint32_t mask; };

/* The function being written. */
struct fn {
	const struct handler *handler;	/* or */
	const struct func *func;
	const char *cname;
	unsigned int indent;
	VEC(struct temp_pool) pools;
	bool longs_in_frame;		/* more numbers than fit on the kernel's stack */
	VEC(const char *) decls;	/* further declarations, without duplicates */
	VEC(struct stat_alias) aliases;
	struct loop_frame *loop;
	VEC(struct merged) merged;
	VEC(struct ahead) ahead;
	uint32_t absent_mask;		/* user memory is being read ahead: the bit to set where it is absent; else 0 */
	var_vec loop_bound;		/* locals that live inside foreach bodies only */
	bool is_quick;			/* quick.c */
	bool is_last;			/* the statement is the last one: an error continues at the same place */
	struct way_out *fail, *leave;	/* how an error leaves here, and how next/return does */
	struct way_out *unlock;		/* ... while locks are held */
	var_vec named;			/* number of uses of loop_bound in the C */
	unsigned int ntries, nloops, nlabels, nsorts;
	unsigned int try_depth;
	const char *continue_label;	/* label of the innermost loop if C's continue is wrong; or NULL */
	bool continue_used;
	bool own_scopes;		/* each statement with literals has its own braces, so that gcc reuses their
	 * stack space */
	bool takes_texts;		/* its string constants are parameters, text_1 ...: alike.c */
	str_vec constants;		/* their names, without duplicates; the first MOST_TEXTS + 1 */
	/* found by the first writing: */
	uint32_t literals;		/* bytes of compound literals that live until the end */
	bool uses_own;			/* the per-slot variables */
	bool uses_groups;		/* uses matched(), ngroups(): matches of other handlers must not be visible */
	bool uses_entry;		/* values saved at the entry */
	bool moves_frame;		/* needs c->frame for callees */
	bool calls_frames;		/* calls a function that uses the frame */
	bool uses_regs;
	unsigned int nargs;		/* number of the hit's values up to the last one used */
	bool can_fail;
	uint32_t frame_size;
	bool has_frame;
	bool is_frame_string;		/* the frame is one string and has its name */
};

enum { MOST_TEXTS = 4 };

/* The prefix of names in the frame. */
static inline const char *frame_prefix(const struct fn *fn)
{
	return fn->is_frame_string ? "" : "f->";
}

/* Properties of a function or handler after it was written. */
struct fn_facts {
	struct func *func;
	const char *proto;		/* "static s64 f(struct mytap_ctx *c, s64 x)" */
	bool takes_room;		/* it or one it calls */
	bool may_next;			/* a bool *next parameter */
	bool can_fail;			/* may set c->error */
	bool is_rare;			/* rare.c: not called by a handler that runs often */
	unsigned int touched;		/* enum touched: what a call may change */
	unsigned int nargs;		/* as struct fn */
	uint32_t frame_size, deep_size;	/* own frame; with the deepest call chain below */
	int64_t cost;			/* statements of a straight run */
	int visiting;
	const char *once, *value, *run;	/* stable.c: the function to call instead, members of the per-slot struct; or NULL */
	unsigned int stamp;		/* mark of the last search */
	bool done;
	struct strbuf body;
};

struct global_facts {
	struct var *var;
	enum global_use use;
	bool sorted;			/* some foreach sorts it */
	bool needs_total, needs_set, needs_add, needs_merge_all, needs_bucket;
	unsigned int sort_fns;		/* 1 << enum stat_op */
	bool in_embedded;		/* embedded C names it */
	bool is_extern;			/* ... as a C variable, not by functions */
	bool needs_lock;
	bool has_gate;			/* an array of aggregates that some handlers only add to: used instead of a
	 * lock */
};

struct string_const { const char *text; uint32_t len; const char *name; };

struct regex_use { const char *pattern; const char *name; struct loc loc; };

struct emit {
	struct target *t;
	struct session *s;		/* the target's */
	struct arena *a;
	struct program *p;
	struct code *out;		/* current output of statements */
	struct fn *fn;
	struct map names;		/* C names taken at file level */
	str_vec formats;
	str_vec shown;			/* rows of .mytap.maps */
	struct map format_index;
	struct map alike_index;		/* alike.c */
	VEC(struct string_const) strings;
	struct map string_index;
	struct global_facts *globals;	/* as p->globals */
	struct fn_facts *funcs;		/* as p->funcs */
	struct ptrmap global_index, func_index;	/* var, func -> index in these + 1; made on first use */
	VEC(struct regex_use) regexes;
	struct strbuf lock_sets;	/* locks.c: tables of the locks that handlers take together */
	struct map lock_set_index;	/* text of one: its name */
	unsigned int nlock_sets;
	struct strbuf handlers;		/* text of entry and handler functions */
	struct strbuf glue, families;	/* initializers of families; .family of struct mytap_script */
	bool has_own;			/* some variable is kept per slot */
	const char *run;		/* member that counts runs of handlers, if some function is stable */
	unsigned int stamps;
	bool uses_matched, uses_tokens;
	bool asks_groups;		/* matched() or ngroups() is used: regular expressions keep their match */
	bool stops_tracing;		/* tracing_off() anywhere */
	bool prints_in_probes, prints;
	bool keeps_stacks;		/* by number */
	bool walks_programs, uses_user_names, uses_user_lines;	/* stacks of programs; names of their functions, source lines as values */
	bool traces, traces_text;	/* uses function tracers such as trace_function(); with the text of arguments */
	uint32_t frame_size;
	int64_t maxstringlen, maxaction, maxnesting;
	bool is_interruptible;		/* -D INTERRUPTIBLE=1 */
	uint32_t string_room;		/* maxstringlen rounded up to 8 */
	int64_t global_size;		/* MAXSTRINGLEN as it was asked for: of globals' strings without a size of their own */
	bool uses_strings;		/* string_size(), string_room() */
	VEC(const struct embed *) all_embedded;
	uint32_t embedded_room;		/* bytes in the frame for an array's key and string, for embedded C */
	VEC(const char *) embed_protos;
	struct strbuf embed_exprs;
	struct map embed_known;
	unsigned int nembed_exprs;
	str_vec names_section;
	str_vec name_modules;		/* the modules of its names */
	struct map name_index;		/* module: 1 + index */
	unsigned int nsections;		/* with source lines */
	struct tables *tables;		/* probe.c */
	unsigned int *probes_from;	/* handler.c */
	const struct dprobe **probes_by_handler;
	unsigned int nprobes, nplaces, nconditions;
	bool uses_place, uses_point, uses_script_point;	/* ppfunc(), pp(), pn() */
	bool has_calls;			/* some place counts only when certain calls lead there */
	bool has_addresses, names_only;
	bool funcs_use_regs;
	bool may_sleep;			/* the handler runs where the task may fault in pages: touch.c */
};

/* ---- text: out.c ---- */
void line(struct emit *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A line without indentation, such as a label. */
void line_at_edge(struct emit *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *text(struct emit *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *quoted(struct emit *e, const char *s, size_t n);
/* "\"operator '/' at x.stp:1:20\"" */
const char *where(struct emit *e, struct loc loc);
const char *where_access(struct emit *e, struct loc loc);
/* "x.stp:1:20" */
const char *position(struct emit *e, struct loc loc);
/* if (unlikely(cond)) <leave by error> */
void fail_if(struct emit *e, const char *cond);
void fail_on_error(struct emit *e);
/* While user memory is read ahead: sets its bit in `absent`. */
void absent_if(struct emit *e, const char *cond);
void fail_now(struct emit *e);		/* <leave by error> */
void skip_if(struct emit *e, const char *cond);	/* failing to get a lock */
void leave_now(struct emit *e);
struct way_out *way_out(struct emit *e, const char *c);
const char *take_way(struct way_out *w);	/* as a statement */
const char *use_fail(struct emit *e);		/* leave by error, as a statement */
/* A line that control does not pass: a return or a jump. */
void line_leaves(struct emit *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Redirects statements into a new code; pass the result to code_end(). */
struct code *code_begin(struct emit *e, struct code *to);
void code_end(struct emit *e, struct code *before);
void code_deinit(struct code *c);
/* Appends c to the current output and empties it. */
void code_put(struct emit *e, struct code *c);
void code_put_in_braces(struct emit *e, struct code *c);
void code_print(struct strbuf *b, const struct code *c);
bool code_is_line(const struct code *c);	/* one line, which is no label */
/* True if control leaves at its end, by a line of this indentation. */
bool code_leaves(const struct code *c, unsigned int indent);

/* ---- tables.c ---- */
/* Adds ".field = value". */
void fields_add(struct emit *e, str_vec *fields, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Writes all fields, breaking long lines. */
/* n more characters are already on the current line. */
bool fits_line(const struct strbuf *b, size_t n);
void fields_put(struct strbuf *b, const str_vec *fields, const char *indent);
/* The same, as an initializer in braces. */
const char *fields_text(struct emit *e, const str_vec *fields, const char *indent);
/* HEAD = { rows }; on one line if it fits; nothing without rows. */
void table_put(struct strbuf *b, const char *head, const str_vec *rows);
/* Texts for the loader: one per line with its number, or as many per line as fit. */
enum section_layout { SECTION_LINES, SECTION_NUMBERED, SECTION_COUNTED, SECTION_JOINED };
void section_put(struct emit *e, struct strbuf *b, const char *name, const str_vec *texts, enum section_layout layout);

/* ---- values: value.c ---- */
struct value value_new(const char *c, enum c_prec prec, unsigned int reads);
struct value value_name(const char *c, unsigned int reads);
struct value value_number(struct emit *e, int64_t n);
struct value value_string(const struct expr *literal);
/* Text of a value as an operand of at least this binding strength. */
const char *operand(struct emit *e, struct value v, enum c_prec least);
const char *value_text(struct emit *e, struct value v);	/* without parentheses: argument, right side */
/* As a truth value. */
const char *condition_text(struct emit *e, struct value v);
const char *negated_text(struct emit *e, struct value v);
/* Copies the value to a temporary. */
struct value value_keep(struct emit *e, struct value v, enum type type);
/* ... if later code may change it. */
struct value value_keep_if(struct emit *e, struct value v, enum type type, unsigned int changes);
const char *wide(struct emit *e, struct value v, enum c_prec least);	/* as s64 */
/* The numbers of bytes of a string, of its buffer, as names. */
const char *string_size(struct emit *e);
const char *string_room(struct emit *e);
void emit_copy(struct emit *e, const char *to, const char *from);
void emit_append(struct emit *e, const char *to, const char *from);
/*
 * Strings on their way (locals, temporaries, results) have room for the widest global's: maxstringlen is that. What globals keep
 * has the size that they are declared with; what is longer is cut when it is stored, or becomes a key.
 */
struct string_kept { uint32_t size, room; };
struct string_kept string_kept(struct emit *e, const struct var *v);
struct string_kept string_kept_key(struct emit *e, const struct var *map);
const char *kept_size(struct emit *e, struct string_kept kept);
const char *kept_room(struct emit *e, struct string_kept kept);
void emit_copy_kept(struct emit *e, const char *to, struct string_kept kept, const char *from);
void emit_append_kept(struct emit *e, const char *to, struct string_kept kept, const char *from);
/* A name for a constant string, aligned and padded. */
const char *string_constant(struct emit *e, const char *s, uint32_t len);

/* ---- temporaries and frames: frame.c ---- */
const char *temp_new(struct emit *e, const char *ctype, const char *prefix);	/* a number or a pointer */
const char *temp_struct(struct emit *e, const char *ctype, const char *prefix, uint32_t size);
const char *temp_frame(struct emit *e, const char *ctype, const char *prefix, const char *suffix, uint32_t size);
const char *temp_string(struct emit *e);
const char *temp_key(struct emit *e, uint32_t words);
struct temps_mark { unsigned int *in_use, n; };
void temps_mark(struct emit *e, struct temps_mark *ret);
void temps_release(struct emit *e, const struct temps_mark *m);
void declare(struct emit *e, const char *decl);
bool is_deep(struct emit *e, const struct func *f);
/* The declarations of the function being written, and its frame. */
void frame_declare(struct emit *e, struct strbuf *to, const var_vec *locals);
void locals_begin(struct emit *e, struct fn *fn, const var_vec *locals, const struct stmt *body);
void locals_clear(struct emit *e, const var_vec *locals, const var_vec *params, const struct stmt *body);
bool is_loop_bound(const struct fn *fn, const struct var *v);
bool param_needs_copy(const struct func *f, const struct var *v);

/* ---- what parts of the tree do: effects.c ---- */
unsigned int expr_changes(struct emit *e, const struct expr *x);	/* enum touched */
unsigned int exprs_change(struct emit *e, const expr_vec *v, unsigned int from);
bool expr_mentions(const struct expr *x, const struct var *v);
/* True if it uses `in` on this array: the result changes when an element is created. */
bool expr_asks_in(const struct expr *x, const struct var *map);
bool stmt_mentions(const struct stmt *s, const struct var *v);
bool stmt_assigns(const struct stmt *s, const struct var *v);
unsigned int count_mentions(const struct stmt *s, const struct var *v);
int64_t stmt_cost(struct emit *e, const struct stmt *s);
void each_expr(const struct stmt *s, void (*fn)(void *ctx, const struct expr *x), void *ctx);
void each_subexpr(const struct expr *x, void (*fn)(void *ctx, const struct expr *x), void *ctx);

/* ---- names.c ---- */
const char *name_global(struct emit *e, const char *wanted);	/* unique in the file */
void names_assign(struct emit *e);		/* c_name of globals and functions */
void names_locals(struct emit *e, const var_vec *locals, const var_vec *params);
/* The C text of a variable. */
enum var_place { VAR_GLOBAL, VAR_ENTRY, VAR_FRAME, VAR_C };
enum var_place var_place(struct emit *e, const struct var *v);
const char *var_text(struct emit *e, const struct var *v);	/* as an lvalue, or a string's buffer */
const char *c_name_of_local(struct emit *e, const struct var *v);

/* ---- expr.c ---- */
struct value emit_expr(struct emit *e, const struct expr *x);
/* A string expression straight into a buffer that x does not read. */
void emit_string_to(struct emit *e, const struct expr *x, const char *to);
/* Evaluates for effects only. */
void emit_effect(struct emit *e, const struct expr *x);
/* Evaluates in order; later ones do not change earlier values. ret has room for all. */
void emit_exprs(struct emit *e, const expr_vec *v, struct value *ret, unsigned int also_changes);
void emit_condition(struct emit *e, const struct expr *x, const char **ret, const char **negated);

/* ---- execname.c ---- */
enum { COMM_BYTES = 16 };		/* TASK_COMM_LEN */
bool is_execname(const struct expr *x);
/* Of a BINARY: true if it compares execname() with a literal. */
bool is_execname_test(const struct expr *x);
struct value emit_execname_test(struct emit *e, const struct expr *x);

/* ---- assign.c ---- */
struct value emit_assign(struct emit *e, const struct expr *x, bool wanted);
struct value emit_incdec(struct emit *e, const struct expr *x, bool wanted);
struct global_facts *facts_of_global(struct emit *e, const struct var *v);
bool is_per_cpu(struct emit *e, const struct var *v);

/* ---- call.c ---- */
struct value emit_call(struct emit *e, const struct expr *x, bool wanted);
bool emit_call_to(struct emit *e, const struct expr *x, const char *to);
/* True if the C of a built-in is the string itself, not a statement that writes one. */
bool call_gives_text(const struct expr *x);
struct fn_facts *facts_of_func(struct emit *e, const struct func *f);
const char *func_proto(struct emit *e, const struct func *f);

/* ---- map.c ---- */
/* string: it is one string, of this text, or NULL; word: it is one number, of this text, or NULL. */
struct map_key {
	const char *key, *words;
	unsigned int reads;
	const char *string, *word;
	const struct value *values;	/* of a quick handler, and nothing else (quick.c) */
};
struct map_key emit_key(struct emit *e, const struct var *map, const expr_vec *keys, unsigned int also_changes);
struct value emit_index(struct emit *e, const struct expr *x);
struct value emit_in(struct emit *e, const struct expr *x);
/* Pointer variable to an element, created if missing. */
const char *emit_slot(struct emit *e, const struct expr *index, const char *ctype, unsigned int also_changes,
		      struct map_key *key);
void emit_delete(struct emit *e, const struct expr *x);
const char *emit_match(struct emit *e, const struct var *map, const expr_vec *keys);
uint32_t key_words(struct emit *e, const struct var *map);
bool has_wildcard(const expr_vec *keys);
bool has_string_key(const struct var *map);

/* ---- quick.c ---- */
struct map_key quick_key(struct emit *e, const struct var *map, const expr_vec *keys);
/* Sets pointer variable v to an element of that key, created if missing. */
void quick_slot(struct emit *e, const struct expr *index, const char *v, const struct map_key *key);

/* ---- foreach.c ---- */
/* The C pointer of the enclosing foreach whose element is `index`, or NULL. */
const char *loop_element(struct emit *e, const struct expr *index);
void emit_foreach(struct emit *e, const struct stmt *s);

/* ---- stat.c ---- */
struct value emit_statop(struct emit *e, const struct expr *x);
struct value emit_hist_bucket(struct emit *e, const struct expr *x);
struct value emit_in_hist(struct emit *e, const struct expr *x);
struct value emit_accum(struct emit *e, const struct expr *x, bool wanted);
/* The merged aggregate: "v->" or "f->m1.", the prefix of a field; empty if count is 0. */
const char *emit_stat_fields(struct emit *e, const struct expr *stat);
/* A copy valid for the whole statement, not changed by a loop's body. */
const char *emit_stat_kept(struct emit *e, const struct expr *stat);
const struct var *stat_var(struct emit *e, const struct expr *stat);
uint32_t stat_size(const struct var *v);
uint32_t hist_buckets(const struct var *v);
const char *stat_struct(struct emit *e, const struct var *v);
void stat_declare(struct emit *e, struct strbuf *b, const struct var *v);
/* Its words by name, then the kind of its histogram: "count sum hist[128] log". */
const char *stat_parts_text(struct emit *e, const struct var *v);
void stat_functions(struct emit *e, struct strbuf *b, struct global_facts *g);
/* The field of struct mytap_sort with the statistic, for a sorted loop. */
const char *stat_sort_field(struct emit *e, const struct var *v, enum stat_op op);
/* True if two are merged by adding their words. */
bool stat_adds_up(const struct var *v);
void emit_print_hist(struct emit *e, const struct expr *hist);
void emit_format_hist(struct emit *e, const struct expr *hist, const char *to);

/* ---- print.c ---- */
void emit_print(struct emit *e, const struct expr *x);
void emit_sprint_to(struct emit *e, const struct expr *x, const char *to);
bool sprint_is_copy(const struct expr *x);
const struct format *format_of(struct emit *e, const struct expr *x);
bool format_part_is_plain(const struct format_part *p);

/* splice.c */
bool print_has_hist(const struct expr *x);
/* The same print without temporary strings made only to be printed. */
struct expr print_spliced(struct emit *e, const struct expr *x);

/* ---- location.c ---- */
struct value emit_access(struct emit *e, const struct expr *x);
void emit_store(struct emit *e, const struct expr *target, struct value v, struct value *inputs);
struct value emit_register(struct emit *e, const struct expr *x);
struct value emit_deref(struct emit *e, const struct expr *x);
const char *register_text(struct emit *e, int64_t n, struct loc loc);
/* Value n passed with the hit. */
const char *given_text(struct emit *e, int64_t n);

/* ---- stmt.c ---- */
void emit_stmt(struct emit *e, const struct stmt *s);
void emit_block(struct emit *e, const struct stmt *s);		/* inside braces, indented by one */
bool stmt_ends(const struct stmt *s);		/* control does not reach its end */
const char *loop_budget(struct emit *e, const struct stmt *body, struct loc loc);

/* ---- globals.c ---- */
void globals_prepare(struct emit *e);
void globals_write(struct emit *e, struct strbuf *b);
void maps_write(struct emit *e, struct strbuf *b);
void global_table_write(struct emit *e, struct strbuf *b);
void variables_write(struct emit *e, struct strbuf *b);
void memory_write(struct emit *e, struct strbuf *b);

/* ---- func.c ---- */
void funcs_emit(struct emit *e);
void funcs_write(struct emit *e, struct strbuf *b);
/* Results of the first writing, for the second. */
void fn_carry_over(struct fn *to, const struct fn *from);
void fn_begin(struct emit *e, struct fn *fn);

bool embed_says(const struct func *f, const char *word);

/* ---- stable.c ---- */
void stables_prepare(struct emit *e);
void stables_declare(struct emit *e, struct strbuf *b);
void stables_write(struct emit *e, struct strbuf *b);
void stables_begin_run(struct emit *e, const struct handler *h, bool at_entry);

/* ---- probe.c ---- */
void handlers_emit(struct emit *e);
void probe_section_write(struct emit *e, struct strbuf *b);
/* The initializers of the families: .family of struct mytap_script; their tables go into e->glue. */
void families_write(struct emit *e, struct strbuf *b);
void places_write(struct emit *e, struct strbuf *b);
void programs_write(struct emit *e, struct strbuf *b);
/* The files whose unwind tables are needed for stacks of programs. */
void user_files_write(struct emit *e, struct strbuf *b);
/* 1 + index into .mytap.names; module NULL: of the kernel. */
unsigned int name_index(struct emit *e, const char *module, const char *symbol);
/* source_lines.c: where what is known of the kernel's source lines goes by. */
void source_lines_write(struct emit *e, struct strbuf *b);
void probes_write(struct emit *e, struct strbuf *b);
/* Families and parts of the runtime that the script needs; after all else. */
void references_write(struct emit *e, struct strbuf *b);

/* ---- embed.c ---- */
bool has_embedded(struct emit *e);
void embed_emit(struct emit *e);
void embed_access_write(struct emit *e, struct strbuf *b);		/* fills s->embed_c, e->embed_protos */
const char *embed_expr_name(struct emit *e, const struct expr *x, const char *c, bool wanted);
bool embed_wants_context(const struct embed *c);

/* ---- regex.c ---- */
struct value emit_regex(struct emit *e, const struct expr *x);
void regexes_write(struct emit *e, struct strbuf *b);

unsigned int format_number(struct emit *e, const char *wire);

#endif
