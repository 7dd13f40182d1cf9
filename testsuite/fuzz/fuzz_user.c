// SPDX-License-Identifier: GPL-2.0-or-later
/* Bytes as a program's file -> the table of its stacks, its names and source lines, and a walk through all that the table says. */
#define MYTAP_UNWIND_WALKS
#include <assert.h>

#include "runtime/loader/debug_line.h"
#include "runtime/loader/eh_frame.h"
#include "runtime/loader/say.h"
#include "runtime/loader/user_names.h"
#include "fuzz_loader.h"

/* Memory that holds its own address, so that walks go on. */
static bool unwind_read(u64 addr, u64 *value, u32 word)
{
	*value = addr + 2 * word;
	return addr % 64 != 0;
}

static __always_inline void walk_from(const struct mytap_unwind *t, u64 offset, u32 word)
{
	const struct mytap_unwind_rule *rule = mytap_unwind_find(t, offset);
	struct mytap_unwind_state s = { .ip = offset, .known = 0xffff };

	for (int i = 0; i < MYTAP_UNWIND_REGISTERS; i++)
		s.r[i] = 0x1000 + 8 * (u64)i;
	for (int i = 0; i < 8 && rule && mytap_unwind_step(&s, rule, word) == MYTAP_UNWIND_GOES_ON; i++)
		rule = mytap_unwind_find(t, s.ip);
	mytap_unwind_by_pointer(&s, word);
}

/* What the loader makes of any file is what the module takes. */
static void table_is_good(const struct mytap_unwind *t)
{
	assert(mytap_unwind_is_block(t, t->size));
	for (u32 i = 0; i < t->npages && i < 65536; i++) {
		assert(mytap_unwind_page_is_good(t, i));
		if (i >= 256)
			continue;
		walk_from(t, t->start + i * MYTAP_UNWIND_PAGE + i, 8);
		walk_from(t, t->start + i * MYTAP_UNWIND_PAGE + i, 4);
	}
}

static void names_are_good(const struct elf_bytes *e)
{
	struct user_names names = { 0 };
	struct mytap_file_names *block;

	user_names_read(&names, e);
	for (size_t i = 0; i < names.n; i++) {
		assert(!i || names.v[i - 1].start < names.v[i].start);
		user_names_find(&names, names.v[i].start);
	}
	block = user_names_block(&names, "/a/path", e);
	if (block) {
		assert(mytap_names_are_block(block, block->size));
		mytap_names_find(block, 0x1000);
		mytap_names_address(block, 0x1000);
	}
	free(block);
	user_names_free(&names);
}

static void lines_are_good(const struct elf_bytes *e)
{
	struct user_lines lines = { 0 };
	struct mytap_file_lines *block;

	user_lines_read(&lines, e, e);
	for (size_t i = 0; i < lines.n; i++) {
		assert(!i || lines.v[i - 1].at < lines.v[i].at);
		assert(!lines.v[i].line || lines.v[i].text < lines.texts_n);
		assert(!lines.v[i].line == !user_lines_find(&lines, lines.v[i].at));
	}
	block = user_lines_block(&lines);
	if (block) {
		assert(mytap_lines_are_block(block, block->size));
		for (u32 i = 0; i < lines.n && i < 1024; i++) {
			const struct mytap_file_line *l = mytap_lines_find(block, (u32)lines.v[i].at);

			if (l)
				assert(l->line == lines.v[i].line && !strcmp(mytap_lines_text(block, l->text), lines.texts + lines.v[i].text));
		}
	}
	free(block);
	user_lines_free(&lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_functions functions = { 0 };
	struct user_names map = { 0 };
	struct mytap_unwind *t;
	struct elf_bytes e;
	char id[65];

	say_init(false, false);
	user_names_of_map(&map, (const char *)data, size);
	user_names_free(&map);
	if (!elf_bytes_init(&e, data, size))
		return 0;
	elf_bytes_build_id(&e, id);
	t = eh_frame_table(&e, &functions);
	if (t)
		table_is_good(t);
	free(t);
	free(functions.v);
	names_are_good(&e);
	lines_are_good(&e);
	return 0;
}
