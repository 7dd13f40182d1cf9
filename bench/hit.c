// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hit CALL N [REPEATS [CPUS]]: makes N cheap system calls of one kind and prints the guest's ns per call in the fastest
 * repeat, with two decimals. In a guest under -icount a ns is an instruction. With CPUS, one process on each of CPUS
 * processors makes N calls at the same time; printed are ns per call of all of them together.
 *
 * CALL: read (vfs_read once), getppid, prctl (tracepoint task_rename once), openat (in a process that may not open more
 * files: opening one and freeing it later does not cost the same each time), or a function of this program:
 * u_nop, u_step (whose first instruction is emulated, or single-stepped), u_text (with a string of 40 bytes), u_mark (which
 * has a mark), u_deep (which reaches u_leaf by 17 calls).
 *
 * hit where FUNCTION: prints the function's offset in the file.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long call(long nr, long a, long b, long c)
{
	long ret;

	__asm__ volatile("syscall" : "=a"(ret) : "a"(nr), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
	return ret;
}

static long long now(void)
{
	struct timespec t;

	syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &t);	/* past the vDSO: the same cost everywhere */
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static const struct {
	const char *name;
	long nr, a, b, c;
} calls[] = {
	{ "read", SYS_read, -1, -1, 0 },
	{ "getppid", SYS_getppid, 0, 0, 0 },
	{ "prctl", SYS_prctl, 15 /* PR_SET_NAME */, (long)"hit", 0 },
	{ "openat", SYS_openat, AT_FDCWD, (long)"/etc/nothing", O_RDONLY | O_CLOEXEC },
};

#define OWN(name, first)									\
	long name(const char *text);								\
	__asm__(".text\n.globl " #name "\n.type " #name ",@function\n.p2align 4\n"		\
		#name ":\n\t" first "\n\tret\n.size " #name ", . - " #name "\n")
OWN(u_nop, "nop");
OWN(u_text, "nop");
OWN(u_step, "mov %rdi, %rax");

/* A mark of two arguments, as sys/sdt.h makes them. */
OWN(u_mark, "nop\n\t.pushsection .note.stapsdt, \"\", \"note\"\n\t.balign 4\n\t.4byte 8, 31f - 30f, 3\n\t.asciz \"stapsdt\"\n"
	    "30:\t.8byte u_mark\n\t.8byte 0\n\t.8byte 0\n\t.asciz \"bench\"\n\t.asciz \"two\"\n\t.asciz \"8@%rdi -4@8(%rsp)\"\n"
	    "31:\t.balign 4\n\t.popsection");
/* At the end of 16 calls, each with a frame of its own. */
long u_leaf(const char *text);
__asm__(".text\n.globl u_leaf\n.type u_leaf, @function\nu_leaf:\n\t.cfi_startproc\n\tnop\n\tmov $1, %eax\n\tret\n"
	"\t.cfi_endproc\n.size u_leaf, . - u_leaf\n");
long u_call(const char *text, long n);
__asm__(".text\n.type u_call, @function\nu_call:\n\t.cfi_startproc\n\tsub $24, %rsp\n\t.cfi_adjust_cfa_offset 24\n"
	"\ttest %rsi, %rsi\n\tjz 1f\n\tdec %rsi\n\tcall u_call\n\tjmp 2f\n1:\tcall u_leaf\n"
	"2:\tadd $24, %rsp\n\t.cfi_adjust_cfa_offset -24\n\tret\n\t.cfi_endproc\n.size u_call, . - u_call\n");

static long u_deep(const char *text)
{
	return u_call(text, 16);
}

static const struct {
	const char *name;
	long (*call)(const char *text);
} own[] = { { "u_mark", u_mark }, { "u_deep", u_deep }, { "u_leaf", u_leaf }, { "u_nop", u_nop }, { "u_text", u_text }, { "u_step", u_step } };

/* No-operations by which coherence/lines.c knows what to look at. */
enum { DISARM, ARM, BEGIN, END };
#define MARK(mark) __asm__ volatile(".byte 0x0f, 0x1f, 0x80, %c0, 0x74, 0x79, 0x6d" :: "i"(mark) : "memory")

struct work { long nr, a, b, c, n; long (*own)(const char *text); };

static void work_do(const struct work *w)
{
	static char text[] = "a text of forty bytes for the string row";

	if (w->own) {
		for (long i = 0; i < w->n; i++)
			w->own(text);
		return;
	}
	for (long i = 0; i < w->n; i++)
		call(w->nr, w->a, w->b, w->c);
}

/* The child's part: on its CPU, from the moment at which all are there. */
static void work_beside(const struct work *w, int cpu, volatile int *ready, volatile int *go)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		_exit(1);
	if (w->nr == SYS_read)		/* a file of its own: who shares one shares what the kernel counts in it */
		dup2(open("/dev/null", O_RDWR), (int)w->a);
	__atomic_fetch_add(ready, 1, __ATOMIC_SEQ_CST);
	while (!*go)
		sched_yield();
	MARK(BEGIN);
	work_do(w);
	MARK(END);
	_exit(0);
}

/* ns from the start of all to the end of the last; -1: some CPU is not there. */
static long long work_on(const struct work *w, long cpus)
{
	volatile int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int status, failed = 0;
	long long t;

	MARK(ARM);
	usleep(1000);
	for (int i = 0; i < cpus; i++)
		if (!fork())
			work_beside(w, i, &shared[0], &shared[1]);
	while (shared[0] < cpus && waitpid(-1, NULL, WNOHANG) == 0)
		usleep(1000);
	t = now();
	shared[1] = 1;
	while (wait(&status) > 0)
		failed |= status;
	t = now() - t;
	MARK(DISARM);
	munmap((void *)shared, 4096);
	return failed ? -1 : t;
}

/* A static program is mapped as it lies in its file, each segment at its place. */
static int say_where(const char *name)
{
	extern const char __executable_start[];

	for (unsigned int i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (!strcmp(name, own[i].name)) {
			printf("%ld\n", (long)((const char *)own[i].call - __executable_start));
			return 0;
		}
	return 1;
}

int main(int argc, char **argv)
{
	long n = argc > 2 ? atol(argv[2]) : 0, repeats = argc > 3 ? atol(argv[3]) : 3, cpus = argc > 4 ? atol(argv[4]) : 0;
	int fd = open("/dev/null", O_RDWR), row = -1;
	long (*function)(const char *text) = NULL;
	long long best = -1;
	char byte;

	for (unsigned int i = 0; argc > 1 && i < sizeof(calls) / sizeof(*calls); i++)
		if (!strcmp(argv[1], calls[i].name))
			row = (int)i;
	if (argc > 2 && !strcmp(argv[1], "where"))
		return say_where(argv[2]);
	for (unsigned int i = 0; argc > 1 && i < sizeof(own) / sizeof(*own); i++)
		if (!strcmp(argv[1], own[i].name))
			function = own[i].call;
	if (function)
		row = 0;
	if (row < 0 || n <= 0 || fd < 0) {
		fprintf(stderr, "usage: hit read|getppid|prctl|u_nop|u_step|u_text N [REPEATS [CPUS]]\n");
		return 2;
	}
	if (!function && calls[row].nr == SYS_openat)
		setrlimit(RLIMIT_NOFILE, &(struct rlimit){ 0, 0 });
	while (repeats-- > 0) {
		struct work w = {
			.nr = calls[row].nr, .a = calls[row].a == -1 ? fd : calls[row].a,
			.b = calls[row].b == -1 ? (long)&byte : calls[row].b, .c = calls[row].c, .n = n,
			.own = function,
		};
		long long t = now();

		if (cpus) {
			t = work_on(&w, cpus);
			if (t < 0) {
				fprintf(stderr, "hit: there are no %ld CPUs\n", cpus);
				return 1;
			}
		} else {
			work_do(&w);
			t = now() - t;
		}
		if (best < 0 || t < best)
			best = t;
	}
	n *= cpus ? cpus : 1;
	printf("%lld.%02lld\n", best / n, best * 100 / n % 100);
	return 0;
}
