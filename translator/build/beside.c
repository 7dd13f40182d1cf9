/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The child is a fork of mytap that does one step and exits; its only results are files. It ends with its parent, and
 * so do the programs it started.
 */
#include "beside.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "parser/base/strbuf.h"
#include "parser/base/write_all.h"

static void run_step(bool (*step)(void *ctx), void *ctx, const char **why, int report, pid_t parent)
{
	bool ok;

	prctl(PR_SET_PDEATHSIG, SIGTERM);	/* SIGINT: the child ends its compiler, too */
	if (getppid() != parent)
		_exit(1);
	*why = NULL;
	ok = step(ctx);
	fflush(stderr);
	if (!ok && *why)
		write_all(report, *why, strlen(*why));
	_exit(!ok);
}

bool beside_start(struct beside *b, bool (*step)(void *ctx), void *ctx, const char **why)
{
	pid_t parent = getpid();
	int report[2];

	fflush(stdout);
	fflush(stderr);
	if (pipe2(report, O_CLOEXEC) < 0)
		return false;
	b->pid = fork();
	if (!b->pid)
		run_step(step, ctx, why, report[1], parent);
	close(report[1]);
	b->why = report[0];
	if (b->pid < 0)
		close(report[0]);
	return b->pid > 0;
}

static bool end(struct beside *b)
{
	int status = 1;

	close(b->why);
	while (waitpid(b->pid, &status, 0) < 0 && errno == EINTR)
		;
	return status == 0;
}

bool beside_wait(struct beside *b, struct arena *a, const char **why)
{
	struct strbuf text = { 0 };
	bool ok;

	strbuf_read_fd(&text, b->why);
	ok = end(b);
	if (!ok)
		*why = text.len ? arena_strdup(a, strbuf_str(&text)) : "a step of the build was ended";
	strbuf_deinit(&text);
	return ok;
}

void beside_end(struct beside *b)
{
	kill(b->pid, SIGTERM);
	end(b);
}
