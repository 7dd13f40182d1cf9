// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The built-in functions: one row each. The C of a row is a call into api.h; the rest follows from its signature.
 * Look-up is by name, then by number of arguments, through a map made on first use.
 */
#include "builtins.h"

#include <ctype.h>
#include <string.h>

#include "parser/base/map.h"

enum {
	PURE = BUILTIN_PURE,
	STABLE = BUILTIN_PURE | BUILTIN_STABLE,
	FAILS = BUILTIN_CAN_FAIL,
	PURE_FAILS = BUILTIN_PURE | BUILTIN_CAN_FAIL,
	WALKS = BUILTIN_WALKS_PROGRAMS,
	REGS = BUILTIN_PURE | BUILTIN_NEEDS_REGS,
	REGS_FAILS = BUILTIN_PURE | BUILTIN_CAN_FAIL | BUILTIN_NEEDS_REGS,
};

static const struct row {
	const char *signature, *c;
	unsigned int flags;
	const char *doc;
} rows[] = {
	/* ---- the session ---- */
	{ "exit:unknown ()", "mytap_exit($c)", 0,
	  "Ends the session: no new hits; handlers that run finish; end probes run." },
	{ "abort:unknown ()", "mytap_abort($c)", BUILTIN_ENDS,
	  "Like exit(), and leaves the handler at once." },
	{ "error:unknown (msg:string)", "mytap_error($c, $1, $where)", BUILTIN_ENDS,
	  "A soft error with this text: the handler ends, or its try goes on in catch." },
	{ "warn:unknown (msg:string)", "mytap_warn($c, $1)", 0, "Prints \"WARNING: \" and the text on standard error." },
	{ "log:unknown (msg:string)", NULL, BUILTIN_PRINTLN, "Prints the text and a newline." },
	{ "printk:unknown (level:long, msg:string)", "mytap_printk($1, $2)", BUILTIN_GURU,
	  "Writes the text into the kernel's log, with this level (0 to 7)." },
	{ "ftrace:unknown (msg:string)", "mytap_ftrace($c, $1)", 0, "Writes a line into the kernel's trace buffer (tracefs)." },
	{ "panic:unknown (msg:string)", "mytap_panic($1)", BUILTIN_GURU, "Ends the kernel, with this text as the last in its log." },
	{ "stp_pid:long ()", "mytap_reader_pid()", STABLE, "The process of mytap-run that begin, end and error probes run in." },
	{ "module_name:string ()", "mytap_module_name($to, $size);", STABLE, "The name of the script's own module." },
	{ "module_size:string ()", "mytap_module_size($to, $size);", STABLE,
	  "Bytes of the script's own module: \"text: 36864, rodata: 8192, data: 12288\"." },
	{ "addr_to_node:long (addr:long)", "mytap_node_of($1)", STABLE,
	  "The NUMA node that a kernel address belongs to; -1: it is not in the kernel's direct map." },
	{ "switch_file:unknown ()", "mytap_switch_file($c)", BUILTIN_PRINTS,
	  "What is printed from here on goes into the next file of -o FILE: FILE.1, FILE.2 and so on (with -S, beginning with FILE.0)."
	  " Nothing happens where the output is no file." },
	{ "system:unknown (cmd:string)", "mytap_system($c, $1)", 0, "Runs a shell command in user space, started by the reader of the output." },
	{ "trace_function:unknown ()", "mytap_trace_function$on($c)", BUILTIN_PRINTS | BUILTIN_TRACES,
	  "Prints a line of the function tracer: task, CPU, state, time, function and its caller. For probes on functions' entries." },
	{ "trace_function_args:unknown (args:string)", "mytap_trace_function_args$on($c, $1)", BUILTIN_PRINTS | BUILTIN_TRACES,
	  "The same, with this text behind the function. For trace_function_args($$parms)." },
	{ "trace_enter:long ()", "mytap_trace_enter$on($c)", BUILTIN_PRINTS | BUILTIN_TRACES,
	  "Prints the opening line of a call, as the function graph tracer does; returns the time. For @entry(trace_enter())." },
	{ "trace_enter_args:long (args:string)", "mytap_trace_enter_args$on($c, $1)", BUILTIN_PRINTS | BUILTIN_TRACES,
	  "The same, with this text between the parentheses. For @entry(trace_enter_args($$parms))." },
	{ "trace_leave:unknown (entered:long)", "mytap_trace_leave($c, $1)", BUILTIN_PRINTS | BUILTIN_TRACES,
	  "Prints the closing line of a call with its duration; entered: the value of trace_enter() at its entry." },
	{ "trace_return:unknown (entered:long, value:long)", "mytap_trace_return($c, $1, $2)", BUILTIN_PRINTS | BUILTIN_TRACES,
	  "The same, and the value returned: errors by their name, addresses in hex. For trace_return(entered, $return)." },
	{ "tracing_on:unknown ()", "mytap_tracing(true)", 0,
	  "trace_function() and trace_enter() record again. Tracing is on at first." },
	{ "tracing_off:unknown ()", "mytap_tracing(false)", BUILTIN_STOPS_TRACING,
	  "trace_function() and trace_enter() record nothing until tracing_on(), on every CPU; open calls are still closed." },
	{ "tracing_is_on:long ()", "mytap_tracing_is_on()", 0, "1, or 0 after tracing_off()." },
	{ "probe_off:unknown (name:string)", "mytap_probe_turn($c, $1, false, $where)", FAILS | BUILTIN_NEEDS_PP | BUILTIN_NEEDS_PN,
	  "Turns the probes of this name off, as pn() has it (\"vfs.read\", \"kernel.function(\\\"vfs_read\\\")\"): from here on they have no"
	  " hits, and soon they are detached." },
	{ "probe_on:unknown (name:string)", "mytap_probe_turn($c, $1, true, $where)", FAILS | BUILTIN_NEEDS_PP | BUILTIN_NEEDS_PN,
	  "Turns the probes of this name on again. All are on at first." },
	{ "trace_stack:unknown ()", "mytap_trace_stack($c)", BUILTIN_PRINTS,
	  "Measures the depth of the current task's kernel stack; the deepest of each CPU are printed at the end, as the kernel's stack"
	  " tracer does. For probes on functions' entries." },
	{ "slice_begin:unknown (name:string)", "mytap_slice_begin($c, $1)", BUILTIN_PRINTS | BUILTIN_TRACES,
	  "Starts a slice of that name in the current thread, until slice_end(); slices may be nested. --perfetto draws them." },
	{ "slice_end:unknown (name:string)", "mytap_slice_end($c, $1)", BUILTIN_PRINTS | BUILTIN_TRACES,
	  "The end of the current thread's innermost slice_begin()." },
	{ "trace_counter:unknown (name:string, value:long)", "mytap_trace_counter($c, $1, $2)", BUILTIN_PRINTS | BUILTIN_TRACES,
	  "Sets the value of a counter from now on. --perfetto draws it as a curve." },
	{ "flow_begin:unknown (name:string, id:long)", "mytap_flow_begin($c, $1, $2)", BUILTIN_PRINTS | BUILTIN_TRACES,
	  "The current thread causes something that another one will go on with: flow_end() with the same name and number. --perfetto"
	  " draws an arrow." },
	{ "flow_end:unknown (name:string, id:long)", "mytap_flow_end($c, $1, $2)", BUILTIN_PRINTS | BUILTIN_TRACES,
	  "The current thread goes on with what flow_begin() of that name and number began." },
	{ "speculation:long ()", "mytap_speculation()", 0, "A new number for output that waits for commit() or discard()." },
	{ "speculate:unknown (id:long, output:string)", "mytap_speculate($c, $1, $2)", BUILTIN_PRINTS,
	  "Keeps the text until commit(id) or discard(id). If more than 64 MB wait, the texts of the oldest numbers are dropped, with a"
	  " warning." },
	{ "commit:unknown (id:long)", "mytap_commit($c, $1)", BUILTIN_PRINTS,
	  "Prints the texts that speculate() kept by this number, in order." },
	{ "discard:unknown (id:long)", "mytap_discard($c, $1)", BUILTIN_PRINTS,
	  "Drops the texts that speculate() kept by this number." },
	{ "target:long ()", "mytap_target_first", STABLE | BUILTIN_EARLY, "The process of -c or of the first -x, or 0." },
	{ "__target:long (n:long)", "mytap_target($1)", PURE, "The process of -x number n, counted from 0; 0: there are no more." },
	{ "__is_target:long ()", "mytap_is_target()", STABLE, "1 when the current process is that of -c, or one of -x." },
	{ "__target_pid_ns:long ()", "mytap_target_pid_ns()", PURE, "The pid namespace of --target-namespaces (a struct pid_namespace)." },
	{ "__target_user_ns:long ()", "mytap_target_user_ns()", PURE, "The user namespace of --target-namespaces (a struct user_namespace)." },

	/* ---- the current task ---- */
	{ "execname:string ()", "mytap_execname($to, $size);", STABLE | BUILTIN_EXECNAME, "The name of the current process." },
	{ "pexecname:string ()", "mytap_pexecname($to, $size);", STABLE, "The name of the parent of the current process." },
	{ "pid:long ()", "$c->pid", STABLE | BUILTIN_EARLY, "The id of the current process (thread group)." },
	{ "tid:long ()", "mytap_tid()", STABLE | BUILTIN_ALONE | BUILTIN_EARLY, "The id of the current thread." },
	{ "ppid:long ()", "mytap_ppid()", STABLE, "The id of the parent process." },
	{ "pgrp:long ()", "mytap_pgrp()", STABLE, "The process group of the current process." },
	{ "sid:long ()", "mytap_sid()", STABLE, "The session id of the current process." },
	{ "uid:long ()", "mytap_uid()", STABLE | BUILTIN_EARLY, "The user id of the current process." },
	{ "euid:long ()", "mytap_euid()", STABLE, "The effective user id of the current process." },
	{ "gid:long ()", "mytap_gid()", STABLE, "The group id of the current process." },
	{ "egid:long ()", "mytap_egid()", STABLE, "The effective group id of the current process." },
	{ "cpu:long ()", "mytap_cpu()", STABLE, "The number of this CPU." },
	{ "task_current:long ()", "mytap_task()", STABLE, "The address of the current task_struct." },
	{ "pid2task:long (pid:long)", "mytap_pid_task($1)", PURE, "The task_struct of a thread's id; 0 if there is none." },
	{ "is_myproc:long ()", "mytap_is_myproc()", STABLE, "1 when the current process belongs to the user who runs the script." },
	{ "cmdline_args:string (n:long, m:long, delim:string)", "mytap_cmdline($to, $size, $1, $2, $3);", PURE,
	  "Arguments n to m of the current process with delim between them; all from n when m is less than n." },
	{ "env_var:string (name:string)", "mytap_env_var($to, $size, $1);", PURE,
	  "A variable of the current process's environment, as it was started; \"\" when there is none." },
	{ "__bits_set:long (addr:long, words:long)", "mytap_bits_set($c, $1, $2, $where)", PURE_FAILS,
	  "How many bits are set in a bitmap of the kernel." },
	{ "raise:unknown (signo:long)", "mytap_raise($c, $1, $where)", BUILTIN_CAN_FAIL | BUILTIN_GURU,
	  "Sends the current thread this signal, as the kernel does; it is delivered before the thread returns to its program." },
	{ "uaddr:long ()", "mytap_uaddr($c)", STABLE,
	  "The address in its program from which the current process entered the kernel; 0 if there is none." },
	{ "probing_32bit_app:long ()", "mytap_probing_32bit_app()", STABLE, "1 when the current process is a 32-bit program." },
	{ "user_mode:long ()", "mytap_user_mode($c)", STABLE | BUILTIN_NEEDS_REGS, "1 when the probe hit user-space code." },

	/* ---- time ---- */
	{ "gettimeofday_ns:long ()", "mytap_realtime_ns()", PURE | BUILTIN_ALONE, "Nanoseconds since 1970." },
	{ "gettimeofday_us:long ()", "mytap_realtime_ns() / 1000", PURE | BUILTIN_ALONE, "Microseconds since 1970." },
	{ "gettimeofday_ms:long ()", "mytap_realtime_ns() / 1000000", PURE | BUILTIN_ALONE, "Milliseconds since 1970." },
	{ "gettimeofday_s:long ()", "mytap_realtime_ns() / 1000000000", PURE | BUILTIN_ALONE, "Seconds since 1970." },
	{ "ktime_get_ns:long ()", "mytap_monotonic_ns()", PURE | BUILTIN_ALONE, "Nanoseconds of the monotonic clock." },
	{ "local_clock_ns:long ()", "mytap_monotonic_ns()", PURE | BUILTIN_ALONE, "Nanoseconds of this CPU's clock." },
	{ "local_clock_us:long ()", "mytap_monotonic_ns() / 1000", PURE | BUILTIN_ALONE, "Microseconds of this CPU's clock." },
	{ "local_clock_ms:long ()", "mytap_monotonic_ns() / 1000000", PURE | BUILTIN_ALONE, "Milliseconds of this CPU's clock." },
	{ "local_clock_s:long ()", "mytap_monotonic_ns() / 1000000000", PURE | BUILTIN_ALONE, "Seconds of this CPU's clock." },
	{ "get_cycles:long ()", "mytap_cycles()", PURE | BUILTIN_ALONE, "The CPU's cycle counter." },
	{ "jiffies:long ()", "mytap_jiffies()", PURE | BUILTIN_ALONE, "The kernel's jiffies." },
	{ "HZ:long ()", "mytap_hz()", STABLE, "Jiffies per second." },
	{ "cpu_clock_ns:long (cpu:long)", "mytap_cpu_clock($c, $1, $where)", PURE_FAILS, "Nanoseconds of that CPU's clock." },
	{ "__loadavg:long (indx:long)", "mytap_loadavg($c, $1, $where)", PURE_FAILS, "A load average, in parts of 2048." },
	{ "udelay:unknown (us:long)", "mytap_delay($c, $1, 1000, $where)", BUILTIN_CAN_FAIL | BUILTIN_GURU,
	  "Keeps the CPU busy for that many microseconds, 10 seconds at most." },
	{ "mdelay:unknown (ms:long)", "mytap_delay($c, $1, 1, $where)", BUILTIN_CAN_FAIL | BUILTIN_GURU,
	  "Keeps the CPU busy for that many milliseconds, 10 seconds at most." },
	{ "randint:long (n:long)", "mytap_randint($1)", BUILTIN_STABLE, "A random number, 0 to n-1." },

	/* ---- the probe ---- */
	{ "pp:string ()", "mytap_probe_point($c, $to, $size);", PURE | BUILTIN_NEEDS_PP, "The probe point that was hit." },
	{ "pn:string ()", "mytap_script_point($c, $to, $size);", PURE | BUILTIN_NEEDS_PP | BUILTIN_NEEDS_PN,
	  "The probe point as the script names it: an alias by its name, patterns replaced by the names matched." },
	{ "__source_line:string (addr:long, which:long)", "mytap_source_line($to, $size, $1, $2);", PURE | BUILTIN_KERNEL_LINES,
	  NULL },
	{ "__place_source:string (which:long)", "mytap_place_source($c, $to, $size, $1);", PURE | BUILTIN_NEEDS_PP,
	  "The source file and line of the probe's point; which 1: the file, 2: the line; \"\" if unknown." },
	{ "ppfunc:string ()", "mytap_probe_func($c, $to, $size);", PURE | BUILTIN_CONTEXT,
	  "The function that the probe point is in." },
	{ "probefunc:string ()", "mytap_symbol_hit($c, $to, $size);", PURE | BUILTIN_CONTEXT,
	  "The function that was hit; in timer.profile and perf probes the one that was interrupted." },
	{ "addr:long ()", "mytap_ip($c)", STABLE, "The address that was hit." },
	{ "probemod:string ()", "mytap_module_of($to, $size, mytap_ip($c));", STABLE,
	  "The module that the probe point is in, \"kernel\" for the kernel itself; \"\" if it has no address." },
	{ "is_return:long ()", "mytap_is_return($c)", STABLE, "1 in a return probe." },
	{ "probe_type:string ()", "mytap_probe_type($c, $to, $size);", STABLE,
	  "The kind of the probe: begin, end, error, timer, timer.profile, function, return, statement, kprobe,"
	  " kprobe.post, tracepoint or perf." },

	/* ---- strings ---- */
	{ "strlen:long (s:string)", "(s64)mytap_strlen($1)", STABLE, "The number of bytes of the string." },
	{ "errno_name:string (number:long)", "mytap_errno_name($to, $size, $1);", STABLE,
	  "The name of an error number: \"ENOENT\" for 2; \"\" if the number has no name." },
	{ "substr:string (str:string, start:long, length:long)", "mytap_substr($to, $size, $1, $2, $3);", STABLE,
	  "A part of the string; empty when start is outside of it." },
	{ "stringat:long (str:string, pos:long)", "mytap_stringat($c, $1, $2, $where)", STABLE | FAILS,
	  "The byte at a position; 0 after the end." },
	{ "isinstr:long (s1:string, s2:string)", "mytap_strpos($1, $2) >= 0", STABLE, "1 when s1 contains s2." },
	{ "strpos:long (s1:string, s2:string)", "mytap_strpos($1, $2)", STABLE, "Where s2 begins in s1; -1 if it does not." },
	{ "str_replace:string (prnt_str:string, srch_str:string, rplc_str:string)",
	  "mytap_str_replace($to, $size, $1, $2, $3);", STABLE, "Replaces every srch_str in prnt_str." },
	{ "strtol:long (str:string, base:long)", "mytap_strtol($1, $2)", STABLE,
	  "The number at the start of a string; base 0 takes 0x and 0 as C does." },
	{ "text_str:string (input:string)", "mytap_text_str($to, $size, $1, 0, false);", STABLE,
	  "The string with unprintable bytes written as escapes." },
	{ "text_strn:string (input:string, len:long, quoted:long)", "mytap_text_str($to, $size, $1, $2, $3);", STABLE,
	  "The same, of at most len bytes with all escapes (0: MAXSTRINGLEN); quoted: as string_quoted() does, and len counts the "
	  "quotes and the dots." },
	{ "__json_text:string (s:string)", "mytap_text_for($c, $to, $size, $1, true, $where);", PURE_FAILS,
	  "The text escaped for a JSON string, without the quotes." },
	{ "__label_text:string (s:string)", "mytap_text_for($c, $to, $size, $1, false, $where);", PURE_FAILS,
	  "The text escaped for a Prometheus label, without the quotes." },
	{ "string_quoted:string (str:string)", "mytap_text_str($to, $size, $1, 0, true);", STABLE,
	  "The string in double quotes, UTF-8 as \\uXXXX or \\UXXXXXXXX, other unprintable bytes escaped; followed by ... when "
	  "something is left out." },
	{ "__bits_str:string (value:long, table:string)", "mytap_bits_str($to, $size, $1, $l2);", STABLE | BUILTIN_BITS,
	  "Flags or an enumeration as text, by a table \"NAME:VALUE[:MASK],...\" of hexadecimal numbers." },
	{ "__user_struct:string (addr:long, layout:string, tables:string)", "mytap_user_struct($to, $size, $1, $l2, $l3);", PURE,
	  "A structure of user memory as text, by a layout (runtime/kernel/user_struct.c); NULL, or the address if not readable." },
	{ "__user_argv:string (addr:long, bytes:long)", "mytap_user_argv($room, $room, $to, $size, $1, $2);", PURE,
	  "The strings of an array of pointers of that many bytes in user memory: [\"ls\", \"-l\"]." },
	{ "__user_pointers:long (addr:long, bytes:long)", "mytap_user_pointers($1, $2)", PURE,
	  "The number of pointers, of that many bytes each, before the NULL of an array in user memory; at most 1000." },
	{ "__syscall_register:long (n:long)", "mytap_syscall_register($c, $1)", STABLE | BUILTIN_GURU,
	  "Word n of the registers that the entry function of a system call gets." },
	{ "__called_name:string (num:long)", "mytap_called_name($to, (u32)$1)", STABLE,
	  "The name of the system call of that number that the current task is in." },
	{ "syscall_name:string (num:long)", "mytap_syscall_name($to, $size, $1)", STABLE,
	  "The name of a system call's number in the table of the current process (32 or 64 bit)." },
	{ "syscall_num:long (name:string)", "mytap_syscall_num($1, mytap_has_32bit_calls())", STABLE,
	  "The number of a system call in the table of the current process; -1 if there is none of that name." },
	{ "tokenize:string (input:string, delim:string)", "mytap_tokenize($tokens, $to, $size, $1, $2);",
	  0, "The first token of input; when input is empty, the next of the last input. Empty: there are no more." },
	{ "tokenize:string (delim:string)", "mytap_tokenize($tokens, $to, $size, \"\", $1);",
	  0, "The next token of the last input. Empty: there are no more." },
	{ "matched:string (n:long)", "mytap_matched($c, $match, own->match_text, $to, $size, $1, $where);",
	  PURE_FAILS | BUILTIN_GROUPS,
	  "Group n of the last =~ (0: the whole match); an error if it did not match or has no such group." },
	{ "ngroups:long ()", "mytap_ngroups($c, $match, $where)", PURE_FAILS | BUILTIN_GROUPS,
	  "The number of groups of the last =~, with group 0; an error if it did not match." },

	/* ---- floating point: doubles by their bits ---- */
	{ "fp_add:long (add1:long, add2:long)", "mytap_fp_add($1, $2)", STABLE, "The sum of two doubles." },
	{ "fp_sub:long (sub1:long, sub2:long)", "mytap_fp_sub($1, $2)", STABLE, "The difference of two doubles." },
	{ "fp_mul:long (mul1:long, mul2:long)", "mytap_fp_mul($1, $2)", STABLE, "The product of two doubles." },
	{ "fp_div:long (div1:long, div2:long)", "mytap_fp_div($1, $2)", STABLE, "The quotient of two doubles." },
	{ "fp_rem:long (div1:long, div2:long)", "mytap_fp_rem($1, $2)", STABLE,
	  "The IEEE remainder of two doubles: the quotient is rounded to nearest, ties to even, so the result may be negative." },
	{ "fp_sqrt:long (infp:long)", "mytap_fp_sqrt($1)", STABLE, "The square root of a double." },
	{ "fp_eq:long (infp1:long, infp2:long)", "mytap_fp_eq($1, $2)", STABLE, "1 when two doubles are equal." },
	{ "fp_le:long (infp1:long, infp2:long)", "mytap_fp_le($1, $2)", STABLE, "1 when the first double is less or equal." },
	{ "fp_lt:long (infp1:long, infp2:long)", "mytap_fp_lt($1, $2)", STABLE, "1 when the first double is less." },
	{ "long_to_fp:long (input:long)", "mytap_fp_from_long($1)", STABLE, "The double nearest to an integer." },
	{ "fp32_to_fp64:long (input:long)", "mytap_fp_from_single($1)", STABLE, "The double of a single, by its 32 bits." },
	{ "fp_to_long:long (infp:long, roundingMode:long, exact:long)", "mytap_fp_to_long($c, $1, $2, $where)", STABLE | FAILS,
	  "A double as an integer, rounded: 0 to nearest, ties to even, 1 to zero, 2 down, 3 up, 4 to nearest, ties away from zero,"
	  " 6 to odd; one that does not fit is the least long. exact has no effect." },
	{ "string_to_fp:long (input:string)", "mytap_fp_from_string($1)", STABLE,
	  "The double nearest to the decimal number at the start of the text; 0 if there is none." },
	{ "fp_to_string:string (infp:long, precision:long)", "mytap_fp_to_string($to, $size, $1, $2);", STABLE,
	  "A double with that many digits after the point, correctly rounded." },

	/* ---- kernel memory ---- */
	{ "kernel_string:string (addr:long)", "mytap_kernel_string($c, $to, $size, $1, -1, $where);", PURE_FAILS,
	  "The string at a kernel address; a fault is an error." },
	{ "kernel_string:string (addr:long, err_msg:string)", "mytap_string_or($c, $to, $size, $1, -1, false, $2);", PURE,
	  "The string at a kernel address, or err_msg." },
	{ "kernel_string2:string (addr:long, err_msg:string)", "mytap_string_or($c, $to, $size, $1, -1, false, $2);", PURE,
	  "The string at a kernel address, or err_msg." },
	{ "kernel_string_n:string (addr:long, n:long)", "mytap_kernel_string($c, $to, $size, $1, $2, $where);", PURE_FAILS,
	  "The same, of at most n bytes." },
	{ "kernel_string_quoted:string (addr:long)", "mytap_string_quoted($room, $to, $size, $1, -1, false);", PURE,
	  "The string at a kernel address in quotes; the address itself when it cannot be read." },
	{ "kernel_or_user_string:string (addr:long, err_msg:string)",
	  "mytap_string_or($c, $to, $size, $1, -1, mytap_is_user_address($1), $2);", PURE,
	  "The string at an address, a kernel or user one by its value, or err_msg." },
	{ "kernel_or_user_string_quoted:string (addr:long)",
	  "mytap_string_quoted($room, $to, $size, $1, -1, mytap_is_user_address($1));", PURE,
	  "The string at a kernel or a user address in quotes; the address itself when it cannot be read." },
	{ "kernel_char:long (addr:long)", "(s64)(s8)mytap_read_kernel($c, $1, 1, $where)", PURE_FAILS, "The byte at a kernel address." },
	{ "kernel_short:long (addr:long)", "(s64)(s16)mytap_read_kernel($c, $1, 2, $where)", PURE_FAILS, "The 16 bits at a kernel address." },
	{ "kernel_int:long (addr:long)", "(s64)(s32)mytap_read_kernel($c, $1, 4, $where)", PURE_FAILS, "The 32 bits at a kernel address." },
	{ "kernel_long:long (addr:long)", "mytap_read_kernel($c, $1, 8, $where)", PURE_FAILS, "The 64 bits at a kernel address." },
	{ "kernel_pointer:long (addr:long)", "mytap_read_kernel($c, $1, 8, $where)", PURE_FAILS, "The pointer at a kernel address." },
	{ "kernel_uint8:long (addr:long)", "mytap_read_kernel($c, $1, 1, $where)", PURE_FAILS, "The unsigned byte at a kernel address." },
	{ "kernel_uint16:long (addr:long)", "mytap_read_kernel($c, $1, 2, $where)", PURE_FAILS, "The unsigned 16 bits at a kernel address." },
	{ "kernel_uint32:long (addr:long)", "mytap_read_kernel($c, $1, 4, $where)", PURE_FAILS, "The unsigned 32 bits at a kernel address." },
	{ "kernel_uint64:long (addr:long)", "mytap_read_kernel($c, $1, 8, $where)", PURE_FAILS, "The 64 bits at a kernel address." },

#define KERNEL_WRITE(name, bytes, doc) \
	{ "set_kernel_" name ":unknown (addr:long, val:long)", "mytap_write_kernel($c, $1, " bytes ", $2, $where)", \
	  BUILTIN_CAN_FAIL | BUILTIN_GURU, "Writes " doc " at a kernel address; a fault is an error." }, \
	{ "set_user_" name ":unknown (addr:long, val:long)", "mytap_write_user($c, $1, " bytes ", $2, $where)", \
	  BUILTIN_CAN_FAIL | BUILTIN_GURU, "Writes " doc " at a user address; a fault is an error." }
	KERNEL_WRITE("char", "1", "a byte"), KERNEL_WRITE("short", "2", "16 bits"), KERNEL_WRITE("int", "4", "32 bits"),
	KERNEL_WRITE("long", "8", "64 bits"), KERNEL_WRITE("pointer", "8", "a pointer"),
#define STRING_WRITE(space, user) \
	{ "set_" space "_string:unknown (addr:long, val:string)", "mytap_set_string($c, $1, -1, $2, " user ", $where)", \
	  BUILTIN_CAN_FAIL | BUILTIN_GURU, "Writes the string, with its end, at a " space " address; a fault is an error." }, \
	{ "set_" space "_string_n:unknown (addr:long, n:long, val:string)", \
	  "mytap_set_string($c, $1, $2, $3, " user ", $where)", BUILTIN_CAN_FAIL | BUILTIN_GURU, \
	  "Writes the string, with its end, but no more than n bytes, at a " space " address; a fault is an error." }
	STRING_WRITE("kernel", "false"), STRING_WRITE("user", "true"),
	{ "set_user_string_arg:unknown (addr:long, val:string)", "mytap_set_string_warn($c, $1, $2)", BUILTIN_GURU,
	  "Writes the string, with its end, at a user address; a fault is a warning." },

	/* ---- buffers, and strings of wide characters ---- */
#define BUFFER_QUOTED(space, user, flag) \
	{ space "_buffer_quoted:string (addr:long, inlen:long, outlen:long)", \
	  "mytap_buffer_quoted($room, $to, $size, $1, $2, $3, " user ");", PURE | flag, \
	  "inlen bytes at a " space " address in quotes, unprintable ones escaped, at most outlen characters in all" \
	  " (\"...\" ends what was cut); the address itself when they cannot be read." }
#define BUFFER_QUOTED_ERROR(space, user, flag) \
	{ space "_buffer_quoted_error:string (addr:long, inlen:long, outlen:long)", \
	  "mytap_buffer_quoted_need($c, $room, $to, $size, $1, $2, $3, " user ", $where);", PURE_FAILS | flag, \
	  "The same; a fault is an error." }
	{ "kernel_buffer_quoted:string (addr:long, inlen:long)", "mytap_buffer_quoted($room, $to, $size, $1, $2, 0, false);", PURE,
	  "inlen bytes at a kernel address in quotes, as many as fit into a string; the address when they cannot be read." },
	BUFFER_QUOTED("kernel", "false", 0), BUFFER_QUOTED_ERROR("kernel", "false", 0),
	BUFFER_QUOTED("user", "true", BUILTIN_READS_USER), BUFFER_QUOTED_ERROR("user", "true", BUILTIN_READS_USER),
#define WIDE_STRING(space, user, flag, bits, unit) \
	{ space "_string_utf" bits ":string (addr:long)", "mytap_wide_string_need($c, $to, $size, $1, " unit ", " user ", $where);", \
	  PURE_FAILS | flag, "The UTF-" bits " string at a " space " address, as UTF-8; a fault, or text that is no UTF-" bits ", is an error." }, \
	{ space "_string_utf" bits ":string (addr:long, err_msg:string)", \
	  "mytap_wide_string_or($to, $size, $1, " unit ", " user ", $2);", PURE | flag, \
	  "The UTF-" bits " string at a " space " address, as UTF-8, or err_msg." }, \
	{ space "_string2_utf" bits ":string (addr:long, err_msg:string)", \
	  "mytap_wide_string_or($to, $size, $1, " unit ", " user ", $2);", PURE | flag, \
	  "The UTF-" bits " string at a " space " address, as UTF-8, or err_msg." }, \
	WIDE_QUOTED(space, user, flag, bits, unit)
#define WIDE_QUOTED(space, user, flag, bits, unit) \
	{ space "_string_quoted_utf" bits ":string (addr:long)", \
	  "mytap_wide_string_quoted($c, $room, $to, $size, $1, " unit ", " user ", $where);", PURE_FAILS | flag, \
	  "The UTF-" bits " string at a " space " address, in quotes; a fault, or text that is no UTF-" bits ", is an error." }
	WIDE_STRING("kernel", "false", 0, "16", "2"), WIDE_STRING("kernel", "false", 0, "32", "4"),
	WIDE_STRING("user", "true", BUILTIN_READS_USER, "16", "2"), WIDE_STRING("user", "true", BUILTIN_READS_USER, "32", "4"),
	WIDE_QUOTED("kernel_or_user", "mytap_is_user_address($1)", 0, "16", "2"),
	WIDE_QUOTED("kernel_or_user", "mytap_is_user_address($1)", 0, "32", "4"),

	/* ---- user memory ---- */
	{ "user_string:string (addr:long)", "mytap_user_string($c, $to, $size, $1, -1, $where);", PURE_FAILS | BUILTIN_READS_USER,
	  "The string at a user address; a fault (also: paged out) is an error." },
	{ "user_string:string (addr:long, err_msg:string)", "mytap_string_or($c, $to, $size, $1, -1, true, $2);", PURE | BUILTIN_READS_USER,
	  "The string at a user address, or err_msg." },
	{ "user_string2:string (addr:long, err_msg:string)", "mytap_string_or($c, $to, $size, $1, -1, true, $2);", PURE | BUILTIN_READS_USER,
	  "The string at a user address, or err_msg." },
	{ "user_string_nofault:string (addr:long)", "mytap_string_or($c, $to, $size, $1, -1, true, MYTAP_EMPTY);", PURE | BUILTIN_READS_USER,
	  "The string at a user address; empty when it cannot be read." },
	{ "user_string_n2:string (addr:long, n:long, err_msg:string)", "mytap_string_or($c, $to, $size, $1, $2, true, $3);", PURE | BUILTIN_READS_USER,
	  "The string at a user address, of at most n bytes, or err_msg." },
	{ "user_string_n_nofault:string (addr:long, n:long)", "mytap_string_or($c, $to, $size, $1, $2, true, MYTAP_EMPTY);", PURE | BUILTIN_READS_USER,
	  "The string at a user address, of at most n bytes; empty when it cannot be read." },
	{ "user_string_n:string (addr:long, n:long)", "mytap_user_string($c, $to, $size, $1, $2, $where);", PURE_FAILS | BUILTIN_READS_USER,
	  "The same, of at most n bytes." },
	{ "user_string_n:string (addr:long, n:long, err_msg:string)", "mytap_string_or($c, $to, $size, $1, $2, true, $3);", PURE | BUILTIN_READS_USER,
	  "The string at a user address, of at most n bytes, or err_msg." },
	{ "user_string_warn:string (addr:long)", "mytap_user_string_warn_or($c, $to, $size, $1, -1, MYTAP_EMPTY);", BUILTIN_READS_USER,
	  "The string at a user address; empty, and a warning, when it cannot be read." },
	{ "user_string_warn:string (addr:long, warn_msg:string)", "mytap_user_string_warn_or($c, $to, $size, $1, -1, $2);", BUILTIN_READS_USER,
	  "The string at a user address; warn_msg and a warning when it cannot be read." },
	{ "user_string2_warn:string (addr:long, warn_msg:string)", "mytap_user_string_warn_or($c, $to, $size, $1, -1, $2);", BUILTIN_READS_USER,
	  "The string at a user address; warn_msg and a warning when it cannot be read." },
	{ "user_string_n_warn:string (addr:long, n:long)", "mytap_user_string_warn($c, $to, $size, $1, $2);", BUILTIN_READS_USER,
	  "The string at a user address, of at most n bytes; \"<unknown>\" and a warning when it cannot be read." },
	{ "user_string_n_warn:string (addr:long, n:long, warn_msg:string)",
	  "mytap_user_string_warn_or($c, $to, $size, $1, $2, $3);", BUILTIN_READS_USER,
	  "The string at a user address, of at most n bytes; warn_msg and a warning when it cannot be read." },
	{ "user_string2_n_warn:string (addr:long, n:long, warn_msg:string)",
	  "mytap_user_string_warn_or($c, $to, $size, $1, $2, $3);", BUILTIN_READS_USER,
	  "The string at a user address, of at most n bytes; warn_msg and a warning when it cannot be read." },
	{ "user_string_quoted:string (addr:long)", "mytap_string_quoted($room, $to, $size, $1, -1, true);", PURE | BUILTIN_READS_USER,
	  "The string at a user address in quotes; the address itself when it cannot be read." },
	{ "user_string_n_quoted:string (addr:long, n:long)", "mytap_string_quoted($room, $to, $size, $1, $2, true);", PURE | BUILTIN_READS_USER,
	  "The same, of at most n bytes." },
#define USER_STRING_MOST(name) \
	{ name ":string (addr:long, inlen:long, outlen:long)", \
	  "mytap_string_quoted_most($room, $to, $size, $1, $2, $3, true);", PURE | BUILTIN_READS_USER, \
	  "The string at a user address, of at most inlen bytes, in quotes, at most outlen characters in all" \
	  " (\"...\" ends what was cut); the address itself when it cannot be read." }
	USER_STRING_MOST("user_string_n_quoted"), USER_STRING_MOST("user_string_n2_quoted"),
	{ "__syscall_buffer:string (addr:long, length:long, most:long)",
	  "mytap_syscall_buffer($room, $to, $size, $1, $2, $3, true);", PURE,
	  "Bytes at a user address in quotes, at most that many of them; the address itself when they cannot be read." },
#define USER_READ(name, type, bytes, doc) \
	{ name ":long (addr:long)", "(s64)(" type ")mytap_read_user_or_0($c, $1, " bytes ")", PURE | BUILTIN_READS_USER, doc \
	  " at a user address; 0 when it cannot be read." }, \
	{ name "_error:long (addr:long)", "(s64)(" type ")mytap_read_user($c, $1, " bytes ", $where)", PURE_FAILS | BUILTIN_READS_USER, doc \
	  " at a user address; a fault is an error." }, \
	{ name "_warn:long (addr:long)", "(s64)(" type ")mytap_read_user_warn($c, $1, " bytes ")", BUILTIN_READS_USER, doc \
	  " at a user address; 0 and a warning when it cannot be read." }
	USER_READ("user_char", "s8", "1", "The byte"), USER_READ("user_short", "s16", "2", "The 16 bits"),
	USER_READ("user_ushort", "u16", "2", "The unsigned 16 bits"), USER_READ("user_int", "s32", "4", "The 32 bits"),
	USER_READ("user_uint", "u32", "4", "The unsigned 32 bits"), USER_READ("user_long", "s64", "8", "The 64 bits"),
	USER_READ("user_ulong", "s64", "8", "The 64 bits"), USER_READ("user_int8", "s8", "1", "The signed byte"),
	USER_READ("user_uint8", "u8", "1", "The unsigned byte"), USER_READ("user_int16", "s16", "2", "The 16 bits"),
	USER_READ("user_uint16", "u16", "2", "The unsigned 16 bits"), USER_READ("user_int32", "s32", "4", "The 32 bits"),
	USER_READ("user_uint32", "u32", "4", "The unsigned 32 bits"), USER_READ("user_int64", "s64", "8", "The 64 bits"),
	USER_READ("user_uint64", "s64", "8", "The 64 bits"),

	/* ---- symbols and stacks ---- */
	{ "symname:string (addr:long)", "mytap_symname($to, $size, $1);", STABLE, "The symbol at a kernel address." },
	{ "symdata:string (addr:long)", "mytap_symdata($to, $size, $1);", STABLE,
	  "The symbol, offset, size and module of a kernel address." },
	{ "modname:string (addr:long)", "mytap_modname($c, $to, $size, $1, $where);", PURE_FAILS,
	  "The module that a kernel address lies in, \"kernel\" for the kernel itself; an error when it is in neither." },
	{ "stack:long (n:long)", "mytap_stack($c, $1)", REGS, "The n-th address of backtrace(), from 0; 0 after the last." },
	{ "caller_addr:long ()", "mytap_stack($c, 1)", REGS, "Where the probed function was called from." },
	{ "callers:string (n:long)", "mytap_callers($c, $to, $size, $1);", REGS,
	  "n addresses of backtrace() above the probed one, all for -1." },
	{ "sprint_backtrace:string ()", "mytap_sprint_backtrace($c, $to, $size);", REGS,
	  "The kernel stack as text, one line per frame: symbol, offset, size, module." },
	{ "sprint_syms:string (callers:string)", "mytap_sprint_syms($to, $size, $1);", STABLE,
	  "A line for each address of a string that backtrace() or callers() made: symbol, offset, size, module." },
	{ "sprint_stack:string (stk:string)", "mytap_sprint_syms($to, $size, $1);", STABLE,
	  "A line for each address of a string that backtrace() or callers() made: symbol, offset, size, module." },
	{ "stack_size:long ()", "mytap_stack_size()", STABLE, "Bytes of a task's kernel stack." },
	{ "stack_used:long ()", "mytap_stack_used()", PURE,
	  "Bytes used of the task's kernel stack; 0 on the stack of an interrupt or an exception." },
	{ "stack_max:long ()", "mytap_stack_max()", PURE,
	  "The deepest kernel stack that trace_stack() has measured on any CPU, in bytes." },
	{ "stack_unused:long ()", "mytap_stack_unused()", PURE,
	  "Bytes free of the task's kernel stack; 0 on the stack of an interrupt or an exception." },
	{ "dump_stack:unknown ()", "mytap_dump_stack()", BUILTIN_GURU, "Writes the kernel stack into the kernel's log." },
	{ "backtrace:string ()", "mytap_backtrace($c, $to, $size);", PURE | BUILTIN_NEEDS_REGS,
	  "The kernel stack, as hexadecimal addresses." },
	{ "print_backtrace:unknown ()", "mytap_print_backtrace($c)", BUILTIN_NEEDS_REGS, "Prints the kernel stack, one line per frame." },
	{ "print_backtrace_fileline:unknown ()", "mytap_print_backtrace_lines($c)", BUILTIN_NEEDS_REGS | BUILTIN_KERNEL_LINES,
	  "The same as print_backtrace(), with source file and line where debuginfo tells." },
	{ "print_syms:unknown (callers:string)", "mytap_print_syms($c, $1)", 0,
	  "Prints a line for each address of a string that backtrace() made." },
	{ "print_stack:unknown (stk:string)", "mytap_print_syms($c, $1)", 0,
	  "Prints a line for each address of a string that backtrace() made." },

	{ "stack_id:long ()", "mytap_stack_id($c, $where)", REGS_FAILS | BUILTIN_KEEPS_STACKS,
	  "The kernel stack as a number, the same for the same stack: a key or value of arrays. At most MAXSTACKS different ones; 0: no stack." },
	{ "print_stack_id:unknown (id:long)", "mytap_print_stack_id($c, $1)", BUILTIN_PRINTS | BUILTIN_KEEPS_STACKS,
	  "Prints the stack of a number returned by stack_id() or ustack_id(), one line per frame." },
	{ "stack_id_text:string (id:long)", "mytap_stack_id_text($c, $to, $size, $1);", PURE | BUILTIN_KEEPS_STACKS,
	  "The addresses of the stack of that number, as backtrace() or ubacktrace() returns them." },

	/* ---- stacks of programs ---- */
	{ "ustack_id:long ()", "mytap_ustack_id($c, $where)", REGS_FAILS | WALKS | BUILTIN_KEEPS_STACKS,
	  "The stack of the current process in its program as a number, the same for the same calls in all processes of a program." },
	{ "print_ubacktrace:unknown ()", "mytap_print_ubacktrace($c, MYTAP_USTACK_FULL)", BUILTIN_NEEDS_REGS | BUILTIN_PRINTS | WALKS,
	  "Prints the stack of the current process in its program, one line per frame." },
	{ "print_ubacktrace:unknown (pc:long, sp:long, fp:long)", "mytap_print_ubacktrace_from($c, MYTAP_USTACK_FULL, $1, $2, $3)",
	  BUILTIN_PRINTS | WALKS,
	  "Prints a stack in the memory of the current process, from these registers on: of a coroutine or a thread of the program's own."
	  " Of its other registers nothing is known: a frame that is found by one of them is the last." },
	{ "print_ubacktrace_brief:unknown ()", "mytap_print_ubacktrace($c, MYTAP_USTACK_BRIEF)", BUILTIN_NEEDS_REGS | BUILTIN_PRINTS | WALKS,
	  "Prints the stack of the current process in its program with name and offset only, or the address if there is no name." },
	{ "print_ubacktrace_fileline:unknown ()", "mytap_print_ubacktrace($c, MYTAP_USTACK_LINES)",
	  BUILTIN_NEEDS_REGS | BUILTIN_PRINTS | WALKS, "The same as print_ubacktrace(), with source file and line if debuginfo has them." },
	{ "print_ubacktrace_fileline:unknown (pc:long, sp:long, fp:long)", "mytap_print_ubacktrace_from($c, MYTAP_USTACK_LINES, $1, $2, $3)",
	  BUILTIN_PRINTS | WALKS, "print_ubacktrace() from these registers on, with source file and line where debuginfo tells." },
	{ "print_ustack:unknown (stk:string)", "mytap_print_ustack($c, $1)", BUILTIN_PRINTS | WALKS,
	  "Prints a line for each address of a string that ubacktrace() made, in this process or in one with the same mappings." },
	{ "print_usyms:unknown (callers:string)", "mytap_print_ustack($c, $1)", BUILTIN_PRINTS | WALKS,
	  "Prints a line for each address of a string that ubacktrace() or ucallers() made." },
	{ "ubacktrace:string ()", "mytap_ubacktrace($c, $to, $size);", REGS | WALKS,
	  "The stack of the current process in its program, as hexadecimal addresses; \"\" where there is none." },
	{ "ucallers:string (n:long)", "mytap_ucallers($c, $to, $size, $1);", REGS | WALKS,
	  "n addresses of ubacktrace() above the innermost one, all for -1." },
	{ "ustack:long (n:long)", "mytap_ustack($c, $1)", REGS | WALKS, "The n-th address of ubacktrace(), from 0; 0 after the last." },
	{ "sprint_ubacktrace:string ()", "mytap_sprint_ubacktrace($c, $to, $size);", REGS | BUILTIN_USER_NAMES,
	  "The stack of the current process in its program as text, a line a frame." },
	{ "sprint_ustack:string (stk:string)", "mytap_sprint_ustack($c, $to, $size, $1);", PURE | BUILTIN_USER_NAMES,
	  "A line for each address of a string that ubacktrace() made: function, offset, size, file." },
	{ "sprint_usyms:string (callers:string)", "mytap_sprint_ustack($c, $to, $size, $1);", PURE | BUILTIN_USER_NAMES,
	  "A line for each address of a string that ubacktrace() or ucallers() made: function, offset, size, file." },
	{ "usymname:string (addr:long)", "mytap_usymname($c, $to, $size, $1);", PURE | BUILTIN_USER_NAMES,
	  "The function at an address of the current process; the address in hexadecimal when there is no name for it." },
	{ "usymdata:string (addr:long)", "mytap_usymdata($c, $to, $size, $1);", PURE | BUILTIN_USER_NAMES,
	  "Function, offset, size and file of an address of the current process." },
	{ "usymfile:string (addr:long)", "mytap_usymline($c, $to, $size, $1, true, false);", PURE | BUILTIN_USER_LINES,
	  "The source file at an address of the current process, if debuginfo has it; else the address in hexadecimal." },
	{ "usymline:string (addr:long)", "mytap_usymline($c, $to, $size, $1, false, true);", PURE | BUILTIN_USER_LINES,
	  "The source line at an address of the current process, if debuginfo has it; else the address in hexadecimal." },
	{ "usymfileline:string (addr:long)", "mytap_usymline($c, $to, $size, $1, true, true);", PURE | BUILTIN_USER_LINES,
	  "Source file and line at an address of the current process, if debuginfo has them; else the address in hexadecimal." },
	{ "umodname:string (addr:long)", "mytap_umodname($c, $to, $size, $1, $where);", PURE_FAILS | BUILTIN_USER_NAMES,
	  "The program or library of an address of the current process, without its folder; an error if there is none." },

	{ "umodaddr:long (address:long)", "mytap_umodaddr($c, $1, $where)", PURE_FAILS | BUILTIN_USER_NAMES,
	  "An address of the current process as the file that lies there has it, wherever it was loaded: what addr2line -e FILE takes, and"
	  " what debuginfo of the file with umodbuildid() is looked up by; an error when there is none." },
	{ "umodbuildid:string (address:long)", "mytap_umodbuildid($c, $to, $size, $1, $where);", PURE_FAILS | BUILTIN_USER_NAMES,
	  "The build-id of the program or library that an address of the current process lies in, in hexadecimal; \"\" when it has none, an"
	  " error when there is no file." },

	/* ---- registers and arguments by number ---- */
	{ "register:long (name:string)", "mytap_register($c, $1, true, $where)", REGS_FAILS,
	  "A register at the probe, sign-extended: register(\"eax\")." },
	{ "u_register:long (name:string)", "mytap_register($c, $1, false, $where)", REGS_FAILS,
	  "A register at the probe, zero-extended." },
	{ "uint_register:long (name:string)", "(s64)(u32)mytap_register($c, $1, false, $where)", REGS_FAILS,
	  "The low 32 bits of a register at the probe, zero-extended." },
	{ "int_register:long (name:string)", "(s64)(s32)mytap_register($c, $1, false, $where)", REGS_FAILS,
	  "The low 32 bits of a register at the probe, sign-extended." },
	{ "print_regs:unknown ()", "mytap_print_regs($c)", BUILTIN_NEEDS_REGS,
	  "Prints the registers at the probe; nothing if there are none." },
	{ "registers_valid:long ()", "mytap_registers_valid($c)", REGS, "1 when register() can be used in this probe." },
#define ARGUMENT(name, type) \
	{ name ":long (n:long)", "(s64)(" type ")mytap_argument($c, $1, $where)", PURE_FAILS, \
	  "Argument n (from 1) of the probed function, by the calling convention." }
	ARGUMENT("int_arg", "s32"), ARGUMENT("uint_arg", "u32"), ARGUMENT("long_arg", "s64"), ARGUMENT("ulong_arg", "s64"),
	ARGUMENT("longlong_arg", "s64"), ARGUMENT("ulonglong_arg", "s64"), ARGUMENT("pointer_arg", "s64"),
	ARGUMENT("s32_arg", "s32"), ARGUMENT("u32_arg", "u32"), ARGUMENT("s64_arg", "s64"), ARGUMENT("u64_arg", "s64"),
#define SET_ARGUMENT(name, result, type) \
	{ "set_" name ":" result " (n:long, value:long)", "mytap_set_argument($c, $1, (u64)(" type ")$2, $where)", \
	  BUILTIN_CAN_FAIL | BUILTIN_GURU | BUILTIN_NEEDS_REGS, \
	  "Sets argument n (from 1) of the probed function, at its entry, by the calling convention." }
	SET_ARGUMENT("int_arg", "unknown", "s32"), SET_ARGUMENT("uint_arg", "unknown", "u32"),
	SET_ARGUMENT("long_arg", "unknown", "s64"), SET_ARGUMENT("ulong_arg", "unknown", "u64"),
	SET_ARGUMENT("longlong_arg", "unknown", "s64"), SET_ARGUMENT("ulonglong_arg", "unknown", "u64"),
	SET_ARGUMENT("pointer_arg", "unknown", "u64"), SET_ARGUMENT("s32_arg", "long", "s32"),
	SET_ARGUMENT("u32_arg", "unknown", "u32"), SET_ARGUMENT("s64_arg", "unknown", "s64"), SET_ARGUMENT("u64_arg", "unknown", "u64"),
#define NO_MATTER(signature, c) \
	{ signature, c, 0, "Has no effect: how arguments are passed is known." }
	NO_MATTER("asmlinkage:unknown ()", "(void)0"), NO_MATTER("fastcall:unknown ()", "(void)0"),
	NO_MATTER("regparm:unknown (n:long)", "(void)($1)"),
	{ "returnval:long ()", "mytap_returnval($c, $where)", PURE_FAILS, "The value a probed function returns." },
};

