/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Standard input for a script that reads it: read here, and sent to the module. */
#ifndef MYTAP_LOADER_INPUT_H
#define MYTAP_LOADER_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#include "channel.h"
#include "module_file.h"

struct input {
	bool is_wanted;
	bool is_over;			/* end of input */
	bool is_raw;			/* the terminal delivers each key at once; before: its original settings */
	struct termios before;
	char kept[4096];		/* bytes read and not yet taken by the module */
	size_t nkept;
};

/* wants: section .mytap.input. */
void input_init(struct input *in, const struct string_table *wants, bool is_guest);
/* Restores the terminal. */
void input_deinit(struct input *in);
/* The descriptor to poll for reading; -1: nothing is to be read now. */
int input_fd(const struct input *in);
/* The module did not take everything: try again soon. */
bool input_is_held_up(const struct input *in);
/* Reads available input, and sends it. */
void input_move(struct input *in, struct channel *c, bool can_read);

#endif
