/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A child runs in its own process group, so that a time limit or an interruption ends make with all its children, and
 * ends with mytap.
 */
#include "translator/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "parser/base/arena.h"
#include "translator/root.h"

volatile sig_atomic_t spawn_interrupted;

/* True if `one` ("NAME=VALUE", or "NAME": not set) is about the same variable. */
static bool is_about(const char *one, const char *variable)
{
	size_t n = strcspn(one, "=");

	return !strncmp(one, variable, n) && (variable[n] == '=' || !variable[n]);
}

static bool is_changed(const char *variable, const char *const *changes)
{
	for (; changes && *changes; changes++)
		if (is_about(*changes, variable))
			return true;
	return false;
}

/* Ours with these changes; to be freed. */
static const char **environment(const char *const *changes)
{
	size_t n = 1, at = 0;
	const char **ret;

	for (char **v = environ; *v; v++)
		n++;
	for (const char *const *c = changes; c && *c; c++)
		n++;
	ret = xmalloc(n * sizeof(*ret));
	for (char **v = environ; *v; v++)
		if (!is_changed(*v, changes))
			ret[at++] = *v;
	for (; changes && *changes; changes++)
		if (strchr(*changes, '='))
			ret[at++] = *changes;
	ret[at] = NULL;
	return ret;
}

/*
 * In the child; the error number goes to report, which closes by itself when exec works. Without a root to enter it shares our
 * memory until then (vfork: copying the tables of ours for each tool is a twentieth of what a new script costs), so nothing here
 * may change it.
 */
static void run_child(const struct spawn *what, const char *const *env, int out, int report, pid_t parent)
{
	int err;

	setpgid(0, 0);
	int null = open("/dev/null", O_RDONLY);
	dup2(null, 0);
	if (out >= 0) {
		dup2(out, 1);
		dup2(out, 2);
	}
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	if (signal(SIGHUP, SIG_DFL) == SIG_IGN)
		signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_DFL);
	bool is_in = !what->root || !*what->root || root_enter(what->root);
	err = errno;
	/* Set last: a change of privileges would reset it. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	errno = err;
	if (is_in && (!what->dir || chdir(what->dir) == 0))
		execvpe(what->argv[0], (char *const *)what->argv, (char *const *)env);
	err = errno;
	if (write(report, &err, sizeof(err)) < 0)
		_exit(126);
	_exit(127);
}

static pid_t start(const struct spawn *what, int out, int *err)
{
	int report[2];
	pid_t parent = getpid(), pid;
	const char **env;

	if (pipe2(report, O_CLOEXEC) < 0) {
		*err = errno;
		return -1;
	}
	env = environment(what->env);
	pid = what->root && *what->root ? fork() : vfork();
	if (!pid)
		run_child(what, env, out, report[1], parent);
	if (pid < 0)
		*err = errno;
	free(env);
	if (pid < 0) {
		close(report[0]);
		close(report[1]);
		return -1;
	}
	setpgid(pid, pid);
	close(report[1]);
	*err = 0;
	while (read(report[0], err, sizeof(*err)) < 0 && errno == EINTR)
		;
	close(report[0]);
	return pid;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* Reads until the child closes its end; returns the reason for ending it, or NULL. */
static const char *collect(int fd, struct strbuf *output, double end)
{
	char buf[65536];

	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		double left = end ? end - now() : 1e6;

		if (spawn_interrupted)
			return "interrupted";
		if (left <= 0)
			return "the time limit has passed";
		if (poll(&p, 1, left > 1 ? 1000 : (int)(left * 1000) + 1) <= 0)
			continue;
		ssize_t n = read(fd, buf, sizeof(buf));
		if (n == 0)
			return NULL;
		if (n > 0)
			strbuf_add(output, buf, n);
	}
}

/*
 * Ends the child's group: SIGTERM first, so that compilers remove their temporary files, then SIGKILL. True if the
 * child was waited for.
 */
static bool end_group(pid_t pid, int *status)
{
	bool gone = false;

	kill(-pid, SIGTERM);
	for (int i = 0; i < 100 && !gone; i++) {
		gone = waitpid(pid, status, WNOHANG) == pid;
		if (!gone)
			usleep(10000);
	}
	/* Grandchildren that ignore the signal, or have not handled it yet. */
	usleep(gone ? 20000 : 0);
	kill(-pid, SIGKILL);
	return gone;
}

int spawn_run(const struct spawn *what, struct strbuf *output)
{
	int fds[2] = { -1, -1 }, err, status = 0;
	const char *why = NULL;
	struct strbuf none = { 0 };

	if (pipe2(fds, O_CLOEXEC) < 0)
		bug("pipe: %s", strerror(errno));
	pid_t pid = start(what, output ? fds[1] : -1, &err);
	close(fds[1]);
	if (pid > 0 && !err)
		why = collect(fds[0], output ? output : &none,
			      what->time_limit ? now() + what->time_limit : 0);
	close(fds[0]);
	if (why && end_group(pid, &status))
		pid = 0;
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (err)
		why = strerror(err);
	if (why && output)
		strbuf_printf(output, "%s: %s\n", what->argv[0], why);
	strbuf_deinit(&none);
	if (why)
		return -1;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void spawn_print(const char *const *argv, struct strbuf *ret)
{
	for (const char *const *a = argv; *a; a++) {
		bool plain = **a && !(*a)[strcspn(*a, " \t\n'\"\\$`&|;<>()*?[]{}~#!")];

		if (a > argv)
			strbuf_putc(ret, ' ');
		if (plain) {
			strbuf_puts(ret, *a);
			continue;
		}
		strbuf_putc(ret, '\'');
		for (const char *p = *a; *p; p++) {
			if (*p == '\'')
				strbuf_puts(ret, "'\\''");
			else
				strbuf_putc(ret, *p);
		}
		strbuf_putc(ret, '\'');
	}
}

char *spawn_find(const char *program)
{
	const char *path = getenv("PATH");
	struct strbuf b = { 0 };
	char *found = NULL;

	if (strchr(program, '/'))
		return realpath(program, NULL);
	for (path = path ? path : "/usr/bin:/bin"; *path && !found; path += *path == ':') {
		size_t n = strcspn(path, ":");

		strbuf_reset(&b);
		strbuf_add(&b, n ? path : ".", n ? n : 1);
		strbuf_printf(&b, "/%s", program);
		if (access(b.s, X_OK) == 0)
			found = realpath(b.s, NULL);
		path += n;
	}
	strbuf_deinit(&b);
	return found;
}

char *spawn_find_in(const char *root, const char *program)
{
	static const char *const folders[] = { "/usr/bin/", "/usr/sbin/", "" };
	struct strbuf b = { 0 };
	char *found = NULL;

	if (!*root)
		return spawn_find(program);
	for (unsigned int i = strchr(program, '/') ? 2 : 0; i < 3 && !found; i++) {
		strbuf_reset(&b);
		strbuf_printf(&b, "%s%s%s", root, folders[i], program);
		if (access(b.s, X_OK) == 0)
			found = realpath(b.s, NULL);
		/* An absolute link leads out of it. */
		if (found && strncmp(found, root, strlen(root))) {
			free(found);
			found = strdup(b.s);
		}
	}
	strbuf_deinit(&b);
	return found ? found : strchr(program, '/') ? realpath(program, NULL) : NULL;
}
