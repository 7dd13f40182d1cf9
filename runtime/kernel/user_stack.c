// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stacks of programs, from any probe: from the registers with which the program entered the kernel, by the unwind
 * tables of its files (unwind.h); by frame pointers only in files without a table: such frames are marked. Frames
 * are recorded as file and offset, so that the reader can name them after the process has ended.
 *
 * Any context that holds a slot. The program's memory is read without faults. Mappings are looked up under
 * mmap_lock, by trylock only. Releasing the lock may wake a waiter, which takes scheduler locks: where the probe
 * may be inside of these (interrupts were off, or an NMI) an irq_work releases it. Mappings found are cached, for
 * times when the lock is not available, and for addresses that are printed while another process is current.
 */

enum { WALK_MAPPINGS = 4, KEPT_MAPPINGS = 512, USER_REGISTERS = 16 };

struct user_mapping {
	u64 start, end, offset;		/* offset: of `start` in the file */
	u32 file;			/* its number; 0: not a file's mapping */
	u32 pid;
};

static struct {
	raw_spinlock_t lock;		/* taken by trylock only */
	struct user_mapping v[KEPT_MAPPINGS];	/* by start address and process */
} kept_mappings = { .lock = __RAW_SPIN_LOCK_UNLOCKED(kept_mappings.lock) };

struct user_unlock {
	struct irq_work work;
	struct mm_struct *mm;		/* whose lock is to be released */
};
static DEFINE_PER_CPU(struct user_unlock, user_unlocks);

struct user_walk {
	struct mytap_ctx *c;
	struct mm_struct *mm;		/* whose lock is held; NULL: none */
	bool is_tried;
	struct user_mapping maps[WALK_MAPPINGS];
	u32 nmaps;
	const struct user_mapping *last;	/* the last mapping used; NULL: none yet */
	struct mytap_unwind_state s;
	u32 pid;			/* the process that owns the stack */
	u32 end;			/* enum mytap_ustack_end */
	bool is_32;			/* a 32-bit program's */
};

/* ---- the lock ------------------------------------------------------------------------------- */

static void user_unlock_work(struct irq_work *work)
{
	struct user_unlock *u = container_of(work, struct user_unlock, work);
	struct mm_struct *mm = u->mm;

	smp_store_release(&u->mm, NULL);
	mmap_read_unlock_non_owner(mm);
}

static void user_stacks_init(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		init_irq_work(&per_cpu(user_unlocks, cpu).work, user_unlock_work);
}

/* No handler runs any more. */
static void user_stacks_stop(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		irq_work_sync(&per_cpu(user_unlocks, cpu).work);
}

/* True if the lock can be released here. */
static bool user_walk_may_wake(const struct mytap_ctx *c)
{
	return !in_nmi() && (!raw_irqs_disabled_flags(priv_of((struct mytap_ctx *)c)->flags) ||
			     mytap_user_mode((struct mytap_ctx *)c));
}

static bool user_walk_lock(struct user_walk *w)
{
	struct mm_struct *mm = current->mm;

	if (w->is_tried)
		return w->mm;
	w->is_tried = true;
	if (!user_walk_may_wake(w->c) && smp_load_acquire(&this_cpu_ptr(&user_unlocks)->mm))
		return false;
	if (mmap_read_trylock(mm))
		w->mm = mm;
	return w->mm;
}

/*
 * The scheduler asserts that interrupts are off where a waiter is woken. They are, but a hit where they were on has not
 * told lockdep that it turned them off.
 */
static void user_walk_unlock_here(const struct user_walk *w)
{
	bool is_told = raw_irqs_disabled_flags(priv_of(w->c)->flags) || !raw_irqs_disabled();

	if (!is_told)
		lockdep_hardirqs_off(_RET_IP_);
	mmap_read_unlock(w->mm);
	if (!is_told) {
		lockdep_hardirqs_on_prepare();
		lockdep_hardirqs_on(_RET_IP_);
	}
}

static void user_walk_unlock(struct user_walk *w)
{
	struct user_unlock *u;

	if (!w->mm)
		return;
	if (user_walk_may_wake(w->c)) {
		user_walk_unlock_here(w);
		return;
	}
	u = this_cpu_ptr(&user_unlocks);	/* where waking is not allowed, the task stays on its CPU */
	u->mm = w->mm;
	rwsem_release(&w->mm->mmap_lock.dep_map, _RET_IP_);
	irq_work_queue(&u->work);
}

