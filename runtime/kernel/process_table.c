// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The processes that probes of programs cover: which of them belong to the target (-c, -x and what they start), and
 * which run a file that the script names. A hash with open addressing of one word for each process: read from any
 * context without a lock, changed under one, made before anything is attached. When it is full, further processes
 * are counted, and a warning says how many.
 */

enum {
	PROCESS_SLOTS = 1 << 15,
	PROCESS_MOST = PROCESS_SLOTS / 4 * 3,
	PROCESS_FREE = 0,		/* an empty entry, which ends a search */
	PROCESS_GONE = 1,		/* a removed entry, which does not */
	PROCESS_KNOWN = 2,		/* set in every entry of a process, so that it differs from the two above */
	PROCESS_IN_TARGET = 4,
	PROCESS_BEGINS = 8,		/* older than the session: its begin event is due when it is next seen */
	PROCESS_PROGRAM_SHIFT = 8,	/* from this bit to bit 31: 1 + the index of its program; 0: none of the script's */
};

static struct {
	u64 *slots;			/* tgid << 32 | bits */
	raw_spinlock_t lock;
	u32 used;			/* entries, including removed ones */
	atomic_t lost;			/* processes not entered */
} processes = { .lock = __RAW_SPIN_LOCK_UNLOCKED(processes.lock) };

static u32 process_slot_of(u32 tgid)
{
	return (tgid * 0x9e3779b1u) >> 17;
}

/* The bits of a process; 0: it is not in the table. Any context. */
static __always_inline u32 process_bits(u32 tgid)
{
	u32 at = process_slot_of(tgid), n;
	u64 e;

	for (n = 0; n < PROCESS_SLOTS; n++) {
		e = READ_ONCE(processes.slots[at]);
		if (likely(e == PROCESS_FREE))
			return 0;
		if (e >> 32 == tgid)
			return (u32)e;
		at = (at + 1) % PROCESS_SLOTS;
	}
	return 0;
}

/* Under the lock. Its entry; else the first free one; ~0: the table is full. */
static u32 process_slot_for(u32 tgid)
{
	u32 at = process_slot_of(tgid), n, gone = ~0;

	for (n = 0; n < PROCESS_SLOTS; n++) {
		u64 e = processes.slots[at];

		if (e == PROCESS_FREE)
			return gone != ~0 ? gone : at;
		if (e == PROCESS_GONE && gone == ~0)
			gone = at;
		if (e >> 32 == tgid)
			return at;
		at = (at + 1) % PROCESS_SLOTS;
	}
	return gone;
}

/* Under the lock. Removed entries at the end of a run become empty ones. */
static void process_forget_slot(u32 at)
{
	WRITE_ONCE(processes.slots[at], PROCESS_GONE);
	if (processes.slots[(at + 1) % PROCESS_SLOTS] != PROCESS_FREE)
		return;
	while (processes.slots[at] == PROCESS_GONE) {
		WRITE_ONCE(processes.slots[at], PROCESS_FREE);
		processes.used--;
		at = (at + PROCESS_SLOTS - 1) % PROCESS_SLOTS;
	}
}

/* Returns the previous bits. bits 0: removes the process. */
static u32 process_set(u32 tgid, u32 bits)
{
	unsigned long flags;
	u32 at, old = 0;
	u64 e;

	raw_spin_lock_irqsave(&processes.lock, flags);
	at = process_slot_for(tgid);
	e = at == ~0 ? PROCESS_GONE : processes.slots[at];
	if (e >> 32 == tgid)
		old = (u32)e;
	if (old && !bits) {
		process_forget_slot(at);
	} else if (bits && !old && (at == ~0 || (e == PROCESS_FREE && processes.used >= PROCESS_MOST))) {
		atomic_inc(&processes.lost);
	} else if (bits) {
		processes.used += e == PROCESS_FREE;
		WRITE_ONCE(processes.slots[at], (u64)tgid << 32 | bits | PROCESS_KNOWN);
	}
	raw_spin_unlock_irqrestore(&processes.lock, flags);
	return old;
}

/* Clears one bit: true for the caller that cleared it. */
static bool process_clear(u32 tgid, u32 bit)
{
	unsigned long flags;
	bool had = false;
	u32 at;

	raw_spin_lock_irqsave(&processes.lock, flags);
	at = process_slot_for(tgid);
	if (at != ~0 && processes.slots[at] >> 32 == tgid) {
		had = processes.slots[at] & bit;
		WRITE_ONCE(processes.slots[at], processes.slots[at] & ~(u64)bit);
	}
	raw_spin_unlock_irqrestore(&processes.lock, flags);
	return had;
}

static bool process_table_make(void)
{
	processes.slots = kvcalloc(PROCESS_SLOTS, sizeof(*processes.slots), MEMORY_FLAGS);
	return processes.slots;
}

static void process_table_free(void)
{
	char text[96];

	if (atomic_read(&processes.lost)) {
		snprintf(text, sizeof(text), "%d processes were not followed: there were more than %u at a time",
			 atomic_read(&processes.lost), PROCESS_MOST);
		process_message(MYTAP_REC_WARN, ~0, text);
	}
	kvfree(processes.slots);
	processes.slots = NULL;
}
