// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How much is left of the stack that a hit is on: the task's, or one of its CPU's own for interrupts and exceptions, whose bounds
 * the unwinder knows. Any context that holds a slot.
 *
 * A stack for exceptions is begun anew by each exception. The one for interrupts may be used far by the kernel (a softirq, and an
 * interrupt on top of it), so each hit compares its stack pointer with c->low. Where that stack is differs from CPU to CPU: the first
 * hit on a task's stack sends its own CPU an interrupt, which finds it.
 */

#define STACK_UNKNOWN (~0UL)			/* c->low: every hit looks */

/* Marks the slot as busy: what is called may itself be probed. */
static u32 stack_begin_call(struct mytap_ctx *c)
{
	u32 busy = c->ring->busy;

	WRITE_ONCE(c->ring->busy, 1);
	barrier();
	return busy;
}

static void stack_end_call(struct mytap_ctx *c, u32 busy)
{
	barrier();
	WRITE_ONCE(c->ring->busy, busy);
}

/* The bounds of the stack that this is called on. */
static noinline void stack_find(struct mytap_ctx *c)
{
	struct mytap_priv *p = priv_of(c);
	bool calls_kernel = p->calls_kernel, is_for_interrupts;
	u32 busy;

	WRITE_ONCE(p->calls_kernel, true);
	busy = stack_begin_call(c);
	is_for_interrupts = compat_stack_bounds(current_stack_pointer, &p->stack_begin, &p->stack_size);
	stack_end_call(c, busy);
	WRITE_ONCE(p->calls_kernel, calls_kernel);
	if (is_for_interrupts)
		c->low = p->stack_begin + mytap_min_stack;
}

/* Bytes between the stack pointer and the end of its stack; 0: an unknown stack. */
static unsigned long stack_left(struct mytap_ctx *c, unsigned long sp)
{
	struct mytap_priv *p = priv_of(c);
	unsigned long left = compat_stack_left(sp);

	if (left < THREAD_SIZE)
		return left;
	if (sp - p->stack_begin >= p->stack_size)
		stack_find(c);
	return sp - p->stack_begin < p->stack_size ? sp - p->stack_begin : 0;
}

/*
 * True if a hit has too little room. MINSTACKSPACE may be more than a stack for exceptions has; a hit there finds most of it free.
 */
static noinline bool stack_is_low(struct mytap_ctx *c)
{
	unsigned long left = compat_stack_left(current_stack_pointer);
	u32 busy;

	if (left >= THREAD_SIZE) {
		left = stack_left(c, current_stack_pointer);
		return left < min_t(unsigned long, mytap_min_stack, priv_of(c)->stack_size / 2);
	}
	if (c->low == STACK_UNKNOWN && !session.slots[c->slot].stack_is_asked) {
		session.slots[c->slot].stack_is_asked = true;
		busy = stack_begin_call(c);
		irq_work_queue(&session.slots[c->slot].stack_work);
		stack_end_call(c, busy);
	}
	return left < mytap_min_stack;
}

static void stack_work(struct irq_work *work)
{
	unsigned long flags;

	raw_local_irq_save(flags);
	stack_left(container_of(work, struct mytap_slot, stack_work)->context, current_stack_pointer);
	raw_local_irq_restore(flags);
}

static void stack_left_init(struct mytap_slot *s)
{
	s->stack_work = IRQ_WORK_INIT_HARD(stack_work);
	s->context->low = s->context->in_process ? 0 : STACK_UNKNOWN;
}

/* No handler runs any more. */
static void stack_left_exit(void)
{
	u32 i;

	for (i = 0; i < mytap_nslots; i++)
		irq_work_sync(&session.slots[i].stack_work);
}
