// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Every family once, counted exactly for the workload "reads 100" (100 read calls of
 * /dev/zero). Hits are those of a task named "reads".
 */
#include "script.h"

FORMATS =
	/* 0 */ "begin %d\n\0"
	/* 1 */ "%s %d\n\0"
	/* 2 */ "end %d\n\0"
	/* 3 */ "bad: %s %d\n\0";

NAMES = "vfs_read\0" "no_such_function";

/* Of the first instruction behind the call of ftrace, which is behind endbr if there is one. */
#ifdef CONFIG_X86_KERNEL_IBT
enum { BEHIND_FENTRY = 9 };
#else
enum { BEHIND_FENTRY = 5 };
#endif

enum { ENTRY, ENTRY_REGS, RETURN, RETURN_PLAIN, INSTRUCTION, POST, RENAME, TICKS, PROFILE, BUCKETS };
static s64 count[BUCKETS];
static struct mytap_lock count_lock;
static s64 returned, saved, renamed, wrong_regs, wrong_address;

static bool is_ours(struct mytap_ctx *c)
{
	char name[16] MYTAP_STRING;

	mytap_execname(name, sizeof(name));
	return mytap_streq(name, (const char *)&(const u64){ 0x7364616572 });	/* "reads" */
}

static bool add(struct mytap_ctx *c, u32 what)
{
	if (!is_ours(c) || !mytap_write_lock(c, &count_lock))
		return false;
	count[what]++;
	mytap_write_unlock(&count_lock);
	return true;
}

static void begin_1(struct mytap_ctx *c) { say(c, 0, 1, 1, 0, 0); }
static void begin_2(struct mytap_ctx *c) { say(c, 0, 1, 2, 0, 0); }

static void entry(struct mytap_ctx *c)
{
	u64 ip = mytap_ip(c);

	if (ip != c->regs->ip && ip + 4 != c->regs->ip && ip + BEHIND_FENTRY != c->regs->ip)
		wrong_address++;
	add(c, ENTRY);
}

static void entry_regs(struct mytap_ctx *c)
{
	if ((c->regs->cs & 3) || !c->regs->sp)
		wrong_regs++;
	add(c, ENTRY_REGS);
}

static void return_entry(struct mytap_ctx *c) { *(s64 *)c->entry = c->regs->dx; }

static void return_exit(struct mytap_ctx *c)
{
	if (add(c, RETURN)) {
		returned += c->regs->ax;
		saved += *(s64 *)c->entry;
	}
}

static void return_plain(struct mytap_ctx *c) { add(c, RETURN_PLAIN); }
static void instruction(struct mytap_ctx *c) { add(c, INSTRUCTION); }
static void post(struct mytap_ctx *c) { add(c, POST); }

/* task_rename(task, comm): comm is the new name */
static void rename_task(struct mytap_ctx *c)
{
	char name[16] MYTAP_STRING;

	if (mytap_string_kernel(name, sizeof(name), c->args[1], 15) &&
	    mytap_streq(name, (const char *)&(const u64){ 0x7364616572 }))
		renamed++;
}

static void tick(struct mytap_ctx *c) { count[TICKS]++; }
static void profile(struct mytap_ctx *c)
{
	__atomic_fetch_add(&count[PROFILE], 1, __ATOMIC_RELAXED);
	if (!c->regs)
		wrong_regs++;
}

static void expect(struct mytap_ctx *c, const char *what, s64 got, s64 least, s64 most)
{
	char name[MAXSTRINGLEN] MYTAP_STRING;

	mytap_strcpy_raw(name, sizeof(name), what);
	say_string(c, got >= least && got <= most ? 1 : 3, name, got >= least && got <= most ? least : got);
}

