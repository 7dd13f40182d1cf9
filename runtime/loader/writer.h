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
#include "report.h"

struct decoder;
struct writer;

/* What is known when the last record was decoded. */
struct session_end {
	struct report_rings rings;
	bool is_complete;		/* all that the module wrote was read */
};

struct writer_kind {
	const char *name;		/* of its option: "json" */
	/* The option's value is its file; else it is a setting, and it takes the place of the text, or stands behind it. */
	bool has_file, is_behind;
	bool has_baseline;		/* its setting is the file of an earlier session to compare with */
	size_t size;			/* of its own state, all zero at the beginning */
	void (*begin)(struct writer *w);	/* or NULL */
	/* Of one that wants them as they are: before the record's event; or NULL. */
	void (*record)(struct writer *w, const struct mytap_record *r);
	/* False: the event makes no sense. */
	bool (*event)(struct writer *w, const struct event *e);
	void (*end)(struct writer *w, const struct session_end *end);	/* writes what waits; or NULL */
	void (*deinit)(struct writer *w);	/* or NULL */
};

struct writer {
	const struct writer_kind *kind;
	struct writer *next;
	const char *setting;		/* NULL: none */
	struct output *out;		/* the session's */
	struct decoder *decoder;	/* knows formats, probes and names */
	void *own;			/* kind->size bytes */
};

/* Puts one into the session, behind the others. It is the decoder's. */
struct writer *writer_add(struct decoder *d, const struct writer_kind *kind, struct output *out);
/* The function that holds the address, or the address. Until the next call. */
const char *writer_name(struct writer *w, u64 address);

extern const struct writer_kind writer_text, writer_json, writer_raw, writer_perfetto, writer_folded, writer_flamegraph, writer_heatmap, writer_report, writer_times;

/* ---- those that a user asks for ------------------------------------------------------------- */

/* By the option's name; NULL: there is none. By number, from 0; NULL: there are no more. */
const struct writer_kind *writer_find(const char *name);
const struct writer_kind *writer_number(unsigned int n);

struct writer_choice {
	const struct writer_kind *kind;
	const char *value;		/* of the option; NULL: none */
	struct output out;
	bool is_open;
};

struct writer_choices {
	struct writer_choice v[OUTPUTS_MOST - 1];
	unsigned int n;
	const char *baseline;		/* NULL: none */
};

/* False: said. */
bool writers_choose(struct writer_choices *c, const char *name, const char *value);
/* Opens their files, behind main. False: said. */
bool writers_open(struct writer_choices *c, struct output *main, bool (*is_to_end)(void));
/* Puts them into the session, and text when none takes its place; main NULL: no text. */
void writers_add(struct writer_choices *c, struct decoder *d, struct output *main);
/* Closes their files. False: something could not be written (said). */
bool writers_finish(struct writer_choices *c);

#endif
