// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compiles the tree to a program for a nondeterministic machine. Greedy: the first branch of a SPLIT is tried first.
 * Counted repetitions are expanded.
 */
#include "regex.h"

#include <string.h>

enum { MOST_INSTRUCTIONS = 8000 };

struct compiler {
	struct arena *a;
	struct re_prog *p;
	bool too_big;
};

static unsigned int put(struct compiler *k, enum re_op op, unsigned int x, unsigned int y)
{
	struct re_inst i = { .op = (uint8_t)op, .x = (uint16_t)x, .y = (uint16_t)y };

	if (k->p->inst.n >= MOST_INSTRUCTIONS) {
		k->too_big = true;
		return 0;
	}
	vec_push(k->a, &k->p->inst, i);
	return k->p->inst.n - 1;
}

static unsigned int here(const struct compiler *k)
{
	return k->p->inst.n;
}

static unsigned int set_index(struct compiler *k, const uint64_t *bits)
{
	struct re_set s;

	for (unsigned int i = 0; i < k->p->sets.n; i++)
		if (!memcmp(k->p->sets.v[i].bits, bits, sizeof(s.bits)))
			return i;
	memcpy(s.bits, bits, sizeof(s.bits));
	vec_push(k->a, &k->p->sets, s);
	return k->p->sets.n - 1;
}

static void compile(struct compiler *k, const struct re_node *n);

static void compile_repeat(struct compiler *k, const struct re_node *n)
{
	unsigned int split, first = 0, *skips;
	int extra = n->most - n->least;

	for (int i = 0; i < n->least && !k->too_big; i++) {
		first = here(k);
		compile(k, n->a);
	}
	if (n->most < 0 && n->least > 0) {	/* a+: back to the last copy */
		split = put(k, REI_SPLIT, first, 0);
		k->p->inst.v[split].y = (uint16_t)here(k);
		return;
	}
	if (n->most < 0) {
		split = put(k, REI_SPLIT, here(k) + 1, 0);
		compile(k, n->a);
		put(k, REI_JUMP, split, 0);
		k->p->inst.v[split].y = (uint16_t)here(k);
		return;
	}
	skips = arena_alloc(k->a, (unsigned int)(extra + 1) * sizeof(*skips));
	for (int i = 0; i < extra && !k->too_big; i++) {
		skips[i] = put(k, REI_SPLIT, here(k) + 1, 0);
		compile(k, n->a);
	}
	for (int i = 0; i < extra && !k->too_big; i++)
		k->p->inst.v[skips[i]].y = (uint16_t)here(k);
}

static void compile(struct compiler *k, const struct re_node *n)
{
	unsigned int split, jump;

	if (k->too_big)
		return;
	switch (n->kind) {
	case RE_EMPTY:
		return;
	case RE_SET:
		put(k, REI_SET, set_index(k, n->set), 0);
		return;
	case RE_BEGIN:
		put(k, REI_BEGIN, 0, 0);
		return;
	case RE_END:
		put(k, REI_END, 0, 0);
		return;
	case RE_CONCAT:
		compile(k, n->a);
		compile(k, n->b);
		return;
	case RE_ALTERNATE:
		split = put(k, REI_SPLIT, here(k) + 1, 0);
		compile(k, n->a);
		jump = put(k, REI_JUMP, 0, 0);
		k->p->inst.v[split].y = (uint16_t)here(k);
		compile(k, n->b);
		k->p->inst.v[jump].x = (uint16_t)here(k);
		return;
	case RE_REPEAT:
		compile_repeat(k, n);
		return;
	case RE_GROUP:
		put(k, REI_SAVE, 2 * (unsigned int)n->number, 0);
		compile(k, n->a);
		put(k, REI_SAVE, 2 * (unsigned int)n->number + 1, 0);
		return;
	}
}

bool regex_compile(struct arena *a, const struct re_node *n, struct re_prog *ret)
{
	struct compiler k = { .a = a, .p = ret };

	*ret = (struct re_prog){ 0 };
	compile(&k, n);
	put(&k, REI_MATCH, 0, 0);
	return !k.too_big;
}
