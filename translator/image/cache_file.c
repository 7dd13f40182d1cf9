// SPDX-License-Identifier: GPL-2.0-or-later
#include "translator/image/cache_file.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "parser/base/strbuf.h"
#include "translator/image/build_id.h"
#include "translator/image/cache_folder.h"
#include "translator/image/elf_file.h"
#include "translator/image/folder.h"
#include "translator/image/whole.h"

/* Four lanes, so that the speed of memory is the limit; words of 8 bytes, the rest byte by byte. */
static uint64_t checksum(const uint8_t *p, size_t n)
{
	uint64_t lane[4] = { 1, 2, 3, 4 }, h = n;
	const uint64_t prime = 0x9e3779b97f4a7c15ULL;
	size_t i = 0;

	for (; i + 32 <= n; i += 32)
		for (int k = 0; k < 4; k++) {
			uint64_t word;

			memcpy(&word, p + i + 8 * k, 8);
			lane[k] = (lane[k] ^ word) * prime;
			lane[k] ^= lane[k] >> 29;
		}
	for (; i < n; i++)
		h = (h ^ p[i]) * prime;
	for (int k = 0; k < 4; k++)
		h = ((h ^ lane[k]) * prime) ^ (h >> 31);
	return h;
}

const char *cache_file_path(struct session *s, const char *kind, const char *path)
{
	const char *folder = cache_folder(s, "debuginfo");
	uint8_t id[32];
	uint32_t n = build_id_of_elf(path, id);
	struct strbuf b = { 0 };
	struct stat st;
	const char *ret = NULL;

	if (!folder)
		return NULL;
	for (uint32_t i = 0; i < n; i++)
		strbuf_printf(&b, "%02x", id[i]);
	if (!n && stat(path, &st) == 0)
		strbuf_printf(&b, "%llx-%llx-%llx", (unsigned long long)st.st_ino, (unsigned long long)st.st_size,
			      (unsigned long long)st.st_mtim.tv_sec * 1000000000ull + st.st_mtim.tv_nsec);
	if (b.len)
		ret = arena_printf(s->arena, "%s/%s-%s", folder, kind, b.s);
	strbuf_deinit(&b);
	return ret;
}

/* A note beside a small one would cost more than its checksum. */
enum { LARGE = 1 << 20 };

/* state: of the file before it was mapped; empty: not known. */
static bool is_whole(const char *path, const struct strbuf *state, const struct cache_head *h, size_t size)
{
	struct strbuf now = { 0 }, note = { 0 };
	bool ret, is_same = size >= LARGE && state->len && whole_state(path, &now) && !strcmp(now.s, state->s);

	strbuf_printf(&note, "%s.whole", path);
	ret = is_same && whole_is_known(note.s, state);
	if (!ret) {
		ret = h->checksum == checksum((const uint8_t *)(h + 1), size - sizeof(*h));
		if (ret && is_same)
			whole_remember(note.s, state);
	}
	strbuf_deinit(&now);
	strbuf_deinit(&note);
	return ret;
}

const void *cache_file_map(const char *path, const struct cache_head *expected, size_t *size)
{
	struct strbuf state = { 0 };
	const struct cache_head *h;
	const uint8_t *p;
	bool is_valid;

	if (!path || !file_is_private(path))
		return NULL;
	whole_state(path, &state);
	if (!file_map(path, &p, size)) {
		strbuf_deinit(&state);
		return NULL;
	}
	h = (const void *)p;
	is_valid = *size >= sizeof(*h) && *size >= expected->head_size && !memcmp(h->magic, expected->magic, sizeof(h->magic)) &&
		   h->version == expected->version && h->head_size == expected->head_size && h->file_size == *size &&
		   is_whole(path, &state, h, *size);
	strbuf_deinit(&state);
	if (is_valid)
		return p;
	munmap((void *)p, *size);
	return NULL;
}

void cache_file_write(const char *path, void *p, size_t size)
{
	struct cache_head *h = p;

	h->file_size = size;
	h->checksum = checksum((uint8_t *)p + sizeof(*h), size - sizeof(*h));
	if (path)
		file_write(path, p, size);
}
