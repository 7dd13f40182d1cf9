// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Aggregates. Each variable has its own struct with the statistics that extractors read, and functions to add to it,
 * to merge two, and to merge the slots. An extractor reads a merged copy: one per statement and aggregate, for all
 * statistics.
 */
#include "emit.h"

#include <string.h>

enum {
	HAS_COUNT = 1, HAS_SUM = 2, HAS_MIN = 4, HAS_MAX = 8, HAS_SQUARES = 16, HAS_HIST = 32,
	HAS_WIDE = 64,			/* the sum's upper half: averages and variances are exact */
};

static const struct { unsigned int part; const char *field; uint32_t words; } fields[] = {
	{ HAS_COUNT, "count", 1 }, { HAS_SUM, "sum", 1 }, { HAS_WIDE, "high", 1 }, { HAS_MIN, "min", 1 }, { HAS_MAX, "max", 1 },
	{ HAS_SQUARES, "squares", 3 },
};
enum { NFIELDS = sizeof(fields) / sizeof(*fields) };

static unsigned int stat_parts(const struct var *v)
{
	unsigned int ops = v->stat.ops, parts = 0;

	if (v->stat.hist != HIST_NONE)
		parts |= HAS_HIST | HAS_COUNT;
	if (ops & (1u << STAT_SUM | 1u << STAT_AVG | 1u << STAT_VARIANCE))
		parts |= HAS_SUM;
	if (ops & (1u << STAT_AVG | 1u << STAT_VARIANCE))
		parts |= HAS_WIDE;
	if (ops & (1u << STAT_MIN | 1u << STAT_PERCENTILE))	/* the bound of percentiles */
		parts |= HAS_MIN;
	if (ops & (1u << STAT_MAX | 1u << STAT_PERCENTILE))
		parts |= HAS_MAX;
	if (ops & 1u << STAT_VARIANCE)
		parts |= HAS_SQUARES;
	if (parts & ~(unsigned int)HAS_SUM || ops & (1u << STAT_COUNT | 1u << STAT_AVG) || !parts)
		parts |= HAS_COUNT;
	return parts;
}

/* Sub-buckets are a power of two. */
static unsigned int llog_bits(const struct var *v)
{
	return (unsigned int)__builtin_ctzll((unsigned long long)v->stat.width);
}

uint32_t hist_buckets(const struct var *v)
{
	if (v->stat.hist == HIST_LOG)
		return 128;
	if (v->stat.hist == HIST_LLOG)		/* equals MYTAP_LLOG_SIGNED() */
		return 2 * ((64 - llog_bits(v)) << llog_bits(v));
	if (v->stat.hist == HIST_LINEAR && v->stat.width > 0)
		return (uint32_t)(((uint64_t)v->stat.high - (uint64_t)v->stat.low) / (uint64_t)v->stat.width + 3);
	return 0;
}

uint32_t stat_size(const struct var *v)
{
	unsigned int parts = stat_parts(v);
	uint32_t words = hist_buckets(v);

	for (unsigned int i = 0; i < NFIELDS; i++)
		if (parts & fields[i].part)
			words += fields[i].words;
	return 8 * words;
}

const char *stat_struct(struct emit *e, const struct var *v)
{
	return text(e, "struct %s_stat", v->c_name);
}

const struct var *stat_var(struct emit *e, const struct expr *stat)
{
	const struct var *v = stat->kind == EXPR_INDEX ? stat->index.base->symbol.var : stat->symbol.var;

	for (unsigned int i = 0; i < e->fn->aliases.n; i++)
		if (e->fn->aliases.v[i].local == v)
			return e->fn->aliases.v[i].global;
	return v;
}

const char *stat_parts_text(struct emit *e, const struct var *v)
{
	unsigned int parts = stat_parts(v);
	const char *r = "";

	for (unsigned int i = 0; i < NFIELDS; i++)
		if (parts & fields[i].part)
			r = text(e, "%s%s%s", r, *r ? " " : "", fields[i].field);
	if (parts & HAS_HIST)
		r = text(e, "%s%shist[%u] ", r, *r ? " " : "", hist_buckets(v));
	if (v->stat.hist == HIST_LOG)
		return text(e, "%slog", r);
	if (v->stat.hist == HIST_LLOG)
		return text(e, "%sllog %u", r, llog_bits(v));
	if (v->stat.hist == HIST_LINEAR)
		return text(e, "%slinear %lld %lld %lld", r, (long long)v->stat.low, (long long)v->stat.high, (long long)v->stat.width);
	return r;
}

