/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scribble MODULE SECONDS: a hostile reader of a loaded module. Tries what must be refused (writable mappings of what
 * the kernel goes by, mappings beyond the end, malformed commands), then starts the session and writes random values
 * into the pages that a reader may write, while probes fire. 0: all was refused that must be, the session ended, and the
 * module's own word of what it wrote (head, state) stayed sane. What it prints explains a failure.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../runtime/wire.h"

enum { PAGE = 4096 };

static int failures, fd;
static const struct mytap_shared *shared;
static struct mytap_taken *taken;
static const char *rings;

static void fail(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	puts("");
	failures++;
}

static u64 random64(void)
{
	return (u64)random() << 42 ^ (u64)random() << 21 ^ (u64)random();
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* ---- what must be refused --------------------------------------------------------------------------------- */

static void refuse_map(const char *what, size_t size, int prot, int flags, u64 offset)
{
	void *p = mmap(NULL, size, prot, flags, fd, offset);

	if (p != MAP_FAILED)
		fail("mapped: %s (%zu bytes at %#llx)", what, size, (unsigned long long)offset);
	if (p != MAP_FAILED)
		munmap(p, size);
}

/* A page that the kernel goes by: readable, and in no way writable. */
static void keep_out(const char *what, u64 offset)
{
	struct iovec from, to;
	char old, new;
	char *p;
	int mem;

	refuse_map(what, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, offset);
	refuse_map(what, PAGE, PROT_WRITE, MAP_SHARED, offset);
	refuse_map(what, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, offset);
	refuse_map(what, PAGE, PROT_READ, MAP_PRIVATE, offset);
	p = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, offset);
	if (p == MAP_FAILED) {
		fail("cannot be read: %s", what);
		return;
	}
	if (!mprotect(p, PAGE, PROT_READ | PROT_WRITE))
		fail("became writable: %s", what);
	if (!mprotect(p, PAGE, PROT_READ | PROT_EXEC))
		fail("became executable: %s", what);
	/* A debugger's way, which takes no notice of the protection. */
	old = p[8];
	new = ~old;
	mem = open("/proc/self/mem", O_RDWR);
	if (pwrite(mem, &new, 1, (off_t)(uintptr_t)(p + 8)) == 1 && p[8] != old)
		fail("written by /proc/self/mem: %s", what);
	close(mem);
	from = (struct iovec){ &new, 1 };
	to = (struct iovec){ p + 8, 1 };
	if (process_vm_writev(getpid(), &from, 1, &to, 1, 0) == 1)
		fail("written by process_vm_writev: %s", what);
	if (mremap(p, PAGE, 2 * PAGE, MREMAP_MAYMOVE) != MAP_FAILED)
		fail("grew: %s", what);
	munmap(p, PAGE);
}

static void refuse_pages(void)
{
	u64 end = mytap_data_offset(shared, MYTAP_CHANNELS, 0);
	size_t size = PAGE * MYTAP_TAKEN_PAGES(shared->nslots);

	keep_out("the first page", 0);
	keep_out("a ring", PAGE);
	keep_out("the last ring of the first channel", (u64)PAGE * shared->nslots);
	if (shared->channels[MYTAP_CHANNEL_OUTPUT].ring_size) {
		keep_out("data", mytap_data_offset(shared, MYTAP_CHANNEL_OUTPUT, 0));
		keep_out("the last of the data", end - PAGE);
		keep_out("data of the second channel", mytap_data_offset(shared, MYTAP_CHANNEL_TRACE, 0));
		keep_out("a ring of the second channel", (u64)PAGE * (1 + shared->nslots));
		refuse_map("more than there is", 2 * PAGE, PROT_READ, MAP_SHARED, end - PAGE);
		refuse_map("the reader's page and data", 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED,
			   mytap_data_offset(shared, MYTAP_CHANNEL_OUTPUT, 0) - PAGE);
	}
	refuse_map("a ring and the reader's page", 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, MYTAP_TAKEN_OFFSET(shared) - PAGE);
	refuse_map("the reader's page, privately", size, PROT_READ | PROT_WRITE, MAP_PRIVATE, MYTAP_TAKEN_OFFSET(shared));
	refuse_map("the reader's page, to run code", size, PROT_READ | PROT_EXEC, MAP_SHARED, MYTAP_TAKEN_OFFSET(shared));
	refuse_map("behind the end", PAGE, PROT_READ, MAP_SHARED, end);
	refuse_map("far behind the end", PAGE, PROT_READ, MAP_SHARED, 1ULL << 40);
	refuse_map("at the end of all offsets", PAGE, PROT_READ, MAP_SHARED, ~0ULL << 12);
	refuse_map("an odd offset", PAGE, PROT_READ, MAP_SHARED, 100);
}

