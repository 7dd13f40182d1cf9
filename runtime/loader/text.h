/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Private to the text writer: text.c has all except the lines of the function graph, which are in text_graph.c. */
#ifndef MYTAP_LOADER_TEXT_H
#define MYTAP_LOADER_TEXT_H

#include "writer.h"

/* A call whose opening line is not written yet: if nothing comes in between, call and return are one line. */
struct text_pending {
	bool is_there;
	u32 pid;
	u64 function, time;
	unsigned int depth;
	char *args;			/* NULL: not requested */
	char comm[17];
};

struct text_cpu {
	struct text_pending pending;
	u32 pid;			/* the thread of the last lines from this CPU */
	u64 since;			/* since when */
	bool is_seen;
	char comm[17];
};

struct text {
	bool has_header;
	struct text_cpu *cpus;
	size_t ncpus;
};

/* The state of a CPU, made at its first record. */
struct text_cpu *text_cpu(struct text *t, u32 cpu);
void text_graph_enter(struct writer *w, const struct event *e);
void text_graph_leave(struct writer *w, const struct event *e);
/* Writes pending lines. */
void text_graph_end(struct writer *w, const struct session_end *end);
void text_graph_deinit(struct text *t);

#endif
