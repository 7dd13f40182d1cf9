// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The physical memory of a guest that runs, in the memory of its QEMU: the mapping of the guest's size. The guest does not notice.
 * Linux lets a process read the memory of its descendants.
 */
#include "translator/inspect/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* QEMU's machine "pc": what is more than the first number leaves a hole for devices, from the second to 4 GB. */
#define LOW_MOST 0xe0000000ULL
#define LOW_SPLIT 0xc0000000ULL
#define HIGH 0x100000000ULL

struct ram {
	struct physical physical;
	int fd;				/* /proc/PID/mem */
	uint64_t at, size, low;		/* in QEMU; low: bytes before the hole */
};

/* The offset in the guest's memory, and in *left the bytes up to the end of that piece; ~0: there is no memory at pa. */
static uint64_t ram_offset(const struct ram *r, uint64_t pa, uint64_t *left)
{
	*left = 0;
	if (pa < r->low) {
		*left = r->low - pa;
		return pa;
	}
	if (pa < HIGH || pa - HIGH >= r->size - r->low)
		return ~0ULL;
	*left = r->size - r->low - (pa - HIGH);
	return r->low + (pa - HIGH);
}

static size_t ram_read(struct physical *p, uint64_t pa, void *to, size_t n)
{
	struct ram *r = (struct ram *)p;
	uint64_t left, offset = ram_offset(r, pa, &left);
	ssize_t got = 0;

	if (offset != ~0ULL)
		got = pread(r->fd, to, n < left ? n : left, r->at + offset);
	return got < 0 ? 0 : got;
}

static uint64_t ram_next_page(struct physical *p, uint64_t pa)
{
	struct ram *r = (struct ram *)p;
	uint64_t left;

	pa = (pa + 4095) & ~4095ULL;
	if (pa >= r->low && pa < HIGH)
		pa = HIGH;
	return ram_offset(r, pa, &left) == ~0ULL ? ~0ULL : pa;
}

static void ram_close(struct physical *p)
{
	close(((struct ram *)p)->fd);
}

/* 0: there is none. */
static uint64_t find_mapping(int pid, uint64_t size)
{
	char path[64], line[512], mode[5];
	uint64_t begin, end, ret = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	f = fopen(path, "re");
	while (f && !ret && fgets(line, sizeof(line), f))
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %4s", &begin, &end, mode) == 3 && !strncmp(mode, "rw", 2) && end - begin == size)
			ret = begin;
	if (f)
		fclose(f);
	return ret;
}

struct memory *memory_open_guest(struct arena *a, int qemu, unsigned int mb, struct strbuf *why)
{
	struct ram *r = arena_new_of(a, struct ram);
	struct memory *m;
	char path[64];

	r->size = (uint64_t)mb << 20;
	r->low = r->size < LOW_MOST ? r->size : LOW_SPLIT;
	r->at = find_mapping(qemu, r->size);
	snprintf(path, sizeof(path), "/proc/%d/mem", qemu);
	r->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (r->fd < 0 || !r->at) {
		strbuf_printf(why, "the guest's memory cannot be read in its QEMU, process %d: %s", qemu,
			      r->fd < 0 ? strerror(errno) : "there is no mapping of its size");
		if (r->fd >= 0)
			close(r->fd);
		return NULL;
	}
	r->physical = (struct physical){ .read = ram_read, .next_page = ram_next_page, .close = ram_close, .format = "guest" };
	m = paging_open(a, &r->physical, "the guest", why);
	if (m)
		m->is_live = true;
	return m;
}
