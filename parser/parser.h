/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of pass 1 share among themselves; nobody outside parser/ includes this. */
#ifndef MYTAP_PARSER_H
#define MYTAP_PARSER_H

#include "limits.h"
#include "parse.h"
#include "preproc.h"
#include "token.h"

/* While being built, an expression knows its depth, and whether it stood in parentheses. */
struct operand {
	struct expr *e;
	uint32_t depth;
	bool parens;
	const struct text *text;	/* of a string literal: its pieces */
};

struct body {
	struct stmt *s;
	uint32_t depth;
	bool semicolon;		/* ended by ; */
};

struct operand_list {
	expr_vec v;
	uint32_t depth;
	struct loc loc;		/* of the first */
	const struct text *text;	/* of the first, if it is a string literal */
};

/* A key of foreach, the array of it, and the sorting. */
struct foreach_part {
	expr_vec keys;
	struct expr *value, *base;
	expr_vec slice;
	struct sort sort;
	unsigned int sorts;	/* how many were given */
	struct loc sort_loc;
	struct expr *limit;
	uint32_t depth;
};

/* The state inside the points of a probe: there, * and keywords are names. */
/* `thread name`: thread.c */
struct thread_var {
	const char *name;
	unsigned int keys;	/* besides the thread */
	bool is_used;
};

enum point_state { POINT_NONE, POINT_START, POINT_AFTER };

struct parser {
	struct parse_env *env;
	struct arena *arena;
	struct diag *diag;
	struct preproc *pp;
	struct file *file;
	bool guru;
	bool is_library;
	/* tokens.c */
	struct token ahead;
	bool has_ahead;
	int last;		/* kind given to the grammar last */
	struct token tok;	/* the same, for messages */
	struct token before;	/* the one given before that */
	enum point_state point;
	unsigned int point_parens, point_braces;
	bool braces_alone;	/* the outermost of point_braces directly follows `probe` */
	VEC(struct loc) braces;	/* the open { */
	unsigned int tok_depth;	/* number of open braces before tok */
	struct token replay;	/* given to the grammar after the synthesized tokens */
	bool has_replay;
	bool semicolon;		/* a ; is given before it */
	unsigned int closing;	/* } still to be synthesized */
	bool skip_top, skip_stmt;	/* after an error: skip to the next declaration, statement */
	unsigned int skip_depth;
	bool swallowed;		/* a string without an end contained a }: no missing } is reported */
	bool muted;		/* errors that follow from one already reported */
	unsigned int ntokens;	/* given to the grammar */
	bool gave_up;		/* nested too deep: no more tokens */
	/* build.c */
	bool in_function;
	struct func *func;	/* being parsed */
	expr_vec bare_hists;	/* histograms where a value is expected; see hist_place() */
	/* declare.c */
	struct map globals;	/* of the file, by name */
	VEC(struct thread_var) threads;
};

/* tokens.c */
int token_next(struct parser *p, struct token *ret);
const char *token_words(const struct token *t);	/* " a name", " a keyword", "" */
bool is_keyword(int kind);
bool is_declaration(int kind);			/* probe function global private */
bool starts_statement(int kind);		/* if while for foreach return ... */
void tokens_resync(struct parser *p);		/* after a syntax error at p->tok */
void give_up(struct parser *p, struct loc loc);

/* syntax_error.c: kinds are the tokens that would have been accepted. */
void syntax_error(struct parser *p, struct loc loc, const int *kinds, int n);

/* format.c: NULL after an error. */
struct format *format_parse(struct arena *a, struct diag *d, const struct text *t);

/* build.c: actions of the grammar, named after the node they make. */
struct operand operand_of(struct expr *e, uint32_t depth);
struct operand build_unary(struct parser *p, struct loc op_loc, enum op op, struct operand a);
struct operand build_binary(struct parser *p, struct loc op_loc, enum expr_kind kind, enum op op,
			    struct operand a, struct operand b);
struct operand build_ternary(struct parser *p, struct loc loc, struct operand c, struct operand a, struct operand b);
struct operand build_assign(struct parser *p, struct loc op_loc, enum op op, struct operand a, struct operand b);
struct operand build_incdec(struct parser *p, struct loc op_loc, enum op op, bool prefix, struct operand a);
struct operand build_in(struct parser *p, struct loc loc, struct operand_list keys, struct operand array);
struct operand build_regex(struct parser *p, struct loc loc, struct operand a, struct text *pattern,
			   struct loc pattern_loc, bool negated);