/* ---- declarations and functions of one variable --------------------------------------------- */

/* The words of numbers come first, in one declaration. */
void stat_declare(struct emit *e, struct strbuf *b, const struct var *v)
{
	unsigned int parts = stat_parts(v);
	const char *before = " s64 ";

	strbuf_printf(b, "%s {", stat_struct(e, v));
	for (unsigned int i = 0; i < NFIELDS; i++) {
		if (!(parts & fields[i].part) || fields[i].part == HAS_SQUARES)
			continue;
		strbuf_printf(b, "%s%s", before, fields[i].field);
		before = ", ";
	}
	if (parts & HAS_SQUARES)
		strbuf_puts(b, "; u64 squares[3]");
	if (parts & HAS_HIST)
		strbuf_printf(b, "; u64 hist[%u]", hist_buckets(v));
	strbuf_puts(b, "; };\n");
}

bool stat_adds_up(const struct var *v)
{
	return !(stat_parts(v) & ~(unsigned int)(HAS_COUNT | HAS_SUM | HAS_HIST));
}

static void put_add(struct emit *e, struct strbuf *b, const struct var *v)
{
	unsigned int parts = stat_parts(v);

	strbuf_printf(b, "\nstatic void %s_add(%s *to, s64 n)\n{\n", v->c_name, stat_struct(e, v));
	if (parts & HAS_MIN)
		strbuf_puts(b, "\tif (!to->count || n < to->min)\n\t\tto->min = n;\n");
	if (parts & HAS_MAX)
		strbuf_puts(b, "\tif (!to->count || n > to->max)\n\t\tto->max = n;\n");
	if (parts & HAS_COUNT)
		strbuf_puts(b, "\tto->count++;\n");
	if (parts & HAS_WIDE)
		strbuf_puts(b, "\tmytap_wide_add(&to->sum, &to->high, n);\n");
	else if (parts & HAS_SUM)
		strbuf_puts(b, "\tto->sum += n;\n");
	if (parts & HAS_SQUARES)
		strbuf_puts(b, "\tmytap_square_add(to->squares, n);\n");
	if (v->stat.hist == HIST_LOG)
		strbuf_puts(b, "\tto->hist[mytap_log_bucket(n)]++;\n");
	if (v->stat.hist == HIST_LLOG)
		strbuf_printf(b, "\tto->hist[mytap_llog_signed(n, %u)]++;\n", llog_bits(v));
	if (v->stat.hist == HIST_LINEAR)
		strbuf_printf(b, "\tto->hist[mytap_linear_bucket(n, %lld, %lld, %u)]++;\n", (long long)v->stat.low,
			      (long long)v->stat.width, hist_buckets(v));
	strbuf_puts(b, "}\n");
}

static void put_merge(struct emit *e, struct strbuf *b, const struct var *v)
{
	unsigned int parts = stat_parts(v);

	strbuf_printf(b, "\nstatic void %s_merge(void *to, const void *from)\n{\n\t%s *a = to;\n\tconst %s *b = from;\n\n",
		      v->c_name, stat_struct(e, v), stat_struct(e, v));
	if (parts & (HAS_MIN | HAS_MAX | HAS_SQUARES | HAS_HIST))
		strbuf_puts(b, "\tif (!b->count)\n\t\treturn;\n");
	if (parts & HAS_MIN)
		strbuf_puts(b, "\tif (!a->count || b->min < a->min)\n\t\ta->min = b->min;\n");
	if (parts & HAS_MAX)
		strbuf_puts(b, "\tif (!a->count || b->max > a->max)\n\t\ta->max = b->max;\n");
	if (parts & HAS_COUNT)
		strbuf_puts(b, "\ta->count += b->count;\n");
	if (parts & HAS_WIDE)
		strbuf_puts(b, "\tmytap_wide_merge(&a->sum, &a->high, b->sum, b->high);\n");
	else if (parts & HAS_SUM)
		strbuf_puts(b, "\ta->sum += b->sum;\n");
	if (parts & HAS_SQUARES)
		strbuf_puts(b, "\tmytap_squares_merge(a->squares, b->squares);\n");
	if (parts & HAS_HIST)
		strbuf_printf(b, "\tfor (u32 i = 0; i < %u; i++)\n\t\ta->hist[i] += b->hist[i];\n", hist_buckets(v));
	strbuf_puts(b, "}\n");
}

