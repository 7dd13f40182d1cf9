// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Each different rule has a number, each sequence of rows that is worth it as well (unwind_runs.h); those of most rows get the numbers
 * that fit into a row.
 */
#include "unwind_block.h"

#include <stdlib.h>

#include "say.h"
#include "unwind_runs.h"

/* The different rules, those of most rows of the table first, and the rule of each row of the file. */
struct rule_count {
	struct mytap_unwind_rule rule;
	uint32_t n, number;		/* rows of the table that name it */
};

struct rule_table {
	struct rule_count *v;
	uint32_t *hash;			/* 1 + index */
	uint32_t n, room, mask;
	uint32_t *of_row;
};

static uint32_t rule_hash(const struct mytap_unwind_rule *r)
{
	uint64_t a;
	uint32_t b;

	memcpy(&a, r, 8);
	memcpy(&b, (const char *)r + 8, 4);
	a = (a ^ (uint64_t)b << 29) * 0x9e3779b97f4a7c15ull;
	return a >> 40;
}

static void rules_grow(struct rule_table *t)
{
	t->room = t->room ? 2 * t->room : 256;
	t->mask = 4 * t->room - 1;
	t->v = must_realloc(t->v, t->room * sizeof(*t->v));
	free(t->hash);
	t->hash = must_alloc((t->mask + 1ul) * sizeof(*t->hash));
	for (uint32_t i = 0; i < t->n; i++) {
		uint32_t h = rule_hash(&t->v[i].rule) & t->mask;

		while (t->hash[h])
			h = (h + 1) & t->mask;
		t->hash[h] = i + 1;
	}
}

static uint32_t rule_index(struct rule_table *t, const struct mytap_unwind_rule *rule)
{
	uint32_t h;

	if (t->n == t->room)
		rules_grow(t);
	for (h = rule_hash(rule) & t->mask; t->hash[h]; h = (h + 1) & t->mask)
		if (unwind_rule_is_same(&t->v[t->hash[h] - 1].rule, rule))
			return t->hash[h] - 1;
	t->v[t->n] = (struct rule_count){ .rule = *rule };
	t->hash[h] = ++t->n;
	return t->n - 1;
}

static int by_count(const void *a, const void *b)
{
	const struct rule_count *x = *(struct rule_count *const *)a, *y = *(struct rule_count *const *)b;

	return x->n != y->n ? (x->n > y->n ? -1 : 1) : memcmp(&x->rule, &y->rule, sizeof(x->rule));
}

static void rules_find(struct rule_table *t, const struct unwind_row *rows, size_t n)
{
	t->of_row = must_alloc((n + 1) * sizeof(*t->of_row));
	for (size_t i = 0; i < n; i++)
		t->of_row[i] = rule_index(t, &rows[i].rule);
}

static void rules_number(struct rule_table *t, const struct unwind_runs *runs)
{
	struct rule_count **order = must_alloc((t->n + 1) * sizeof(*order));

	for (uint32_t i = 0; i < runs->n; i++)
		if (!runs->v[i].is_run)
			t->v[runs->v[i].rule].n++;
	for (uint32_t i = 0; i < t->n; i++)
		order[i] = &t->v[i];
	qsort(order, t->n, sizeof(*order), by_count);
	for (uint32_t i = 0; i < t->n; i++)
		order[i]->number = i;
	free(order);
}

/* ---- the block -------------------------------------------------------------------------------------- */

struct packing {
	const struct rule_table *rules;
	const struct unwind_runs *runs;
	struct mytap_unwind *b;
	struct mytap_unwind_parts p;
	uint32_t page, far;		/* the next ones */
	bool is_over;			/* a page has a row at each of its bytes, one more than can be counted */
};

static uint32_t number_of(const struct rule_table *rules, const struct mytap_unwind *b, const struct unwind_entry *e)
{
	uint32_t number = e->is_run ? b->nnear + e->rule : rules->v[e->rule].number;

	return e->is_run || number < b->nnear ? number : MYTAP_UNWIND_FAR;
}

