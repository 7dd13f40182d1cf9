// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Watchpoints: a debug register of each CPU that is online when the session starts, by the kernel's own
 * bookkeeping. A hit follows the access, in the exception that the processor raises; watchpoints are off while one
 * is handled, so that accesses of the handler itself are not hits.
 */
#include <linux/hw_breakpoint.h>

struct watch {
	const struct mytap_watch_probe *said;
	struct mytap_hit *hit;
	struct perf_event * __percpu *on;
	unsigned long address;
	u64 last;			/* the previous value */
};

static struct watch *watches;
static u32 watches_n;

static u64 watch_value(const struct watch *w)
{
	u64 value = 0;

	copy_from_kernel_nofault(&value, (void *)w->address, w->said->length);
	return value;
}

static void watch_hit(struct perf_event *event, struct perf_sample_data *data, struct pt_regs *regs)
{
	struct watch *w = event->overflow_handler_context;
	u64 args[] = { watch_value(w), 0 };

	args[1] = xchg(&w->last, args[0]);
	context_run(w->hit, regs, EXTRA_ARGS, args);
}

static int watch_open(struct watch *w)
{
	struct perf_event_attr attr;
	struct perf_event * __percpu *on;

	hw_breakpoint_init(&attr);
	attr.bp_addr = w->address;
	attr.bp_len = w->said->length;
	attr.bp_type = w->said->reads ? HW_BREAKPOINT_RW : HW_BREAKPOINT_W;
	w->last = watch_value(w);
	on = register_wide_hw_breakpoint(&attr, watch_hit, w);
	/* Cast to a number: in newer kernels a per-CPU pointer has its own address space. */
	if (IS_ERR_VALUE((unsigned long)on))
		return (long)(unsigned long)on;
	w->on = on;
	return 0;
}

static void watch_refused(const struct watch *w, int error)
{
	const char *what = error == -ENOSPC || error == -EBUSY ? "no debug register is left (the processor has four)" :
			   error == -EINVAL ? "the kernel does not allow this address to be watched" : "cannot be watched";

	if (w->said->optional)
		warn_probe(w->hit->probe, NULL, what, error);
	else
		fail_probe(w->hit, what, error);
}

static int watches_attach(struct probed_module *unused)
{
	u32 i, n = probes_count(MYTAP_WATCH);

	watches = n ? kcalloc(n, sizeof(*watches), GFP_KERNEL) : NULL;
	if (n && !watches)
		return -ENOMEM;
	for (i = 0; i < mytap_script.nprobes && !session_is_stopping(); i++) {
		struct mytap_hit *h = &session.probe_hits[i];
		struct watch *w = &watches[watches_n];
		int error;

		if (probe_of(h)->family != MYTAP_WATCH)
			continue;
		w->hit = h;
		w->said = FAMILY_DATA(watch, h);
		w->address = w->said->address ?: mytap_stext + w->said->offset;
		error = watch_open(w);
		if (error)
			watch_refused(w, error);
		else
			watches_n++;
	}
	return 0;
}

static void watches_detach(struct probed_module *unused)
{
	u32 i;

	for (i = 0; i < watches_n; i++)
		unregister_wide_hw_breakpoint(watches[i].on);
	if (watches_n)
		synchronize_rcu();	/* a CPU may still be in a handler */
	kfree(watches);
	watches = NULL;
	watches_n = 0;
}

static const struct mytap_family_ops watch_family = { .attach = watches_attach, .detach = watches_detach };
