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

enum step_kind { STEP_END, STEP_TEXT, STEP_DECIMAL, STEP_UNSIGNED, STEP_HEX, STEP_STRING, STEP_CHAR, STEP_BITS, STEP_OTHER };

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
	char before[8];			/* the text before the conversion; a longer one is a STEP_TEXT */
	u32 text_len;			/* of it, of `text` */
	enum step_kind kind;
	u32 behind;			/* bytes that the arguments behind it have at least */
	const char *text;		/* STEP_TEXT */
	struct mytap_directive directive;	/* STEP_OTHER */
	const struct bits_entry *entries;	/* STEP_BITS: the table, read once */
	u32 nentries;
};

struct format {
	const struct step *steps;	/* the last is STEP_END */
	u32 room;			/* for text and plain numbers */
	u32 least;			/* bytes of all arguments, at least */
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

/* The numbers below 1,000: three digits, and the same without zeros before them; its last byte is their number. */
struct group {
	char digits[3], none;
	char text[3];
	u8 len;
};

static struct group groups[1000];

static void make_groups(void)
{
	for (unsigned int i = 0; i < 1000; i++) {
		struct group *g = &groups[i];

		g->len = i < 10 ? 1 : i < 100 ? 2 : 3;
		for (unsigned int k = 3, v = i; k-- > 0; v /= 10)
			g->digits[k] = '0' + v % 10;
		memcpy(g->text, g->digits + 3 - g->len, g->len);
	}
}

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

/* Text before a conversion or the end. Returns that one's step. */
static struct step *compile_text(struct step *step, const char *from, const char *to)
{
	u32 n = to - from;

	if (n <= sizeof(step->before)) {
		memcpy(step->before, from, n);
		step->text_len = n;
		return step;
	}
	step->kind = STEP_TEXT;
	step->text = from;
	step->text_len = n;
	return step + 1;
}

/* The arguments of a conversion are whole words, at least one each. */
static u32 least_of(const struct step *step)
{
	return step->kind == STEP_END || step->kind == STEP_TEXT ? 0 : 8 * (1 + step->directive.width_arg + step->directive.precision_arg);
}

/* Compiles one format to steps at s, its text to t, entries of its tables to e; all are advanced. */
static void compile(struct format *f, const char *fmt, struct step **s, struct bits_entry **e, char **t)
{
	struct mytap_directive d;
	struct step *step = *s;
	const char *text = *t;

	f->steps = step;
	while ((fmt = mytap_format_next(fmt, &d)) != NULL) {
		if (!d.conversion) {
			memcpy(*t, d.text, d.length);
			*t += d.length;
			continue;
		}
		f->room += *t - text + 24;
		step = compile_text(step, text, *t);
		step->kind = step_kind(&d);
		step->directive = d;
		if (d.conversion == 'F') {
			f->room += mytap_format_room(&d, 0);
			compile_bits(step, &d, e, t);
		}
		text = *t;
		step++;
	}
	f->room += *t - text;
	step = compile_text(step, text, *t);
	step->kind = STEP_END;
	*s = step + 1;
	for (; step >= f->steps; step--) {
		step->behind = f->least;
		f->least += least_of(step);
	}
}

struct format_table *format_table_new(const struct string_table *texts)
{
	struct format_table *t = must_alloc(sizeof(*t));
	size_t bytes = 0, steps = 2 * texts->n, entries = 1;
	struct bits_entry *entry;
	struct step *step;
	char *text;

