/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text on its way out: one buffer, written in big pieces, never blocking.
 * The writer asks for room first; a reader that is slow makes is_full true, and
 * then records stay in the rings until poll() on output_fd says that it takes more.
 */
#ifndef MYTAP_LOADER_OUTPUT_H
#define MYTAP_LOADER_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OUTPUT_PIECE = 128 * 1024 };

struct output {
	struct output *next;		/* others of the session; the first is the one that people read */
	int fd;
	bool is_own;			/* opened by us: closed by us */
	bool is_socket;			/* written with MSG_DONTWAIT */
	size_t most_at_once;		/* bytes a write; PIPE_BUF when it could block */
	char *buf;
	size_t start, end, cap;		/* waiting: buf[start..end) */
	bool is_blocked;		/* the other side takes no more for now */
	bool is_closed;			/* EPIPE: nobody listens any more */
	bool is_broken;			/* any other error; said */
	uint64_t written, lost;		/* bytes */
	const char *name;
};

/* path NULL: standard output. Waits for the reader of a FIFO until is_to_end(). false: said. */
bool output_open(struct output *o, const char *path, bool (*is_to_end)(void));
/* Around an open descriptor; for tests too. */
void output_init(struct output *o, int fd, const char *name);
/* Closes; what is not taken without waiting is lost. False if something was, or could not be written. */
bool output_finish(struct output *o);
/* Of one that only holds bytes (fd -1, all else zero at first): frees them. */
void output_discard(struct output *o);
/* Writes what is taken without waiting. */
void output_flush(struct output *o);
void output_make_room(struct output *o, size_t n);

/* At least n bytes to write at; then output_advance(). Never NULL. */
static inline char *output_room(struct output *o, size_t n)
{
	if (__builtin_expect(o->cap - o->end < n, 0))
		output_make_room(o, n);
	return o->buf + o->end;
}

static inline void output_advance(struct output *o, const char *end)
{
	o->end = end - o->buf;
}

/* Time to write. */
static inline bool output_is_due(const struct output *o)
{
	return o->end - o->start >= OUTPUT_PIECE;
}

void output_add(struct output *o, const void *p, size_t n);
/* At most OUTPUT_LINE bytes. */
enum { OUTPUT_LINE = 512 };
void output_printf(struct output *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Of one and those behind it (.next). */
void outputs_flush(struct output *o);
bool outputs_are_blocked(const struct output *o);
/* What to wait for, a row for each, at most OUTPUTS_MOST; how many. Then what came of it. */
enum { OUTPUTS_MOST = 16 };
struct pollfd;
unsigned int outputs_poll(const struct output *o, struct pollfd *ret);
void outputs_polled(struct output *o, const struct pollfd *p);

/* One is blocked, and has more to write than it should. */
static inline bool outputs_are_full(const struct output *o)
{
	for (; o; o = o->next)
		if (o->is_blocked && output_is_due(o))
			return true;
	return false;
}

#endif
