/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file of --raw once more, to any outputs. */
#ifndef MYTAP_LOADER_REPLAY_H
#define MYTAP_LOADER_REPLAY_H

#include "writer.h"

struct replay {
	const char *path;
	const char *output;		/* of text, or what takes its place; NULL: standard output */
	bool has_no_main;		/* text is not wanted: files only */
	bool is_silent;			/* messages and losses were reported while it was recorded */
	struct writer_choices writers;
	/* of the function graph */
	bool has_time, has_process;	/* columns of a function graph */
	unsigned int most_depth;	/* 0: all */
	bool failed;			/* trees, as in trees.h */
	u64 slower;
};

/* False: it could not be read or written, or an output says that the session failed; said. */
bool replay_run(struct replay *r);

#endif
