/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts of --report about calls and stacks. */
#ifndef MYTAP_LOADER_REPORT_GRAPH_H
#define MYTAP_LOADER_REPORT_GRAPH_H

#include "times.h"

/* All zero: empty. */
struct report_graph {
	struct times times;
	struct writer flame;		/* of writer_flamegraph, into svg */
	struct output svg;
};

bool report_graph_event(struct report_graph *g, struct writer *page, const struct event *e);
/* The sections; nothing if there is nothing to show. */
void report_graph_put_times(struct report_graph *g, struct writer *page);
void report_graph_put_flame(struct report_graph *g, struct writer *page, const struct session_end *end);
void report_graph_deinit(struct report_graph *g);

#endif
