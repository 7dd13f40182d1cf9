// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Files that programs run, for their stacks: each inode has a number, and each number the data that the reader
 * makes from the file: an unwind table, function names. The reader names some files before START. A file that is
 * met later (a library loaded since, a program that was not named) is kept open and reported to the reader, which
 * opens exactly this file by its number, whatever its path or root, and sends the table while probes run. All stay
 * to the end of the session.
 *
 * Look-ups in any context, without locks: files and tables are only ever added.
 */

enum { USER_FILE_BUCKETS = 2 * MYTAP_USER_FILES_MOST };

struct user_file {
	struct file *file;		/* keeps the inode valid; NULL: a vdso */
	const struct inode *inode;
	const struct mytap_unwind *table;	/* NULL: none, or not yet sent */
	const struct mytap_file_names *names;
	const struct mytap_file_lines *lines;
	bool is_told;			/* the reader knows it, or a record about it is in a ring */
};

static struct {
	struct user_file *v;		/* MYTAP_USER_FILES_MOST entries; NULL: the script walks no program stacks */
	u16 *buckets;			/* numbers, by inode */
	u32 n;
	u32 vdso, vdso_32;		/* numbers of the vdso in 64-bit and in 32-bit programs; 0: none */
	raw_spinlock_t lock;		/* for adding; taken by trylock only */
} user_files;

static bool user_files_init(void)
{
	raw_spin_lock_init(&user_files.lock);
	if (!mytap_script.walks_programs)
		return true;
	user_files.v = kvcalloc(MYTAP_USER_FILES_MOST, sizeof(*user_files.v), MEMORY_FLAGS);
	user_files.buckets = kvcalloc(USER_FILE_BUCKETS, sizeof(*user_files.buckets), MEMORY_FLAGS);
	return user_files.v && user_files.buckets;
}

static void user_files_free(void)
{
	u32 i;

	for (i = 0; user_files.v && i < user_files.n; i++) {
		if (user_files.v[i].file)
			fput(user_files.v[i].file);
		kvfree(user_files.v[i].table);
		kvfree(user_files.v[i].names);
		kvfree(user_files.v[i].lines);
	}
	kvfree(user_files.v);
	kvfree(user_files.buckets);
	user_files.v = NULL;
	user_files.buckets = NULL;
	user_files.n = 0;
}

static const struct user_file *user_file_numbered(u32 number)
{
	return number && number <= smp_load_acquire(&user_files.n) ? &user_files.v[number - 1] : NULL;
}

/* The number of a file; 0: unknown. bucket: where it would be. */
static u32 user_file_find(const struct inode *inode, u32 *bucket)
{
	u32 number;

	for (*bucket = hash_ptr(inode, ilog2(USER_FILE_BUCKETS)); (number = smp_load_acquire(&user_files.buckets[*bucket]));
	     *bucket = (*bucket + 1) % USER_FILE_BUCKETS)
		if (user_files.v[number - 1].inode == inode)
			break;
	return number;
}

/* Under the lock. Takes over the reference on file. */
static u32 user_file_put(struct file *file, const struct inode *inode, bool is_told)
{
	u32 bucket, n = user_files.n;

	user_files.v[n] = (struct user_file){ .file = file, .inode = inode, .is_told = is_told };
	if (file) {
		user_file_find(inode, &bucket);
		smp_store_release(&user_files.buckets[bucket], n + 1);
	}
	smp_store_release(&user_files.n, n + 1);
	return n + 1;
}

/* Writes a record for the reader, repeated until one has found room. */
static void user_file_tell(struct mytap_ctx *c, u32 number)
{
	void *o;

	if (READ_ONCE(user_files.v[number - 1].is_told))
		return;
	o = record_begin(c, MYTAP_REC_USER_FILE, number, 0);
	if (!o)
		return;
	record_end(c, MYTAP_REC_USER_FILE, o);
	WRITE_ONCE(user_files.v[number - 1].is_told, true);
	ring_wake(ring_for(c, MYTAP_REC_USER_FILE));
}

