// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The runtime on the host, for tests of the language: linked with the C that
 * mytap -p3 writes, it runs begin probes, a few rounds of timers and of function
 * probes with made-up registers, then end (or error) probes, and prints as the
 * loader would. The rounds take turns on the slots but the last, which is the process's
 * (MYTAP_HOST_SLOTS, MYTAP_HOST_ROUNDS: how many). Maps, strings and formats are the kernel's own
 * files; memory is checked by the address sanitizer, the frame to the byte.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "runtime/kernel/api.h"
#include "runtime/format.h"
#include "runtime/histogram.h"
#include "runtime/wire.h"

/* ---- what the kernel's files expect of the kernel ------------------------------------------- */

#undef __always_inline
#define noinline __attribute__((noinline))
#define static_assert _Static_assert
#define __always_inline inline __attribute__((always_inline))
#define smp_store_release(p, v) __atomic_store_n(p, v, __ATOMIC_RELEASE)
#define xchg(p, v) __atomic_exchange_n(p, v, __ATOMIC_SEQ_CST)
#define cpu_relax() do { } while (0)
#define min_t(type, a, b) ((type)(a) < (type)(b) ? (type)(a) : (type)(b))
#define max(a, b) ((a) > (b) ? (a) : (b))
#define memory_make(n, node) calloc(1, n)
#define set_bit(n, bits) ((bits)[(n) / 64] |= 1ul << (n) % 64)
#define min(a, b) ((a) < (b) ? (a) : (b))
#define U32_MAX 0xffffffffu
enum { NUMA_NO_NODE = -1 };
#define kzalloc(n, flags) calloc(1, n)
#define vfree free
#define kfree free
#define pr_err(...) fprintf(stderr, __VA_ARGS__)
#define THIS_MODULE (&this_module)
static struct { const char *name; } this_module = { "script" };
enum { ENOMEM = 12 };

/* The families that scripts refer to; their code is below. */
#define PART(name) const char mytap_has_##name;
MYTAP_PARTS(PART)
#define FAMILY(ENUM, name, ...) const char mytap_has_##name;
#define FAMILY_SCRIPT(...)
#include "runtime/kernel/families.def"

static const char fault_names[][16] MYTAP_STRING = { "kernel read", "user read", "kernel write", "user write" };

static bool user_copy(void *to, u64 addr, size_t n)
{
	struct iovec here = { to, n }, there = { (void *)addr, n };

	return process_vm_readv(getpid(), &here, 1, &there, 1, 0) == (ssize_t)n;
}

static bool is_readable(u64 addr)
{
	char byte;

	return addr >= 65536 && addr < 1ULL << 47 && user_copy(&byte, addr, 1);
}

static bool fetch_memory(char *to, u64 addr, size_t n, bool user)
{
	if (user)
		return !n || user_copy(to, addr, n);
	if (!is_readable(addr))
		return false;
	memcpy(to, (const void *)addr, n);
	return true;
}

u32 mytap_nslots = 3;

#include "runtime/kernel/string.c"
#include "runtime/kernel/aggregate.c"
/* As in fetch.c. */
static bool fetch_failed(struct mytap_ctx *c, u64 addr, const char *what, const char *where)
{
	u64 args[2] = { (u64)what, addr };

	return mytap_errorf(c, where, "%s fault at %p (addr)", args);
}

#include "runtime/kernel/format.c"

static bool lock_once(struct mytap_ctx *c, u32 *word)
{
	(void)c;
	return !*word && (*word = 1);
}

static int slot_node(u32 slot)
{
	return (int)slot;
}

/* What allows more is in the kernel's report only. */
#define MYTAP_BY_OPTION ""
static void error_may_raise(struct mytap_ctx *c, const char *how, const char *name, u32 is)
{
	(void)c, (void)how, (void)name, (void)is;
}

static u64 get_random_u64(void)
{
	return 0x9e3779b97f4a7c15ULL;
}

/* Here somebody does look at the error. */
static bool context_may_fail(struct mytap_ctx *c)
{
	(void)c;
	return true;
}

static void *context_result_of(struct mytap_ctx *c, void *v)
{
	(void)c;
	return v;
}

#include "runtime/kernel/map.c"
#include "runtime/kernel/map_make.c"
#include "runtime/kernel/iter.c"
#include "runtime/kernel/builtin_text.c"
#include "runtime/kernel/bits.c"

