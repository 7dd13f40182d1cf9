// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Starts mytap-screen and ends it. It puts the terminal back itself; when it could not, killed or crashed, that is done here,
 * by what it said when it began.
 */
#include "config.h"

#include "translator/top/show.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "parser/base/write_all.h"
#include "translator/inspect/inspect.h"
#include "translator/options.h"

enum { DOCUMENTS = 3, ORDERS = 4 };	/* the screen's descriptors */
enum { PATIENCE = 3, PIECES_PER_SECOND = 100 };	/* seconds for its end */

bool show_check(struct session *s)
{
#ifndef HAVE_NCURSES
	(void)s;
	return options_complain("there is no screen in this mytap: it was built without ncurses (apt-get install libncurses-dev, then build it again)");
#else
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return options_complain("the screen needs a terminal as standard input and output (mytap ctl SESSION status prints the same once)");
	return session_program(s, "mytap-screen") != NULL;
#endif
}

static void become_screen(const char *path, int documents, int orders, pid_t parent)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (int number = 1; number < 32; number++)
		if (number != SIGHUP)
			signal(number, SIG_DFL);
	/* Above the numbers that are given away. */
	documents = fcntl(documents, F_DUPFD_CLOEXEC, 10);
	orders = fcntl(orders, F_DUPFD_CLOEXEC, 10);
	if (documents < 0 || orders < 0 || dup2(documents, DOCUMENTS) < 0 || dup2(orders, ORDERS) < 0 || getppid() != parent)
		_exit(1);
	execl(path, "mytap-screen", NULL);
	fprintf(stderr, "mytap: %s: %s\n", path, strerror(errno));
	_exit(1);
}

bool show_begin(struct show *w, struct session *s)
{
	const char *path = session_program(s, "mytap-screen");
	int documents[2], orders[2];
	pid_t parent = getpid();

	*w = (struct show){ .documents = -1, .orders = -1 };
	if (!path || tcgetattr(STDIN_FILENO, &w->terminal))
		return false;
	if (pipe2(documents, O_CLOEXEC) || pipe2(orders, O_CLOEXEC))
		return options_complain("cannot make a pipe: %s", strerror(errno));
	fflush(NULL);
	w->pid = fork();
	if (!w->pid)
		become_screen(path, documents[0], orders[1], parent);
	close(documents[0]);
	close(orders[1]);
	w->documents = documents[1];
	w->orders = orders[0];
	fcntl(w->orders, F_SETFL, O_NONBLOCK);
	return w->pid > 0 || options_complain("cannot start a process: %s", strerror(errno));
}

void show_put(struct show *w, struct json_object *o)
{
	size_t n;
	const char *text = json_object_to_json_string_length(o, JSON_C_TO_STRING_PLAIN, &n);

	if (w->documents >= 0 && text)
		(void)(write_all(w->documents, text, n) && write_all(w->documents, "\n", 1));
}

void show_text(struct show *w, const char *key, const char *text, size_t n)
{
	struct json_object *o = json_object_new_object();

	json_object_object_add(o, key, fact_string_new(text, n));
	show_put(w, o);
	json_object_put(o);
}

/* "restore 1b5b..." */
static void take_restore(struct show *w, const char *hex)
{
	unsigned int byte;

	strbuf_reset(&w->restore);
	for (; sscanf(hex, "%2x", &byte) == 1; hex += 2)
		strbuf_putc(&w->restore, byte);
}

bool show_take(struct show *w, void (*take)(void *ctx, const char *order), void *ctx)
{
	char piece[4096], *end;
	ssize_t n = read(w->orders, piece, sizeof(piece));

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (n <= 0)
		return false;
	strbuf_add(&w->in, piece, n);
	while ((end = memchr(strbuf_str(&w->in), '\n', w->in.len))) {
		size_t line = end + 1 - w->in.s;

		*end = '\0';
		if (!strncmp(w->in.s, "restore ", 8))
			take_restore(w, w->in.s + 8);
		else
			take(ctx, w->in.s);
		memmove(w->in.s, w->in.s + line, w->in.len - line);
		w->in.len -= line;
	}
	return true;
}

static void ignore_order(void *ctx, const char *order)
{
	(void)ctx;
	(void)order;
}

/* A terminal that takes nothing (Ctrl-S) must not keep mytap from ending. */
static int screen_wait(pid_t pid)
{
	const struct timespec piece = { .tv_nsec = 1000000000 / PIECES_PER_SECOND };
	int status = 0;

	for (int i = 0; i < PATIENCE * PIECES_PER_SECOND; i++) {
		if (waitpid(pid, &status, WNOHANG) != 0)
			return status;
		nanosleep(&piece, NULL);
	}
	kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static void close_once(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void show_end(struct show *w)
{
	int status = 0;

	close_once(&w->documents);
	if (w->pid > 0)
		status = screen_wait(w->pid);
	if (w->orders >= 0)
		show_take(w, ignore_order, NULL);
	if (w->pid > 0 && WIFSIGNALED(status)) {
		tcsetattr(STDIN_FILENO, TCSADRAIN, &w->terminal);
		(void)!write_all(STDOUT_FILENO, strbuf_str(&w->restore), w->restore.len);
		options_complain("mytap-screen was ended by signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
	}
	w->pid = 0;
	close_once(&w->orders);
	strbuf_deinit(&w->restore);
	strbuf_deinit(&w->in);
}
