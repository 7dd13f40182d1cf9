/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "unit_cut.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "pieces.h"

/* Where a piece comes from. */
struct origin {
	const char *file;		/* with its quotes; not terminated */
	size_t n;
	unsigned long line;
};

struct unit {
	struct pieces pieces;
	VEC(struct origin) origins;	/* of each piece */
	const char *seen;		/* the line that `at` belongs to */
	struct origin at;
};

/* # 12 "file.h" 3 4 */
static bool is_line_number(const char *p)
{
	return p[0] == '#' && p[1] == ' ' && isdigit((unsigned char)p[2]);
}

/* Goes to the line of p, which is not before the last one. */
static void follow(struct unit *u, const char *p)
{
	for (const char *end; (end = memchr(u->seen, '\n', p - u->seen)); u->seen = end + 1) {
		char *behind;

		if (is_line_number(u->seen)) {
			u->at.line = strtoul(u->seen + 2, &behind, 10);
			u->at.file = *behind == ' ' && behind[1] == '"' ? behind + 1 : NULL;
			u->at.n = u->at.file ? c_token_next(u->at.file).n : 0;	/* without what it says of the file before */
		} else {
			u->at.line++;
		}
	}
}

static void add_origin(struct unit *u, const char *p)
{
	follow(u, p);
	vec_push(u->pieces.a, &u->origins, u->at);
}

/* The end of the lines at p that are no declarations; pragmas are pieces that are needed. */
static const char *read_lines(struct unit *u, const char *p)
{
	for (;;) {
		const char *end;

		p += strspn(p, " \t\n\r\f\v;");
		if (*p != '#')
			return p;
		end = p + strcspn(p, "\n");
		if (!is_line_number(p)) {
			add_origin(u, p);
			pieces_add(&u->pieces, p, end, false);
			pieces_keep(&u->pieces);
		}
		p = end;
	}
}

static void print_piece(const struct piece *p, const struct origin *from, struct strbuf *ret)
{
	if (from->file)
		strbuf_printf(ret, "# %lu %.*s\n", from->line, (int)from->n, from->file);
	strbuf_add(ret, p->s, p->n);
	strbuf_putc(ret, '\n');
}

void unit_cut(struct arena *a, const char *unit, struct strbuf *ret)
{
	struct unit u = { .pieces.a = a, .seen = unit };

	for (const char *p = unit; *(p = read_lines(&u, p));) {
		struct c_token first = c_token_next(p);

		add_origin(&u, p);
		p = pieces_read(&u.pieces, p);
		if (c_token_is(&first, "_Static_assert"))
			pieces_keep(&u.pieces);
	}
	pieces_close(&u.pieces);
	for (unsigned int i = 0; i < u.pieces.all.n; i++)
		if (u.pieces.all.v[i].is_needed)
			print_piece(&u.pieces.all.v[i], &u.origins.v[i], ret);
	map_deinit(&u.pieces.names);
}
