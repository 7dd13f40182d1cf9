/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MYTAP_TERMINAL_H
#define MYTAP_TERMINAL_H

#include <stdbool.h>

/* Takes the terminal at standard input and output; `to` is told what restores it. False: it cannot show a screen; reported. */
bool terminal_begin(int to);

#endif
