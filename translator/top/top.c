// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * `mytap top SESSION`: a session that runs is looked at once a second. `mytap --monitor SCRIPT`: the same of the session that is
 * begun here, by a process of its own; what that prints is shown too, and the session ends with the screen.
 *
 * The session's memory is read by /proc/kcore, or where it runs in a guest, in the guest's QEMU. A look waits ten times as long
 * as the one before it took, so that a session with large arrays costs at most a tenth of a processor.
 */
#include "translator/top/top.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "parser/base/write_all.h"
#include "translator/inspect/facts_read.h"
#include "translator/inspect/inspect.h"
#include "translator/inspect/watch.h"
#include "translator/options.h"
#include "translator/runners/runner.h"
#include "translator/top/show.h"

enum { STREAMS = 2, REST = 10 };
#define FIND_AGAIN 0.25			/* seconds between looks for a session that is not there yet */

struct top {
	struct session *s;
	struct show show;
	struct watch *watch;		/* NULL: not opened yet */
	bool is_found, is_over;
	double next, found_at;		/* of CLOCK_MONOTONIC, in seconds */
	const char *wanted;		/* `top`: the session's name */

	/* --monitor */
	const char *module;		/* its name, unless another session has it */
	pid_t runner;			/* 0: none, or it has ended */
	int status;			/* of it, as of wait() */
	int streams[STREAMS];		/* its standard output and error; -1: closed */
	int link;			/* struct run_request .monitor */
	struct monitor_guest guest;	/* pid 0: the session runs on this machine, or the guest is not there yet */
	bool is_in_guest;
	struct strbuf last;		/* what it printed after the last look at it running */
};

/* Signals that end it are taken while it waits only, in ppoll(). */
static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
static volatile sig_atomic_t stop;
static sigset_t usual;

static void on_stop(int number)
{
	stop = number;
}

static void block_stop(void)
{
	sigset_t set;

	sigemptyset(&set);
	for (unsigned int i = 0; i < sizeof(ending) / sizeof(*ending); i++)
		sigaddset(&set, ending[i]);
	sigprocmask(SIG_BLOCK, &set, &usual);
}

