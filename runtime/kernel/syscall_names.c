// SPDX-License-Identifier: GPL-2.0-or-later
/* The names of system calls by number, of both kinds of programs. Pure C. */
#include "syscall_names.h"

/* NULL: there is no call of that number. */
static const char *syscall_row(s64 number, bool is_32)
{
	u64 n = is_32 ? ARRAY_SIZE(ia32_at) : ARRAY_SIZE(x64_at);
	u32 at = (u64)number >= n ? 0 : is_32 ? ia32_at[number] : x64_at[number];

	return at ? (is_32 ? ia32_names : x64_names) + 8 * at : NULL;
}

void mytap_syscall_name(char *to, size_t size, s64 number, bool is_32)
{
	const char *row = syscall_row(number, is_32);

	if (row)
		mytap_strcpy(to, size, row);
	else
		mytap_str_end(to, scnprintf(to, size, "%lld", number));
}

s64 mytap_syscall_num(const char *name, bool is_32)
{
	s64 n = is_32 ? ARRAY_SIZE(ia32_at) : ARRAY_SIZE(x64_at), i;

	for (i = 0; i < n; i++) {
		const char *row = syscall_row(i, is_32);

		if (row && !strcmp(row, name))
			return i;
	}
	return -1;
}
