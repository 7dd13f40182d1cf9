// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the file of raw.h. This writer takes records before they are decoded. */
#include "raw.h"

#include <stdlib.h>
#include <string.h>

#include "decode.h"
#include "say.h"

struct raw_writer {
	struct output block;		/* the records of the open block; never written out by itself */
	u64 *seen;			/* addresses whose names were written: a hash table, 0: free */
	size_t nseen, room;
};

u64 raw_hash(const void *p, size_t n)
{
	u64 h = 0xcbf29ce484222325ULL, word;

	for (size_t i = 0; i + 8 <= n; i += 8) {
		memcpy(&word, (const char *)p + i, 8);
		h = (h ^ word) * 0x9e3779b97f4a7c15ULL;
		h ^= h >> 32;
	}
	return h;
}

static void close_block(struct writer *w)
{
	struct raw_writer *own = w->own;
	struct output *b = &own->block;
	struct raw_block head = { .size = b->end, .not_size = ~b->end, .hash = raw_hash(b->buf, b->end) };

	if (!b->end)
		return;
	output_add(w->out, &head, sizeof(head));
	output_add(w->out, b->buf, b->end);
	b->end = 0;
}

/* A record made by the loader: at most two pieces, and zeros up to a multiple of 8. */
static void put_record(struct writer *w, u32 kind_id, u64 time, const void *p, size_t n, const char *text, size_t len)
{
	struct raw_writer *own = w->own;
	struct mytap_record r = { .size = (sizeof(r) + n + len + 7) & ~7U, .kind_id = kind_id, .time = time };

	output_add(&own->block, &r, sizeof(r));
	output_add(&own->block, p, n);
	output_add(&own->block, text, len);
	output_add(&own->block, (char[8]){ 0 }, r.size - sizeof(r) - n - len);
}

static void put_table(struct writer *w, enum raw_table which, const struct string_table *t)
{
	struct raw_writer *own = w->own;
	struct output all = { .fd = -1 };
	u64 n = t ? t->n : 0;

	output_make_room(&all, 1);
	for (size_t i = 0; i < n; i++)
		output_add(&all, t->v[i], t->len[i] + 1);
	put_record(w, MYTAP_KIND_ID(RAW_TABLE, which), 0, &n, sizeof(n), all.buf, all.end);
	output_discard(&all);
	if (own->block.end >= RAW_BLOCK)
		close_block(w);
}

/* True if the address is new; remembers it. */
static bool is_new(struct raw_writer *own, u64 address)
{
	size_t i;

	if (2 * own->nseen >= own->room) {
		struct raw_writer old = *own;

		own->room = old.room ? 2 * old.room : 1024;
		own->seen = must_alloc(own->room * sizeof(*own->seen));
		own->nseen = 0;
		for (size_t k = 0; k < old.room; k++)
			if (old.seen[k])
				is_new(own, old.seen[k]);
		free(old.seen);
	}
	for (i = address * 0x9e3779b97f4a7c15ULL >> 32 & (own->room - 1); own->seen[i]; i = (i + 1) & (own->room - 1))
		if (own->seen[i] == address)
			return false;
	own->seen[i] = address;
	own->nseen++;
	return true;
}

static void put_symbol(struct writer *w, u64 address)
{
	const char *name;

	if (!address || !is_new(w->own, address))
		return;
	name = names_find(&w->decoder->names, address);
	if (name)
		put_record(w, MYTAP_KIND_ID(RAW_SYMBOL, 0), 0, &address, sizeof(address), name, strlen(name) + 1);
}

static void put_symbols_of_trace(struct writer *w, u32 what, const char *payload, u32 size)
{
	const struct mytap_trace_function *f = (const void *)payload;

	if (size < sizeof(f->head))
		return;
	put_symbol(w, f->head.function);
	if (what == MYTAP_TRACE_FUNCTION && size >= sizeof(*f))
		put_symbol(w, f->caller);
}

/* Keys of globals may be stacks, as backtrace() writes them. */
static void put_symbols_of_map(struct writer *w, const struct event_print *p)
{
	struct format_values values;
	struct format_value v;

	format_values_begin(&values, w->decoder->formats, p);
	while (format_values_next(&values, &v)) {
		const char *s = v.s, *end = v.s + v.len;
		u64 address;

		while (v.kind == VALUE_STRING && format_next_address(&s, end, &address))
			put_symbol(w, address);
	}
}

struct stack_writing {
	struct writer *w;
	u64 time;
};

static bool put_line(void *ctx, enum mytap_text what, const char *text, u32 n)
{
	struct stack_writing *s = ctx;

	put_record(s->w, MYTAP_KIND_ID(MYTAP_REC_TEXT, what), s->time, &n, sizeof(n), text, n);
	return true;
}

/* The names of its files are known only on this machine and now. */
static bool put_user_stack(struct writer *w, const struct mytap_record *r, u32 style, const char *payload, u32 size)
{
	struct stack_writing s = { w, r->time };

	return w->decoder->places.find && user_stack_lines(&w->decoder->places, style, payload, size, put_line, &s);
}

static void raw_record(struct writer *w, const struct mytap_record *r)
{
	struct raw_writer *own = w->own;
	const char *payload = (const char *)(r + 1);
	u32 kind = r->kind_id >> 24, id = r->kind_id & 0xffffff, size = r->size - sizeof(*r);

	if (kind == MYTAP_REC_TRACE)
		put_symbols_of_trace(w, id, payload, size);
	else if (kind == MYTAP_REC_PRINT && format_map(w->decoder->formats, id))
		put_symbols_of_map(w, &(struct event_print){ id, payload, size });
	if (kind != MYTAP_REC_USER_STACK || !put_user_stack(w, r, id, payload, size))
		output_add(&own->block, r, r->size);
	if (own->block.end >= RAW_BLOCK)
		close_block(w);
}

static void raw_begin(struct writer *w)
{
	static const struct raw_head head = { RAW_MAGIC, RAW_VERSION, MYTAP_WIRE_VERSION };
	const struct decoder *d = w->decoder;
	struct raw_writer *own = w->own;

	own->block.fd = -1;
	output_add(w->out, &head, sizeof(head));
	put_table(w, RAW_FORMATS, format_texts(d->formats));
	put_table(w, RAW_PROBES, d->report->probes);
	put_table(w, RAW_MAPS, format_maps(d->formats));
	put_table(w, RAW_ABOUT, d->about);
	close_block(w);
}

void raw_begin_part(struct writer *w, u32 number)
{
	raw_begin(w);
	put_record(w, MYTAP_KIND_ID(RAW_PART, 0), 0, (u32[]){ number, 0 }, 2 * sizeof(u32), "", 0);
	close_block(w);
}

void raw_end_part(struct writer *w, const struct session_end *end, u64 parts)
{
	const struct raw_end e = { .rings = end->rings, .is_complete = end->is_complete, .parts = parts };

	put_record(w, MYTAP_KIND_ID(RAW_END, 0), 0, &e, sizeof(e), "", 0);
	close_block(w);
}

static void raw_finish(struct writer *w, const struct session_end *end)
{
	raw_end_part(w, end, 0);
}

static bool raw_event(struct writer *w, const struct event *e)
{
	(void)w;
	(void)e;
	return true;
}

static void raw_deinit(struct writer *w)
{
	struct raw_writer *own = w->own;

	output_discard(&own->block);
	free(own->seen);
}

const struct writer_kind writer_raw = {
	.name = "raw", .has_file = true, .size = sizeof(struct raw_writer), .begin = raw_begin, .record = raw_record,
	.event = raw_event, .end = raw_finish, .deinit = raw_deinit,
};
