// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Probes that are turned off and on: probe_off() and probe_on() in scripts, from any context, and MYTAP_CMD_PROBE from outside;
 * and timed while somebody looks, MYTAP_CMD_TIMING.
 *
 * A hit that is off gets a handler that does nothing, which takes effect at once. Detaching and attaching follow on
 * the session's queue, as for conditions. Before the probes are attached only `off` is set, since families may still change
 * handlers: switches_settle() makes it so when they are through.
 */

static struct {
	unsigned long *off;		/* bits: hits of places, then hits of probes without a place */
	handler_fn *was;		/* by hit: its own handler, while it is off */
	struct irq_work kick;
	struct work_struct work;
} switches;

static u32 switch_number(const struct mytap_hit *h)
{
	return h >= session.hits && h < session.hits + mytap_script.nplaces ? h - session.hits :
									      mytap_script.nplaces + (h - session.probe_hits);
}

/* Concurrent callers store the same `was`: nothing else changes the handler of an attached hit. */
static void hit_switch(struct mytap_hit *h)
{
	u32 i = switch_number(h);
	handler_fn now = READ_ONCE(h->handler);

	if (test_bit(i, switches.off)) {
		if (now == handler_off)
			return;
		WRITE_ONCE(switches.was[i], now);
		cmpxchg(&h->handler, now, handler_off);
	} else if (now == handler_off) {
		cmpxchg(&h->handler, now, READ_ONCE(switches.was[i]));
	}
}

static void hit_turn(struct mytap_hit *h, bool is_on)
{
	if (is_on) {
		clear_bit(switch_number(h), switches.off);
	} else {
		set_bit(switch_number(h), switches.off);
		WRITE_ONCE(hits_switched, true);
	}
	smp_mb__after_atomic();
	if (!h->place || READ_ONCE(session.shared->state) >= MYTAP_RUNNING)
		hit_switch(h);
}

/* On the session's queue: after probes were turned, after the attach, and after a module's probes were attached. */
static void switches_settle(void)
{
	u32 i;

	if (!READ_ONCE(hits_switched))
		return;
	for (i = 0; i < mytap_script.nplaces; i++)
		hit_switch(&session.hits[i]);
	for (i = 0; i < mytap_script.nprobes; i++)
		hit_switch(&session.probe_hits[i]);
}

static void switches_work(struct work_struct *work)
{
	if (!session.attached || session_is_stopping())
		return;
	switches_settle();
	session_at(MYTAP_FOLLOWS_CONDITIONS);
	families_arm();
	session_at(MYTAP_IDLE);
}

static void switches_kick(struct irq_work *work)
{
	queue_work(session.queue, &switches.work);
}

/* Turns all hits for which is_meant(); false: there are none. */
static bool hits_turn(bool (*is_meant)(const struct mytap_hit *h, const void *which), const void *which, bool is_on)
{
	bool any = false;
	u32 i;

	for (i = 0; i < mytap_script.nplaces + mytap_script.nprobes; i++) {
		struct mytap_hit *h = i < mytap_script.nplaces ? &session.hits[i] : &session.probe_hits[i - mytap_script.nplaces];

		if (!h->handler || !is_meant(h, which))
			continue;
		hit_turn(h, is_on);
		any = true;
	}
	if (any)
		irq_work_queue(&switches.kick);
	return any;
}

static bool is_of_probe(const struct mytap_hit *h, const void *probe)
{
	return h->probe == *(const u32 *)probe;
}

/* By the name that pn() returns. */
static bool is_named(const struct mytap_hit *h, const void *name)
{
	const char *point = h->place ? h->place->script_point : probe_of(h)->script_point;

	return !strcmp(point ?: probe_of(h)->text ?: "", name);
}

static bool is_of_events(const struct mytap_hit *h, const void *unused)
{
	return !family_of(h)->in_process;
}

/* MYTAP_CMD_PROBE */
static int probe_turn(const struct mytap_probe_turn *t)
{
	if (t->probe == ~0U) {
		hits_turn(is_of_events, NULL, t->is_on);
		return 0;
	}
	if (t->probe >= mytap_script.nprobes)
		return -ENOENT;
	hits_turn(is_of_probe, &t->probe, t->is_on);
	return 0;
}

void mytap_probe_turn(struct mytap_ctx *c, const char *name, bool is_on, const char *where)
{
	u64 args[] = { (u64)name };
	u32 steps = 0;

	/* A pattern's places may be many thousands, and interrupts are off. */
	if (!map_work(c, &steps, mytap_script.nplaces + mytap_script.nprobes, where))
		return;
	if (!hits_turn(is_named, name, is_on))
		mytap_errorf(c, where, "no probe of this script is called '%s' (pn() gives a probe's name)", args);
}

/* A hit that is off gets its handler when it is turned on again. Others (a callee's, a disarmed one's) ask handler_of() or nobody. */
static void hit_time(struct mytap_hit *h, bool is_on)
{
	handler_fn from = handler_for(probe_of(h), !is_on), to = handler_for(probe_of(h), is_on);

	if (cmpxchg(&h->handler, from, to) == handler_off)
		cmpxchg(&switches.was[switch_number(h)], from, to);
}

/* MYTAP_CMD_TIMING. Handlers that are running keep their way; the numbers stay until the session ends. */
static int timing_turn(bool is_on)
{
	int error = is_on ? timing_make() : 0;
	u32 i;

	if (error || (!is_on && !timing.watchers))
		return error;
	timing.watchers += is_on ? 1 : -1;
	if (timing.is_asked || timing.is_on == !!timing.watchers)
		return 0;
	WRITE_ONCE(timing.is_on, is_on);
	for (i = 0; i < mytap_script.nplaces; i++)
		hit_time(&session.hits[i], is_on);
	for (i = 0; i < mytap_script.nprobes; i++)
		hit_time(&session.probe_hits[i], is_on);
	return 0;
}

static bool switches_init(void)
{
	u32 n = max(mytap_script.nplaces + mytap_script.nprobes, 1u);

	init_irq_work(&switches.kick, switches_kick);
	INIT_WORK(&switches.work, switches_work);
	switches.off = kvcalloc(BITS_TO_LONGS(n), sizeof(long), MEMORY_FLAGS);
	switches.was = kvcalloc(n, sizeof(*switches.was), MEMORY_FLAGS);
	return switches.off && switches.was;
}

/* No handler runs any more. */
static void switches_stop(void)
{
	irq_work_sync(&switches.kick);
	cancel_work_sync(&switches.work);
}

static void switches_free(void)
{
	kvfree(switches.off);
	kvfree(switches.was);
}