enum { NROWS = sizeof(rows) / sizeof(*rows) };

static struct builtin builtins[NROWS + 1];	/* the last stays empty */

static struct map by_name;		/* name -> its first row; the other overloads follow it in the table */

/* Functions that return a pointer, and its C type: t = task_current(); t->pid */
static const struct { const char *name, *type; } pointers[] = {
	{ "task_current", "struct task_struct *" },
	{ "pid2task", "struct task_struct *" },
};

static const char *pointer_type(const char *name)
{
	for (size_t i = 0; i < sizeof(pointers) / sizeof(*pointers); i++)
		if (!strcmp(pointers[i].name, name))
			return pointers[i].type;
	return NULL;
}

static const char *skip_spaces(const char *s)
{
	while (*s == ' ')
		s++;
	return s;
}

static const char *word(const char *s, const char **ret)
{
	const char *start = s = skip_spaces(s);

	while (isalnum((unsigned char)*s) || *s == '_')
		s++;
	*ret = intern_n(start, (size_t)(s - start));
	return skip_spaces(s);
}

static enum type type_of_word(const char *w)
{
	if (!strcmp(w, "long"))
		return TYPE_LONG;
	if (!strcmp(w, "string"))
		return TYPE_STRING;
	if (!strcmp(w, "unknown"))
		return TYPE_VOID;
	bug("built-in with a '%s' in its signature", w);
}

