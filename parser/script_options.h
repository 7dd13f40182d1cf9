/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Named parameters of a script. Its comments declare them, a line each:
 *	// --opt interval=5	seconds between two reports
 *	// --opt program	the program's path: without a default it must be given
 * $opt_interval is replaced by the text of the value, @opt_interval by a string literal of it, as $1 and @1 are.
 */
#ifndef MYTAP_SCRIPT_OPTIONS_H
#define MYTAP_SCRIPT_OPTIONS_H

#include "parser/base/arena.h"
#include "parser/base/vec.h"

struct script_option {
	const char *name, *text;	/* text: its purpose */
	const char *value;		/* the default, then what was given; NULL: neither */
	const char *preset;		/* the default; NULL: none */
};

typedef VEC(struct script_option) script_option_vec;

/* All options that the comments of the text declare. */
void script_options_read(struct arena *a, const char *text, size_t len, script_option_vec *ret);
/* The option of a name of n bytes; NULL: not declared. */
struct script_option *script_option_find(const script_option_vec *v, const char *name, size_t n);

#endif
