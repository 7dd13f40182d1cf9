// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A format is compiled to a sequence of steps, each some text and then one conversion; the plain conversions (%d %u
 * %x %s %c, no flags; names of bits) are done in place, the others by runtime/format.h, which the module uses as
 * well. Room for the text and the plain conversions is reserved once per record. This is the reader's hot path.
 */
#include "formats.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/format.h"
#include "say.h"

enum { SLACK = 8 };			/* bytes that put_words() may access beyond a text */

enum step_kind { STEP_END, STEP_DECIMAL, STEP_UNSIGNED, STEP_HEX, STEP_STRING, STEP_CHAR, STEP_BITS, STEP_OTHER };

/*
 * A cache of names of bits: flags of calls take few different values, and searching a table is slow.
 */
enum { MEMOS = 64, MEMO_TEXT = 112 };	/* of a table of formats; bytes */

struct bits_memo {
	const struct step *step;	/* NULL: unused */
	u64 value;
	u32 len;
	char text[MEMO_TEXT + SLACK];
};

struct step {
	const char *text;		/* before the conversion */
	u32 text_len;
	enum step_kind kind;
	struct mytap_directive directive;	/* STEP_OTHER */
	const struct bits_entry *entries;	/* STEP_BITS: the table, read once */
	u32 nentries;
};

struct format {
	const struct step *steps;	/* the last is STEP_END */
	u32 room;			/* for text and plain numbers */
};

struct format_table {
	struct format *v;
	size_t n;
	struct step *steps;
	struct bits_entry *entries;
	struct bits_memo *memos;	/* MEMOS */
	char *text;
	const struct string_table *texts, *maps;
	struct format_map *map;		/* by format; an entry without a name prints no global */
};

static enum step_kind step_kind(const struct mytap_directive *d)
{
	if (d->flags || d->width >= 0 || d->precision >= 0 || d->width_arg || d->precision_arg)
		return STEP_OTHER;
	switch (d->conversion) {
	case 'd':
		return STEP_DECIMAL;
	case 'u':
		return STEP_UNSIGNED;
	case 'x':
		return STEP_HEX;
	case 's':
		return STEP_STRING;
	case 'c':
		return STEP_CHAR;
	case 'F':
		return STEP_BITS;
	default:
		return STEP_OTHER;
	}
}

/* Compiles the text of a table to t, its entries to e; both are advanced. */
static void compile_bits(struct step *step, const struct mytap_directive *d, struct bits_entry **e, char **t)
{
	const char *p = step->directive.text = memcpy(*t, d->text, d->length);

	(*t)[d->length] = '\0';
	*t += d->length + 1;
	step->entries = *e;
	while ((p = bits_next(p, *e)) != NULL)
		++*e;
	step->nentries = *e - step->entries;
}

/* Compiles one format to steps at s, its text to t, entries of its tables to e; all are advanced. */
static void compile(struct format *f, const char *fmt, struct step **s, struct bits_entry **e, char **t)
{
	struct mytap_directive d;
	struct step *step = *s;

	f->steps = step;
	step->text = *t;
	while ((fmt = mytap_format_next(fmt, &d)) != NULL) {
		if (!d.conversion) {
			memcpy(*t, d.text, d.length);
			*t += d.length;
			continue;
		}
		step->text_len = *t - step->text;
		step->kind = step_kind(&d);
		step->directive = d;
		f->room += step->text_len + 24;
		if (d.conversion == 'F') {
			f->room += mytap_format_room(&d, 0);
			compile_bits(step, &d, e, t);
		}
		(++step)->text = *t;
	}
	step->text_len = *t - step->text;
	step->kind = STEP_END;
	f->room += step->text_len;
	*s = step + 1;
}

struct format_table *format_table_new(const struct string_table *texts)
{
	struct format_table *t = must_alloc(sizeof(*t));
	size_t bytes = 0, steps = texts->n, entries = 1;
	struct bits_entry *entry;
	struct step *step;
	char *text;

	for (size_t i = 0; i < texts->n; i++) {
		bytes += texts->len[i];
		for (size_t k = 0; k < texts->len[i]; k++) {
			steps += texts->v[i][k] == '%';
			entries += texts->v[i][k] == '%' || texts->v[i][k] == ',';
		}
	}
	t->texts = texts;
	t->n = texts->n;
	t->v = must_alloc(t->n * sizeof(*t->v));
	step = t->steps = must_alloc(steps * sizeof(*t->steps));
	t->memos = must_alloc(MEMOS * sizeof(*t->memos));
	entry = t->entries = must_alloc(entries * sizeof(*t->entries));
	text = t->text = must_alloc(bytes + SLACK);
	for (size_t i = 0; i < t->n; i++)
		compile(&t->v[i], texts->v[i], &step, &entry, &text);
	return t;
}

