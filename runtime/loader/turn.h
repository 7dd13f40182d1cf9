/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A session is identified by its module's name, and between loading a module and opening its file nothing tells
 * whose it is: the module of a dead session looks the same. So processes that use one module file take turns at
 * loading and opening, and at removing.
 */
#ifndef MYTAP_LOADER_TURN_H
#define MYTAP_LOADER_TURN_H

#include <stdbool.h>

/* Seconds to wait: while a user waits, and in the background. */
enum { TURN_SOON = 30, TURN_PATIENT = 600 };

/*
 * fd: of the module's file; a process that inherits it inherits the turn. False: others held it for this long; not
 * reported.
 */
bool turn_take(int fd, unsigned int seconds);
void turn_give(int fd);

/* Opens the file of fd again, for separate turns, not as descriptor 0 to 2. -1: failed. */
int turn_reopen(int fd);

#endif
