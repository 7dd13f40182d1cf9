/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text writer's own: text.c has all but the function graph's lines, which are text_graph.c's. */
#ifndef MYTAP_LOADER_TEXT_H
#define MYTAP_LOADER_TEXT_H

#include "writer.h"

/* A call whose opening line is not written yet: it is one line with its return when nothing comes between. */
struct text_pending {
	bool is_there;
	u32 pid;
	u64 function, time;
	unsigned int depth;
	char *args;			/* NULL: not asked for */
	char comm[17];
};

struct text_cpu {
	struct text_pending pending;
	u32 pid;			/* whose lines were the last here ... */
	u64 since;			/* ... from that time on */
	bool is_seen;
	char comm[17];
};

struct text {
	bool has_header;
	struct text_cpu *cpus;
	size_t ncpus;
};

/* The CPU's own state, made when it is first heard of. */
struct text_cpu *text_cpu(struct text *t, u32 cpu);
void text_graph_enter(struct writer *w, const struct event *e);
void text_graph_leave(struct writer *w, const struct event *e);
/* Writes what waits. */
void text_graph_end(struct writer *w, const struct session_end *end);
void text_graph_deinit(struct text *t);

#endif
