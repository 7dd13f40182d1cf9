// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Channels: output streams, each with its policy for records that nobody reads (wire.h). A channel has one ring per
 * slot, in pages of its own, mapped twice in a row so that a record never wraps, and inserted into the reader's
 * memory by control.c.
 *
 * One writer (whoever holds the slot), one reader (the loader, in another process). The writer never blocks in
 * probe context; the process slot (begin, end, error) waits for the reader where a record that does not fit would
 * be dropped.
 */

enum { READER_PATIENCE = 10 };		/* seconds without progress before the process slot drops */

/* ---- what is made at START, in process context, before anything can write -------------------------- */

static u32 ring_size_choose(u32 asked)
{
	u32 size = asked ? asked : mytap_ring_default(mytap_script.prints, mytap_nslots);

	return roundup_pow_of_two(clamp_t(u32, size, MYTAP_RING_LEAST, MYTAP_RING_MOST));
}

static void ring_free_data(struct channel_ring *r)
{
	vunmap(r->data);
	if (r->pages)
		pages_free(r->pages, r->channel->ring_size / PAGE_SIZE);
	kvfree(r->pages);
	r->pages = NULL;
	r->data = NULL;
}

static bool ring_make_data(struct channel_ring *r, int node)
{
	u32 n = r->channel->ring_size / PAGE_SIZE;
	struct page **pages = kvmalloc_array(2 * n, sizeof(*pages), MEMORY_FLAGS);

	if (!pages || !pages_make(pages, n, node)) {
		kvfree(pages);
		return false;
	}
	memcpy(pages + n, pages, n * sizeof(*pages));
	r->pages = pages;
	r->data = vmap(r->pages, 2 * n, VM_MAP, PAGE_KERNEL);
	r->mask = r->channel->ring_size - 1;
	r->limit = r->channel->ring_size;
	r->wake_at = r->channel->id == MYTAP_CHANNEL_OUTPUT ? r->channel->mark : ~0ULL;
	r->stuck_at = ~0ULL;
	return r->data;
}

/*
 * The page of a ring that the reader sees. The first channel's exists from the beginning: it tells whether the slot
 * is busy.
 */
static bool ring_init(struct channel_ring *r, struct channel *channel, u32 slot)
{
	r->channel = channel;
	r->taken = &session.taken[channel->id * mytap_nslots + slot];
	r->shown = (struct mytap_ring *)get_zeroed_page(GFP_KERNEL);
	if (!r->shown)
		return false;
	r->shown->magic = MYTAP_MAGIC;
	r->shown->slot = slot;
	session.slots[slot].rings[channel->id] = r;
	return true;
}

static bool ring_make(struct channel *channel, u32 slot)
{
	struct channel_ring *r = session.slots[slot].rings[channel->id];

	if (!r) {
		r = memory_make(sizeof(*r), slot_node(slot));
		if (r && !ring_init(r, channel, slot)) {
			vfree(r);
			r = NULL;
		}
	}
	return r && ring_make_data(r, slot_node(slot));
}

/* Makes all rings of the channel; on failure channels_free() takes back those that were made. */
static bool channel_make(struct channel *channel, const struct mytap_channel *asked)
{
	u32 i;

	channel->policy = asked->policy;
	channel->ring_size = ring_size_choose(asked->ring_size);
	channel->mark = min_t(u32, channel->ring_size / 8, 64 << 10);
	for (i = 0; i < mytap_nslots; i++) {
		if (!ring_make(channel, i)) {
			pr_err("%s: no memory for %u buffers of %u kB: start with smaller ones\n", THIS_MODULE->name, mytap_nslots,
			       channel->ring_size / 1024);
			return false;
		}
		priv_of(session.slots[i].context)->rings[channel->id] = session.slots[i].rings[channel->id];
	}
	return true;
}

