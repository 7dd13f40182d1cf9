/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --opt NAME=VALUE and -h SCRIPT: the named parameters that a script's comments declare (parser/script_options.h). */
#ifndef MYTAP_SCRIPT_HELP_H
#define MYTAP_SCRIPT_HELP_H

#include "parser/script_options.h"
#include "translator/session.h"

/* Sets the values of --opt, after all texts were read; false (reported): the script has no option of that name. */
bool script_options_set(struct session *s, script_option_vec *v);
/* Prints the head of the script's first comment, and its options; false: reported. */
bool script_help_print(struct session *s, const char *path, FILE *out);

#endif