static void end(struct mytap_ctx *c)
{
	expect(c, "entry", count[ENTRY], 100, 110);
	expect(c, "entry is entry_regs", count[ENTRY] - count[ENTRY_REGS], 0, 0);
	expect(c, "return", count[RETURN] - count[ENTRY], 0, 0);
	expect(c, "return_plain", count[RETURN_PLAIN] - count[ENTRY], 0, 0);
	expect(c, "instruction", count[INSTRUCTION] - count[ENTRY], 0, 0);
	expect(c, "post", count[POST] - count[ENTRY], 0, 0);
	expect(c, "returned", returned > 0, 1, 1);
	expect(c, "saved", saved >= returned, 1, 1);
	expect(c, "renamed", renamed, 1, 1);
	expect(c, "ticks", count[TICKS] > 2, 1, 1);
	expect(c, "profile", count[PROFILE] > 2, 1, 1);
	expect(c, "wrong regs", wrong_regs, 0, 0);
	expect(c, "wrong address", wrong_address, 0, 0);
	say(c, 2, 1, mytap_target(0) > 0, 0, 0);
}

PROBES =
	"begin(5)\tfamilies.stp:1:1\0"
	"begin(-5)\tfamilies.stp:2:1\0"
	"kernel.function(\"vfs_read\")\tfamilies.stp:3:1\0"
	"kernel.function(\"vfs_read\")\tfamilies.stp:4:1\0"
	"vfs_read.return\tfamilies.stp:5:1\0"
	"vfs_read.return\tfamilies.stp:6:1\0"
	"kernel.statement\tfamilies.stp:7:1\0"
	"kernel.statement.post\tfamilies.stp:8:1\0"
	"kernel.trace(\"task:task_rename\")\tfamilies.stp:9:1\0"
	"timer.ms(10)\tfamilies.stp:10:1\0"
	"timer.profile\tfamilies.stp:11:1\0"
	"end\tfamilies.stp:12:1";

static const struct mytap_probe probes[] = {
	{ .family = MYTAP_BEGIN, .handler = begin_2, .data = &(const struct mytap_begin_probe){ .order = 5 }, .text = "begin(5)" },
	{ .family = MYTAP_BEGIN, .handler = begin_1, .data = &(const struct mytap_begin_probe){ .order = -5 }, .text = "begin(-5)" },
	{ .family = MYTAP_FUNCTION, .handler = entry, .text = "kernel.function(\"vfs_read\")" },
	{ .family = MYTAP_FUNCTION, .handler = entry_regs, .flags = MYTAP_NEEDS_REGS, .text = "kernel.function(\"vfs_read\")" },
	{ .family = MYTAP_RETURN, .handler = return_exit, .entry = return_entry, .entry_size = 8, .text = "vfs_read.return" },
	{ .family = MYTAP_RETURN, .handler = return_plain, .text = "vfs_read.return" },
	{ .family = MYTAP_KPROBE, .handler = instruction, .text = "kernel.statement" },
	{ .family = MYTAP_KPROBE_POST, .handler = post, .text = "kernel.statement.post" },
	{ .family = MYTAP_TRACEPOINT, .handler = rename_task, .text = "kernel.trace(\"task:task_rename\")",
	  .data = &(const struct mytap_tracepoint_probe){ .name = "task_rename", .nargs = 1 + 2 } },
	{ .family = MYTAP_TIMER, .handler = tick, .data = &(const struct mytap_timer_probe){ .interval = 10000000, .randomize = 2000000 },
	  .text = "timer.ms(10)" },
	{ .family = MYTAP_PROFILE, .handler = profile, .data = &(const struct mytap_profile_probe){ .hz = 100 }, .text = "timer.profile" },
	{ .family = MYTAP_END, .handler = end, .text = "end" },
};

static const struct mytap_place places[] = {
	{ .name = 1, .probe = 2, .func = "vfs_read" },
	{ .name = 1, .probe = 3, .func = "vfs_read" },
	{ .name = 1, .probe = 4, .func = "vfs_read" },
	{ .name = 1, .probe = 5, .func = "vfs_read" },
	{ .name = 1, .offset = BEHIND_FENTRY, .probe = 6, .func = "vfs_read" },
	{ .name = 1, .offset = BEHIND_FENTRY, .probe = 7, .func = "vfs_read" },
	{ .name = 1, .offset = 1, .probe = 6, .func = "vfs_read" },
	{ .name = 2, .probe = 2, .func = "no_such_function" },
};

SCRIPT(.places = places, .nplaces = COUNT(places), .nnames = 2);
