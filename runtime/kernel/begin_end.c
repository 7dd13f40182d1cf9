// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * begin, end and error probes: on the session's work queue, in process context, on
 * the process slot. They may wait for the reader; interrupts stay on.
 */

static void process_probe_run(const struct mytap_hit *h)
{
	struct mytap_ctx *c = process_context();

	WRITE_ONCE(c->ring->busy, 1);
	smp_mb();			/* the reader's horizon: busy before the time is taken */
	priv_of(c)->fatal = 0;
	c->regs = NULL;
	c->pid = current->tgid;
	c->frame = priv_of(c)->frame_base;
	context_ready(c, h);
	c->actions = 0;
	priv_of(c)->actions_more = maxaction_of(probe_of(h));
	if (condition_holds(c, probe_of(h)))
		probe_of(h)->handler(c);
	if (c->error)
		error_report(c);
	smp_store_release(&c->ring->busy, 0);
	session_gets_on();
	cond_resched();
}

/* The next of the family by order, then as written; NULL: no more. */
static const struct mytap_hit *process_probe_after(u16 family, const struct mytap_hit *last)
{
	const struct mytap_hit *h, *best = NULL;
	u32 i;

	for (i = 0; i < mytap_script.nprobes; i++) {
		h = &session.probe_hits[i];
		if (probe_of(h)->family != family)
			continue;
		if (last && (probe_of(h)->arg < probe_of(last)->arg ||
			     (probe_of(h)->arg == probe_of(last)->arg && h <= last)))
			continue;
		if (!best || probe_of(h)->arg < probe_of(best)->arg)
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

/* A record of the session's own on the process slot. */
static void process_message(u32 kind, u32 probe, const char *text)
{
	static DEFINE_MUTEX(lock);	/* modules come in any process */
	struct mytap_ctx *c = process_context();

	mutex_lock(&lock);
	WRITE_ONCE(c->ring->busy, 1);
	smp_mb();
	c->time = 0;
	c->hit = &session.probe_hits[probe < mytap_script.nprobes ? probe : 0];
	record_message(c, kind, probe, text);
	smp_store_release(&c->ring->busy, 0);
	mutex_unlock(&lock);
}

/* What only those who ask for it (mytap-run -v) want to know. */
static __printf(1, 2) void process_detail(const char *fmt, ...)
{
	char text[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	process_message(MYTAP_REC_DETAIL, ~0, text);
}

static void warn_probe(u32 probe, const struct mytap_place *place, const char *what, int error)
{
	char text[256];

	if (place && place->func && *place->func)
		snprintf(text, sizeof(text), "probe %s at %s: %s (error %d)", mytap_script.probes[probe].text,
			 place->func, what, error);
	else
		snprintf(text, sizeof(text), "probe %s: %s (error %d)", mytap_script.probes[probe].text, what, error);
	process_message(MYTAP_REC_WARN, probe, text);
}
