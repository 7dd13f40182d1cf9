// SPDX-License-Identifier: GPL-2.0-or-later
/* A module to probe: writing a number N to /proc/tapmod runs tapmod_write(N). modules.sh knows what comes of it. */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/uaccess.h>
#include "tapmod.h"
#define CREATE_TRACE_POINTS
#include "tapmod_trace.h"

static int counter = 40;		/* tapmod_b.c has one, too */
static struct tapmod_item last = { .number = 7, .name = "seven" };
int tapmod_exported_number = 1234;
static DEFINE_PER_CPU(int, per_cpu_number) = 77;

/* tapmod_b.c has one, too. */
static noinline int shared(int a)
{
	counter += a;
	return counter;
}

noinline int tapmod_leaf(int x)
{
	barrier();
	return x + 1;
}

noinline void tapmod_per_cpu(void)
{
	barrier();
}

noinline int tapmod_middle(int y)
{
	int r = tapmod_leaf(2 * y);

	barrier();
	return r + 1;
}

noinline int tapmod_middle_too(int y)
{
	int r = tapmod_leaf(3 * y);

	barrier();
	return r + 2;
}

static inline __attribute__((always_inline)) int inlined(int *sum, int n)
{
	asm volatile("nop" : : "r"(n));
	*sum += 10 * n;
	asm volatile("nop" : : "r"(n));
	return *sum;
}

noinline int tapmod_top(struct tapmod_item *item)
{
	int sum = 0;

	sum += inlined(&sum, item->number);
	if (item->number < 0)
		goto negative;
	sum += tapmod_middle(item->number);
	barrier();
	trace_tapmod_step(item, sum, "after");
	return sum;
negative:
	barrier();
	sum = tapmod_middle_too(-item->number);
	barrier();
	return -sum;
}

noinline int tapmod_call_exported(int x)
{
	int r = tapmod_exported(x);

	barrier();
	return r;
}
EXPORT_SYMBOL_GPL(tapmod_top);

static ssize_t tapmod_write(struct file *file, const char __user *from, size_t size, loff_t *at)
{
	struct tapmod_item item = { .name = "item" };

	if (kstrtoint_from_user(from, size, 0, &item.number))
		return -EINVAL;
	last = item;
	WRITE_ONCE(last.number, READ_ONCE(last.number));	/* else the compiler drops what nobody reads */
	preempt_disable();
	__this_cpu_write(per_cpu_number, item.number);
	tapmod_per_cpu();
	preempt_enable();
	shared(item.number);
	tapmod_shared_too(item.number);
	tapmod_top(&item);
	tapmod_leaf(1000);
	tapmod_call_exported(item.number);
	return size;
}

static const struct proc_ops ops = { .proc_write = tapmod_write };

static int __init tapmod_init(void)
{
	struct tapmod_item item = { .number = 5, .name = "init" };

	tapmod_top(&item);		/* a probe that waited for the module sees its init */
	return proc_create("tapmod", 0222, NULL, &ops) ? 0 : -ENOMEM;
}

static void __exit tapmod_exit(void)
{
	struct tapmod_item item = { .number = 6, .name = "exit" };

	tapmod_top(&item);
	remove_proc_entry("tapmod", NULL);
}

module_init(tapmod_init);
module_exit(tapmod_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("for the tests of mytap");
