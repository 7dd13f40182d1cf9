/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Output that waits for commit() or discard(): one buffer per number of speculation(). The total size is bounded;
 * beyond it the oldest speculation is dropped.
 */
#ifndef MYTAP_LOADER_SPECULATION_H
#define MYTAP_LOADER_SPECULATION_H

#include <stddef.h>
#include <stdint.h>

enum { SPECULATIONS_MOST = 64 << 20 };	/* bytes of text */

struct speculation;

/* All zero: empty. */
struct speculations {
	struct speculation **chains;	/* by number */
	size_t nchains, n;
	struct speculation *oldest, *newest;
	size_t bytes;
	uint64_t dropped;		/* speculations dropped to make room */
};

void speculation_add(struct speculations *all, uint64_t id, const char *text, size_t len);
/* Its text, in the order of arrival, valid until the next call. NULL: no such speculation. */
const char *speculation_text(const struct speculations *all, uint64_t id, uint32_t *ret_len);
void speculation_discard(struct speculations *all, uint64_t id);
void speculations_deinit(struct speculations *all);

#endif
