// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Files of the script, below /proc/systemtap/MODULE/. Each open file has an answer of its own, made by the read
 * probe when it is read from its beginning: so concurrent readers do not see each other's answers. A write is one
 * hit, or fails as a whole. Both run in the reader's or writer's process; no lock of the script is held while user
 * memory is copied.
 *
 * /proc/systemtap is shared by all sessions, also those of SystemTap: the first one creates it, and it stays.
 */
#include <linux/namei.h>

struct procfs_file {
	const struct mytap_hit *read, *write;	/* one of them may be NULL */
	u32 room;				/* of an answer */
	bool said;				/* the warning was given */
};

/* An open file. */
struct procfs_reader {
	struct mutex lock;
	struct mytap_answer answer;
	bool is_made;
};

static struct procfs_file *procfs_files;
static struct proc_dir_entry *procfs_folder;	/* the folder of this module */

static bool procfs_is_live(void)
{
	return !READ_ONCE(mytap_closed);
}

/* The files exist before the session is live: waits for that; false: the session is over. */
static bool procfs_wait(void)
{
	return !wait_event_interruptible(session.wait, procfs_is_live() || session_is_stopping()) && procfs_is_live();
}

static int procfs_answer(struct procfs_file *f, struct procfs_reader *r)
{
	u64 args[] = { 0, (u64)&r->answer };
	struct mytap_answer *a = &r->answer;

	if (!a->text)
		a->text = kvmalloc(ALIGN(f->room, 8), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!a->text)
		return -ENOMEM;
	a->size = f->room;
	mytap_answer_set(a, MYTAP_EMPTY);
	args[0] = (u64)a->text;
	if (!procfs_wait())
		return -ENODEV;
	if (!context_run(f->read, NULL, EXTRA_ARGS, args))
		return -EIO;
	if (!a->is_cut)
		return 0;
	if (!xchg(&f->said, true))
		warn_probe(f->read->probe, NULL, "an answer is longer than the file allows, so reading it fails: "
			   ".maxsize(N) sets the limit in bytes", -EMSGSIZE);
	return -EMSGSIZE;
}

static ssize_t procfs_read(struct file *file, char __user *to, size_t size, loff_t *at)
{
	struct procfs_file *f = pde_data(file_inode(file));
	struct procfs_reader *r = file->private_data;
	ssize_t n;

	if (!f->read)
		return -EINVAL;
	if (mutex_lock_interruptible(&r->lock))
		return -ERESTARTSYS;
	n = 0;
	if (!*at || !r->is_made) {
		n = procfs_answer(f, r);
		r->is_made = !n;
	}
	if (!n)
		n = simple_read_from_buffer(to, size, at, r->answer.text, r->answer.length);
	mutex_unlock(&r->lock);
	return n;
}

static ssize_t procfs_write(struct file *file, const char __user *from, size_t size, loff_t *at)
{
	struct procfs_file *f = pde_data(file_inode(file));
	u64 args[1];
	char *text;
	ssize_t n = size;

	if (!f->write)
		return -EINVAL;
	if (size >= FAMILY_DATA(procfs, f->write)->room)
		return -EMSGSIZE;
	text = kvzalloc(ALIGN(size + 1, 8), GFP_KERNEL_ACCOUNT);
	if (!text)
		return -ENOMEM;
	args[0] = (u64)text;
	if (copy_from_user(text, from, size))
		n = -EFAULT;
	else if (memchr(text, '\0', size))
		n = -EINVAL;		/* it contains a NUL, which a string cannot hold */
	else if (!procfs_wait())
		n = -ENODEV;
	else if (!context_run(f->write, NULL, EXTRA_ARGS, args))
		n = -EIO;
	kvfree(text);
	return n;
}

static int procfs_open(struct inode *inode, struct file *file)
{
	struct procfs_reader *r = kzalloc(sizeof(*r), GFP_KERNEL_ACCOUNT);

	if (!r)
		return -ENOMEM;
	mutex_init(&r->lock);
	file->private_data = r;
	return 0;
}

static int procfs_release(struct inode *inode, struct file *file)
{
	struct procfs_reader *r = file->private_data;

	kvfree(r->answer.text);
	kfree(r);
	return 0;
}

static const struct proc_ops procfs_ops = {
	.proc_open = procfs_open, .proc_release = procfs_release, .proc_read = procfs_read, .proc_write = procfs_write,
	.proc_lseek = default_llseek,
};

/* ---- folders and files ----------------------------------------------------------------------------- */

