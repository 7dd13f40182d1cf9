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

/* The records of a slot in a channel; false: the ring is damaged. */
static bool ring_read(struct inspect *in, const struct session_seen *s, uint32_t id, uint32_t slot, struct unread *u)
{
	const struct mytap_channel *c = &s->shared.channels[id];
	uint64_t at = memory_u64(in->mem, s->slots + (uint64_t)slot * s->dump.slot_size + s->dump.slot_rings_at + 8 * id);
	uint64_t data = at ? memory_u64(in->mem, at + s->dump.ring_data_at) : 0, from, n;
	uint64_t tail = memory_u64(in->mem, s->taken + ((uint64_t)id * s->shared.nslots + slot) * sizeof(struct mytap_taken));
	struct mytap_ring ring;
	char *p;

	if (id && !c->ring_size)
		return true;
	if (!at || !memory_read(in->mem, memory_u64(in->mem, at + s->dump.ring_shown_at), &ring, sizeof(ring)) || ring.magic != MYTAP_MAGIC)
		return false;
	u->lost += ring.dropped;
	u->overwritten += ring.overwritten;
	from = tail;
	if (c->policy == MYTAP_OVERWRITE_OLDEST && (tail < ring.oldest || tail > ring.head))
		from = ring.oldest;
	n = ring.head - from;
	if (!n || !c->ring_size)
		return true;
	if (!is_ring_size(c->ring_size) || n > c->ring_size)
		return false;
	p = arena_alloc(in->a, n);
	/* Mapped twice, one after the other: no record is split by the end. */
	return memory_read(in->mem, data + (from & (c->ring_size - 1)), p, n) &&
	       records_split(in, p, n, (struct unread_record){ .slot = slot, .at = from }, &u->records);
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

static void records_print(struct inspect *in, const struct session_seen *s, record_vec *records, struct json_object *o)
{
	int fd = memfd_create("records", MFD_CLOEXEC);
	struct output out;
	struct report report;
	struct decoder d = { .formats = format_table_new(&s->formats), .report = &report, .system = command_show, .ctx = &out,
			     .names = { .other = name_in_dump, .ctx = in } };

	output_init(&out, fd, "records");
	writer_add(&d, &writer_text, &out);
	report_init(&report, &s->probes);
	qsort(records->v, records->n, sizeof(*records->v), by_time);
	vec_each(r, records)
		if (!message_add(&out, r->record))
			decode_record(&d, r->record);
	decode_finish(&d, NULL);
	output_flush(&out);
	text_take(in, o, fd);
	if (d.senseless)
		fact_number(o, "senseless", d.senseless);
	decode_deinit(&d);
	report_deinit(&report);
	free(out.buf);
	close(fd);
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
