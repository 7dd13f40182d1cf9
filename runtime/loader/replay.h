/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replays a file of --raw, or the files of -b, to any outputs. */
#ifndef MYTAP_LOADER_REPLAY_H
#define MYTAP_LOADER_REPLAY_H

#include "writer.h"

struct replay {
	const char *const *paths;	/* one file, or the parts of one session (-b) */
	size_t npaths;
	bool is_merge;			/* parts that are missing are reported */
	const char *output;		/* for text, or the writer in its place; NULL: standard output */
	const char *rotation;		/* of it, as -S has it; NULL: none */
	bool has_no_main;		/* no text: files only */
	bool is_silent;			/* messages and losses are not reported: they were while recording */
	struct writer_choices writers;
	/* of the function graph */
	bool has_time, has_process;	/* columns of a function graph */
	unsigned int most_depth;	/* 0: all */
	bool failed;			/* trees, as in trees.h */
	u64 slower;
};

/* False: it could not be read or written, or the recorded session failed; reported. */
bool replay_run(struct replay *r);

#endif
