// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Mappings: all read-only except the pages of struct mytap_taken (the loader stores tail); the data twice in a row,
 * so that a record never wraps.
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
		say_error("the loaded module is not one of mytap's");
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

static bool map_taken(struct channel *c)
{
	void *p = mmap(NULL, (size_t)PAGE * MYTAP_TAKEN_PAGES(c->nslots), PROT_READ | PROT_WRITE, MAP_SHARED, c->fd,
		       MYTAP_TAKEN_OFFSET(c->shared));

	c->taken = p == MAP_FAILED ? NULL : p;
	return c->taken;
}

static bool map_rings(struct channel *c, u32 id)
{
	struct channel_rings *rings = &c->rings[id];
	size_t size = rings->size;
	void *p = mmap(NULL, (size_t)PAGE * c->nslots, PROT_READ, MAP_SHARED, c->fd, (u64)PAGE * (1 + id * c->nslots));

	if (p == MAP_FAILED)
		return false;
	rings->shown = p;
	p = mmap(NULL, 2 * size * c->nslots, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		return false;
	rings->data = p;
	for (u32 i = 0; i < c->nslots; i++) {
		char *at = rings->data + 2 * size * i;
		u64 offset = mytap_data_offset(c->shared, id, i);

		if (!map_at(at, size, PROT_READ, c->fd, offset) || !map_at(at + size, size, PROT_READ, c->fd, offset))
			return false;
	}
	return true;
}

/* The sizes that the module offers; false: they are invalid. */
static bool take_sizes(struct channel *c)
{
	bool is_sane = c->shared->nslots && c->shared->nslots <= SLOTS_MOST;

	c->nslots = c->shared->nslots;
	for (u32 id = 0; id < MYTAP_CHANNELS; id++) {
		const struct mytap_channel *offered = &c->shared->channels[id];
		u32 size = offered->ring_size;

		c->rings[id].size = size;
		c->rings[id].policy = offered->policy;
		is_sane &= (!size && id) || (size >= PAGE && size <= MYTAP_RING_MOST && !(size & (size - 1)));
	}
	if (!is_sane)
		say_error("the module offers %u rings of %u bytes, which is not valid", c->nslots, c->rings[0].size);
	return is_sane;
}

/* Slot by slot, so that records of the same time are read in that order. */
static void add_sources(struct channel *c, struct merge *m)
{
	for (u32 i = 0; i < c->nslots; i++)
		for (u32 id = 0; id < MYTAP_CHANNELS; id++)
			if (c->rings[id].size && c->rings[id].policy == MYTAP_DROP_NEWEST)
				merge_add(m, &(struct merge_source){
					.slot = i, .busy = &channel_ring(c, MYTAP_CHANNEL_OUTPUT, i)->busy,
					.ring = channel_ring(c, id, i), .taken = &c->taken[id * c->nslots + i],
					.data = channel_data(c, id, i), .size = c->rings[id].size,
				});
}

bool channel_map_rings(struct channel *c, struct merge *m, merge_take_fn *take, void *ctx)
{
	bool is_mapped;

	if (!take_sizes(c))
		return false;
	is_mapped = map_taken(c);
	for (u32 id = 0; id < MYTAP_CHANNELS && is_mapped; id++)
		is_mapped = !c->rings[id].size || map_rings(c, id);
	if (!is_mapped) {
		say_error("cannot map the module's rings: %s", strerror(errno));
		return false;
	}
	merge_init(m, MYTAP_RINGS(c->nslots), take, ctx);
	add_sources(c, m);
	return true;
}

void channel_close(struct channel *c)
{
	for (u32 id = 0; id < MYTAP_CHANNELS; id++) {
		if (c->rings[id].data)
			munmap(c->rings[id].data, 2 * (size_t)c->rings[id].size * c->nslots);
		if (c->rings[id].shown)
			munmap((void *)c->rings[id].shown, (size_t)PAGE * c->nslots);
	}
	if (c->taken)
		munmap(c->taken, (size_t)PAGE * MYTAP_TAKEN_PAGES(c->nslots));
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
		/* The records of a flight recorder are still to be read, even if it has a reader. */
		if (sh->channels[MYTAP_CHANNEL_OUTPUT].policy == MYTAP_OVERWRITE_OLDEST)
			found = PEEK_IN_USE;
		else if (sh->state == MYTAP_DONE || *reader == 0 || *reader == getpid() ||
		    (kill(*reader, 0) && errno == ESRCH))
			found = PEEK_DEAD;
	}
	if (sh)
		munmap((void *)sh, PAGE);
	close(fd);
	return found;
}
