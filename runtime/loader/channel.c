// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Mappings: all read-only but the pages of struct mytap_taken (we store tail); the data
 * twice in a row, so that a record never wraps.
 */
#include "channel.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "say.h"

enum {
	PAGE = 4096,
	SLOTS_MOST = 8192 + 1,		/* CONFIG_NR_CPUS at its largest, and the process slot */
	RING_MOST = 1 << 30,		/* bytes; -b takes up to 1024 MB */
};

static int open_proc(const char *module)
{
	char path[128];

	snprintf(path, sizeof(path), "/proc/mytap-%s", module);
	return open(path, O_RDWR | O_CLOEXEC);
}

static const struct mytap_shared *map_shared(int fd)
{
	void *p = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);

	return p == MAP_FAILED ? NULL : p;
}

static bool is_ours(const struct mytap_shared *sh)
{
	if (sh->magic != MYTAP_MAGIC) {
		say_error("the loaded module does not answer as one of mytap's");
		return false;
	}
	if (sh->version != MYTAP_WIRE_VERSION || sh->size != sizeof(*sh)) {
		say_error("the module speaks version %u of the loader's messages, this mytap-run version %d: make it again with "
			  "the mytap installed here", sh->version, MYTAP_WIRE_VERSION);
		return false;
	}
	return true;
}

bool channel_attach(struct channel *c, int fd)
{
	*c = (struct channel){ .fd = fd, .shared = map_shared(fd) };
	if (!c->shared) {
		say_error("cannot map the module's first page: %s", strerror(errno));
		return false;
	}
	return is_ours(c->shared);
}

bool channel_open(struct channel *c, const char *module)
{
	int fd = open_proc(module);

	if (fd < 0) {
		say_error("cannot open /proc/mytap-%s: %s", module, strerror(errno));
		*c = (struct channel){ .fd = -1 };
		return false;
	}
	return channel_attach(c, fd);
}

static bool map_at(char *where, size_t size, int prot, int fd, u64 offset)
{
	return mmap(where, size, prot, MAP_SHARED | MAP_FIXED, fd, offset) != MAP_FAILED;
}

static bool map_rings(struct channel *c)
{
	size_t size = c->ring_size, all = 2 * size * c->nslots;
	void *p = mmap(NULL, (size_t)PAGE * c->nslots, PROT_READ, MAP_SHARED, c->fd, PAGE);

	if (p == MAP_FAILED)
		return false;
	c->rings = p;
	p = mmap(NULL, (size_t)PAGE * MYTAP_TAKEN_PAGES(c->nslots), PROT_READ | PROT_WRITE, MAP_SHARED, c->fd,
		 MYTAP_TAKEN_OFFSET(c->shared));
	if (p == MAP_FAILED)
		return false;
	c->taken = p;
	p = mmap(NULL, all, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		return false;
	c->data = p;
	for (u32 i = 0; i < c->nslots; i++) {
		char *at = c->data + 2 * size * i;
		u64 offset = MYTAP_DATA_OFFSET(c, i);

		if (!map_at(at, size, PROT_READ, c->fd, offset) || !map_at(at + size, size, PROT_READ, c->fd, offset))
			return false;
	}
	return true;
}

bool channel_map_rings(struct channel *c, struct merge *m, merge_take_fn *take, void *ctx)
{
	c->nslots = c->shared->nslots;
	c->ring_size = c->shared->ring_size;
	if (!c->nslots || c->nslots > SLOTS_MOST || c->ring_size < PAGE || c->ring_size > RING_MOST ||
	    c->ring_size & (c->ring_size - 1)) {
		say_error("the module offers %u rings of %u bytes, which makes no sense", c->nslots, c->ring_size);
		return false;
	}
	if (!map_rings(c)) {
		say_error("cannot map the module's rings: %s", strerror(errno));
		return false;
	}
	merge_init(m, c->nslots, c->ring_size, take, ctx);
	for (u32 i = 0; i < c->nslots; i++)
		merge_set_slot(m, i, (const void *)(c->rings + (size_t)PAGE * i), &c->taken[i],
			       c->data + 2 * (size_t)c->ring_size * i);
	return true;
}

void channel_close(struct channel *c)
{
	if (c->data)
		munmap(c->data, 2 * (size_t)c->ring_size * c->nslots);
	if (c->taken)
		munmap(c->taken, (size_t)PAGE * MYTAP_TAKEN_PAGES(c->nslots));
	if (c->rings)
		munmap((void *)c->rings, (size_t)PAGE * c->nslots);
	if (c->shared)
		munmap((void *)c->shared, PAGE);
	if (c->fd >= 0)
		close(c->fd);
	*c = (struct channel){ .fd = -1 };
}

bool channel_command(struct channel *c, enum mytap_command_kind kind, const void *payload, size_t size)
{
	struct mytap_command *cmd = must_alloc(sizeof(*cmd) + size);
	ssize_t n;

	cmd->command = kind;
	cmd->size = size;
	if (size)
		memcpy(cmd + 1, payload, size);
	n = write(c->fd, cmd, sizeof(*cmd) + size);
	free(cmd);
	if (n >= 0 && (size_t)n != sizeof(*cmd) + size)
		errno = EIO;
	return n == (ssize_t)(sizeof(*cmd) + size);
}

enum channel_peek channel_peek(const char *module, int *reader)
{
	const struct mytap_shared *sh;
	enum channel_peek found = PEEK_IN_USE;
	int fd = open_proc(module);

	*reader = 0;
	if (fd < 0)
		return errno == ENOENT ? PEEK_GONE : PEEK_IN_USE;
	sh = map_shared(fd);
	if (sh && sh->magic == MYTAP_MAGIC) {
		*reader = sh->reader_tgid;
		if (sh->state == MYTAP_DONE || *reader == 0 || *reader == getpid() ||
		    (kill(*reader, 0) && errno == ESRCH))
			found = PEEK_DEAD;
	}
	if (sh)
		munmap((void *)sh, PAGE);
	close(fd);
	return found;
}
