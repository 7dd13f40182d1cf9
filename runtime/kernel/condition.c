// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe ... if (cond): a probe is attached only while its condition holds.
 *
 * The condition is evaluated at each hit, before the handler runs (context.c): this test decides. Attaching and
 * detaching only save cost. After a handler that may have changed a condition, the runtime evaluates it again
 * (conditions_changed(), probe context); if the value differs from the last one seen, it queues a work on the
 * session's queue, where families attach and detach (process context, may sleep). The queue runs one work at a
 * time: start, stop and this work never run at the same time.
 *
 * When a condition becomes true its probes are attached at once. When it becomes false they stay attached for
 * DISARM_MS, so that a condition that changes all the time costs one test per hit instead of constant patching of
 * the kernel's code.
 */

enum { DISARM_MS = 10, LOOKS_TO_SETTLE = 3 };
enum condition_value { CONDITION_FALSE, CONDITION_TRUE, CONDITION_UNKNOWN };

static struct {
	u8 *armed;			/* by condition: its probes should be attached */
	u8 *seen;			/* the value that the work has seen last */
	struct irq_work kick;
	struct work_struct work;
	struct delayed_work disarm_work;
} conditions;

static bool hit_is_wanted(const struct mytap_hit *h)
{
	u32 condition = probe_of(h)->condition;

	if (probe_is_disarmed(h->probe) || READ_ONCE(h->handler) == handler_off)
		return false;
	return !part_is_compiled(conditions) || !condition || conditions.armed[condition - 1];
}

static inline u64 conditions_armed(void)
{
	u64 bits = 0;
	u32 i;

	for (i = 0; i < script_conditions(); i++)
		if (conditions.armed[i])
			bits |= condition_bit(i);
	return bits;
}

/* In a context. An error counts as true: the hit will meet and report it. */
static enum condition_value condition_look(struct mytap_ctx *c, u32 i)
{
	struct mytap_priv *p = priv_of(c);
	enum condition_value value;

	p->looking = MYTAP_LOOKING;
	value = mytap_script.conditions[i](c) ? CONDITION_TRUE : CONDITION_FALSE;
	if (p->looking == MYTAP_LOOK_FAILED)
		value = CONDITION_UNKNOWN;
	p->looking = MYTAP_LOOKS_NOT;
	if (c->error) {
		error_forget(c);
		return CONDITION_TRUE;
	}
	return value;
}

/* Process context: on this CPU's slot, like a hit, so that hits in between find the slot busy. */
static enum condition_value condition_look_here(u32 i)
{
	enum condition_value value = CONDITION_UNKNOWN;
	struct mytap_ctx *c;
	unsigned long flags;

	raw_local_irq_save(flags);
	c = this_cpu_read(mytap_context);
	if (c->ring->busy) {
		raw_local_irq_restore(flags);
		return value;
	}
	context_take(c, flags, NULL, EXTRA_NONE, (struct context_user){});
	context_ready(c, &session.probe_hits[0]);
	value = condition_look(c, i);
	context_leave(c, EXTRA_NONE);
	return value;
}

/* After a handler of p. */
static noinline void conditions_changed(struct mytap_ctx *c, const struct mytap_probe *p)
{
	u32 i;

	if (!part_is_compiled(conditions))
		return;
	smp_mb();			/* the globals before `seen`: see condition_settle() */
	for (i = 0; i < script_conditions(); i++) {
		if (!(p->changes & condition_bit(i)))
			continue;
		/* Nothing can be evaluated while an error is pending. */
		if (c->error || condition_look(c, i) != READ_ONCE(conditions.seen[i])) {
			irq_work_queue(&conditions.kick);
			return;
		}
	}
}

static void conditions_kick(struct irq_work *work)
{
	queue_work(session.queue, &conditions.work);
}

/*
 * Returns the value and sets `seen` to it so that no change is lost: a handler changes the globals, then reads
 * `seen`; this function writes `seen`, then reads the globals again.
 */
static enum condition_value condition_settle(u32 i)
{
	enum condition_value value = condition_look_here(i), again;
	u32 n;

	for (n = 0; n < LOOKS_TO_SETTLE; n++) {
		WRITE_ONCE(conditions.seen[i], value);
		smp_mb();
		again = condition_look_here(i);
		if (again == value)
			return value;
		value = again;
	}
	return CONDITION_UNKNOWN;
}

/* Attaches the probes whose conditions are true; disarm: also detaches those whose conditions are false. */
static void conditions_follow(bool disarm)
{
	bool changed = false, later = false;
	u32 i;

	if (!session.attached || session_is_stopping())
		return;
	session_at(MYTAP_FOLLOWS_CONDITIONS);
	for (i = 0; i < script_conditions(); i++) {
		enum condition_value value = condition_settle(i);
		bool armed = conditions.armed[i];

		if (value == CONDITION_UNKNOWN || (value == CONDITION_FALSE && armed && !disarm)) {
			later = true;
			continue;
		}
		changed |= armed != value;
		conditions.armed[i] = value;
	}
	if (changed)
		families_arm();
	session_at(MYTAP_IDLE);
	if (later)
		queue_delayed_work(session.queue, &conditions.disarm_work, msecs_to_jiffies(DISARM_MS));
}

static void conditions_work(struct work_struct *work)
{
	conditions_follow(false);
}

static void conditions_disarm(struct work_struct *work)
{
	conditions_follow(true);
}

/* After the begin probes: attaches those whose conditions are true. */
static void conditions_start(void)
{
	u32 i;

	for (i = 0; i < script_conditions(); i++) {
		enum condition_value value = condition_settle(i);

		conditions.armed[i] = value != CONDITION_FALSE;
	}
}

/* No handler runs any more. */
static void conditions_stop(void)
{
	if (!part_is_compiled(conditions))
		return;
	irq_work_sync(&conditions.kick);
	cancel_work_sync(&conditions.work);
	cancel_delayed_work_sync(&conditions.disarm_work);
}

static bool conditions_init(void)
{
	u32 n = max(script_conditions(), 1u);

	if (!part_is_compiled(conditions))
		return true;
	init_irq_work(&conditions.kick, conditions_kick);
	INIT_WORK(&conditions.work, conditions_work);
	INIT_DELAYED_WORK(&conditions.disarm_work, conditions_disarm);
	conditions.armed = kcalloc(n, 1, GFP_KERNEL);
	conditions.seen = kcalloc(n, 1, GFP_KERNEL);
	return conditions.armed && conditions.seen;
}

static void conditions_free(void)
{
	kfree(conditions.armed);
	kfree(conditions.seen);
}
