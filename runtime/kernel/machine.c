// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Built-in functions about the machine as a whole, this module, the stack and the registers; and those of guru mode
 * that change the system. Any context that holds a slot.
 */

/* ---- load, memory, clocks ------------------------------------------------------------------- */

s64 mytap_loadavg(struct mytap_ctx *c, s64 i, const char *where)
{
	u64 args[1] = { (u64)i };

	if (i >= 0 && i < 3)
		return READ_ONCE(avenrun[i]);
	mytap_errorf(c, where, "there is no load average %d: 0 is of 1 minute, 1 of 5, 2 of 15", args);
	return 0;
}

/* -1: the address is not in the kernel's direct mapping. */
s64 mytap_node_of(u64 addr)
{
	return virt_addr_valid((void *)addr) ? page_to_nid(virt_to_page((void *)addr)) : -1;
}

s64 mytap_cpu_clock(struct mytap_ctx *c, s64 cpu, const char *where)
{
	u64 args[1] = { (u64)cpu };

	if (cpu >= 0 && cpu < nr_cpu_ids && cpu_possible(cpu))
		return cpu_clock(cpu);
	mytap_errorf(c, where, "there is no CPU %d", args);
	return 0;
}

/* Bits that are set in n words of a bitmap. */
s64 mytap_bits_set(struct mytap_ctx *c, u64 addr, s64 n, const char *where)
{
	enum { MOST = 1 << 14 };
	s64 bits = 0, i;

	if (n > MOST) {
		u64 args[2] = { (u64)n * 64, MOST * 64 };

		mytap_errorf(c, where, "a bitmap of %d bits is too long to be counted in a probe: at most %d are possible", args);
		return 0;
	}
	for (i = 0; i < n && !c->error; i++)
		bits += hweight64(mytap_read_kernel(c, addr + 8 * i, 8, where));
	return bits;
}

/* ---- tasks ---------------------------------------------------------------------------------- */

s64 mytap_pid_task(s64 pid)
{
	struct task_struct *task = NULL;

	rcu_read_lock();
	if (rcu_is_watching() && pid > 0 && pid <= INT_MAX)
		task = pid_task(find_pid_ns(pid, &init_pid_ns), PIDTYPE_PID);
	rcu_read_unlock();
	return (s64)task;
}

s64 mytap_is_myproc(void)
{
	return uid_eq(current_uid(), session.user);
}

s64 mytap_reader_pid(void)
{
	return session.reader;
}

/* ---- this module ---------------------------------------------------------------------------- */

void mytap_module_name(char *to, size_t size)
{
	mytap_strcpy_raw(to, size, THIS_MODULE->name);
}

void mytap_module_size(char *to, size_t size)
{
	mytap_str_end(to, compat_module_size(THIS_MODULE, to, size));
}

/* ---- the probe ------------------------------------------------------------------------------ */

s64 mytap_is_return(const struct mytap_ctx *c)
{
	return family_of(c->hit)->is_return;
}

void mytap_probe_type(const struct mytap_ctx *c, char *to, size_t size)
{
	mytap_strcpy_raw(to, size, family_type(c->hit));
}

/* "kernel", or a module's name; "" when there is no symbol at the address. */
void mytap_module_of(char *to, size_t size, u64 addr)
{
	char name[KSYM_SYMBOL_LEN] __attribute__((uninitialized));
	char *module;

	sprint_symbol(name, addr);
	mytap_str_end(to, 0);
	if (name[0] >= '0' && name[0] <= '9')
		return;
	module = strstr(name, " [");
	if (!module)
		mytap_strcpy_raw(to, size, "kernel");
	else
		mytap_strncpy_raw(to, size, module + 2, strcspn(module + 2, "] "));
}

void mytap_modname(struct mytap_ctx *c, char *to, size_t size, u64 addr, const char *where)
{
	mytap_module_of(to, size, addr);
	if (!*to)
		mytap_errorf(c, where, "there is nothing of the kernel or of a module at %p", &addr);
}

/* ---- stacks --------------------------------------------------------------------------------- */

s64 mytap_stack(struct mytap_ctx *c, s64 n)
{
	const unsigned long *entries = priv_of(c)->stack;
	u32 depth = stack_entries(c);

	return n >= 0 && n < depth ? (s64)entries[n] : 0;
}

/* n callers (< 0: all). */
void mytap_callers(struct mytap_ctx *c, char *to, size_t size, s64 n)
{
	const unsigned long *entries = priv_of(c)->stack;
	u32 depth = stack_entries(c);

	if (n < 0 || n > depth)
		n = depth;
	stack_to_text(to, size, entries + 1, depth ? min_t(u32, n, depth - 1) : 0);
}

