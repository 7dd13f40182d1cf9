// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * begin, end and error probes: in a process of the reader or on the session's work queue (serve.c), in process context,
 * on the process slot. They may wait for the reader; interrupts stay on.
 */

static void server_run(u16 family, bool (*goes_on)(void));	/* serve.c */

static void process_probe_run(const struct mytap_hit *h)
{
	struct mytap_ctx *c = process_context();

	if (READ_ONCE(h->handler) == handler_off)
		return;
	WRITE_ONCE(c->ring->busy, 1);
	smp_mb();			/* before the time is taken, so that the reader's horizon sees the slot busy */
	priv_of(c)->fatal = 0;
	c->regs = NULL;
	c->pid = current->tgid;
	c->frame = priv_of(c)->frame_base;
	context_ready(c, h);
	c->actions = 0;
	priv_of(c)->actions_more = maxaction_of(probe_of(h));
	if (condition_holds(c, probe_of(h)))
		timing_run_process(c, probe_of(h));
	if (c->error)
		error_report(c);
	smp_store_release(&c->ring->busy, 0);
	session_gets_on();
	cond_resched();
}

/* The three families have one layout (families.def). */
static s64 process_order(const struct mytap_hit *h)
{
	return FAMILY_DATA(begin, h)->order;
}

/* The next hit of the family by order, then by place in the script; NULL: none left. */
static const struct mytap_hit *process_probe_after(u16 family, const struct mytap_hit *last)
{
	const struct mytap_hit *h, *best = NULL;
	u32 i;

	for (i = 0; i < mytap_script.nprobes; i++) {
		h = &session.probe_hits[i];
		if (probe_of(h)->family != family)
			continue;
		if (last && (process_order(h) < process_order(last) ||
			     (process_order(h) == process_order(last) && h <= last)))
			continue;
		if (!best || process_order(h) < process_order(best))
			best = h;
	}
	return best;
}

static void process_probes_run(u16 family, bool (*goes_on)(void))
{
	const struct mytap_hit *h = NULL;

	while (goes_on() && (h = process_probe_after(family, h)))
		process_probe_run(h);
}

/* The session runs them itself. */
static void begin_probes_run(bool (*goes_on)(void))
{
	server_run(MYTAP_BEGIN, goes_on);
}

static void end_probes_run(bool (*goes_on)(void))
{
	server_run(MYTAP_END, goes_on);
}

static void error_probes_run(bool (*goes_on)(void))
{
	server_run(MYTAP_ERROR, goes_on);
}

static const struct mytap_family_ops begin_family = { .in_process = true }, end_family = { .in_process = true },
				     error_family = { .in_process = true };
