// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One raw file, or those of -b of one session, read as one: by time, then by the number of the stream, as the reader of the
 * session merged them (merge.c). Time never goes backwards within a file, even if the clock did.
 */
#include <stdlib.h>
#include <string.h>

#include "raw.h"
#include "say.h"

static bool is_same_table(const struct string_table *a, const struct string_table *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->len[i] != b->len[i] || memcmp(a->v[i], b->v[i], a->len[i]))
			return false;
	return true;
}

static bool is_same_session(const struct raw_file *a, const struct raw_file *b)
{
	for (int i = 0; i < RAW_TABLES; i++)
		if (!is_same_table(&a->tables[i], &b->tables[i]))
			return false;
	return true;
}

static bool belong_together(const struct raw_set *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct raw_file *f = &s->v[i];

		if (s->n > 1 && !f->part) {
			say_error("%s is a whole session: mytap replay reads it", f->path);
			return false;
		}
		if (!is_same_session(f, s->v)) {
			say_error("%s and %s are of different sessions", s->v[0].path, f->path);
			return false;
		}
		for (size_t k = 0; k < i; k++) {
			if (*s->v[k].part != *f->part)
				continue;
			say_error("%s and %s are the same part of the session", s->v[k].path, f->path);
			return false;
		}
	}
	return true;
}

/* A part that was cut off is told by the reader, which knows how many records there were. */
static void say_missing(const struct raw_set *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct raw_end *end = s->v[i].end;

		if (!end || end->parts <= s->n)
			continue;
		say_error("the session has %llu files, and %zu are given: what the others hold is missing",
			  (unsigned long long)end->parts, s->n);
		return;
	}
}

bool raw_set_open(struct raw_set *s, const char *const *paths, size_t n, bool is_whole)
{
	*s = (struct raw_set){ .v = must_alloc(n * sizeof(*s->v)) };
	for (; s->n < n; s->n++)
		if (!raw_open(&s->v[s->n], paths[s->n])) {
			s->n++;
			return false;
		}
	if (!belong_together(s))
		return false;
	if (is_whole)
		say_missing(s);
	for (size_t i = 0; i < n; i++)
		s->v[i].next = raw_next_record(&s->v[i]);
	return true;
}

static u64 time_of(const struct raw_file *f)
{
	return f->next->time > f->last ? f->next->time : f->last;
}

static bool is_before(const struct raw_file *a, const struct raw_file *b)
{
	u64 x = time_of(a), y = time_of(b);

	return x < y || (x == y && a->part && *a->part < *b->part);
}

const struct mytap_record *raw_set_next(struct raw_set *s)
{
	struct raw_file *first = NULL;
	const struct mytap_record *r;

	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].next && (!first || is_before(&s->v[i], first)))
			first = &s->v[i];
	if (!first)
		return NULL;
	r = first->next;
	first->last = time_of(first);
	first->next = raw_next_record(first);
	return r;
}

const struct raw_file *raw_set_cut(const struct raw_set *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (!s->v[i].end)
			return &s->v[i];
	return NULL;
}

const char *raw_set_symbol_name(void *set, u64 address)
{
	struct raw_set *s = set;
	const char *name = NULL;

	for (size_t i = 0; i < s->n && !name; i++)
		name = raw_symbol_name(&s->v[i], address);
	return name;
}

void raw_set_close(struct raw_set *s)
{
	for (size_t i = 0; i < s->n; i++)
		raw_close(&s->v[i]);
	free(s->v);
	*s = (struct raw_set){ 0 };
}
