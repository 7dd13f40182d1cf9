// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The parts that each aggregate keeps: the statistics that some extractor reads, one shift for its variance, one
 * histogram. Bounds are checked here, at translation time.
 */
#include "elaborate.h"

enum { MOST_BUCKETS = 128, MOST_SHIFT = 62 };

static void collect_statop(struct elab *e, struct expr *x)
{
	struct var *v = expr_var(x->statop.stat);

	if (!v)
		return;
	v->stat.ops |= 1u << x->statop.op;
	if (x->statop.op == STAT_PERCENTILE)
		v->stat.percentile_loc = x->loc;
	if (x->statop.op != STAT_VARIANCE)
		return;
	if (x->statop.shift < 0 || x->statop.shift > MOST_SHIFT)
		diag_error(e->diag, x->loc, "the shift of @variance is 0 to %d, not %d", MOST_SHIFT, x->statop.shift);
	else if (v->stat.shift_set && v->stat.shift != x->statop.shift)
		diag_error(e->diag, x->loc, "'%s' has another @variance with a shift of %d: one variable has one shift",
			   v->name, v->stat.shift);
	v->stat.shift = x->statop.shift;
	v->stat.shift_set = true;
}

static bool bounds_are_good(struct elab *e, const struct expr *x)
{
	uint64_t span = (uint64_t)x->hist.high - (uint64_t)x->hist.low;

	if (x->hist.kind != HIST_LINEAR)
		return true;
	if (x->hist.width <= 0) {
		diag_error(e->diag, x->loc, "the bucket width of @hist_linear must be at least 1, not %lld",
			   (long long)x->hist.width);
		return false;
	}
	if (x->hist.high <= x->hist.low) {
		diag_error(e->diag, x->loc, "the upper bound of @hist_linear must be above the lower one: %lld is not above %lld",
			   (long long)x->hist.high, (long long)x->hist.low);
		return false;
	}
	if (span / (uint64_t)x->hist.width + 3 > MOST_BUCKETS) {
		diag_error(e->diag, x->loc, "@hist_linear would have %llu buckets, at most %d are possible: make the width at least %llu",
			   (unsigned long long)(span / (uint64_t)x->hist.width + 3), MOST_BUCKETS,
			   (unsigned long long)(span / (MOST_BUCKETS - 3) + 1));
		return false;
	}
	return true;
}

static void collect_hist(struct elab *e, struct expr *x)
{
	struct var *v = expr_var(x->hist.stat);

	if (!v || !bounds_are_good(e, x))
		return;
	if (x->hist.kind == HIST_LLOG && !x->hist.width)
		x->hist.width = v->stat.hist == HIST_LLOG ? v->stat.width : LLOG_USUAL;
	if (v->stat.hist == HIST_NONE) {
		v->stat.hist = x->hist.kind;
		v->stat.low = x->hist.low;
		v->stat.high = x->hist.high;
		v->stat.width = x->hist.width;
		v->stat.hist_loc = x->loc;
	} else if (v->stat.hist != x->hist.kind || v->stat.low != x->hist.low || v->stat.high != x->hist.high ||
		   v->stat.width != x->hist.width) {
		diag_error(e->diag, x->loc, "'%s' has another histogram already: one variable has one", v->name);
		diag_note(e->diag, v->stat.hist_loc, "the other one is here");
	}
}

static bool collect_pre(struct walk *w, struct expr **ep)
{
	struct elab *e = w->ctx;

	if ((*ep)->kind == EXPR_STATOP)
		collect_statop(e, *ep);
	else if ((*ep)->kind == EXPR_HIST)
		collect_hist(e, *ep);
	return true;
}

static bool collect_pre_stmt(struct walk *w, struct stmt **sp)
{
	struct stmt *s = *sp;
	struct var *v = s->kind == STMT_FOREACH ? expr_var(s->foreach.base) : NULL;

	(void)w;
	if (v && v->type == TYPE_STAT && s->foreach.sort.direction && s->foreach.sort.key < 0) {
		if (s->foreach.sort.stat == STAT_NONE)
			s->foreach.sort.stat = STAT_COUNT;
		v->stat.ops |= 1u << s->foreach.sort.stat;
	}
	return true;
}

/* A percentile is computed from the buckets of @hist_llog, which is added to an aggregate without a histogram. */
static void percentile_hist(struct elab *e, struct var *v)
{
	if (!(v->stat.ops & 1u << STAT_PERCENTILE) || v->stat.hist == HIST_LLOG)
		return;
	if (v->stat.hist == HIST_NONE) {
		v->stat.hist = HIST_LLOG;
		v->stat.low = v->stat.high = 0;
		v->stat.width = LLOG_USUAL;
		return;
	}
	diag_error(e->diag, v->stat.percentile_loc, "@percentile is computed from @hist_llog, and '%s' has another histogram: "
		   "one variable has one", v->name);
	diag_note(e->diag, v->stat.hist_loc, "the other one is here");
}

void stats_collect(struct elab *e)
{
	struct walk w = { .pre_expr = collect_pre, .pre_stmt = collect_pre_stmt, .ctx = e };

	for (unsigned int i = 0; i < e->bodies.n; i++)
		if (e->bodies.v[i]->is_used && *e->bodies.v[i]->root)
			walk_stmt(&w, e->bodies.v[i]->root);
	vec_each(p, &e->program.probes)
		if ((*p)->condition)
			walk_expr(&w, &(*p)->condition);
	vec_each(v, &e->program.globals)
		percentile_hist(e, *v);
}
