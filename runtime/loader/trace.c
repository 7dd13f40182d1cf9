// SPDX-License-Identifier: GPL-2.0-or-later
/* See trace.h. */
#include "trace.h"

#include <string.h>

static void take_enter(struct tracer *t, struct event *e)
{
	const struct mytap_trace_head *h = e->call.head;

	e->call.depth = calls_enter(&t->calls, h->pid, h->function, e->time, h->cpu);
}

static void take_leave(struct tracer *t, struct event *e, const struct mytap_trace_leave *l)
{
	const struct mytap_trace_head *h = &l->head;
	struct call call;

	e->call.entered = l->entered;
	e->call.has_entry = calls_leave(&t->calls, h->pid, h->function, l->entered, e->time, &call, &e->call.depth);
	e->call.entry_cpu = call.cpu;
	e->call.own = e->time - l->entered - call.inner;
}

/* The name is the rest of the record, up to its NUL. */
static bool take_mark(struct event *e, const struct mytap_trace_mark *m, u32 size)
{
	const char *name = (const char *)(m + 1), *end = memchr(name, 0, size - sizeof(*m));

	if (!end)
		return false;
	e->mark = (struct event_mark){ .head = &m->head, .name = { name, end - name }, .value = m->value };
	return true;
}

bool trace_record(struct tracer *t, u32 what, u64 time, const char *payload, u32 size, struct event *ret, bool *ret_is_shown)
{
	static const struct {
		u32 size;
		enum event_kind kind;
	} rows[] = {
		[MYTAP_TRACE_FUNCTION] = { sizeof(struct mytap_trace_function), EVENT_FUNCTION },
		[MYTAP_TRACE_ENTER] = { sizeof(struct mytap_trace_head), EVENT_ENTER },
		[MYTAP_TRACE_LEAVE] = { sizeof(struct mytap_trace_leave), EVENT_LEAVE },
		[MYTAP_TRACE_RETURN] = { sizeof(struct mytap_trace_return), EVENT_LEAVE },
		[MYTAP_TRACE_SLICE_BEGIN] = { sizeof(struct mytap_trace_mark), EVENT_SLICE_BEGIN },
		[MYTAP_TRACE_SLICE_END] = { sizeof(struct mytap_trace_mark), EVENT_SLICE_END },
		[MYTAP_TRACE_COUNTER] = { sizeof(struct mytap_trace_mark), EVENT_COUNTER },
		[MYTAP_TRACE_FLOW_BEGIN] = { sizeof(struct mytap_trace_mark), EVENT_FLOW_BEGIN },
		[MYTAP_TRACE_FLOW_END] = { sizeof(struct mytap_trace_mark), EVENT_FLOW_END },
	};
	const struct mytap_trace_head *h = (const void *)payload;

	if (what >= sizeof(rows) / sizeof(*rows) || size < rows[what].size || h->cpu >= TRACE_CPUS_MOST)
		return false;
	*ret = (struct event){ .kind = rows[what].kind, .time = time, .call.head = h };
	if ((what == MYTAP_TRACE_ENTER || what == MYTAP_TRACE_FUNCTION) && size > rows[what].size) {
		ret->call.args = payload + rows[what].size;
		if (!memchr(ret->call.args, 0, size - rows[what].size))
			return false;
	}
	switch (what) {
	case MYTAP_TRACE_FUNCTION:
		ret->call.caller = ((const struct mytap_trace_function *)payload)->caller;
		break;
	case MYTAP_TRACE_ENTER:
		take_enter(t, ret);
		break;
	case MYTAP_TRACE_RETURN:
		ret->call.value = &((const struct mytap_trace_return *)payload)->value;
		take_leave(t, ret, (const void *)payload);
		break;
	case MYTAP_TRACE_LEAVE:
		take_leave(t, ret, (const void *)payload);
		break;
	default:
		*ret_is_shown = true;
		return take_mark(ret, (const void *)payload, size);
	}
	*ret_is_shown = !t->most_depth || ret->call.depth < t->most_depth;
	return true;
}

void trace_deinit(struct tracer *t)
{
	calls_deinit(&t->calls);
}
