/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Buffered text of an output, written in large pieces without blocking. A writer reserves room first; when the
 * other side is slow the output is full, and records stay in the rings until poll() reports that it takes more.
 */
#ifndef MYTAP_LOADER_OUTPUT_H
#define MYTAP_LOADER_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OUTPUT_PIECE = 128 * 1024 };

struct rotation;

struct output {
	struct output *next;		/* the session's other outputs; the first one is the main output */
	int fd;
	bool is_own;			/* opened here, so closed here */
	bool is_socket;			/* written with MSG_DONTWAIT */
	size_t most_at_once;		/* bytes a write; PIPE_BUF when it could block */
	char *buf;
	size_t start, end, cap;		/* waiting: buf[start..end) */
	bool is_blocked;		/* the other side takes no more for now */
	bool is_closed;			/* EPIPE: nobody reads it any more */
	bool is_broken;			/* any other error; reported */
	uint64_t written, lost;		/* bytes */
	bool has_own_name;		/* the name is malloc memory */
	const char *name;
	struct rotation *rotation;	/* NULL: the output is one file, or no file */
};

/* path NULL: standard output. Waits for the reader of a FIFO until is_to_end(). false: reported. */
bool output_open(struct output *o, const char *path, bool (*is_to_end)(void));
/* The same with a path that is followed by further files (-S); r must outlive the output. */
bool output_open_rotating(struct output *o, const char *path, struct rotation *r, bool (*is_to_end)(void));
/* Continues in the next file, if it was opened by output_open_rotating(). */
void output_switch(struct output *o);
/* Around an open descriptor; for tests too. */
void output_init(struct output *o, int fd, const char *name);
/* Closes; bytes that cannot be written without waiting are lost. False: some were lost or could not be written. */
bool output_finish(struct output *o);
/* After output_finish() and messages about it: frees its name. */
void output_deinit(struct output *o);
/* For an output that only holds bytes (fd -1, initially all zero): frees them. */
void output_discard(struct output *o);
/* Writes as much as possible without waiting. */
void output_flush(struct output *o);
void output_make_room(struct output *o, size_t n);

/* Room for at least n bytes; then output_advance(). Never NULL. */
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

/* This output and those in its .next list. */
void outputs_flush(struct output *o);
bool outputs_are_blocked(const struct output *o);
/* Descriptors to poll, one row per output, at most OUTPUTS_MOST; returns their number. Then handles the results. */
enum { OUTPUTS_MOST = 16 };
struct pollfd;
unsigned int outputs_poll(const struct output *o, struct pollfd *ret);
void outputs_polled(struct output *o, const struct pollfd *p);

/* One is blocked, and holds more than it should. */
static inline bool outputs_are_full(const struct output *o)
{
	for (; o; o = o->next)
		if (o->is_blocked && output_is_due(o))
			return true;
	return false;
}

#endif
