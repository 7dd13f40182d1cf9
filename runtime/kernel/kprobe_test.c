// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The self-test of kprobe_bulk.c, which calls 22 unexported parts of the kernel by address. One unused place (in
 * int_sqrt(), after ftrace's call) is probed, hit and restored by the same functions; on any unexpected result all
 * places are left to register_kprobe(). Process context, when the session attaches.
 */

static struct {
	const struct task_struct *task;	/* only hits of this task count */
	u32 hits;
} bulk_test;

static int bulk_test_hit(struct kprobe *kp, struct pt_regs *regs)
{
	if (current == bulk_test.task && !FAMILY_SCRIPT_DATA(STATEMENT, statement)->test_fails)
		bulk_test.hits++;
	return 0;
}
NOKPROBE_SYMBOL(bulk_test_hit);

/* The start of an instruction; 0: the function does not begin as expected. */
static unsigned long bulk_test_address(void)
{
	unsigned long at = (unsigned long)int_sqrt;

	return bulk_call(ftrace_location_range)(at, at) == at ? at + MCOUNT_INSN_SIZE : 0;
}

/* NULL: one call causes `wanted` hits, and the function returns what it did before. */
static const char *bulk_test_call(u32 wanted)
{
	unsigned long (*volatile call)(unsigned long) = int_sqrt;
	unsigned long root;

	bulk_test.hits = 0;
	root = call(1764);
	if (root != 42)
		return "the probed function returned something else";
	if (bulk_test.hits != wanted)
		return wanted ? "its place was not hit" : "its place was hit after it was taken out";
	return NULL;
}

/* Sets the place, tests that it is hit, and restores it. */
static const char *bulk_test_place(struct mytap_kprobe *k, const u8 *before)
{
	const char *why = *(u8 *)k->kp.addr == INT3_INSN_OPCODE ? bulk_test_call(1) : "no breakpoint is at its place", *after;

	k->is_bulk = true;
	bulk.nset = 1;
	bulk_disarm();
	unregister_kprobe(&k->kp);
	bulk_detach();
	bulk.nset = 0;
	after = memcmp(k->kp.addr, before, MAX_INSN_SIZE) ? "the code at its place is not what it was" : bulk_test_call(0);
	return why ?: after;
}

/* In: a hit of the script, used as a template. NULL: passed. */
static const char *bulk_test_run(struct mytap_hit *like)
{
	struct bulk_place place = { .address = bulk_test_address(), .hit = like };
	struct mytap_kprobe *k;
	const char *why = NULL;
	u8 before[MAX_INSN_SIZE];

	if (!place.address)
		return "the function for it does not begin as expected";
	k = kzalloc(sizeof(*k), GFP_KERNEL);
	if (!k)
		return "no memory";
	memcpy(before, (void *)place.address, sizeof(before));
	bulk_test.task = current;
	bulk.places = &place;
	bulk.n = 1;
	bulk.kprobes = k;
	bulk_judge_sites();
	bulk_make();
	k->kp.pre_handler = bulk_test_hit;
	k->kp.flags = 0;
	bulk_set();
	why = place.verdict == BULK_TAKE ? bulk_test_place(k, before) : "its place is in use or was refused";
	bulk.places = NULL;
	bulk.kprobes = NULL;
	bulk.n = bulk.nkprobes = 0;
	kfree(k);
	return why;
}
