// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A round takes the records whose order is known. While rounds bring many records, the loop does not sleep and
 * makes no small writes; after a round with few, the text is written and the loop sleeps in poll(): the module
 * wakes it at once when a ring passes its mark, for other records (also those too young for this round) at its next
 * tick. The state is read before the round: if it is DONE, that round takes the last records.
 */
#include "reader.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "say.h"

enum {
	MUCH = 32 * 1024,		/* bytes of records: below the module's mark */
	PENDING_WAIT = 20 * 1000 * 1000,	/* ns; the module's tick */
	SAME_SIGNAL = 500 * 1000 * 1000,	/* ns */
	SAFETY_WAIT = 500 * 1000 * 1000,	/* ns; the cost of a lost wake-up */
};
#define GONE_WAIT 5000000000ULL		/* ns for killed children of a session that was given up */

int reader_signals(void)
{
	static const int wanted[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD, SIGUSR2 };
	struct sigaction old;
	sigset_t set;
	int fd;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		sigaddset(&set, wanted[i]);
	/* nohup: while SIGHUP is blocked it would be delivered although it is ignored */
	if (!sigaction(SIGHUP, NULL, &old) && old.sa_handler == SIG_IGN)
		sigdelset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		say_error("cannot wait for signals: %s", strerror(errno));
	return fd;
}

bool reader_is_interrupted(void)
{
	sigset_t set;

	return !sigpending(&set) && (sigismember(&set, SIGINT) || sigismember(&set, SIGTERM) || sigismember(&set, SIGHUP) ||
				     sigismember(&set, SIGQUIT));
}

/* Ends the session cleanly; records in the rings and output of end probes are still delivered. */
static void stop(struct reader *r, const char *why)
{
	if (r->is_stopping || r->is_leaving)
		return;
	if (r->followed && channel_state(r->channel) != MYTAP_DONE) {
		say_verbose("leaving: %s", why);
		r->is_leaving = true;
		return;
	}
	r->is_stopping = true;
	say_verbose("stopping: %s", why);
	if (channel_state(r->channel) < MYTAP_STOPPING && !channel_command(r->channel, MYTAP_CMD_STOP, NULL, 0) &&
	    channel_state(r->channel) < MYTAP_STOPPING) {
		say_error("the module does not take the command to stop: %s", strerror(errno));
		r->is_hurried = true;
	}
}

/* The command is to end as well; when the script ends the session, the command may finish. */
static void stop_with_command(struct reader *r, const char *why)
{
	r->is_command_to_end = true;
	stop(r, why);
}

static void take_signals(struct reader *r)
{
	struct signalfd_siginfo si;

	while (read(r->signals, &si, sizeof(si)) == sizeof(si)) {
		if (si.ssi_signo == SIGCHLD) {
			if (children_reap(r->children))
				stop(r, "the command ended");
			continue;
		}
		if (si.ssi_signo == SIGUSR2) {		/* the next file */
			output_switch(r->out);
			continue;
		}
		children_expect_end(r->children);
		/* One request may arrive twice, from the terminal and from the parent process. */
		if (r->signalled_at && now_ns() - r->signalled_at > SAME_SIGNAL)
			r->is_hurried = true;
		if (!r->signalled_at)
			r->signalled_at = now_ns();
		stop_with_command(r, strsignal(si.ssi_signo));
	}
}

static void follow_state(struct reader *r, enum mytap_state state)
{
	if (state < MYTAP_RUNNING || r->was_running)
		return;
	r->was_running = true;
	if (!r->channel->shared->start_time || r->is_command_to_end) {	/* over before the command ran */
		children_cancel_command(r->children);
		return;
	}
	say_verbose("running, %u probes", r->channel->shared->nprobes);
	children_release_command(r->children);
	if (r->time_limit)
		r->deadline = now_ns() + r->time_limit;
}

static uint64_t sleep_time(const struct reader *r, uint64_t now)
{
	bool is_soon = (r->merge->is_pending && !outputs_are_blocked(r->out)) || input_is_held_up(r->input);
	uint64_t t = is_soon ? PENDING_WAIT : SAFETY_WAIT;

	if (r->deadline && !r->is_stopping) {
		uint64_t left = r->deadline > now ? r->deadline - now : 0;

		if (left < t)
			t = left;
	}
	return t;
}

/* True while handlers run. */
static bool takes_input(const struct reader *r)
{
	return r->was_running && !r->is_stopping && channel_state(r->channel) == MYTAP_RUNNING;
}

enum { OTHERS = 4 };			/* descriptors polled beside the outputs */

/* The rings are not polled while the loader cannot act on them. */
static void sleep_until_news(struct reader *r, bool is_done)
{
	bool can_take = !outputs_are_full(r->out) && !is_done;
	uint64_t t = sleep_time(r, now_ns());
	struct timespec ts = { t / 1000000000, t % 1000000000 };
	struct pollfd p[OTHERS + OUTPUTS_MOST] = {
		{ .fd = r->signals, .events = POLLIN },
		{ .fd = can_take ? r->channel->fd : -1, .events = POLLIN },
		{ .fd = takes_input(r) ? input_fd(r->input) : -1, .events = POLLIN },
		{ .fd = r->targets && !r->is_stopping ? r->targets->ends : -1, .events = POLLIN },
	};
	unsigned int n = outputs_poll(r->out, p + OTHERS);

	if (ppoll(p, OTHERS + n, &ts, NULL) < 0 && errno != EINTR)
		say_error("poll: %s", strerror(errno));
	if (p[0].revents)
		take_signals(r);
	if (p[3].revents)
		targets_take_ends(r->targets);
	outputs_polled(r->out, p + OTHERS);
	if (takes_input(r))
		input_move(r->input, r->channel, p[2].revents);
}

