// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Records in a session's rings between the reader's tail and the head, of all slots in order of time, converted to
 * text by the loader's decoder. A record before the head is complete, even if the processor stopped then.
 */
#include "translator/inspect/session.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/loader/decode.h"

struct unread_record {
	const struct mytap_record *record;
	uint32_t slot;
	uint64_t at;			/* in its ring */
};
typedef VEC(struct unread_record) record_vec;

struct unread {
	record_vec records;
	uint64_t lost, overwritten;
};

static int by_time(const void *a, const void *b)
{
	const struct unread_record *x = a, *y = b;

	if (x->record->time != y->record->time)
		return x->record->time < y->record->time ? -1 : 1;
	if (x->slot != y->slot)
		return x->slot < y->slot ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static bool is_ring_size(uint32_t size)
{
	return size && size <= MYTAP_RING_MOST && !(size & (size - 1));
}

/* Splits n bytes into records; false: they are not valid records. */
static bool records_split(struct inspect *in, const char *p, uint64_t n, struct unread_record first, record_vec *ret)
{
	for (uint64_t done = 0; done < n;) {
		const struct mytap_record *r = (const void *)(p + done);

		if (n - done < sizeof(*r) || r->size < sizeof(*r) || r->size & 7 || r->size > n - done)
			return false;
		vec_push(in->a, ret, (struct unread_record){ r, first.slot, first.at + done });
		done += r->size;
	}
	return true;
}

/* A ring, as it was at one moment. */
struct ring_seen {
	struct mytap_ring shown;
	uint64_t data, tail, oldest;	/* oldest: the first byte that nobody has taken or overwritten */
	uint32_t size;
	bool overwrites;
};

/* False: the ring is damaged. size 0: the channel has no ring. */
static bool ring_look(struct inspect *in, const struct session_seen *s, uint32_t id, uint32_t slot, struct ring_seen *ret)
{
	const struct mytap_channel *c = &s->shared.channels[id];
	uint64_t at = memory_u64(in->mem, s->slots + (uint64_t)slot * s->dump.slot_size + s->dump.slot_rings_at + 8 * id);

	*ret = (struct ring_seen){ .size = c->ring_size, .overwrites = c->policy == MYTAP_OVERWRITE_OLDEST };
	if (id && !c->ring_size)
		return true;
	if (!at || !memory_read(in->mem, memory_u64(in->mem, at + s->dump.ring_shown_at), &ret->shown, sizeof(ret->shown)) ||
	    ret->shown.magic != MYTAP_MAGIC)
		return false;
	ret->data = memory_u64(in->mem, at + s->dump.ring_data_at);
	ret->tail = memory_u64(in->mem, s->taken + ((uint64_t)id * s->shared.nslots + slot) * sizeof(struct mytap_taken));
	ret->oldest = ret->tail;
	if (ret->overwrites && (ret->tail < ret->shown.oldest || ret->tail > ret->shown.head))
		ret->oldest = ret->shown.oldest;
	return true;
}

/* Splits what is between from and the head; false: it is not there, or damaged. */
static bool ring_take(struct inspect *in, const struct ring_seen *r, uint64_t from, uint32_t slot, record_vec *ret)
{
	uint64_t n = r->shown.head - from;
	char *p;

	if (!n || !r->size)
		return true;
	if (!is_ring_size(r->size) || n > r->size)
		return false;
	p = arena_alloc(in->a, n);
	/* Mapped twice, one after the other: no record is split by the end. */
	return memory_read(in->mem, r->data + (from & (r->size - 1)), p, n) &&
	       records_split(in, p, n, (struct unread_record){ .slot = slot, .at = from }, ret);
}

/* The records of a slot in a channel; false: the ring is damaged. */
static bool ring_read(struct inspect *in, const struct session_seen *s, uint32_t id, uint32_t slot, struct unread *u)
{
	struct ring_seen r;

	if (!ring_look(in, s, id, slot, &r))
		return false;
	u->lost += r.shown.dropped;
	u->overwritten += r.shown.overwritten;
	return ring_take(in, &r, r.oldest, slot, &u->records);
}

static void command_show(void *ctx, const char *command, size_t len)
{
	output_add(ctx, "(system: ", 9);
	output_add(ctx, command, len);
	output_add(ctx, ")\n", 2);
}

/* Messages are printed within the output, in order of time; the loader writes them to stderr. */
static bool message_add(struct output *out, const struct mytap_record *r)
{
	const char *prefix = r->kind_id >> 24 == MYTAP_REC_ERROR ? "ERROR: " :
			     r->kind_id >> 24 == MYTAP_REC_WARN || r->kind_id >> 24 == MYTAP_REC_WARN_PROBE ? "WARNING: " : NULL;
	const char *p = (const char *)(r + 1);
	uint32_t room = r->size - sizeof(*r), n;

	if (r->kind_id >> 24 == MYTAP_REC_DETAIL)
		return true;
	if (!prefix)
		return false;
	memcpy(&n, p + 4, room >= 8 ? 4 : 0);
	if (room < 8 || n > room - 8)
		return true;
	output_add(out, prefix, strlen(prefix));
	output_add(out, p + 8, n);
	output_add(out, "\n", 1);
	return true;
}

static void text_take(struct inspect *in, struct json_object *o, int fd)
{
	off_t n = lseek(fd, 0, SEEK_END);
	char *text;

	if (n <= 0)
		return;
	text = arena_alloc(in->a, n + 1);
	if (pread(fd, text, n, 0) != n)
		return;
	for (off_t i = 0; i < n; i++)
		if (!text[i])
			text[i] = '?';
	fact_text(o, "text", text);
}

/* Names of traced functions come from the dump. */
static const char *name_in_dump(void *ctx, u64 address)
{
	return place_of(ctx, address).name;
}

struct printer {
	int fd;				/* of a file in memory */
	struct output out;
	struct report report;
	struct decoder d;
};

static void printer_begin(struct printer *p, struct inspect *in, const struct session_seen *s)
{
	p->fd = memfd_create("records", MFD_CLOEXEC);
	p->d = (struct decoder){ .formats = format_table_new(&s->formats), .report = &p->report, .system = command_show, .ctx = &p->out,
				 .names = { .other = name_in_dump, .ctx = in } };
	output_init(&p->out, p->fd, "records");
	writer_add(&p->d, &writer_text, &p->out);
	report_init(&p->report, &s->probes);
}

static void printer_add(struct printer *p, record_vec *records)
{
	if (records->n)
		qsort(records->v, records->n, sizeof(*records->v), by_time);
	vec_each(r, records)
		if (!message_add(&p->out, r->record))
			decode_record(&p->d, r->record);
}

static void printer_end(struct printer *p)
{
	decode_deinit(&p->d);
	report_deinit(&p->report);
	free(p->out.buf);
	close(p->fd);
}

static void records_print(struct inspect *in, const struct session_seen *s, record_vec *records, struct json_object *o)
{
	struct printer p = { 0 };

	printer_begin(&p, in, s);
	printer_add(&p, records);
	decode_finish(&p.d, NULL);
	output_flush(&p.out);
	text_take(in, o, p.fd);
	if (p.d.senseless)
		fact_number(o, "senseless", p.d.senseless);
	printer_end(&p);
}

void session_unread(struct inspect *in, const struct session_seen *s, struct json_object *o)
{
	struct unread u = { 0 };

	for (uint32_t slot = 0; slot < s->shared.nslots; slot++)
		for (uint32_t id = 0; id < MYTAP_CHANNELS; id++)
			if (!ring_read(in, s, id, slot, &u))
				finding(in, s->slots, "the ring of slot %u of session %s is damaged, or not in the dump", slot,
					s->module->name);
	fact_number(o, "unread", u.records.n);
	if (u.lost)
		fact_number(o, "lost", u.lost);
	if (u.overwritten)
		fact_number(o, "overwritten", u.overwritten);
	if (u.records.n)
		records_print(in, s, &u.records, o);
}

/* ---- beside the reader of a session that runs ----------------------------------------------- */

struct session_follower {
	struct printer printer;
	uint64_t *at;			/* by ring: read up to there */
	bool has_begun;
};

struct session_follower *session_follower_new(struct inspect *in, const struct session_seen *s)
{
	struct session_follower *f = arena_new_of(in->a, struct session_follower);

	f->at = arena_alloc(in->a, (size_t)s->shared.nslots * MYTAP_CHANNELS * sizeof(*f->at));
	printer_begin(&f->printer, in, s);
	return f;
}

void session_follower_free(struct session_follower *f)
{
	printer_end(&f->printer);
}

/*
 * True if the bytes from `from` on were not written over while they were read: they still wait for the reader, or the
 * writer is far from coming round. Half a ring is more than any record that is being written.
 */
static bool is_intact(const struct ring_seen *after, uint64_t from)
{
	if (after->overwrites)
		return after->shown.oldest <= from;
	return after->tail <= from || after->shown.head - from <= after->size / 2;
}

/* False: records were missed. */
static bool ring_follow(struct inspect *in, const struct session_seen *s, uint32_t id, uint32_t slot, uint64_t *at, bool has_begun,
			record_vec *ret)
{
	struct ring_seen r, after;
	uint32_t before = ret->n;
	bool is_whole = true;

	if (!ring_look(in, s, id, slot, &r) || !r.size)
		return true;
	if (!has_begun)
		*at = r.oldest;
	if (!is_intact(&r, *at) || *at > r.shown.head) {
		*at = r.oldest;
		is_whole = false;
	}
	if (!ring_take(in, &r, *at, slot, ret) || !ring_look(in, s, id, slot, &after) || !is_intact(&after, *at)) {
		ret->n = before;
		is_whole = false;
	}
	*at = r.shown.head;
	return is_whole;
}

void session_follow(struct inspect *in, const struct session_seen *s, struct session_follower *f, struct json_object *o)
{
	record_vec records = { 0 };
	bool is_whole = true;

	for (uint32_t slot = 0; slot < s->shared.nslots; slot++)
		for (uint32_t id = 0; id < MYTAP_CHANNELS; id++)
			is_whole &= ring_follow(in, s, id, slot, &f->at[slot * MYTAP_CHANNELS + id], f->has_begun, &records);
	f->has_begun = true;
	fact_true(o, "missed", !is_whole);
	printer_add(&f->printer, &records);
	output_flush(&f->printer.out);
	text_take(in, o, f->printer.fd);
	if (ftruncate(f->printer.fd, 0) || lseek(f->printer.fd, 0, SEEK_SET))
		fact_true(o, "missed", true);
}
