// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What built-in functions of scripts and embedded C need from the kernel and from the context. Any context that
 * holds a slot.
 */
#include "builtin_text.c"
#include "bits.c"
#include "user_struct.c"
#include "syscall_names.c"
#include "errno_names.c"
#include "memory_text.c"
#include "fp.c"

/* ---- errors --------------------------------------------------------------------------------- */

bool mytap_catch(struct mytap_ctx *c, char *to, size_t size)
{
	if (priv_of(c)->fatal)
		return false;
	if (to)
		mytap_strcpy_raw(to, size, c->error);
	c->error = NULL;
	return true;
}

bool mytap_abort(struct mytap_ctx *c)
{
	mytap_exit(c);
	c->error = NULL;
	mytap_error(c, "aborted", NULL);
	priv_of(c)->fatal = MYTAP_SAYS_NOTHING;
	return false;
}

void mytap_embed_error(struct mytap_ctx *c, const char *fmt, ...)
{
	va_list ap;

	if (c->error)
		return;
	va_start(ap, fmt);
	vsnprintf(c->error_text, sizeof(c->error_text), fmt, ap);
	va_end(ap);
	c->error_where = NULL;
	c->error = c->error_text;
}

void mytap_embed_printf(struct mytap_ctx *c, const char *fmt, ...)
{
	char *o = record_begin(c, MYTAP_REC_TEXT, 0, 4 + 1024);
	va_list ap;
	u32 n;

	if (!o)
		return;
	va_start(ap, fmt);
	n = vscnprintf(o + 4, 1024, fmt, ap);
	va_end(ap);
	*(u32 *)o = n;
	record_end(c, MYTAP_REC_TEXT, o + 4 + n);
}

void mytap_embed_warn(struct mytap_ctx *c, const char *fmt, ...)
{
	char text[160];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vscnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n && text[n - 1] == '\n')
		text[n - 1] = '\0';
	mytap_warn(c, text);
}

/* ---- the probe ------------------------------------------------------------------------------ */

void mytap_probe_func(struct mytap_ctx *c, char *to, size_t size)
{
	const struct mytap_place *place = c->hit->place;

	mytap_strcpy_raw(to, size, place && place->func ? place->func : "");
}

void mytap_symbol_hit(struct mytap_ctx *c, char *to, size_t size)
{
	const struct mytap_place *place = c->hit->place;
	s64 ip = mytap_ip(c);

	if ((place && place->func) || !ip)
		mytap_probe_func(c, to, size);
	else
		mytap_symname(to, size, (u64)ip);
}

s64 mytap_ip(const struct mytap_ctx *c)
{
	if (!c->hit->address && c->regs)	/* timer.profile, perf: the interrupted address */
		return (s64)c->regs->ip;
	return c->hit->address;
}

s64 mytap_registers_valid(struct mytap_ctx *c)
{
	return c->regs && c->regs->cs;
}

static const struct register_name { char name[10]; u16 offset; } register_names[] = {
#define REGISTER(name, field) { name, offsetof(struct mytap_regs, field) }
	REGISTER("ax", ax), REGISTER("bx", bx), REGISTER("cx", cx), REGISTER("dx", dx), REGISTER("si", si),
	REGISTER("di", di), REGISTER("bp", bp), REGISTER("sp", sp), REGISTER("ip", ip), REGISTER("r8", r8),
	REGISTER("r9", r9), REGISTER("r10", r10), REGISTER("r11", r11), REGISTER("r12", r12), REGISTER("r13", r13),
	REGISTER("r14", r14), REGISTER("r15", r15), REGISTER("cs", cs), REGISTER("ss", ss),
	REGISTER("xcs", cs), REGISTER("xss", ss), REGISTER("orig_rax", orig_ax), REGISTER("orig_ax", orig_ax),
#undef REGISTER
};

