// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Converts the program to a DFA that searches: a match may begin anywhere, so every set of program positions includes
 * those of the start. Bytes that are in the same sets form one class. All states that have reached MATCH accept
 * everything and are one state. `$` is tested at the end of the string.
 */
#include "regex.h"

#include <stdlib.h>
#include <string.h>

#include "parser/limits.h"

struct state { uint64_t *bits; };

struct maker {
	struct arena *a;
	const struct re_prog *p;
	struct regex_dfa *dfa;
	unsigned int words;
	VEC(uint64_t *) states;		/* bits of program positions: SET and END instructions, and MATCH */
	unsigned int *hash;		/* state + 1 */
	unsigned int nhash;
	uint16_t *stack;
	VEC(uint16_t) next;
};

static bool bit(const uint64_t *b, unsigned int i)
{
	return b[i >> 6] >> (i & 63) & 1;
}

/* All positions reached from `from` without a byte. at_end: `$` holds. */
static void follow(struct maker *m, uint64_t *seen, unsigned int from, bool at_begin, bool at_end)
{
	unsigned int n = 0;

	m->stack[n++] = (uint16_t)from;
	while (n) {
		unsigned int i = m->stack[--n];
		const struct re_inst *in = &m->p->inst.v[i];

		if (bit(seen, i))
			continue;
		seen[i >> 6] |= 1ULL << (i & 63);
		if (in->op == REI_SPLIT) {
			m->stack[n++] = in->y;
			m->stack[n++] = in->x;
		} else if (in->op == REI_JUMP) {
			m->stack[n++] = in->x;
		} else if (in->op == REI_SAVE || (in->op == REI_BEGIN && at_begin) || (in->op == REI_END && at_end)) {
			m->stack[n++] = (uint16_t)(i + 1);
		}
	}
}

static bool has_match(const struct maker *m, const uint64_t *bits)
{
	return bit(bits, m->p->inst.n - 1);
}

/* Only positions that wait for a byte or the end distinguish states. */
static void keep_waiting(const struct maker *m, uint64_t *bits)
{
	for (unsigned int i = 0; i < m->p->inst.n; i++) {
		uint8_t op = m->p->inst.v[i].op;

		if (op != REI_SET && op != REI_END && op != REI_MATCH)
			bits[i >> 6] &= ~(1ULL << (i & 63));
	}
}

static unsigned int hash_of(const struct maker *m, const uint64_t *bits)
{
	uint64_t h = 0;

	for (unsigned int i = 0; i < m->words; i++)
		h = (h ^ bits[i]) * 0x9e3779b97f4a7c15ULL;
	return (unsigned int)(h >> 32) % m->nhash;
}

/* The number of this set of positions; -1: too many. */
static int state_of(struct maker *m, const uint64_t *bits)
{
	unsigned int h = hash_of(m, bits);
	uint64_t *copy;

	for (; m->hash[h]; h = (h + 1) % m->nhash)
		if (!memcmp(m->states.v[m->hash[h] - 1], bits, m->words * 8))
			return (int)m->hash[h] - 1;
	if (m->states.n >= LIMIT_REGEX_STATES)
		return -1;
	copy = arena_alloc(m->a, m->words * 8);
	memcpy(copy, bits, m->words * 8);
	vec_push(m->a, &m->states, copy);
	m->hash[h] = m->states.n;
	return (int)m->states.n - 1;
}

static int state_make(struct maker *m, uint64_t *bits)
{
	if (has_match(m, bits)) {	/* a match: other positions do not matter */
		memset(bits, 0, m->words * 8);
		bits[(m->p->inst.n - 1) >> 6] |= 1ULL << ((m->p->inst.n - 1) & 63);
	} else {
		keep_waiting(m, bits);
	}
	return state_of(m, bits);
}

/* Bytes that are in the same sets get the same class; rep: one byte of each. */
static void make_classes(struct maker *m, unsigned char *rep)
{
	struct regex_dfa *d = m->dfa;

	for (unsigned int c = 0; c < 256; c++) {
		unsigned int k, i;

		for (k = 0; k < d->nclasses; k++) {
			for (i = 0; i < m->p->sets.n; i++)
				if (bit(m->p->sets.v[i].bits, c) != bit(m->p->sets.v[i].bits, rep[k]))
					break;
			if (i == m->p->sets.n)
				break;
		}
		if (k == d->nclasses)
			rep[d->nclasses++] = (unsigned char)c;
		d->classes[c] = (uint8_t)k;
	}
}

static int step(struct maker *m, unsigned int s, unsigned char c, uint64_t *bits)
{
	const uint64_t *from = m->states.v[s];

	memset(bits, 0, m->words * 8);
	if (has_match(m, from))
		return (int)s;
	for (unsigned int i = 0; i < m->p->inst.n; i++)
		if (bit(from, i) && m->p->inst.v[i].op == REI_SET && bit(m->p->sets.v[m->p->inst.v[i].x].bits, c))
			follow(m, bits, i + 1, false, false);
	follow(m, bits, 0, false, false);
	return state_make(m, bits);
}

static bool accepts_at_end(struct maker *m, const uint64_t *from, uint64_t *bits)
{
	memset(bits, 0, m->words * 8);
	for (unsigned int i = 0; i < m->p->inst.n; i++)
		if (bit(from, i) && (m->p->inst.v[i].op == REI_END || m->p->inst.v[i].op == REI_MATCH))
			follow(m, bits, i, false, true);
	return has_match(m, bits);
}

static bool make_states(struct maker *m, const unsigned char *rep, uint64_t *bits)
{
	follow(m, bits, 0, true, false);
	if (state_make(m, bits) < 0)
		return false;
	for (unsigned int s = 0; s < m->states.n; s++)
		for (unsigned int k = 0; k < m->dfa->nclasses; k++) {
			int to = step(m, s, rep[k], bits);

			if (to < 0)
				return false;
			vec_push(m->a, &m->next, (uint16_t)to);
		}
	return true;
}

/* Finds the final states: match found, or no match possible. */
static void find_last_states(struct maker *m)
{
	struct regex_dfa *d = m->dfa;

	d->accept = d->dead = (uint16_t)d->nstates;
	for (unsigned int s = 0; s < d->nstates; s++) {
		bool stays = true;

		for (unsigned int k = 0; k < d->nclasses; k++)
			stays &= d->next[s * d->nclasses + k] == s;
		if (has_match(m, m->states.v[s]))
			d->accept = (uint16_t)s;
		else if (stays && !d->accepts_at_end[s])
			d->dead = (uint16_t)s;
	}
}

struct regex_dfa *regex_dfa_make(struct arena *a, const struct re_prog *p)
{
	struct maker m = { .a = a, .p = p, .words = (p->inst.n + 63) / 64, .nhash = 2 * LIMIT_REGEX_STATES + 1 };
	struct regex_dfa *d = m.dfa = arena_new_of(a, struct regex_dfa);
	uint64_t *bits = arena_alloc(a, m.words * 8);
	unsigned char rep[256];

	m.hash = arena_alloc(a, m.nhash * sizeof(*m.hash));
	m.stack = arena_alloc(a, (2 * p->inst.n + 4) * sizeof(*m.stack));
	make_classes(&m, rep);
	if (!make_states(&m, rep, bits))
		return NULL;
	d->nstates = m.states.n;
	d->next = m.next.v;
	d->accepts_at_end = arena_alloc(a, d->nstates);
	for (unsigned int s = 0; s < d->nstates; s++)
		d->accepts_at_end[s] = accepts_at_end(&m, m.states.v[s], bits);
	find_last_states(&m);
	return d;
}
