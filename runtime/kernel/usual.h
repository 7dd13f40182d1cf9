/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which parts of the runtime are compiled. With -fwhole-program gcc keeps init, exit and what is named here, and drops
 * what these do not reach, which is most of the runtime and of the time until the first script of a kernel runs.
 * MYTAP_ASKED: what one script refers to, by asked.h (translator/build/kbuild.c). MYTAP_USUAL: families and functions
 * that most scripts use. A script that refers to anything else (a function, a family's mytap_has_NAME) cannot be linked
 * with it, and is linked with a larger one (translator/build/fast.c). So the list decides how long a kernel's second
 * script takes, and nothing else.
 */
#define USUAL_FAMILIES(FAMILY) \
	FAMILY(BEGIN, begin) FAMILY(END, end) FAMILY(ERROR, error) FAMILY(RETURN, return) FAMILY(FUNCTION, function) \
	FAMILY(STATEMENT, statement) FAMILY(KPROBE, kprobe) FAMILY(TRACEPOINT, tracepoint) FAMILY(TIMER, timer) \
	FAMILY(PROFILE, profile)
#define FAMILY_BIT(ENUM, name) | 1ull << MYTAP_##ENUM

#if defined(MYTAP_ASKED) || defined(MYTAP_USUAL)
#define KEEP(name) extern typeof(name) name __attribute__((externally_visible));
KEEP(init_module) KEEP(cleanup_module) KEEP(mytap_nslots)
#endif

#if defined(MYTAP_ASKED)
#include "asked.h"
/* And what costs next to nothing, so that the next script may do with it, too. */
#define ASKED_begin 1
#define ASKED_end 1
#define ASKED_error 1
KEEP(mytap_has_begin) KEEP(mytap_has_end) KEEP(mytap_has_error) KEEP(mytap_print_begin) KEEP(mytap_print_end)
KEEP(mytap_print_text) KEEP(mytap_put_str) KEEP(mytap_put_execname) KEEP(mytap_error) KEEP(mytap_exit) KEEP(mytap_pid)
KEEP(mytap_tid) KEEP(mytap_cpu) KEEP(mytap_execname) KEEP(mytap_monotonic_ns)
enum {
	ASKED_FAMILIES = 0ull
#define FAMILY(ENUM, name, ...) | (u64)__is_defined(ASKED_##name) << MYTAP_##ENUM
#define FAMILY_SCRIPT(...)
#include "families.def"
};
/* Some leave hits to others: returns to entries of functions, these to kprobes, whose operations are those of STATEMENT. */
#define ASKED_ANY(families) (ASKED_FAMILIES & (0 families) ? ~0ull : 0)
#define LEFT_TO_OTHERS \
	((ASKED_ANY(FAMILY_BIT(RETURN, return)) & (0 FAMILY_BIT(FUNCTION, function))) | \
	 (ASKED_ANY(FAMILY_BIT(RETURN, return) FAMILY_BIT(FUNCTION, function) FAMILY_BIT(KPROBE, kprobe)) & (0 FAMILY_BIT(STATEMENT, statement))))
/* Those that are not usual may do their work together, as those of programs do: then all are there. */
#define ALL_ARE_COMPILED (ASKED_FAMILIES & ~(0 USUAL_FAMILIES(FAMILY_BIT)))
#define family_is_compiled(ENUM, name) (ALL_ARE_COMPILED || (ASKED_FAMILIES | LEFT_TO_OTHERS) >> MYTAP_##ENUM & 1)
#define part_is_compiled(name) (ALL_ARE_COMPILED || __is_defined(ASKED_##name))
#define bulk_is_compiled part_is_compiled(statement)	/* many places at once */
/* What NOKPROBE_SYMBOL() and asm name stays in the module: not without the family that runs it. */
#ifndef ASKED_return
#undef COMPAT_DIRECT
#endif
#define NOKPROBE_OF(family, function) CONCATENATE(NOKPROBE_IF_, __is_defined(ASKED_##family))(function)
#define NOKPROBE_IF_1(function) NOKPROBE_SYMBOL(function)
#define NOKPROBE_IF_0(function)
#elif defined(MYTAP_USUAL)
#define family_is_compiled(ENUM, name) ((0 USUAL_FAMILIES(FAMILY_BIT)) >> MYTAP_##ENUM & 1)
#define KEEP_FAMILY(ENUM, name) KEEP(mytap_has_##name)
USUAL_FAMILIES(KEEP_FAMILY)
KEEP(mytap_has_conditions) KEEP(mytap_has_modules) KEEP(mytap_has_calls) KEEP(mytap_has_programs)
/* output */
KEEP(mytap_print_begin) KEEP(mytap_print_end) KEEP(mytap_print_text) KEEP(mytap_print_hist) KEEP(mytap_put_str)
KEEP(mytap_put_execname) KEEP(mytap_put_memory) KEEP(mytap_warn)
/* values */
KEEP(mytap_strcpy) KEEP(mytap_strcpy_raw) KEEP(mytap_strcat) KEEP(mytap_strcmp) KEEP(mytap_streq)
KEEP(mytap_strlen) KEEP(mytap_key_str) KEEP(mytap_key_execname) KEEP(mytap_average_wide) KEEP(mytap_variance) KEEP(mytap_read_kernel)
KEEP(mytap_read_user) KEEP(mytap_read_either) KEEP(mytap_string_kernel) KEEP(mytap_string_user)
KEEP(mytap_touch) KEEP(mytap_kernel_address) KEEP(mytap_is_user_address)
/* texts: system calls, sprintf(), patterns, symbols */
KEEP(mytap_format) KEEP(mytap_bits_str) KEEP(mytap_errno_name) KEEP(mytap_string_quoted) KEEP(mytap_string_or)
KEEP(mytap_user_string) KEEP(mytap_kernel_string) KEEP(mytap_user_struct) KEEP(mytap_user_pointers)
KEEP(mytap_user_argv) KEEP(mytap_syscall_buffer) KEEP(mytap_symname) KEEP(mytap_symbol_hit) KEEP(mytap_substr)
KEEP(mytap_strtol) KEEP(mytap_stringat) KEEP(mytap_tokenize) KEEP(mytap_matched) KEEP(mytap_regex_match)
KEEP(mytap_regex_search) KEEP(mytap_read_user_or_0) KEEP(mytap_user_mode) KEEP(mytap_ip) KEEP(mytap_pid_task)
KEEP(mytap_stack) KEEP(mytap_backtrace) KEEP(mytap_print_backtrace) KEEP(mytap_print_syms)
/* arrays */
KEEP(mytap_map_any) KEEP(mytap_map_clear) KEEP(mytap_map_count) KEEP(mytap_map_delete)
KEEP(mytap_map_delete_matching) KEEP(mytap_map_find) KEEP(mytap_map_find_word) KEEP(mytap_map_merged)
KEEP(mytap_map_own) KEEP(mytap_map_own_str) KEEP(mytap_map_own_word) KEEP(mytap_map_slot)
KEEP(mytap_map_slot_quick) KEEP(mytap_map_own_quick)
KEEP(mytap_map_new_word) KEEP(mytap_map_new_own_word) KEEP(mytap_execname_word) KEEP(mytap_map_slot_word) KEEP(mytap_iter_begin) KEEP(mytap_iter_next)
/* a hit, its task and time */
KEEP(mytap_lock_slow) KEEP(mytap_lock_all) KEEP(mytap_unlock_all) KEEP(mytap_gate_enter_slow)
KEEP(mytap_gate_close) KEEP(mytap_actions_end) KEEP(mytap_nesting_end) KEEP(mytap_stack_is_short)
KEEP(mytap_pcpu) KEEP(mytap_called) KEEP(mytap_error) KEEP(mytap_errorf) KEEP(mytap_exit) KEEP(mytap_fatal) KEEP(mytap_skip)
KEEP(mytap_cpu) KEEP(mytap_pid) KEEP(mytap_tid) KEEP(mytap_ppid) KEEP(mytap_uid) KEEP(mytap_euid)
KEEP(mytap_gid) KEEP(mytap_execname) KEEP(mytap_execname_is) KEEP(mytap_task) KEEP(mytap_target_first) KEEP(mytap_target) KEEP(mytap_is_target)
KEEP(mytap_cycles) KEEP(mytap_monotonic_ns) KEEP(mytap_realtime_ns) KEEP(mytap_jiffies) KEEP(mytap_hz)
KEEP(mytap_probe_point) KEEP(mytap_probe_func) KEEP(mytap_point_text) KEEP(mytap_returnval)
KEEP(mytap_argument_any)
#else
#define family_is_compiled(ENUM, name) 1
#endif
#ifndef NOKPROBE_OF
#define NOKPROBE_OF(family, function) NOKPROBE_SYMBOL(function)
#endif
#ifndef part_is_compiled
#define part_is_compiled(name) 1
#define bulk_is_compiled 1
#endif
