// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * on_terminal LOG STEP... -- COMMAND...: runs a command on a terminal of 24 lines and 80 columns, where no other program can do it (a
 * guest). Steps, one after the other: =TEXT has the screen drawn anew, by Ctrl-L, until that text comes; +KEYS types; :COMMAND
 * runs a command of the shell beside it. Then it waits for its end. All that the command wrote is in LOG. 1: a text never came; 2: the terminal's
 * modes are not what they were; else the command's status.
 */
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

enum { MOST = 8 << 20, PATIENCE = 60, SETTLE = 300, QUIET = 50 };

static char said[MOST];
static size_t nsaid, done;
static int terminal, log_fd;
static pid_t command;

/* Takes what comes within that time; 0: the command has closed the terminal; 2: nothing came. */
static int take(int ms)
{
	struct pollfd p = { .fd = terminal, .events = POLLIN };
	ssize_t n;

	if (poll(&p, 1, ms) <= 0)
		return 2;
	n = read(terminal, said + nsaid, MOST - 1 - nsaid);
	if (n <= 0)
		return 0;
	if (write(log_fd, said + nsaid, n) != n)
		exit(3);
	nsaid += n;
	return 1;
}

/* What curses sends otherwise is what differs, a letter here and there. */
static int see(const char *text)
{
	time_t until = time(NULL) + PATIENCE;

	while (!memmem(said + done, nsaid - done, text, strlen(text))) {
		siginfo_t ended = { 0 };

		if (time(NULL) > until || nsaid == MOST - 1 || waitid(P_PID, command, &ended, WEXITED | WNOHANG | WNOWAIT) || ended.si_pid)
			return 0;
		done = nsaid;
		if (write(terminal, "\f", 1) != 1 || !take(SETTLE))
			return 0;
		while (take(QUIET) == 1)
			;
	}
	return 1;
}

static int step(const char *s)
{
	if (*s == '+')
		return write(terminal, s + 1, strlen(s + 1)) > 0;
	if (*s == ':')
		return !system(s + 1);
	return see(s + 1);
}

int main(int argc, char **argv)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	struct termios before, after;
	int i = 2, status = 0, slave;

	if (argc < 4 || openpty(&terminal, &slave, NULL, NULL, &size))
		return 3;
	log_fd = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	tcgetattr(slave, &before);
	while (i < argc && strcmp(argv[i], "--"))
		i++;
	command = fork();
	if (!command) {
		close(terminal);
		if (login_tty(slave))
			_exit(3);
		setenv("TERM", "xterm", 1);
		execvp(argv[i + 1], argv + i + 1);
		_exit(127);
	}
	for (int k = 2; k < i; k++) {
		if (step(argv[k]))
			continue;
		fprintf(stderr, "on_terminal: never came: %s\n", argv[k]);
		kill(command, SIGKILL);
		return 1;
	}
	while (!waitpid(command, &status, WNOHANG))
		take(100);
	take(SETTLE);
	if (tcgetattr(slave, &after) || after.c_lflag != before.c_lflag || after.c_iflag != before.c_iflag || after.c_oflag != before.c_oflag)
		return 2;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
