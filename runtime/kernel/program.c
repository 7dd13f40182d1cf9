// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The files that probes of programs lie in. The loader finds, checks and opens them (MYTAP_CMD_PROGRAM): the kernel
 * half knows no paths, roots or namespaces. A file stays open to the end of the session, so that its inode stays
 * what it is.
 *
 * The owner may overwrite the file in the meantime. The kernel would put its breakpoints into the new code, but
 * step over copies of the old instructions, which crashes programs. So a process that maps a changed file gets no
 * breakpoints.
 *
 * Process context, before START; afterwards read-only.
 */

struct program {
	struct file *file;		/* NULL: the loader has not found it, and has reported that */
	struct inode *inode;		/* where the kernel puts uprobes: on an overlay, the inode of the layer */
	u32 same;			/* the first program of the same inode */
	loff_t size;			/* at the time of the check */
	struct timespec64 mtime;
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

/* fd: of the current process. */
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
	p->size = i_size_read(p->inode);
	p->mtime = compat_inode_mtime(p->inode);
	for (p->same = 0; programs[p->same].inode != p->inode; p->same++)
		;
	return 0;
}

static bool program_has_changed(const struct program *p)
{
	struct timespec64 now = compat_inode_mtime(p->inode);

	return i_size_read(p->inode) != p->size || !timespec64_equal(&now, &p->mtime);
}

/* Reports files that were changed, replaced or removed while they were probed. */
static void programs_say_changes(void)
{
	char room[256], text[400];
	u32 i;

	for (i = 0; i < mytap_script.nprograms; i++) {
		const struct program *p = &programs[i];
		bool is_gone = p->file && d_unlinked(p->file->f_path.dentry);
		const char *path;

		if (!p->file || p->same != i || (!is_gone && !program_has_changed(p)))
			continue;
		path = d_path(&p->file->f_path, room, sizeof(room));
		snprintf(text, sizeof(text), "%s was %s while it was probed: processes that began since then run another file, which is "
			 "not probed", IS_ERR(path) ? "a program" : path, is_gone ? "replaced or removed" : "written over");
		process_message(MYTAP_REC_WARN, ~0, text);
	}
}
