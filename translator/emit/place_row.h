/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A row of places[], struct mytap_place of the runtime, as C or as words of the assembler. */
#ifndef MYTAP_EMIT_PLACE_ROW_H
#define MYTAP_EMIT_PLACE_ROW_H

#include "emit.h"

struct place_row {
	long long offset;
	unsigned long long link, semaphore;
	unsigned int program, probe, name;	/* program: 0: of the kernel; name: 0: none */
	bool has_offset, is_nop5, is_plain;
	const char *func, *point, *script_point;	/* as literals of C; NULL: not told */
	unsigned int first_call, ncalls;
	bool is_within;
};

typedef VEC(struct place_row) place_row_vec;

/* Writes the table; nothing if there are no rows. */
void place_rows_put(struct emit *e, struct strbuf *b, const place_row_vec *rows);

#endif
