// SPDX-License-Identifier: GPL-2.0-or-later
/* See timing.h. Numbers are the module's, in nanoseconds; a column is as wide as its widest number. */
#include "timing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "say.h"

enum { COLUMNS = 7, DIGITS = 24 };

static const char *const heads[COLUMNS] = { "hits", "min", "avg", "p50", "p90", "p99", "max" };

bool timing_add(struct timing *t, const struct report *probes, u32 probe, const struct mytap_timing *of)
{
	if (probe >= probes->probes->n)
		return false;
	if (!t->v) {
		t->n = probes->probes->n;
		t->v = must_alloc(t->n * sizeof(*t->v));
	}
	t->v[probe] = *of;
	return true;
}

void timing_deinit(struct timing *t)
{
	free(t->v);
	*t = (struct timing){ 0 };
}

struct row {
	const struct mytap_timing *of;
	u32 probe;
};

static int compare_rows(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->of->total != y->of->total)
		return x->of->total < y->of->total ? 1 : -1;
	return x->probe < y->probe ? -1 : x->probe > y->probe;
}

static void columns_of(const struct mytap_timing *t, char to[COLUMNS][DIGITS])
{
	const u64 v[COLUMNS] = { t->hits, t->least, t->total / t->hits, t->p50, t->p90, t->p99, t->most };

	for (int i = 0; i < COLUMNS; i++)
		snprintf(to[i], DIGITS, "%llu", (unsigned long long)v[i]);
}

static void print_row(struct output *out, const int widths[COLUMNS], const char *const columns[COLUMNS], const char *name)
{
	char text[COLUMNS * (DIGITS + 1)], *end = text;

	for (int i = 0; i < COLUMNS; i++)
		end += sprintf(end, "%*s ", widths[i], columns[i]);
	output_add(out, text, end - text);
	output_add(out, " ", 1);
	output_add(out, name, strlen(name));
	output_add(out, "\n", 1);
}

static void print_rows(const struct row *rows, size_t n, const struct report *probes, struct output *out)
{
	static const char title[] = "----- probe hit report: ns in each handler -----\n";
	char columns[COLUMNS][DIGITS], name[1024];
	const char *texts[COLUMNS];
	int widths[COLUMNS];

	for (int i = 0; i < COLUMNS; i++) {
		widths[i] = strlen(heads[i]);
		texts[i] = columns[i];
	}
	for (size_t r = 0; r < n; r++) {
		columns_of(rows[r].of, columns);
		for (int i = 0; i < COLUMNS; i++)
			if (widths[i] < (int)strlen(columns[i]))
				widths[i] = strlen(columns[i]);
	}
	output_add(out, title, sizeof(title) - 1);
	print_row(out, widths, heads, "probe");
	for (size_t r = 0; r < n; r++) {
		columns_of(rows[r].of, columns);
		report_probe_name(probes, rows[r].probe, name, sizeof(name));
		print_row(out, widths, texts, name);
	}
}

void timing_print(const struct timing *t, const struct report *probes, struct output *out)
{
	struct row *rows = must_alloc((t->n + 1) * sizeof(*rows));
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].hits)
			rows[n++] = (struct row){ &t->v[i], i };
	qsort(rows, n, sizeof(*rows), compare_rows);
	print_rows(rows, n, probes, out);
	free(rows);
}
