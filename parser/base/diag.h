/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Source text, places in it, and the only functions that print messages about a script.
 *
 *   semantic error: unresolved function 'fo' (did you mean 'foo'?): identifier 'fo' at x.stp:3:14
 *           source: probe begin { fo() }
 *                                 ^
 *   note: in expansion of macro 'm' at x.stp:1:9
 */
#ifndef MYTAP_DIAG_H
#define MYTAP_DIAG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "map.h"
#include "strbuf.h"

/* A text that was read, kept as it was. Never freed before the end of the run. */
struct source {
	const char *name;		/* for messages: "x.stp", "<input>", "<command line argument 1>" */
	const char *text;		/* NUL behind len bytes */
	uint32_t len;
	bool library;			/* a tapset: parsed with guru rights */
	bool for_script;		/* library text made for one script; it names the script's globals */
	uint32_t *line;			/* offsets of line starts; computed on first use */
	uint32_t nlines;
};

/* A place: bytes beg..end-1 of a source. src == NULL: nowhere (command line, synthesized). */
struct loc {
	struct source *src;
	uint32_t beg, end;
	const struct loc_via *via;	/* macros and aliases that led here, innermost first, or NULL */
};

/* One step of the way to a place: "in expansion of macro 'm'" at loc. */
struct loc_via {
	const char *what;
	struct loc loc;
};

/* 1-based line and column (bytes) of offset. */
void source_position(struct source *src, uint32_t off, uint32_t *line, uint32_t *column);

struct diag {
	FILE *out;			/* stderr, or where tests want it */
	const char *kind;		/* "parse", "semantic": the word before "error" */
	unsigned int errors, warnings;
	bool no_warnings;		/* -w */
	bool warnings_are_errors;	/* -W */
	bool quiet;			/* count, but print nothing (-l, fuzzing, trial resolution) */
	bool color;
	unsigned int max_errors;	/* errors printed; further ones are only counted; 0 = no limit */
	struct diag_frame *frames;	/* frames of diag_push(), innermost first */
	struct map said;		/* messages already printed: each is printed once */
	bool is_mute;			/* the last error or warning was not printed; its notes are not either */
};

void diag_init(struct diag *d, FILE *out);
void diag_deinit(struct diag *d);

/* True if another message would only be counted; the caller need not compute its contents. */
bool diag_is_silent(const struct diag *d);
/* loc with src == NULL prints the message alone. The next-step advice belongs in the message. */
void diag_error(struct diag *d, struct loc loc, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void diag_warn(struct diag *d, struct loc loc, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Belongs to the last error or warning; not printed if that one was not. */
void diag_note(struct diag *d, struct loc loc, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * While pushed, every error and warning is followed by the note "while ..." / "via alias ...":
 *	diag_push(d, &frame, loc, "via alias 'vfs.read'"); ...; diag_pop(d);
 * `what` is not copied.
 */
struct diag_frame {
	const char *what;
	struct loc loc;
	struct diag_frame *next;
};
void diag_push(struct diag *d, struct diag_frame *f, struct loc loc, const char *what);
void diag_pop(struct diag *d);

/* The name with the smallest edit distance to `name`, or NULL if none is near: for "did you mean". */
struct near {
	const char *name, *best;
	unsigned int distance;
};
#define NEAR_INIT(n) { .name = (n) }
void near_try(struct near *n, const char *candidate);

#endif