/* ---- mappings ------------------------------------------------------------------------------- */

static struct user_mapping *mapping_bucket(u64 start, u32 pid)
{
	return &kept_mappings.v[hash_64(start ^ pid, ilog2(KEPT_MAPPINGS))];
}

static void mapping_keep(const struct user_mapping *m)
{
	struct user_mapping *to = mapping_bucket(m->start, m->pid);

	if (!memcmp(to, m, sizeof(*m)) || !raw_spin_trylock(&kept_mappings.lock))
		return;
	*to = *m;
	raw_spin_unlock(&kept_mappings.lock);
}

/*
 * The cached mapping of an address. pid 0: of any process, if all cached ones agree on file and offset.
 */
static bool mapping_recall(u64 addr, u32 pid, struct user_mapping *ret)
{
	bool found = false, agree = true;
	u32 i;

	if (!raw_spin_trylock(&kept_mappings.lock))
		return false;
	for (i = 0; i < KEPT_MAPPINGS; i++) {
		const struct user_mapping *m = &kept_mappings.v[i];

		if (addr < m->start || addr >= m->end || (pid && m->pid != pid))
			continue;
		agree &= !found || (m->file == ret->file && m->offset - m->start == ret->offset - ret->start);
		*ret = *m;
		found = true;
	}
	raw_spin_unlock(&kept_mappings.lock);
	return found && agree;
}

static bool mapping_is_vdso(const struct vm_area_struct *vma)
{
	return vma->vm_start == (unsigned long)vma->vm_mm->context.vdso;
}

/* false: nothing is mapped there, or it is not known. */
static bool mapping_look_up(struct user_walk *w, u64 addr, struct user_mapping *ret)
{
	struct vm_area_struct *vma;

	if (!user_walk_lock(w))
		return mapping_recall(addr, current->tgid, ret);
	vma = find_vma(w->mm, addr);
	if (!vma || addr < vma->vm_start)
		return false;
	*ret = (struct user_mapping){ .start = vma->vm_start, .end = vma->vm_end, .pid = current->tgid };
	if (vma->vm_file) {
		ret->offset = (u64)vma->vm_pgoff << PAGE_SHIFT;
		ret->file = user_file_of(w->c, vma->vm_file);
	} else if (mapping_is_vdso(vma)) {
		ret->file = test_thread_flag(TIF_ADDR32) ? user_files.vdso_32 : user_files.vdso;
	}
	mapping_keep(ret);
	return true;
}

static noinline const struct user_mapping *mapping_of_other(struct user_walk *w, u64 addr)
{
	u32 i;

	for (i = 0; i < min_t(u32, w->nmaps, WALK_MAPPINGS); i++)
		if (addr - w->maps[i].start < w->maps[i].end - w->maps[i].start)
			return w->last = &w->maps[i];
	i = w->nmaps % WALK_MAPPINGS;
	if (!mapping_look_up(w, addr, &w->maps[i]))
		return NULL;
	w->nmaps++;
	return w->last = &w->maps[i];
}

/* Most frames are in the same file as the one before. */
static __always_inline const struct user_mapping *mapping_of(struct user_walk *w, u64 addr)
{
	if (w->last && addr - w->last->start < w->last->end - w->last->start)
		return w->last;
	return mapping_of_other(w, addr);
}

/* ---- the walk ------------------------------------------------------------------------------- */

/* Reads the memory that is loaded: user_walk_begin() has tested that it is the task's. */
static __always_inline bool unwind_read(u64 addr, u64 *value, u32 word)
{
	return user_word(value, addr, word);
}

/* What runs decides: a 64-bit program's registers are whole. */
static bool registers_are_32(const struct mytap_regs *r)
{
	return r->cs == __USER32_CS;
}

/* The upper halves of its registers say nothing. */
static void user_state_cut(struct mytap_unwind_state *s)
{
	u32 i;

	s->ip = (u32)s->ip;
	for (i = 0; i < MYTAP_UNWIND_REGISTERS; i++)
		s->r[i] = (u32)s->r[i];
	s->known &= 0xff;		/* r8 and up are not a 32-bit program's */
}

static void user_state_init(struct mytap_unwind_state *s, const struct mytap_regs *r)
{
	*s = (struct mytap_unwind_state){
		.ip = r->ip, .known = (1u << MYTAP_UNWIND_REGISTERS) - 1,
		.r = { r->ax, r->dx, r->cx, r->bx, r->si, r->di, r->bp, r->sp, r->r8, r->r9, r->r10, r->r11, r->r12, r->r13, r->r14,
		       r->r15 },
	};
}