static void put_total_unlocked(struct emit *e, struct strbuf *b, const struct var *v)
{
	strbuf_printf(b, "\nstatic void %s_total(%s *to)\n{\n"
		      "\tmemset(to, 0, sizeof(*to));\n"
		      "\tfor (u32 i = 0; i < mytap_nslots; i++)\n"
		      "\t\t%s_merge(to, &((struct per_slot *)mytap_pcpu(i))->%s);\n}\n",
		      v->c_name, stat_struct(e, v), v->c_name, v->c_name);
}

static void put_total_locked(struct emit *e, struct strbuf *b, const struct var *v)
{
	const char *n = v->c_name;

	strbuf_printf(b, "\nstatic bool %s_total(struct mytap_ctx *c, %s *to)\n{\n"
		      "\tmemset(to, 0, sizeof(*to));\n"
		      "\tfor (u32 i = 0; i < mytap_nslots; i++) {\n"
		      "\t\tstruct per_slot *slot = mytap_pcpu(i);\n\n"
		      "\t\tif (!mytap_write_lock(c, &slot->%s_lock))\n\t\t\treturn false;\n"
		      "\t\t%s_merge(to, &slot->%s);\n"
		      "\t\tmytap_write_unlock(&slot->%s_lock);\n"
		      "\t}\n\treturn true;\n}\n", n, stat_struct(e, v), n, n, n, n);
}

static void put_reset(struct strbuf *b, const struct var *v, bool is_locked)
{
	const char *n = v->c_name;

	strbuf_printf(b, "\nstatic %s %s_reset(%s)\n{\n\tfor (u32 i = 0; i < mytap_nslots; i++) {\n"
		      "\t\tstruct per_slot *slot = mytap_pcpu(i);\n\n", is_locked ? "bool" : "void", n,
		      is_locked ? "struct mytap_ctx *c" : "void");
	if (is_locked)
		strbuf_printf(b, "\t\tif (!mytap_write_lock(c, &slot->%s_lock))\n\t\t\treturn false;\n", n);
	strbuf_printf(b, "\t\tmemset(&slot->%s, 0, sizeof(slot->%s));\n", n, n);
	if (is_locked)
		strbuf_printf(b, "\t\tmytap_write_unlock(&slot->%s_lock);\n", n);
	strbuf_printf(b, "\t}\n%s}\n", is_locked ? "\treturn true;\n" : "");
}

static const char *const sort_fields[] = {
	[STAT_COUNT] = "count", [STAT_SUM] = "sum", [STAT_MIN] = "min", [STAT_MAX] = "max", [STAT_AVG] = "avg",
	[STAT_VARIANCE] = "variance", [STAT_PERCENTILE] = NULL,	/* not used for sorting */
};

/* Functions for statistics that are no field. */
static void put_sort_fn(struct emit *e, struct strbuf *b, const struct var *v, enum stat_op op)
{
	strbuf_printf(b, "\nstatic s64 %s_%s(const void *v)\n{\n\tconst %s *s = v;\n", v->c_name, sort_fields[op],
		      stat_struct(e, v));
	if (op == STAT_AVG)
		strbuf_puts(b, "\n\treturn mytap_average(s->count, s->sum, s->high);\n}\n");
	else				/* values that do not fit sort as the largest */
		strbuf_puts(b, "\ts64 n = mytap_variance(s->count, s->sum, s->high, s->squares);\n\n"
			    "\treturn n < 0 ? MYTAP_MOST : n;\n}\n");
}

void stat_functions(struct emit *e, struct strbuf *b, struct global_facts *g)
{
	const struct var *v = g->var;
	bool is_locked = g->use == GLOBAL_PER_CPU_LOCKED;

	if (g->needs_add)
		put_add(e, b, v);
	if (is_per_cpu(e, v) && (v->is_array ? !stat_adds_up(v) : g->needs_total))
		put_merge(e, b, v);
	if (g->needs_total && is_locked)
		put_total_locked(e, b, v);
	else if (g->needs_total)
		put_total_unlocked(e, b, v);
	if (g->needs_set && !v->is_array)
		put_reset(b, v, is_locked);
	for (int op = STAT_COUNT; op < STAT_NONE; op++)
		if (g->sort_fns & 1u << op)
			put_sort_fn(e, b, v, (enum stat_op)op);
}

