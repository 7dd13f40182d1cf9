/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The script as a tree. Written by the grammar, filled in and rewritten by
 * elaborate/, read by emit/. Nodes live in the session's arena. Names are
 * interned: compare them with ==.
 *
 * A synthesized node keeps the place of the text that caused it.
 */
#ifndef MYTAP_AST_H
#define MYTAP_AST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/vec.h"

enum type {
	TYPE_UNKNOWN,
	TYPE_LONG,
	TYPE_STRING,
	TYPE_STAT,		/* a statistics aggregate */
	TYPE_VOID,		/* of a function that returns nothing */
};

const char *type_name(enum type t);	/* "unknown", "long", "string", "stats", "void" */

struct expr;
struct stmt;
struct dtype;			/* debuginfo/dtype.h: the C type a value came with */
struct locprog;			/* debuginfo/location.h: how a target value is fetched */

typedef VEC(struct expr *) expr_vec;
typedef VEC(struct stmt *) stmt_vec;

/* ---- expressions --------------------------------------------------------------------------- */

#define EXPR_KINDS(X)									\
	X(NUMBER)	/* 42 */							\
	X(STRING)	/* "text" */							\
	X(SYMBOL)	/* a script variable: local, parameter, global */		\
	X(INDEX)	/* a[k1,k2]; a[*,k] only under foreach, delete, in */		\
	X(CALL)		/* f(x,y); also a built-in */					\
	X(UNARY)	/* + - ! ~ */							\
	X(BINARY)	/* * / % + - << >> >>> . & ^ | and comparisons */		\
	X(LOGICAL)	/* && || */							\
	X(TERNARY)	/* c ? a : b */							\
	X(ASSIGN)	/* = += .= ... and <<< */					\
	X(INCDEC)	/* ++x x++ --x x-- */						\
	X(IN)		/* [k1,*] in a */						\
	X(REGEX)	/* e =~ "re", e !~ "re" */					\
	X(STATOP)	/* @count(s) @sum @min @max @avg @variance(s,shift) */		\
	X(HIST)		/* @hist_log(s), @hist_linear(s,lo,hi,w) */			\
	X(PRINT)	/* print println printd printdln printf, sprint... */		\
	X(ACCESS)	/* $x->f[i], @var(), @cast()->f, p->f, &...: see struct access */ \
	X(DEFINED)	/* @defined(e) */						\
	X(ENTRY)	/* @entry(e) */							\
	X(PERF)		/* @perf("name") */						\
	X(ATCONST)	/* @const("M") */						\
	X(ENUM)		/* @enum("E") */						\
	X(ENUMNAME)	/* @enumname(v[,"type"[,"module"]]) */				\
	X(DEREF)	/* @kderef(size,addr) @uderef(size,addr) */			\
	X(REGISTER)	/* @kregister(n) @uregister(n) */				\
	X(PROBEWRITE)	/* @probewrite(v) */						\
	X(EMBED)	/* %{ c expression %} */

#define STMT_KINDS(X)									\
	X(BLOCK)									\
	X(EXPR)										\
	X(NULL)		/* ; */								\
	X(IF)										\
	X(WHILE)									\
	X(FOR)										\
	X(FOREACH)									\
	X(RETURN)									\
	X(NEXT)										\
	X(BREAK)									\
	X(CONTINUE)									\
	X(DELETE)									\
	X(TRY)										\
	X(EMBED)	/* a %{ %} block as a statement is a function body: see struct func */

#define X(k) EXPR_##k,
enum expr_kind { EXPR_KINDS(X) };
#undef X
#define X(k) STMT_##k,
enum stmt_kind { STMT_KINDS(X) };
#undef X

enum op {
	OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD,
	OP_SHL, OP_SHR, OP_USHR,
	OP_AND, OP_OR, OP_XOR,
	OP_CONCAT,
	OP_EQ, OP_NE, OP_LT, OP_GT, OP_LE, OP_GE,
	OP_LAND, OP_LOR,
	OP_PLUS, OP_NEG, OP_NOT, OP_COMPL,
	OP_ASSIGN,		/* plain = ; compound assignments carry the binary operator */
	OP_ACCUM,		/* <<< */
	OP_INC, OP_DEC,
};

const char *op_text(enum op op);	/* "+", ">>>", ... ; compound assignment is this plus "=" */