static void refuse_write(const char *what, const void *from, size_t size)
{
	if (write(fd, from, size) >= 0)
		fail("taken: %s", what);
}

static void refuse_commands(void)
{
	struct { struct mytap_command c; char more[64]; } m = { .c = { 0 } };
	char *large = calloc(1, (16 << 20) + 4096);

	refuse_write("a command of no bytes", &m, 0);
	refuse_write("half a command", &m, 4);
	refuse_write("command 0", &m, sizeof(m.c));
	m.c.command = ~0u;
	refuse_write("command ~0", &m, sizeof(m.c));
	m.c.command = MYTAP_CMD_SET_GLOBAL;
	m.c.size = ~0u - 8;
	refuse_write("a payload of 4 GB", &m, sizeof(m));
	m.c.size = 0;
	refuse_write("a payload that is longer than it says", &m, sizeof(m));
	m.c.size = sizeof(m.more);
	memset(m.more, 'x', sizeof(m.more));
	refuse_write("a global without a name", &m, sizeof(m));
	m.c.command = MYTAP_CMD_ADDRESSES;
	refuse_write("addresses of nothing", &m, sizeof(m));
	refuse_write("a command of 16 MB", large, (16 << 20) + 4096);
	refuse_write("a command from nowhere", (void *)16, 64);
	if (lseek(fd, 12345, SEEK_SET) >= 0)
		fail("lseek went somewhere");
	if (read(fd, large, 16) >= 0 || pread(fd, large, 16, 3) >= 0)
		fail("it can be read like a file");
	free(large);
}

/* ---- the session ------------------------------------------------------------------------------------------ */

static bool command(enum mytap_command_kind kind, const void *payload, size_t size)
{
	struct { struct mytap_command c; char payload[64]; } m = { { kind, size }, { 0 } };

	if (size)
		memcpy(m.payload, payload, size);
	return write(fd, &m, sizeof(m.c) + size) == (ssize_t)(sizeof(m.c) + size);
}

static const struct mytap_ring *ring(u32 slot)
{
	return (const void *)(rings + (size_t)PAGE * slot);
}

static u64 head_of(u32 slot)
{
	return __atomic_load_n(&ring(slot)->head, __ATOMIC_ACQUIRE);
}

/* Values that a check might let through: near the head, near the ring's size, near the ends of 64 bits, any. */
static u64 nonsense(u64 head, u32 size)
{
	const u64 near[] = { 0, head, head - size, head + size, size, ~0ULL, 1ULL << 63, head ^ 1ULL << 63 };

	if (random() % 4 == 0)		/* all is taken: so that there is something to write over */
		return head;
	return random() % 3 ? near[random() % 8] + random() % 5 - 2 : random64();
}

/* For that time, and on until enough was written meanwhile: a busy host lets little happen in a guest. */
static void scribble(double time)
{
	double end = seconds() + time, last = end + 120;
	u64 before[64] = { 0 }, moved = 0;

	while (seconds() < end || (moved < 100 && seconds() < last))
		for (u32 n = 0; n < 10000; n++) {
			u32 slot = random() % shared->nslots;
			u64 head = head_of(slot);

			__atomic_store_n(&taken[slot].tail, nonsense(head, shared->channels[MYTAP_CHANNEL_OUTPUT].ring_size), __ATOMIC_RELEASE);
			taken[slot].pad[random() % 7] = random64();
			taken[MYTAP_CHANNEL_TRACE * shared->nslots + slot].tail = random64();
			if (slot >= 64)
				continue;
			if (head < before[slot])
				fail("the head of slot %u went back from %llu to %llu", slot, (unsigned long long)before[slot],
				     (unsigned long long)head);
			moved += head != before[slot];
			before[slot] = head;
		}
	if (moved < 100)
		fail("hardly anything was written meanwhile: %llu", (unsigned long long)moved);
}

