// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Load on the runtime: functions that the runtime itself leads to (locks, wake-ups,
 * timers, faults), in every context, with arrays, output, returns and a fast timer.
 * Loaded, run and removed over and over by stress.sh.
 */
#include "script.h"

FORMATS = "%s %d\n\0" "end %d\n";
NAMES = "vfs_read\0" "vfs_write\0" "kmem_cache_alloc\0" "kfree\0" "_raw_spin_lock_irqsave\0" "try_to_wake_up\0"
	"handle_mm_fault\0" "irq_work_queue\0" "__wake_up\0" "ktime_get_mono_fast_ns\0" "copy_from_user_nofault\0"
	"hrtimer_interrupt\0" "exit_to_user_mode_prepare\0" "update_process_times\0" "sprint_symbol";

/* Of the first instruction behind the call of ftrace, which is behind endbr if there is one. */
#ifdef CONFIG_X86_KERNEL_IBT
enum { BEHIND_FENTRY = 9 };
#else
enum { BEHIND_FENTRY = 5 };
#endif

static struct mytap_map *m, *s;
static struct mytap_lock s_lock;
static s64 n;

static void merge(void *to, const void *from) { *(s64 *)to += *(const s64 *)from; }

static void count(struct mytap_ctx *c)
{
	u64 k[4], *e = k;
	char name[16] MYTAP_STRING;
	s64 *v;

	mytap_execname(name, sizeof(name));
	*e++ = mytap_pid();
	e = mytap_key_str(e, name);
	v = mytap_map_slot(c, m, k, e - k, "identifier 'm' at stress.stp:1:1");
	if (v)
		++*v;
}

static void print(struct mytap_ctx *c)
{
	char name[64] MYTAP_STRING;

	mytap_execname(name, sizeof(name));
	mytap_symname(name, sizeof(name), mytap_ip(c));
	say_string(c, 0, name, mytap_pid());
	mytap_string_user(name, sizeof(name), c->regs->si, 32);
	mytap_read_user(c, 16, 8, "");
	c->error = NULL;
	mytap_read_kernel(c, 0xffff800000000010ULL, 8, "");
	c->error = NULL;
	mytap_read_kernel(c, 0x1234567890abcdefULL, 8, "");
	c->error = NULL;
}

static void locked(struct mytap_ctx *c)
{
	u64 k = mytap_pid();
	s64 *v;

	if (!mytap_write_lock(c, &s_lock))
		return;
	v = mytap_map_slot(c, s, &k, 1, "");
	if (v)
		++*v;
	n++;
	mytap_write_unlock(&s_lock);
}

static void trace(struct mytap_ctx *c)
{
	char text[512] MYTAP_STRING;

	mytap_backtrace(c, text, sizeof(text));
	say_string(c, 0, text, mytap_cpu());
}

static void returned(struct mytap_ctx *c) { locked(c); }
static void saves(struct mytap_ctx *c) { *(s64 *)c->entry = mytap_monotonic_ns(); }

static void end(struct mytap_ctx *c)
{
	say(c, 1, 1, n > 0, 0, 0);
}

static const struct mytap_probe probes[] = {
	{ .family = MYTAP_FUNCTION, .handler = count, .text = "count" },
	{ .family = MYTAP_FUNCTION, .handler = print, .text = "print" },
	{ .family = MYTAP_RETURN, .handler = returned, .entry = saves, .entry_size = 8, .text = "returned" },
	{ .family = MYTAP_TIMER, .handler = locked, .data = &(const struct mytap_timer_probe){ .interval = 10000000 },
	  .text = "timer.ms(10)" },
	{ .family = MYTAP_PROFILE, .handler = trace, .data = &(const struct mytap_profile_probe){ .hz = 25 }, .text = "profile" },
	{ .family = MYTAP_TRACEPOINT, .handler = locked, .data = &(const struct mytap_tracepoint_probe){ .name = "sched_switch" },
	  .text = "sched_switch" },
	{ .family = MYTAP_KPROBE, .handler = locked, .text = "statement" },
	{ .family = MYTAP_END, .handler = end, .text = "end" },
};
PROBES = "count\tstress.stp:1:1\0" "print\tstress.stp:2:1\0" "returned\tstress.stp:3:1\0" "timer.ms(10)\tstress.stp:4:1\0"
	 "profile\tstress.stp:5:1\0" "sched_switch\tstress.stp:6:1\0" "statement\tstress.stp:7:1\0" "end\tstress.stp:8:1";

#define AT(i) { .name = i, .probe = 0, .func = "" }
static const struct mytap_place places[] = {
	AT(1), AT(2), AT(3), AT(4), AT(5), AT(6), AT(7), AT(8), AT(9), AT(10), AT(11), AT(12), AT(13), AT(14), AT(15),
	{ .name = 1, .probe = 1, .func = "vfs_read" },
	{ .name = 6, .probe = 1, .func = "try_to_wake_up" },
	{ .name = 1, .probe = 2, .func = "vfs_read" },
	{ .name = 2, .offset = BEHIND_FENTRY, .probe = 6, .func = "vfs_write" },
};

static const struct mytap_map_desc maps[] = {
	{ .map = &m, .name = "m", .nkeys = 2, .string_keys = 2, .wraps = true, .merge = merge,
	  .room = &(const struct mytap_map_room){ .entries = 64, .key_words = 4, .value_bytes = 8, .per_cpu = 1 } },
	{ .map = &s, .name = "s", .nkeys = 1, .wraps = true,
	  .room = &(const struct mytap_map_room){ .entries = 64, .key_words = 1, .value_bytes = 8 } },
};

SCRIPT(.places = places, .nplaces = COUNT(places), .nnames = 15, .maps = maps, .nmaps = COUNT(maps),
       .limits.maxskipped = 1000000000, .limits.maxerrors = 1000000000);
