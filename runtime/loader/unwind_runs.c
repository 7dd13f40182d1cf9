// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The rows of a page, cut where nothing changes for more than a few bytes, are chunks. What chunks begin with is counted in a tree,
 * in which a node is one more row behind those of its parent. The runs that would save most are tried on all rows, those that did
 * save most are taken, and the rows are written with these: per chunk in the fewest rows of the table.
 *
 * A row behind which the rule is again that of the row before the run is BEFORE: one run then serves all functions with the same end.
 */
#include "unwind_runs.h"

#include <stdlib.h>

#include "say.h"

enum {
	GAP_MOST = 15,			/* bytes between rows of a chunk */
	CHUNK_MOST = 64,		/* rows of a chunk */
	TRIED = 200, RUNS_MOST = 160,	/* runs that are tried, that are taken */
	SAMPLE = 16384,			/* of a file with more rows one chunk in n is counted, so that about these are */
	NO_RULE = 0xffff,
	IN_RUN = sizeof(((struct mytap_unwind_run *)0)->rules) / sizeof(u16),
};

struct node {
	uint32_t parent, count;		/* how often; then how often it was used */
	uint16_t rule;
	uint8_t after, depth;		/* bytes from the run's start; rows */
	bool is_run;			/* it is tried or taken */
	uint32_t run;			/* its index there */
};

/* Nodes by parent, rule and distance; node 0 is the root. */
struct tree {
	struct node *v;
	uint32_t *hash;
	uint32_t n, room, mask;
};

static uint32_t node_hash(uint32_t parent, uint16_t rule, uint8_t after)
{
	uint64_t key = ((uint64_t)parent << 24 | (uint64_t)rule << 8 | after) * 0x9e3779b97f4a7c15ull;

	return key >> 32;
}

static void node_put(struct tree *t, uint32_t node)
{
	const struct node *p = &t->v[node];
	uint32_t h = node_hash(p->parent, p->rule, p->after) & t->mask;

	while (t->hash[h])
		h = (h + 1) & t->mask;
	t->hash[h] = node;
}

static void tree_grow(struct tree *t)
{
	t->room = t->room ? 2 * t->room : 1024;
	t->mask = 4 * t->room - 1;
	t->v = must_realloc(t->v, t->room * sizeof(*t->v));
	free(t->hash);
	t->hash = must_alloc((t->mask + 1ul) * sizeof(*t->hash));
	if (!t->n) {
		t->v[0] = (struct node){ 0 };
		t->n = 1;
	}
	for (uint32_t i = 1; i < t->n; i++)
		node_put(t, i);
}

/* 0: none. */
static uint32_t node_find(const struct tree *t, uint32_t parent, uint16_t rule, uint8_t after)
{
	uint32_t h = node_hash(parent, rule, after) & t->mask, i;

	for (; (i = t->hash[h]); h = (h + 1) & t->mask)
		if (t->v[i].parent == parent && t->v[i].rule == rule && t->v[i].after == after)
			return i;
	return 0;
}

/* It is added if it is not there. */
static uint32_t node_of(struct tree *t, uint32_t parent, uint16_t rule, uint8_t after)
{
	uint32_t i = node_find(t, parent, rule, after);

	if (i)
		return i;
	if (t->n == t->room)
		tree_grow(t);
	t->v[t->n] = (struct node){ .parent = parent, .rule = rule, .after = after, .depth = t->v[parent].depth + 1 };
	node_put(t, t->n);
	return t->n++;
}

static void tree_free(struct tree *t)
{
	free(t->v);
	free(t->hash);
	*t = (struct tree){ 0 };
}

/* ---- chunks ----------------------------------------------------------------------------------------- */

struct making {
	const struct unwind_row *rows;
	const uint32_t *of_row;
	uint32_t n;
	uint64_t start;
	uint32_t of;			/* counted is one chunk of so many */
	struct tree tree;
};

/* The row behind the chunk that begins with this one. */
static uint32_t chunk_end(const struct making *m, uint32_t first)
{
	uint64_t page = (m->rows[first].at - m->start) / MYTAP_UNWIND_PAGE;
	uint32_t i = first + 1;

	while (i < m->n && i - first < CHUNK_MOST && m->rows[i].at - m->rows[i - 1].at <= GAP_MOST &&
	       (m->rows[i].at - m->start) / MYTAP_UNWIND_PAGE == page)
		i++;
	return i;
}

/* The number of a row's rule in a run; NO_RULE: it has none. */
static uint16_t rule_in_run(const struct making *m, uint32_t row)
{
	return m->of_row[row] < MYTAP_UNWIND_BEFORE ? m->of_row[row] : NO_RULE;
}

static bool is_as_before(const struct making *m, uint32_t first, uint32_t row)
{
	return first && m->of_row[row] == m->of_row[first - 1];
}

