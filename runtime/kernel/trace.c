// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Output of the function tracers: a record of fixed size per hit (wire.h); the loader adds names and text. Any
 * context that holds a slot.
 */

/*
 * The preemption count of the traced function. When other tracers trace it too, ftrace calls all of them with
 * preemption disabled and records that in the task.
 */
static unsigned int trace_preempt_depth(unsigned int count)
{
	bool is_in_list = current->trace_recursion & 1UL << (TRACE_LIST_START + trace_get_context_bit());

	count &= PREEMPT_MASK;
	return min_t(unsigned int, count - (count && is_in_list), 255);
}

/* tracing_off(): later calls are not recorded; calls that are open get their end record. Written in any context. */
static bool trace_is_off;

void mytap_tracing(bool is_on)
{
	WRITE_ONCE(trace_is_off, !is_on);
}

s64 mytap_tracing_is_on(void)
{
	return !READ_ONCE(trace_is_off);
}

/* With interrupts or preemption disabled, in an interrupt, or where the task is to be switched. */
static noinline void trace_depth(struct mytap_ctx *c, struct mytap_trace_head *h, unsigned int count)
{
	h->flags = (raw_irqs_disabled_flags(priv_of(c)->flags) ? MYTAP_TRACE_IRQS_OFF : 0) |
		   (test_tsk_need_resched(current) ? MYTAP_TRACE_NEED_RESCHED : 0);
	if (count & NMI_MASK)
		h->flags |= MYTAP_TRACE_NMI;
	if (count & HARDIRQ_MASK)
		h->flags |= MYTAP_TRACE_HARDIRQ;
	if (count & SOFTIRQ_OFFSET)
		h->flags |= MYTAP_TRACE_SOFTIRQ;
	h->preempt_depth = trace_preempt_depth(count);
}

static_assert(NR_CPUS <= 1 << 16 && offsetof(struct mytap_trace_head, cpu) % 4 == 0 &&
	      offsetof(struct mytap_trace_head, comm) == offsetof(struct mytap_trace_head, cpu) + 4);

static __always_inline void trace_head(struct mytap_ctx *c, struct mytap_trace_head *h)
{
	const struct task_struct *task = current;
	unsigned int count = preempt_count();

	h->function = c->hit->address;
	h->pid = task->pid;
	*(u32 *)&h->cpu = raw_smp_processor_id();	/* in one store with flags and preempt_depth, which are 0 */
	((u64 *)h->comm)[0] = READ_ONCE(((u64 *)task->comm)[0]);
	((u64 *)h->comm)[1] = READ_ONCE(((u64 *)task->comm)[1]);
	if (unlikely(count) || unlikely(raw_irqs_disabled_flags(priv_of(c)->flags)) ||
	    unlikely(test_tsk_need_resched((struct task_struct *)task)))
		trace_depth(c, h, count);
}

/* Only valid at a function's entry, where the stack pointer points to the return address. */
static __always_inline u64 trace_caller(const struct mytap_ctx *c)
{
	u64 caller = 0;

	if (!c->regs || !fetch_kernel(&caller, c->regs->sp, sizeof(caller)))
		return 0;
	return caller;
}

/* The record ends with a text of that length, or with none. Inlined, for the sake of the latter. */
static __always_inline void trace_end(struct mytap_ctx *c, struct channel_ring *ring, void *payload, size_t size,
				      const char *text, size_t length)
{
	char *end = (char *)payload + size;

	if (__builtin_constant_p(length) && !length) {
		record_end_sized(ring, payload, size);
		return;
	}
	memcpy(end, text, length);
	record_end(c, MYTAP_REC_TRACE, end + length);
}

static __always_inline void trace_function(struct mytap_ctx *c, const char *args, size_t length)
{
	struct channel_ring *ring = ring_for(c, MYTAP_REC_TRACE);
	struct mytap_trace_function *t;

	if (!record_has_room(c, ring, record_size(sizeof(*t) + length)))
		return;
	t = record_start(c, ring, MYTAP_REC_TRACE, MYTAP_TRACE_FUNCTION);
	trace_head(c, &t->head);
	t->caller = trace_caller(c);
	trace_end(c, ring, t, sizeof(*t), args, length);
}

void mytap_trace_function(struct mytap_ctx *c)
{
	trace_function(c, "", 0);
}

