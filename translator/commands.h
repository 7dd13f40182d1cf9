/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `mytap NAME ...`: what mytap does other than run a script. A command is a row of the table in commands.c. */
#ifndef MYTAP_COMMANDS_H
#define MYTAP_COMMANDS_H

#include "translator/options.h"

enum { COMMAND_IS_SCRIPT = -1, COMMAND_ANY_WORDS = ~0 };

struct command {
	const char *name;
	const char *words;		/* what may stand behind it: "[RELEASE]"; "": options only */
	const char *summary;		/* one line */
	const char *text;		/* for mytap help NAME */
	const struct option_row *options;	/* its own, beside those that all have; NULL: none */
	unsigned int most_words;	/* COMMAND_ANY_WORDS: the command looks at them itself */
	bool is_of_kernel;		/* a kernel is chosen first; its word is the kernel's release */
	/* Its words are opt.args. The exit status; COMMAND_IS_SCRIPT: the options have a script now, to be run. */
	int (*run)(struct session *s);
	void (*print_more)(FILE *out);	/* behind the text, or NULL */
};

/* NULL: there is none of that name. */
const struct command *command_find(const char *name);
/* Too many words: false, and said. A kernel's release goes where -r would put it. */
bool command_take_words(struct session *s);
void command_list_print(FILE *out);
void command_print_help(FILE *out, const struct command *c);

#endif
