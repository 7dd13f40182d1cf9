/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What mytap-screen knows of the session: the last two looks at it and its output, and what the user chose. Made into tables;
 * independent of a terminal.
 */
#ifndef MYTAP_STATE_H
#define MYTAP_STATE_H

#include <json-c/json.h>

#include "parser/base/strbuf.h"
#include "parser/base/vec.h"

enum { COLUMNS_MOST = 24, LINES_KEPT = 4096 };
enum pane { PANE_PROBES, PANE_VALUES, PANE_OUTPUT, PANES };

struct cell {
	const char *text;
	double number;
	bool is_number;			/* printed to the right, ordered by its value */
};

struct row {
	struct cell cells[COLUMNS_MOST];
	const char *key;		/* names it in the next look, too */
	unsigned int number;		/* in the document */
};

struct table {
	const char *title;
	const char *heads[COLUMNS_MOST];
	unsigned int columns;
	VEC(struct row) rows;
	bool is_chart;			/* a histogram: value, count */
};

/* The user's choices for one table. */
struct view {
	char *name;
	int column;			/* that the rows are ordered by; -1: as in the document */
	bool is_reversed;
	char *selected;			/* key of the row; NULL: the first */
	char *chart;			/* key of the element whose histogram is shown; NULL: none */
	unsigned int top;		/* the first row shown; of a chart too */
};

struct state {
	struct json_object *document, *before;	/* with facts */
	char *over, *waiting;		/* or NULL */
	char *lines[LINES_KEPT];	/* of output; the oldest is overwritten */
	unsigned long nlines;		/* ever */
	struct strbuf line;		/* the last one, without its end */
	VEC(struct view *) views;
	unsigned int variable;		/* shown in PANE_VALUES */
	unsigned int back;		/* lines of output below the ones shown */
	enum pane focus;
	bool is_zoomed, is_held;	/* is_held: new looks wait */
	struct arena *arena;
};

void state_init(struct state *s);
void state_deinit(struct state *s);
/* A document, a line of JSON. True: the screen must be drawn again; false: it was dropped, since the screen is paused. */
bool state_take(struct state *s, const char *line, size_t n);

/* One line about the session. */
void state_title(struct state *s, struct strbuf *ret);
/* The table of a pane, ordered, in a; NULL: the pane has none. ret_view: its view. */
struct table *state_table(struct state *s, enum pane pane, struct arena *a, struct view **ret_view);
/* The index of the selected row. */
unsigned int table_selected(const struct table *t, const struct view *v);
/* Output: line i of the last n (0 is the oldest); NULL: there is none. */
const char *state_line(const struct state *s, unsigned int i, unsigned int n);
unsigned int state_lines(const struct state *s);
bool state_has_values(const struct state *s);

/* Keys. */
void state_next_pane(struct state *s);
void state_next_variable(struct state *s, int by);
void state_next_column(struct state *s);
void state_reverse(struct state *s);
void state_move(struct state *s, long by);
void state_chart(struct state *s);
/* The order for the selected probe, if the probes have the focus: "probe 3 off". False: there is none. */
bool state_toggle(struct state *s, struct strbuf *ret);

#endif
