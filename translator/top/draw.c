// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The screen: a line about the session, probes, variables, output, and a line with the keys. A pane has a line with its name; the
 * focused one's is bright. It is drawn whole each time; curses sends what differs.
 */
#include "translator/top/draw.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

enum { ROWS_LEAST = 8, COLS_LEAST = 30, TEXT_LEAST = 4, GAP = 1, PANE_LEAST = 3 };

static unsigned int page = 1;

unsigned int draw_page(void)
{
	return page;
}

/*
 * At most `width` columns of a text, the rest of them blank. What cannot be printed is a question mark: output of a script may
 * hold anything. Returns the columns of the whole text.
 */
static int put(int y, int x, int width, const char *text)
{
	mbstate_t state = { 0 };
	int at = 0;

	for (size_t n = strlen(text), used; n; text += used, n -= used) {
		wchar_t c;
		int columns;

		used = mbrtowc(&c, text, n, &state);
		if (used == (size_t)-1 || used == (size_t)-2) {
			memset(&state, 0, sizeof(state));
			used = 1;
			c = '?';
		}
		columns = c == '\t' ? 8 - at % 8 : wcwidth(c);
		if (columns < 0 || (!columns && !at)) {
			c = '?';
			columns = 1;
		}
		if (c != '\t' && at + columns <= width)
			mvaddnwstr(y, x + at, &c, 1);
		at += columns;
	}
	return at;
}

static int width_of(const char *text)
{
	return put(0, 0, 0, text);
}

/* Cut texts end with a mark. */
static void put_cell(int y, int x, int width, const char *text, bool is_right)
{
	int n = width_of(text);

	if (n > width) {
		put(y, x, width - 1, text);
		mvaddch(y, x + width - 1, '~');
	} else {
		put(y, is_right ? x + width - n : x, n, text);
	}
}

static void put_bar(int y, const char *text, chtype attribute)
{
	attron(attribute);
	mvhline(y, 0, ' ', COLS);
	put_cell(y, 0, COLS, text, false);
	attroff(attribute);
}

/* "-- Probes ------" */
static void put_name(int y, const char *name, bool is_focused)
{
	int n = width_of(name);

	if (is_focused)
		attron(A_BOLD | A_UNDERLINE);
	mvhline(y, 0, '-', COLS);
	put_cell(y, 3, n < COLS - 4 ? n : COLS - 4, name, false);
	mvaddch(y, 2, ' ');
	if (3 + n < COLS)
		mvaddch(y, 3 + n, ' ');
	if (is_focused) {
		mvaddch(y, 0, '>');
		mvaddch(y, 1, '>');
	}
	attroff(A_BOLD | A_UNDERLINE);
}

/* ---- tables ------------------------------------------------------------------------------------------- */

static bool is_number_column(const struct table *t, unsigned int column)
{
	return t->rows.n && t->rows.v[0].cells[column].is_number;
}

/* The widest text gives way until all fit. */
static void widths_fit(const struct table *t, int *widths)
{
	int sum = 0;

	for (unsigned int c = 0; c < t->columns; c++)
		sum += widths[c] + GAP;
	while (sum - GAP > COLS) {
		int widest = -1;

		for (unsigned int c = 0; c < t->columns; c++)
			if (!is_number_column(t, c) && widths[c] > TEXT_LEAST && (widest < 0 || widths[c] > widths[widest]))
				widest = c;
		if (widest < 0)
			return;
		widths[widest]--;
		sum--;
	}
}

/* The head of the column that orders the rows has a mark. */
static const char *head_text(const struct table *t, const struct view *v, unsigned int column, char *to, size_t room)
{
	snprintf(to, room, "%s%s", t->heads[column], v->column == (int)column ? v->is_reversed ? "^" : "*" : "");
	return to;
}

static void widths_find(const struct table *t, const struct view *v, unsigned int first, unsigned int n, int *widths)
{
	char head[64];

	for (unsigned int c = 0; c < t->columns; c++) {
		widths[c] = width_of(head_text(t, v, c, head, sizeof(head)));
		for (unsigned int i = first; i < first + n && i < t->rows.n; i++) {
			int width = width_of(t->rows.v[i].cells[c].text);

			if (width > widths[c])
				widths[c] = width;
		}
	}
	widths_fit(t, widths);
}

static void put_row(const struct table *t, const int *widths, int y, const struct row *r)
{
	int x = 0;

	for (unsigned int c = 0; c < t->columns && x < COLS; c++) {
		int room = widths[c] < COLS - x ? widths[c] : COLS - x;

		put_cell(y, x, room, r->cells[c].text, r->cells[c].is_number);
		x += widths[c] + GAP;
	}
}

/* Of `rows` lines the first has the heads. */
static void put_table(const struct table *t, struct view *v, int y, int rows, bool is_focused)
{
	unsigned int selected = table_selected(t, v), most = rows > 1 ? rows - 1 : 0;
	int widths[COLUMNS_MOST] = { 0 }, x = 0;
	char head[64];

	if (selected < v->top || v->top >= t->rows.n)
		v->top = selected;
	if (most && selected >= v->top + most)
		v->top = selected - most + 1;
	if (t->rows.n <= most)
		v->top = 0;
	widths_find(t, v, v->top, most, widths);
	attron(A_BOLD);
	for (unsigned int c = 0; c < t->columns && x < COLS; c++) {
		put_cell(y, x, widths[c] < COLS - x ? widths[c] : COLS - x, head_text(t, v, c, head, sizeof(head)), is_number_column(t, c));
		x += widths[c] + GAP;
	}
	attroff(A_BOLD);
	for (unsigned int i = 0; i < most && v->top + i < t->rows.n; i++) {
		bool is_selected = is_focused && v->top + i == selected;

		if (is_selected) {
			attron(A_REVERSE);
			mvhline(y + 1 + i, 0, ' ', COLS);
		}
		put_row(t, widths, y + 1 + i, &t->rows.v[v->top + i]);
		attroff(A_REVERSE);
	}
}