void mytap_trace_function_args(struct mytap_ctx *c, const char *args)
{
	trace_function(c, args, strlen(args) + 1);
}

static __always_inline s64 trace_enter(struct mytap_ctx *c, const char *args, size_t length)
{
	struct channel_ring *ring = ring_for(c, MYTAP_REC_TRACE);
	struct mytap_trace_head *t;

	if (!record_has_room(c, ring, record_size(sizeof(*t) + length)))
		return 0;
	t = record_start(c, ring, MYTAP_REC_TRACE, MYTAP_TRACE_ENTER);
	trace_head(c, t);
	trace_end(c, ring, t, sizeof(*t), args, length);
	return c->time;
}

s64 mytap_trace_enter(struct mytap_ctx *c)
{
	return trace_enter(c, "", 0);
}

s64 mytap_trace_enter_args(struct mytap_ctx *c, const char *args)
{
	return trace_enter(c, args, strlen(args) + 1);
}

/* For scripts that may stop the tracing. */
void mytap_trace_function_if_on(struct mytap_ctx *c)
{
	if (!READ_ONCE(trace_is_off))
		mytap_trace_function(c);
}

void mytap_trace_function_args_if_on(struct mytap_ctx *c, const char *args)
{
	if (!READ_ONCE(trace_is_off))
		mytap_trace_function_args(c, args);
}

s64 mytap_trace_enter_if_on(struct mytap_ctx *c)
{
	return READ_ONCE(trace_is_off) ? 0 : mytap_trace_enter(c);
}

s64 mytap_trace_enter_args_if_on(struct mytap_ctx *c, const char *args)
{
	return READ_ONCE(trace_is_off) ? 0 : mytap_trace_enter_args(c, args);
}

/* A name given by the script. */
static void trace_mark(struct mytap_ctx *c, enum mytap_trace what, const char *name, s64 value)
{
	size_t length = strlen(name) + 1;
	struct mytap_trace_mark *t = record_begin(c, MYTAP_REC_TRACE, what, sizeof(*t) + length);

	if (!t)
		return;
	trace_head(c, &t->head);
	t->head.function = 0;
	t->value = value;
	memcpy(t + 1, name, length);
	record_end(c, MYTAP_REC_TRACE, (char *)(t + 1) + length);
}

void mytap_slice_begin(struct mytap_ctx *c, const char *name)
{
	trace_mark(c, MYTAP_TRACE_SLICE_BEGIN, name, 0);
}

void mytap_slice_end(struct mytap_ctx *c, const char *name)
{
	trace_mark(c, MYTAP_TRACE_SLICE_END, name, 0);
}

void mytap_trace_counter(struct mytap_ctx *c, const char *name, s64 value)
{
	trace_mark(c, MYTAP_TRACE_COUNTER, name, value);
}

void mytap_flow_begin(struct mytap_ctx *c, const char *name, s64 id)
{
	trace_mark(c, MYTAP_TRACE_FLOW_BEGIN, name, id);
}

void mytap_flow_end(struct mytap_ctx *c, const char *name, s64 id)
{
	trace_mark(c, MYTAP_TRACE_FLOW_END, name, id);
}

static __always_inline void trace_leave(struct mytap_ctx *c, struct mytap_trace_leave *t, s64 entered)
{
	trace_head(c, &t->head);
	t->entered = entered;
}

void mytap_trace_leave(struct mytap_ctx *c, s64 entered)
{
	struct channel_ring *ring = ring_for(c, MYTAP_REC_TRACE);
	struct mytap_trace_leave *t;

	if (!record_has_room(c, ring, record_size(sizeof(*t))))
		return;
	t = record_start(c, ring, MYTAP_REC_TRACE, MYTAP_TRACE_LEAVE);
	trace_leave(c, t, entered);
	record_end_sized(ring, t, sizeof(*t));
}

void mytap_trace_return(struct mytap_ctx *c, s64 entered, s64 value)
{
	struct channel_ring *ring = ring_for(c, MYTAP_REC_TRACE);
	struct mytap_trace_return *t;

	if (!record_has_room(c, ring, record_size(sizeof(*t))))
		return;
	t = record_start(c, ring, MYTAP_REC_TRACE, MYTAP_TRACE_RETURN);
	trace_leave(c, &t->leave, entered);
	t->value = value;
	record_end_sized(ring, t, sizeof(*t));
}