void format_table_free(struct format_table *t)
{
	free(t->memos);
	free(t->v);
	free(t->steps);
	free(t->entries);
	free(t->text);
	free(t->map);
	free(t);
}

/* "FORMAT KEYS NAME" */
void format_table_set_maps(struct format_table *t, const struct string_table *maps)
{
	t->maps = maps;
	free(t->map);
	t->map = must_alloc((t->n + 1) * sizeof(*t->map));
	for (size_t i = 0; i < maps->n; i++) {
		char *end;
		unsigned long format = strtoul(maps->v[i], &end, 10), keys = strtoul(end, &end, 10);

		if (*end == ' ' && end[1] && format < t->n && keys < 100)
			t->map[format] = (struct format_map){ keys, end + 1 };
	}
}

const struct format_map *format_map(const struct format_table *t, u32 id)
{
	return t->map && id < t->n && t->map[id].name ? &t->map[id] : NULL;
}

const struct string_table *format_texts(const struct format_table *t)
{
	return t->texts;
}

const struct string_table *format_maps(const struct format_table *t)
{
	return t->maps;
}

/* The remaining arguments. */
struct arguments {
	const char *p, *end;
};

static inline bool take_number(struct arguments *a, s64 *ret)
{
	if (a->p + 8 > a->end)
		return false;
	memcpy(ret, a->p, 8);
	a->p += 8;
	return true;
}

static inline bool take_bytes(struct arguments *a, const char **ret, u32 *len)
{
	u64 whole;

	if (a->end - a->p < 8)
		return false;
	memcpy(len, a->p, 4);
	whole = (4 + (u64)*len + 7) & ~7ULL;
	if ((u64)(a->end - a->p) < whole)
		return false;
	*ret = a->p + 4;
	a->p += whole;
	return true;
}

static inline void put_word(char *to, const char *from)
{
	u64 word;

	memcpy(&word, from, 8);
	memcpy(to, &word, 8);
}

/*
 * Texts are short: copying by words is cheaper than a call, most have at most one word, and the first one is copied
 * unconditionally. Reads and writes up to SLACK bytes too many; both sides have room for that.
 */
static inline char *put_words(char *to, const char *from, u32 n)
{
	put_word(to, from);
	if (__builtin_expect(n > 8, 0))
		for (u32 i = 8; i < n; i += 8)
			put_word(to + i, from + i);
	return to + n;
}

/* A string of a record: its length shares the first word with it, and it ends with a whole word. */
static inline char *put_string(char *to, const char *from, u32 n)
{
	memcpy(to, from, 4);
	if (n > 64)
		memcpy(to + 4, from + 4, n - 4);
	else if (n > 4)
		put_words(to + 4, from + 4, n - 4);
	return to + n;
}

static inline char *put_decimal(char *to, u64 v)
{
	char digits[24 + SLACK], *end = digits + 24, *s;

	if (v < 10) {
		*to = '0' + v;
		return to + 1;
	}
	s = mytap_digits(end, v);
	return put_words(to, s, end - s);
}

static inline char *put_hex(char *to, u64 v)
{
	int digits = v ? (67 - __builtin_clzll(v)) / 4 : 1;

	for (int i = digits; i-- > 0; v >>= 4)
		to[i] = "0123456789abcdef"[v & 15];
	return to + digits;
}

static u32 make_bits(char *to, const struct step *step, u64 v)
{
	struct bits_text t = { .to = to, .size = mytap_format_room(&step->directive, 0), .whole = v, .value = v };

	for (u32 i = 0; i < step->nentries && !bits_put(&t, &step->entries[i]); i++)
		;
	return bits_end(&t);
}

static char *put_bits(const struct format_table *t, char *to, const struct step *step, u64 v)
{
	struct bits_memo *memo = &t->memos[(v ^ v >> 5 ^ v >> 11 ^ v >> 19 ^ (step - t->steps)) % MEMOS];
	u32 n;

	if (__builtin_expect(memo->value == v && memo->step == step, 1))
		return put_words(to, memo->text, memo->len);
	n = make_bits(to, step, v);
	if (n <= MEMO_TEXT) {
		memo->step = step;
		memo->value = v;
		memo->len = n;
		memcpy(memo->text, to, n);
	}
	return to + n;
}

/*
 * A conversion with flags, width or precision, or a rare one. Reserves its own room, and `later` bytes for what
 * follows.
 */