#ifdef CONFIG_UPROBES
/*
 * True if the word at sp is the address behind a call, as far as its bytes tell: a near one, or one through a register or
 * memory, which are two to seven bytes. word: bytes of a word.
 */
static bool user_stack_begins_with_return(u64 sp, u32 word)
{
	u64 to, bytes;
	u32 length;

	if (!user_word(&to, sp, word) || !user_word(&bytes, to - sizeof(bytes), sizeof(bytes)))
		return false;
	if ((bytes >> 24 & 0xff) == 0xe8)
		return true;
	for (length = 2; length < 8; length++)
		if ((bytes >> (64 - 8 * length) & 0x38ff) == 0x10ff)
			return true;
	return false;
}
#endif

/*
 * A breakpoint that the kernel has not handled yet (it waits for mmap_lock, or was preempted): the registers point
 * behind it, but the original instruction has not been executed. Moves ip back. Only the flag tells for certain: a task
 * whose push of one byte was just emulated has such registers, too, and what it pushed on its stack.
 */
static void user_state_undo_breakpoint(struct mytap_unwind_state *s, const struct mytap_regs *r, u32 word)
{
#ifdef CONFIG_UPROBES
	enum { INT3 = 0xcc };
	u64 byte;

	if ((s64)r->orig_ax != -1 || !(test_thread_flag(TIF_UPROBE) || current->utask) || !user_word(&byte, r->ip - 1, 1) ||
	    byte != INT3)
		return;
	if (test_thread_flag(TIF_UPROBE) || user_stack_begins_with_return(r->sp, word))
		s->ip--;
#endif
}

/* Registers of the frame that a walk begins at, if it is not the task's own stack; its other registers are not known. */
struct user_frame_at {
	u64 pc, sp, fp;
};

static void user_state_override(struct mytap_unwind_state *s, const struct user_frame_at *at)
{
	s->ip = at->pc;
	s->r[MYTAP_UNWIND_SP] = at->sp;
	s->r[MYTAP_UNWIND_BP] = at->fp;
	s->known = 1u << MYTAP_UNWIND_SP | 1u << MYTAP_UNWIND_BP;
}

/* at NULL: begins at the task's own registers. false: the task has no program state to walk. */
static bool user_walk_begin(struct user_walk *w, struct mytap_ctx *c, const struct user_frame_at *at)
{
	const struct mytap_regs *r;
	bool is_program = mytap_user_mode(c);
	u64 word, sp;
	u32 bytes;

	w->c = c;
	w->pid = current->tgid;
	w->mm = NULL;
	w->is_tried = false;
	w->nmaps = 0;
	w->last = NULL;
	w->end = MYTAP_USTACK_WHOLE;
	w->is_32 = false;
	if (c->in_process || !user_files.v || !current->mm || current->flags & PF_KTHREAD)
		return false;
	r = is_program ? c->regs : (const struct mytap_regs *)task_pt_regs(current);
	user_state_init(&w->s, r);
	if (at)
		user_state_override(&w->s, at);
	w->is_32 = registers_are_32(r);
	if (w->is_32)
		user_state_cut(&w->s);
	sp = w->s.r[MYTAP_UNWIND_SP];
	bytes = w->is_32 ? 4 : 8;
	if (!(is_program && user_word(&word, sp, bytes)) &&
	    !user_copy(&word, sp, bytes))	/* also fails when another task's memory is loaded */
		w->end = MYTAP_USTACK_NO_MEMORY;
	else if (!is_program && !at)
		user_state_undo_breakpoint(&w->s, r, bytes);
	return true;
}

/* Records the frame that the walk is at; returns its unwind rule. */
static const struct mytap_unwind_rule *user_walk_frame(struct user_walk *w, struct mytap_user_frame *f)
{
	u64 at = w->s.ip - w->s.is_call;
	const struct user_mapping *m = mapping_of(w, at);
	const struct mytap_unwind *table;

	f->address = w->s.ip;
	f->flags = w->s.is_call ? MYTAP_UFRAME_IS_CALL : 0;
	f->file = m ? m->file : 0;
	f->offset = m ? w->s.ip - m->start + m->offset : 0;
	if (!f->file)
		return NULL;
	table = smp_load_acquire(&user_files.v[f->file - 1].table);
	return table ? mytap_unwind_find(table, f->offset - w->s.is_call) : NULL;
}

