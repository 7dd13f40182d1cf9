/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The process of the screen, mytap-screen, and the pipes between it and mytap (README). */
#ifndef MYTAP_SHOW_H
#define MYTAP_SHOW_H

#include <json-c/json.h>
#include <sys/types.h>
#include <termios.h>

#include "parser/base/strbuf.h"
#include "translator/session.h"

struct show {
	pid_t pid;			/* 0: it has ended */
	int documents, orders;		/* -1: closed */
	struct termios terminal;	/* before it began */
	struct strbuf restore;		/* what makes the terminal's screen as it was */
	struct strbuf in;		/* orders, not yet a whole line */
};

#define SHOW_NONE { .documents = -1, .orders = -1 }	/* not begun */

/* False: there is no terminal, or no such program; reported. */
bool show_check(struct session *s);
bool show_begin(struct show *w, struct session *s);
/* Puts o; the screen may be gone, which its orders tell. */
void show_put(struct show *w, struct json_object *o);
/* A document with one text. */
void show_text(struct show *w, const char *key, const char *text, size_t n);
/* Reads orders, one call of `take` for each; false: the screen is gone. */
bool show_take(struct show *w, void (*take)(void *ctx, const char *order), void *ctx);
/* Ends the screen. The terminal is as before, however the process ended. */
void show_end(struct show *w);

#endif
