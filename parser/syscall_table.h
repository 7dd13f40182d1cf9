/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of system calls (tapsets/linux/syscalls.def) and the probe aliases that follow from it: a row of the table
 * is syscall.NAME, nd_syscall.NAME, tp_syscall.NAME and their returns, as tapset text made on demand.
 *
 *	kind NAME			how a parameter of that kind becomes variables; indented below it:
 *		SCRIPT TEXT		$V: the parameter's name, $A: its raw value, $P: what stands in parentheses,
 *					$S: the table of the set of that name, for __bits_str(); $S{A;B}: of these sets
 *		arg [+]FORMAT[, EXPRESSION]	its part of argstr, +: without a comma before it; default: not in argstr
 *	call NAME[ KEY=VALUE]...[ PARAM:KIND[(P)]]...	a row; parameters in the order of the call; "-" skips one
 *		SCRIPT TEXT		more text for the entry's prologue, after the parameters; may set argstr anew
 *	set NAME | enum NAME		flags, or values of which one stands; indented: NAME=VALUE[/MASK] ..., decimal, 0x or 0
 *	result NAME			what a call gives back; indented: script text
 *
 * Keys: nr=N (x86-64), nr32=N (i386), comma-separated when there are several, N:NAME where the number has another
 * name than the row. x64=A,B: entry functions behind __x64_sys_; ia32=A: behind __ia32_sys_; compat=A: behind
 * __ia32_compat_sys_, if their names differ from the row's ("-": none). args32=1,2+3,4: which of the six registers of a
 * 32-bit caller make each argument. second=NAME: the name of the call if its number is the last of several ("-": the
 * same). ret=RESULT.
 * twin=NAME: the row of that name has the same numbers, so by number this one is found by its own name only, not by wildcards.
 *
 * Variables for text, besides the parameters: __arg1 ... (raw values of parameters that are not skipped), __ia32
 * (32-bit caller), __nr (the number), __second (with the key: it is the last); in results, where the arguments are
 * those of the entry, retval.
 *
 * A call is probed at its entry function; where the kernel has none of that name, at the raw tracepoint, by number.
 */
#ifndef MYTAP_SYSCALL_TABLE_H
#define MYTAP_SYSCALL_TABLE_H

#include "base/diag.h"
#include "base/vec.h"

struct syscall_table;

/* Reads the table and reports errors in it. text must outlive the result. */
struct syscall_table *syscall_table_read(struct arena *a, struct diag *d, const char *name, const char *text, size_t len);
/* The first components of the aliases; NULL-terminated. */
extern const char *const syscall_prefixes[];
unsigned int syscall_count(const struct syscall_table *t);
const char *syscall_name_at(const struct syscall_table *t, unsigned int i);
bool syscall_has_twin(const struct syscall_table *t, unsigned int i);
/*
 * Appends the tapset text of PREFIX.NAME, or of PREFIX.NAME.return. For a call without a function in this kernel, and
 * for tp_syscall, the text needs syscall_number_text(), else there is no such point: wildcards thus leave out calls
 * that the kernel lacks.
 */
void syscall_alias_text(const struct syscall_table *t, unsigned int i, const char *prefix, bool is_return, struct strbuf *b);
void syscall_number_text(const struct syscall_table *t, unsigned int i, const char *prefix, bool is_return, struct strbuf *b);

#endif
