// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Bytes as the blocks of a raw file, whose heads are made right -> everything that is read of it, to all outputs. Behind a
 * 'w': as the whole file, whose versions are made those of now, so that seeds outlive them; behind an 'a': as they are.
 */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/loader/raw.h"
#include "runtime/loader/replay.h"
#include "runtime/loader/say.h"
#include "fuzz_loader.h"

static void put(int fd, const void *p, size_t n)
{
	if (write(fd, p, n) != (ssize_t)n)
		abort();
}

static const struct raw_head head = { RAW_MAGIC, RAW_VERSION, MYTAP_WIRE_VERSION };

static void put_file(int fd, const uint8_t *data, size_t size)
{
	size_t n = size < sizeof(head.magic) ? size : sizeof(head.magic), versions = sizeof(head) - n;

	put(fd, data, n);
	if (size <= sizeof(head))
		return;
	put(fd, (const char *)&head + n, versions);
	put(fd, data + sizeof(head), size - sizeof(head));
}

/* Up to the first half, and the rest. */
static void put_blocks(int fd, const uint8_t *data, size_t size)
{
	size_t half = size / 2 & ~7UL, sizes[] = { half, (size & ~7UL) - half };

	put(fd, &head, sizeof(head));
	for (int i = 0; i < 2; i++) {
		struct raw_block b = { .size = sizes[i], .not_size = ~(u32)sizes[i], .hash = raw_hash(data, sizes[i]) };

		if (!sizes[i])
			continue;
		put(fd, &b, sizeof(b));
		put(fd, data, sizes[i]);
		data += sizes[i];
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[64];
	const char *const paths[] = { path };
	struct replay r = { .paths = paths, .npaths = 1, .output = "/dev/null" };
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	const struct writer_kind *kind;

	if (!size)
		return 0;
	say_init(false, false);
	if (*data == 'w')
		put_file(fd, data + 1, size - 1);
	else if (*data == 'a')
		put(fd, data + 1, size - 1);
	else
		put_blocks(fd, data + 1, size - 1);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	for (unsigned int i = 0; (kind = writer_number(i)) != NULL; i++)
		if (kind->has_file)
			writers_choose(&r.writers, kind->name, "/dev/null");
	replay_run(&r);
	r.writers.n = 0;
	writers_choose(&r.writers, "json", NULL);
	replay_run(&r);
	close(fd);
	return 0;
}
