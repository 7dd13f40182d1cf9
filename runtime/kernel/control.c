// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * /proc/mytap-NAME: commands by write, the shared page and the rings by mmap, wakes by
 * poll, the end of the session by its reader's close (wire.h). Process context.
 *
 * An open file holds a reference on the module: a poller sleeps in a wait queue of the
 * module. Pages are inserted at mmap time and the mapping holds its own references, so
 * it does not need the module.
 */

static struct proc_dir_entry *control_file;

static int control_open(struct inode *inode, struct file *file)
{
	if (!try_module_get(THIS_MODULE))
		return -ENODEV;
	return stream_open(inode, file);	/* no position, and so no lock on it: commands come while SERVE lasts */
}

static int control_release(struct inode *inode, struct file *file)
{
	mutex_lock(&session.lock);
	/* Others that have it open (mytap ctl) read nothing, and keep nothing alive. */
	if (session.reader_file == file) {
		session_lose_reader();
		if (session.shared->state != MYTAP_LOADED && !session_goes_on_alone())
			session_stop_soon();
		wake_up_all(&server.wait);
	}
	mutex_unlock(&session.lock);
	module_put(THIS_MODULE);	/* control_exit() waits for this call to return */
	return 0;
}

/* ---- commands ------------------------------------------------------------------------------ */

static int command_start(const char *payload, u32 size)
{
	struct mytap_start start = { 0 };

	memcpy(&start, payload, min_t(size_t, size, sizeof(start)));
	return session_launch(&start);
}

static int command_stop(const char *payload, u32 size)
{
	if (session.shared->state == MYTAP_LOADED)
		return -EINVAL;
	session_stop_soon();
	return 0;
}

static int command_addresses(const char *payload, u32 size)
{
	if (session.shared->state != MYTAP_LOADED)
		return -EBUSY;
	if (size != mytap_script.nnames * sizeof(u64))
		return -EINVAL;
	addresses_take((const u64 *)payload);
	return 0;
}

/* What slots have counted of it, each for itself. */
static s64 global_own_sum(const char *name)
{
	const struct mytap_variable *v;
	s64 sum = 0;
	u32 i;

	for (v = mytap_script.variables; v < mytap_script.variables + mytap_script.nvariables; v++)
		for (i = 0; v->own && !strcmp(v->name, name) && i < mytap_nslots; i++)
			sum += READ_ONCE(*(s64 *)(mytap_pcpu(i) + v->own - 1));
	return sum;
}

/* While handlers run: a number is one word, and conditions may go by it. */
static int global_set_running(const struct mytap_global *g, const char *value)
{
	s64 number;
	int error;

	if (g->size)
		return -EBUSY;
	error = *value == '-' ? kstrtos64(value, 0, &number) : kstrtou64(value, 0, (u64 *)&number);
	if (error)
		return error;
	WRITE_ONCE(*(s64 *)g->where, number - global_own_sum(g->name));
	if (script_conditions())
		queue_work(session.queue, &conditions.work);
	return 0;
}

static int global_set(const struct mytap_global *g, const char *value)
{
	if (session.shared->state == MYTAP_RUNNING)
		return global_set_running(g, value);
	if (g->size) {
		if (strlen(value) >= g->size)
			return -E2BIG;
		mytap_strcpy_raw(g->where, g->size, value);
		return 0;
	}
	return *value == '-' ? kstrtos64(value, 0, g->where) : kstrtou64(value, 0, g->where);
}

