/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tree of all possible probe points: a node per component, by name and kind of argument. */
#ifndef MYTAP_PROBE_POINT_H
#define MYTAP_PROBE_POINT_H

#include "elaborate.h"

struct point_node {
	const char *name;
	enum point_arg { POINT_NO_ARG, POINT_STRING, POINT_NUMBER } arg;
	struct map children;		/* name -> first of the nodes of that name */
	struct point_node *same_name;	/* next one, with another kind of argument */
	const struct probe_family *family;	/* a point may end here */
	const char *pattern;
	VEC(struct alias *) aliases;	/* aliases of this name */
};

enum point_arg point_arg_of(const struct component *c);

/*
 * Reports a point without a match: its first `matched` components led to node, which has no child for the next one.
 * The components that may follow come from the families, the script's aliases and the index of the tapsets.
 */
void point_say_mismatch(struct elab *e, const struct probe_point *pp, unsigned int matched, const struct point_node *node);

#endif
