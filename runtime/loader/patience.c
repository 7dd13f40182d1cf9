// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A kernel thread that dies (an oops in a handler or in embedded C) does so silently: the state that it should set
 * never comes. So the module publishes which thread does what, and counts its steps (wire.h); this file tests
 * whether that thread exists and makes progress. System calls that may hang forever are made by a separate process.
 */
#include "patience.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "say.h"

#define SECOND 1000000000ULL

enum { WARN_SECONDS = 30 };

static const char *const doings[] = {
	[MYTAP_IDLE] = "was to begin its next step",
	[MYTAP_RUNS_BEGIN] = "ran begin probes",
	[MYTAP_ATTACHES] = "attached probes",
	[MYTAP_FOLLOWS_CONDITIONS] = "attached and detached probes as their conditions want it",
	[MYTAP_DETACHES] = "detached probes",
	[MYTAP_RUNS_END] = "ran end or error probes",
};

static const char *doing_text(u32 doing)
{
	return doing < sizeof(doings) / sizeof(*doings) ? doings[doing] : "did something unknown";
}

void patience_init(struct patience *p, const struct mytap_shared *shared, unsigned int seconds)
{
	*p = (struct patience){ .shared = shared, .limit = seconds * SECOND, .since = now_ns(), .pidfd = -1 };
}

void patience_deinit(struct patience *p)
{
	if (p->pidfd >= 0)
		close(p->pidfd);
	p->pidfd = -1;
}

/* ", in FUNCTION": where a thread is in the kernel, if that can be read. */
static void where_is(pid_t thread, char *to, size_t size)
{
	char path[64], line[256] = "", *name, *end;
	FILE *f;

	*to = '\0';
	snprintf(path, sizeof(path), "/proc/%d/stack", thread);
	f = fopen(path, "re");
	if (!f)
		return;
	/* "[<0>] function+0x12/0x34" */
	if (fgets(line, sizeof(line), f) && (name = strchr(line, ' '))) {
		end = strpbrk(++name, "+\n");
		if (end && end > name)
			snprintf(to, size, ", in %.*s", (int)(end - name), name);
	}
	fclose(f);
}

/* ---- the module's thread ------------------------------------------------------------------- */

static u32 thread_now(const struct patience *p)
{
	return __atomic_load_n(&p->shared->thread, __ATOMIC_ACQUIRE);
}

/*
 * The thread is gone while the module still claims to be working: a thread that ends properly changes `doing`
 * first.
 */
static bool is_thread_dead(struct patience *p)
{
	u32 thread = thread_now(p);
	struct pollfd f;
	bool is_gone;

	if (thread != p->thread) {
		patience_deinit(p);
		p->thread = thread;
		if (thread)
			p->pidfd = syscall(SYS_pidfd_open, thread, 0);
		is_gone = thread && p->pidfd < 0 && errno == ESRCH;
	} else {
		f = (struct pollfd){ .fd = p->pidfd, .events = POLLIN };
		is_gone = thread && (p->pidfd < 0 ? kill(thread, 0) < 0 && errno == ESRCH : poll(&f, 1, 0) == 1);
	}
	return is_gone && thread_now(p) == thread;
}

static void say_dead(const struct patience *p)
{
	say_error("the module's thread died while it %s: the kernel's log says why (dmesg). Module %s stays loaded and cannot be "
		  "removed any more: restart the machine when you can", doing_text(p->doing), p->shared->module);
}

static bool has_moved(struct patience *p)
{
	u32 state = __atomic_load_n(&p->shared->state, __ATOMIC_ACQUIRE);
	u32 doing = __atomic_load_n(&p->shared->doing, __ATOMIC_ACQUIRE);
	u64 progress = __atomic_load_n(&p->shared->progress, __ATOMIC_ACQUIRE);
	bool moved = state != p->state || doing != p->doing || progress != p->progress;

	p->state = state;
	p->doing = doing;
	p->progress = progress;
	return moved;
}