/*
 * /proc/systemtap, and this module's folder in it. Creating a name twice causes a warning with a backtrace in the
 * log, so sessions serialise by a lock that every kernel has and that nothing else takes: the rename mutex of the
 * super block of /proc.
 */
static struct proc_dir_entry *procfs_folder_make(void)
{
	struct path proc, shared;
	struct proc_dir_entry *folder;
	char name[80];

	if (kern_path("/proc", LOOKUP_DIRECTORY, &proc))
		return NULL;
	mutex_lock(&proc.mnt->mnt_sb->s_vfs_rename_mutex);
	if (!kern_path("/proc/systemtap", LOOKUP_DIRECTORY, &shared))
		path_put(&shared);
	else
		proc_mkdir("systemtap", NULL);
	snprintf(name, sizeof(name), "systemtap/%s", THIS_MODULE->name);
	folder = proc_mkdir(name, NULL);
	mutex_unlock(&proc.mnt->mnt_sb->s_vfs_rename_mutex);
	path_put(&proc);
	return folder;
}

/* True if both paths have the same first n characters, which are folders: an earlier file has created them. */
static bool procfs_has_folder(u32 before, const char *path, size_t n)
{
	u32 i;

	for (i = 0; i < before; i++) {
		const struct mytap_hit *h = &session.probe_hits[i];

		if (probe_of(h)->family == MYTAP_PROCFS && !strncmp(FAMILY_DATA(procfs, h)->path, path, n) &&
		    FAMILY_DATA(procfs, h)->path[n] == '/')
			return true;
	}
	return false;
}

/* Creates the folders of a probe's file. */
static int procfs_folders_make(u32 probe, const char *path)
{
	const char *end;
	char *name;

	for (end = strchr(path, '/'); end; end = strchr(end + 1, '/')) {
		if (procfs_has_folder(probe, path, end - path))
			continue;
		name = kmemdup_nul(path, end - path, GFP_KERNEL);
		if (!name || !proc_mkdir(name, procfs_folder)) {
			kfree(name);
			return -ENOMEM;
		}
		kfree(name);
	}
	return 0;
}

/* The probe of the other direction on the same file; NULL: none. */
static const struct mytap_hit *procfs_other(u32 probe)
{
	const struct mytap_procfs_probe *p = FAMILY_DATA(procfs, &session.probe_hits[probe]);
	u32 i;

	for (i = 0; i < mytap_script.nprobes; i++)
		if (i != probe && mytap_script.probes[i].family == MYTAP_PROCFS &&
		    !strcmp(FAMILY_DATA(procfs, &session.probe_hits[i])->path, p->path))
			return &session.probe_hits[i];
	return NULL;
}

/* The file belongs to the session's user, with permissions by its umask. */
static int procfs_file_make(struct procfs_file *f, u32 probe)
{
	const struct mytap_hit *h = &session.probe_hits[probe], *other = procfs_other(probe);
	const struct mytap_procfs_probe *p = FAMILY_DATA(procfs, h);
	struct proc_dir_entry *entry;
	int error;

	if (other && other < h)		/* created together with that one */
		return 0;
	f->read = p->is_write ? other : h;
	f->write = p->is_write ? h : other;
	f->room = f->read ? FAMILY_DATA(procfs, f->read)->room : 0;
	error = procfs_folders_make(probe, p->path);
	if (error)
		return error;
	entry = proc_create_data(p->path, p->mode | (other ? FAMILY_DATA(procfs, other)->mode : 0), procfs_folder, &procfs_ops, f);
	if (!entry)
		return -ENOMEM;
	proc_set_user(entry, session.user, GLOBAL_ROOT_GID);
	return 0;
}

static int procfs_attach(struct probed_module *unused)
{
	u32 i, n = 0;
	int error = 0;

	if (!probes_count(MYTAP_PROCFS))
		return 0;
	procfs_files = kcalloc(probes_count(MYTAP_PROCFS), sizeof(*procfs_files), GFP_KERNEL);
	if (!procfs_files)
		return -ENOMEM;
	procfs_folder = procfs_folder_make();
	if (!procfs_folder)
		return -ENOENT;
	for (i = 0; i < mytap_script.nprobes && !error; i++)
		if (mytap_script.probes[i].family == MYTAP_PROCFS)
			error = procfs_file_make(&procfs_files[n++], i);
	return error;
}

/* Waits until nobody is in a file, and closes it for those who have it open. */
static void procfs_detach(struct probed_module *unused)
{
	proc_remove(procfs_folder);
	procfs_folder = NULL;
	kfree(procfs_files);
	procfs_files = NULL;
}

static const struct mytap_family_ops procfs_family = { .attach = procfs_attach, .detach = procfs_detach };