/* Moves to the caller; false: the end, or w->end tells what is not known. word: a constant, bytes of a word. */
static __always_inline bool user_walk_step(struct user_walk *w, const struct mytap_unwind_rule *rule, bool *by_pointer, u32 word)
{
	enum mytap_unwind_result result;

	*by_pointer = !rule || rule->kind == MYTAP_UNWIND_UNKNOWN;
	result = *by_pointer ? mytap_unwind_by_pointer(&w->s, word) : mytap_unwind_step(&w->s, rule, word);
	if (result == MYTAP_UNWIND_GOES_ON) {
		if (w->s.slot && unlikely(task_awaits_returns()))
			task_return_awaited(w->s.slot, &w->s.ip);
		return true;
	}
	w->end = result == MYTAP_UNWIND_HAS_NO_RULE ? MYTAP_USTACK_NO_RULE :
		 result == MYTAP_UNWIND_FAULTS ? MYTAP_USTACK_NO_MEMORY : MYTAP_USTACK_WHOLE;
	return false;
}

static struct mytap_user_frame *user_frames(struct mytap_ctx *c)
{
	return (struct mytap_user_frame *)(priv_of(c)->stack + stack_most() + STACK_AROUND);
}

/* One loop for each width: what a frame costs is the loop. */
static __always_inline u32 user_walk_frames(struct user_walk *w, struct mytap_user_frame *f, u32 most, u32 word)
{
	bool by_pointer = false;
	u32 n = 0;

	while (n < most) {
		const struct mytap_unwind_rule *rule = user_walk_frame(w, &f[n]);

		if (by_pointer)
			f[n].flags |= MYTAP_UFRAME_BY_POINTER;
		n++;
		if (w->end || n == most || !user_walk_step(w, rule, &by_pointer, word))
			break;
	}
	return n;
}

static noinline u32 user_walk_frames_32(struct user_walk *w, struct mytap_user_frame *f, u32 most)
{
	return user_walk_frames(w, f, most, 4);
}

/* Into the slot's own room, at most `most` and MAXBACKTRACE; returns their number. */
static u32 user_walk_from(struct user_walk *w, struct mytap_ctx *c, const struct user_frame_at *at, u32 most)
{
	struct mytap_user_frame *f = user_frames(c);
	u32 n;

	if (!user_walk_begin(w, c, at))
		return 0;
	most = min(most, stack_most());
	n = unlikely(w->is_32) ? user_walk_frames_32(w, f, most) : user_walk_frames(w, f, most, 8);
	user_walk_unlock(w);
	return n;
}

static u32 user_walk(struct user_walk *w, struct mytap_ctx *c, u32 most)
{
	return user_walk_from(w, c, NULL, most);
}

/* ---- calls that a place names ------------------------------------------------------------------ */

/* True if the function just entered will return to calls[0] of the place. The call has just written that word. */
static bool user_call_returns_as_wanted(const struct mytap_place *p, const struct pt_regs *regs)
{
	u64 to;

	if (!user_word(&to, regs->sp, sizeof(to)))
		return false;
	if (unlikely(task_awaits_returns()))
		task_return_awaited(regs->sp, &to);
	return to == regs->ip - p->offset + p->calls[0].offset;
}

/* The same for all calls of the place, which are consecutive on the stack. */
static bool user_stack_has_calls(struct mytap_ctx *c)
{
	const struct mytap_place *p = c->hit->place;
	u64 base = c->regs->ip - p->offset;
	struct user_walk w __uninitialized;
	struct mytap_user_frame f;
	bool by_pointer;
	u32 k = 0;

	if (!user_walk_begin(&w, c, NULL))
		return false;
	while (!w.end && k < p->ncalls) {
		const struct mytap_unwind_rule *rule = user_walk_frame(&w, &f);

		if (!user_walk_step(&w, rule, &by_pointer, 8) || w.s.ip != base + p->calls[k].offset)
			break;
		k++;
	}
	user_walk_unlock(&w);
	if (w.end)			/* the calls are not known */
		priv_of(c)->counters[c->hit->probe].missed++;
	return k == p->ncalls;
}

static bool user_call_is_wanted(struct mytap_ctx *c)
{
	const struct mytap_place *p = c->hit->place;

	if (p->ncalls == 1 && !p->is_within)
		return user_call_returns_as_wanted(p, (const struct pt_regs *)c->regs);
	return user_stack_has_calls(c);
}