struct operand build_address(struct parser *p, struct loc op_loc, struct operand a);
struct operand build_field(struct parser *p, struct loc loc, struct operand a, const char *field);
struct operand build_index(struct parser *p, struct loc loc, struct operand a, struct operand_list keys);
struct operand build_pretty(struct parser *p, struct loc loc, struct operand a, const char *dollars);
struct operand build_target(struct parser *p, struct loc loc, const char *name);
struct operand build_string(struct parser *p, struct loc loc, const struct text *t);
struct operand build_call(struct parser *p, struct loc loc, const char *name, struct operand_list args);
struct operand build_print(struct parser *p, struct loc loc, const char *name, struct loc close,
			   struct operand_list args);
struct operand build_statop(struct parser *p, struct loc loc, const char *name, struct operand stat, int64_t shift);
struct operand build_hist(struct parser *p, struct loc loc, enum hist_kind kind, struct operand stat,
			  int64_t low, int64_t high, int64_t width);
void declare_thread(struct parser *p, struct loc loc, const char *name, bool has_room, int64_t room, struct loc room_loc);
void threads_rewrite(struct parser *p);
struct operand hist_bare(struct parser *p, struct operand hist);
void hist_place(struct parser *p, const struct expr *hist);
void hists_check(struct parser *p);
struct operand build_hist_llog(struct parser *p, struct loc loc, struct operand stat, int64_t sub);
struct operand build_percentile(struct parser *p, struct loc loc, struct operand stat, struct operand rank, struct operand whole);
struct operand build_at(struct parser *p, struct loc loc, int kind, const char *name, struct operand_list args);
struct operand build_embed(struct parser *p, struct loc loc, struct embed *e);
const char *text_string(struct parser *p, const struct text *t);
void list_add(struct parser *p, struct operand_list *l, struct operand e, struct loc loc);
void rights_check(struct parser *p, const struct token *t);

struct stmt *stmt_of(struct parser *p, enum stmt_kind kind, struct loc loc);
struct body body_of(struct parser *p, struct stmt *s, uint32_t depth);
void block_add(struct parser *p, struct body *block, struct body s);
struct body build_delete(struct parser *p, struct loc loc, struct operand a);
enum stat_op stat_op_of(const char *name);
struct body build_foreach(struct parser *p, struct loc loc, struct foreach_part *f, struct body body);
void foreach_key(struct parser *p, struct foreach_part *f, const char *name, struct loc loc, int sort,
		 struct loc sort_loc);
void foreach_value(struct parser *p, struct foreach_part *f, const char *name, struct loc loc, int sort,
		   struct loc sort_loc);
struct foreach_part *foreach_array(struct parser *p, struct expr *base, const struct operand_list *slice);
void foreach_sort(struct parser *p, struct foreach_part *f, int direction, int key, struct loc loc);

/* declare.c: declarations and probe points. */
point_vec *points_join(struct parser *p, point_vec *a, point_vec *b);
point_vec *points_product(struct parser *p, point_vec *a, point_vec *b, struct loc loc);
point_vec *points_one(struct parser *p, const char *name, struct expr *arg, struct loc loc);
void points_flag(struct parser *p, point_vec *v, int flag, struct loc loc);
void points_condition(struct parser *p, point_vec *v, struct expr *cond, struct loc loc);
void declare_probe(struct parser *p, struct loc loc, point_vec *points, struct stmt *body);
void declare_alias(struct parser *p, struct loc loc, point_vec *name, point_vec *points,
		   struct stmt *prologue, struct stmt *epilogue);
/* ": 4096 : 64" behind a declaration; n: how many there are. */
struct string_sizes {
	int n;
	int64_t value, key;
	struct loc loc, key_loc;
};
void declare_global(struct parser *p, struct loc loc, const char *name, bool is_private, bool is_array, int64_t size,
		    struct loc size_loc, bool wraps, struct string_sizes sizes, struct expr *init);
void declare_embed(struct parser *p, struct embed *e);
struct func *function_begin(struct parser *p, struct loc loc, const char *name, bool is_private, enum type type,
			    struct loc type_loc);
void function_param(struct parser *p, struct func *f, const char *name, struct loc loc, enum type type,
		    struct loc type_loc);
void function_priority(struct parser *p, struct func *f, int64_t n, struct loc loc);
void function_end(struct parser *p, struct func *f, struct stmt *body, struct embed *embed);

struct loc loc_join(struct loc a, struct loc b);

#endif
