// SPDX-License-Identifier: GPL-2.0-or-later
/* Messages of the session itself, as records on the process slot. Process context. */

static void process_message(u32 kind, u32 probe, const char *text)
{
	static DEFINE_MUTEX(lock);	/* modules come and go in the context of any process */
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

/* A message that is shown by mytap-run -v only. */
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

/* An error of the start: the session ends. */
static void fail_probe(const struct mytap_hit *h, const char *what, int error)
{
	char text[320];

	snprintf(text, sizeof(text), "probe %s: %s (error %d)", probe_of(h)->text, what, error);
	process_message(MYTAP_REC_ERROR, ~0, text);
	session_fail(MYTAP_FAIL_SAID);
}
