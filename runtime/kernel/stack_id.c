// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stacks as numbers, for keys and values of arrays: equal stacks have equal numbers. Each is kept once, to the end
 * of the session, and symbolised when it is printed. Stacks of programs are compared by files and offsets, so that
 * processes of one program share numbers. Any context, also NMI: entries are only added, by compare-and-swap,
 * without locks.
 */

struct kept_stack {
	u32 hash, n;			/* hash and number of entries; n 0: not filled yet */
	u32 pid, end;			/* of a program's stack: as in struct mytap_user_stack */
	u32 is_user, pad;
};
static_assert(MYTAP_STACK_BYTES(0, false) == sizeof(struct kept_stack));

static struct {
	char *rooms;			/* MAXSTACKS, of room_size each; NULL: the script uses no such numbers */
	u32 *buckets;			/* by hash: numbers, from 1; 0: free */
	u32 mask;			/* buckets less one, a power of two */
	u64 multiplier;			/* of the hash: odd, random, so that no program can make its stacks collide */
	size_t room_size;
	atomic_t n;			/* rooms taken, including those lost to a concurrent insertion */
} kept_stacks;

static bool kept_stacks_init(void)
{
	u32 most = mytap_script.maxstacks;

	if (!most)
		return true;
	kept_stacks.room_size = MYTAP_STACK_BYTES(stack_most(), mytap_script.walks_programs);
	kept_stacks.mask = roundup_pow_of_two(2 * most) - 1;
	kept_stacks.multiplier = get_random_u64() | 1;
	kept_stacks.rooms = memory_make(kept_stacks.room_size * most, NUMA_NO_NODE);
	kept_stacks.buckets = memory_make(sizeof(u32) * (kept_stacks.mask + 1ul), NUMA_NO_NODE);
	return kept_stacks.rooms && kept_stacks.buckets;
}

static void kept_stacks_free(void)
{
	vfree(kept_stacks.rooms);
	vfree(kept_stacks.buckets);
}

static struct kept_stack *kept_stack(u32 number)
{
	return (struct kept_stack *)(kept_stacks.rooms + kept_stacks.room_size * (number - 1));
}

/* After the head: addresses, or struct mytap_user_frame. */
static void *kept_entries(struct kept_stack *k)
{
	return k + 1;
}

static bool is_same_frame(const struct mytap_user_frame *a, const struct mytap_user_frame *b)
{
	return a->file == b->file && (a->file ? a->offset == b->offset : a->address == b->address);
}

static bool is_same_stack(struct kept_stack *k, const struct kept_stack *head, const void *entries)
{
	const struct mytap_user_frame *frames = entries;
	u32 i;

	if (k->hash != head->hash || k->n != head->n || k->is_user != head->is_user)
		return false;
	if (!head->is_user)
		return !memcmp(kept_entries(k), entries, head->n * sizeof(long));
	for (i = 0; i < head->n; i++)
		if (!is_same_frame((struct mytap_user_frame *)kept_entries(k) + i, &frames[i]))
			return false;
	return true;
}

static u32 stack_hash(const struct kept_stack *head, const void *entries)
{
	const unsigned long *addresses = entries;
	const struct mytap_user_frame *f = entries;
	u64 hash = head->is_user, entry;
	u32 i;

	for (i = 0; i < head->n; i++) {
		entry = !head->is_user ? addresses[i] : f[i].file ? f[i].file ^ f[i].offset << 8 : f[i].address;
		hash = mytap_hash_more(hash ^ entry, &kept_stacks.multiplier);
	}
	return hash;
}

/* The number of a new stack; 0: no room. */
static u32 stack_fill(const struct kept_stack *head, const void *entries)
{
	u32 number = atomic_read(&kept_stacks.n) < mytap_script.maxstacks ? atomic_inc_return(&kept_stacks.n) : 0;

	if (!number || number > mytap_script.maxstacks)
		return 0;
	*kept_stack(number) = *head;
	memcpy(kept_entries(kept_stack(number)), entries,
	       head->n * (head->is_user ? sizeof(struct mytap_user_frame) : sizeof(long)));
	return number;
}

static s64 stack_number(struct mytap_ctx *c, struct kept_stack *head, const void *entries, const char *where)
{
	u32 own = 0, i, number;

	if (!head->n)
		return 0;
	head->hash = stack_hash(head, entries);
	for (i = head->hash & kept_stacks.mask; ; i = (i + 1) & kept_stacks.mask) {
		number = smp_load_acquire(&kept_stacks.buckets[i]);
		if (!number) {
			if (!own)
				own = stack_fill(head, entries);
			if (!own)
				break;
			number = cmpxchg(&kept_stacks.buckets[i], 0, own);
			if (!number)
				return own;
		}
		if (is_same_stack(kept_stack(number), head, entries))
			return number;
	}
	mytap_error(c, "more different stacks than there is room for (-D MAXSTACKS=N)", where);
	return 0;
}

s64 mytap_stack_id(struct mytap_ctx *c, const char *where)
{
	struct kept_stack head = { .n = stack_entries(c) };

	return stack_number(c, &head, priv_of(c)->stack, where);
}

s64 mytap_ustack_id(struct mytap_ctx *c, const char *where)
{
	struct user_walk w __uninitialized;
	struct kept_stack head = { .is_user = true, .n = user_walk(&w, c, ~0u) };

	if (head.n) {
		head.pid = w.pid;
		head.end = w.end;
	}
	return stack_number(c, &head, user_frames(c), where);
}

/* NULL: not the number of a stack; a script can pass any number. */
static struct kept_stack *stack_numbered(s64 number)
{
	u32 n = min_t(u32, atomic_read(&kept_stacks.n), mytap_script.maxstacks);

	return number > 0 && number <= n && READ_ONCE(kept_stack(number)->n) ? kept_stack(number) : NULL;
}

void mytap_stack_id_text(struct mytap_ctx *c, char *to, size_t size, s64 number)
{
	struct kept_stack *k = stack_numbered(number);
	unsigned long *addresses = priv_of(c)->stack;
	u32 i;

	for (i = 0; k && i < k->n; i++)
		addresses[i] = k->is_user ? ((struct mytap_user_frame *)kept_entries(k))[i].address :
					    ((unsigned long *)kept_entries(k))[i];
	stack_to_text(to, size, addresses, k ? k->n : 0);
}

void mytap_print_stack_id(struct mytap_ctx *c, s64 number)
{
	struct kept_stack *k = stack_numbered(number);
	struct user_walk w = { .c = c };
	u32 i;

	if (k && k->is_user) {
		w.pid = k->pid;
		w.end = k->end;
		memcpy(user_frames(c), kept_entries(k), k->n * sizeof(struct mytap_user_frame));
		user_frames_print(&w, MYTAP_USTACK_FULL, k->n);
		return;
	}
	for (i = 0; k && i < k->n; i++)
		stack_print_line(c, ((unsigned long *)kept_entries(k))[i], i ? MYTAP_TEXT_FRAME : MYTAP_TEXT_STACK);
}
