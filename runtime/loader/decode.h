/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Records to text: what a record means, apart from where it came from (a ring,
 * a file) and in what order.
 */
#ifndef MYTAP_LOADER_DECODE_H
#define MYTAP_LOADER_DECODE_H

#include "formats.h"
#include "output.h"
#include "report.h"
#include "speculation.h"
#include "trace.h"

struct decoder {
	struct format_table *formats;
	struct output *out;
	struct report *report;
	/* system(): runs the command (len bytes, not terminated). */
	void (*system)(void *ctx, const char *command, size_t len);
	void *ctx;
	struct speculations speculations;
	struct tracer tracer;
	u64 senseless;			/* records that could not be read */
};

/* A merge_take_fn on a struct decoder: false when the output is full. */
bool decode_record(void *decoder, const struct mytap_record *r);
/* Behind the last record: writes what waits for another one. */
void decode_finish(struct decoder *d);
void decode_deinit(struct decoder *d);

#endif
