// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * At most one buffer is read ahead of the module: bytes that it cannot take yet (-EAGAIN) wait, and the rest is not
 * read. For a script that reads single characters a terminal delivers each key at once, without echo.
 */
#include "input.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "say.h"

static bool asks_for(const struct string_table *wants, const char *what)
{
	for (size_t i = 0; i < wants->n; i++)
		if (!strcmp(wants->v[i], what))
			return true;
	return false;
}

/* Not in the background, where changing the terminal would stop the process. */
static void terminal_by_key(struct input *in)
{
	struct termios by_key;

	if (!isatty(STDIN_FILENO) || tcgetpgrp(STDIN_FILENO) != getpgrp() || tcgetattr(STDIN_FILENO, &in->before))
		return;
	by_key = in->before;
	by_key.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	by_key.c_cc[VMIN] = 1;
	by_key.c_cc[VTIME] = 0;
	in->is_raw = !tcsetattr(STDIN_FILENO, TCSANOW, &by_key);
}

void input_init(struct input *in, const struct string_table *wants, bool is_guest)
{
	*in = (struct input){ .is_wanted = wants->n };
	if (!in->is_wanted)
		return;
	if (is_guest)
		say_warning("input probes will not be hit: a guest (--vm) has no standard input");
	else if (asks_for(wants, "char"))
		terminal_by_key(in);
}

void input_deinit(struct input *in)
{
	if (in->is_raw)
		tcsetattr(STDIN_FILENO, TCSANOW, &in->before);
	in->is_raw = false;
}

int input_fd(const struct input *in)
{
	return in->is_wanted && !in->is_over && !in->nkept ? STDIN_FILENO : -1;
}

bool input_is_held_up(const struct input *in)
{
	return in->nkept;
}

/* No bytes: end of input. False: the module cannot take them yet. */
static bool send_bytes(struct channel *c, const char *bytes, size_t n)
{
	if (channel_command(c, MYTAP_CMD_INPUT, bytes, n))
		return true;
	if (errno == EAGAIN)
		return false;
	say_error("the module does not take what was read from standard input: %s", strerror(errno));
	return true;
}

void input_move(struct input *in, struct channel *c, bool can_read)
{
	ssize_t n;

	if (can_read && !in->nkept) {
		n = read(STDIN_FILENO, in->kept, sizeof(in->kept));
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			return;
		if (n < 0)
			say_error("cannot read standard input: %s", strerror(errno));
		in->is_over = n <= 0;
		in->nkept = n > 0 ? (size_t)n : 0;
		if (in->is_over)
			send_bytes(c, NULL, 0);
	}
	if (in->nkept && send_bytes(c, in->kept, in->nkept))
		in->nkept = 0;
}