static void channels_free_data(void)
{
	u32 id, i;

	for (id = 0; session.slots && id < MYTAP_CHANNELS; id++)
		for (i = 0; i < mytap_nslots; i++)
			if (session.slots[i].rings[id])
				ring_free_data(session.slots[i].rings[id]);
}

/* False: the reader asked for channels that are not possible. */
static bool channels_make_sense(const struct mytap_channel *asked)
{
	u32 id;

	for (id = 0; id < MYTAP_CHANNELS; id++)
		if (asked[id].policy > MYTAP_OVERWRITE_OLDEST || (asked[id].goes_to && asked[id].goes_to != id))
			return false;
	return true;
}

/* Held while rings are made, and by mmap(), which holds mmap_lock: no other lock is taken within it. */
static DEFINE_MUTEX(channels_lock);

static int channels_make_locked(const struct mytap_channel *asked)
{
	u32 id;

	for (id = 0; id < MYTAP_CHANNELS; id++) {
		struct mytap_channel *shown = &session.shared->channels[id];

		if (asked[id].goes_to != id)
			continue;	/* its records go to the first channel, which is the initial state */
		if (!channel_make(&session.channels[id], &asked[id])) {
			channels_free_data();
			return -ENOMEM;
		}
		*shown = (struct mytap_channel){ .goes_to = id, .policy = session.channels[id].policy };
	}
	/* The sizes tell the reader that all rings exist. */
	for (id = 0; id < MYTAP_CHANNELS; id++)
		WRITE_ONCE(session.shared->channels[id].ring_size, session.channels[id].ring_size);
	return 0;
}

/* All channels, or none. */
static int channels_make(const struct mytap_channel *asked)
{
	int error;

	if (!channels_make_sense(asked))
		return -EINVAL;
	mutex_lock(&channels_lock);
	error = channels_make_locked(asked);
	mutex_unlock(&channels_lock);
	return error;
}

/* Of a slot, before START. */
static bool channels_init_slot(u32 slot)
{
	struct mytap_priv *p = priv_of(session.slots[slot].context);
	u32 id;

	for (id = 0; id < MYTAP_CHANNELS; id++) {
		session.channels[id].id = id;
		p->rings[id] = &p->output;
	}
	return ring_init(&p->output, &session.channels[MYTAP_CHANNEL_OUTPUT], slot);
}

/* Last for a slot: its context points to the first channel's ring. */
static void channels_free_slot(u32 slot)
{
	u32 id;

	for (id = 0; id < MYTAP_CHANNELS; id++) {
		struct channel_ring *r = session.slots[slot].rings[id];

		if (!r)
			continue;
		free_page((unsigned long)r->shown);
		if (id != MYTAP_CHANNEL_OUTPUT)
			vfree(r);
	}
}

/* ---- room ------------------------------------------------------------------------------------------- */

/*
 * Bytes that the reader has not taken. The reader's count is not trusted: a count out of range means that the whole
 * ring is in use.
 */
static u64 ring_used(const struct channel_ring *r)
{
	return min_t(u64, r->head - smp_load_acquire(&r->taken->tail), r->channel->ring_size);
}

static bool ring_has_room(struct channel_ring *r, size_t need)
{
	r->limit = r->head - ring_used(r) + r->channel->ring_size;
	return r->head + need <= r->limit;
}

/*
 * Process slot: waits until the reader has made room. The wait ends when the reader makes no progress for
 * READER_PATIENCE seconds. Progress means that fewer bytes are in the ring than ever before, so a reader that
 * writes nonsense cannot extend the wait forever. The slot is not marked busy during the wait, so that the reader's
 * horizon moves; the next record takes a new time. After giving up once, the slot does not wait again before the
 * reader moves: a report of thousands of lines to a stuck reader takes READER_PATIENCE in all.
 */
