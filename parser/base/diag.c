// SPDX-License-Identifier: GPL-2.0-or-later
/* print() and print_place() alone define the layout of messages about a script. */
#include "diag.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"

enum { SHOWN_WIDTH = 200 };	/* bytes shown around the place, if the source line is longer */

static void index_lines(struct source *src)
{
	uint32_t n = 1;

	for (uint32_t i = 0; i < src->len; i++)
		n += src->text[i] == '\n';
	src->line = xmalloc(n * sizeof(*src->line));
	src->line[0] = 0;
	src->nlines = 1;
	for (uint32_t i = 0; i < src->len; i++)
		if (src->text[i] == '\n')
			src->line[src->nlines++] = i + 1;
}

void source_position(struct source *src, uint32_t off, uint32_t *line, uint32_t *column)
{
	uint32_t lo = 0, hi;

	if (!src->line)
		index_lines(src);
	if (off > src->len)
		off = src->len;
	for (hi = src->nlines; hi - lo > 1;) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (src->line[mid] <= off)
			lo = mid;
		else
			hi = mid;
	}
	*line = lo + 1;
	*column = off - src->line[lo] + 1;
}

void diag_init(struct diag *d, FILE *out)
{
	*d = (struct diag){ .out = out, .kind = "semantic", .max_errors = 100 };
}

void diag_deinit(struct diag *d)
{
	map_deinit(&d->said);
}

static void print_token(struct diag *d, struct loc loc)
{
	uint32_t n = loc.end > loc.beg ? loc.end - loc.beg : 0;
	const char *p = loc.src->text + loc.beg;

	if (loc.beg >= loc.src->len) {
		fputs(": end of input", d->out);
		return;
	}
	if (!n || n > 60 || memchr(p, '\n', n))
		return;
	fputs(": '", d->out);
	for (uint32_t i = 0; i < n; i++)
		fputc((unsigned char)p[i] < 0x20 || p[i] == 0x7f ? '?' : p[i], d->out);
	fputc('\'', d->out);
}

static void print_source_line(struct diag *d, struct loc loc, uint32_t line, uint32_t column)
{
	const char *p = loc.src->text + loc.src->line[line - 1];
	uint32_t len = (uint32_t)strcspn(p, "\n"), from = 0;

	if (len > SHOWN_WIDTH) {
		from = column > SHOWN_WIDTH / 2 ? column - SHOWN_WIDTH / 2 : 0;
		if (len - from > SHOWN_WIDTH)
			len = from + SHOWN_WIDTH;
	}
	fputs("        source: ", d->out);
	for (uint32_t i = from; i < len; i++)
		fputc((unsigned char)p[i] < 0x20 || p[i] == 0x7f ? (p[i] == '\t' ? '\t' : '?') : p[i], d->out);
	fputs("\n                ", d->out);
	for (uint32_t i = from; i + 1 < column; i++)	/* tabs stay tabs, so that the caret lines up */
		fputc(i < len && p[i] == '\t' ? '\t' : ' ', d->out);
	fputs(d->color ? "\033[1;32m^\033[0m\n" : "^\n", d->out);
}

static void print_place(struct diag *d, struct loc loc, bool with_token)
{
	uint32_t line, column;

	if (!loc.src) {
		fputc('\n', d->out);
		return;
	}
	source_position(loc.src, loc.beg, &line, &column);
	if (with_token)
		print_token(d, loc);
	fprintf(d->out, " at %s:%u:%u\n", loc.src->name, line, column);
	print_source_line(d, loc, line, column);
}

static void print_chain(struct diag *d, struct loc loc)
{
	for (const struct loc_via *v = loc.via; v; v = v->loc.via) {
		fprintf(d->out, "note: %s", v->what);
		print_place(d, v->loc, false);
	}
	for (struct diag_frame *f = d->frames; f; f = f->next) {
		fprintf(d->out, "note: %s", f->what);
		print_place(d, f->loc, false);
	}
}

