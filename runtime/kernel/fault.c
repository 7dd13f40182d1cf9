// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Page faults of the kernel while a function runs: in its own code or in what it calls. The tracepoint of the exception
 * tells of each fault; whether the function runs is seen on the stack, by the kernel's unwinder, so that neither its entry
 * nor its return is probed and none can be missed. A fault that a handler causes by its reads is no hit.
 *
 * In: session.hits of family MYTAP_FAULT. c->args: the address that was accessed, the instruction's, the error code, and
 * whether the address is user memory, was written, executed, and is mapped (a fault by its protection).
 */
#include <asm/trap_pf.h>
#include <linux/sort.h>

struct fault_range {
	unsigned long start, end;	/* [start, end): code of the function, or its rare part elsewhere */
	struct mytap_hit *hit;
};

struct fault_table {
	u32 n;
	bool wants[2];			/* faults at the kernel's addresses, at those of user memory */
	struct fault_range ranges[];	/* by start; those of one function are equal, others do not overlap */
};

enum { FAULT_FRAMES = 48, FAULT_RANGES = 2, FAULT_ARGS = 7 };

static struct fault_table *fault_table;
static struct tracepoint *fault_tracepoint;
static DEFINE_MUTEX(faults_lock);	/* modules change the table */

static int fault_compare(const void *a, const void *b)
{
	unsigned long x = ((const struct fault_range *)a)->start, y = ((const struct fault_range *)b)->start;

	return x < y ? -1 : x > y;
}