static void chunk_count(struct making *m, uint32_t first, uint32_t end)
{
	uint32_t node = 0;

	for (uint32_t i = first; end - first > 1 && i < end && i - first < IN_RUN; i++) {
		uint8_t after = m->rows[i].at - m->rows[first].at;
		uint16_t rule = rule_in_run(m, i);

		if (i > first && is_as_before(m, first, i)) {
			uint32_t again = node_of(&m->tree, node, MYTAP_UNWIND_BEFORE, after);

			m->tree.v[again].count++;
		}
		if (rule == NO_RULE)
			return;
		node = node_of(&m->tree, node, rule, after);
		m->tree.v[node].count++;
	}
}

/* The fewest rows of the table for a chunk: next[i]: the row behind what begins with row i of it; by: its node, 0: the row alone. */
struct plan {
	uint8_t next[CHUNK_MOST];
	uint32_t by[CHUNK_MOST];
};

/* What can begin with row i of the chunk. */
static void plan_row(const struct making *m, uint32_t first, uint32_t i, uint32_t n, struct plan *p, uint8_t *cost)
{
	uint32_t node = 0, begin = first + i;

	p->next[i] = i + 1;
	p->by[i] = 0;
	cost[i] = cost[i + 1] + 1;
	for (uint32_t k = i; k < n && k - i < IN_RUN; k++) {
		uint8_t after = m->rows[first + k].at - m->rows[begin].at;
		uint32_t again = k > i && is_as_before(m, begin, first + k) ? node_find(&m->tree, node, MYTAP_UNWIND_BEFORE, after) : 0;
		uint16_t rule = rule_in_run(m, first + k);

		node = rule == NO_RULE ? 0 : node_find(&m->tree, node, rule, after);
		for (int which = 0; which < 2; which++) {
			uint32_t by = which ? again : node;

			if (by && m->tree.v[by].is_run && cost[k + 1] + 1 < cost[i]) {
				cost[i] = cost[k + 1] + 1;
				p->next[i] = k + 1;
				p->by[i] = by;
			}
		}
		if (!node)
			return;
	}
}

static void chunk_plan(const struct making *m, uint32_t first, uint32_t end, struct plan *p)
{
	uint8_t cost[CHUNK_MOST + 1];
	uint32_t n = end - first;

	if (n == 1) {		/* most chunks */
		p->next[0] = 1;
		p->by[0] = 0;
		return;
	}
	cost[n] = 0;
	for (uint32_t i = n; i-- > 0;)
		plan_row(m, first, i, n, p, cost);
}

/* ---- choice ------------------------------------------------------------------------------------------- */

/* Bytes that a run saves. count: of all chunks. */
static int64_t gain_of(const struct node *p)
{
	return 2ll * p->count * (p->depth - 1) - (int64_t)sizeof(struct mytap_unwind_run);
}

static int by_gain(const void *a, const void *b)
{
	const struct node *x = a, *y = b;

	if (gain_of(x) != gain_of(y))
		return gain_of(x) > gain_of(y) ? -1 : 1;
	return x->parent != y->parent ? (x->parent < y->parent ? -1 : 1) : x->rule != y->rule ? (x->rule < y->rule ? -1 : 1) :
	       x->after < y->after ? -1 : x->after > y->after;
}

/* The nodes that save something, the best first; run: their numbers. To be freed. */
static struct node *runs_in_order(struct making *m, uint32_t *n)
{
	struct node *best = must_alloc(m->tree.n * sizeof(*best));

	*n = 0;
	for (uint32_t i = 1; i < m->tree.n; i++) {
		m->tree.v[i].is_run = false;
		m->tree.v[i].run = i;
		m->tree.v[i].count *= m->of;
		if (m->tree.v[i].depth > 1 && gain_of(&m->tree.v[i]) > 0)
			best[(*n)++] = m->tree.v[i];
	}
	qsort(best, *n, sizeof(*best), by_gain);
	return best;
}

/* Keeps the tree of these runs only: nodes that lead to none are left out. */
static void runs_keep(struct making *m, const struct node *best, uint32_t n)
{
	uint32_t *number = must_alloc(m->tree.n * sizeof(*number));
	struct tree small = { 0 };

	for (uint32_t i = 0; i < n; i++) {
		m->tree.v[best[i].run].is_run = true;
		for (uint32_t k = best[i].run; k && !number[k]; k = m->tree.v[k].parent)
			number[k] = 1;
	}
	tree_grow(&small);
	for (uint32_t i = 1; i < m->tree.n; i++) {		/* parents come before their children */
		const struct node *p = &m->tree.v[i];

		if (!number[i])
			continue;
		number[i] = node_of(&small, number[p->parent], p->rule, p->after);
		small.v[number[i]].is_run = p->is_run;
	}
	free(number);
	tree_free(&m->tree);
	m->tree = small;
}