	for (size_t i = 0; i < texts->n; i++) {
		bytes += texts->len[i];
		for (size_t k = 0; k < texts->len[i]; k++) {
			steps += 2 * (texts->v[i][k] == '%');
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
	make_groups();
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
	if (a->end - a->p < 8)
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

/* Four bytes, of which `of` are meant. */
static inline char *put_group(char *to, const char *from, u32 of)
{
	memcpy(to, from, 4);
	return to + of;
}

static __attribute__((noinline)) char *put_large(char *to, u64 v)
{
	char digits[24 + SLACK], *end = digits + 24, *s = mytap_digits(end, v);

	return put_words(to, s, end - s);
}

/* Most numbers are small: by groups of three digits. */
static inline char *put_decimal(char *to, u64 v)
{
	if (v < 1000)
		return put_group(to, groups[v].text, groups[v].len);
	if (v < 1000000) {
		to = put_group(to, groups[v / 1000].text, groups[v / 1000].len);
		return put_group(to, groups[v % 1000].digits, 3);
	}
	return put_large(to, v);
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

static __attribute__((noinline)) char *put_bits(const struct format_table *t, char *to, const struct step *step, u64 v)
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
 * follows. Returns where the next argument is; NULL: there are too few.
 */
static __attribute__((noinline)) const char *print_other(struct output *o, const char *p, const char *end, const struct step *step, u32 later)
{
	struct arguments arguments = { p, end }, *a = &arguments;
	struct mytap_directive d = step->directive;
	const char *bytes = NULL;
	u32 len = 0;
	s64 v = 0;
	size_t room;
	char *to;

	if (d.width_arg) {
		if (!take_number(a, &v))
			return NULL;
		mytap_directive_width(&d, v);
	}
	if (d.precision_arg) {
		if (!take_number(a, &v))
			return NULL;
		mytap_directive_precision(&d, v);
	}
	if (d.conversion == 's' || d.conversion == 'm' || d.conversion == 'M') {
		if (!take_bytes(a, &bytes, &len))
			return NULL;
	} else if (!take_number(a, &v)) {
		return NULL;
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
	return (u64)(end - a->p) >= step->behind ? a->p : NULL;
}

bool format_put(const struct format_table *t, struct output *o, u32 format, const char *args, u32 size)
{
	static const void *const codes[] = {
		[STEP_END] = &&at_end, [STEP_TEXT] = &&text, [STEP_DECIMAL] = &&decimal, [STEP_UNSIGNED] = &&without_sign, [STEP_HEX] = &&hex,
		[STEP_STRING] = &&string, [STEP_CHAR] = &&character, [STEP_BITS] = &&bits, [STEP_OTHER] = &&other,
	};
	const char *p = args, *end = args + size;
	const struct format *f;
	const struct step *step;
	u32 len, room;
	char *to;
	s64 v;

	if (format >= t->n || size < t->v[format].least)
		return false;
	f = &t->v[format];
	room = f->room + size + SLACK;	/* plain strings are not longer than the payload */
	to = output_room(o, room);
	step = f->steps;
	/* Each conversion jumps to the next one: a loop around a switch is five instructions more. */
#define GO_ON() do { memcpy(to, step->before, 8); to += step->text_len; goto *codes[step->kind]; } while (0)
#define NUMBER() (memcpy(&v, p, 8), p += 8)
	GO_ON();
decimal:
	NUMBER();
	if (v < 0) {
		*to++ = '-';
		v = -(u64)v;
	}
	to = put_decimal(to, v);
	step++;
	GO_ON();
without_sign:
	NUMBER();
	to = put_decimal(to, v);
	step++;
	GO_ON();
hex:
	NUMBER();
	to = put_hex(to, v);
	step++;
	GO_ON();
string:
	memcpy(&len, p, 4);
	if ((u64)(end - p) < ((4 + (u64)len + 7) & ~7ULL) + step->behind)
		return false;
	to = put_string(to, p + 4, len);
	p += (4 + (u64)len + 7) & ~7ULL;
	step++;
	GO_ON();
character:
	NUMBER();
	*to++ = v;
	step++;
	GO_ON();
bits:
	NUMBER();
	to = put_bits(t, to, step, v);
	step++;
	GO_ON();
text:
	memcpy(to - step->text_len, step->text, step->text_len);
	step++;
	GO_ON();
other:
	output_advance(o, to);
	p = print_other(o, p, end, step, room);
	if (!p)
		return false;
	to = o->buf + o->end;
	step++;
	GO_ON();
at_end:
	output_advance(o, to);
	return true;
#undef GO_ON
#undef NUMBER
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

	while (step && step->kind == STEP_TEXT)
		step++;
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
