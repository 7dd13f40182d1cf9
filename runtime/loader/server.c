// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The server is a child, because begin probes may hang in the kernel and mytap-run must still be able to exit. It calls the
 * command SERVE, which returns when the session is over (kernel/serve.c). Signals that a script raises in it are passed on to
 * mytap-run. It has its own process group, so that a terminal's signals are not delivered twice.
 */
#include "server.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "say.h"

static pid_t loader;

static void hand_on(int signal)
{
	int saved = errno;

	if (getppid() == loader)
		kill(loader, signal);
	errno = saved;
}

static void take_signals(void)
{
	static const int wanted[] = { SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM };
	struct sigaction action = { .sa_handler = hand_on };
	sigset_t none;

	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		sigaction(wanted[i], &action, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* A probe that hangs must not keep pipes of mytap-run open. */
static void close_all_but(int fd)
{
	if (fd > 0)
		syscall(SYS_close_range, 0, fd - 1, 0);
	syscall(SYS_close_range, fd + 1, ~0U, 0);
}

static _Noreturn void serve(struct channel *c)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != loader)
		_exit(1);
	setpgid(0, 0);
	close_all_but(c->fd);
	take_signals();
	while (!channel_command(c, MYTAP_CMD_SERVE, NULL, 0) && errno == EINTR)
		;
	_exit(0);
}

/* True for a row of .mytap.probes such as "begin\tx.stp:1:7" or "end(3)\t...". */
static bool is_of_process(const char *probe)
{
	static const char *const names[] = { "begin", "end", "error" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		size_t n = strlen(names[i]);

		if (!strncmp(probe, names[i], n) && (probe[n] == '\t' || probe[n] == '('))
			return true;
	}
	return false;
}

static bool is_wanted(const struct module_file *m)
{
	for (size_t i = 0; i < m->probes.n; i++)
		if (is_of_process(m->probes.v[i]))
			return true;
	return false;
}

pid_t server_start(struct channel *c, const struct module_file *m)
{
	pid_t pid;

	if (!is_wanted(m))
		return 0;
	loader = getpid();
	pid = fork();
	if (pid == 0)
		serve(c);
	if (pid < 0)
		say_warning("no process for begin and end probes: %s; a thread of the kernel runs them", strerror(errno));
	return pid < 0 ? 0 : pid;
}

void server_end(pid_t server, const struct channel *c)
{
	enum mytap_state state = c->shared ? channel_state(c) : MYTAP_LOADED;

	if (!server || waitpid(server, NULL, WNOHANG))	/* none, or it has exited and its number may be reused */
		return;
	kill(server, SIGKILL);		/* also after DONE: it may be stopped */
	/* In other states it may be in a probe that hangs: no wait. */
	if (state == MYTAP_DONE || state == MYTAP_LOADED || state == MYTAP_RUNNING)
		while (waitpid(server, NULL, 0) < 0 && errno == EINTR)
			;
}