static bool said_before(struct diag *d, const char *kind, struct loc loc, const char *text)
{
	struct strbuf key = { 0 };

	strbuf_printf(&key, "%s|%s|%u|%s", kind, loc.src ? loc.src->name : "", loc.beg, text);
	if (map_get(&d->said, key.s)) {
		strbuf_deinit(&key);
		return true;
	}
	map_put(&d->said, intern(key.s), d);
	strbuf_deinit(&key);
	return false;
}

bool diag_is_silent(const struct diag *d)
{
	return d->quiet || (d->max_errors && d->errors >= d->max_errors);
}

/* The first error beyond the limit is counted already. */
static bool is_silent(const struct diag *d)
{
	return d->quiet || (d->max_errors && d->errors > d->max_errors);
}

static void print(struct diag *d, const char *kind, const char *color, struct loc loc, const char *fmt, va_list ap)
{
	struct strbuf text = { 0 };

	strbuf_vprintf(&text, fmt, ap);
	d->is_mute = is_silent(d) || said_before(d, kind, loc, strbuf_str(&text));
	if (!d->is_mute) {
		fprintf(d->out, d->color ? "\033[1;%sm%s\033[0m %s" : "%.0s%s %s", color, kind, strbuf_str(&text));
		print_place(d, loc, true);
		print_chain(d, loc);
	}
	strbuf_deinit(&text);
}

void diag_error(struct diag *d, struct loc loc, const char *fmt, ...)
{
	char kind[32];
	va_list ap;

	snprintf(kind, sizeof(kind), "%s error:", d->kind);
	d->errors++;
	va_start(ap, fmt);
	print(d, kind, "31", loc, fmt, ap);
	va_end(ap);
	if (!d->quiet && d->max_errors && d->errors == d->max_errors)
		fprintf(d->out, "note: %u errors so far; any more are only counted\n", d->errors);
}

void diag_warn(struct diag *d, struct loc loc, const char *fmt, ...)
{
	va_list ap;

	d->is_mute = d->no_warnings;
	if (d->is_mute)
		return;
	d->warnings++;
	if (d->warnings_are_errors)
		d->errors++;
	va_start(ap, fmt);
	print(d, d->warnings_are_errors ? "ERROR (warning, -W):" : "WARNING:", "33", loc, fmt, ap);
	va_end(ap);
}

void diag_note(struct diag *d, struct loc loc, const char *fmt, ...)
{
	va_list ap;

	if (is_silent(d) || d->is_mute)
		return;
	fputs("note: ", d->out);
	va_start(ap, fmt);
	vfprintf(d->out, fmt, ap);
	va_end(ap);
	print_place(d, loc, false);
}

void diag_push(struct diag *d, struct diag_frame *f, struct loc loc, const char *what)
{
	*f = (struct diag_frame){ .what = what, .loc = loc, .next = d->frames };
	d->frames = f;
}

void diag_pop(struct diag *d)
{
	d->frames = d->frames->next;
}

/* Edit distance (insert, delete, replace, swap of neighbours), cut off at 255 bytes. */
static unsigned int distance(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b);
	unsigned int row[3][64], *before = row[0], *last = row[1], *now = row[2];

	if (na >= 63 || nb >= 63)
		return 1000;
	for (size_t j = 0; j <= nb; j++)
		last[j] = (unsigned int)j;
	for (size_t i = 1; i <= na; i++) {
		unsigned int *t;

		now[0] = (unsigned int)i;
		for (size_t j = 1; j <= nb; j++) {
			unsigned int best = last[j - 1] + (a[i - 1] != b[j - 1]);

			if (last[j] + 1 < best)
				best = last[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			now[j] = best;
		}
		t = before;
		before = last;
		last = now;
		now = t;
	}
	return last[nb];
}

void near_try(struct near *n, const char *candidate)
{
	size_t length = strlen(n->name), other = strlen(candidate), most = 1 + length / 4;
	unsigned int d;

	if (length > other + most || other > length + most)
		return;
	d = distance(n->name, candidate);
	if (d > 1 + strlen(n->name) / 4 || (n->best && d >= n->distance))
		return;
	n->best = candidate;
	n->distance = d;
}
