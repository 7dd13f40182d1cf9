// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a careful kernel developer would write by hand for each row of the hit
 * bench, with what any such probe needs to be safe: a guard against re-entry on
 * the CPU, interrupts off, guarded reads, no lock where none is needed.
 *
 *	insmod floor.ko mode=entry
 */
#include <linux/ftrace.h>
#include <linux/kprobes.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/tracepoint.h>
#include <linux/vmalloc.h>
#include <linux/hash.h>
#include <linux/namei.h>
#include <linux/uaccess.h>
#include <linux/uprobes.h>
#include <linux/version.h>

static char *mode = "entry";
module_param(mode, charp, 0444);
static char *function = "vfs_read";
module_param(function, charp, 0444);
static uint offset;
module_param(offset, uint, 0444);
static char *path = "";			/* of a program: offset counts in that file */
module_param(path, charp, 0444);

struct cpu_state {
	bool busy;
	u64 n, skipped;
	struct { u64 count, sum; } stat;
	char *ring;
	u64 head, tail;
	struct entry *table;		/* mode=cpu_map */
};
static DEFINE_PER_CPU(struct cpu_state, states);

enum { RING = 1 << 20, SLOTS = 1024 };

struct entry {
	u64 used, pid, comm[2];
	u64 count, sum;
};
static struct entry *table;		/* one CPU: the bench guest has one */

static void do_count(struct cpu_state *s, unsigned long count)
{
	s->n++;
}

static void do_predicate(struct cpu_state *s, unsigned long count)
{
	if (current->tgid == 1)
		s->n++;
}

static void do_stat(struct cpu_state *s, unsigned long count)
{
	s->stat.count++;
	s->stat.sum += 1;
}

static struct entry *find(struct entry *table, u64 pid, const u64 *comm)
{
	u64 h = (comm[0] ^ comm[1] * 0x9E3779B97F4A7C15ULL ^ pid) * 0x9E3779B97F4A7C15ULL;

	for (u32 i = h >> 54;; i = (i + 1) & (SLOTS - 1)) {
		struct entry *e = &table[i];

		if (!e->used) {
			e->used = 1;
			e->pid = pid;
			e->comm[0] = comm[0];
			e->comm[1] = comm[1];
			return e;
		}
		if (e->pid == pid && e->comm[0] == comm[0] && e->comm[1] == comm[1])
			return e;
	}
}

static void do_pid(struct cpu_state *s, unsigned long count)
{
	static const u64 none[2];

	find(table, current->tgid, none)->count++;
}

/* Several CPUs: each has its own table; a reader adds them up. */
static void do_cpu_map(struct cpu_state *s, unsigned long count)
{
	static const u64 none[2];

	find(s->table, current->tgid, none)->count++;
}

static void do_map(struct cpu_state *s, unsigned long count)
{
	u64 comm[2];
	struct entry *e;

	memcpy(comm, current->comm, sizeof(comm));
	e = find(table, current->tgid, comm);
	e->count++;
	e->sum += count;
}

static void do_print(struct cpu_state *s, unsigned long count)
{
	u64 *r;

	if (s->head - s->tail + 48 > RING)
		s->tail = s->head;		/* as if read */
	r = (u64 *)(s->ring + (s->head & (RING - 1)));
	if ((s->head & (RING - 1)) + 48 > RING) {
		s->head = s->tail = ALIGN(s->head, RING);
		r = (u64 *)s->ring;
	}
	r[0] = 48;
	r[1] = ktime_get_mono_fast_ns();
	r[2] = current->tgid;
	memcpy(&r[3], current->comm, 16);
	r[5] = count;
	smp_store_release(&s->head, s->head + 48);
}

static void (*action)(struct cpu_state *s, unsigned long count);

static __always_inline void hit(unsigned long count)
{
	struct cpu_state *s;
	unsigned long flags;

	local_irq_save(flags);
	s = this_cpu_ptr(&states);
	if (s->busy) {
		s->skipped++;
	} else {
		s->busy = true;
		barrier();
		action(s, count);
		barrier();
		s->busy = false;
	}
	local_irq_restore(flags);
}

