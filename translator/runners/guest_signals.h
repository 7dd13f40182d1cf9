/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The signals that end a session, from before the guest is started until it is gone. Between begin and end they
 * are blocked and noted while we wait, so that none is lost and none comes at a moment that is not ready for it.
 */
#ifndef MYTAP_GUEST_SIGNALS_H
#define MYTAP_GUEST_SIGNALS_H

#include <signal.h>

void guest_signals_begin(void);
void guest_signals_end(void);
/* For ppoll(): the signals that are let in while we wait; NULL: as now. */
const sigset_t *guest_signals_mask(void);
/* The number of one that came and was not taken yet, 0: none. */
int guest_signal_pending(void);
/* The same, and from now on it is taken. */
int guest_signal_take(void);
/* Sleeps at most so long, less when a signal comes. */
void guest_sleep(double seconds);

#endif
