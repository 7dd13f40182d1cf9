/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The signals that end a session, from before the guest is started until it is gone. Between begin and end they are
 * blocked and recorded during waits, so that none is lost and none arrives at another moment.
 */
#ifndef MYTAP_GUEST_SIGNALS_H
#define MYTAP_GUEST_SIGNALS_H

#include <signal.h>

void guest_signals_begin(void);
void guest_signals_end(void);
/* For ppoll(): the mask during a wait; NULL: unchanged. */
const sigset_t *guest_signals_mask(void);
/* The number of a signal that arrived and was not taken yet, 0: none. */
int guest_signal_pending(void);
/* The same, and marks it as taken. */
int guest_signal_take(void);
/* Sleeps at most that long, less if a signal arrives. */
void guest_sleep(double seconds);

#endif
