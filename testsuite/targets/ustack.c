/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ustack N: s_check(addresses, n) with the stack that libgcc's unwinder finds, from many kinds of frames, N times each: deep
 * recursion, frames aligned by the function itself, frames of a size known at run time, callbacks of libc, signal handlers
 * (on a stack of their own, too), threads. addresses[0] is in the caller of s_check, the others are where calls come back
 * to. Then it makes a system call. s_outer() calls s_middle(), which calls s_inner(): for return probes.
 *
 * ustack N jit FILE: s_leaf(), a millisecond each, from code that is made at run time and has a frame pointer; its name,
 * made_here, is where such programs write it. Until the last stack in FILE is whole, and 50 times more; at most N times.
 *
 * ustack N lines: the same as without, then on which lines s_inner() begins and s_middle() and s_outer() make their calls.
 *
 * ustack_32 is the same for i386.
 *
 * ustack N map: three threads map, touch and unmap memory, N times each: all of them want the same lock of the kernel.
 */
#include <execinfo.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NOT_INLINE __attribute__((noipa))

static volatile long sink;

/* The call is made here, so that the program is in this function. */
NOT_INLINE long s_check(void **addresses, int n)
{
	long ret;

#ifdef __i386__		/* through the vdso, as libc does; the probes find the arguments in bx and cx */
	__asm__ volatile("call *%%gs:0x10" : "=a"(ret) : "0"((long)SYS_getppid), "b"(addresses), "c"(n) : "memory");
#else
	__asm__ volatile("syscall" : "=a"(ret) : "0"((long)SYS_getppid) : "rcx", "r11", "memory");
#endif
	sink += ret + n + (long)addresses[0];
	return ret;
}

NOT_INLINE int s_take(const void *unused, const void *unused_too)
{
	void *addresses[64];
	int n = backtrace(addresses, 64);

	s_check(addresses, n);
	sink += unused == unused_too;
	return 0;
}

NOT_INLINE long s_deep(long n)
{
	char room[24 + n % 8];

	memset(room, (int)n, sizeof(room));
	sink += room[n % 8];
	if (n)
		sink += s_deep(n - 1);
	else
		s_take(NULL, NULL);
	return sink + room[0];
}

NOT_INLINE long s_aligned(long n)
{
	_Alignas(64) volatile char room[128];
	volatile char any[16 + n];

	room[n] = any[n] = (char)n;
	s_take(NULL, NULL);
	return room[n] + any[n];
}

NOT_INLINE void s_callback(long n)
{
	int v[2] = { 2, 1 };

	sink += n;
	qsort(v, 2, sizeof(*v), s_take);
	sink += v[0];
}

static void on_signal(int number)
{
	sink += number;
	s_take(NULL, NULL);
}

NOT_INLINE void s_raise(int number)
{
	sink++;
	raise(number);
	sink++;
}

static void *s_thread(void *n)
{
	s_deep((long)n);
	return NULL;
}

enum { INNER = __LINE__ + 1 };	/* all of it on one line: of what is at one address a debugger takes the last */
NOT_INLINE long s_inner(long n) { sink += n; return n + 1; }

NOT_INLINE long s_middle(long n)
{
	return s_inner(n + 1) * 2 + sink * 0;
}
enum { MIDDLE = __LINE__ - 2 };

NOT_INLINE long s_outer(long n)
{
	return s_middle(n + 1) + 1;
}
enum { OUTER = __LINE__ - 2 };

NOT_INLINE void s_leaf(void)
{
	usleep(1000);
	sink += syscall(SYS_getppid);
}

/* True if the last stack in the file goes on to _start(). */
static bool last_is_whole(const char *stacks)
{
	static char text[4096];
	FILE *f = fopen(stacks, "r");
	size_t n;

	if (!f)
		return false;
	if (fseek(f, -(long)sizeof(text) + 1, SEEK_END))
		rewind(f);
	n = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	text[n] = 0;
	return strstr(text, " : _start+");
}

static int jit(long n, const char *stacks)
{
#ifdef __i386__
	static const unsigned char code[] = { 0x55, 0x89, 0xe5, 0xff, 0x55, 0x08, 0x5d, 0xc3 };	/* push, mov, call *8(%ebp), pop, ret */
#else
	static const unsigned char code[] = { 0x55, 0x48, 0x89, 0xe5, 0xff, 0xd7, 0x5d, 0xc3 };	/* push, mov, call *%rdi, pop, ret */
#endif
	void (*made)(void (*)(void)) = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char path[64];
	FILE *f;

	memcpy((void *)made, code, sizeof(code));
	snprintf(path, sizeof(path), "/tmp/perf-%d.map", getpid());
	f = fopen(path, "w");
	if (!f)
		return 1;
	fprintf(f, "%lx %zx made_here\n", (unsigned long)made, sizeof(code));
	fclose(f);
	for (long i = 0; i < n; i++) {
		if (i % 50 == 0 && last_is_whole(stacks) && n > i + 50)
			n = i + 50;
		made(s_leaf);
		usleep(2000);	/* who makes the tables must come to it */
	}
	return 0;	/* the map stays, as other compilers' do: the reader may come when the process has gone */
}

NOT_INLINE void s_map(long n)
{
	volatile char *p = mmap(NULL, 16384, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	p[n % 16384] = 1;
	sink += p[8192];
	munmap((void *)p, 16384);
}

static void *s_maps(void *n)
{
	for (long i = (long)n; i > 0; i--)
		s_map(i);
	return NULL;
}

static int maps(long n)
{
	pthread_t t[3];

	for (int i = 0; i < 3; i++)
		pthread_create(&t[i], NULL, s_maps, (void *)n);
	for (int i = 0; i < 3; i++)
		pthread_join(t[i], NULL);
	return 0;
}

static void signals_prepare(void)
{
	static char room[64 << 10];
	stack_t other = { .ss_sp = room, .ss_size = sizeof(room) };
	struct sigaction a = { .sa_handler = on_signal };

	sigaltstack(&other, NULL);
	sigaction(SIGUSR1, &a, NULL);
	a.sa_flags = SA_ONSTACK | SA_SIGINFO;	/* i386 has another frame for it */
	sigaction(SIGUSR2, &a, NULL);
}

int main(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 1;
	void *warm[4];
	pthread_t t;

	if (argc > 2 && *argv[2] != 'l')
		return *argv[2] == 'm' ? maps(n) : jit(n, argc > 3 ? argv[3] : "/dev/null");
	sink += backtrace(warm, 4);
	signals_prepare();
	for (long i = 0; i < n; i++) {
		s_deep(i % 20);
		s_aligned(i % 16);
		s_callback(i);
		s_raise(SIGUSR1);
		s_raise(SIGUSR2);
		pthread_create(&t, NULL, s_thread, (void *)(i % 5));
		pthread_join(t, NULL);
		if (s_outer(i) != (i + 2 + 1) * 2 + 1)
			return 1;
	}
	if (argc > 2)
		printf("lines %d %d %d\n", INNER, MIDDLE, OUTER);
	return 0;
}