static void look_for_the_end(struct reader *r)
{
	for (const struct output *o = r->out; o; o = o->next) {
		if (o->is_broken || (o->is_closed && o != r->out))
			stop_with_command(r, "an output cannot be written");
	}
	r->children->is_output_closed = r->out->is_closed;
	if (r->out->is_closed)
		stop_with_command(r, "nobody reads the output any more");
	if (r->deadline && now_ns() >= r->deadline)
		stop_with_command(r, "the time is over (-T)");
}

static bool say_damaged(uint32_t slot)
{
	say_error("the ring of slot %u is damaged: what it held is lost", slot);
	return false;
}

/* No more records come: copies of overwriting channels become part of the last round. */
static bool add_kept(struct reader *r)
{
	uint32_t slot = 0;

	return kept_read(r->kept, r->channel, r->merge, &slot) || say_damaged(slot);
}

/* Takes available records; `all`: no more will come, or be waited for. False: reported. */
static bool take(struct reader *r, bool all)
{
	u64 now = now_ns();
	uint32_t slot = 0;

	if (r->followed && !follow_pull(r->followed, &slot))
		return say_damaged(slot);
	merge_round(r->merge, now, all);
	r->merge->is_pending |= r->followed && r->followed->is_pending;
	return !r->merge->is_damaged || say_damaged(r->merge->damaged_slot);
}

static void write_out(struct reader *r)
{
	outputs_flush(r->out);
	if (r->followed && !outputs_are_blocked(r->out) && !r->out->is_closed && !r->out->is_broken)
		follow_publish(r->followed);
}

/* Delivers what is already there; no more records will come. */
static bool give_up(struct reader *r)
{
	stop_with_command(r, "the module makes no progress");
	add_kept(r);
	take(r, true);
	write_out(r);
	return false;
}

bool reader_sees_it_run(struct reader *r)
{
	patience_init(&r->patience, r->channel->shared, r->patience_seconds ? r->patience_seconds : PATIENCE_SECONDS);
	while (channel_state(r->channel) < MYTAP_RUNNING && !r->is_hurried && !r->given_up) {
		r->given_up = patience_look(&r->patience, now_ns(), r->is_stopping);
		sleep_until_news(r, false);
	}
	return channel_state(r->channel) == MYTAP_RUNNING && !r->is_stopping;
}

bool reader_run(struct reader *r)
{
	patience_init(&r->patience, r->channel->shared, r->patience_seconds ? r->patience_seconds : PATIENCE_SECONDS);
	for (;;) {
		enum mytap_state state = channel_state(r->channel);
		bool is_done = state == MYTAP_DONE, is_last = is_done || r->is_leaving;
		u64 before = r->merge->bytes;

		follow_state(r, state);
		look_for_the_end(r);
		if (r->is_hurried)
			return false;
		r->given_up = patience_look(&r->patience, now_ns(), r->is_stopping);
		if (r->given_up)
			return give_up(r);
		if (is_done && !add_kept(r))
			return false;
		if (r->followed)
			r->followed->is_over = is_done;
		if (!outputs_are_full(r->out) && !take(r, is_last))
			return false;
		if (r->merge->bytes - before >= MUCH && !outputs_are_blocked(r->out) && !r->is_leaving)
			continue;
		write_out(r);
		if (is_last && !outputs_are_blocked(r->out)) {
			if (!r->merge->is_pending || r->is_leaving)
				return true;
			continue;
		}
		sleep_until_news(r, is_last);
	}
}

void reader_write_rest(struct reader *r)
{
	outputs_flush(r->out);
	while (outputs_are_blocked(r->out) && !r->is_hurried && !r->given_up) {
		struct pollfd p[1 + OUTPUTS_MOST] = { { .fd = r->signals, .events = POLLIN } };
		unsigned int n = outputs_poll(r->out, p + 1);

		if (poll(p, 1 + n, -1) < 0 && errno != EINTR)
			return;
		if (p[0].revents)
			take_signals(r);
		outputs_polled(r->out, p + 1);
	}
}

static void wait_signal(struct reader *r, int number)
{
	if (number == SIGCHLD || number == SIGUSR2 || (r->signalled_at && now_ns() - r->signalled_at <= SAME_SIGNAL))
		return;
	children_kill(r->children, r->signalled_at ? SIGKILL : SIGTERM);
	r->signalled_at = now_ns();
}

void reader_wait_children(struct reader *r)
{
	uint64_t end = r->given_up ? now_ns() + GONE_WAIT : UINT64_MAX;
	bool is_told = false;

	if (r->given_up)	/* closing may hang in the kernel as well */
		children_kill(r->children, SIGKILL);
	else if (r->is_command_to_end)
		children_end_command(r->children);
	children_reap(r->children);
	while (children_are_running(r->children)) {
		struct pollfd p = { .fd = r->signals, .events = POLLIN };
		struct signalfd_siginfo si;

		if (!is_told)
			say_verbose("waiting for child processes to end");
		is_told = true;
		if (now_ns() > end) {
			say_warning("a child process does not end: it hangs in the kernel as well");
			return;
		}
		if (poll(&p, 1, 1000) < 0 && errno != EINTR)
			return;
		while (read(r->signals, &si, sizeof(si)) == sizeof(si))
			wait_signal(r, si.ssi_signo);
		children_reap(r->children);
	}
}
