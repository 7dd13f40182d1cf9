// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Output of handlers: one record per statement (wire.h). The loader formats the text. Any context that holds a
 * slot.
 */

char *mytap_print_begin(struct mytap_ctx *c, u32 format, u32 most)
{
	return record_begin(c, MYTAP_REC_PRINT, format, most);
}

void mytap_print_end(struct mytap_ctx *c, char *end)
{
	record_end(c, MYTAP_REC_PRINT, end);
}

void mytap_print_text(struct mytap_ctx *c, u32 format)
{
	void *o = record_begin(c, MYTAP_REC_PRINT, format, 0);

	if (o)
		record_end(c, MYTAP_REC_PRINT, o);
}

char *mytap_put_str(char *o, const char *s)
{
	const u64 *w = (const u64 *)s;
	char *to = o + 4;
	u64 v;
	u32 n;

	/* May write 4 bytes beyond the string: within the room asked for in print_begin. */
	for (;; to += 8) {
		v = *w++;
		*(u64 *)to = v;
		if (mytap_has_zero(v))
			break;
	}
	n = to - (o + 4) + word_length(v);
	*(u32 *)o = n;
	to = o + ((4 + n + 7) & ~7u);
	return to;
}

/* comm is 16 bytes, padded with zeros; another thread may be writing it: bytes after its NUL are cleared. */
char *mytap_put_execname(char *o)
{
	const u64 *comm = (const u64 *)current->comm;
	u64 first = READ_ONCE(comm[0]), second;
	u32 n = 8;

	*(u64 *)(o + 4) = first;
	if (mytap_has_zero(first)) {
		n = word_length(first);
	} else {
		second = word_cut(READ_ONCE(comm[1]), 7);
		*(u64 *)(o + 12) = second;
		n += word_length(second);
	}
	*(u32 *)o = n;
	return o + ((4 + n + 7) & ~7u);
}

char *mytap_put_memory(struct mytap_ctx *c, char *o, u64 addr, s64 n, bool user, const char *where)
{
	u32 length = n < 0 ? 1 : n > MYTAP_MOST_WIDTH ? MYTAP_MOST_WIDTH : n;
	const struct channel_ring *ring = ring_for(c, MYTAP_REC_PRINT);

	/* The script computed the length: it may exceed the room that was reserved. */
	if (o + 8 + length > (char *)record_at(ring, ring->head) + (ring->limit - ring->head))
		length = 0;
	if (!fetch_memory(o + 4, addr, length, user)) {
		fetch_failed(c, addr, fault_names[user], where);
		length = 0;
	}
	*(u32 *)o = length;
	for (o += 4 + length; (unsigned long)o & 7; o++)
		*o = 0;
	return o;
}

/* The used range of thousands of buckets; first: the number of its first bucket. */
static const u64 *llog_used(const u64 *buckets, u32 *n, s64 *first)
{
	u32 low = 0, high = *n;

	while (low < high && !buckets[low])
		low++;
	while (high > low && !buckets[high - 1])
		high--;
	low -= min_t(u32, low, MYTAP_HISTOGRAM_MARGIN);
	high += min_t(u32, *n - high, MYTAP_HISTOGRAM_MARGIN);
	*first = low;
	*n = high - low;
	return buckets + low;
}

void mytap_print_hist(struct mytap_ctx *c, int kind, s64 low, s64 high, s64 width, const u64 *buckets, u32 n)
{
	struct mytap_hist *h;

	if (kind == MYTAP_HISTOGRAM_LLOG)
		buckets = llog_used(buckets, &n, &high);
	h = record_begin(c, MYTAP_REC_HIST, 0, sizeof(*h) + n * sizeof(u64));
	if (!h)
		return;
	*h = (struct mytap_hist){ .kind = kind, .nbuckets = n, .low = low, .high = high, .width = width,
				  .elision = mytap_script.limits.hist_elision };
	memcpy(h + 1, buckets, n * sizeof(u64));
	record_end(c, MYTAP_REC_HIST, (u64 *)(h + 1) + n);
}

void mytap_warn(struct mytap_ctx *c, const char *text)
{
	record_message(c, MYTAP_REC_WARN, c->hit->probe, text);
}

/* Each number is used once. */
s64 mytap_speculation(void)
{
	static atomic64_t last;

	return atomic64_inc_return(&last);
}

void mytap_speculate(struct mytap_ctx *c, s64 id, const char *text)
{
	size_t n = mytap_strlen(text);
	char *o = record_begin(c, MYTAP_REC_SPECULATION, MYTAP_SPECULATION_ADD, 12 + n);

	if (!o)
		return;
	*(s64 *)o = id;
	*(u32 *)(o + 8) = n;
	memcpy(o + 12, text, n);
	record_end(c, MYTAP_REC_SPECULATION, o + 12 + n);
}

static void speculation_end(struct mytap_ctx *c, s64 id, enum mytap_speculation what)
{
	s64 *o = record_begin(c, MYTAP_REC_SPECULATION, what, sizeof(*o));

	if (!o)
		return;
	*o = id;
	record_end(c, MYTAP_REC_SPECULATION, o + 1);
}

void mytap_commit(struct mytap_ctx *c, s64 id)
{
	speculation_end(c, id, MYTAP_SPECULATION_COMMIT);
}

void mytap_discard(struct mytap_ctx *c, s64 id)
{
	speculation_end(c, id, MYTAP_SPECULATION_DISCARD);
}

void mytap_switch_file(struct mytap_ctx *c)
{
	char *o = record_begin(c, MYTAP_REC_SWITCH_FILE, 0, 0);

	if (o)
		record_end(c, MYTAP_REC_SWITCH_FILE, o);
}

void mytap_system(struct mytap_ctx *c, const char *command)
{
	record_text(c, MYTAP_REC_SYSTEM, 0, command, strlen(command));
}
