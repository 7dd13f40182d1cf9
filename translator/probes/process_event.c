// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * process.begin, .end, .thread.begin, .thread.end, .syscall, .syscall.return: events of processes. With a path: of
 * those that run it; with a number: of that one; without either: of the target (-c, -x) and its children, or of all
 * processes if there is no target.
 */
#include <string.h>

#include "process.h"

struct process_event {
	const struct runtime_family *runtime;
	int64_t pid;
	struct image *program;		/* or NULL */
};

static void event_emit(struct family_text *t, const struct dprobe *p)
{
	const struct process_event *ev = p->detail;

	field_number(t, "pid", ev->pid);
	field_number(t, "program", ev->program ? user_program_number(t->target, ev->program) : 0);
}

static void call_emit(struct family_text *t, const struct dprobe *p)
{
	event_emit(t, p);
	field_true(t, "reads_args", t->nargs > 1);	/* more than its number */
}

static const struct runtime_family
	runtime_begin = { .name = "process_begin", .emit = event_emit },
	runtime_end = { .name = "process_end", .emit = event_emit },
	runtime_thread_begin = { .name = "thread_begin", .emit = event_emit },
	runtime_thread_end = { .name = "thread_end", .emit = event_emit },
	runtime_syscall = { .name = "process_syscall", .runs_quick = true, .emit = call_emit },
	runtime_sysreturn = { .name = "process_sysreturn", .runs_quick = true, .emit = call_emit };

static const struct runtime_family *event_of(const struct point_match *m)
{
	bool is_begin = point_has(m, "begin");

	if (point_has(m, "syscall"))
		return point_has(m, "return") ? &runtime_sysreturn : &runtime_syscall;
	if (point_has(m, "thread"))
		return is_begin ? &runtime_thread_begin : &runtime_thread_end;
	return is_begin ? &runtime_begin : &runtime_end;
}

static void event_add(struct point_match *m, struct image *program)
{
	struct process_event *ev = arena_new_of(m->session->arena, struct process_event);
	struct dprobe *p = dprobe_add(m);

	*ev = (struct process_event){ .runtime = event_of(m), .pid = process_pid(m), .program = program };
	p->detail = ev;
	p->text = process_point_text(m, program, NULL, NULL);
}

static bool event_derive(struct point_match *m)
{
	image_vec programs = { 0 };
	const char *path;

	if (!point_string(m, "process", &path)) {
		event_add(m, NULL);
		return true;
	}
	if (!process_programs(m, &programs))
		return false;
	vec_each(p, &programs)
		event_add(m, *p);
	return true;
}

static const struct runtime_family *event_choose(const struct dprobe *p)
{
	return ((const struct process_event *)p->detail)->runtime;
}

/* In the order of the runtime: the call's number, six arguments, its result. */
static void event_variables(struct target *t, const struct dprobe *p, struct context_vars *ret)
{
	static const char *const names[] = { "syscall", "arg1", "arg2", "arg3", "arg4", "arg5", "arg6", "return" };
	const struct runtime_family *r = event_choose(p);

	ret->owner = arena_printf(t->arena, "probe '%s'", p->text);
	if (r != &runtime_syscall && r != &runtime_sysreturn)
		return;
	for (unsigned int i = 0; i < 7 + (r == &runtime_sysreturn); i++)
		context_var_given(t->arena, ret, intern(names[i]), process_long_type(t->arena), i);
}

#define OF_PROCESS(rest) "process." rest, "process(string)." rest, "process(number)." rest

static const char *const patterns[] = {
	OF_PROCESS("begin"), OF_PROCESS("end"), OF_PROCESS("thread.begin"), OF_PROCESS("thread.end"), OF_PROCESS("syscall"),
	OF_PROCESS("syscall.return"),
	NULL
};

const struct probe_family process_event_family = {
	.name = "process", .patterns = patterns, .derive = event_derive, .choose = event_choose, .variables = event_variables,
};
