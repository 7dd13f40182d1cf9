/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The scripts of doc/examples: --example lists them or runs one. The head of each says what it is for: "// NAME - PURPOSE". */
#ifndef MYTAP_EXAMPLES_H
#define MYTAP_EXAMPLES_H

#include "translator/session.h"

/* Prints name and purpose of those whose head has the word (NULL: of all); the status to end with. */
int examples_list(struct session *s, const char *word);
/* Makes the example of that name the session's script; false: there is none, and that was said. */
bool example_choose(struct session *s, const char *name);

#endif
