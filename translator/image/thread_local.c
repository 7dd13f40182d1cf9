// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * On x86-64 the program's block ends at the thread pointer, up to its alignment, in every thread and with every
 * thread library: compiled code depends on it.
 */
#include "translator/image/thread_local.h"

bool elf_thread_local_base(const struct elf_file *e, int64_t *ret)
{
	const Elf64_Phdr *block = elf_segment(e, PT_TLS);
	uint64_t align = block && block->p_align ? block->p_align : 1;

	if (!block || !elf_is_program(e) || align & (align - 1))
		return false;
	*ret = -(int64_t)((block->p_memsz + align - 1) & ~(align - 1));
	return true;
}