/* "rax", "eax", "ax", "r8", "r8d", "flags" */
s64 mytap_register(struct mytap_ctx *c, const char *name, bool is_signed, const char *where)
{
	bool is_32 = name[0] == 'e' && strcmp(name, "eflags");
	const char *key = name[0] == 'e' || (name[0] == 'r' && (name[1] < '0' || name[1] > '9')) ? name + 1 : name;
	u64 args[1] = { (u64)name };
	size_t n = strlen(key), i;
	u64 v;

	if (!c->regs) {
		mytap_error(c, "register(): this probe has no registers", where);
		return 0;
	}
	if (!strcmp(key, "flags"))
		return c->regs->flags;
	if (key == name && n > 2 && key[n - 1] == 'd') {
		is_32 = true;
		n--;
	}
	for (i = 0; i < ARRAY_SIZE(register_names); i++) {
		if (strlen(register_names[i].name) != n || memcmp(register_names[i].name, key, n))
			continue;
		v = *(u64 *)((char *)c->regs + register_names[i].offset);
		if (is_32)
			return is_signed ? (s64)(s32)v : (s64)(u32)v;
		return v;
	}
	mytap_errorf(c, where, "register(): there is no register '%s'", args);
	return 0;
}

/* By the calling convention, at the function's entry: six in registers, the others above the return address. */
static u64 *argument_register(struct mytap_ctx *c, s64 n)
{
	switch (n) {
	case 1:
		return &c->regs->di;
	case 2:
		return &c->regs->si;
	case 3:
		return &c->regs->dx;
	case 4:
		return &c->regs->cx;
	case 5:
		return &c->regs->r8;
	case 6:
		return &c->regs->r9;
	default:
		return NULL;
	}
}

/* Sets the error unless the probe has an argument of that number. */
static bool argument_check(struct mytap_ctx *c, s64 n, const char *where)
{
	u64 args[1] = { (u64)n };

	if (!c->regs)
		return mytap_error(c, "this probe has no function arguments", where);
	if (n < 1 || n > 64)
		return mytap_errorf(c, where, "there is no function argument number %d", args);
	return true;
}

u64 mytap_argument_any(struct mytap_ctx *c, s64 n, const char *where)
{
	u64 *r;

	if (!argument_check(c, n, where))
		return 0;
	r = argument_register(c, n);
	if (r)
		return *r;
	return mytap_user_mode(c) ? mytap_read_user(c, c->regs->sp + 8 * (n - 6), 8, where) :
	       mytap_read_kernel(c, c->regs->sp + 8 * (n - 6), 8, where);
}

s64 mytap_set_argument(struct mytap_ctx *c, s64 n, u64 value, const char *where)
{
	u64 *r;

	if (!argument_check(c, n, where))
		return 0;
	r = argument_register(c, n);
	if (r)
		*r = value;
	else if (mytap_user_mode(c))
		mytap_write_user(c, c->regs->sp + 8 * (n - 6), 8, value, where);
	else
		mytap_write_kernel(c, c->regs->sp + 8 * (n - 6), 8, value, where);
	return value;
}

s64 mytap_returnval(struct mytap_ctx *c, const char *where)
{
	if (c->regs)
		return c->regs->ax;
	mytap_error(c, "returnval(): this probe has no registers", where);
	return 0;
}

/* ---- memory --------------------------------------------------------------------------------- */

static const char copy_fault_kernel[] MYTAP_STRING = "kernel string copy fault at %p";
static const char copy_fault_user[] MYTAP_STRING = "user string copy fault at %p";

static size_t string_most(size_t size, s64 n)
{
	return n < 0 || (size_t)n > size - 1 ? size - 1 : (size_t)n;
}

void mytap_kernel_string(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n, const char *where)
{
	if (!mytap_string_kernel(to, size, addr, string_most(size, n)))
		read_fault(c, where, copy_fault_kernel, &addr);
}

void mytap_user_string(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n, const char *where)
{
	if (!mytap_string_program(c, to, size, addr, string_most(size, n)))
		read_fault(c, where, copy_fault_user, &addr);
}

void mytap_string_or(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n, bool user, const char *otherwise)
{
	bool ok = user ? mytap_string_program(c, to, size, addr, string_most(size, n)) :
		mytap_string_kernel(to, size, addr, string_most(size, n));

	if (!ok)
		mytap_strcpy(to, size, otherwise);
}

