// SPDX-License-Identifier: GPL-2.0-or-later
/* Records: written to the slot's ring of their channel (channel.c), then published to the reader. */

/* The ring for records of this kind. The first channel's is known without a look-up. */
static __always_inline struct channel_ring *ring_for(struct mytap_ctx *c, u32 kind)
{
	enum mytap_channel_id id = mytap_channel_of(kind);

	return id == MYTAP_CHANNEL_OUTPUT ? &priv_of(c)->output : priv_of(c)->rings[id];
}

static __always_inline struct mytap_record *record_at(const struct channel_ring *ring, u64 head)
{
	return (struct mytap_record *)(ring->data + (head & ring->mask));
}

static __always_inline size_t record_size(size_t payload)
{
	return (sizeof(struct mytap_record) + payload + 7) & ~7UL;
}

/* Room for a record of `need` bytes; false: it is dropped and counted. */
static __always_inline bool record_has_room(struct mytap_ctx *c, struct channel_ring *ring, size_t need)
{
	return likely(ring->head + need <= ring->limit) || ring_make_room(c, ring, need);
}

/* The payload of a record that has room. Usually the hit's first: else the hit has its time. */
static __always_inline void *record_start(struct mytap_ctx *c, const struct channel_ring *ring, u32 kind, u32 id)
{
	u64 time = c->time;
	struct mytap_record *r;

	if (likely(!time))
		c->time = time = clock_now(c);
	r = record_at(ring, ring->head);
	r->kind_id = MYTAP_KIND_ID(kind, id);
	r->time = time;
	return r + 1;
}

/* Room for a payload of `most` bytes; NULL: dropped and counted. kind is a constant where it matters. */
static __always_inline void *record_begin(struct mytap_ctx *c, u32 kind, u32 id, size_t most)
{
	struct channel_ring *ring = ring_for(c, kind);

	return record_has_room(c, ring, record_size(most)) ? record_start(c, ring, kind, id) : NULL;
}

/* size: of the whole record, a multiple of 8. */
static __always_inline void record_publish(struct channel_ring *ring, struct mytap_record *r, u32 size)
{
	u64 head = ring->head + size;

	r->size = size;
	ring->head = head;
	smp_store_release(&ring->shown->head, head);
	if (unlikely(head >= ring->wake_at))
		ring_wake(ring);
}

/* A payload whose size the compiler knows. */
static __always_inline void record_end_sized(struct channel_ring *ring, void *payload, size_t size)
{
	record_publish(ring, (struct mytap_record *)payload - 1, record_size(size));
}

/* kind: as in record_begin(); end: the end of the payload, a multiple of 8 bytes. */
static __always_inline void record_end_whole(struct mytap_ctx *c, u32 kind, void *end)
{
	struct channel_ring *ring = ring_for(c, kind);
	struct mytap_record *r = record_at(ring, ring->head);

	record_publish(ring, r, (char *)end - (char *)r);
}

/* Any size: zeroes the bytes up to the next multiple of 8. */
static __always_inline void record_end(struct mytap_ctx *c, u32 kind, void *end)
{
	char *e = end;

	while (unlikely((unsigned long)e & 7))
		*e++ = 0;
	record_end_whole(c, kind, e);
}

/* u32 length, text. */
static void record_text(struct mytap_ctx *c, u32 kind, u32 id, const char *text, size_t n)
{
	char *o = record_begin(c, kind, id, 4 + n);

	if (!o)
		return;
	*(u32 *)o = n;
	memcpy(o + 4, text, n);
	record_end(c, kind, o + 4 + n);
}

/* u32 probe, u32 length, text: MYTAP_REC_ERROR and MYTAP_REC_WARN. */
static void record_message(struct mytap_ctx *c, u32 kind, u32 probe, const char *text)
{
	size_t n = strlen(text);
	char *o = record_begin(c, kind, 0, 8 + n);

	if (!o)
		return;
	((u32 *)o)[0] = probe;
	((u32 *)o)[1] = n;
	memcpy(o + 8, text, n);
	record_end(c, kind, o + 8 + n);
}
