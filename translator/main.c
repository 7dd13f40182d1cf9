/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mytap: reads the command line, chooses the kernel, runs the passes. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "parser/base/stack.h"
#include "translator/build/build.h"
#include "translator/build/seed.h"
#include "translator/commands.h"
#include "translator/kernel.h"
#include "translator/pass.h"
#include "translator/paths.h"
#include "translator/spawn.h"

enum { SAME_SIGNAL = 500 };	/* ms: one request may arrive twice, from the terminal and from the parent */

enum { ENDS_WITHIN = 3 };	/* seconds */

/*
 * The first signal ends the running child, and the pass with it, so that the temporary folder is removed; a second
 * one, or a timeout, ends mytap at once.
 */
static void on_signal(int number)
{
	static long long first;
	struct timespec t;
	long long now;

	clock_gettime(CLOCK_MONOTONIC, &t);
	now = t.tv_sec * 1000LL + t.tv_nsec / 1000000;
	if (!first)
		first = now;
	if (spawn_interrupted && now - first >= SAME_SIGNAL)
		_exit(128 + number);
	if (!spawn_interrupted)
		alarm(ENDS_WITHIN);
	spawn_interrupted = 1;
}

/* The timeout for a pass that does not end. Not used once a session has begun, which has its own handlers. */
static void on_alarm(int number)
{
	static const char text[] = "mytap: interrupted\n";
	struct sigaction a;

	(void)number;
	if (sigaction(SIGINT, NULL, &a) || a.sa_handler != on_signal)
		return;
	_exit(write(STDERR_FILENO, text, sizeof(text) - 1) < 0 ? 1 : 128 + SIGINT);
}

static void catch_signals(void)
{
	struct sigaction a = { .sa_handler = on_signal };

	signal(SIGALRM, on_alarm);
	sigaction(SIGINT, &a, NULL);
	sigaction(SIGTERM, &a, NULL);
	if (signal(SIGHUP, SIG_IGN) != SIG_IGN)		/* nohup */
		sigaction(SIGHUP, &a, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static bool has_work(const struct options *o)
{
	return o->script_text || o->script_file || o->list || o->dump_probe_types ||
	       o->dump_probe_aliases || o->dump_functions || o->dump_library || o->help_on;
}

static bool choose_target(struct session *s)
{
	const struct options *o = &s->opt;
	const char *asked = o->release ? o->release : o->vm && *o->vm ? o->vm : NULL;

	s->target = target_new(s);
	if (!kernel_choose(s->target, asked))
		return false;
	if (o->verbose)
		kernel_print(s->target, asked, stderr);
	return true;
}

static int run(struct session *s, int argc, char **argv)
{
	const struct command *c;
	int status;

	if (!options_read(s, argc, argv))
		return 1;
	if (s->opt.check_only)
		return 0;
	s->diag.no_warnings = s->opt.no_warnings;
	s->diag.warnings_are_errors = s->opt.warnings_are_errors;
	c = s->opt.action;
	if (c && !c->is_of_kernel) {
		status = c->run(s);
		if (status != COMMAND_IS_SCRIPT)
			return status;
		c = NULL;
	}
	if (!paths_find(s) || !choose_target(s))
		return 1;
	if (s->opt.clean_cache && !cache_clean(s))
		return 1;
	if (c)
		return c->run(s);
	return has_work(&s->opt) ? passes_run(s->target) : 0;
}

struct command_line { struct session *s; int argc; char **argv; };

static int run_on_stack(void *ctx)
{
	struct command_line *c = ctx;

	return run(c->s, c->argc, c->argv);
}

int main(int argc, char **argv)
{
	struct session s;
	int status;

	catch_signals();
	session_init(&s);
	status = stack_run(run_on_stack, &(struct command_line){ &s, argc, argv });
	alarm(0);			/* it ends now; its timeout would say so again */
	if (spawn_interrupted && status)
		fprintf(stderr, "mytap: interrupted\n");
	if (s.target)
		seed_stop(s.target);
	session_deinit(&s);
	return status;
}
