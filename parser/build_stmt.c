// SPDX-License-Identifier: GPL-2.0-or-later
/* What the grammar's actions do for statements. */
#include <string.h>

#include "parser.h"
#include "parser/grammar.h"

struct stmt *stmt_of(struct parser *p, enum stmt_kind kind, struct loc loc)
{
	return stmt_new(p->arena, kind, loc);
}

/* s has `below` levels under it. */
struct body body_of(struct parser *p, struct stmt *s, uint32_t below)
{
	if (below + 1 > LIMIT_NESTING)
		give_up(p, s->loc);
	if (s->kind == STMT_RETURN && !p->in_function && !p->muted)
		diag_error(p->diag, s->loc, "'return' is for functions; to leave a probe handler write 'next'");
	return (struct body){ .s = s, .depth = below + 1 };
}

/*
 * `whlie (x) { ... }` parses as a call and a block. A call followed by a block is taken for a misspelled keyword if
 * the name is that near to one.
 */
static void check_misspelled(struct parser *p, const struct stmt *call)
{
	static const char *const words[] = { "if", "while", "for", "foreach" };
	const char *name = call->expr->call.name;
	struct near near = NEAR_INIT(name);

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		near_try(&near, words[i]);
	if (!near.best && (!strcmp(name, "elseif") || !strcmp(name, "elsif") || !strcmp(name, "elif")))
		near.best = "else if";
	else if (!near.best && !strcmp(name, "switch"))
		diag_error(p->diag, call->loc, "there is no 'switch' in the language: use 'if' and 'else if'");
	if (near.best)
		diag_error(p->diag, call->loc, "a block cannot follow a call: did you mean '%s' instead of '%s'?",
			   near.best, name);
}

void block_add(struct parser *p, struct body *block, struct body s)
{
	stmt_vec *v = &block->s->block;

	if (s.s->kind == STMT_BLOCK && v->n && !block->semicolon && vec_last(v)->kind == STMT_EXPR &&
	    vec_last(v)->expr->kind == EXPR_CALL)
		check_misspelled(p, vec_last(v));
	block->semicolon = s.semicolon;
	vec_push(p->arena, v, s.s);
	if (block->depth < s.depth + 1)
		block->depth = body_of(p, block->s, s.depth).depth;
}

struct body build_delete(struct parser *p, struct loc loc, struct operand a)
{
	struct stmt *s = stmt_of(p, STMT_DELETE, loc);

	if (a.e->kind != EXPR_SYMBOL && !(a.e->kind == EXPR_INDEX && a.e->index.base->kind == EXPR_SYMBOL))
		diag_error(p->diag, a.e->loc, "'delete' takes a variable, an array or an array element");
	s->del = a.e;
	return body_of(p, s, a.depth);
}

/* ---- foreach ------------------------------------------------------------------------------- */

void foreach_sort(struct parser *p, struct foreach_part *f, int direction, int key, struct loc loc)
{
	if (f->sorts++) {
		diag_error(p->diag, loc, "a foreach sorts by one thing: this is the second '+' or '-'");
		return;
	}
	f->sort = (struct sort){ .direction = direction, .key = key, .stat = STAT_COUNT };
	f->sort_loc = loc;
}

void foreach_key(struct parser *p, struct foreach_part *f, const char *name, struct loc loc, int sort,
		 struct loc sort_loc)
{
	/* Too many keys are refused elsewhere: names beyond the limit are not compared. */
	for (unsigned int i = 0; i < f->keys.n && i < LIMIT_PARAMETERS; i++)
		if (f->keys.v[i]->symbol.name == name)
			diag_error(p->diag, loc, "'%s' is named twice in this foreach", name);
	vec_push(p->arena, &f->keys, expr_symbol(p->arena, loc, name));
	if (sort)
		foreach_sort(p, f, sort, (int)f->keys.n - 1, sort_loc);
}

void foreach_value(struct parser *p, struct foreach_part *f, const char *name, struct loc loc, int sort,
		   struct loc sort_loc)
{
	vec_each(k, &f->keys)
		if ((*k)->symbol.name == name)
			diag_error(p->diag, (*k)->loc, "'%s' is named twice in this foreach", name);
	f->value = expr_symbol(p->arena, loc, name);
	if (sort)
		foreach_sort(p, f, sort, -1, sort_loc);
}

struct foreach_part *foreach_array(struct parser *p, struct expr *base, const struct operand_list *slice)
{
	struct foreach_part *f = arena_new_of(p->arena, struct foreach_part);

	f->base = base;
	if (slice) {
		f->slice = slice->v;
		f->depth = slice->depth;
	}
	return f;
}

struct body build_foreach(struct parser *p, struct loc loc, struct foreach_part *f, struct body body)
{
	struct stmt *s = stmt_of(p, STMT_FOREACH, loc);

	if (f->slice.n && f->slice.n != f->keys.n)
		diag_error(p->diag, f->base->loc, "the slice of '%s' has %u key%s, but this foreach names %u",
			   f->base->symbol.name, f->slice.n, f->slice.n == 1 ? "" : "s", f->keys.n);
	if (f->base->kind == EXPR_HIST && f->keys.n != 1)
		diag_error(p->diag, f->keys.v[1]->loc, "the buckets of a histogram have one key");
	s->foreach.keys = f->keys;
	s->foreach.value = f->value;
	s->foreach.base = f->base;
	s->foreach.slice = f->slice;
	s->foreach.sort = f->sort;
	s->foreach.limit = f->limit;
	s->foreach.body = body.s;
	return body_of(p, s, f->depth > body.depth ? f->depth : body.depth);
}
