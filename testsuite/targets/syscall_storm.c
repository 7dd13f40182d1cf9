// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * syscall_storm SECONDS: three processes of uid 1000, in an empty folder as root, make every system call of both widths that
 * does not end them, with arguments that are addresses of nothing, of the kernel's, of pages' ends and of strings, or any number.
 * A call that does not come back within 100 ms is left, with its process. Prints how many calls were begun, of how many numbers, and
 * by how many processes in all.
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORKERS = 3, NUMBERS = 472 };

/* What would end the process, make one that nobody counts, or load registers with anything. */
static const short without64[] = {
	SYS_rt_sigreturn, SYS_clone, SYS_fork, SYS_vfork, SYS_execve, SYS_exit, SYS_arch_prctl, SYS_modify_ldt, SYS_exit_group,
	SYS_execveat, SYS_rseq, SYS_clone3, SYS_kill, SYS_tkill, SYS_tgkill, SYS_pause, SYS_rt_sigsuspend, -1
};
static const short without32[] = {
	1, 2, 11, 29, 37, 72, 119, 120, 123, 173, 179, 190, 238, 243, 252, 270, 358, 384, 386, 435, -1
};

static const uint64_t values[] = {
	0, 1, 2, 3, 7, 16, 64, 4096, 0xfff, -1, -100, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 0x7fffffffeff8, 0x7fffffffefff,
	0x7ffffffff000, 0x7fffffffffff, 0x800000000000, 0x8000000000000000, 0xffff7fffffffffff, 0xffff800000000000,
	0xffff888000000000, 0xffffc90000000000, 0xffffea0000000000, 0xfffffe0000000000, 0xffffffff81000000, 0xffffffffc0000000,
	0xffffffffff5ffff8, 0xffffffffff600000, 0xffffffffff600fff, 0xffffffffff601000, 0xfffffffffffff000,
};

struct shared {
	uint64_t begun[WORKERS];
	uint8_t seen[2][NUMBERS];
};

static struct shared *shared;
static uint64_t state;
static int starts;

static uint64_t any(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* The page at 0x50000000 has strings and a structure of pointers to them; none follows it. */
static uint64_t argument(void)
{
	switch (any() % 4) {
	case 0:
		return any();
	case 1:
		return 0x50000000 + (any() % 4 ? any() % 4096 : 4096 - any() % 16);
	default:
		return values[any() % (sizeof(values) / sizeof(*values))];
	}
}

static int is_without(const short *list, int number)
{
	for (; *list >= 0; list++)
		if (*list == number)
			return 1;
	return 0;
}

static void call32(unsigned int number, const uint64_t *a)
{
	unsigned int ret;

	asm volatile("push %%rbp; mov %[f], %%ebp; int $0x80; pop %%rbp"
		     : "=a"(ret) : "a"(number), "b"((unsigned int)a[0]), "c"((unsigned int)a[1]), "d"((unsigned int)a[2]),
		       "S"((unsigned int)a[3]), "D"((unsigned int)a[4]), [f] "r"((unsigned int)a[5])
		     : "memory", "r8", "r9", "r10", "r11");
}

static void work(int worker, uint64_t seed)
{
	uint64_t *page = mmap((void *)0x50000000, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	state = seed;
	for (int i = 0; i < 512; i++)
		page[i] = i % 8 ? 0x50000000 + any() % 4096 : values[any() % 34];
	strcpy((char *)page + 2048, "/nothing/at\"all\n");
	for (;;) {
		int width = any() % 2, number = (int)(any() % NUMBERS);
		uint64_t a[6];

		for (int i = 0; i < 6; i++)
			a[i] = argument();
		if (is_without(width ? without32 : without64, number))
			continue;
		shared->begun[worker]++;
		shared->seen[width][number] = 1;
		if (width)
			call32((unsigned int)number, a);
		else
			syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
	}
}

static pid_t start(int worker)
{
	static uint64_t seed = 0x9e3779b97f4a7c15;
	struct rlimit little = { 64 << 20, 64 << 20 }, few = { 32, 32 }, none = { 0, 0 };
	pid_t pid;

	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	starts++;
	pid = fork();
	if (pid)
		return pid;
	setrlimit(RLIMIT_AS, &little);
	setrlimit(RLIMIT_NPROC, &few);
	setrlimit(RLIMIT_CORE, &none);
	if (setgid(1000) || setuid(1000))
		_exit(1);
	work(worker, seed);
	_exit(0);
}

/* Until the time is over: who has made no call since the last look is replaced. */
static void watch(time_t end)
{
	pid_t pids[WORKERS] = { 0 };
	uint64_t last[WORKERS] = { 0 };
	struct timespec pause = { 0, 100000000 };

	while (time(NULL) < end) {
		for (int i = 0; i < WORKERS; i++) {
			if (pids[i] && waitpid(pids[i], NULL, WNOHANG) != pids[i] && shared->begun[i] != last[i]) {
				last[i] = shared->begun[i];
				continue;
			}
			if (pids[i]) {
				kill(pids[i], SIGKILL);
				waitpid(pids[i], NULL, 0);
			}
			pids[i] = start(i);
		}
		nanosleep(&pause, NULL);
	}
	for (int i = 0; i < WORKERS; i++) {
		kill(pids[i], SIGKILL);
		waitpid(pids[i], NULL, 0);
	}
}

int main(int argc, char **argv)
{
	char folder[] = "/tmp/storm.XXXXXX";
	int none = open("/dev/null", O_RDWR), out = dup(1), numbers = 0;
	uint64_t begun = 0;
	FILE *f = fdopen(out, "w");

	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED || !f || fcntl(out, F_SETFD, FD_CLOEXEC) || !mkdtemp(folder) || chroot(folder) || chdir("/")) {
		perror("syscall_storm");
		return 1;
	}
	for (int fd = 0; fd < 3; fd++)
		dup2(none, fd);
	watch(time(NULL) + (argc > 1 ? atoi(argv[1]) : 5));
	for (int i = 0; i < WORKERS; i++)
		begun += shared->begun[i];
	for (int i = 0; i < 2 * NUMBERS; i++)
		numbers += shared->seen[i / NUMBERS][i % NUMBERS];
	fprintf(f, "begun %lu numbers %d starts %d\n", (unsigned long)begun, numbers, starts);
	return fclose(f) != 0;
}
