/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A writer shows events in one format, e.g. as text. A writer is one file and a row in writers.c; the decoder
 * passes each event to every writer of the session.
 */
#ifndef MYTAP_LOADER_WRITER_H
#define MYTAP_LOADER_WRITER_H

#include <stddef.h>

#include "event.h"
#include "output.h"
#include "report.h"

struct decoder;
struct format_table;
struct writer;

/* What is known after the last record. */
struct session_end {
	struct report_rings rings;
	bool is_complete;		/* all records of the module were read */
};

struct writer_kind {
	const char *name;		/* of its option: "json" */
	/*
	 * has_file: the option's value is its file; else it is a setting, and the writer replaces the text writer,
	 * or follows it (is_behind).
	 */
	bool has_file, is_behind;
	bool has_baseline;		/* its setting is the file of an earlier session to compare with */
	size_t size;			/* of its private state, initially all zero */
	void (*begin)(struct writer *w);	/* or NULL */
	/* Gets each record before its event; or NULL. */
	void (*record)(struct writer *w, const struct mytap_record *r);
	/* False: the event is invalid. */
	bool (*event)(struct writer *w, const struct event *e);
	/* The same for an EVENT_PRINT, the most frequent one, by format_put(); NULL: it is an event as the others. */
	bool (*print)(const struct format_table *t, struct output *o, u32 format, const char *args, u32 size);
	void (*end)(struct writer *w, const struct session_end *end);	/* writes pending output; or NULL */
	void (*deinit)(struct writer *w);	/* or NULL */
};

struct writer {
	const struct writer_kind *kind;
	struct writer *next;
	const char *setting;		/* NULL: none */
	struct output *out;		/* the session's */
	struct decoder *decoder;	/* has formats, probes and names */
	void *own;			/* kind->size bytes */
};

/* Adds a writer to the session, after the others. The decoder owns it. */
struct writer *writer_add(struct decoder *d, const struct writer_kind *kind, struct output *out);
/* The function that contains the address, or the address. Valid until the next call. */
const char *writer_name(struct writer *w, u64 address);

extern const struct writer_kind writer_text, writer_json, writer_raw, writer_bulk, writer_perfetto, writer_folded, writer_flamegraph, writer_heatmap, writer_report, writer_times;

/* ---- those that a user asks for ------------------------------------------------------------- */

/* By the option's name; NULL: none. By number, from 0; NULL: no more. */
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

/* False: reported. */
bool writers_choose(struct writer_choices *c, const char *name, const char *value);
/* Opens their files, after main. False: reported. */
bool writers_open(struct writer_choices *c, struct output *main, bool (*is_to_end)(void));
/* Adds them to the session, and the text writer if none replaces it; main NULL: no text. */
void writers_add(struct writer_choices *c, struct decoder *d, struct output *main);
/* Closes their files. False: some could not be written (reported). */
bool writers_finish(struct writer_choices *c);

#endif
