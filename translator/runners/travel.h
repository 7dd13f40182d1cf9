/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files to copy into a guest, so that a command written for this machine works there. */
#ifndef MYTAP_TRAVEL_H
#define MYTAP_TRAVEL_H

#include <stdbool.h>

#include "parser/base/arena.h"
#include "parser/base/map.h"
#include "parser/base/strbuf.h"
#include "parser/base/vec.h"

struct travel_file {
	const char *from, *to;
};
struct travel_link {
	const char *path, *target;
};

struct travel {
	struct arena *arena;
	const char *own;		/* names of the guest's programs, one per line */
	VEC(struct travel_file) files;
	VEC(struct travel_link) links;
	struct map places;		/* of both, in the guest */
};

void travel_init(struct travel *t, struct arena *a, const char *own);
void travel_deinit(struct travel *t);
/* The programs that a shell command starts, and the files of the working folder that it names. */
void travel_command(struct travel *t, const char *command);
/* The programs and libraries that a module probes, if they exist here, with what they need to run. */
void travel_module(struct travel *t, const char *module);
/* FILE or FOLDER, or with ":/PATH/IN/GUEST" behind it; else it comes to /root. false with the reason in why. */
bool travel_add(struct travel *t, const char *what, struct strbuf *why);

#endif