static void notrace on_entry(unsigned long ip, unsigned long parent, struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
#ifdef ftrace_regs_get_argument
	hit(ftrace_regs_get_argument(fregs, 2));
#else
	hit(fregs->regs.dx);
#endif
}

static struct ftrace_ops ops = { .func = on_entry };

static int on_kprobe(struct kprobe *p, struct pt_regs *regs)
{
	hit(regs->dx);
	return 0;
}
NOKPROBE_SYMBOL(on_kprobe);

static struct kprobe kprobe = { .pre_handler = on_kprobe };

static int on_call(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	*(u64 *)ri->data = ktime_get_mono_fast_ns();
	return 0;
}
NOKPROBE_SYMBOL(on_call);

static int on_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	hit(ktime_get_mono_fast_ns() - *(u64 *)ri->data);
	return 0;
}
NOKPROBE_SYMBOL(on_return);

static struct kretprobe kretprobe = { .handler = on_return, .entry_handler = on_call, .data_size = 8 };

static void on_tracepoint(void *data, ...)
{
	hit(0);
}

static struct tracepoint *tracepoint;

static void find_tracepoint(struct tracepoint *tp, void *name)
{
	if (!strcmp(tp->name, name))
		tracepoint = tp;
}

#include "direct.c"

/* ---- programs: user memory is read before the guarded part, where it may be brought in ---- */

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
#define DATA , __u64 *data
#else
#define DATA
#endif

static int on_uprobe(struct uprobe_consumer *self, struct pt_regs *regs DATA)
{
	hit(0);
	return 0;
}

static int on_ureturn(struct uprobe_consumer *self, unsigned long func, struct pt_regs *regs DATA)
{
	hit(0);
	return 0;
}

/* The time of a call, by task; two that share a word are not told apart. */
static u64 began[1024];
static u64 latest;

static int on_ulatency_entry(struct uprobe_consumer *self, struct pt_regs *regs DATA)
{
	began[hash_ptr(current, 10)] = ktime_get_real_fast_ns();
	return 0;
}

static int on_ulatency(struct uprobe_consumer *self, unsigned long func, struct pt_regs *regs DATA)
{
	WRITE_ONCE(latest, ktime_get_real_fast_ns() - began[hash_ptr(current, 10)]);
	hit(0);
	return 0;
}

static char text[512];

static int on_ustring(struct uprobe_consumer *self, struct pt_regs *regs DATA)
{
	if (strncpy_from_user(text, (const char __user *)regs->di, sizeof(text)) >= 0)
		hit(0);
	return 0;
}

static struct uprobe_consumer consumer;
static struct inode *inode;
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
static struct uprobe *uprobe;

static int uprobe_attach(void)
{
	uprobe = uprobe_register(inode, offset, 0, &consumer);
	return PTR_ERR_OR_ZERO(uprobe);
}

static void uprobe_detach(void)
{
	uprobe_unregister_nosync(uprobe, &consumer);
	uprobe_unregister_sync();
}
#else
static int uprobe_attach(void)
{
	return uprobe_register(inode, offset, &consumer);
}

static void uprobe_detach(void)
{
	uprobe_unregister(inode, offset, &consumer);
}
#endif

static int program_attach(void)
{
	struct path p;
	int rc = kern_path(path, LOOKUP_FOLLOW, &p);

	if (rc)
		return rc;
	inode = igrab(d_inode(p.dentry));
	path_put(&p);
	rc = uprobe_attach();
	if (rc)
		iput(inode);
	return rc;
}