/* User memory for tests of what reads it: a string at each of two addresses, and nothing readable around them. */
#define HOST_TEXT	0x4ab000UL
#define HOST_OTHER	0x4ad000UL

static __attribute__((constructor)) void host_memory(void)
{
	static const struct { u64 addr; const char *text; } at[] = { { HOST_TEXT, "/etc/passwd" }, { HOST_OTHER, "second" } };

	for (unsigned int i = 0; i < sizeof(at) / sizeof(*at); i++) {
		void *p = mmap((void *)at[i].addr, 4096, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

		if (p == (void *)at[i].addr)
			strcpy(p, at[i].text);
	}
}

static int scnprintf(char *to, size_t size, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(to, size, fmt, ap);
	va_end(ap);
	return n < (int)size ? n : (int)size - 1;
}

#define ARRAY_SIZE(a) (sizeof(a) / sizeof(*(a)))
static bool in_ia32_syscall(void) { return false; }
#include "runtime/kernel/user_struct.c"
#include "runtime/kernel/syscall_names.c"
#include "runtime/kernel/errno_names.c"
#include "runtime/kernel/fp.c"

/* ---- the session ---------------------------------------------------------------------------- */

extern const char mytap_formats[] __attribute__((weak));

enum { MOST_SLOTS = 256 };
static char *pcpu[MOST_SLOTS];
static bool is_stopping, has_failed, is_fatal;
static char record[1 << 20];
static u32 record_format;

void *mytap_pcpu(u32 slot)
{
	return pcpu[slot];
}

bool mytap_error(struct mytap_ctx *c, const char *text, const char *where)
{
	if (c->error)
		return false;
	mytap_strcpy_raw(c->error_text, sizeof(c->error_text), text);
	c->error_where = where;
	c->error_ncalls = 0;
	c->error = c->error_text;
	return false;
}

bool mytap_errorf(struct mytap_ctx *c, const char *where, const char *fmt, const u64 *args)
{
	if (c->error)
		return false;
	mytap_format(c, c->error_text, sizeof(c->error_text), fmt, args);
	c->error_where = where;
	c->error_ncalls = 0;
	c->error = c->error_text;
	return false;
}

bool mytap_fatal(struct mytap_ctx *c, const char *text, const char *where)
{
	c->error = NULL;
	is_fatal = true;
	return mytap_error(c, text, where);
}

bool mytap_actions_end(struct mytap_ctx *c, const char *where)
{
	return mytap_fatal(c, "MAXACTION exceeded", where);
}

bool mytap_nesting_end(struct mytap_ctx *c, const char *where)
{
	return mytap_error(c, "MAXNESTING exceeded", where);
}

void mytap_called(struct mytap_ctx *c, const char *call)
{
	c->error_calls[min_t(u32, c->error_ncalls, MYTAP_CALLS_KEPT - 1)] = call;
	c->error_ncalls++;
}

bool mytap_stack_is_short(struct mytap_ctx *c)
{
	(void)c;
	return false;
}

bool mytap_catch(struct mytap_ctx *c, char *to, size_t size)
{
	if (is_fatal)
		return false;
	if (to)
		mytap_strcpy_raw(to, size, c->error);
	c->error = NULL;
	return true;
}

void mytap_exit(struct mytap_ctx *c)
{
	(void)c;
	is_stopping = true;
}

static const char aborted[] MYTAP_STRING = "aborted";

bool mytap_abort(struct mytap_ctx *c)
{
	mytap_exit(c);
	is_fatal = true;
	c->error = aborted;
	return false;
}

void mytap_skip(struct mytap_ctx *c)
{
	is_fatal = true;
	c->error = aborted;
}

bool mytap_lock_slow(struct mytap_ctx *c, struct mytap_lock *l, bool write)
{
	(void)c;
	printf("LOCK %p is %x, wanted to %s: never given back?\n", (void *)l, l->state, write ? "write" : "read");
	exit(3);
}

static u32 *gate_word(const struct mytap_gate *g, u32 slot)
{
	return (u32 *)(pcpu[slot] + g->word);
}

bool mytap_gate_enter_slow(struct mytap_ctx *c, struct mytap_gate *g, u32 *word)
{
	(void)word;
	return mytap_lock_slow(c, &g->lock, false);
}

bool mytap_gate_close(struct mytap_ctx *c, struct mytap_gate *g)
{
	for (u32 i = 0; i < mytap_nslots; i++)
		if (*gate_word(g, i)) {
			printf("GATE %p was entered by slot %u: never left?\n", (void *)g, i);
			exit(3);
		}
	return mytap_write_lock(c, &g->lock);
}

bool mytap_lock_all(struct mytap_ctx *c, const struct mytap_lock_use *l)
{
	for (; l->kind; l++)
		if (!(l->kind == MYTAP_READS ? mytap_read_lock(c, l->what) :
		      l->kind == MYTAP_WRITES ? mytap_write_lock(c, l->what) :
		      l->kind == MYTAP_ENTERS ? mytap_gate_enter(c, l->what, gate_word(l->what, c->slot)) :
						mytap_gate_close(c, l->what)))
			exit(3);
	return true;
}

void mytap_unlock_all(struct mytap_ctx *c, const struct mytap_lock_use *l)
{
	for (; l->kind; l++)
		if (l->kind == MYTAP_READS)
			mytap_read_unlock(l->what);
		else if (l->kind == MYTAP_WRITES)
			mytap_write_unlock(l->what);
		else if (l->kind == MYTAP_ENTERS)
			mytap_gate_leave(gate_word(l->what, c->slot));
		else
			mytap_gate_open(l->what);
}

/* ---- output --------------------------------------------------------------------------------- */

static const char *format_text(u32 n)
{
	const char *f = mytap_formats;

	while (n--)
		f += strlen(f) + 1;
	return f;
}

char *mytap_print_begin(struct mytap_ctx *c, u32 format, u32 most)
{
	(void)c;
	record_format = format;
	memset(record, 0xee, sizeof(record));
	return most + 64 < sizeof(record) ? record : NULL;
}

char *mytap_put_str(char *o, const char *s)
{
	u32 n = (u32)mytap_strlen(s);

	*(u32 *)o = n;
	memcpy(o + 4, s, n);
	return o + ((4 + n + 7) & ~7u);
}

char *mytap_put_memory(struct mytap_ctx *c, char *o, u64 addr, s64 n, bool user, const char *where)
{
	u64 args[2] = { (u64)fault_names[user], addr };

	if (!fetch_memory(o + 4, addr, (size_t)n, user)) {
		mytap_errorf(c, where, "%s fault at %p (addr)", args);
		n = 0;
	}
	*(u32 *)o = (u32)n;
	return o + ((4 + n + 7) & ~7);
}

static const char *take_bytes(const char *o, const char **bytes, u32 *n)
{
	*n = *(const u32 *)o;
	*bytes = o + 4;
	return o + ((4 + *n + 7) & ~7u);
}

static void print_record(const char *o)
{
	const char *f = format_text(record_format), *bytes;
	static char text[1 << 18];
	struct mytap_directive d;
	u32 n;

	while ((f = mytap_format_next(f, &d))) {
		size_t k;

		if (!d.conversion) {
			fwrite(d.text, 1, d.length, stdout);
			continue;
		}
		if (d.width_arg) {
			mytap_directive_width(&d, *(const s64 *)o);
			o += 8;
		}
		if (d.precision_arg) {
			mytap_directive_precision(&d, *(const s64 *)o);
			o += 8;
		}
		if (d.conversion == 's') {
			o = take_bytes(o, &bytes, &n);
			k = mytap_format_string(text, sizeof(text), &d, bytes, n);
		} else if (d.conversion == 'm' || d.conversion == 'M') {
			o = take_bytes(o, &bytes, &n);
			k = mytap_format_memory(text, sizeof(text), &d, bytes, n);
		} else {
			k = mytap_format_number(text, sizeof(text), &d, *(const u64 *)o);
			o += 8;
		}
		fwrite(text, 1, k, stdout);
	}
}

void mytap_print_end(struct mytap_ctx *c, char *end)
{
	(void)c;
	(void)end;
	print_record(record);
}

void mytap_print_text(struct mytap_ctx *c, u32 format)
{
	(void)c;
	record_format = format;
	print_record(record);
}

void mytap_print_hist(struct mytap_ctx *c, int kind, s64 low, s64 high, s64 width, const u64 *buckets, u32 n)
{
	(void)c;
	const struct mytap_histogram h = {
		.kind = kind, .n = n, .low = low, .high = high, .width = width,
		.elision = mytap_script.limits.hist_elision, .buckets = buckets,
	};
	char *text = malloc(mytap_histogram_room(&h));

	fwrite(text, 1, mytap_histogram_text(text, mytap_histogram_room(&h), &h), stdout);
	free(text);
}

void mytap_warn(struct mytap_ctx *c, const char *text)
{
	(void)c;
	fflush(stdout);
	fprintf(stderr, "WARNING: %s\n", text);
}

void mytap_system(struct mytap_ctx *c, const char *command)
{
	(void)c;
	printf("system: %s\n", command);
}

/* ---- a made-up machine ---------------------------------------------------------------------- */

s64 mytap_pid(void) { return 101; }
s64 mytap_tid(void) { return 102; }
s64 mytap_ppid(void) { return 100; }
s64 mytap_uid(void) { return 1000; }
s64 mytap_euid(void) { return 0; }
s64 mytap_gid(void) { return 1000; }
s64 mytap_egid(void) { return 0; }
s64 mytap_pgrp(void) { return 101; }
s64 mytap_sid(void) { return 100; }
s64 mytap_cpu(void) { return 1; }
s64 mytap_task(void) { return 0x7f0000; }
s64 mytap_target_first;
s64 mytap_target(s64 n) { (void)n; return 0; }
s64 mytap_target_pid_ns(void) { return 0x7e0000; }
s64 mytap_target_user_ns(void) { return 0x7d0000; }
s64 mytap_hz(void) { return 250; }
s64 mytap_jiffies(void) { return 4294900000; }
s64 mytap_cycles(void) { static s64 n; return n += 100; }
s64 mytap_monotonic_ns(void) { static s64 n = 1000000000; return n += 1000; }
s64 mytap_realtime_ns(void) { static s64 n = 1700000000000000000; return n += 1000000; }
s64 mytap_user_mode(struct mytap_ctx *c) { return c->user_regs; }
s64 mytap_uaddr(struct mytap_ctx *c) { return c->user_regs ? 0x401000 : 0; }
s64 mytap_probing_32bit_app(void) { return 0; }
bool mytap_has_32bit_calls(void) { return false; }
void mytap_raise(struct mytap_ctx *c, s64 signal, const char *where) { (void)c; (void)where; printf("<signal %lld>\n", signal); }
s64 mytap_randint(s64 n) { return n > 0 ? n / 2 : 0; }
void mytap_printk(s64 level, const char *text) { printf("<%lld>%s\n", level, text); }

void mytap_execname(char *to, size_t size) { mytap_strcpy_raw(to, size, "cat"); }
u64 *mytap_key_execname(u64 *k) { *k = 0x746163; return k + 1; }
u64 mytap_execname_word(void) { return 0x746163; }
bool mytap_execname_is(u64 first, u64 second) { return first == 0x746163 && !second; }
void mytap_pexecname(char *to, size_t size) { mytap_strcpy_raw(to, size, "bash"); }
void mytap_symname(char *to, size_t size, u64 addr) { (void)addr; mytap_strcpy_raw(to, size, "symbol"); }
void mytap_symdata(char *to, size_t size, u64 addr) { (void)addr; mytap_strcpy_raw(to, size, "symbol+0x1/0x2"); }
void mytap_backtrace(struct mytap_ctx *c, char *to, size_t size) { (void)c; mytap_strcpy_raw(to, size, "0x10 0x20"); }
void mytap_print_backtrace(struct mytap_ctx *c) { (void)c; printf(" 0x10 : symbol\n"); }
void mytap_print_syms(struct mytap_ctx *c, const char *s) { (void)c; printf("syms %s\n", s); }

/* The probe that runs. */
static u32 fired;
static const struct mytap_place *fired_place;

s64 mytap_ip(const struct mytap_ctx *c)
{
	(void)c;
	return 0;
}

char *mytap_put_execname(char *o)
{
	char name[16] MYTAP_STRING;

	mytap_execname(name, sizeof(name));
	return mytap_put_str(o, name);
}

void mytap_probe_point(struct mytap_ctx *c, char *to, size_t size)
{
	const struct mytap_probe *p = &mytap_script.probes[fired];

	mytap_strcpy_raw(to, size, fired_place && fired_place->point ? fired_place->point : p->point ? p->point : p->text);
}

void mytap_script_point(struct mytap_ctx *c, char *to, size_t size)
{
	const char *point = fired_place ? fired_place->script_point : mytap_script.probes[fired].script_point;

	if (point)
		mytap_strcpy_raw(to, size, point);
	else
		mytap_probe_point(c, to, size);
}

void mytap_probe_func(struct mytap_ctx *c, char *to, size_t size)
{
	mytap_strcpy_raw(to, size, fired_place ? fired_place->func : "");
}

void mytap_symbol_hit(struct mytap_ctx *c, char *to, size_t size)
{
	mytap_probe_func(c, to, size);
}

u64 mytap_read_kernel(struct mytap_ctx *c, u64 addr, u32 size, const char *where)
{
	u64 value = 0, args[2] = { (u64)fault_names[0], addr };

	if (!fetch_memory((char *)&value, addr, size, false))
		mytap_errorf(c, where, "%s fault at %p (addr)", args);
	return value;
}

u64 mytap_read_user(struct mytap_ctx *c, u64 addr, u32 size, const char *where)
{
	return mytap_read_kernel(c, addr, size, where);
}

u64 mytap_read_either(struct mytap_ctx *c, u64 addr, u32 size, const char *where)
{
	return mytap_read_kernel(c, addr, size, where);
}

bool mytap_is_user_address(u64 addr)
{
	return addr < 1ULL << 47;
}

u64 mytap_read_user_or_0(struct mytap_ctx *c, u64 addr, u32 size)
{
	u64 value = 0;

	(void)c;
	return fetch_memory((char *)&value, addr, size, true) ? value : 0;
}

u64 mytap_read_user_warn(struct mytap_ctx *c, u64 addr, u32 size)
{
	return mytap_read_user_or_0(c, addr, size);
}

bool mytap_write_kernel(struct mytap_ctx *c, u64 addr, u32 size, u64 value, const char *where)
{
	(void)c;
	(void)where;
	printf("write %u bytes at %#llx: %#llx\n", size, addr, value);
	return true;
}

bool mytap_write_user(struct mytap_ctx *c, u64 addr, u32 size, u64 value, const char *where)
{
	return mytap_write_kernel(c, addr, size, value, where);
}

bool mytap_string_kernel(char *to, size_t size, u64 addr, size_t most)
{
	mytap_str_end(to, 0);
	if (!is_readable(addr))
		return false;
	mytap_strncpy_raw(to, size, (const char *)addr, most);
	return true;
}

void mytap_kernel_string(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n, const char *where)
{
	if (!mytap_string_kernel(to, size, addr, n < 0 ? size - 1 : (size_t)n))
		mytap_errorf(c, where, "kernel string copy fault at %p", &addr);
}

void mytap_user_string(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n, const char *where)
{
	mytap_kernel_string(c, to, size, addr, n, where);
}

void mytap_string_or(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n, bool user, const char *otherwise)
{
	(void)c;
	(void)user;
	if (!mytap_string_kernel(to, size, addr, n < 0 ? size - 1 : (size_t)n))
		mytap_strcpy(to, size, otherwise);
}

void mytap_user_string_warn(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n)
{
	mytap_string_or(c, to, size, addr, n, true, "<unknown>");
}

void mytap_string_quoted(char *room, char *to, size_t size, u64 addr, s64 n, bool user)
{
	(void)user;
	if (mytap_string_kernel(room, size, addr, n < 0 ? size - 1 : (size_t)n))
		mytap_text_str(to, size, room, 0, true);
	else
		mytap_str_end(to, (size_t)snprintf(to, size, "0x%llx", addr));
}

u64 mytap_percpu_address(u64 base) { return base; }
u64 mytap_kernel_address(u64 offset) { return offset; }

u64 mytap_argument_any(struct mytap_ctx *c, s64 n, const char *where)
{
	(void)where;
	return n == 1 ? c->regs->di : n == 2 ? c->regs->si : c->regs->dx;
}

s64 mytap_register(struct mytap_ctx *c, const char *name, bool is_signed, const char *where)
{
	(void)name;
	(void)is_signed;
	(void)where;
	return c->regs->di;
}

s64 mytap_registers_valid(struct mytap_ctx *c) { return c->regs != NULL; }
s64 mytap_returnval(struct mytap_ctx *c, const char *where) { (void)where; return c->regs->ax; }

/* ---- running -------------------------------------------------------------------------------- */

static void report(struct mytap_ctx *c)
{
	if (c->error != aborted) {
		fflush(stdout);
		fprintf(stderr, "ERROR: %s%s%s\n", c->error, c->error_where ? " near " : "",
			c->error_where ? c->error_where : "");
		for (u32 i = 0; i < c->error_ncalls && i < MYTAP_CALLS_KEPT; i++) {
			if (i == MYTAP_CALLS_KEPT - 1 && c->error_ncalls > MYTAP_CALLS_KEPT)
				fprintf(stderr, "  in %u calls more\n", c->error_ncalls - MYTAP_CALLS_KEPT);
			fprintf(stderr, "  in %s\n", c->error_calls[i]);
		}
		fprintf(stderr, "  in probe %s\n", mytap_script.probes[fired].text);
		has_failed = is_stopping = true;
	}
	c->error = NULL;
	is_fatal = false;
}

static void fire(u32 i, u32 slot)
{
	const struct mytap_probe *p = &mytap_script.probes[i];
	static struct mytap_regs regs = { .di = 1, .si = 0xfffffffffffffffe, .dx = 3, .cx = 4, .r8 = 5, .r9 = 6,
					  .ax = 0xfffffffffffffff2, .sp = 0x1000 };
	struct mytap_ctx *c = calloc(1, sizeof(*c));
	char *frame = malloc(mytap_script.frame_size + 1);

	c->regs = &regs;
	c->frame = frame;
	c->frame_end = frame + mytap_script.frame_size;
	c->pcpu = pcpu[slot];
	mytap_slot_set(c, slot);
	c->pid = (s32)mytap_pid();
	fired = i;
	fired_place = NULL;
	c->actions = p->flags & MYTAP_INTERRUPTIBLE ? mytap_script.limits.maxaction_interruptible
						   : mytap_script.limits.maxaction;
	c->nesting = mytap_script.limits.maxnesting;
	c->entry = p->entry_size ? calloc(1, p->entry_size) : NULL;
	for (u32 k = 0; k < mytap_script.nplaces && !fired_place; k++)
		if (mytap_script.places[k].probe == i)
			fired_place = &mytap_script.places[k];
	if (p->entry)
		p->entry(c);
	if (!p->condition || mytap_script.conditions[p->condition - 1](c))
		p->handler(c);
	if (c->error)
		report(c);
	free(c->entry);
	free(frame);
	free(c);
}

static s64 order_of(u32 probe)
{
	const struct mytap_begin_probe *p = mytap_script.probes[probe].data;

	return p ? p->order : 0;
}

/* Those of a family, in the order of their number, until *stops. */
static void fire_ordered(u32 family, const bool *stops)
{
	bool done[512] = { false };

	while (!*stops) {
		s64 least = 0;
		u32 best = ~0u;

		for (u32 i = 0; i < mytap_script.nprobes && i < 512; i++)
			if (mytap_script.probes[i].family == family && !done[i] &&
			    (best == ~0u || order_of(i) < least)) {
				best = i;
				least = order_of(i);
			}
		if (best == ~0u)
			return;
		done[best] = true;
		fire(best, mytap_nslots - 1);
	}
}

static u32 setting(const char *name, u32 otherwise)
{
	const char *s = getenv(name);

	return s ? (u32)atoi(s) : otherwise;
}

int main(void)
{
	u32 rounds = setting("MYTAP_HOST_ROUNDS", 5);
	static const bool never;

	mytap_nslots = setting("MYTAP_HOST_SLOTS", 3);
	if (mytap_nslots < 2 || mytap_nslots > MOST_SLOTS)
		return 4;

	for (u32 i = 0; i < mytap_nslots; i++)
		pcpu[i] = calloc(1, mytap_script.pcpu_size + 1);
	if (mytap_script.size != sizeof(mytap_script) || maps_make())
		return 4;
	fire_ordered(MYTAP_BEGIN, &is_stopping);
	for (u32 round = 0; round < rounds; round++)
		for (u32 i = 0; i < mytap_script.nprobes && !is_stopping; i++)
			if (mytap_script.probes[i].family > MYTAP_ERROR)
				fire(i, round % (mytap_nslots - 1));
	fire_ordered(MYTAP_END, &has_failed);
	if (has_failed)
		fire_ordered(MYTAP_ERROR, &never);
	maps_free();
	for (u32 i = 0; i < mytap_nslots; i++)
		free(pcpu[i]);
	return has_failed;
}