void mytap_user_string_warn_or(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n, const char *otherwise)
{
	char text[64];

	if (mytap_string_program(c, to, size, addr, string_most(size, n)))
		return;
	snprintf(text, sizeof(text), "user string copy fault at 0x%llx", addr);
	mytap_warn(c, text);
	mytap_strcpy(to, size, otherwise);
}

void mytap_user_string_warn(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n)
{
	static const char unknown[] MYTAP_STRING = "<unknown>";

	mytap_user_string_warn_or(c, to, size, addr, n, unknown);
}

void mytap_buffer_quoted_need(struct mytap_ctx *c, char *room, char *to, size_t size, u64 addr, s64 length, s64 outlen,
			      bool user, const char *where)
{
	if (!mytap_buffer_quoted(room, to, size, addr, length, outlen, user))
		fetch_failed(c, addr, fault_names[user], where);
}

void mytap_string_quoted(char *room, char *to, size_t size, u64 addr, s64 n, bool user)
{
	size_t most = string_most(size, n);

	if (user ? mytap_string_user(room, size, addr, most) : mytap_string_kernel(room, size, addr, most)) {
		mytap_text_str(to, size, room, 0, true);
		return;
	}
	mytap_str_end(to, scnprintf(to, size, "0x%llx", addr));
}

u64 mytap_read_user_or_0(struct mytap_ctx *c, u64 addr, u32 size)
{
	u64 value = 0;

	return user_value(&value, addr, size) ? value : 0;
}

u64 mytap_read_user_warn(struct mytap_ctx *c, u64 addr, u32 size)
{
	u64 value = 0;
	char text[64];

	if (user_value(&value, addr, size))
		return value;
	snprintf(text, sizeof(text), "user read fault at 0x%llx", addr);
	mytap_warn(c, text);
	return 0;
}

static bool string_is_writable(u64 addr, size_t n, bool user)
{
	char old[64];
	size_t part;

	for (; n; n -= part, addr += part) {
		part = min_t(size_t, n, sizeof(old));
		if (!fetch_memory(old, addr, part, user))
			return false;
	}
	return true;
}

/* The whole range is read first, so that a bad address leaves nothing half written. */
bool mytap_set_string(struct mytap_ctx *c, u64 addr, s64 n, const char *s, bool user, const char *where)
{
	size_t left = mytap_strlen(s) + 1;
	u32 part;
	u64 word;

	if (n >= 0 && (u64)n < left)
		left = n;
	if (!string_is_writable(addr, left, user))
		return store_failed(c, addr, fault_names[2 + user], where);
	for (; left; left -= part, addr += part, s += part) {
		part = left >= 8 ? 8 : 1;
		memcpy(&word, s, part);
		if (!(user ? mytap_write_user(c, addr, part, word, where) : mytap_write_kernel(c, addr, part, word, where)))
			return false;
	}
	return true;
}

void mytap_set_string_warn(struct mytap_ctx *c, u64 addr, const char *s)
{
	if (mytap_set_string(c, addr, -1, s, true, NULL) || !mytap_catch(c, NULL, 0))
		return;
	mytap_warn(c, c->error_text);
}

/* ---- the rest ------------------------------------------------------------------------------- */

/*
 * Prints addresses in the form that backtrace() writes: "0xffffffff8134cc50 0xffff..."; one line per address, also
 * for 0.
 */
void mytap_print_syms(struct mytap_ctx *c, const char *s)
{
	enum mytap_text what = MYTAP_TEXT_STACK;

	while (*s == ' ')
		s++;
	while (*s) {
		stack_print_line(c, mytap_strtol(s, 16), what);
		what = MYTAP_TEXT_FRAME;
		while (*s && *s != ' ')
			s++;
		while (*s == ' ')
			s++;
	}
}

void mytap_printk(s64 level, const char *text)
{
	printk("%c%c%s\n", KERN_SOH_ASCII, (char)('0' + (level & 7)), text);
}

s64 mytap_randint(s64 n)
{
	return n > 0 ? (s64)(get_random_u64() % (u64)n) : 0;
}