static bool ring_wait(struct mytap_ctx *c, struct channel_ring *r, size_t need)
{
	unsigned long deadline = jiffies + READER_PATIENCE * HZ;
	u64 least = ring_used(r);
	bool waited = false;

	if (r->head - least == r->stuck_at)
		return false;
	smp_store_release(&c->ring->busy, 0);
	while (!(waited = ring_has_room(r, need))) {
		if (!READ_ONCE(session.reader_takes) || fatal_signal_pending(current) || time_after(jiffies, deadline) ||
		    need > r->channel->ring_size)
			break;
		session_wake();
		msleep(2);
		if (ring_used(r) < least) {
			least = ring_used(r);
			deadline = jiffies + READER_PATIENCE * HZ;
			session_gets_on();
		}
	}
	r->stuck_at = !waited && time_after(jiffies, deadline) ? r->head - ring_used(r) : ~0ULL;
	WRITE_ONCE(c->ring->busy, 1);
	smp_mb();
	c->time = 0;
	return waited;
}

static bool room_by_reader(struct mytap_ctx *c, struct channel_ring *r, size_t need)
{
	return ring_has_room(r, need) || (c->in_process && ring_wait(c, r, need));
}

/* Publishes that n more records were overwritten, before anything is written over them. */
static void ring_show_oldest(struct channel_ring *r, u64 n)
{
	struct mytap_ring *shown = r->shown;

	WRITE_ONCE(shown->sequence, shown->sequence + 1);
	smp_wmb();
	WRITE_ONCE(shown->overwritten, shown->overwritten + n);
	WRITE_ONCE(shown->oldest, r->oldest);
	smp_wmb();
	WRITE_ONCE(shown->sequence, shown->sequence + 1);
	smp_wmb();
}

/*
 * Drops the oldest records, a few more than needed so that this happens rarely; their number is bounded, since the
 * size of a record is. The reader must be told before they are overwritten.
 */
static bool room_by_oldest(struct mytap_ctx *c, struct channel_ring *r, size_t need)
{
	u64 most = r->channel->ring_size, free, n = 0;

	if (need > most)
		return false;
	if (c->in_process && READ_ONCE(session.reader_takes))
		room_by_reader(c, r, min_t(u64, need + MYTAP_ROOM_STEP, most));
	free = most - (r->head - r->oldest);
	while (free < need || (free < MYTAP_ROOM_STEP && r->oldest != r->head)) {
		u32 size = ((const struct mytap_record *)(r->data + (r->oldest & r->mask)))->size;

		r->oldest += size;
		free += size;
		n++;
	}
	r->limit = r->oldest + most;
	ring_show_oldest(r, n);
	return true;
}

static noinline bool ring_make_room(struct mytap_ctx *c, struct channel_ring *r, size_t need)
{
	static bool (*const room_by[])(struct mytap_ctx *c, struct channel_ring *r, size_t need) = {
		[MYTAP_DROP_NEWEST] = room_by_reader,
		[MYTAP_OVERWRITE_OLDEST] = room_by_oldest,
	};

	if (room_by[r->channel->policy](c, r, need))
		return true;
	r->shown->dropped++;
	r->shown->dropped_bytes += need;
	priv_of(c)->counters[c->hit->probe].lost_records++;
	return false;
}

static noinline void ring_wake(struct channel_ring *r)
{
	r->wake_at = r->head + r->channel->mark;
	irq_work_queue(&session.wake_work);
}

/* True if some ring has records for the reader. */
static bool channels_have_news(void)
{
	u32 id, i;

	for (id = 0; id < MYTAP_CHANNELS; id++) {
		if (!session.channels[id].ring_size ||
		    (session.channels[id].policy != MYTAP_DROP_NEWEST && !READ_ONCE(session.reader_takes)))
			continue;
		for (i = 0; i < mytap_nslots; i++) {
			const struct channel_ring *r = session.slots[i].rings[id];

			if (READ_ONCE(r->shown->head) != READ_ONCE(r->taken->tail))
				return true;
		}
	}
	return false;
}
