/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Output that waits until a script knows whether it wants it: a buffer for each
 * number that speculation() gave. All of it together is bounded; when that is
 * full, the oldest speculation goes.
 */
#ifndef MYTAP_LOADER_SPECULATION_H
#define MYTAP_LOADER_SPECULATION_H

#include <stddef.h>
#include <stdint.h>

enum { SPECULATIONS_MOST = 64 << 20 };	/* bytes of text */

struct speculation;

/* All zero is the empty one. */
struct speculations {
	struct speculation **chains;	/* by number */
	size_t nchains, n;
	struct speculation *oldest, *newest;
	size_t bytes;
	uint64_t dropped;		/* speculations that went to make room */
};

void speculation_add(struct speculations *all, uint64_t id, const char *text, size_t len);
/* Its text, in the order it came, until the next call here. NULL: there is no such one. */
const char *speculation_text(const struct speculations *all, uint64_t id, uint32_t *ret_len);
void speculation_discard(struct speculations *all, uint64_t id);
void speculations_deinit(struct speculations *all);

#endif