/* Writes the rows without making anything: how often each run is used, and each rule (plain) has a row of its own. */
static void runs_try(struct making *m, uint32_t *plain)
{
	struct plan p;

	for (uint32_t first = 0, end, k = 0; first < m->n; first = end) {
		end = chunk_end(m, first);
		if (k++ % m->of)
			continue;
		chunk_plan(m, first, end, &p);
		for (uint32_t i = 0; i < end - first; i = p.next[i]) {
			if (p.by[i])
				m->tree.v[p.by[i]].count++;
			else
				plain[m->of_row[first + i]] += m->of;
		}
	}
}

static int by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return *x > *y ? -1 : *x < *y;
}

/* How many of the best to take: each takes the number of a rule, whose rows then need a far one each. plain: is sorted. */
static uint32_t runs_worth(const struct node *best, uint32_t n, uint32_t *plain, uint32_t nrules)
{
	uint32_t ret = 0;
	int64_t gain = 0, most = 0;

	qsort(plain, nrules, sizeof(*plain), by_number);
	for (uint32_t i = 0; i < n && i < RUNS_MOST; i++) {
		uint32_t rule = MYTAP_UNWIND_FAR - 1 - i;

		gain += gain_of(&best[i]) - (rule < nrules ? (int64_t)sizeof(struct mytap_unwind_far) * plain[rule] : 0);
		if (gain > most) {
			most = gain;
			ret = i + 1;
		}
	}
	return ret;
}

static void runs_choose(struct making *m, uint32_t nrules)
{
	uint32_t n, *plain = must_alloc((nrules + 1ul) * sizeof(*plain));
	struct node *best = runs_in_order(m, &n);

	runs_keep(m, best, n < TRIED ? n : TRIED);
	free(best);
	runs_try(m, plain);
	best = runs_in_order(m, &n);
	runs_keep(m, best, runs_worth(best, n, plain, nrules));
	free(best);
	free(plain);
}

/* ---- what is made ----------------------------------------------------------------------------------- */

static uint32_t run_of(struct making *m, struct unwind_runs *ret, uint32_t node)
{
	struct node *p = &m->tree.v[node];
	struct mytap_unwind_run *run;

	if (p->count)
		return p->run;
	p->count = 1;
	p->run = ret->nruns++;
	run = &ret->runs[p->run];
	run->last = p->depth - 1;
	for (uint32_t k = node; k; k = m->tree.v[k].parent) {
		const struct node *q = &m->tree.v[k];

		run->rules[q->depth - 1] = q->rule;
		if (q->depth > 1)
			run->after[q->depth - 2] = q->after;
	}
	return p->run;
}

static void put(struct unwind_runs *ret, const struct making *m, uint32_t row)
{
	ret->v[ret->n++] = (struct unwind_entry){ .at = m->rows[row].at, .rule = m->of_row[row] };
}

/* back: how many rows of the table the one before goes back for its last rule. */
static void chunk_put(struct making *m, struct unwind_runs *ret, uint32_t first, uint32_t end, uint32_t *back)
{
	struct plan p;

	chunk_plan(m, first, end, &p);
	for (uint32_t i = 0; i < end - first; i = p.next[i]) {
		bool is_before = p.by[i] && m->tree.v[p.by[i]].rule == MYTAP_UNWIND_BEFORE;

		if (!p.by[i] || (is_before && *back == MYTAP_UNWIND_BACK)) {
			for (uint32_t k = i; k < p.next[i]; k++)
				put(ret, m, first + k);
			*back = 0;
			continue;
		}
		ret->v[ret->n++] = (struct unwind_entry){ m->rows[first + i].at, run_of(m, ret, p.by[i]), true };
		*back = is_before ? *back + 1 : 0;
	}
}

void unwind_runs_make(struct unwind_runs *ret, const struct unwind_row *rows, const uint32_t *of_row, uint32_t n, uint32_t nrules,
		      uint64_t start)
{
	struct making m = { .rows = rows, .of_row = of_row, .n = n, .start = start, .of = n / SAMPLE + 1 };
	uint32_t back = 0;

	*ret = (struct unwind_runs){ .v = must_alloc((n + 1) * sizeof(*ret->v)), .runs = must_alloc(RUNS_MOST * sizeof(*ret->runs)) };
	tree_grow(&m.tree);
	for (uint32_t first = 0, end, k = 0; first < n; first = end) {
		end = chunk_end(&m, first);
		if (!(k++ % m.of))
			chunk_count(&m, first, end);
	}
	runs_choose(&m, nrules);
	for (uint32_t first = 0, end; first < n; first = end) {
		end = chunk_end(&m, first);
		chunk_put(&m, ret, first, end, &back);
	}
	tree_free(&m.tree);
}