/* "name=value" */
static int command_set_global(const char *payload, u32 size)
{
	char *text, *value;
	u32 i;
	int error = -ENOENT;

	if (session.shared->state != MYTAP_LOADED && session.shared->state != MYTAP_RUNNING)
		return -EBUSY;
	text = kmemdup_nul(payload, size, GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	value = strchr(text, '=');
	if (value)
		*value++ = '\0';
	for (i = 0; value && i < mytap_script.nglobals; i++)
		if (!strcmp(mytap_script.globals[i].name, text))
			error = global_set(&mytap_script.globals[i], value);
	kfree(text);
	return error;
}

static int command_targets(const char *payload, u32 size)
{
	if (size % sizeof(u32))
		return -EINVAL;
	return targets_take((const u32 *)payload, size / sizeof(u32));
}

static int command_namespaces(const char *payload, u32 size)
{
	return namespaces_take(*(const u32 *)payload);
}

static int command_input(const char *payload, u32 size)
{
	u32 state = session.shared->state;

	if (state < MYTAP_RUNNING)
		return -EBUSY;
	return state > MYTAP_RUNNING ? 0 : families_input(payload, size);
}

static int command_program(const char *payload, u32 size)
{
	const struct mytap_program_file *f = (const void *)payload;

	return program_take(f->program, f->fd);
}

static int command_user_file(const char *payload, u32 size)
{
	return user_file_take((const struct mytap_user_file *)payload);
}

static int command_user_table(const char *payload, u32 size)
{
	struct mytap_user_table t;

	if (size < sizeof(t))
		return -EINVAL;
	memcpy(&t, payload, sizeof(t));
	return user_table_take(&t, payload + sizeof(t), size - sizeof(t));
}

static int command_probe(const char *payload, u32 size)
{
	return probe_turn((const struct mytap_probe_turn *)payload);
}

static int command_tracing(const char *payload, u32 size)
{
	mytap_tracing(*(const u32 *)payload);
	return 0;
}

static int command_timing(const char *payload, u32 size)
{
	return timing_turn(*(const u32 *)payload);
}

enum { ANY_STATE = ~0U };

/* state: the only one that the command is for; size: of its payload, which is aligned; 0: it tests that itself. */
static const struct { int (*run)(const char *payload, u32 size); u32 state, size; } commands[] = {
	[MYTAP_CMD_START] = { command_start, ANY_STATE },
	[MYTAP_CMD_STOP] = { command_stop, ANY_STATE },
	[MYTAP_CMD_ADDRESSES] = { command_addresses, ANY_STATE },
	[MYTAP_CMD_SET_GLOBAL] = { command_set_global, ANY_STATE },
	[MYTAP_CMD_INPUT] = { command_input, ANY_STATE },
	[MYTAP_CMD_PROGRAM] = { part_is_compiled(programs) ? command_program : NULL, MYTAP_LOADED, sizeof(struct mytap_program_file) },
	[MYTAP_CMD_USER_FILE] = { part_is_compiled(programs) ? command_user_file : NULL, MYTAP_LOADED, sizeof(struct mytap_user_file) },
	[MYTAP_CMD_USER_TABLE] = { part_is_compiled(programs) ? command_user_table : NULL, ANY_STATE },
	[MYTAP_CMD_PROBE] = { command_probe, MYTAP_RUNNING, sizeof(struct mytap_probe_turn) },
	[MYTAP_CMD_TRACING] = { command_tracing, MYTAP_RUNNING, sizeof(u32) },
	[MYTAP_CMD_TARGETS] = { command_targets, MYTAP_LOADED },
	[MYTAP_CMD_NAMESPACES] = { command_namespaces, MYTAP_LOADED, sizeof(u32) },
	[MYTAP_CMD_TIMING] = { command_timing, MYTAP_RUNNING, sizeof(u32) },
};

static int command_do(u32 number, const char *payload, u32 size)
{
	u32 state = commands[number].state;

	if (state != ANY_STATE && session.shared->state != state)
		return -EBUSY;
	if (commands[number].size && commands[number].size != size)
		return -EINVAL;
	return commands[number].run(payload, size);
}

static int command_run(const struct file *file, const struct mytap_command *c, u32 size)
{
	int error;

	if (size < sizeof(*c) || c->size != size - sizeof(*c))
		return -EINVAL;
	if (c->command == MYTAP_CMD_SERVE)	/* it lasts: without the lock */
		return server_come();
	if (c->command >= ARRAY_SIZE(commands) || !commands[c->command].run)
		return -EINVAL;
	mutex_lock(&session.lock);
	session.told_by = file;
	error = command_do(c->command, (const char *)(c + 1), c->size);
	mutex_unlock(&session.lock);
	return error;
}

static ssize_t control_write(struct file *file, const char __user *from, size_t size, loff_t *at)
{
	enum { MOST = 16 << 20 };
	void *command;
	int error = 0;

	if (size > MOST)
		return -E2BIG;
	command = kvmalloc(size + 1, MEMORY_FLAGS);
	if (!command)
		return -ENOMEM;
	if (copy_from_user(command, from, size))
		error = -EFAULT;
	if (!error)
		error = command_run(file, command, size);
	kvfree(command);
	return error ? error : (ssize_t)size;
}

static long control_ioctl(struct file *file, unsigned int command, unsigned long number)
{
	switch (command) {
	case MYTAP_IOCTL_USER_FILE:
		return part_is_compiled(programs) ? user_file_open(number) : -ENOTTY;
	case MYTAP_IOCTL_READ:
		return session_read(file);
	default:
		return -ENOTTY;
	}
}

/* ---- poll and mmap ------------------------------------------------------------------------ */

static __poll_t control_poll(struct file *file, struct poll_table_struct *table)
{
	poll_wait(file, &session.wait, table);
	return test_and_clear_bit(0, &session.event) ? EPOLLIN | EPOLLRDNORM : 0;
}

/* A page of the rings' data, channel by channel; NULL: no such page (yet). */
static struct page *data_page(unsigned long n)
{
	u32 id;

	for (id = 0; id < MYTAP_CHANNELS; id++) {
		unsigned long ring_pages = READ_ONCE(session.shared->channels[id].ring_size) / PAGE_SIZE;

		if (n < ring_pages * mytap_nslots)
			return session.slots[n / ring_pages].rings[id]->pages[n % ring_pages];
		n -= ring_pages * mytap_nslots;
	}
	return NULL;
}

/* The page at an offset of the file; NULL: no such page (yet: data pages exist from START). */
static struct page *control_page(unsigned long n)
{
	if (!n)
		return virt_to_page(session.shared);
	if (--n < MYTAP_RINGS(mytap_nslots)) {
		const struct channel_ring *r = session.slots[n % mytap_nslots].rings[n / mytap_nslots];

		return r ? virt_to_page(r->shown) : NULL;
	}
	n -= MYTAP_RINGS(mytap_nslots);
	if (n < MYTAP_TAKEN_PAGES(mytap_nslots))
		return vmalloc_to_page((char *)session.taken + n * PAGE_SIZE);
	return data_page(n - MYTAP_TAKEN_PAGES(mytap_nslots));
}

/* True if all these pages are ones that the reader may write. */
static bool is_for_reader(unsigned long first, unsigned long n)
{
	unsigned long rings = MYTAP_RINGS(mytap_nslots);

	return first > rings && first + n <= 1 + rings + MYTAP_TAKEN_PAGES(mytap_nslots);
}

/*
 * The kernel relies on what it has written: pages that are not the reader's own cannot be mapped writable or become
 * writable (mprotect(), or a debugger's writes, which go by VM_MAYWRITE). A private mapping is refused: it would be
 * a copy that is never updated.
 */
static int control_mmap(struct file *file, struct vm_area_struct *vma)
{
	unsigned long n = vma_pages(vma), i;
	int error = 0;

	if (!(vma->vm_flags & VM_SHARED))
		return -EINVAL;
	if (!is_for_reader(vma->vm_pgoff, n)) {
		if (vma->vm_flags & VM_WRITE)
			return -EACCES;
		compat_vm_flags_clear(vma, VM_MAYWRITE);
	}
	compat_vm_flags_clear(vma, VM_MAYEXEC);
	compat_vm_flags_set(vma, VM_DONTEXPAND | VM_DONTDUMP);
	/* Not session.lock: ftrace_lock is taken within that one, and mmap_lock within ftrace_lock (writes to set_ftrace_pid). */
	mutex_lock(&channels_lock);
	for (i = 0; i < n && !error; i++) {
		struct page *page = control_page(vma->vm_pgoff + i);

		error = page ? vm_insert_page(vma, vma->vm_start + i * PAGE_SIZE, page) : -ENXIO;
		cond_resched();
	}
	mutex_unlock(&channels_lock);
	return error;
}

static const struct proc_ops control_ops = {
	.proc_open = control_open,
	.proc_release = control_release,
	.proc_write = control_write,
	.proc_ioctl = control_ioctl,
	.proc_poll = control_poll,
	.proc_mmap = control_mmap,
};

/* ---- the file ------------------------------------------------------------------------------- */

/*
 * One file per module, not in a directory of its own: two modules loaded at the same moment would both create the
 * directory, and creating it twice causes a kernel warning with a backtrace. Module names are unique.
 */
static int control_init(void)
{
	char path[80];

	snprintf(path, sizeof(path), "mytap-%s", THIS_MODULE->name);
	control_file = proc_create(path, 0600, NULL, &control_ops);
	return control_file ? 0 : -ENOMEM;
}

static void control_exit(void)
{
	proc_remove(control_file);
}
