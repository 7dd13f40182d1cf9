// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The runner for this machine: starts mytap-run, through sudo if not root, and waits. A signal from the terminal
 * reaches mytap-run directly; one sent to mytap alone is forwarded. If mytap is killed, mytap-run gets a signal to
 * stop.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "translator/image/cache_folder.h"
#include "translator/spawn.h"
#include "translator/kernel.h"
#include "translator/options.h"
#include "translator/runners/runner.h"

static volatile pid_t loader_pid;

/* Sent by kill(), not by the terminal: mytap-run has not received it. */
static void pass_on(int number, siginfo_t *si, void *context)
{
	(void)context;
	if (loader_pid > 0 && si->si_code <= 0)
		kill(loader_pid, number);
}

struct old_signals {
	struct sigaction of[4];
};
static const int passed_on[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

static void signals_set(struct old_signals *old)
{
	struct sigaction a = { .sa_sigaction = pass_on, .sa_flags = SA_SIGINFO };

	for (int i = 0; i < 4; i++) {
		sigaction(passed_on[i], NULL, &old->of[i]);
		if (old->of[i].sa_handler != SIG_IGN)
			sigaction(passed_on[i], &a, NULL);
	}
}

static void signals_restore(const struct old_signals *old)
{
	for (int i = 0; i < 4; i++)
		sigaction(passed_on[i], &old->of[i], NULL);
}

static bool local_is_wanted(const struct session *s)
{
	return !s->opt.vm;
}

static bool local_is_able(struct target *t, struct strbuf *ret)
{
	bool is_able = kernel_can_run(t, ret);
	char *sudo;

	if (geteuid() == 0)
		return is_able;
	sudo = spawn_find("sudo");
	if (sudo) {
		free(sudo);
		return is_able;
	}
	strbuf_puts(ret, "loading a module takes root: run mytap as root, or install sudo\n");
	return false;
}

/* The calling user, since mytap-run is root only through sudo: "uid:gid,gid..." */
static const char *own_identity(struct session *s)
{
	gid_t groups[256];
	int n = getgroups(256, groups);
	struct strbuf b = { 0 };
	const char *text;

	strbuf_printf(&b, "%u:%u", getuid(), getgid());
	for (int i = 0; i < n; i++)
		strbuf_printf(&b, ",%u", groups[i]);
	text = arena_strdup(s->arena, strbuf_str(&b));
	strbuf_deinit(&b);
	return text;
}

static const char *const *arguments(struct session *s, const struct run_request *r)
{
	struct run_request own = *r;
	str_vec v = { 0 };

	if (geteuid() != 0) {
		vec_push(s->arena, &v, "sudo");
		vec_push(s->arena, &v, "--");
		own.identity = own_identity(s);
	}
	own.may_rename = !s->opt.module_name && !r->is_attach;	/* the same script may run several times at once */
	own.cache = cache_folder(s, "unwind");
	vec_push(s->arena, &v, r->loader);
	loader_arguments(s, &own, &v);
	vec_push(s->arena, &v, NULL);
	return v.v;
}

/*
 * The signals that end a session stay blocked, so that none kills mytap-run before it is ready for them (sudo
 * unblocks and forwards them); it gives its children an empty mask.
 */
static void become_loader(const char *const *argv, pid_t parent)
{
	sigset_t mask;

	sigemptyset(&mask);
	for (int i = 0; i < 4; i++)
		sigaddset(&mask, passed_on[i]);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	/* Only the death of the process matters, not that of the thread that forked. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(1);
	signal(SIGPIPE, SIG_DFL);
	execvp(argv[0], (char *const *)argv);
	fprintf(stderr, "ERROR: cannot start %s: %s\n", argv[0], strerror(errno));
	_exit(1);
}

static bool is_passed_on(int number)
{
	for (int i = 0; i < 4; i++) {
		if (passed_on[i] == number)
			return true;
	}
	return false;
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return 1;
	loader_pid = 0;
	/* This was sudo, before it started mytap-run, which these signals do not kill. */
	if (WIFSIGNALED(status) && is_passed_on(WTERMSIG(status))) {
		spawn_interrupted = 1;
		return 1;
	}
	if (WIFSIGNALED(status)) {
		options_complain("mytap-run was killed by signal %d (%s); its watcher removes the module",
				 WTERMSIG(status), strsignal(WTERMSIG(status)));
		return 1;
	}
	return WEXITSTATUS(status) ? 1 : 0;
}

static int local_run(struct target *t, const struct run_request *r)
{
	const char *const *argv = arguments(t->s, r);
	struct old_signals old;
	pid_t parent = getpid(), pid;
	sigset_t all, mask;
	int status;

	if (r->verbose > 1) {
		struct strbuf line = { 0 };

		spawn_print(argv, &line);
		fprintf(stderr, "Running %s\n", strbuf_str(&line));
		strbuf_deinit(&line);
	}
	fflush(NULL);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &mask);	/* until the process to forward them to is known */
	signals_set(&old);
	if (spawn_interrupted) {			/* before they were checked here */
		signals_restore(&old);
		sigprocmask(SIG_SETMASK, &mask, NULL);
		return 1;
	}
	pid = fork();
	if (pid == 0) {
		signals_restore(&old);
		become_loader(argv, parent);
	}
	loader_pid = pid;
	sigprocmask(SIG_SETMASK, &mask, NULL);
	if (pid < 0) {
		options_complain("cannot start a process: %s", strerror(errno));
		status = 1;
	} else {
		status = wait_for(pid);
	}
	signals_restore(&old);
	return status;
}

const struct runner runner_local = {
	.name = "local",
	.is_wanted = local_is_wanted,
	.is_able = local_is_able,
	.run = local_run,
};
