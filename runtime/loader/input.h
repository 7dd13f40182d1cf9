/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Standard input, for a script that asks for it: read here, and handed to the module as it comes. */
#ifndef MYTAP_LOADER_INPUT_H
#define MYTAP_LOADER_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#include "channel.h"
#include "module_file.h"

struct input {
	bool is_wanted;
	bool is_over;			/* nothing comes any more */
	bool is_raw;			/* the terminal gives each key at once; before holds how it was */
	struct termios before;
	char kept[4096];		/* read, and not taken by the module yet */
	size_t nkept;
};

/* wants: section .mytap.input. */
void input_init(struct input *in, const struct string_table *wants, bool is_guest);
/* The terminal is as it was. */
void input_deinit(struct input *in);
/* To be polled for reading; -1: nothing is to be read now. */
int input_fd(const struct input *in);
/* The module did not take all: it is to be tried again soon. */
bool input_is_held_up(const struct input *in);
/* Reads what is there, and sends what was read. */
void input_move(struct input *in, struct channel *c, bool can_read);

#endif