/* The first range that may contain the address; behind the last one: none does. */
static u32 fault_find(const struct fault_table *t, unsigned long address)
{
	u32 low = 0, high = t->n;

	while (low < high) {
		u32 middle = low + (high - low) / 2;

		if (t->ranges[middle].end > address)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static bool fault_contains(const struct fault_range *r, unsigned long address)
{
	return address >= r->start && address < r->end;
}

/* The frame that faulted, and the calls that led there, as addresses inside of the instructions. */
static u32 fault_frames(struct pt_regs *regs, unsigned long *frames)
{
	struct unwind_state state;
	u32 n = 0;

	for (unwind_start(&state, current, regs, NULL); !unwind_done(&state) && n < FAULT_FRAMES; unwind_next_frame(&state)) {
		unsigned long address = unwind_get_return_address(&state);

		if (!address)
			break;
		frames[n] = n ? address - 1 : address;
		n++;
	}
	return n;
}

/* A function that calls itself, or that has its rare part on the stack too, is hit once. */
static bool fault_is_known(const struct fault_table *t, const struct mytap_hit *h, const unsigned long *frames, u32 n)
{
	u32 i, k;

	for (i = 0; i < n; i++)
		for (k = fault_find(t, frames[i]); k < t->n && fault_contains(&t->ranges[k], frames[i]); k++)
			if (READ_ONCE(t->ranges[k].hit) == h)
				return true;
	return false;
}

static bool fault_is_meant(const struct mytap_hit *h, bool of_user)
{
	const struct mytap_fault_probe *said = FAMILY_DATA(fault, h);

	return of_user ? !said->only_kernel : !said->only_user;
}

static void fault_run(const struct fault_table *t, struct mytap_hit *h, struct pt_regs *regs, const u64 *args,
		      const unsigned long *frames, u32 n)
{
	if (h && fault_is_meant(h, args[3]) && !fault_is_known(t, h, frames, n))
		context_run(h, regs, EXTRA_ARGS, args);
}

static void fault_hits(const struct fault_table *t, struct pt_regs *regs, const u64 *args)
{
	unsigned long frames[FAULT_FRAMES];
	u32 n = fault_frames(regs, frames), i, k;

	for (i = 0; i < n; i++)
		for (k = fault_find(t, frames[i]); k < t->n && fault_contains(&t->ranges[k], frames[i]); k++)
			fault_run(t, READ_ONCE(t->ranges[k].hit), regs, args, frames, i);
}

static void fault_hit(void *unused, unsigned long address, struct pt_regs *regs, unsigned long code)
{
	const struct fault_table *t = READ_ONCE(fault_table);
	u64 args[FAULT_ARGS] = {
		address, regs->ip, code, address < TASK_SIZE_MAX, !!(code & X86_PF_WRITE), !!(code & X86_PF_INSTR),
		!!(code & X86_PF_PROT),
	};

	/* The walk of the stack is what costs. */
	if (t && t->wants[args[3]] && !READ_ONCE(mytap_closed) && !raw_cpu_read(mytap_context)->ring->busy)
		fault_hits(t, regs, args);
}

/* ---- the table ------------------------------------------------------------------------------------ */

static bool is_fault_of(const struct mytap_hit *h, const struct probed_module *m)
{
	return probe_of(h)->family == MYTAP_FAULT && h->address && hit_module(h) == m;
}

static void fault_add_range(struct fault_table *t, u64 start, u32 length, struct mytap_hit *h)
{
	if (start && length)
		t->ranges[t->n++] = (struct fault_range){ start, start + length, h };
}

/* 0: its module does not have it. */
static u64 fault_cold(const struct mytap_hit *h)
{
	const struct mytap_fault_probe *said = FAMILY_DATA(fault, h);
	u64 from = said->cold_name ? session.addresses[said->cold_name - 1] : h->address;

	return from ? from + said->cold : 0;
}

static void fault_add(struct fault_table *t, struct mytap_hit *h)
{
	const struct mytap_fault_probe *said = FAMILY_DATA(fault, h);

	fault_add_range(t, h->address, said->length, h);
	fault_add_range(t, fault_cold(h), said->cold_length, h);
}

static void faults_want(struct fault_table *t)
{
	u32 i, user;

	for (i = 0; i < t->n; i++)
		for (user = 0; user < 2; user++)
			t->wants[user] |= fault_is_meant(t->ranges[i].hit, user);
}

/* What is in the table and has not left, and the places of m. */
static int faults_add(const struct probed_module *m)
{
	struct fault_table *t, *old = fault_table;
	u32 i, n = 0;

	for (i = 0; i < mytap_script.nplaces; i++)
		n += is_fault_of(&session.hits[i], m);
	if (!n)
		return 0;
	t = kvzalloc(struct_size(t, ranges, n * FAULT_RANGES + (old ? old->n : 0)), MEMORY_FLAGS);
	if (!t)
		return -ENOMEM;
	for (i = 0; old && i < old->n; i++)
		if (old->ranges[i].hit)
			t->ranges[t->n++] = old->ranges[i];
	for (i = 0; i < mytap_script.nplaces; i++)
		if (is_fault_of(&session.hits[i], m))
			fault_add(t, &session.hits[i]);
	faults_want(t);
	sort(t->ranges, t->n, sizeof(*t->ranges), fault_compare, NULL);
	smp_store_release(&fault_table, t);
	if (old)
		tracepoint_synchronize_unregister();
	kvfree(old);
	return 0;
}

/* The places of a module that leaves stay in the table until the next one comes, without a hit. */
static void faults_leave(const struct probed_module *m)
{
	u32 i;

	for (i = 0; fault_table && i < fault_table->n; i++)
		if (fault_table->ranges[i].hit && hit_module(fault_table->ranges[i].hit) == m)
			WRITE_ONCE(fault_table->ranges[i].hit, NULL);
	tracepoint_synchronize_unregister();
}

/* ---- attach and detach ------------------------------------------------------------------------------- */

static void fault_tracepoint_found(struct tracepoint *tp, void *unused)
{
	if (!strcmp(tp->name, "page_fault_kernel"))
		fault_tracepoint = tp;
}

static void fault_tracepoint_attach(void)
{
	u32 i;
	int error;

	for_each_kernel_tracepoint(fault_tracepoint_found, NULL);
	error = fault_tracepoint ? tracepoint_probe_register(fault_tracepoint, fault_hit, NULL) : -ENOENT;
	if (!error)
		return;
	fault_tracepoint = NULL;
	for (i = 0; i < mytap_script.nprobes; i++)
		if (mytap_script.probes[i].family == MYTAP_FAULT)
			warn_probe(i, NULL, "the kernel's tracepoint page_fault_kernel cannot be used", error);
}

static int faults_attach(struct probed_module *m)
{
	int error = 0;

	if (!probes_count(MYTAP_FAULT))
		return 0;
	mutex_lock(&faults_lock);
	error = faults_add(m);
	if (!error && !m)
		fault_tracepoint_attach();
	mutex_unlock(&faults_lock);
	return error;
}

static void faults_detach(struct probed_module *m)
{
	mutex_lock(&faults_lock);
	if (!m && fault_tracepoint)
		tracepoint_probe_unregister(fault_tracepoint, fault_hit, NULL);
	if (fault_table)
		faults_leave(m);
	if (!m) {
		fault_tracepoint = NULL;
		kvfree(fault_table);
		fault_table = NULL;
	}
	mutex_unlock(&faults_lock);
}

static const struct mytap_family_ops fault_family = {
	.attach = faults_attach, .detach = faults_detach, .has_modules = true,
};
