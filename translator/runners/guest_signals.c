/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records signals; the callers interpret them. */
#include "translator/runners/guest_signals.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

static const int noted[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
enum { N_NOTED = sizeof(noted) / sizeof(noted[0]) };
enum { SAME_SIGNAL = 500 };	/* ms: one request may arrive twice, from the terminal and from the parent */

static struct {
	bool is_on;
	sigset_t mask;			/* before begin, and while we wait */
	struct sigaction old[N_NOTED];
} state;

static volatile sig_atomic_t pending;
static volatile long long noted_at;	/* ms, 0: never */

static void signal_note(int number)
{
	struct timespec t;
	long long now;

	clock_gettime(CLOCK_MONOTONIC, &t);
	now = t.tv_sec * 1000LL + t.tv_nsec / 1000000;
	if (noted_at && now - noted_at < SAME_SIGNAL)
		return;
	noted_at = now;
	pending = number;
}

/* Blocked first: from here on each goes to the new handler, and none while it is put in place. */
void guest_signals_begin(void)
{
	struct sigaction sa = { .sa_handler = signal_note };
	sigset_t block;

	pending = 0;
	noted_at = 0;
	sigemptyset(&block);
	for (int i = 0; i < N_NOTED; i++)
		sigaddset(&block, noted[i]);
	sigprocmask(SIG_BLOCK, &block, &state.mask);
	for (int i = 0; i < N_NOTED; i++) {
		sigaction(noted[i], NULL, &state.old[i]);
		/* nohup; SIGINT is also ignored in a shell's background job, but if sent there it is meant for mytap */
		if (noted[i] != SIGHUP || state.old[i].sa_handler != SIG_IGN)
			sigaction(noted[i], &sa, NULL);
	}
	state.is_on = true;
}

void guest_signals_end(void)
{
	for (int i = 0; i < N_NOTED; i++)
		sigaction(noted[i], &state.old[i], NULL);
	sigprocmask(SIG_SETMASK, &state.mask, NULL);
	state.is_on = false;
}

const sigset_t *guest_signals_mask(void)
{
	return state.is_on ? &state.mask : NULL;
}

/* Delivers pending signals, for callers that check without waiting. */
int guest_signal_pending(void)
{
	static const struct timespec at_once;

	if (state.is_on && !pending)
		ppoll(NULL, 0, &at_once, &state.mask);
	return pending;
}

int guest_signal_take(void)
{
	int number = guest_signal_pending();

	pending = 0;
	return number;
}

void guest_sleep(double seconds)
{
	struct timespec t = { .tv_sec = seconds, .tv_nsec = (seconds - (long)seconds) * 1e9 };

	ppoll(NULL, 0, &t, guest_signals_mask());
}