/* The number of a mapped file; the mapping must stay. 0: there are too many, or another CPU is adding one. */
static u32 user_file_of(struct mytap_ctx *c, struct file *file)
{
	const struct inode *inode = file_inode(file);
	u32 bucket, number = user_file_find(inode, &bucket);

	if (number) {
		if (unlikely(!READ_ONCE(user_files.v[number - 1].is_told)))
			user_file_tell(c, number);
		return number;
	}
	if (!S_ISREG(inode->i_mode) || !raw_spin_trylock(&user_files.lock))
		return 0;
	number = user_file_find(inode, &bucket);
	if (!number && user_files.n < MYTAP_USER_FILES_MOST)
		number = user_file_put(get_file(file), inode, false);
	raw_spin_unlock(&user_files.lock);
	if (number)
		user_file_tell(c, number);
	return number;
}

/* ---- the reader's commands, in its context --------------------------------------------------- */

/* Before START: there is no other writer. */
static int user_file_take(const struct mytap_user_file *f)
{
	u32 *vdso = f->fd == MYTAP_FILE_VDSO ? &user_files.vdso : f->fd == MYTAP_FILE_VDSO_32 ? &user_files.vdso_32 : NULL;
	struct file *file = !vdso ? fget(f->fd) : NULL;
	const struct inode *inode = file ? d_real_inode(file->f_path.dentry) : NULL;
	u32 bucket;
	int error = 0;

	if (!vdso && !file)
		return -EBADF;
	if (!user_files.v || f->number != user_files.n + 1 || f->number > MYTAP_USER_FILES_MOST)
		error = -EINVAL;
	else if (vdso ? *vdso : user_file_find(inode, &bucket))
		error = -EEXIST;
	if (error) {
		if (file)
			fput(file);
		return error;
	}
	user_file_put(file, inode, true);
	if (vdso)
		*vdso = f->number;
	return 0;
}

static bool user_unwind_is_good(const struct mytap_unwind *t, u32 size)
{
	u32 i;

	if (!mytap_unwind_is_block(t, size))
		return false;
	for (i = 0; i < t->npages; i++) {
		if (!mytap_unwind_page_is_good(t, i))
			return false;
		if (!(i % 1024))
			cond_resched();
	}
	return true;
}

static bool user_table_is_good(u32 kind, const void *block, u32 size)
{
	switch (kind) {
	case MYTAP_TABLE_UNWIND:
		return user_unwind_is_good(block, size);
	case MYTAP_TABLE_NAMES:
		return mytap_names_are_block(block, size);
	case MYTAP_TABLE_LINES:
		return mytap_lines_are_block(block, size);
	default:
		return false;
	}
}

static int user_table_take(const struct mytap_user_table *t, const void *block, u32 size)
{
	struct user_file *f = (struct user_file *)user_file_numbered(t->number);
	const void *kept;

	if (!f || t->kind > MYTAP_TABLE_LINES ||
	    (t->kind == MYTAP_TABLE_UNWIND ? !!f->table : t->kind == MYTAP_TABLE_NAMES ? !!f->names : !!f->lines))
		return -EINVAL;
	kept = kvmalloc(size, MEMORY_FLAGS);
	if (!kept)
		return -ENOMEM;
	memcpy((void *)kept, block, size);
	if (!user_table_is_good(t->kind, kept, size)) {
		kvfree(kept);
		return -EINVAL;
	}
	if (t->kind == MYTAP_TABLE_UNWIND)
		smp_store_release(&f->table, kept);
	else if (t->kind == MYTAP_TABLE_NAMES)
		smp_store_release(&f->names, kept);
	else
		smp_store_release(&f->lines, kept);
	return 0;
}

/* Returns a new descriptor of the file. */
static int user_file_open(u32 number)
{
	const struct user_file *f = user_file_numbered(number);
	int fd;

	if (!f || !f->file)
		return f ? -ENODATA : -ENOENT;
	fd = get_unused_fd_flags(O_CLOEXEC);
	if (fd >= 0)
		fd_install(fd, get_file(f->file));
	return fd;
}