/* The field is at offset 0: no initializer is needed. */
static bool is_first_field(const struct var *v, enum stat_op op)
{
	return op == STAT_COUNT || (op == STAT_SUM && !(stat_parts(v) & HAS_COUNT));
}

const char *stat_sort_field(struct emit *e, const struct var *v, enum stat_op op)
{
	if (op == STAT_AVG || op == STAT_VARIANCE) {
		facts_of_global(e, v)->sort_fns |= 1u << op;
		return text(e, ".value = %s_%s, ", v->c_name, sort_fields[op]);
	}
	if (is_first_field(v, op))
		return "";
	return text(e, ".at = __builtin_offsetof(%s, %s), ", stat_struct(e, v), sort_fields[op]);
}

/* ---- <<< ------------------------------------------------------------------------------------ */

/* `at`: "own->s." or "v->" in front of a field. */
static void put_accum(struct emit *e, const struct var *v, const char *at, struct value n)
{
	unsigned int parts = stat_parts(v);
	size_t len = strlen(at);

	if (!(parts & ~(unsigned int)(HAS_COUNT | HAS_SUM))) {
		if (parts & HAS_COUNT)
			line(e, "%scount++;", at);
		if (parts & HAS_SUM)
			line(e, "%ssum += %s;", at, value_text(e, n));
	} else {
		facts_of_global(e, v)->needs_add = true;
		if (at[len - 1] == '.')
			line(e, "%s_add(&%.*s, %s);", v->c_name, (int)len - 1, at, value_text(e, n));
		else
			line(e, "%s_add(%.*s, %s);", v->c_name, (int)len - 2, at, value_text(e, n));
	}
}

struct value emit_accum(struct emit *e, const struct expr *x, bool wanted)
{
	const struct expr *target = x->assign.target;
	const struct var *v = stat_var(e, target);
	struct global_facts *g = facts_of_global(e, v);
	struct map_key k = { 0 };
	struct value n;

	e->fn->merged.n = 0;
	if (target->kind == EXPR_INDEX) {
		const char *slot;

		k = emit_key(e, v, &target->index.keys, expr_changes(e, x->assign.value));
		n = emit_expr(e, x->assign.value);
		if (wanted || expr_asks_in(x->assign.value, v))
			n = value_keep(e, n, TYPE_LONG);
		slot = emit_slot(e, target, text(e, "%s *", stat_struct(e, v)), 0, &k);
		put_accum(e, v, text(e, "%s->", slot), n);
		return n;
	}
	n = emit_expr(e, x->assign.value);
	if (wanted)
		n = value_keep(e, n, TYPE_LONG);
	if (!is_per_cpu(e, v)) {
		put_accum(e, v, text(e, "%s.", v->c_name), n);
		return n;
	}
	e->fn->uses_own = true;
	if (g->use == GLOBAL_PER_CPU_LOCKED) {
		skip_if(e, text(e, "!mytap_write_lock(c, &own->%s_lock)", v->c_name));
	}
	put_accum(e, v, text(e, "own->%s.", v->c_name), n);
	if (g->use == GLOBAL_PER_CPU_LOCKED)
		line(e, "mytap_write_unlock(&own->%s_lock);", v->c_name);
	return n;
}

/* ---- extractors ----------------------------------------------------------------------------- */

static bool same_expr(const struct expr *a, const struct expr *b)
{
	if (!a || !b || a->kind != b->kind)
		return a == b;
	if (a->kind == EXPR_SYMBOL)
		return a->symbol.var == b->symbol.var;
	if (a->kind == EXPR_NUMBER)
		return a->number == b->number;
	if (a->kind == EXPR_STRING)
		return a->string.len == b->string.len && !memcmp(a->string.s, b->string.s, a->string.len);
	if (a->kind != EXPR_INDEX || a->index.keys.n != b->index.keys.n || !same_expr(a->index.base, b->index.base))
		return false;
	for (unsigned int i = 0; i < a->index.keys.n; i++)
		if (!same_expr(a->index.keys.v[i], b->index.keys.v[i]))
			return false;
	return true;
}

static const char *merged_temp(struct emit *e, const struct var *v)
{
	const char *type = text(e, "%s ", stat_struct(e, v)), *prefix = text(e, "%s_sum", v->c_name);

	if (stat_size(v) <= 64)
		return temp_struct(e, type, prefix, stat_size(v));
	return temp_frame(e, type, prefix, "", stat_size(v));
}

