// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Kernel stacks, by the kernel's own unwinder (ORC). Any context that holds a slot. With full registers the walk
 * starts at the probe; without, it starts here and the frames inside the runtime and ftrace are left out.
 */

enum { STACK_USUAL = MYTAP_BACKTRACE_USUAL, STACK_AROUND = 16 };	/* addresses of a backtrace (MAXBACKTRACE); frames of the runtime above them */

static u32 stack_most(void)
{
	return mytap_script.limits.maxbacktrace ?: STACK_USUAL;
}

/* Bytes for a walk of one slot. */
static size_t stack_room(void)
{
	return sizeof(unsigned long) * (stack_most() + STACK_AROUND) +
	       (mytap_script.walks_programs ? sizeof(struct mytap_user_frame) * stack_most() : 0);
}

/* A function entry without SAVE_REGS has no cs, and no callee-saved registers either. */
static bool has_full_regs(const struct mytap_ctx *c)
{
	return c->regs && c->regs->cs;
}

/*
 * In a walk an address that an interrupt or an exception came at has the top bit cleared, which all addresses of the
 * kernel have set: it is where the frame is, and each other one is behind a call.
 */
static const unsigned long STACK_IS_CALL = 1ul << 63;

static unsigned long stack_frame(struct unwind_state *state)
{
	unsigned long address = unwind_get_return_address(state);

	return unwind_get_entry_regs(state, NULL) ? address & ~STACK_IS_CALL : address;
}

static u32 stack_from_regs(struct mytap_ctx *c)
{
	unsigned long *entries = priv_of(c)->stack;
	struct unwind_state state;
	unsigned long addr;
	u32 n = 0, most = stack_most();

	entries[n++] = c->hit->address ? c->hit->address : c->regs->ip;
	/* The walk begins in the caller of the registers' place: at a return, in the caller of the function. */
	if (family_of(c->hit)->is_return && c->regs->ip - c->hit->address > 16 && n < most)
		entries[n++] = c->regs->ip;
	for (unwind_start(&state, current, (struct pt_regs *)c->regs, NULL); !unwind_done(&state) && n < most;
	     unwind_next_frame(&state)) {
		addr = stack_frame(&state);
		if (!addr)
			break;
		/* The first frame is the probed instruction itself. */
		if (n == 1 && (addr | STACK_IS_CALL) - entries[0] <= 16)
			continue;
		entries[n++] = addr;
	}
	return direct_strip(entries, n);
}

static u32 stack_from_here(struct mytap_ctx *c)
{
	unsigned long *all = priv_of(c)->stack;
	u32 most = stack_most(), n = 0, i, first = 0;
	struct unwind_state state;

	for (unwind_start(&state, current, NULL, NULL); !unwind_done(&state) && n < most + STACK_AROUND; unwind_next_frame(&state)) {
		all[n] = stack_frame(&state);
		if (!all[n])
			break;
		n++;
	}
	n = direct_strip(all, n);
	for (i = 0; c->hit->address && i < n && !first; i++)
		if ((all[i] | STACK_IS_CALL) - c->hit->address <= 16)
			first = i;
	n = min(n - first, most);
	memmove(all, all + first, n * sizeof(*all));
	if (first)
		all[0] = c->hit->address;
	return n;
}

/* Into the slot's own room, at most MAXBACKTRACE, as stack_frame() marks them; returns their number. */
static u32 stack_frames(struct mytap_ctx *c)
{
	if (mytap_user_mode(c))
		return 0;
	return has_full_regs(c) ? stack_from_regs(c) : stack_from_here(c);
}

/* The same, addresses alone. */
static u32 stack_entries(struct mytap_ctx *c)
{
	u32 n = stack_frames(c), i;

	for (i = 0; i < n; i++)
		priv_of(c)->stack[i] |= STACK_IS_CALL;
	return n;
}

/*
 * True if the calls that a place names are consecutive on this stack, the innermost first. Searches above the frame
 * at `address`; 0: a function was just entered from the first of them. Uses the unwinder, which also knows return
 * addresses that return probes have replaced.
 */
