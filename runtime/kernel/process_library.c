// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where a library lies in a process, and when one is mapped. The kernel asks the filters of a file's uprobes when a
 * process maps the file's code: a consumer whose filter always says no is told of that, and no breakpoint is ever
 * written. It stands one byte into the code, where no other probe is: the kernel asks no further once a filter says yes.
 *
 * The filter runs in the process, which holds mmap_lock: what is to be done there is a work, which it comes to before
 * its system call ends.
 */

struct library_watch {
	struct uprobe_consumer consumer;
	struct uprobe *uprobe;		/* needed to unregister */
	struct inode *inode;		/* NULL: of no library */
	u64 code;			/* offset of its code in the file */
	bool is_registered;
};

/* Where the library's code begins in that address space; 0: it is not mapped there. May sleep. */
static unsigned long library_code(const struct library_watch *l, struct mm_struct *mm)
{
	struct vm_area_struct *vma;
	unsigned long found = 0;

	if (mmap_read_lock_killable(mm))
		return 0;
	for (vma = find_vma(mm, 0); vma && !found; vma = find_vma(mm, vma->vm_end)) {
		u64 start = (u64)vma->vm_pgoff << PAGE_SHIFT;

		if (vma->vm_file && file_inode(vma->vm_file) == l->inode && vma->vm_flags & VM_EXEC &&
		    l->code - start < vma->vm_end - vma->vm_start)
			found = vma->vm_start + (l->code - start);
	}
	mmap_read_unlock(mm);
	return found;
}

/* A consumer must have one. */
static int library_never_hit(struct uprobe_consumer *self, struct pt_regs *regs COMPAT_UPROBE_DATA)
{
	return UPROBE_HANDLER_REMOVE;
}

static int library_watch_register(struct library_watch *l, typeof(((struct uprobe_consumer *)NULL)->filter) told)
{
	int error;

	l->consumer.handler = library_never_hit;
	l->consumer.filter = told;
	error = compat_uprobe_register(l->inode, l->code + 1, 0, &l->consumer, &l->uprobe);
	l->is_registered = !error;
	return error;
}

/* The filter may run until compat_uprobe_unregister_sync() returns. */
static void library_watch_unregister(struct library_watch *l)
{
	if (l->is_registered)
		compat_uprobe_unregister(l->inode, l->code + 1, &l->consumer, l->uprobe);
	l->is_registered = false;
}
