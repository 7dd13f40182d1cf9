// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The deepest stacks of tasks, as the kernel's stack tracer finds them: trace_stack() at a function's entry looks at the stack
 * pointer, and a new maximum of its CPU is a record with the whole stack. That is seldom, since a maximum only grows: the names
 * are made here. Any context that holds a slot; stacks of interrupts and exceptions are not the task's and do not count.
 */

enum { DEEPEST_ROOM = 8192 };		/* bytes for the frames of a record */

static DEFINE_PER_CPU(u32, deepest_here);
static u32 deepest_of_all;

struct deepest_frames {
	struct mytap_deepest *head;
	char *at, *end;
};

static u32 depth_of(unsigned long word)
{
	unsigned long depth = (unsigned long)task_stack_page(current) + THREAD_SIZE - word;

	return depth <= THREAD_SIZE ? depth : 0;
}

/* false: no room. */
static bool deepest_frame(struct deepest_frames *o, u32 depth, unsigned long address)
{
	u32 *words = (u32 *)o->at, n;

	if (o->end - o->at < 2 * sizeof(u32) + KSYM_SYMBOL_LEN + 8) {
		o->head->is_cut = 1;
		return false;
	}
	words[0] = depth;
	words[1] = n = sprint_symbol((char *)(words + 2), address);
	for (o->at += 2 * sizeof(u32) + n; (unsigned long)o->at & 7; o->at++)
		*o->at = 0;
	o->head->nframes++;
	return true;
}

/* The walk begins here, in the runtime's own calls; only the frames from the entered function upwards are kept. */
static void deepest_walk(struct deepest_frames *o, unsigned long entered)
{
	struct unwind_state state;
	bool is_above = false;

	for (unwind_start(&state, current, NULL, NULL); !unwind_done(&state); unwind_next_frame(&state)) {
		unsigned long address = unwind_get_return_address(&state);
		u32 depth = depth_of((unsigned long)compat_unwind_word(&state));

		if (!address)
			break;
		if (is_above && depth && !deepest_frame(o, depth, address))
			break;
		is_above |= address - entered <= 16;
	}
}

static noinline void deepest_record(struct mytap_ctx *c, u32 used)
{
	struct mytap_deepest *head = record_begin(c, MYTAP_REC_DEEPEST, 0, sizeof(*head) + DEEPEST_ROOM);
	struct deepest_frames frames = { head, (char *)(head + 1), (char *)(head + 1) + DEEPEST_ROOM };

	if (!head)
		return;
	WRITE_ONCE(priv_of(c)->calls_kernel, true);	/* the unwinder and kallsyms may themselves be probed by a pattern with `*` */
	trace_head(c, &head->head);
	head->used = used;
	head->size = THREAD_SIZE;
	head->nframes = head->is_cut = 0;
	deepest_frame(&frames, used, c->hit->address);
	deepest_walk(&frames, c->hit->address);
	WRITE_ONCE(priv_of(c)->calls_kernel, false);
	record_end(c, MYTAP_REC_DEEPEST, frames.at);
	this_cpu_write(deepest_here, used);
	for (u32 most = READ_ONCE(deepest_of_all); used > most;)
		if (try_cmpxchg(&deepest_of_all, &most, used))
			break;
}

void mytap_trace_stack(struct mytap_ctx *c)
{
	u32 used = c->regs && !READ_ONCE(trace_is_off) ? depth_of(c->regs->sp - sizeof(long)) : 0;

	if (unlikely(used > this_cpu_read(deepest_here)))
		deepest_record(c, used);
}

s64 mytap_stack_max(void)
{
	return READ_ONCE(deepest_of_all);
}
