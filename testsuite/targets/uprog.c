/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uprog [WHAT N]...: functions of known names that are called a known number of times, for probes of programs. It works
 * out its results whether it is probed or not, and ends with 1 when one of them is wrong.
 *
 *   plain N     u_plain(i, "text") for i = 1 .. N
 *   kinds N     N times each of u_k_*, whose first instructions are of different kinds
 *   fact N      u_fact(N), recursive
 *   jumps N     N times u_outer(), which u_inner() leaves by longjmp()
 *   leaves N    N times u_leave(11), u_leave(3), recursive, left from the innermost by longjmp()
 *   mixed N     N children, one after the other, each "fact 16 leaves 5 fact 16" at another place of the stack
 *   tails N     N times u_tail(i), which becomes u_tailed(i) by a jump
 *   threads N   4 threads, each u_plain() N times
 *   fork N      N children, each u_plain() 10 times
 *   exec N      executes itself N times, one after the other, each with "plain 10"
 *   cold N      u_cold(i, text) with texts in N pages of a file that were never touched
 *   wait N      for N milliseconds u_plain(1) each millisecond
 *   still N     nothing for N milliseconds
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NOT_INLINE __attribute__((noipa))

static volatile long sink;

/* Touches nothing that text points to. */
NOT_INLINE void u_cold(int n, const char *text)
{
	sink += n + !text;
}

NOT_INLINE long u_plain(int n, const char *text)
{
	sink += n;
	return n + (long)strlen(text);
}

/* Recursive as written: what comes back is used before it is multiplied. */
NOT_INLINE long u_fact(long n)
{
	long less;

	if (n < 2)
		return 1;
	less = u_fact(n - 1);
	sink = less;
	return (long)((unsigned long)n * (unsigned long)less);
}