enum stat_op { STAT_COUNT, STAT_SUM, STAT_MIN, STAT_MAX, STAT_AVG, STAT_VARIANCE, STAT_PERCENTILE, STAT_NONE };
enum hist_kind { HIST_NONE, HIST_LOG, HIST_LINEAR, HIST_LLOG };
const char *hist_name(enum hist_kind kind);	/* "hist_log" */
enum { LLOG_MOST = 64, LLOG_USUAL = 16 };	/* sub-buckets of a power of two */

/* One step of a target path. */
struct access_step {
	enum { STEP_FIELD, STEP_INDEX, STEP_PRETTY } kind;
	struct loc loc;
	const char *field;		/* STEP_FIELD: ->field */
	struct expr *index;		/* STEP_INDEX: [index] */
	int depth;			/* STEP_PRETTY: 1 for $, 2 for $$; always the last step */
};

/* An access to target data: `$x->f[i]`, `@var("g@f.c")[i]`, `@cast(p,"t")->f`, `p->f`, or `&` of one of these. */
struct access {
	enum access_base {
		ACCESS_TARGET,		/* $name, $$vars, $return, $1-free context variables */
		ACCESS_VAR,		/* @var("name[@cu]"[,"module"]) */
		ACCESS_CAST,		/* @cast(operand,"type"[,"module"]) */
		ACCESS_POINTER,		/* operand->f, operand[i]: operand is a script value that has a dtype */
	} base;
	const char *name;		/* TARGET: with its $ ("$count", "$$parms"); VAR: the string */
	struct expr *operand;		/* CAST, POINTER */
	const char *type_name;		/* CAST */
	const char *module;		/* VAR, CAST: third argument, or NULL */
	VEC(struct access_step) steps;
	bool address_of;		/* & in front */
	/* Filled by elaborate/target.c: */
	struct locprog *prog;		/* how to fetch (or store); NULL until resolved */
	expr_vec inputs;		/* script values the program takes: operand first, then indices in order */
	bool is_store;			/* stands at the left of an assignment */
	bool stays;			/* the value comes with the hit and reading it cannot fail; set before
	 * `program` is (constants.c) */
};

enum print_kind {
	PRINT_PRINT, PRINT_PRINTLN, PRINT_PRINTD, PRINT_PRINTDLN, PRINT_PRINTF,
};

/* One directive of a format, or a run of literal text. */
struct format_part {
	enum format_conv {
		CONV_LITERAL, CONV_DECIMAL /* d i */, CONV_UNSIGNED, CONV_OCTAL, CONV_HEX, CONV_HEX_UPPER,
		CONV_POINTER, CONV_CHAR, CONV_STRING, CONV_BINARY /* b */, CONV_MEMORY /* m */,
		CONV_MEMORY_HEX /* M */,
	} conv;
	struct loc loc;
	const char *text;		/* CONV_LITERAL: the bytes, escapes already resolved */
	uint32_t text_len;
	bool minus, plus, space, alt /* # */, zero;
	enum { SIZE_NONE, SIZE_FIXED, SIZE_ARG } width_kind, precision_kind;
	int64_t width, precision;
};

struct format {
	VEC(struct format_part) parts;
	const char *text;		/* the format as C would write it, for the wire and for -p3 */
};

enum symbol_scope { SCOPE_UNRESOLVED, SCOPE_LOCAL, SCOPE_PARAM, SCOPE_GLOBAL };

