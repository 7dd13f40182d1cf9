/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `mytap NAME ...`: everything but running a script. A command is a row of the table in commands.c. */
#ifndef MYTAP_COMMANDS_H
#define MYTAP_COMMANDS_H

#include "translator/options.h"

enum { COMMAND_IS_SCRIPT = -1, COMMAND_ANY_WORDS = ~0 };

struct command {
	const char *name;
	const char *words;		/* its arguments: "[RELEASE]"; "": options only */
	const char *summary;		/* one line */
	const char *text;		/* for mytap help NAME */
	const struct option_row *options;	/* its own options, besides the common ones; NULL: none */
	unsigned int most_words;	/* COMMAND_ANY_WORDS: the command checks them itself */
	bool is_of_kernel;		/* a kernel is chosen first; its argument is the kernel's release */
	/* Its arguments are opt.args. Returns the exit status; COMMAND_IS_SCRIPT: it put a script into the options,
	 * to be run. */
	int (*run)(struct session *s);
	void (*print_more)(FILE *out);	/* added to the text, or NULL */
};

/* NULL: there is none of that name. */
const struct command *command_find(const char *name);
/* False (reported) if there are too many arguments. A kernel's release is stored like that of -r. */
bool command_take_words(struct session *s);
void command_list_print(FILE *out);
void command_print_help(FILE *out, const struct command *c);

#endif