static size_t sprint_line(char *to, size_t size, size_t at, unsigned long addr)
{
	char line[KSYM_SYMBOL_LEN + 1] __attribute__((uninitialized));
	int n = sprint_symbol(line, addr);

	line[n++] = '\n';
	return text_add(to, size, at, line, n);
}

void mytap_sprint_backtrace(struct mytap_ctx *c, char *to, size_t size)
{
	const unsigned long *entries = priv_of(c)->stack;
	u32 depth = stack_entries(c), i;
	size_t at = 0;

	for (i = 0; i < depth; i++)
		at = sprint_line(to, size, at, entries[i]);
	mytap_str_end(to, at);
}

/* Addresses as backtrace() writes them. */
void mytap_sprint_syms(char *to, size_t size, const char *s)
{
	size_t at = 0;

	while (*s == ' ')
		s++;
	while (*s && at < size - 1) {
		at = sprint_line(to, size, at, mytap_strtol(s, 16));
		while (*s && *s != ' ')
			s++;
		while (*s == ' ')
			s++;
	}
	mytap_str_end(to, at);
}

s64 mytap_stack_size(void)
{
	return THREAD_SIZE;
}

/* Free bytes of the task's stack; 0 on an interrupt or exception stack, which scripts do not ask about. */
s64 mytap_stack_unused(void)
{
	unsigned long left = compat_stack_left(current_stack_pointer);

	return left < THREAD_SIZE ? left : 0;
}

s64 mytap_stack_used(void)
{
	unsigned long left = compat_stack_left(current_stack_pointer);

	return left < THREAD_SIZE ? THREAD_SIZE - left : 0;
}

void mytap_print_regs(struct mytap_ctx *c)
{
	const struct mytap_regs *r = c->regs;
	char text[512];
	int n;

	if (!r)
		return;
	n = scnprintf(text, sizeof(text),
		      "RIP: %04llx:%016llx RSP: %04llx:%016llx EFLAGS: %08llx\n"
		      "RAX: %016llx RBX: %016llx RCX: %016llx\nRDX: %016llx RSI: %016llx RDI: %016llx\n"
		      "RBP: %016llx R08: %016llx R09: %016llx\nR10: %016llx R11: %016llx R12: %016llx\n"
		      "R13: %016llx R14: %016llx R15: %016llx\n",
		      r->cs & 0xffff, r->ip, r->ss & 0xffff, r->sp, r->flags, r->ax, r->bx, r->cx, r->dx, r->si, r->di, r->bp,
		      r->r8, r->r9, r->r10, r->r11, r->r12, r->r13, r->r14, r->r15);
	record_text(c, MYTAP_REC_TEXT, 0, text, n);
}

/* ---- guru mode ------------------------------------------------------------------------------ */

enum { DELAY_MOST_MS = 10000 };		/* the lockup detector reports a CPU that is busy for 20 s */

/*
 * Waits by the clock: udelay() is far too short or too long on CPUs whose loops were not calibrated, e.g. in
 * guests; so it is called for short times only. If the clock stands still (interrupts are off, and they update it),
 * the wait ends after at most 0.1 s.
 */
static void delay_us(u64 us)
{
	u64 now = ktime_get_mono_fast_ns(), end = now + us * 1000, last;
	u32 stood = 0;

	while (now < end && stood < 10000) {
		udelay(min_t(u64, (end - now) / 1000 + 1, 10));
		last = now;
		now = ktime_get_mono_fast_ns();
		stood = now == last ? stood + 1 : 0;
	}
}

void mytap_delay(struct mytap_ctx *c, s64 n, s64 per_ms, const char *where)
{
	u64 args[2] = { (u64)n, (u64)per_ms * DELAY_MOST_MS };

	if (n < 0 || n > per_ms * DELAY_MOST_MS) {
		mytap_errorf(c, where, "a delay of %d: 0 to %d (10 seconds) are possible", args);
		return;
	}
	delay_us(n * (1000 / per_ms));
}

void mytap_panic(const char *text)
{
	panic("%s", text);
}

void mytap_dump_stack(void)
{
	dump_stack();
}

/* A line of the kernel's trace buffer. */
void mytap_ftrace(struct mytap_ctx *c, const char *text)
{
	if (*text)
		compat_trace_puts(mytap_ip(c), text);	/* ends the line */
}