static bool stack_has_calls(const struct mytap_place *p, unsigned long address)
{
	unsigned long all[MYTAP_MOST_CALLS + 32];
	u32 n = direct_strip(all, stack_trace_save(all, ARRAY_SIZE(all), 0)), i = 0, k;

	if (address) {
		while (i < n && all[i] - address > 16)
			i++;
		i++;
	} else {
		while (i < n && all[i] != call_address(p->calls))
			i++;
	}
	for (k = 0; k < p->ncalls; k++)
		if (i + k >= n || all[i + k] != call_address(&p->calls[k]))
			return false;
	return true;
}

/* As many as fit: "0xffffffff8134cc50 0xffff..." */
static void stack_to_text(char *to, size_t size, const unsigned long *entries, u32 n)
{
	static const struct mytap_directive hex = { .conversion = 'p', .width = -1, .precision = -1 };
	size_t at = 0;
	u32 i;

	for (i = 0; i < n; i++) {
		if (at + 20 > size)
			break;
		if (i)
			to[at++] = ' ';
		at += mytap_format_number(to + at, size - 1 - at, &hex, entries[i]);
	}
	mytap_str_end(to, at);
}

void mytap_backtrace(struct mytap_ctx *c, char *to, size_t size)
{
	u32 n = stack_entries(c);

	stack_to_text(to, size, priv_of(c)->stack, n);
}

enum { STACK_LINE = KSYM_SYMBOL_LEN + 48, STACK_SOURCE = 256 };

/* " 0xffffffff8134cc50 : vfs_read+0x0/0x2b0 [kernel]": at most STACK_LINE bytes; returns the length. */
static int stack_line(char *line, unsigned long addr)
{
	int n = sprintf(line, " 0x%lx : ", addr);

	n += sprint_symbol(line + n, addr);
	if (line[n - 1] != ']')
		n += sprintf(line + n, " [kernel]");
	line[n++] = '\n';
	return n;
}

/* One record per line. */
static void stack_print_line(struct mytap_ctx *c, unsigned long addr, enum mytap_text what)
{
	char line[STACK_LINE];

	record_text(c, MYTAP_REC_TEXT, what, line, stack_line(line, addr));
}

/* " 0xffffffff8134cc50 : vfs_read+0x0/0x2b0 at fs/read_write.c:451 [kernel]". Of a frame that made a call: the line of the call. */
static noinline void stack_print_source(struct mytap_ctx *c, unsigned long frame, enum mytap_text what)
{
	unsigned long addr = frame | STACK_IS_CALL;
	struct mytap_source_line l = source_of(addr - (what == MYTAP_TEXT_FRAME && frame & STACK_IS_CALL));
	char line[STACK_LINE + STACK_SOURCE], module[MODULE_NAME_LEN + 4], *bracket;
	int n = stack_line(line, addr);

	for (bracket = line + n; bracket > line && *bracket != '['; bracket--)
		;
	if (l.line && bracket > line && line + n - bracket < (int)sizeof(module)) {
		memcpy(module, bracket, line + n - bracket);
		module[line + n - bracket] = '\0';
		n = bracket - line;
		n += scnprintf(bracket, line + sizeof(line) - bracket, "at %.200s:%u %s", l.file, l.line, module);
	}
	record_text(c, MYTAP_REC_TEXT, what, line, n);
}

void mytap_print_backtrace(struct mytap_ctx *c)
{
	const unsigned long *entries = priv_of(c)->stack;
	u32 n = stack_entries(c), i;

	for (i = 0; i < n; i++)
		stack_print_line(c, entries[i], i ? MYTAP_TEXT_FRAME : MYTAP_TEXT_STACK);
}

void mytap_print_backtrace_lines(struct mytap_ctx *c)
{
	const unsigned long *entries = priv_of(c)->stack;
	u32 n = stack_frames(c), i;

	for (i = 0; i < n; i++)
		stack_print_source(c, entries[i], i ? MYTAP_TEXT_FRAME : MYTAP_TEXT_STACK);
}
