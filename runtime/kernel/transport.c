// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The rings: one per slot, in pages of their own, mapped twice in a row so that a
 * record never wraps, and inserted into the reader's memory by control.c.
 *
 * One writer (whoever holds the slot), one reader (the loader, in another process).
 * The writer never blocks in probe context: what does not fit is dropped and
 * counted. The process slot waits for the reader instead (begin, end, error).
 */

enum { READER_PATIENCE = 10 };		/* seconds without progress before the process slot drops */

static u32 ring_size_choose(u32 asked)
{
	u32 size = asked ? asked : mytap_ring_default(mytap_script.prints, mytap_nslots);

	return roundup_pow_of_two(clamp_t(u32, size, MYTAP_RING_LEAST, 1u << 30));
}

static void ring_free(struct mytap_slot *s)
{
	vunmap(s->data);
	if (s->pages)
		pages_free(s->pages, session.ring_size / PAGE_SIZE);
	kvfree(s->pages);
	s->pages = NULL;
	s->data = NULL;
}

static bool ring_make(struct mytap_slot *s, int node)
{
	u32 n = session.ring_size / PAGE_SIZE;
	struct page **pages = kvmalloc_array(2 * n, sizeof(*pages), MEMORY_FLAGS);

	if (!pages || !pages_make(pages, n, node)) {
		kvfree(pages);
		return false;
	}
	memcpy(pages + n, pages, n * sizeof(*pages));
	s->pages = pages;
	s->data = vmap(s->pages, 2 * n, VM_MAP, PAGE_KERNEL);
	return s->data;
}

static void ring_attach(struct mytap_slot *s)
{
	struct mytap_ctx *c = s->context;

	c->ring_data = s->data;
	c->ring_mask = session.ring_size - 1;
	priv_of(c)->limit = session.ring_size;
	priv_of(c)->wake_at = session.mark;
	priv_of(c)->stuck_at = ~0ULL;
}

static void rings_free(void)
{
	u32 i;

	for (i = 0; session.slots && i < mytap_nslots; i++)
		ring_free(&session.slots[i]);
}

/* All rings, or none. Process context, before anything can write. */
static int rings_make(u32 asked)
{
	u32 i;

	session.ring_size = ring_size_choose(asked);
	session.mark = min_t(u32, session.ring_size / 8, 64 << 10);
	for (i = 0; i < mytap_nslots; i++) {
		if (!ring_make(&session.slots[i], slot_node(i))) {
			pr_err("%s: no memory for %u buffers of %u kB: start with smaller ones\n",
			       THIS_MODULE->name, mytap_nslots, session.ring_size / 1024);
			rings_free();
			return -ENOMEM;
		}
		ring_attach(&session.slots[i]);
	}
	WRITE_ONCE(session.shared->ring_size, session.ring_size);
	return 0;
}

/* Bytes that the reader has not taken yet. What it writes may be nonsense: then all of the ring is. */
static u64 ring_used(const struct mytap_priv *p)
{
	return min_t(u64, p->head - smp_load_acquire(&p->taken->tail), session.ring_size);
}

static bool ring_has_room(struct mytap_ctx *c, size_t need)
{
	struct mytap_priv *p = priv_of(c);

	p->limit = p->head - ring_used(p) + session.ring_size;
	return p->head + need <= p->limit;
}

/*
 * Process slot: until the reader made room. It has time as long as it gets on, which is
 * when less is in the ring than ever before: so one that writes nonsense has no time
 * without end. The slot is not busy meanwhile, so that the reader's horizon moves; what
 * comes then has a new time. Who gave up once does not wait again before the reader moves:
 * a report of thousands of lines to one that is stuck takes READER_PATIENCE in all.
 */
static bool ring_wait(struct mytap_ctx *c, size_t need)
{
	unsigned long deadline = jiffies + READER_PATIENCE * HZ;
	struct mytap_priv *p = priv_of(c);
	u64 least = ring_used(p);
	bool waited = false;

	if (p->head - least == p->stuck_at)
		return false;
	smp_store_release(&c->ring->busy, 0);
	while (!(waited = ring_has_room(c, need))) {
		if (!READ_ONCE(session.openers) || time_after(jiffies, deadline) || need > session.ring_size)
			break;
		session_wake();
		msleep(2);
		if (ring_used(p) < least) {
			least = ring_used(p);
			deadline = jiffies + READER_PATIENCE * HZ;
			session_gets_on();
		}
	}
	p->stuck_at = !waited && time_after(jiffies, deadline) ? p->head - ring_used(p) : ~0ULL;
	WRITE_ONCE(c->ring->busy, 1);
	smp_mb();
	c->time = 0;
	return waited;
}

static noinline bool ring_make_room(struct mytap_ctx *c, size_t need)
{
	if (ring_has_room(c, need))
		return true;
	if (c->in_process && ring_wait(c, need))
		return true;
	c->ring->dropped++;
	c->ring->dropped_bytes += need;
	priv_of(c)->counters[c->hit->probe].lost_records++;
	return false;
}

static noinline void ring_wake(struct mytap_priv *p)
{
	p->wake_at = p->head + session.mark;
	irq_work_queue(&session.wake_work);
}

static __always_inline struct mytap_record *record_at(struct mytap_ctx *c, u64 head)
{
	return (struct mytap_record *)(c->ring_data + (head & c->ring_mask));
}

/* Room for a payload of `most` bytes; NULL: dropped and counted. */
static __always_inline void *record_begin(struct mytap_ctx *c, u32 kind_id, size_t most)
{
	size_t need = (sizeof(struct mytap_record) + most + 7) & ~7UL;
	u64 head = priv_of(c)->head, time;
	struct mytap_record *r;

	if (unlikely(head + need > priv_of(c)->limit) && !ring_make_room(c, need))
		return NULL;
	time = c->time;
	if (!time)
		c->time = time = ktime_get_mono_fast_ns();
	r = record_at(c, head);
	r->kind_id = kind_id;
	r->time = time;
	return r + 1;
}

/* end: behind the payload; what is between it and the next multiple of 8 is made zero. */
static __always_inline void record_end(struct mytap_ctx *c, void *end)
{
	u64 head = priv_of(c)->head;
	struct mytap_record *r = record_at(c, head);
	char *e = end;
	u32 size;

	while (unlikely((unsigned long)e & 7))
		*e++ = 0;
	size = e - (char *)r;
	r->size = size;
	head += size;
	priv_of(c)->head = head;
	smp_store_release(&c->ring->head, head);
	if (unlikely(head >= priv_of(c)->wake_at))
		ring_wake(priv_of(c));
}

/* u32 length, text. */
static void record_text(struct mytap_ctx *c, u32 kind_id, const char *text, size_t n)
{
	char *o = record_begin(c, kind_id, 4 + n);

	if (!o)
		return;
	*(u32 *)o = n;
	memcpy(o + 4, text, n);
	record_end(c, o + 4 + n);
}

/* u32 probe, u32 length, text: MYTAP_REC_ERROR and MYTAP_REC_WARN. */
static void record_message(struct mytap_ctx *c, u32 kind, u32 probe, const char *text)
{
	size_t n = strlen(text);
	char *o = record_begin(c, MYTAP_KIND_ID(kind, 0), 8 + n);

	if (!o)
		return;
	((u32 *)o)[0] = probe;
	((u32 *)o)[1] = n;
	memcpy(o + 8, text, n);
	record_end(c, o + 8 + n);
}
