/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sessions go by their module's name, and between a module's load and the opening of its file nothing tells whose it
 * is: to whoever looks, a dead session's looks the same. So those of one module file take turns at loading it with
 * opening it, and at removing it.
 */
#ifndef MYTAP_LOADER_TURN_H
#define MYTAP_LOADER_TURN_H

#include <stdbool.h>

/* How long to wait, in seconds: what somebody waits for, and what nobody does. */
enum { TURN_SOON = 30, TURN_PATIENT = 600 };

/* fd: of the module's file; a process that inherits it inherits the turn. False: others had it for so long; nothing said. */
bool turn_take(int fd, unsigned int seconds);
void turn_give(int fd);

/* The file of fd opened once more, for turns of its own, as no standard descriptor. -1: cannot be. */
int turn_reopen(int fd);

#endif