struct expr {
	enum expr_kind kind;
	enum type type;			/* filled by elaborate/types.c */
	struct loc loc;			/* the operator or name that a message should point at */
	struct dtype *dtype;		/* the C type this value came with, or NULL */
	union {
		int64_t number;
		struct { const char *s; uint32_t len; } string;
		struct {
			const char *name;
			enum symbol_scope scope;
			struct var *var;		/* filled by elaborate/symbols.c */
		} symbol;
		struct { struct expr *base; expr_vec keys; } index;	/* a NULL key is `*`; base: SYMBOL, HIST */
		struct {
			const char *name;
			expr_vec args;
			VEC(struct func *) callees;	/* overload chain in order; empty for a built-in */
			const struct builtin *builtin;
		} call;
		struct { enum op op; struct expr *a; } unary;
		struct { enum op op; struct expr *a, *b; } binary;	/* also LOGICAL */
		struct {
			struct expr *cond, *then, *other;
			bool in_parens;			/* as written: pass 1 only */
			bool is_decided;		/* both are the same: cond stays for its effect only */
		} ternary;
		struct { enum op op; struct expr *target, *value; } assign; /* OP_ASSIGN, OP_ACCUM, or the op of op= */
		struct { enum op op; bool prefix; struct expr *target; } incdec;
		struct { expr_vec keys; struct expr *array; } in;
		struct { struct expr *subject; const char *pattern; bool negated; struct loc pattern_loc;
			 struct regex_dfa *dfa; } regex;
		struct { enum stat_op op; struct expr *stat; int shift; struct expr *rank, *whole; } statop; /* PERCENTILE: of whole, or NULL: 100 */
		struct { enum hist_kind kind; struct expr *stat; int64_t low, high, width; } hist; /* LLOG: width
		 * sub-buckets; 0: not given */
		struct {
			enum print_kind kind;
			bool to_string;			/* sprint, sprintln, sprintd, sprintdln, sprintf */
			struct format *format;		/* printf; for the others made by elaborate/types.c */
			const char *delimiter;		/* printd, printdln */
			struct loc format_loc;
			expr_vec args;			/* a HIST argument of print() is allowed */
			const struct var *shown;	/* the global that it prints, if elaborate/end_probe.c made
			 * this call */
		} print;
		struct access access;
		struct { struct expr *a; } one;		/* DEFINED, ENTRY */
		struct { const char *name; const struct dprobe *probe; } named;	/* PERF (and who counts), ATCONST, ENUM */
		struct { struct expr *value; const char *type_name, *module; } enumname;
		struct { bool user; struct expr *size, *address; } deref;
		struct { bool user; struct expr *number; } reg;
		struct { struct expr *target; } probewrite;
		struct embed *embed;
	};
};

/* ---- statements ---------------------------------------------------------------------------- */

struct sort {
	int direction;			/* 0 none, +1 ascending, -1 descending */
	int key;			/* index of the key sorted by; -1: by the value */
	enum stat_op stat;		/* value is an aggregate: sorted by this (default STAT_COUNT) */
};

struct stmt {
	enum stmt_kind kind;
	bool is_provided;		/* added by an alias around the probe's own body: dropped unless it is used */
	struct loc loc;
	union {
		stmt_vec block;
		struct expr *expr;
		struct { struct expr *cond; struct stmt *then, *other; } if_;
		struct { struct expr *cond; struct stmt *body; } while_;
		struct { struct expr *init, *cond, *step; struct stmt *body; } for_;	/* any may be NULL */
		struct {
			expr_vec keys;			/* SYMBOLs */
			struct expr *value;		/* SYMBOL bound to the value, or NULL */
			struct expr *base;		/* SYMBOL of an array, or HIST */
			expr_vec slice;			/* empty, or one per key; NULL is `*` */
			struct sort sort;
			struct expr *limit;		/* or NULL */
			struct stmt *body;
		} foreach;
		struct expr *ret;			/* or NULL */
		struct expr *del;			/* SYMBOL or INDEX (with * allowed) */
		struct { struct stmt *body, *handler; struct expr *var; } try_;	/* var: SYMBOL or NULL */
		struct embed *embed;
	};
};

/* ---- declarations -------------------------------------------------------------------------- */

/* C text between %{ and %}. */
struct embed {
	struct loc loc;			/* of the text without the brackets */
	const char *text;
	uint32_t len;
};

/* A local, a parameter, or a global. */
struct var {
	const char *name;
	struct loc loc;			/* of the declaration, or of the first use of a local */
	enum symbol_scope scope;
	enum type type;			/* of the value (of an element, for an array) */
	struct loc type_loc;		/* what fixed the type, for conflict messages */
	bool declared_type;
	struct dtype *dtype;
	/* globals: */
	bool is_private, is_array, wraps /* % */;
	const char *c_name;		/* unique in the module */
	const struct source *file;
	struct expr *init;		/* NUMBER or STRING literal, or NULL */
	int64_t size;			/* [N], 0 = MAXMAPENTRIES */
	uint32_t string_size, key_size;	/* : N, bytes of the strings that are its value, its keys; 0 = MAXSTRINGLEN */
	struct loc string_loc;		/* of these */
	int arity;			/* number of keys; -1 unknown */
	uint8_t key_type[16];		/* enum type */
	struct dtype **key_dtype;	/* one per key, if some key has one; else NULL (scripts have few arrays and
	 * many locals) */
	struct stat_use {		/* filled by elaborate/stats.c */
		unsigned int ops;	/* bit 1 << STAT_x for each that some extractor uses */
		int shift;
		bool shift_set;
		enum hist_kind hist;
		int64_t low, high, width;
		struct loc hist_loc, percentile_loc;
	} stat;
	bool is_read, is_written;	/* anywhere in the program; elaborate/prune.c, locks.c */
	bool is_idle;			/* of a tapset and never read: assignments to it are left out */
	bool is_param_option;		/* may be set by -G */
	struct fact *fact;		/* locals: known constant value (elaborate/constants.c) */
};

