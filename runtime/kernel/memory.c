// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The session's memory, page by page: an allocation that cannot be met fails at once, without a message in the
 * kernel's log, and long before the OOM killer would run: a reserve stays free, however much is asked for and by
 * however many sessions at the same time. Process context, may sleep.
 */

enum {
	MEMORY_FLAGS = GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN,	/* used for every large allocation */
	MEMORY_STEP = 256,		/* pages allocated between two checks of the free memory */
};

static atomic_long_t memory_pages;	/* that were made, by all */

/*
 * Pages that stay free: on the smallest machine enough for two more sessions that are starting (7 MB of mytap-run,
 * a copy of the module's file) and for what the kernel keeps back itself when memory is fragmented (2 MB).
 */
static long memory_reserve(void)
{
	return clamp_t(long, totalram_pages() / 32, (20 << 20) / PAGE_SIZE, (256 << 20) / PAGE_SIZE);
}

static void pages_free(struct page **pages, size_t n)
{
	while (n--)
		__free_page(pages[n]);
}

/* n zeroed pages of a NUMA node, or none. */
static bool pages_make(struct page **pages, size_t n, int node)
{
	long reserve = memory_reserve();
	size_t i;

	for (i = 0; i < n; i++) {
		if (i % MEMORY_STEP == 0) {
			cond_resched();
			if (si_mem_available() < reserve || fatal_signal_pending(current))
				break;
		}
		pages[i] = alloc_pages_node(node, MEMORY_FLAGS | __GFP_ZERO, 0);
		if (!pages[i])
			break;
	}
	if (i == n) {
		atomic_long_add(n, &memory_pages);
		return true;
	}
	pages_free(pages, i);
	return false;
}

/* Zeroed; NULL: not available. vfree() takes it back. */
static void *memory_make(size_t bytes, int node)
{
	size_t n = DIV_ROUND_UP(max_t(size_t, bytes, 1), PAGE_SIZE);
	struct page **pages;
	void *p;

	if (n > UINT_MAX / 2 || (long)n > si_mem_available())
		return NULL;
	pages = kvmalloc_array(n, sizeof(*pages), MEMORY_FLAGS);
	if (!pages)
		return NULL;
	if (pages_make(pages, n, node)) {
		p = vmap(pages, n, VM_MAP | VM_MAP_PUT_PAGES, PAGE_KERNEL);
		if (p)
			return p;
		pages_free(pages, n);
	}
	kvfree(pages);
	return NULL;
}

/* The NUMA node of a slot's CPU. */
static int slot_node(u32 slot)
{
	return slot < nr_cpu_ids && cpu_possible(slot) ? cpu_to_node(slot) : NUMA_NO_NODE;
}