/* ---- printed ---------------------------------------------------------------------------------- */

static void user_frames_print(const struct user_walk *w, u32 style, u32 n)
{
	struct mytap_ctx *c = w->c;
	const struct mytap_user_frame *f = user_frames(c);
	struct mytap_user_stack *o = record_begin(c, MYTAP_REC_USER_STACK, style, sizeof(*o) + n * sizeof(*f));

	if (!o)
		return;
	*o = (struct mytap_user_stack){ .pid = w->pid, .n = n, .end = w->end };
	memcpy(o + 1, f, n * sizeof(*f));
	record_end(c, MYTAP_REC_USER_STACK, (struct mytap_user_frame *)(o + 1) + n);
}

void mytap_print_ubacktrace(struct mytap_ctx *c, u32 style)
{
	struct user_walk w __uninitialized;
	u32 n = user_walk(&w, c, ~0u);

	if (n)
		user_frames_print(&w, style, n);
}

void mytap_print_ubacktrace_from(struct mytap_ctx *c, u32 style, u64 pc, u64 sp, u64 fp)
{
	struct user_frame_at at = { pc, sp, fp };
	struct user_walk w __uninitialized;
	u32 n = user_walk_from(&w, c, &at, ~0u);

	if (n)
		user_frames_print(&w, style, n);
}

/* An address of the current process, or, if nothing is mapped there, of a process whose stack was walked before. */
static void user_place_find(struct user_walk *w, u64 addr, struct mytap_user_frame *f)
{
	bool is_here = w->c && !w->c->in_process && current->mm && !(current->flags & PF_KTHREAD);
	const struct user_mapping *m = is_here ? mapping_of(w, addr) : NULL;
	struct user_mapping kept;

	if (!m && user_files.v && mapping_recall(addr, 0, &kept))
		m = &kept;
	*f = (struct mytap_user_frame){ .address = addr };
	if (!m)
		return;
	w->pid = m->pid;
	f->file = m->file;
	f->offset = addr - m->start + m->offset;
}

static void user_places_begin(struct user_walk *w, struct mytap_ctx *c)
{
	*w = (struct user_walk){ .c = c, .pid = current->tgid };
}

/* The next address of a string of addresses; false: no more. */
static bool next_address(const char **s, u64 *ret)
{
	while (**s == ' ' || **s == '\n')
		++*s;
	if (!**s)
		return false;
	*ret = mytap_strtol(*s, 0);
	while (**s && **s != ' ' && **s != '\n')
		++*s;
	return true;
}

void mytap_print_ustack(struct mytap_ctx *c, const char *s)
{
	struct mytap_user_frame *f = user_frames(c);
	struct user_walk w __uninitialized;
	u32 n = 0;
	u64 addr;

	if (!user_files.v)
		return;
	user_places_begin(&w, c);
	while (n < stack_most() && next_address(&s, &addr)) {
		user_place_find(&w, addr, &f[n]);
		/* All addresses but the first are return addresses. */
		f[n].flags = n ? MYTAP_UFRAME_IS_CALL : 0;
		n++;
	}
	user_walk_unlock(&w);
	if (n)
		user_frames_print(&w, MYTAP_USTACK_FULL, n);
}

/* ---- as values -------------------------------------------------------------------------------- */

static void user_stack_text(struct mytap_ctx *c, char *to, size_t size, u32 first, u32 most)
{
	unsigned long *entries = priv_of(c)->stack;
	struct user_walk w __uninitialized;
	u32 n = user_walk(&w, c, most), i;

	for (i = first; i < n; i++)
		entries[i - first] = user_frames(c)[i].address;
	stack_to_text(to, size, entries, n > first ? n - first : 0);
}

void mytap_ubacktrace(struct mytap_ctx *c, char *to, size_t size)
{
	user_stack_text(c, to, size, 0, ~0u);
}

void mytap_ucallers(struct mytap_ctx *c, char *to, size_t size, s64 n)
{
	user_stack_text(c, to, size, 1, n < 0 || n >= U32_MAX ? ~0u : (u32)n + 1);
}

s64 mytap_ustack(struct mytap_ctx *c, s64 n)
{
	struct user_walk w __uninitialized;

	if (n < 0 || n >= stack_most() || user_walk(&w, c, (u32)n + 1) <= n)
		return 0;
	return user_frames(c)[n].address;
}
