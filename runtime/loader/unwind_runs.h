/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sequences of rows that a file has many times become one row (struct mytap_unwind_run): what functions push at their beginning and
 * pop at their end.
 */
#ifndef MYTAP_LOADER_UNWIND_RUNS_H
#define MYTAP_LOADER_UNWIND_RUNS_H

#include "unwind_block.h"

/* A row of the table: of the file's row at `at`, or of a run that begins with it. */
struct unwind_entry {
	uint64_t at;
	uint32_t rule;			/* as in of_row; of a run: its index in runs */
	bool is_run;
};

struct unwind_runs {
	struct unwind_entry *v;		/* to be freed */
	uint32_t n;
	struct mytap_unwind_run *runs;	/* rules: as in of_row, or MYTAP_UNWIND_BEFORE; to be freed */
	uint32_t nruns;
};

/* of_row: the rule of each row, a number below nrules; start: where pages begin to count. */
void unwind_runs_make(struct unwind_runs *ret, const struct unwind_row *rows, const uint32_t *of_row, uint32_t n, uint32_t nrules,
		      uint64_t start);

#endif
