// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A kept table is one file: struct head, the table. It is written to a temporary name and renamed, with the rights of
 * the user who runs mytap (identity.h), so that whose folder it is cannot make root write elsewhere. Nothing in it is
 * trusted: the module tests a table as it tests any other.
 */
#include "unwind_cache.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "file_io.h"
#include "identity.h"
#include "say.h"

enum { CACHE_VERSION = 1 };

struct head {
	char magic[8];
	u32 version, table_version;	/* CACHE_VERSION; MYTAP_UNWIND_VERSION */
	u64 size;			/* of the table */
	u32 sum, source_sum;		/* of the table; of what it was made of */
	u64 source_size;
	char build_id[72];
};

static const char magic[8] = "mytapUT";

static u32 sum_of(u32 before, const void *p, size_t n)
{
	return (u32)crc32_z(before, p, n);
}

bool unwind_source_of(const struct elf_bytes *e, struct unwind_source *ret)
{
	struct bytes section;
	Elf64_Shdr s;

	memset(ret, 0, sizeof(*ret));
	if (!elf_bytes_section(e, ".eh_frame", &s))
		return false;
	section = elf_bytes_contents(e, &s);
	if (!section.p || !section.n || !elf_bytes_build_id(e, ret->build_id))
		return false;
	ret->size = section.n;
	ret->sum = sum_of(sum_of(0, e->segments, elf_bytes_segments_size(e)), section.p, section.n);
	return true;
}

static struct head head_of(const struct unwind_source *source, const struct mytap_unwind *table)
{
	struct head h = {
		.version = CACHE_VERSION, .table_version = MYTAP_UNWIND_VERSION, .size = table->size,
		.sum = sum_of(0, table, table->size), .source_sum = source->sum, .source_size = source->size,
	};

	memcpy(h.magic, magic, sizeof(magic));
	snprintf(h.build_id, sizeof(h.build_id), "%s", source->build_id);
	return h;
}

/* To be freed. */
static char *path_of(const char *folder, const struct unwind_source *source, const char *suffix)
{
	size_t n = strlen(folder) + strlen(source->build_id) + strlen(suffix) + sizeof("/unwind-");
	char *path = must_alloc(n);

	snprintf(path, n, "%s/unwind-%s%s", folder, source->build_id, suffix);
	return path;
}

static bool table_is_good(const struct mytap_unwind *t, u64 size)
{
	if (!mytap_unwind_is_block(t, size))
		return false;
	for (u32 i = 0; i < t->npages; i++)
		if (!mytap_unwind_page_is_good(t, i))
			return false;
	return true;
}

/* The open file's table. */
static struct mytap_unwind *table_read(int fd, const struct unwind_source *source)
{
	struct mytap_unwind *t;
	struct head h, expected;
	struct stat st;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || !identity_owns(st.st_uid) || st.st_mode & 022 || read_at(fd, &h, sizeof(h), 0) != sizeof(h) ||
	    h.size < sizeof(*t) || h.size > MYTAP_UNWIND_MOST || (u64)st.st_size != sizeof(h) + h.size)
		return NULL;
	t = must_alloc(h.size);
	if (read_at(fd, t, h.size, sizeof(h)) == h.size && t->size == h.size) {
		expected = head_of(source, t);
		if (!memcmp(&h, &expected, sizeof(h)) && table_is_good(t, h.size))
			return t;
	}
	free(t);
	return NULL;
}

struct mytap_unwind *unwind_cache_read(const char *folder, const struct unwind_source *source)
{
	char *path = path_of(folder, source, "");
	int fd = identity_open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0);
	struct mytap_unwind *t = fd >= 0 ? table_read(fd, source) : NULL;

	if (t)
		futimens(fd, NULL);	/* what was used last is removed last (mytap --clean-cache) */
	if (fd >= 0)
		close(fd);
	free(path);
	return t;
}

void unwind_cache_write(const char *folder, const struct unwind_source *source, const struct mytap_unwind *table)
{
	struct head h = head_of(source, table);
	char own[16], *path, *made;
	int fd;
	bool ok;

	snprintf(own, sizeof(own), ".%06u", getpid() % 1000000);	/* as the translator names temporary files, which it removes if they stay */
	path = path_of(folder, source, "");
	made = path_of(folder, source, own);
	fd = identity_open(made, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd >= 0) {
		ok = write_all(fd, &h, sizeof(h)) && write_all(fd, table, table->size);
		if (close(fd) || !ok || identity_rename(made, path))
			identity_unlink(made);
	}
	free(path);
	free(made);
}
