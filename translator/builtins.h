/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Built-in functions, one row each: those that need the context or are a single runtime call. All other functions are
 * tapset script.
 */
#ifndef MYTAP_BUILTINS_H
#define MYTAP_BUILTINS_H

#include "parser/ast.h"

enum builtin_flags {
	BUILTIN_PURE = 1,		/* no effect: may be left out when unused */
	BUILTIN_CONTEXT = 2,		/* its value depends on the probe point (ppfunc, pp) */
	BUILTIN_ENDS = 4,		/* control does not come back: next-like (abort) */
	BUILTIN_CAN_FAIL = 8,		/* may set c->error */
	BUILTIN_NEEDS_REGS = 16,	/* full registers */
	BUILTIN_NEEDS_PP = 32,
	BUILTIN_NEEDS_PN = 128,
	BUILTIN_PRINTS = 512,		/* writes text as long as a print may write */
	BUILTIN_TRACES = 4096,		/* ... by a record of the function tracers (enum mytap_trace) */
	BUILTIN_GURU = 256,		/* changes the traced system: for guru mode and tapsets */
	BUILTIN_WALKS_PROGRAMS = 1024,	/* stacks of programs, or names of their addresses */
	BUILTIN_USER_NAMES = 2048,	/* ... with names of functions as values */
	BUILTIN_STABLE = 64,		/* same value throughout a hit: may be kept in a local */
	BUILTIN_PRINTLN = 8192,		/* another name of println(); has no C of its own */
	BUILTIN_EXECNAME = 1 << 14,	/* if it is printed, the record gets it from the task directly */
	BUILTIN_BITS = 1 << 15,		/* if it is printed, the record has the number, and the format the table */
	BUILTIN_GROUPS = 1 << 16,	/* reads the match of a regular expression */
	BUILTIN_READS_USER = 1 << 17,	/* user memory at its first argument: user_*(address, ...) */
	BUILTIN_STOPS_TRACING = 1 << 18,	/* tracing_off() */
	BUILTIN_USER_LINES = 1 << 19,	/* as BUILTIN_USER_NAMES, source lines */
	BUILTIN_KERNEL_LINES = 1 << 22,	/* source lines of the kernel and its modules */
	BUILTIN_KEEPS_STACKS = 1 << 21,	/* by number */
	BUILTIN_EARLY = 1 << 23,	/* its C reads only the task, c->pid and what is the same in all hits, and cannot fail: a predicate
	 * (emit/predicate.c) may ask it */
	BUILTIN_ALONE = 1 << 20,	/* clocks and ids: its C reads only the CPU and the task, is safe with
	 * interrupts on, and cannot fail */
};

struct builtin {
	/* "execname:string ()", "substr:string (str:string, start:long, length:long)" */
	const char *signature;
	/*
	 * The C of a call: $1 $2 ... are the arguments (each at most once), $c the context, $where the place as
	 * C string, $l2 a literal of the script, of any length, $room a string buffer of its own, $match and $tokens the
	 * slot's state of matched(), tokenize(), $on "_if_on" if the script may stop the tracing, else nothing.
	 * A function that returns a string: a statement that writes it to $to, of $size bytes; or, without semicolon,
	 * an expression for the string, which is constant or at $to.
	 * "mytap_pid()"   "mytap_execname($to, $size);"   "mytap_syscall_name($to, $size, $1)"
	 */
	const char *c;
	unsigned int flags;
	const char *doc;		/* one paragraph */
	const char *returns;		/* the C type of the pointer returned, for access to members; or NULL */
	/* made from the signature by builtins.c: */
	const char *name;
	enum type type;
	unsigned int nparams;
	enum type params[12];
};

/* All overloads of a name, by number of arguments; NULL if there is none. */
const struct builtin *builtin_find(const char *name, unsigned int nargs);
/* True if the C of a call takes that argument (from 0) as written in the script. */
bool builtin_takes_literal(const struct builtin *b, unsigned int i);
/* i-th row, NULL past the end: for "did you mean" and --dump-functions. */
const struct builtin *builtin_at(unsigned int i);

#endif