/* Pages up to this one begin with the row, if they have not begun yet. */
static void pages_begin(struct packing *k, uint32_t upto, uint32_t row)
{
	uint32_t *regions = (uint32_t *)k->p.regions, per_region = MYTAP_UNWIND_REGION / MYTAP_UNWIND_PAGE;
	uint16_t *pairs = (uint16_t *)k->p.pairs;
	uint8_t *pages = (uint8_t *)k->p.pages;

	for (; k->page <= upto; k->page++) {
		uint32_t region = k->page / per_region, pair = k->page / 2;

		if (!(k->page % per_region))
			regions[region] = row;
		if (k->page % 2) {
			pages[pair] = row - regions[region] - pairs[pair];
			k->is_over |= row - regions[region] - pairs[pair] > UINT8_MAX;
		} else {
			pairs[pair] = row - regions[region];
		}
	}
}

static void runs_fill(const struct packing *k)
{
	struct mytap_unwind_run *to = (struct mytap_unwind_run *)k->p.runs;

	for (uint32_t i = 0; i < k->runs->nruns; i++) {
		to[i] = k->runs->runs[i];
		for (int row = 0; row <= to[i].last; row++)
			if (to[i].rules[row] != MYTAP_UNWIND_BEFORE)
				to[i].rules[row] = k->rules->v[to[i].rules[row]].number;
	}
}

static void block_fill(struct packing *k)
{
	struct mytap_unwind_far *fars = (struct mytap_unwind_far *)k->p.fars;
	uint16_t *to = (uint16_t *)k->p.rows;

	for (uint32_t i = 0; i < k->b->nrows; i++) {
		const struct unwind_entry *e = &k->runs->v[i];
		uint64_t at = e->at - k->b->start;
		uint32_t number = number_of(k->rules, k->b, e);

		pages_begin(k, at / MYTAP_UNWIND_PAGE, i);
		if (number == MYTAP_UNWIND_FAR)
			fars[k->far++] = (struct mytap_unwind_far){ i, k->rules->v[e->rule].number };
		to[i] = (at % MYTAP_UNWIND_PAGE) << 8 | number;
	}
	pages_begin(k, k->b->npages, k->b->nrows);
	for (uint32_t i = 0; i < k->rules->n; i++)
		((struct mytap_unwind_rule *)k->p.rules)[k->rules->v[i].number] = k->rules->v[i].rule;
	runs_fill(k);
}

static struct mytap_unwind *block_pack(struct mytap_unwind head, const struct rule_table *rules, const struct unwind_runs *runs)
{
	struct packing k = { .rules = rules, .runs = runs };

	head.nrows = runs->n;
	head.nrules = rules->n;
	head.nruns = runs->nruns;
	head.nnear = MYTAP_UNWIND_FAR - runs->nruns < rules->n ? MYTAP_UNWIND_FAR - runs->nruns : rules->n;
	for (uint32_t i = 0; i < runs->n; i++)
		head.nfars += number_of(rules, &head, &runs->v[i]) == MYTAP_UNWIND_FAR;
	if (mytap_unwind_parts(&head).size > MYTAP_UNWIND_MOST)
		return NULL;
	head.size = mytap_unwind_parts(&head).size;
	k.b = must_alloc(head.size);
	*k.b = head;
	k.p = mytap_unwind_parts(k.b);
	block_fill(&k);
	if (!k.is_over)
		return k.b;
	free(k.b);
	return NULL;
}

struct mytap_unwind *unwind_block_make(const struct unwind_row *rows, size_t n)
{
	struct mytap_unwind head = { .version = MYTAP_UNWIND_VERSION }, *b;
	struct rule_table rules = { 0 };
	struct unwind_runs runs;
	uint64_t pages;

	if (!n || n > MYTAP_UNWIND_MOST)
		return NULL;
	head.start = rows[0].at & ~(MYTAP_UNWIND_REGION - 1ull);
	pages = (rows[n - 1].at - head.start) / MYTAP_UNWIND_PAGE + 1;
	if (pages > MYTAP_UNWIND_MOST)
		return NULL;
	head.npages = pages;
	rules_find(&rules, rows, n);
	unwind_runs_make(&runs, rows, rules.of_row, n, rules.n, head.start);
	rules_number(&rules, &runs);
	b = block_pack(head, &rules, &runs);
	free(runs.v);
	free(runs.runs);
	free(rules.v);
	free(rules.hash);
	free(rules.of_row);
	return b;
}
