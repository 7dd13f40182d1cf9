/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All that generated C may use. Needs no kernel header, so that a script's own
 * C compiles in 40 ms; runtime.c and embedded C include it behind theirs.
 *
 * Strings. A script string is a char buffer of MAXSTRINGLEN bytes (a multiple
 * of 8, 8-aligned), NUL-terminated, and zero up to the end of the 8-byte word
 * that holds the NUL: so strings are copied, compared and hashed by words.
 * Everything here that writes a string keeps this.
 *
 * Contexts. A handler runs with interrupts off on its CPU's context (INTERRUPTIBLE
 * handlers and begin/end/error in process context excepted), alone on its slot:
 * c->pcpu is its own. Nothing here sleeps or allocates.
 *
 * Errors. A function that can fail sets c->error; the caller goes to its error
 * label. Where: "operator '/' at x.stp:1:20", kept as text. A script function's
 * caller tests by mytap_call_failed(), for the report.
 */
#ifndef MYTAP_API_H
#define MYTAP_API_H

enum { MYTAP_ABI = 1, MYTAP_CALLS_KEPT = 12 };

#ifdef _LINUX_TYPES_H
#define MYTAP_IN_KERNEL_UNIT 1
#else
typedef signed char s8;
typedef unsigned char u8;
typedef short s16;
typedef unsigned short u16;
typedef int s32;
typedef unsigned int u32;
typedef long long s64;
typedef unsigned long long u64;
typedef _Bool bool;
typedef unsigned long size_t;
#define true 1
#define false 0
#define NULL ((void *)0)
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#undef __always_inline		/* the C library may have its own */
#define __always_inline inline __attribute__((__always_inline__))
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v) (*(volatile __typeof__(x) *)&(x) = (v))
void *memcpy(void *to, const void *from, size_t n);
void *memset(void *p, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
#endif

#include "../wire.h"
#include "../llog.h"

#define MYTAP_SECTION(name) __attribute__((section(".mytap." name), used))
#define MYTAP_STRING __attribute__((aligned(8)))	/* of every string buffer and string constant */
/*
 * A function that need not be fast: in a long script gcc does not optimise it, so that compiling takes less time.
 */
#if defined(MYTAP_LONG_SCRIPT) && !defined(__clang__)
#define MYTAP_RARE __attribute__((optimize("O0")))
#else
#define MYTAP_RARE
#endif

/* The probed registers, laid out as the kernel's struct pt_regs (asserted in runtime.c). */
#ifdef __x86_64__
struct mytap_regs {
	u64 r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp, ss;
};
#endif

/* What built-in functions stand on is below; the rest, by subject: */
#include "api_script.h"
#include "api_context.h"
#include "api_print.h"
#include "api_lock.h"
#include "api_map.h"
#include "api_stat.h"
#include "api_regex.h"
#include "api_trace.h"
#include "api_stack.h"
#include "api_fp.h"

/* ---- memory of the probed context: a fault sets c->error and gives 0 -------------------------- */

u64 mytap_read_kernel(struct mytap_ctx *c, u64 addr, u32 size, const char *where);	/* 1 2 4 8, zero-extended */
u64 mytap_read_user(struct mytap_ctx *c, u64 addr, u32 size, const char *where);
/*
 * In a handler of a program's place, before it has any effect: reads user memory that it is going to use (1, 2, 4 or 8 bytes,
 * zero-extended); is_there 0: it is absent. Then, if mytap_absent(), the handler returns: it is run again when mytap_probe.touch has
 * been. Both are in registers.
 */
struct mytap_ahead { u64 value, is_there; };
struct mytap_ahead mytap_user_ahead_1(u64 addr);
struct mytap_ahead mytap_user_ahead_2(u64 addr);
struct mytap_ahead mytap_user_ahead_4(u64 addr);
struct mytap_ahead mytap_user_ahead_8(u64 addr);
/* Whether n bytes are there. */
bool mytap_user_ahead_bytes(u64 addr, u64 n);
bool mytap_absent(struct mytap_ctx *c) __attribute__((cold));
/* n bytes of user memory are going to be read: in mytap_probe.touch. */
void mytap_touch(struct mytap_ctx *c, u64 addr, u64 n);
/* Memory that a target variable points to: read as user memory unless the address is in the kernel's half. */
u64 mytap_read_either(struct mytap_ctx *c, u64 addr, u32 size, const char *where);
bool mytap_is_user_address(u64 addr);
bool mytap_write_kernel(struct mytap_ctx *c, u64 addr, u32 size, u64 value, const char *where);
bool mytap_write_user(struct mytap_ctx *c, u64 addr, u32 size, u64 value, const char *where);
/* Copies a NUL-terminated string, at most max bytes of it. false: a fault, without an error; to is "". */
bool mytap_string_kernel(char *to, size_t size, u64 addr, size_t max);
bool mytap_string_user(char *to, size_t size, u64 addr, size_t max);
/* The same, faster where a program was interrupted or stopped. */
bool mytap_string_program(struct mytap_ctx *c, char *to, size_t size, u64 addr, size_t max);
u64 mytap_percpu_address(u64 base);	/* this CPU's copy of a kernel per-CPU variable at link offset base */
u64 mytap_kernel_address(u64 offset);	/* run-time address of _stext + offset */
/*
 * run-time address of a symbol by its index in .mytap.names, plus delta; 0: the symbol has no address now, e.g. its
 * module is not loaded
 */
u64 mytap_named_address(u32 name, s64 delta);

/* run-time address of the link address `link` of the probed program */
u64 mytap_program_address(const struct mytap_ctx *c, u64 link);
u64 mytap_thread_pointer(void);		/* of the current task in user space: fs */

/*
 * @perf: the count of the n-th perf probe on this CPU since the session began; begin and end probes get the sum
 * over all CPUs.
 */
s64 mytap_perf_read(struct mytap_ctx *c, u32 n, const char *where);

/* ---- what built-in functions stand on ---------------------------------------------------------- */

s64 mytap_pid(void);			/* c->pid, where no context is passed */
s64 mytap_tid(void);
s64 mytap_ppid(void);
s64 mytap_uid(void);
s64 mytap_euid(void);
s64 mytap_gid(void);
s64 mytap_egid(void);
s64 mytap_pgrp(void);
s64 mytap_sid(void);
s64 mytap_cpu(void);
s64 mytap_task(void);			/* address of current */
extern s64 mytap_target_first;		/* pid of -c or of the first -x; 0: there is none. Constant from START on */
s64 mytap_target(s64 n);		/* pid of number n of -c or -x; 0: there are no more */
s64 mytap_target_pid_ns(void);		/* address of the struct pid_namespace of --target-namespaces, else of the reader */
s64 mytap_target_user_ns(void);		/* the same, struct user_namespace */
s64 mytap_is_target(void);		/* the current process is one of them */
void mytap_execname(char *to, size_t size);
bool mytap_execname_is(u64 first, u64 second);	/* the words of a name, zeros behind it */
void mytap_pexecname(char *to, size_t size);
s64 mytap_realtime_ns(void);		/* gettimeofday_ns() */
s64 mytap_monotonic_ns(void);		/* ktime_get_ns(): safe in any context */
s64 mytap_cycles(void);
s64 mytap_jiffies(void);
s64 mytap_hz(void);
s64 mytap_user_mode(struct mytap_ctx *c);
s64 mytap_uaddr(struct mytap_ctx *c);
s64 mytap_probing_32bit_app(void);
bool mytap_has_32bit_calls(void);
void mytap_raise(struct mytap_ctx *c, s64 signal, const char *where);
void mytap_probe_point(struct mytap_ctx *c, char *to, size_t size);	/* pp() */
const char *mytap_point_text(struct mytap_ctx *c);			/* the same, as it stands in the module */
/* which: as mytap_place_source(). "": not known. */
void mytap_source_line(char *to, size_t size, u64 addr, s64 which);
void mytap_place_source(struct mytap_ctx *c, char *to, size_t size, s64 which);
void mytap_script_point(struct mytap_ctx *c, char *to, size_t size);
void mytap_symname(char *to, size_t size, u64 addr);			/* "vfs_read+0x5" without offset: name only */
void mytap_symdata(char *to, size_t size, u64 addr);			/* "vfs_read+0x5/0x100 [module]" */
void mytap_backtrace(struct mytap_ctx *c, char *to, size_t size);	/* kernel stack as hex addresses */
void mytap_print_backtrace(struct mytap_ctx *c);
void mytap_print_backtrace_lines(struct mytap_ctx *c);

/* Strings (builtin_text.c). */
void mytap_substr(char *to, size_t size, const char *s, s64 start, s64 length);
s64 mytap_stringat(struct mytap_ctx *c, const char *s, s64 at, const char *where);
s64 mytap_strpos(const char *s, const char *part);
void mytap_str_replace(char *to, size_t size, const char *s, const char *search, const char *by);
s64 mytap_strtol(const char *s, s64 base);
/*
 * Unprintable bytes escaped; at most length bytes of s (<= 0: as many as fit); quoted: see string_quoted()
 * (builtins.c).
 */
void mytap_text_str(char *to, size_t size, const char *s, s64 length, bool quoted);
/*
 * Escaped for a JSON string or for the value of a Prometheus label; invalid UTF-8 becomes U+FFFD. A result longer
 * than a string is an error.
 */
void mytap_text_for(struct mytap_ctx *c, char *to, size_t size, const char *s, bool json, const char *where);
/*
 * Flags or an enumeration by a table "NAME:VALUE[:MASK],..." in hexadecimal; bits without a name are appended as a
 * number (bits.c).
 */
void mytap_bits_str(char *to, size_t size, u64 value, const char *table);
/* A structure of user memory by a layout (user_struct.c). */
void mytap_user_struct(char *to, size_t size, u64 addr, const char *layout, const char *tables);
/*
 * len bytes of memory in quotes, at most the first `most` of them (<= 0: as many as the string holds); room: a
 * buffer of to's size.
 */
void mytap_syscall_buffer(char *room, char *to, size_t size, u64 addr, s64 len, s64 most, bool user);
/*
 * The strings of a user array of pointers, each pointer of that many bytes, and their number; room, one: buffers of
 * to's size.
 */
void mytap_user_argv(char *room, char *one, char *to, size_t size, u64 array, u32 bytes);
s64 mytap_user_pointers(u64 array, u32 bytes);
/*
 * The name of a system call by number, of those that the current program makes, or of the call that it is in: a constant, or a text
 * made at `to` for an unknown number. The number by name; -1: unknown (syscall_names.c).
 */
const char *mytap_syscall_name(char *to, size_t size, s64 number);
enum { MYTAP_CALLED_SIZE = 16 };	/* bytes at `to`: the least that MAXSTRINGLEN may be */
const char *mytap_called_name(char *to, u64 number);
s64 mytap_syscall_num(const char *name, bool is_32);
void mytap_tokenize(char *state, s64 *at, char *to, size_t size, const char *s, const char *delim);

/* The name of an error number ("ENOENT" of 2), "" when the number has no name (errno_names.c). */
void mytap_errno_name(char *to, size_t size, s64 number);

/* The probe, memory, and the rest (builtin_calls.c). n < 0: as many bytes as fit. */
s64 mytap_ip(const struct mytap_ctx *c);	/* the probed address; of a sample, the interrupted address */
void mytap_probe_func(struct mytap_ctx *c, char *to, size_t size);
void mytap_symbol_hit(struct mytap_ctx *c, char *to, size_t size);	/* symbol of the probed address; of a sample, of the interrupted address */
void mytap_kernel_string(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n, const char *where);
void mytap_user_string(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n, const char *where);
void mytap_string_or(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n, bool user, const char *otherwise);
void mytap_user_string_warn(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n);
/* room: another buffer of that size */
void mytap_string_quoted(char *room, char *to, size_t size, u64 addr, s64 n, bool user);
void mytap_user_string_warn_or(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n, const char *otherwise);
/* Memory as text (memory_text.c). outlen: characters of the output at most; <= 0: as many as a string holds. */
bool mytap_buffer_quoted(char *room, char *to, size_t size, u64 addr, s64 length, s64 outlen, bool user);
void mytap_buffer_quoted_need(struct mytap_ctx *c, char *room, char *to, size_t size, u64 addr, s64 length, s64 outlen,
			      bool user, const char *where);
void mytap_string_quoted_most(char *room, char *to, size_t size, u64 addr, s64 n, s64 outlen, bool user);
/* Strings of units of 2 (UTF-16) or 4 bytes (UTF-32), as UTF-8. */
enum mytap_wide { MYTAP_WIDE_OK, MYTAP_WIDE_FAULT, MYTAP_WIDE_INVALID };
enum mytap_wide mytap_wide_string(char *to, size_t size, u64 addr, u32 unit, bool user);
void mytap_wide_string_or(char *to, size_t size, u64 addr, u32 unit, bool user, const char *otherwise);
void mytap_wide_string_need(struct mytap_ctx *c, char *to, size_t size, u64 addr, u32 unit, bool user, const char *where);
void mytap_wide_string_quoted(struct mytap_ctx *c, char *room, char *to, size_t size, u64 addr, u32 unit, bool user,
			      const char *where);
/* Writes a string with its NUL, at most n bytes of that (< 0: all); false: fault, error set. */
bool mytap_set_string(struct mytap_ctx *c, u64 addr, s64 n, const char *s, bool user, const char *where);
void mytap_set_string_warn(struct mytap_ctx *c, u64 addr, const char *s);
u64 mytap_read_user_or_0(struct mytap_ctx *c, u64 addr, u32 size);
u64 mytap_read_user_warn(struct mytap_ctx *c, u64 addr, u32 size);
u64 mytap_argument_any(struct mytap_ctx *c, s64 n, const char *where);

/* Nearly always a number that the script has, of one that is in a register. */
static inline u64 mytap_argument(struct mytap_ctx *c, s64 n, const char *where)
{
	const struct mytap_regs *r = c->regs;

	if (!__builtin_constant_p(n) || n < 1 || n > 6 || unlikely(!r))
		return mytap_argument_any(c, n, where);
	return n == 1 ? r->di : n == 2 ? r->si : n == 3 ? r->dx : n == 4 ? r->cx : n == 5 ? r->r8 : r->r9;
}
/*
 * In an entry function of a system call: one word of the registers that the function is about to read as its
 * arguments.
 */
static inline s64 mytap_syscall_register(const struct mytap_ctx *c, s64 n)
{
	return c->regs ? ((const s64 *)c->regs->di)[n] : 0;
}
s64 mytap_set_argument(struct mytap_ctx *c, s64 n, u64 value, const char *where);	/* gives value */
s64 mytap_register(struct mytap_ctx *c, const char *name, bool is_signed, const char *where);
/* false: the probe has no registers; the error is set. */
bool mytap_has_registers(struct mytap_ctx *c, const char *where);
s64 mytap_registers_valid(struct mytap_ctx *c);
s64 mytap_returnval(struct mytap_ctx *c, const char *where);
void mytap_print_syms(struct mytap_ctx *c, const char *addresses);
void mytap_printk(s64 level, const char *text);
s64 mytap_randint(s64 n);

/* The machine, the module, stacks and registers (machine.c). */
s64 mytap_loadavg(struct mytap_ctx *c, s64 i, const char *where);	/* in parts of 2048 */
s64 mytap_node_of(u64 addr);
s64 mytap_cpu_clock(struct mytap_ctx *c, s64 cpu, const char *where);
s64 mytap_bits_set(struct mytap_ctx *c, u64 addr, s64 n, const char *where);
s64 mytap_pid_task(s64 pid);
s64 mytap_is_myproc(void);
s64 mytap_reader_pid(void);
void mytap_module_name(char *to, size_t size);
void mytap_module_size(char *to, size_t size);
s64 mytap_is_return(const struct mytap_ctx *c);
void mytap_probe_type(const struct mytap_ctx *c, char *to, size_t size);
void mytap_module_of(char *to, size_t size, u64 addr);
void mytap_modname(struct mytap_ctx *c, char *to, size_t size, u64 addr, const char *where);
s64 mytap_stack(struct mytap_ctx *c, s64 n);
void mytap_callers(struct mytap_ctx *c, char *to, size_t size, s64 n);
void mytap_sprint_backtrace(struct mytap_ctx *c, char *to, size_t size);
void mytap_sprint_syms(char *to, size_t size, const char *addresses);
s64 mytap_stack_size(void);
s64 mytap_stack_unused(void);
s64 mytap_stack_used(void);
void mytap_trace_stack(struct mytap_ctx *c);	/* deepest.c */
s64 mytap_stack_max(void);
void mytap_probe_turn(struct mytap_ctx *c, const char *name, bool is_on, const char *where);	/* switch.c */
void mytap_print_regs(struct mytap_ctx *c);
void mytap_delay(struct mytap_ctx *c, s64 n, s64 per_ms, const char *where);
void mytap_panic(const char *text);
void mytap_dump_stack(void);
void mytap_ftrace(struct mytap_ctx *c, const char *text);

/* The command line and environment of the current process (process_args.c). */
void mytap_cmdline(char *to, size_t size, s64 first, s64 last, const char *delim);
void mytap_env_var(char *to, size_t size, const char *name);

#endif
