/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One way to show what records mean: text is one. A writer is one file, and a row in
 * writers.c; the decoder gives each event to every writer of the session.
 */
#ifndef MYTAP_LOADER_WRITER_H
#define MYTAP_LOADER_WRITER_H

#include <stddef.h>

#include "event.h"
#include "output.h"

struct decoder;
struct writer;

struct writer_kind {
	const char *name;		/* "text" */
	size_t size;			/* of its own state, all zero at the beginning */
	/* False: the event makes no sense. */
	bool (*event)(struct writer *w, const struct event *e);
	void (*end)(struct writer *w);	/* behind the last event: writes what waits; or NULL */
	void (*deinit)(struct writer *w);	/* or NULL */
};

struct writer {
	const struct writer_kind *kind;
	struct writer *next;
	struct output *out;		/* the session's */
	struct decoder *decoder;	/* knows formats, probes and names */
	void *own;			/* kind->size bytes */
};

/* Puts one into the session, behind the others. It is the decoder's. */
void writer_add(struct decoder *d, const struct writer_kind *kind, struct output *out);
/* The function that holds the address, or the address. Until the next call. */
const char *writer_name(struct writer *w, u64 address);

extern const struct writer_kind writer_text;

#endif
