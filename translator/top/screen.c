// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mytap-screen: the screen of `mytap top` and --monitor, begun by mytap alone. Documents come by descriptor 3, orders go to
 * descriptor 4 (README), the terminal is standard input and output. It ends with q, with the documents, or by a signal, and
 * the terminal is then as it was before.
 */
#include <curses.h>
#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "parser/base/write_all.h"
#include "translator/top/draw.h"
#include "translator/top/terminal.h"

enum { DOCUMENTS = 3, ORDERS = 4, PIECE = 65536, CTRL_L = 'L' & 31 };

static volatile sig_atomic_t stop;

static void on_stop(int number)
{
	(void)number;
	stop = 1;
}

/* ---- documents ---------------------------------------------------------------------------------------- */

/* False: there are no more. *ret: something is to be drawn. */
static bool documents_take(struct state *s, struct strbuf *in, bool *ret)
{
	static char piece[PIECE];
	ssize_t n = read(DOCUMENTS, piece, sizeof(piece));
	size_t done = 0;

	if (n < 0)
		return errno == EINTR || errno == EAGAIN;
	if (!n)
		return false;
	strbuf_add(in, piece, n);
	for (char *end; (end = memchr(in->s + done, '\n', in->len - done)); done = end + 1 - in->s)
		*ret |= state_take(s, in->s + done, end - in->s - done);
	memmove(in->s, in->s + done, in->len - done);
	in->len -= done;
	return true;
}

/* ---- keys --------------------------------------------------------------------------------------------- */

static void toggle(struct state *s)
{
	struct strbuf order = { 0 };

	if (state_toggle(s, &order))
		(void)!write_all(ORDERS, order.s, order.len);
	strbuf_deinit(&order);
}

/* Most for moves to an end. */
#define ALL 1000000000L

static const struct { int key; long by, pages; } moves[] = {
	{ KEY_UP, -1, 0 }, { 'k', -1, 0 }, { KEY_DOWN, 1, 0 }, { 'j', 1, 0 }, { KEY_PPAGE, 0, -1 }, { KEY_NPAGE, 0, 1 }, { KEY_HOME, -ALL, 0 },
	{ 'g', -ALL, 0 }, { KEY_END, ALL, 0 }, { 'G', ALL, 0 },
};

static void key_move(struct state *s, int key)
{
	for (unsigned int i = 0; i < sizeof(moves) / sizeof(*moves); i++)
		if (moves[i].key == key)
			state_move(s, moves[i].by + moves[i].pages * (long)draw_page());
}

/* False: q. */
static bool key_take(struct state *s, int key)
{
	switch (key) {
	case 'q': case 'Q': return false;
	case '\t': state_next_pane(s); break;
	case KEY_LEFT: case 'h': state_next_variable(s, -1); break;
	case KEY_RIGHT: case 'l': state_next_variable(s, 1); break;
	case 's': state_next_column(s); break;
	case 'r': state_reverse(s); break;
	case ' ': toggle(s); break;
	case '\n': case '\r': case KEY_ENTER: state_chart(s); break;
	case 'z': s->is_zoomed = !s->is_zoomed; break;
	case 'p': s->is_held = !s->is_held; break;
	case CTRL_L: clear(); break;
	default: key_move(s, key); break;
	}
	return true;
}

static bool keys_take(struct state *s)
{
	for (int key; (key = getch()) != ERR;)
		if (!key_take(s, key))
			return false;
	return true;
}

static void catch_stop(sigset_t *ret_usual)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct sigaction a = { .sa_handler = on_stop };
	sigset_t set;

	sigemptyset(&set);
	for (unsigned int i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		sigaction(numbers[i], &a, NULL);
		sigaddset(&set, numbers[i]);
	}
	sigaddset(&set, SIGWINCH);
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_BLOCK, &set, ret_usual);
}

static void loop(struct state *s, const sigset_t *usual)
{
	struct pollfd p[] = { { .fd = STDIN_FILENO, .events = POLLIN }, { .fd = DOCUMENTS, .events = POLLIN } };
	struct strbuf in = { 0 };
	bool is_changed = true;

	while (!stop) {
		if (is_changed)
			draw(s);
		is_changed = false;
		if (ppoll(p, 2, NULL, usual) < 0 && errno != EINTR)
			break;
		else if (errno == EINTR)
			p[0].revents = POLLIN;	/* SIGWINCH: getch() tells it */
		errno = 0;
		if (p[0].revents & (POLLHUP | POLLERR) || (p[1].revents && !documents_take(s, &in, &is_changed)))
			break;
		if (p[0].revents && !keys_take(s))
			break;
		is_changed |= p[0].revents != 0;
		p[0].revents = p[1].revents = 0;
	}
	strbuf_deinit(&in);
}

int main(void)
{
	struct state s;
	sigset_t usual;

	if (lseek(DOCUMENTS, 0, SEEK_CUR) >= 0 || errno == EBADF || !isatty(STDIN_FILENO)) {
		fputs("mytap-screen is begun by mytap top and mytap --monitor\n", stderr);
		return 1;
	}
	setlocale(LC_ALL, "");
	catch_stop(&usual);
	if (!terminal_begin(ORDERS))
		return 1;
	state_init(&s);
	loop(&s, &usual);
	endwin();
	state_deinit(&s);
	return 0;
}
