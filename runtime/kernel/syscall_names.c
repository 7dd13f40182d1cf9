// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The names of system calls by number, for 64-bit and 32-bit programs. Pure C, except for the test which kind the
 * current one is.
 */
#include "syscall_names.h"

/* Offset of the name in the name table; 0: no call has that number. */
static u32 syscall_at(s64 number, bool is_32)
{
	u64 n = is_32 ? ARRAY_SIZE(ia32_at) : ARRAY_SIZE(x64_at);

	return (u64)number >= n ? 0 : is_32 ? ia32_at[number] : x64_at[number];
}

static const char *syscall_row(u32 at, bool is_32)
{
	return (is_32 ? ia32_names : x64_names) + at;
}

static noinline const char *syscall_number(char *to, size_t size, s64 number)
{
	mytap_str_end(to, scnprintf(to, size, "%lld", number));
	return to;
}

const char *mytap_syscall_name(char *to, size_t size, s64 number)
{
	bool is_32 = mytap_has_32bit_calls();
	u32 at = syscall_at(number, is_32);

	return likely(at) ? syscall_row(at, is_32) : syscall_number(to, size, number);
}

/* The kernel takes a call's number as an int. */
static noinline const char *called_number(char *to, u32 number)
{
	return syscall_number(to, MYTAP_CALLED_SIZE, (s32)number);
}

/*
 * At the tracepoints of all calls: TS_COMPAT alone tells whether the call is a 32-bit one, and only the lower half of the number is
 * used. Every system call of the machine runs these instructions.
 */
const char *mytap_called_name(char *to, u64 number)
{
	bool is_32 = in_ia32_syscall();
	u32 at = syscall_at(number, is_32);

	return likely(at) ? syscall_row(at, is_32) : called_number(to, number);
}

s64 mytap_syscall_num(const char *name, bool is_32)
{
	s64 n = is_32 ? ARRAY_SIZE(ia32_at) : ARRAY_SIZE(x64_at), i;

	for (i = 0; i < n; i++) {
		u32 at = syscall_at(i, is_32);

		if (at && !strcmp(syscall_row(at, is_32), name))
			return i;
	}
	return -1;
}
