/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line: one table of options (option_list.c), one reader of it. */
#ifndef MYTAP_OPTIONS_H
#define MYTAP_OPTIONS_H

#include "translator/session.h"

enum option_arg { ARG_NONE, ARG_NEEDED, ARG_OPTIONAL };

struct option_row {
	char letter;			/* 0: none */
	const char *name;		/* long name, or NULL */
	enum option_arg arg;
	const char *metavar;		/* "FILE"; NULL without argument */
	const char *help;		/* one line; NULL: not shown */
	/* false: refused, and reported. NULL: known, but not supported: see missing. */
	bool (*set)(struct session *s, const char *arg);
	const char *missing;		/* for options without set: what to use instead; ": why": will never be
	 * supported */
};

/* Setters for rows, set_NAME: a flag of opt, a text of opt. */
#define SET_FLAG(name, field)							\
static bool set_##name(struct session *s, const char *arg)			\
{										\
	(void)arg;								\
	s->opt.field = true;							\
	return true;								\
}

#define SET_TEXT(name, field)							\
static bool set_##name(struct session *s, const char *arg)			\
{										\
	s->opt.field = arg;							\
	return true;								\
}

extern const struct option_row option_list[];	/* ends with help-less, name-less row */

/* false: error in the command line, reported. */
bool options_read(struct session *s, int argc, char **argv);
void options_print_help(FILE *out);
/* Prints each with its help text, aligned. */
void options_print_rows(FILE *out, const struct option_row *rows);
/* A number from low to high; false (reported with the option's name) otherwise. */
bool options_read_number(const char *option, const char *arg, long low, long high, long *ret);
/* -p N */
bool options_set_pass(struct session *s, const char *arg);
/* Of --monitor and top, in seconds. */
bool options_set_interval(struct session *s, const char *arg);
void options_print_version(FILE *out);
/* "mytap: ..." on stderr; returns false. */
bool options_complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
