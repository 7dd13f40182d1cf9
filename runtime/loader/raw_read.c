// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads the file of raw.h, which is not trusted: all blocks and the sizes of all records are checked before the
 * first record is returned. The decoder checks payloads.
 */
#include "raw.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "identity.h"
#include "say.h"

struct raw_symbol {
	u64 address;
	const char *name;
};

static bool map_file(struct raw_file *f)
{
	int fd = identity_open(f->path, O_RDONLY | O_CLOEXEC | O_NOCTTY, 0);
	struct stat st;

	if (fd < 0 || fstat(fd, &st)) {
		say_error("cannot read %s: %s", f->path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return false;
	}
	f->size = S_ISREG(st.st_mode) ? st.st_size : 0;
	f->bytes = f->size ? mmap(NULL, f->size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
	close(fd);
	if (f->bytes != MAP_FAILED)
		return true;
	f->bytes = NULL;
	say_error("%s is not a file that --raw wrote", f->path);
	return false;
}

static bool is_ours(const struct raw_file *f)
{
	const struct raw_head *h = (const void *)f->bytes;

	if (f->size < sizeof(*h) || h->magic != RAW_MAGIC) {
		say_error("%s is not a file that --raw wrote", f->path);
		return false;
	}
	if (h->version != RAW_VERSION || h->wire_version != MYTAP_WIRE_VERSION) {
		say_error("%s was written by another version of mytap (%u.%u, this one reads %u.%u): replay it with that one", f->path,
			  h->version, h->wire_version, RAW_VERSION, MYTAP_WIRE_VERSION);
		return false;
	}
	return true;
}

static bool damaged(const struct raw_file *f, size_t at)
{
	say_error("%s is damaged at byte %zu: nothing of it is shown", f->path, at);
	return false;
}

static void add_string(struct string_table *t, const char *s, size_t len)
{
	if (!(t->n & (t->n - 1))) {
		size_t room = t->n ? 2 * t->n : 1;

		t->v = must_realloc(t->v, room * sizeof(*t->v));
		t->len = must_realloc(t->len, room * sizeof(*t->len));
	}
	t->v[t->n] = s;
	t->len[t->n++] = len;
}

static bool take_table(struct raw_file *f, u32 which, const char *p, size_t size)
{
	const char *end = p + size;
	u64 n;

	if (which >= RAW_TABLES || f->tables[which].n || size < sizeof(n))
		return false;
	memcpy(&n, p, sizeof(n));
	p += sizeof(n);
	while (n--) {
		const char *nul = memchr(p, 0, end - p);

		if (!nul)
			return false;
		add_string(&f->tables[which], p, nul - p);
		p = nul + 1;
	}
	return true;
}

static bool take_symbol(struct raw_file *f, const char *p, size_t n)
{
	struct raw_symbol s;

	if (n < 16 || !memchr(p + 8, 0, n - 8))
		return false;
	memcpy(&s.address, p, 8);
	s.name = p + 8;
	if (!(f->nsymbols & (f->nsymbols - 1)))
		f->symbols = must_realloc(f->symbols, (f->nsymbols ? 2 * f->nsymbols : 1) * sizeof(s));
	f->symbols[f->nsymbols++] = s;
	return true;
}

static bool take_end(struct raw_file *f, const char *p, size_t n)
{
	if (n != sizeof(struct raw_end))
		return false;
	f->end = (const void *)p;
	return true;
}

static bool take_part(struct raw_file *f, const char *p, size_t n)
{
	if (f->part || n != 2 * sizeof(u32))
		return false;
	f->part = (const void *)p;
	return true;
}

static bool is_own(const struct mytap_record *r)
{
	return r->kind_id >> 24 >= RAW_TABLE;
}

static bool take_own(struct raw_file *f, const struct mytap_record *r)
{
	const char *p = (const char *)(r + 1);
	size_t n = r->size - sizeof(*r);

	switch (r->kind_id >> 24) {
	case RAW_TABLE:
		return take_table(f, r->kind_id & 0xffffff, p, n);
	case RAW_SYMBOL:
		return take_symbol(f, p, n);
	case RAW_END:
		return take_end(f, p, n);
	case RAW_PART:
		return take_part(f, p, n);
	default:
		return false;
	}
}

/* Checks the records of a block; false: *ret_at is invalid. */
static bool check_block(struct raw_file *f, size_t from, size_t to, size_t *ret_at)
{
	for (size_t at = from; at < to;) {
		const struct mytap_record *r = (const void *)(f->bytes + at);

		*ret_at = at;
		if (f->end || to - at < sizeof(*r) || r->size < sizeof(*r) || r->size & 7 || r->size > to - at)
			return false;
		if (is_own(r) && !take_own(f, r))
			return false;
		at += r->size;
	}
	return true;
}

static bool check_blocks(struct raw_file *f)
{
	f->used = sizeof(struct raw_head);
	while (f->size - f->used >= sizeof(struct raw_block)) {
		const struct raw_block *b = (const void *)(f->bytes + f->used);
		size_t from = f->used + sizeof(*b), at = f->used;

		if (b->not_size != ~b->size || b->size & 7 || !b->size)
			return damaged(f, at);
		if (b->size > f->size - from)
			break;
		if (raw_hash(f->bytes + from, b->size) != b->hash || !check_block(f, from, from + b->size, &at))
			return damaged(f, at);
		f->used = from + b->size;
	}
	if (f->end && f->used != f->size)
		return damaged(f, f->used);
	return true;
}

static int by_address(const void *a, const void *b)
{
	const struct raw_symbol *x = a, *y = b;

	return x->address < y->address ? -1 : x->address > y->address;
}

bool raw_open(struct raw_file *f, const char *path)
{
	*f = (struct raw_file){ .path = path };
	if (!map_file(f) || !is_ours(f) || !check_blocks(f))
		return false;
	if (!f->tables[RAW_PROBES].n) {
		say_error("%s is cut off before its first record", path);
		return false;
	}
	if (f->nsymbols)
		qsort(f->symbols, f->nsymbols, sizeof(*f->symbols), by_address);
	f->at = f->block_end = sizeof(struct raw_head);
	return true;
}

const struct mytap_record *raw_next_record(struct raw_file *f)
{
	while (f->at < f->used) {
		const struct mytap_record *r;

		if (f->at == f->block_end) {
			const struct raw_block *b = (const void *)(f->bytes + f->at);

			f->at += sizeof(*b);
			f->block_end = f->at + b->size;
		}
		r = (const void *)(f->bytes + f->at);
		f->at += r->size;
		if (!is_own(r))
			return r;
	}
	return NULL;
}

const char *raw_symbol_name(void *file, u64 address)
{
	const struct raw_file *f = file;
	const struct raw_symbol key = { .address = address }, *s;

	s = f->nsymbols ? bsearch(&key, f->symbols, f->nsymbols, sizeof(key), by_address) : NULL;
	return s ? s->name : NULL;
}

void raw_close(struct raw_file *f)
{
	for (int i = 0; i < RAW_TABLES; i++) {
		free(f->tables[i].v);
		free(f->tables[i].len);
	}
	free(f->symbols);
	if (f->bytes)
		munmap(f->bytes, f->size);
	*f = (struct raw_file){ 0 };
}