static void put_chart(const struct table *t, struct view *v, int y, int rows)
{
	int values = 5, counts = 5, bar;
	double most = 1;

	for (unsigned int i = 0; i < t->rows.n; i++) {
		const struct row *r = &t->rows.v[i];

		values = width_of(r->cells[0].text) > values ? width_of(r->cells[0].text) : values;
		counts = width_of(r->cells[1].text) > counts ? width_of(r->cells[1].text) : counts;
		most = r->cells[1].number > most ? r->cells[1].number : most;
	}
	bar = COLS - values - counts - 3;
	if (bar < 1)
		return;
	if (v->top >= t->rows.n)
		v->top = t->rows.n ? t->rows.n - 1 : 0;
	for (int i = 0; i < rows && v->top + i < t->rows.n; i++) {
		const struct row *r = &t->rows.v[v->top + i];

		put_cell(y + i, 0, values, r->cells[0].text, true);
		mvaddch(y + i, values + 1, '|');
		mvhline(y + i, values + 2, '@', (int)(r->cells[1].number / most * bar));
		put_cell(y + i, COLS - counts, counts, r->cells[1].text, true);
	}
}

/* ---- panes -------------------------------------------------------------------------------------------- */

static void draw_table(struct state *s, enum pane pane, int y, int rows)
{
	struct arena *a = arena_new();
	struct view *v = NULL;
	struct table *t = state_table(s, pane, a, &v);
	bool is_focused = s->focus == pane;

	put_name(y, t ? t->title : pane == PANE_PROBES ? "Probes" : "Globals: none", is_focused);
	if (t && t->is_chart)
		put_chart(t, v, y + 1, rows - 1);
	else if (t)
		put_table(t, v, y + 1, rows - 1, is_focused);
	arena_free(a);
}

static void draw_output(struct state *s, int y, int rows)
{
	unsigned int shown = rows > 1 ? rows - 1 : 0, all = state_lines(s), n;
	char name[64] = "Output";

	/* Looking back ends where the first line is at the top. */
	if (s->back + shown > all)
		s->back = all > shown ? all - shown : 0;
	if (s->back)
		snprintf(name, sizeof(name), "Output (%u lines below)", s->back);
	put_name(y, name, s->focus == PANE_OUTPUT);
	n = all - s->back < shown ? all - s->back : shown;
	for (unsigned int i = 0; i < n; i++)
		put(y + 1 + i, 0, COLS, state_line(s, i, n + s->back));
}

static void draw_pane(struct state *s, enum pane pane, int y, int rows)
{
	if (rows < 1)
		return;
	if (s->focus == pane)
		page = rows > 2 ? rows - 2 : 1;
	if (pane == PANE_OUTPUT)
		draw_output(s, y, rows);
	else
		draw_table(s, pane, y, rows);
}

static unsigned int probes_of(struct state *s)
{
	struct arena *a = arena_new();
	struct view *v;
	struct table *t = state_table(s, PANE_PROBES, a, &v);
	unsigned int n = t ? t->rows.n : 0;

	arena_free(a);
	return n;
}

static void draw_panes(struct state *s, int y, int rows)
{
	int probes = probes_of(s) + 2, values = 0;

	if (s->is_zoomed) {
		draw_pane(s, s->focus, y, rows);
		return;
	}
	if (probes > rows / 3)
		probes = rows / 3;
	if (probes < PANE_LEAST)
		probes = PANE_LEAST;
	if (state_has_values(s))
		values = (rows - probes) / 2;
	draw_pane(s, PANE_PROBES, y, probes);
	draw_pane(s, PANE_VALUES, y + probes, values);
	draw_pane(s, PANE_OUTPUT, y + probes + values, rows - probes - values);
}

static const char *keys_of(const struct state *s)
{
	if (s->over)
		return "q end   Tab pane   arrows, PgUp, PgDn move   s sort   r reverse   z zoom";
	switch (s->focus) {
	case PANE_PROBES: return "q end  Tab pane  Up/Down row  Space on/off  s sort  r reverse  z zoom  p pause";
	case PANE_VALUES: return "q end  Tab pane  Left/Right variable  Enter chart  s sort  r reverse  z zoom";
	case PANE_OUTPUT: return "q end  Tab pane  Up/Down/PgUp/PgDn scroll  End newest  z zoom  p pause";
	case PANES: break;
	}
	return "";
}

void draw(struct state *s)
{
	struct strbuf title = { 0 };

	erase();
	if (LINES < ROWS_LEAST || COLS < COLS_LEAST) {
		put(0, 0, COLS, "too small; q ends");
	} else {
		state_title(s, &title);
		put_bar(0, strbuf_str(&title), A_REVERSE);
		draw_panes(s, 1, LINES - 2);
		put_bar(LINES - 1, keys_of(s), A_REVERSE);
	}
	strbuf_deinit(&title);
	refresh();
}
