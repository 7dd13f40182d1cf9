// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads the notes of marks. A note has the address of a one-byte nop, the address that .stapsdt.base had when it was
 * written (a file that was prelinked since has it elsewhere, and all else with it), the address of a counter to be
 * raised while the mark is probed, and three texts: provider, name, arguments.
 */
#include <string.h>

#include "translator/user/mark.h"

enum { NOTE_STAPSDT = 3 };

/* The text at *at, which moves behind it; NULL: it does not end within the note. */
static const char *note_text(const char **at, const char *end)
{
	const char *text = *at, *nul = memchr(text, 0, (size_t)(end - text));

	*at = nul ? nul + 1 : end;
	return nul ? text : NULL;
}

static void add_mark(struct arena *a, const struct image *image, const char *desc, size_t size, uint64_t base, user_mark_vec *ret)
{
	struct user_mark m = { 0 };
	const char *at = desc + 3 * sizeof(uint64_t), *end = desc + size;
	uint64_t words[3];

	if (size < sizeof(words))
		return;
	memcpy(words, desc, sizeof(words));
	m.provider = note_text(&at, end);
	m.name = note_text(&at, end);
	m.arguments = note_text(&at, end);
	m.address = base ? words[0] + (base - words[1]) : words[0];
	if (words[2] && !image_file_offset(image, base ? words[2] + (base - words[1]) : words[2], &m.semaphore))
		return;
	if (!m.provider || !m.name || !m.arguments || !image_file_offset(image, m.address, &m.offset))
		return;
	vec_push(a, ret, arena_new_of(a, struct user_mark));
	*vec_last(ret) = m;
}

void user_marks_read(struct arena *a, const struct image *image, user_mark_vec *ret)
{
	const Elf64_Shdr *s = elf_section(image->elf, ".note.stapsdt"), *base = elf_section(image->elf, ".stapsdt.base");
	size_t n = 0;
	const char *at = elf_contents(image->elf, s, &n);

	while (at && n >= sizeof(Elf64_Nhdr)) {
		Elf64_Nhdr h;
		size_t name, all;

		memcpy(&h, at, sizeof(h));
		name = (h.n_namesz + 3ul) & ~3ul;
		all = sizeof(h) + name + ((h.n_descsz + 3ul) & ~3ul);
		if (all > n)
			return;
		if (h.n_type == NOTE_STAPSDT && h.n_namesz == 8 && !memcmp(at + sizeof(h), "stapsdt", 8))
			add_mark(a, image, at + sizeof(h) + name, h.n_descsz, base ? base->sh_addr : 0, ret);
		at += all;
		n -= all;
	}
}
