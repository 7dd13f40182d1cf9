// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Points of the language that are not implemented: known by name, so that the message says this instead of "no such
 * probe point". The row is removed when its family is added.
 */
#include <string.h>

#include "family.h"

/* The start of a pattern, and a component of it -> its description, and an alternative in mytap. */
static const struct {
	const char *prefix, *component, *what, *instead;
} rows[] = {
	{ "process", "insn", "single instructions and blocks of programs, each of which would be two traps,",
	  "process(\"path\").statement(\"function@file:*\") is each line of a function" },
	{ "java", NULL, "probes in Java programs", NULL },
	{ "python", NULL, "probes in Python programs", NULL },
	{ "debuginfod", NULL, "probes by debuginfod", NULL },
};

static bool unsupported_derive(struct point_match *m)
{
	for (unsigned int i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (strncmp(m->pattern, rows[i].prefix, strlen(rows[i].prefix)) || (rows[i].component && !point_has(m, rows[i].component)))
			continue;
		if (!m->optional)
			diag_error(&m->session->diag, m->point->parts.v[0].loc, "%s are not supported yet%s%s",
				   rows[i].what, rows[i].instead ? ": " : "", rows[i].instead ? rows[i].instead : "");
		return false;
	}
	return false;
}

#define OF_PROGRAM(rest) "process." rest, "process(string)." rest, "process(number)." rest, OF_LIBRARY(rest)
#define OF_LIBRARY(rest) \
	"process(string).library(string)." rest, "process(number).library(string)." rest, "process.library(string)." rest

static const char *const patterns[] = {
	OF_PROGRAM("insn"), OF_PROGRAM("insn.block"),
	"java(string).class(string).method(string)", "java(string).class(string).method(string).return",
	"java(number).class(string).method(string)", "java(number).class(string).method(string).return",
	"python3.module(string).function(string)", "python3.module(string).function(string).call",
	"python3.module(string).function(string).return",
	"debuginfod.process(string)",
	NULL
};

const struct probe_family unsupported_family = {
	.name = "unsupported", .patterns = patterns, .derive = unsupported_derive, .is_reserved = true,
};