static void catch_stop(void)
{
	struct sigaction a = { .sa_handler = on_stop };

	for (unsigned int i = 0; i < sizeof(ending) / sizeof(*ending); i++)
		sigaction(ending[i], &a, NULL);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static double interval(const struct top *t)
{
	return t->s->opt.monitor_interval ? t->s->opt.monitor_interval : 1;
}

/* ---- the looks -------------------------------------------------------------------------------------- */

/* The parent of a process, or 0. */
static int parent_of(int pid)
{
	char path[64], line[512], *end;
	int parent = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	f = fopen(path, "re");
	if (f && fgets(line, sizeof(line), f) && (end = strrchr(line, ')')))
		sscanf(end + 1, " %*c %d", &parent);
	if (f)
		fclose(f);
	return parent;
}

/* With the same script twice the second module has another name: ours is the one whose reader our runner has started. */
static bool is_session(void *ctx, const char *name, unsigned int reader)
{
	struct top *t = ctx;

	if (t->wanted)
		return !strcmp(name, t->wanted);
	if (!reader)			/* it traces its own reader */
		return !strcmp(name, t->module);
	return t->is_in_guest || parent_of(reader) == t->runner;
}

static bool watch_open(struct top *t)
{
	struct strbuf why = { 0 };
	struct memory *m = t->is_in_guest ? memory_open_guest(t->s->arena, t->guest.pid, t->guest.memory_mb, &why) :
					    memory_open_live(t->s->arena, &why);

	if (m)
		t->watch = watch_new(m, &why);
	if (!t->watch) {
		t->is_over = true;
		show_text(&t->show, "over", strbuf_str(&why), why.len);
	}
	strbuf_deinit(&why);
	return t->watch;
}

static void say_over(struct top *t, const char *why)
{
	t->is_over = true;
	show_text(&t->show, "over", why, strlen(why));
}

static void show_facts(struct top *t, struct json_object *facts)
{
	struct json_object *o = json_object_new_object();
	double at = now(), begun = t->found_at;

	if (!t->is_in_guest && count_of(facts, "since"))
		begun = count_of(facts, "since") / 1e9;
	json_object_object_add(o, "facts", facts);
	json_object_object_add(o, "time", json_object_new_uint64(at * 1e9));
	json_object_object_add(o, "age", json_object_new_uint64(at > begun ? at - begun : 0));
	show_put(&t->show, o);
	json_object_put(o);
}

/* Else its end probes may have run. */
static bool is_running(struct json_object *facts)
{
	return !strcmp(text_of(facts, "state"), "running");
}

static void look(struct top *t)
{
	double before = now(), took;
	struct json_object *facts;

	if ((t->is_in_guest && !t->guest.pid) || (!t->watch && !watch_open(t)))
		return;
	if (!t->is_found) {
		t->is_found = watch_find(t->watch, is_session, t, false);
		t->found_at = before;
		if (!t->is_found)
			return;
	}
	facts = watch_look(t->watch);
	if (!facts) {
		say_over(t, "the session has ended");
		return;
	}
	if (is_running(facts))
		strbuf_reset(&t->last);
	show_facts(t, facts);
	took = now() - before;
	t->next = before + (took * (REST + 1) > interval(t) ? took * (REST + 1) : interval(t));
}

/* ---- what the screen wants ----------------------------------------------------------------------------- */

/* False: errno tells why. */
static bool order_here(const struct top *t, const void *order, size_t n)
{
	char path[128];
	bool is_done;
	int fd;

	snprintf(path, sizeof(path), "/proc/mytap-%s", watch_name(t->watch));
	fd = open(path, O_WRONLY | O_CLOEXEC);
	is_done = fd >= 0 && write(fd, order, n) == (ssize_t)n;
	if (fd >= 0)
		close(fd);
	return is_done;
}

static void order_there(const struct top *t, const void *order, size_t n)
{
	char message[256];
	size_t length = snprintf(message, sizeof(message), "/proc/mytap-%s", watch_name(t->watch)) + 1;

	if (length + n > sizeof(message))
		return;
	memcpy(message + length, order, n);
	send(t->link, message, length + n, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* "probe NUMBER on|off" */
static void take_order(void *ctx, const char *order)
{
	struct top *t = ctx;
	unsigned int probe;
	char turn[8];
	size_t n;
	const void *bytes;
	const char *text;

	if (!t->is_found || t->is_over || sscanf(order, "probe %u %7s", &probe, turn) != 2)
		return;
	bytes = watch_probe_order(probe, !strcmp(turn, "on"), &n);
	if (t->is_in_guest) {
		order_there(t, bytes, n);
	} else if (!order_here(t, bytes, n)) {
		text = arena_printf(t->s->arena, "mytap: probe %u cannot be turned %s: %s\n", probe, turn, strerror(errno));
		show_text(&t->show, "output", text, strlen(text));
	}
	t->next = now() + FIND_AGAIN;		/* soon: the screen shows what came of it */
}

/* ---- the runner of --monitor ------------------------------------------------------------------------------ */

static void runner_become(struct target *t, const int *out, const int *err, int link, pid_t parent)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC), status;

	/* The terminal's keys are the screen's. */
	setpgid(0, 0);
	sigprocmask(SIG_SETMASK, &usual, NULL);
	prctl(PR_SET_PDEATHSIG, SIGINT);
	if (getppid() != parent || dup2(null, 0) < 0 || dup2(out[1], 1) < 0 || dup2(err[1], 2) < 0)
		_exit(1);
	status = run_module(t, link);
	fflush(NULL);
	_exit(status);
}

static bool runner_begin(struct top *t, struct target *target)
{
	int out[2], err[2], link[2];
	pid_t parent = getpid();

	if (pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC) || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, link))
		return options_complain("cannot make a pipe: %s", strerror(errno));
	fflush(NULL);
	t->runner = fork();
	if (!t->runner)
		runner_become(target, out, err, link[1], parent);
	close(out[1]);
	close(err[1]);
	close(link[1]);
	t->streams[0] = out[0];
	t->streams[1] = err[0];
	t->link = link[0];
	return t->runner > 0 || options_complain("cannot start a process: %s", strerror(errno));
}

/* Output goes to the screen, or when that is gone, where mytap's own goes. False: the stream has ended. */
static bool stream_take(struct top *t, int i, bool to_screen)
{
	char piece[16384];
	ssize_t n = read(t->streams[i], piece, sizeof(piece));

	if (n < 0 && errno == EINTR)
		return true;
	if (n <= 0) {
		close(t->streams[i]);
		t->streams[i] = -1;
		return false;
	}
	if (to_screen) {
		show_text(&t->show, "output", piece, n);
		strbuf_add(&t->last, piece, n);
	} else {
		(void)!write_all(i ? STDERR_FILENO : STDOUT_FILENO, piece, n);
	}
	return true;
}

static void link_take(struct top *t)
{
	struct monitor_guest guest;

	if (recv(t->link, &guest, sizeof(guest), MSG_DONTWAIT) == sizeof(guest)) {
		t->guest = guest;
		return;
	}
	close(t->link);
	t->link = -1;
}

/* Its streams are closed: it ends, or has ended. */
static void runner_reap(struct top *t)
{
	while (t->runner > 0 && waitpid(t->runner, &t->status, 0) < 0 && errno == EINTR)
		;
	t->runner = 0;
}

static bool runner_has_ended(struct top *t)
{
	if (t->runner > 0 && waitpid(t->runner, &t->status, WNOHANG) == t->runner)
		t->runner = 0;
	return !t->runner;
}