typedef VEC(struct var *) var_vec;

struct func {
	const char *name;
	const char *c_name;		/* unique in the module */
	struct loc loc;
	bool is_private;
	var_vec params;
	enum type type;			/* of the result; TYPE_VOID when it never returns one */
	struct loc type_loc;
	bool declared_type;
	struct dtype *dtype;
	int priority;			/* smaller first; 0 user script, 1 library, or as written */
	bool has_priority;
	struct stmt *body;		/* or: */
	struct embed *embed;		/* C body */
	var_vec locals;
	const struct source *file;
	bool is_used;
	bool is_recursive;
	unsigned int pragmas;		/* enum pragma bits, from the C comments of embed */
};

struct component {
	const char *name;		/* may hold *, ** and {a,b} */
	struct expr *arg;		/* NUMBER or STRING, or NULL */
	struct loc loc;
};

struct probe_point {
	VEC(struct component) parts;
	bool optional;			/* ? */
	bool sufficient;		/* ! */
	struct expr *condition;		/* if (...) or NULL */
	struct loc loc;
};

typedef VEC(struct probe_point *) point_vec;

struct probe {
	struct loc loc;
	point_vec points;
	struct stmt *body;		/* the block */
	bool is_private;
	const struct source *file;
};

struct alias {
	struct loc loc;
	struct probe_point *name;	/* dotted identifiers; may hold * when matched */
	point_vec points;
	struct stmt *prologue;		/* `=` body, or NULL */
	struct stmt *epilogue;		/* `+=` body or the second block, or NULL */
	bool is_private;
	const struct source *file;
};

struct file {
	struct source *src;
	bool is_library;		/* from a tapset: guru rights, default priority 1 */
	VEC(struct probe *) probes;
	VEC(struct alias *) aliases;
	VEC(struct func *) funcs;
	var_vec globals;
	VEC(struct embed *) embeds;
};

/* Constructors: everything but kind and place is zero. */
struct expr *expr_new(struct arena *a, enum expr_kind kind, struct loc loc);
struct stmt *stmt_new(struct arena *a, enum stmt_kind kind, struct loc loc);
struct expr *expr_number(struct arena *a, struct loc loc, int64_t n);
struct expr *expr_string(struct arena *a, struct loc loc, const char *s, uint32_t len);
struct expr *expr_symbol(struct arena *a, struct loc loc, const char *name);
/* Deep copies: an alias body is pasted into each probe that uses it. */
struct expr *expr_copy(struct arena *a, const struct expr *e);
struct stmt *stmt_copy(struct arena *a, const struct stmt *s);

/*
 * Visits every expression and statement below *e / *s, children first when
 * post is used, parents first with pre. A callback may replace the node by
 * writing through the pointer. Returning false from pre skips the children.
 */
struct walk {
	bool (*pre_expr)(struct walk *w, struct expr **e);
	void (*post_expr)(struct walk *w, struct expr **e);
	bool (*pre_stmt)(struct walk *w, struct stmt **s);
	void (*post_stmt)(struct walk *w, struct stmt **s);
	void *ctx;
};
void walk_expr(struct walk *w, struct expr **e);
void walk_stmt(struct walk *w, struct stmt **s);

/* Back to script text that parses to the same tree. */
void unparse_expr(struct strbuf *b, const struct expr *e);
void unparse_stmt(struct strbuf *b, const struct stmt *s, int indent);
void unparse_probe_point(struct strbuf *b, const struct probe_point *p);
void unparse_format(struct strbuf *b, const struct format *f);	/* with quotes and escapes */
void unparse_file(struct strbuf *b, const struct file *f);

#endif