/* Each takes a number and gives it back, plus one. */
#define KIND(name, body)									\
	long u_k_##name(long n);								\
	__asm__(".text\n.globl u_k_" #name "\n.type u_k_" #name ",@function\n.p2align 4\n"	\
		"u_k_" #name ":\n" body "\n\tlea 1(%rdi), %rax\n\tret\n.size u_k_" #name ", . - u_k_" #name "\n")
KIND(nop, "\tnop");
KIND(endbr, "\tendbr64");
KIND(push, "\tpush %rbp\n\tpop %rbp");
KIND(mov, "\tmov %rdi, %rax");
KIND(sub, "\tsub $8, %rsp\n\tadd $8, %rsp");
KIND(rip, "\tlea 1f(%rip), %rax\n1:");
KIND(jmp, "\tjmp 1f\n1:");
KIND(call, "\tcall u_k_nop");
KIND(nop5, "\tnopl 0(%rax, %rax, 1)");

static bool kinds(long n)
{
	static long (*const all[])(long) = {
		u_k_nop, u_k_endbr, u_k_push, u_k_mov, u_k_sub, u_k_rip, u_k_jmp, u_k_call, u_k_nop5,
	};
	bool good = true;

	for (long i = 0; i < n; i++)
		for (unsigned int k = 0; k < sizeof(all) / sizeof(*all); k++)
			good &= all[k](i) == i + 1;
	return good;
}

static jmp_buf out;

NOT_INLINE void u_inner(long n)
{
	sink += n;
	longjmp(out, 1);
}

NOT_INLINE long u_outer(long n)
{
	if (!setjmp(out))
		u_inner(n);
	return n;
}

NOT_INLINE void u_leave(long n)
{
	sink += n;
	if (!n)
		longjmp(out, 1);
	u_leave(n - 1);
	sink += n;
}

static bool leaves(long n)
{
	for (volatile long i = 0; i < 2 * n; i++)
		if (!setjmp(out))
			u_leave(i % 2 ? 3 : 11);
	return true;
}

NOT_INLINE long u_tailed(long n)
{
	sink += n;
	return n + 2;
}

long u_tail(long n);
__asm__(".text\n.globl u_tail\n.type u_tail,@function\n.p2align 4\nu_tail:\n\tnop\n\tjmp u_tailed\n.size u_tail, . - u_tail\n");

static bool tails(long n)
{
	bool good = true;

	for (long i = 0; i < n; i++)
		good &= u_tail(i) == i + 2;
	return good;
}

static bool plain(long n)
{
	bool good = true;

	for (long i = 1; i <= n; i++)
		good &= u_plain((int)i, "text") == i + 4;
	return good;
}

static void *thread(void *n)
{
	return (void *)(long)!plain((long)n);
}

static bool threads(long n)
{
	pthread_t t[4];
	void *bad;
	bool good = true;

	for (int i = 0; i < 4; i++)
		pthread_create(&t[i], NULL, thread, (void *)n);
	for (int i = 0; i < 4; i++) {
		pthread_join(t[i], &bad);
		good &= !bad;
	}
	return good;
}

static bool children(long n)
{
	bool good = true;
	int status;

	for (long i = 0; i < n; i++) {
		pid_t pid = fork();

		if (!pid)
			_exit(!plain(10));
		good &= waitpid(pid, &status, 0) == pid && status == 0;
	}
	return good;
}

static bool again(long n)
{
	char count[20];

	plain(10);
	if (n < 1)
		return true;
	snprintf(count, sizeof(count), "%ld", n - 1);
	execlp("uprog", "uprog", "exec", count, NULL);
	return false;
}

static long fact(long n)
{
	unsigned long r = 1;

	for (long i = 2; i <= n; i++)
		r *= (unsigned long)i;
	return (long)r;
}

static bool jumps(long n)
{
	bool good = true;

	for (long i = 0; i < n; i++)
		good &= u_outer(i) == i;
	return good;
}

/* Text i is in page i, up to its end and beyond it. */
static bool cold(long n)
{
	char name[] = "/tmp/cold.XXXXXX", page[4096 + 1], *map;
	int fd = mkstemp(name);
	bool good = fd >= 0;

	for (long i = 0; i < n; i++) {
		snprintf(page, sizeof(page), "%-4080ldtext %6ld", i, i);
		good = good && write(fd, page, 4096) == 4096;
	}
	good = good && ftruncate(fd, (n + 1) * 4096) == 0;
	map = mmap(NULL, (size_t)(n + 1) * 4096, PROT_READ, MAP_PRIVATE, fd, 0);
	unlink(name);
	if (!good || map == MAP_FAILED || madvise(map, (size_t)(n + 1) * 4096, MADV_RANDOM))
		return false;
	for (long i = 0; i < n; i++)
		u_cold((int)i, map + i * 4096 + 4080);
	return true;
}

static bool waits(long n)
{
	struct timespec ms = { .tv_nsec = 1000000 };
	bool good = true;

	while (n-- > 0) {
		good &= u_plain(1, "text") == 5;
		nanosleep(&ms, NULL);
	}
	return good;
}

static bool mixed(long n)
{
	bool good = true;
	int status;

	for (long i = 0; i < n; i++) {
		pid_t pid = fork();

		if (!pid) {
			volatile char *room = __builtin_alloca((size_t)(i + 1) * 16);

			room[0] = 1;
			_exit(!(u_fact(16) == fact(16) && leaves(5) && u_fact(16) == fact(16)));
		}
		good &= waitpid(pid, &status, 0) == pid && status == 0;
	}
	return good;
}

static bool run(const char *what, long n)
{
	return !strcmp(what, "plain") ? plain(n) :
	       !strcmp(what, "kinds") ? kinds(n) :
	       !strcmp(what, "fact") ? u_fact(n) == fact(n) :
	       !strcmp(what, "jumps") ? jumps(n) :
	       !strcmp(what, "leaves") ? leaves(n) :
	       !strcmp(what, "mixed") ? mixed(n) :
	       !strcmp(what, "tails") ? tails(n) :
	       !strcmp(what, "threads") ? threads(n) :
	       !strcmp(what, "fork") ? children(n) :
	       !strcmp(what, "exec") ? again(n) :
	       !strcmp(what, "cold") ? cold(n) :
	       !strcmp(what, "still") ? !usleep((useconds_t)(n * 1000)) :
	       !strcmp(what, "wait") ? waits(n) : false;
}

int main(int argc, char **argv)
{
	bool good = true;

	for (int i = 1; i + 1 < argc; i += 2) {
		bool is_right = run(argv[i], atol(argv[i + 1]));

		if (!is_right)
			fprintf(stderr, "uprog: %s %s is wrong\n", argv[i], argv[i + 1]);
		good &= is_right;
	}
	return !good;
}
