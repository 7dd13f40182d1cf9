/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * System calls of both widths with what a script is to say of each: "name(argstr) = retstr". While a call is watched, the word at EXPECT
 * is the address of its text; the one behind it counts the watched ones.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define EXPECT	0x20000000UL		/* two pages, in every program that live/ok/syscall_usual starts */

static inline void map_expect(void)
{
	if (mmap((void *)EXPECT, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != (void *)EXPECT) {
		perror("mmap");
		_exit(1);
	}
	memset((void *)EXPECT, 0, 8192);
}

static inline long call64(int number, const long *a)
{
	long ret;
	register long d asm("r10") = a[3], e asm("r8") = a[4], f asm("r9") = a[5];

	asm volatile("syscall" : "=a"(ret) : "a"((long)number), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(d), "r"(e), "r"(f) : "rcx", "r11", "memory");
	return ret;
}

static inline long call32(int number, const long *a)
{
	unsigned int ret;

	asm volatile("push %%rbp; mov %[f], %%ebp; int $0x80; pop %%rbp"
		     : "=a"(ret) : "a"(number), "b"((int)a[0]), "c"((int)a[1]), "d"((int)a[2]), "S"((int)a[3]), "D"((int)a[4]), [f] "r"((int)a[5])
		     : "memory", "r8", "r9", "r10", "r11");
	return (int)ret;
}

/* Makes the call without being watched, to know its result, and then once more, each behind prepare(). */
static inline void watched(const char *name, const char *args, int number, long (*call)(int number, const long *a), const long *a,
			   void (*prepare)(void))
{
	static char text[1024];
	long ret, again;

	prepare();
	ret = call(number, a);
	if (ret > INT32_MAX && ret <= UINT32_MAX)	/* of modify_ldt() the kernel returns an int */
		ret = (int)ret;
	if (ret == -ENOSYS)		/* the kernel has it not: ni_syscall() */
		return;
	if (ret < 0 && ret > -4096)
		snprintf(text, sizeof(text), "%s(%s) = %ld (%s)", name, args, ret, strerrorname_np((int)-ret));
	else
		snprintf(text, sizeof(text), "%s(%s) = %ld", name, args, ret);
	prepare();
	*(volatile uint64_t *)EXPECT = (uintptr_t)text;
	again = call(number, a);
	*(volatile uint64_t *)EXPECT = 0;
	if ((int)again != (int)ret)
		dprintf(2, "%s(%s) by %d gives %ld, then %ld\n", name, args, number, ret, again);
	++*(volatile uint64_t *)(EXPECT + 8);
}