static void wait_for(enum mytap_state state, double most)
{
	double end = seconds() + most;

	while (__atomic_load_n(&shared->state, __ATOMIC_ACQUIRE) < state && seconds() < end) {
		struct pollfd p = { .fd = fd, .events = POLLIN };

		poll(&p, 1, 10);
		/* Now and then all is taken, as a reader says it: what waits for room goes on. */
		for (u32 i = 0; i < shared->nslots; i++)
			taken[i].tail = random() % 2 ? head_of(i) : random64();
	}
	if (shared->state < state)
		fail("state %u after %.0f s, expected %u", shared->state, most, state);
}

/* Channels that there are not, and policies. */
static void refuse_starts(struct mytap_start start)
{
	start.channels[MYTAP_CHANNEL_TRACE].goes_to = MYTAP_CHANNELS;
	if (command(MYTAP_CMD_START, &start, sizeof(start)))
		fail("it starts with a channel that goes nowhere");
	start.channels[MYTAP_CHANNEL_TRACE].goes_to = MYTAP_CHANNEL_TRACE;
	start.channels[MYTAP_CHANNEL_TRACE].policy = 2;
	if (command(MYTAP_CMD_START, &start, sizeof(start)))
		fail("it starts with a policy that there is not");
	start.channels[MYTAP_CHANNEL_OUTPUT].goes_to = MYTAP_CHANNEL_TRACE;
	if (command(MYTAP_CMD_START, &start, sizeof(start)))
		fail("it starts with the first channel going elsewhere");
}

static void run_session(double time)
{
	struct mytap_start start = {
		.channels = {
			{ .ring_size = 16384 },
			{ .goes_to = MYTAP_CHANNEL_TRACE, .policy = MYTAP_OVERWRITE_OLDEST, .ring_size = 32768 },
		},
	};

	refuse_starts(start);
	if (!command(MYTAP_CMD_START, &start, sizeof(start))) {
		fail("it does not start: %s", strerror(errno));
		return;
	}
	if (command(MYTAP_CMD_START, &start, sizeof(start)))
		fail("it starts twice");
	wait_for(MYTAP_RUNNING, 30);
	refuse_pages();
	scribble(time);
	refuse_commands();
	if (!command(MYTAP_CMD_STOP, NULL, 0))
		fail("it does not stop: %s", strerror(errno));
	wait_for(MYTAP_DONE, 60);
	if (shared->failed)
		fail("it ended by an error");
}

int main(int argc, char **argv)
{
	char path[128];
	pid_t load;

	if (argc < 3)
		return 2;
	setvbuf(stdout, NULL, _IOLBF, 0);
	srandom(time(NULL));
	snprintf(path, sizeof(path), "/proc/mytap-%s", argv[1]);
	fd = open(path, O_RDWR);
	shared = fd < 0 ? MAP_FAILED : mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);
	if (shared == MAP_FAILED || shared->magic != MYTAP_MAGIC) {
		perror(path);
		return 1;
	}
	refuse_pages();
	refuse_commands();
	taken = mmap(NULL, PAGE * MYTAP_TAKEN_PAGES(shared->nslots), PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		     MYTAP_TAKEN_OFFSET(shared));
	rings = mmap(NULL, (size_t)PAGE * shared->nslots, PROT_READ, MAP_SHARED, fd, PAGE);
	if (taken == MAP_FAILED || rings == MAP_FAILED) {
		perror("the reader's pages");
		return 1;
	}
	load = fork();
	if (load == 0) {
		execlp("reads", "reads", "100000000", NULL);
		_exit(127);
	}
	run_session(atof(argv[2]));
	kill(load, 9);
	waitpid(load, NULL, 0);
	return failures != 0;
}
