// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A session, looked at repeatedly. The kernel's symbols and types are read once, the module's when it is found; a look reads
 * what changes, into an arena of its own. It costs the kernel nothing: memory is read without any lock, so what changes meanwhile
 * may be seen half, until the next look.
 */
#include "translator/inspect/watch.h"

#include <stdlib.h>

#include "translator/inspect/session.h"

enum { ELEMENTS_READ = 10000 };		/* of an array, per look */

struct watch {
	struct arena *kernel, *module;	/* what stays; what is known of the session's module, NULL: not found yet */
	struct inspect in;
	struct session_seen *session;
	struct session_follower *follower;	/* NULL: its output is not wanted */
};

struct watch *watch_new(struct memory *m, struct strbuf *why)
{
	struct watch *w = xmalloc(sizeof(*w));
	bool is_open;

	*w = (struct watch){ .kernel = arena_new() };
	w->in = (struct inspect){ .a = w->kernel, .mem = m, .elements_most = ELEMENTS_READ };
	is_open = inspect_open(&w->in, why);
	if (is_open)
		return w;
	watch_free(w);
	return NULL;
}

/* What was read of the tables of the kernel may be out of date, or in an arena that goes. */
static void forget_tables(struct inspect *in, struct arena *a)
{
	in->a = a;
	in->has_ops = in->has_records = in->has_kprobes = false;
	in->ops = (ops_vec){ 0 };
	if (in->mem->forget)
		in->mem->forget(in->mem);
	json_object_put(in->findings);
	in->findings = json_object_new_array();
}

static void forget_modules(struct watch *w)
{
	w->in.modules.n = w->in.modules.cap = 0;
	w->in.modules.v = NULL;
	w->in.sessions.n = w->in.sessions.cap = 0;
	w->in.sessions.v = NULL;
	w->in.has_sessions = false;
	forget_tables(&w->in, w->kernel);
	if (w->module)
		arena_free(w->module);
	w->module = NULL;
}

bool watch_find(struct watch *w, bool (*is_it)(void *ctx, const char *name, unsigned int reader), void *ctx, bool has_output)
{
	forget_modules(w);
	w->module = w->in.a = arena_new();
	modules_read(&w->in);
	sessions_read(&w->in);
	vec_each(s, &w->in.sessions) {
		if ((*s)->shared.state < MYTAP_RUNNING || !is_it(ctx, (*s)->module->name, (*s)->shared.reader_tgid))
			continue;
		w->session = *s;
		w->follower = has_output ? session_follower_new(&w->in, *s) : NULL;
		forget_tables(&w->in, w->kernel);
		return true;
	}
	forget_modules(w);
	return false;
}

struct json_object *watch_look(struct watch *w)
{
	struct arena *a = arena_new();
	struct json_object *o;

	forget_tables(&w->in, a);
	o = session_facts_again(&w->in, w->session, w->follower);
	forget_tables(&w->in, w->kernel);
	arena_free(a);
	return o;
}

const char *watch_name(const struct watch *w)
{
	return w->session->module->name;
}

const void *watch_probe_order(unsigned int probe, bool is_on, size_t *size)
{
	static struct { struct mytap_command head; struct mytap_probe_turn turn; } order = {
		.head = { MYTAP_CMD_PROBE, sizeof(order.turn) },
	};

	order.turn = (struct mytap_probe_turn){ .probe = probe, .is_on = is_on };
	*size = sizeof(order);
	return &order;
}

const void *watch_timing_order(bool is_on, size_t *size)
{
	static struct { struct mytap_command head; uint32_t is_on; } order = { .head = { MYTAP_CMD_TIMING, sizeof(order.is_on) } };

	order.is_on = is_on;
	*size = sizeof(order);
	return &order;
}

void watch_free(struct watch *w)
{
	if (w->follower)
		session_follower_free(w->follower);
	inspect_close(&w->in);
	if (w->module)
		arena_free(w->module);
	arena_free(w->kernel);
	free(w);
}