/* What came behind the last look is the end of its report: the screen did not show it to the end. */
static void runner_finish(struct top *t)
{
	(void)!write_all(STDOUT_FILENO, strbuf_str(&t->last), t->last.len);
	stop = SIGINT;
	while (t->streams[0] >= 0 || t->streams[1] >= 0) {
		struct pollfd p[] = { { .fd = t->streams[0], .events = POLLIN }, { .fd = t->streams[1], .events = POLLIN } };
		struct timespec tick = { .tv_nsec = 100000000 };
		bool has_ended;
		int n;

		if (stop && t->runner > 0)
			kill(t->runner, stop);
		stop = 0;
		has_ended = runner_has_ended(t);
		n = ppoll(p, STREAMS, &tick, &usual);
		if (!n && has_ended)
			break;		/* a program that it has started goes on, and has its streams */
		if (n < 0)
			continue;
		for (int i = 0; i < STREAMS; i++)
			if (p[i].revents)
				stream_take(t, i, false);
	}
	runner_reap(t);
}

/* ---- the loop --------------------------------------------------------------------------------------------- */

static void check_ended(struct top *t)
{
	if ((t->streams[0] >= 0 || t->streams[1] >= 0 || t->link >= 0) && !runner_has_ended(t))
		return;
	runner_reap(t);
	if (!t->is_over)
		say_over(t, WIFEXITED(t->status) && !WEXITSTATUS(t->status) ? "the session has ended" : "the session has failed");
}

static struct timespec time_left(const struct top *t)
{
	double left = t->is_over ? 3600 : t->next - now();
	struct timespec ret = { 0 };

	if (left > 0) {
		ret.tv_sec = left;
		ret.tv_nsec = (left - ret.tv_sec) * 1e9;
	}
	return ret;
}

static void loop(struct top *t, bool has_runner)
{
	while (!stop) {
		struct pollfd p[] = {
			{ .fd = t->show.orders, .events = POLLIN }, { .fd = t->streams[0], .events = POLLIN },
			{ .fd = t->streams[1], .events = POLLIN }, { .fd = t->link, .events = POLLIN },
		};

		struct timespec left = time_left(t);

		if (ppoll(p, sizeof(p) / sizeof(*p), &left, &usual) < 0)
			continue;
		if (p[0].revents && !show_take(&t->show, take_order, t))
			return;
		for (int i = 0; i < STREAMS; i++)
			if (p[1 + i].revents)
				stream_take(t, i, true);
		if (p[3].revents)
			link_take(t);
		if (has_runner && t->runner)
			check_ended(t);
		if (t->is_over || now() < t->next)
			continue;
		t->next = now() + FIND_AGAIN;
		look(t);
	}
}

static void top_free(struct top *t)
{
	if (t->watch)
		watch_free(t->watch);
	for (int i = 0; i < STREAMS; i++)
		if (t->streams[i] >= 0)
			close(t->streams[i]);
	if (t->link >= 0)
		close(t->link);
	strbuf_deinit(&t->last);
}

/* Before the screen, so that what is wrong is said as always. */
static bool top_find(struct top *t)
{
	struct strbuf why = { 0 };
	struct memory *m = memory_open_live(t->s->arena, &why);

	if (m)
		t->watch = watch_new(m, &why);
	if (!t->watch)
		options_complain("top: %s", strbuf_str(&why));
	else if (!watch_find(t->watch, is_session, t, true))
		options_complain("top: no session is called %s: mytap ps lists them", t->wanted);
	else
		t->is_found = true;
	strbuf_deinit(&why);
	return t->is_found;
}

/* A session that ends is timed no more, and one that cannot be is shown without. */
static void turn_timing(const struct top *t, bool is_on)
{
	size_t n;
	const void *order = watch_timing_order(is_on, &n);

	order_here(t, order, n);
}

int top_run(struct session *s)
{
	struct top t = { .s = s, .streams = { -1, -1 }, .link = -1, .show = SHOW_NONE };
	bool is_shown = false;

	if (!s->opt.args.n) {
		options_complain("top: the name of a session is needed (mytap ps lists them)");
		return 1;
	}
	t.wanted = s->opt.args.v[0];
	if (show_check(s) && top_find(&t)) {
		block_stop();
		catch_stop();
		is_shown = show_begin(&t.show, s);
		if (is_shown) {
			turn_timing(&t, true);
			loop(&t, false);
			turn_timing(&t, false);
		}
		show_end(&t.show);
	}
	top_free(&t);
	return is_shown ? 0 : 1;
}

bool monitor_check(struct session *s)
{
	if (s->opt.is_recorder)
		return options_complain("--monitor ends the session with the screen: without it, mytap top shows what -F has begun");
	if (!s->opt.vm && geteuid())
		return options_complain("--monitor reads the session in /proc/kcore, which only root may: run mytap as root, or in a guest by --vm");
	return show_check(s);
}

int monitor_run(struct target *target)
{
	struct top t = { .s = target->s, .streams = { -1, -1 }, .link = -1, .show = SHOW_NONE, .is_in_guest = target->s->opt.vm != NULL,
			 .module = target->module_name };
	bool is_shown;

	block_stop();
	is_shown = runner_begin(&t, target) && show_begin(&t.show, target->s);
	catch_stop();
	if (is_shown)
		loop(&t, true);
	show_end(&t.show);
	runner_finish(&t);
	top_free(&t);
	sigprocmask(SIG_SETMASK, &usual, NULL);
	return is_shown && WIFEXITED(t.status) ? WEXITSTATUS(t.status) : 1;
}