static bool print_other(struct output *o, struct arguments *a, const struct step *step, u32 later)
{
	struct mytap_directive d = step->directive;
	const char *bytes = NULL;
	u32 len = 0;
	s64 v = 0;
	size_t room;
	char *to;

	if (d.width_arg) {
		if (!take_number(a, &v))
			return false;
		mytap_directive_width(&d, v);
	}
	if (d.precision_arg) {
		if (!take_number(a, &v))
			return false;
		mytap_directive_precision(&d, v);
	}
	if (d.conversion == 's' || d.conversion == 'm' || d.conversion == 'M') {
		if (!take_bytes(a, &bytes, &len))
			return false;
	} else if (!take_number(a, &v)) {
		return false;
	}
	room = mytap_format_room(&d, len);
	to = output_room(o, room + later);
	switch (d.conversion) {
	case 's':
		to += mytap_format_string(to, room, &d, bytes, len);
		break;
	case 'm': case 'M':
		to += mytap_format_memory(to, room, &d, bytes, len);
		break;
	default:
		to += mytap_format_number(to, room, &d, v);
		break;
	}
	output_advance(o, to);
	return true;
}

bool format_print(const struct format_table *t, struct output *o, const struct event_print *print)
{
	struct arguments a = { print->args, print->args + print->size };
	const struct format *f;
	const char *bytes;
	u32 len, room;
	char *to;
	s64 v;

	if (print->format >= t->n)
		return false;
	f = &t->v[print->format];
	room = f->room + print->size + SLACK;	/* plain strings are not longer than the payload */
	to = output_room(o, room);
	for (const struct step *step = f->steps;; step++) {
		to = put_words(to, step->text, step->text_len);
		switch (step->kind) {
		case STEP_END:
			output_advance(o, to);
			return true;
		case STEP_DECIMAL:
			if (!take_number(&a, &v))
				return false;
			if (v < 0) {
				*to++ = '-';
				v = -(u64)v;
			}
			to = put_decimal(to, v);
			break;
		case STEP_UNSIGNED:
			if (!take_number(&a, &v))
				return false;
			to = put_decimal(to, v);
			break;
		case STEP_HEX:
			if (!take_number(&a, &v))
				return false;
			to = put_hex(to, v);
			break;
		case STEP_STRING:
			if (!take_bytes(&a, &bytes, &len))
				return false;
			to = put_string(to, bytes, len);
			break;
		case STEP_CHAR:
			if (!take_number(&a, &v))
				return false;
			*to++ = v;
			break;
		case STEP_BITS:
			if (!take_number(&a, &v))
				return false;
			to = put_bits(t, to, step, v);
			break;
		case STEP_OTHER:
			output_advance(o, to);
			if (!print_other(o, &a, step, room))
				return false;
			to = o->buf + o->end;
			break;
		default:
			__builtin_unreachable();	/* step kinds come from compile(), not from the record */
		}
	}
}

void format_values_begin(struct format_values *values, const struct format_table *t, const struct event_print *print)
{
	*values = (struct format_values){ print->format < t->n ? t->v[print->format].steps : NULL, print->args, print->args + print->size };
}

bool format_values_next(struct format_values *values, struct format_value *ret)
{
	struct arguments a = { values->p, values->end };
	const struct step *step = values->step;
	u8 conversion;

	if (!step || step->kind == STEP_END)
		return false;
	conversion = step->directive.conversion;
	*ret = (struct format_value){ .kind = VALUE_UNSIGNED };
	if ((step->directive.width_arg && !take_number(&a, &ret->number)) || (step->directive.precision_arg && !take_number(&a, &ret->number)))
		return false;
	if (conversion == 's' || conversion == 'm' || conversion == 'M') {
		ret->kind = VALUE_STRING;
		if (!take_bytes(&a, &ret->s, &ret->len))
			return false;
	} else if (!take_number(&a, &ret->number)) {
		return false;
	}
	if (conversion == 'd' || conversion == 'c' || conversion == 'F')
		ret->kind = VALUE_NUMBER;
	values->p = a.p;
	values->step = step + 1;
	return true;
}

bool format_next_address(const char **s, const char *end, u64 *ret)
{
	const char *p = *s;

	while (p < end && *p == ' ')
		p++;
	if (end - p < 3 || p[0] != '0' || p[1] != 'x' || !isxdigit((unsigned char)p[2]))
		return false;
	*ret = 0;
	for (p += 2; p < end && isxdigit((unsigned char)*p); p++)
		*ret = *ret << 4 | (isdigit((unsigned char)*p) ? *p - '0' : (*p | 32) - 'a' + 10);
	*s = p;
	return p == end || *p == ' ';
}
