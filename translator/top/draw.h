/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MYTAP_DRAW_H
#define MYTAP_DRAW_H

#include "translator/top/state.h"

/* The whole screen. */
void draw(struct state *s);
/* Rows of the focused pane, for a page up or down. */
unsigned int draw_page(void);

#endif