/* After 1, 2, 4 seconds and so on. */
static void say_how_far(struct patience *p, uint64_t now)
{
	uint64_t took;

	if (p->doing != p->work) {
		p->work = p->doing;
		p->work_since = now;
		p->work_begun = p->progress;
		p->work_said = SECOND / 2;
	}
	took = now > p->work_since ? now - p->work_since : 0;
	if ((p->work != MYTAP_ATTACHES && p->work != MYTAP_DETACHES) || took < 2 * p->work_said)
		return;
	while (took >= 2 * p->work_said)
		p->work_said *= 2;
	say_progress("%s probes for %llu s now: %llu places so far", p->work == MYTAP_ATTACHES ? "attaching" : "detaching",
		     (unsigned long long)(took / SECOND), (unsigned long long)(p->progress - p->work_begun));
}

static bool is_waited_for(const struct patience *p, bool is_stopping)
{
	switch (p->state) {
	case MYTAP_STARTING:
	case MYTAP_STOPPING:
		return true;
	case MYTAP_RUNNING:
		return is_stopping || p->doing != MYTAP_IDLE;
	default:
		return false;
	}
}

enum patience_end patience_look(struct patience *p, uint64_t now, bool is_stopping)
{
	char where[160];
	uint64_t waited;

	if (is_thread_dead(p)) {
		has_moved(p);
		say_dead(p);
		return PATIENCE_DEAD;
	}
	if (has_moved(p) || !is_waited_for(p, is_stopping)) {
		say_how_far(p, now);
		p->since = now;
		p->is_warned = false;
		return PATIENCE_LASTS;
	}
	waited = now > p->since ? now - p->since : 0;
	if (waited >= p->limit) {
		where_is(p->thread, where, sizeof(where));
		say_error("the module %s and has made no progress for %llu s (thread %u%s): giving up. Module %s can be removed (rmmod) when "
			  "that ends; if it does not, the kernel's log (dmesg) may say why, and only a restart helps",
			  doing_text(p->doing), (unsigned long long)(waited / SECOND), p->thread, where, p->shared->module);
		return PATIENCE_STUCK;
	}
	if (waited >= WARN_SECONDS * SECOND && !p->is_warned) {
		p->is_warned = true;
		where_is(p->thread, where, sizeof(where));
		say_warning("the module %s and has made no progress for %d s (thread %u%s); it is given up after %llu s (--patience), or on "
			    "Ctrl-C twice at once", doing_text(p->doing), WARN_SECONDS, p->thread, where,
			    (unsigned long long)(p->limit / SECOND));
	}
	return PATIENCE_LASTS;
}

/* ---- system calls that may hang ------------------------------------------------------------ */

/* Until the process may have ended, or the time is over. */
static void wait_for(int pidfd, uint64_t end)
{
	uint64_t now = now_ns(), ms = now < end ? (end - now) / 1000000 + 1 : 0;

	if (pidfd >= 0)
		poll(&(struct pollfd){ .fd = pidfd, .events = POLLIN }, 1, (int)(ms < 10000 ? ms : 10000));
	else			/* no number is free for it */
		nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
}

int patience_run(int (*do_it)(const void *ctx), const void *ctx, double seconds, const char *what)
{
	uint64_t end = now_ns() + (uint64_t)(seconds * SECOND);
	pid_t pid = fork(), done;
	int status, pidfd;
	char where[160];

	if (pid == 0)
		_exit(do_it(ctx));
	if (pid < 0)
		return do_it(ctx);
	pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	while ((done = waitpid(pid, &status, WNOHANG)) == 0 || (done < 0 && errno == EINTR)) {
		if (now_ns() >= end) {
			where_is(pid, where, sizeof(where));
			say_error("the kernel %s for %.0f s now (process %d%s): its log (dmesg) may say why; if it never ends, only a "
				  "restart helps", what, seconds, pid, where);
			kill(pid, SIGKILL);
			break;
		}
		wait_for(pidfd, end);
	}
	if (pidfd >= 0)
		close(pidfd);
	if (!done)
		return ETIMEDOUT;
	if (done == pid && WIFEXITED(status))
		return WEXITSTATUS(status);
	say_error("the process that does it was killed by the kernel: its log says why (dmesg)");
	return EIO;
}