/* "name:type (name:type, ...)" */
static void read_signature(struct builtin *b)
{
	const char *s = word(b->signature, &b->name), *w;

	if (*s != ':')
		bug("signature '%s'", b->signature);
	s = word(s + 1, &w);
	b->type = type_of_word(w);
	for (s++; *s && *s != ')';) {
		s = word(s, &w);
		s = word(s + 1, &w);
		b->params[b->nparams++] = type_of_word(w);
		if (*s == ',')
			s++;
	}
}

static void make_index(void)
{
	if (by_name.n)
		return;
	for (unsigned int i = 0; i < NROWS; i++) {
		builtins[i] = (struct builtin){ .signature = rows[i].signature, .c = rows[i].c, .flags = rows[i].flags,
						.doc = rows[i].doc };
		read_signature(&builtins[i]);
		builtins[i].returns = pointer_type(builtins[i].name);
		if (!map_get(&by_name, builtins[i].name))
			map_put(&by_name, builtins[i].name, &builtins[i]);
	}
}

const struct builtin *builtin_find(const char *name, unsigned int nargs)
{
	const struct builtin *b;

	make_index();
	b = map_get(&by_name, name);
	for (; b && b->name && !strcmp(b->name, name); b++)
		if (b->nparams == nargs)
			return b;
	return NULL;
}

bool builtin_takes_literal(const struct builtin *b, unsigned int i)
{
	const char *p = b->c ? b->c : "";

	while ((p = strstr(p, "$l")) && (unsigned int)(p[2] - '1') != i)
		p++;
	return p != NULL;
}

const struct builtin *builtin_at(unsigned int i)
{
	make_index();
	return i < NROWS ? &builtins[i] : NULL;
}
