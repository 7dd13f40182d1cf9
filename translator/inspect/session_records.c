// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Records that lie in a session's rings between the reader's tail and the head, of all
 * slots in the order of their times, made text by the loader's decoder. A record is
 * complete when the head covers it, whatever became of the processor then.
 */
#include "translator/inspect/session.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/loader/decode.h"

enum { RING_MOST = 1 << 30 };

struct unread_record {
	const struct mytap_record *record;
	uint32_t slot;
	uint64_t at;			/* in its ring */
};
typedef VEC(struct unread_record) record_vec;

static int by_time(const void *a, const void *b)
{
	const struct unread_record *x = a, *y = b;

	if (x->record->time != y->record->time)
		return x->record->time < y->record->time ? -1 : 1;
	if (x->slot != y->slot)
		return x->slot < y->slot ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* The records of a slot; false: the ring is not as it should be. */
static bool ring_read(struct inspect *in, const struct session_seen *s, uint32_t slot, record_vec *ret, uint64_t *lost)
{
	uint64_t at = s->slots + (uint64_t)slot * s->dump.slot_size, data = memory_u64(in->mem, at + s->dump.slot_data_at);
	uint64_t tail = memory_u64(in->mem, s->taken + (uint64_t)slot * sizeof(struct mytap_taken)), n;
	struct mytap_ring ring;
	char *p;

	if (!memory_read(in->mem, memory_u64(in->mem, at + s->dump.slot_ring_at), &ring, sizeof(ring)) || ring.magic != MYTAP_MAGIC)
		return false;
	*lost += ring.dropped;
	n = ring.head - tail;
	if (!n || !s->shared.ring_size)
		return true;
	if (n > s->shared.ring_size || s->shared.ring_size > RING_MOST || s->shared.ring_size & (s->shared.ring_size - 1))
		return false;
	p = arena_alloc(in->a, n);
	/* Mapped twice in a row: no record is cut by the end. */
	if (!memory_read(in->mem, data + (tail & (s->shared.ring_size - 1)), p, n))
		return false;
	for (uint64_t done = 0; done < n;) {
		const struct mytap_record *r = (const void *)(p + done);

		if (n - done < sizeof(*r) || r->size < sizeof(*r) || r->size & 7 || r->size > n - done)
			return false;
		vec_push(in->a, ret, (struct unread_record){ r, slot, tail + done });
		done += r->size;
	}
	return true;
}

static void command_show(void *ctx, const char *command, size_t len)
{
	output_add(ctx, "(system: ", 9);
	output_add(ctx, command, len);
	output_add(ctx, ")\n", 2);
}

/* Messages go among the output, where they belong by time; the loader would write them to stderr. */
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

/* Of the functions that a trace names: the dump's own. */
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
	record_vec records = { 0 };
	uint64_t lost = 0;

	for (uint32_t slot = 0; slot < s->shared.nslots; slot++)
		if (!ring_read(in, s, slot, &records, &lost))
			finding(in, s->slots, "the ring of slot %u of session %s is damaged, or not in the dump", slot, s->module->name);
	fact_number(o, "unread", records.n);
	if (lost)
		fact_number(o, "lost", lost);
	if (records.n)
		records_print(in, s, &records, o);
}