static const struct row {
	const char *mode;
	enum { BY_FTRACE, BY_KPROBE, BY_KRETPROBE, BY_TRACEPOINT, BY_UPROBE, BY_URETURN, BY_ULATENCY, BY_USTRING,
	       BY_DIRECT, BY_DIRECT_LATENCY } by;
	void (*action)(struct cpu_state *s, unsigned long count);
} rows[] = {
	{ "entry", BY_FTRACE, do_count },	{ "predicate", BY_FTRACE, do_predicate },
	{ "stat", BY_FTRACE, do_stat },		{ "pid", BY_FTRACE, do_pid },
	{ "map", BY_FTRACE, do_map },		{ "print", BY_FTRACE, do_print },
	{ "statement", BY_KPROBE, do_count },	{ "return", BY_KRETPROBE, do_stat },
	{ "tracepoint", BY_TRACEPOINT, do_count },
	{ "cpu_map", BY_FTRACE, do_cpu_map },
	{ "uprobe", BY_UPROBE, do_count },	{ "ureturn", BY_URETURN, do_count },
	{ "direct", BY_DIRECT, do_count },	{ "direct_latency", BY_DIRECT_LATENCY, do_stat },
	{ "ulatency", BY_ULATENCY, do_count },	{ "ustring", BY_USTRING, do_count },
};
static const struct row *row;

static int attach(void)
{
	switch (row->by) {
	case BY_FTRACE: {
		int rc = ftrace_set_filter(&ops, function, strlen(function), 1);

		return rc ? rc : register_ftrace_function(&ops);
	}
	case BY_KPROBE:
		kprobe.symbol_name = function;
		kprobe.offset = offset;
		return register_kprobe(&kprobe);
	case BY_KRETPROBE:
		kretprobe.kp.symbol_name = function;
		return register_kretprobe(&kretprobe);
	case BY_TRACEPOINT:
		for_each_kernel_tracepoint(find_tracepoint, "task_rename");
		return tracepoint ? tracepoint_probe_register(tracepoint, on_tracepoint, NULL) : -ENOENT;
	case BY_UPROBE:
		consumer.handler = on_uprobe;
		return program_attach();
	case BY_URETURN:
		consumer.ret_handler = on_ureturn;
		return program_attach();
	case BY_ULATENCY:
		consumer.handler = on_ulatency_entry;
		consumer.ret_handler = on_ulatency;
		return program_attach();
	case BY_USTRING:
		consumer.handler = on_ustring;
		return program_attach();
	case BY_DIRECT:
		return direct_attach(floor_direct);
	case BY_DIRECT_LATENCY:
		return direct_attach(floor_direct_latency);
	}
	return -EINVAL;
}

static bool cpu_tables_make(void)
{
	bool ok = true;
	int cpu;

	for_each_possible_cpu(cpu)
		ok &= !!(per_cpu_ptr(&states, cpu)->table = vzalloc(SLOTS * sizeof(*table)));
	return ok;
}

static int __init floor_init(void)
{
	for (u32 i = 0; i < ARRAY_SIZE(rows); i++)
		if (!strcmp(rows[i].mode, mode))
			row = &rows[i];
	if (!row)
		return -EINVAL;
	action = row->action;
	table = vzalloc(SLOTS * sizeof(*table));
	this_cpu_ptr(&states)->ring = vzalloc(RING);
	if (!cpu_tables_make() || !table || !this_cpu_ptr(&states)->ring)
		return -ENOMEM;
	return attach();
}

static void __exit floor_exit(void)
{
	u64 n = 0;
	int cpu;

	switch (row->by) {
	case BY_FTRACE:
		unregister_ftrace_function(&ops);
		ftrace_free_filter(&ops);
		break;
	case BY_KPROBE:
		unregister_kprobe(&kprobe);
		break;
	case BY_KRETPROBE:
		unregister_kretprobe(&kretprobe);
		break;
	case BY_TRACEPOINT:
		tracepoint_probe_unregister(tracepoint, on_tracepoint, NULL);
		tracepoint_synchronize_unregister();
		break;
	case BY_UPROBE: case BY_URETURN: case BY_ULATENCY: case BY_USTRING:
		uprobe_detach();
		iput(inode);
		break;
	case BY_DIRECT:
		direct_detach(floor_direct);
		break;
	case BY_DIRECT_LATENCY:
		direct_detach(floor_direct_latency);
		break;
	}
	for_each_possible_cpu(cpu) {
		struct cpu_state *s = per_cpu_ptr(&states, cpu);

		n += s->n + s->stat.count;
		vfree(s->ring);
		vfree(s->table);
	}
	pr_info("floor: %s: %llu\n", mode, n);
	vfree(table);
}

module_init(floor_init);
module_exit(floor_exit);
MODULE_LICENSE("GPL");
