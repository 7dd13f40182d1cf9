/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A kernel's memory that is damaged at random while it is read: mytap inspect must say
 * something and end. Each round is a process of its own with a seed; one that dies of a
 * signal, or takes longer than a minute, is a fault, and its seed is printed.
 *
 *	fuzz_inspect DUMP SECONDS [SEED]	with SEED: that round only, in this process
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "translator/inspect/inspect.h"

static struct memory *real;
static uint64_t state;
static unsigned int one_in, begin_at;	/* a read in how many is damaged, from which on */

static uint64_t draw(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state * 0x2545F4914F6CDD1DULL;
}

static uint64_t bad_word(uint64_t old)
{
	static const uint64_t words[] = { 0, 1, ~0ULL, 0x7fffffff, 0xffffffff, 0xffffffff81000000ULL, 0x8000000000000000ULL, 4096 };

	switch (draw() % 4) {
	case 0:
		return old ^ 1ULL << draw() % 64;
	case 1:
		return old + draw() % 4096 - 2048;
	case 2:
		return draw();
	default:
		return words[draw() % (sizeof(words) / sizeof(*words))];
	}
}

static size_t bad_read(struct memory *m, uint64_t va, void *to, size_t n)
{
	size_t got = real->read(real, va, to, n), at;
	uint64_t word = 0;

	if (m->reads < begin_at || draw() % one_in)
		return got;
	if (draw() % 8 == 0)
		return got ? draw() % got : 0;
	at = got ? draw() % got : 0;
	memcpy(&word, (char *)to + at, got - at < 8 ? got - at : 8);
	word = bad_word(word);
	memcpy((char *)to + at, &word, got - at < 8 ? got - at : 8);
	return got;
}

static void bad_close(struct memory *m)
{
	(void)m;
	real->close(real);
}

static int round_run(const char *path, uint64_t seed)
{
	static const unsigned int rates[] = { 1, 3, 20, 200 };
	struct arena *a = arena_new();
	struct inspect_request r = { .table = seed % 5 ? "all" : "function", .function = "vfs_read", .core = path, .is_json = seed % 2 };
	struct strbuf why = { 0 };
	struct memory bad;
	int status;

	state = seed * 0x9E3779B97F4A7C15ULL + 1;
	one_in = rates[draw() % 4];
	begin_at = draw() % 3 ? 6 + draw() % 300 : 0;	/* behind kallsyms and BTF, mostly: or the tables would never be met */
	real = memory_open_dump(a, path, &why);
	if (!real) {
		fprintf(stderr, "%s\n", strbuf_str(&why));
		return 2;
	}
	bad = *real;
	bad.read = bad_read;
	bad.close = bad_close;
	status = inspect_memory(a, &bad, &r);
	arena_free(a);
	return status;
}

static int round_apart(const char *path, uint64_t seed)
{
	int status;
	pid_t child;

	fflush(stdout);		/* or the child would print it, too */
	child = fork();
	if (child == 0) {
		if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
			_exit(3);
		alarm(60);
		_exit(round_run(path, seed));
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		return 1;
	if (WIFEXITED(status) && WEXITSTATUS(status) <= 1)
		return 0;
	printf("seed %llu: status 0x%x\n", (unsigned long long)seed, status);
	return 1;
}

int main(int argc, char **argv)
{
	time_t end;
	uint64_t seed = 0;
	int faults = 0;

	if (argc < 3)
		return 2;
	if (argc > 3)
		return round_run(argv[1], strtoull(argv[3], NULL, 10));
	end = time(NULL) + atoi(argv[2]);
	while (time(NULL) < end && faults < 10)
		faults += round_apart(argv[1], ++seed);
	printf("%llu rounds, %d faults\n", (unsigned long long)seed, faults);
	return faults > 0;
}
