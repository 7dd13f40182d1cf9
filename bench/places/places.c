// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A plain loop of uprobe_register() over the places of offsets.h (bench/places.sh takes them from a module of mytap), in their
 * order, each with a handler that counts.
 *
 *	insmod places.ko path=/usr/bin/x [n=NUMBER]
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/namei.h>
#include <linux/uprobes.h>
#include <linux/version.h>

static char *path = "";
module_param(path, charp, 0444);

static const loff_t offsets[] = {
#include "offsets.h"
};

static uint n = ARRAY_SIZE(offsets);
module_param(n, uint, 0444);

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 14, 0)
#define DATA , __u64 *data
#else
#define DATA
#endif

static u64 hits;

static int on_hit(struct uprobe_consumer *self, struct pt_regs *regs DATA)
{
	hits++;
	return 0;
}

static struct inode *inode;
static struct uprobe_consumer consumers[ARRAY_SIZE(offsets)];
static bool is_there[ARRAY_SIZE(offsets)];
static uint attached;

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
static struct uprobe *uprobes[ARRAY_SIZE(offsets)];

static int attach(uint i)
{
	uprobes[i] = uprobe_register(inode, offsets[i], 0, &consumers[i]);
	return PTR_ERR_OR_ZERO(uprobes[i]);
}

static void detach(uint i)
{
	uprobe_unregister_nosync(uprobes[i], &consumers[i]);
}

static void detached(void)
{
	uprobe_unregister_sync();
}
#else
static int attach(uint i)
{
	return uprobe_register(inode, offsets[i], &consumers[i]);
}

static void detach(uint i)
{
	uprobe_unregister(inode, offsets[i], &consumers[i]);
}

static void detached(void)
{
}
#endif

static void places_exit(void)
{
	while (attached--)
		if (is_there[attached])
			detach(attached);
	detached();
	iput(inode);
}

static int __init places_init(void)
{
	struct path p;
	int error = kern_path(path, LOOKUP_FOLLOW, &p);

	if (error)
		return error;
	inode = igrab(d_real_inode(p.dentry));
	path_put(&p);
	for (; attached < n && attached < ARRAY_SIZE(offsets); attached++) {
		consumers[attached].handler = on_hit;
		is_there[attached] = !attach(attached);	/* there are instructions that the kernel cannot step over */
	}
	return 0;
}

module_init(places_init);
module_exit(places_exit);
MODULE_LICENSE("GPL");
