// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The files that probes of programs lie in. The loader finds, checks and opens them (MYTAP_CMD_PROGRAM): paths, roots
 * and namespaces are its affair. A file stays open to the end of the session, so that its inode stays what it is.
 *
 * Process context, before START; afterwards read-only.
 */

struct program {
	struct file *file;		/* NULL: the loader has not found it, and has said so */
	struct inode *inode;		/* where the kernel puts uprobes: below an overlay, that of the layer */
	u32 same;			/* the first program of the same inode */
};

static struct program *programs;

static bool programs_init(void)
{
	if (!mytap_script.nprograms)
		return true;
	programs = kvcalloc(mytap_script.nprograms, sizeof(*programs), MEMORY_FLAGS);
	return programs;
}

static void programs_free(void)
{
	u32 i;

	for (i = 0; programs && i < mytap_script.nprograms; i++)
		if (programs[i].file)
			fput(programs[i].file);
	kvfree(programs);
	programs = NULL;
}

/* A descriptor of the current process. */
static int program_take(u32 i, int fd)
{
	struct program *p;
	struct file *file;

	if (i >= mytap_script.nprograms || programs[i].file)
		return -EINVAL;
	file = fget(fd);
	if (!file)
		return -EBADF;
	p = &programs[i];
	p->file = file;
	p->inode = d_real_inode(file->f_path.dentry);
	for (p->same = 0; programs[p->same].inode != p->inode; p->same++)
		;
	return 0;
}