static const char *merge_element(struct emit *e, const struct expr *stat, const struct var *v)
{
	struct map_key k = emit_key(e, v, &stat->index.keys, 0);
	const char *t = merged_temp(e, v);

	if (is_per_cpu(e, v))
		fail_if(e, text(e, "!mytap_map_merged(c, %s, %s, %s, &%s, %s)", v->c_name, k.key, k.words, t, where(e, stat->loc)));
	else
		line(e, "mytap_map_copy(c, %s, %s, %s, &%s, sizeof(%s));", v->c_name, k.key, k.words, t, t);
	return text(e, "%s.", t);
}

static const char *merge_scalar(struct emit *e, const struct var *v)
{
	struct global_facts *g = facts_of_global(e, v);
	const char *t;

	if (!is_per_cpu(e, v))
		return text(e, "%s.", v->c_name);
	t = merged_temp(e, v);
	g->needs_total = true;
	if (g->use == GLOBAL_PER_CPU_LOCKED) {
		skip_if(e, text(e, "!%s_total(c, &%s)", v->c_name, t));
	} else {
		line(e, "%s_total(&%s);", v->c_name, t);
	}
	return text(e, "%s.", t);
}

const char *emit_stat_fields(struct emit *e, const struct expr *stat)
{
	const struct var *v = stat_var(e, stat);
	const char *at;

	if (stat->kind == EXPR_INDEX && (at = loop_element(e, stat)))
		return text(e, "%s->", at);
	if (stat->kind == EXPR_SYMBOL && stat->symbol.var != v)		/* bound by foreach (v = [k] in s) */
		return text(e, "%s->", c_name_of_local(e, stat->symbol.var));
	for (unsigned int i = 0; i < e->fn->merged.n; i++)
		if (same_expr(e->fn->merged.v[i].stat, stat))
			return e->fn->merged.v[i].fields;
	at = stat->kind == EXPR_INDEX ? merge_element(e, stat, v) : merge_scalar(e, v);
	vec_push(e->a, &e->fn->merged, (struct merged){ stat, at });
	return at;
}

/* A copy of the current value, not changed by later additions. */
const char *emit_stat_kept(struct emit *e, const struct expr *stat)
{
	const struct var *v = stat_var(e, stat);
	const char *t;

	if (stat->kind != EXPR_SYMBOL || stat->symbol.var != v || is_per_cpu(e, v))
		return emit_stat_fields(e, stat);
	t = merged_temp(e, v);
	line(e, "%s = %s;", t, v->c_name);
	return text(e, "%s.", t);
}

static void refuse_empty(struct emit *e, const char *at, struct loc loc)
{
	line(e, "if (!%scount) {", at);
	line(e, "\tmytap_error(c, \"empty aggregate\", %s);", where(e, loc));
	line(e, "\t%s", use_fail(e));
	line(e, "}");
}

static struct value average(struct emit *e, const char *at)
{
	return value_new(text(e, "mytap_average(%scount, %ssum, %shigh)", at, at, at), P_PRIMARY, TOUCH_GLOBALS);
}

static struct value variance(struct emit *e, const char *at, struct loc loc)
{
	const char *t = temp_new(e, "s64 ", "t");

	line(e, "%s = mytap_variance(%scount, %ssum, %shigh, %ssquares);", t, at, at, at, at);
	line(e, "if (%s < 0) {", t);
	line(e, "\tmytap_error(c, \"the variance is too large for a number of 64 bits\", %s);", where(e, loc));
	line(e, "\t%s", use_fail(e));
	line(e, "}");
	return value_name(t, 0);
}

static bool is_in_range(const struct expr *x)
{
	const struct expr *rank = x->statop.rank, *whole = x->statop.whole;
	int64_t most = whole && whole->kind == EXPR_NUMBER ? whole->number : whole ? 0 : 100;

	return rank->kind == EXPR_NUMBER && most > 0 && rank->number >= 0 && rank->number <= most;
}

static void check_range(struct emit *e, const struct expr *x, const char *rank, const char *whole)
{
	line(e, "if (%s < 0 || %s > %s || %s <= 0) {", rank, rank, whole, whole);
	line(e, "\tmytap_error(c, \"a percentile is from 0 to %s\", %s);",
	     x->statop.whole ? "the number that it is a part of" : "100", where(e, x->loc));
	line(e, "\t%s", use_fail(e));
	line(e, "}");
}

