// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The probes of an address: an open hash, read from probe context while nothing
 * changes it, filled in process context before that.
 */

struct address_entry {
	unsigned long address;		/* as ftrace reports it; 0: empty */
	struct mytap_hit *hit;		/* chained by next */
};

/* An address that matches no probe and does not end a search. */
enum { ADDRESS_REFUSED = 1 };

struct address_table {
	char *entries;			/* an array of struct address_entry, 16 bytes each */
	unsigned long mask;		/* of a byte offset into `entries` */
};

static __always_inline struct address_entry *address_at(const struct address_table *t, unsigned long offset)
{
	return (struct address_entry *)(t->entries + (offset & t->mask));
}

/* Functions are 16-aligned, like the entries: the address itself is the offset to look at. */
static __always_inline struct address_entry *address_find(const struct address_table *t, unsigned long ip)
{
	struct address_entry *e = address_at(t, ip);

	BUILD_BUG_ON(sizeof(struct address_entry) != 16);
	while (unlikely(e->address != ip)) {
		if (!e->address)
			break;
		e = address_at(t, (char *)(e + 1) - t->entries);
	}
	return e;
}

/* The entries that have probes. */
#define address_table_each(e, t)								\
	for (e = (struct address_entry *)(t)->entries; (char *)e <= (t)->entries + (t)->mask; e++)	\
		if (!e->hit) {									\
		} else

static bool address_table_make(struct address_table *t, u32 n)
{
	unsigned long size = roundup_pow_of_two(4 * (unsigned long)n);

	t->mask = (size - 1) * sizeof(struct address_entry);
	t->entries = kvcalloc(size, sizeof(struct address_entry), MEMORY_FLAGS);
	return t->entries;
}

static void address_table_free(struct address_table *t)
{
	kvfree(t->entries);
	t->entries = NULL;
}