static struct value percentile(struct emit *e, const struct expr *x)
{
	const struct var *v = stat_var(e, x->statop.stat);
	struct value rank = value_keep(e, emit_expr(e, x->statop.rank), TYPE_LONG), whole = value_number(e, 100);
	const char *at;

	if (x->statop.whole)
		whole = value_keep(e, emit_expr(e, x->statop.whole), TYPE_LONG);
	at = emit_stat_fields(e, x->statop.stat);
	refuse_empty(e, at, x->loc);
	if (!is_in_range(x))
		check_range(e, x, rank.c, whole.c);
	return value_new(text(e, "mytap_percentile(%shist, %u, %scount, %smin, %smax, %s, %s)", at, llog_bits(v), at, at, at,
			      rank.c, whole.c), P_PRIMARY, TOUCH_GLOBALS);
}

struct value emit_statop(struct emit *e, const struct expr *x)
{
	const char *at;

	if (x->statop.op == STAT_PERCENTILE)
		return percentile(e, x);
	at = emit_stat_fields(e, x->statop.stat);
	switch (x->statop.op) {
	case STAT_COUNT: case STAT_SUM:
		return value_new(text(e, "%s%s", at, sort_fields[x->statop.op]), P_PRIMARY, TOUCH_GLOBALS);
	case STAT_MIN: case STAT_MAX:
		refuse_empty(e, at, x->loc);
		return value_new(text(e, "%s%s", at, sort_fields[x->statop.op]), P_PRIMARY, TOUCH_GLOBALS);
	case STAT_AVG:
		refuse_empty(e, at, x->loc);
		return average(e, at);
	case STAT_VARIANCE:
		refuse_empty(e, at, x->loc);
		return variance(e, at, x->loc);
	case STAT_PERCENTILE: case STAT_NONE:
		break;
	}
	bug("no such statistic");
}

/* i in @hist_log(s): true if the bucket is not empty. */
struct value emit_in_hist(struct emit *e, const struct expr *x)
{
	const struct expr *stat = x->in.array->hist.stat;
	struct value i = value_keep(e, emit_expr(e, x->in.keys.v[0]), TYPE_LONG), v;
	const char *at = emit_stat_fields(e, stat);

	v = value_new(text(e, "(u64)%s < %u && %shist[%s]", operand(e, i, P_UNARY), hist_buckets(stat_var(e, stat)), at, i.c),
		      P_LAND, TOUCH_GLOBALS);
	v.is_int = true;
	return v;
}

/* @hist_log(s)[i] */
struct value emit_hist_bucket(struct emit *e, const struct expr *x)
{
	const struct expr *stat = x->index.base->hist.stat;
	struct value i = value_keep(e, emit_expr(e, x->index.keys.v[0]), TYPE_LONG);
	const char *at = emit_stat_fields(e, stat);

	line(e, "if ((u64)%s >= %u) {", operand(e, i, P_UNARY), hist_buckets(stat_var(e, stat)));
	line(e, "\tmytap_error(c, \"no such histogram bucket\", %s);", where(e, x->loc));
	line(e, "\t%s", use_fail(e));
	line(e, "}");
	return value_new(text(e, "(s64)%shist[%s]", at, i.c), P_UNARY, TOUCH_GLOBALS);
}

/* Kind, low, high, width, buckets, their number: the arguments of the functions for its text. */
static const char *hist_args(struct emit *e, const struct expr *hist)
{
	const struct var *v = stat_var(e, hist->hist.stat);
	const char *at = emit_stat_fields(e, hist->hist.stat);

	refuse_empty(e, at, hist->loc);
	if (v->stat.hist == HIST_LLOG)
		return text(e, "3, %u, 0, 0, %shist, %u", llog_bits(v), at, hist_buckets(v));
	return text(e, "%d, %s, %s, %lld, %shist, %u", v->stat.hist == HIST_LOG ? 1 : 2, value_number(e, v->stat.low).c,
		    value_number(e, v->stat.high).c, (long long)v->stat.width, at, hist_buckets(v));
}

void emit_print_hist(struct emit *e, const struct expr *hist)
{
	line(e, "mytap_print_hist(c, %s);", hist_args(e, hist));
}

void emit_format_hist(struct emit *e, const struct expr *hist, const char *to)
{
	line(e, "mytap_format_hist(%s, %s, %s);", to, string_size(e), hist_args(e, hist));
}
