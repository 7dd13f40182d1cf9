// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * System calls that end or block their process, start one, or go back to where a signal came, each with what a script is to say of it
 * beside it; without " = " they do not return. Each is made by a child, first without being watched, to see whether this kernel has it,
 * and then once more; as 64-bit programs make it, and by int $0x80 as 32-bit ones do. While a call is watched, the word at EXPECT is the
 * address of its text, in its process only; the one behind it counts those that this kernel has, the next one those of them whose return
 * has no number at the kernel's tracepoint: they take all registers from a frame, also the one with the number.
 */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#define EXPECT	0x20000000UL
#define MASK	0x20001000		/* of SIGINT */
#define FRAME	0x20001100		/* of a 32-bit program's signal */
#define SP_AX	77			/* what a signal's frame has for the accumulator */
#define LACKS	99			/* exit status: the kernel has it not */

enum how {
	PLAIN,
	PENDING,			/* SIGTERM has come, and is blocked but for the call */
	WAITS,				/* for the SIGTERM that its parent sends */
	FORKS,				/* by the first process of a pid namespace, where the next but one is 3 */
	HANDLER,			/* behind a signal handler */
	NO_FRAME,			/* with a stack that cannot be read */
	OLD_FRAME, RT_FRAME,		/* with a stack that has such a frame of a signal */
};

/* Numbers of both widths, -1: none. end: exit status, or the negative signal that ends the process. */
static const struct row {
	int wide, narrow;
	const char *text;
	long arg[3];
	enum how how;
	int end;
} rows[] = {
	{ 60, 1, "exit(5)", { 5 }, PLAIN, 5 },
	{ 60, 1, "exit(-1)", { -1 }, PLAIN, 255 },
	{ 231, 252, "exit_group(6)", { 6 }, PLAIN, 6 },
	{ 57, 2, "fork() = 3", { 0 }, FORKS, 0 },
	{ 58, 190, "vfork() = 3", { 0 }, FORKS, 0 },
	{ 34, 29, "pause() = -514 (ERESTARTNOHAND)", { 0 }, WAITS, -SIGTERM },
	{ 130, 179, "rt_sigsuspend([SIGINT], 8) = -514 (ERESTARTNOHAND)", { MASK, 8 }, PENDING, -SIGTERM },
	{ 130, 179, "rt_sigsuspend(0x8, 8) = -14 (EFAULT)", { 8, 8 }, PLAIN, 0 },
	{ -1, 72, "sigsuspend([SIGINT]) = -514 (ERESTARTNOHAND)", { 8, 9, 2 }, PENDING, -SIGTERM },
	{ 15, -1, "rt_sigreturn() = 77", { 0 }, HANDLER, SP_AX },
	{ -1, 173, "rt_sigreturn() = 77", { 0 }, RT_FRAME, SP_AX },
	{ 15, 173, "rt_sigreturn() = 0", { 0 }, NO_FRAME, -SIGSEGV },
	{ -1, 119, "sigreturn() = 77", { 0 }, OLD_FRAME, SP_AX },
	{ -1, 119, "sigreturn() = 0", { 0 }, NO_FRAME, -SIGSEGV },
	/* not called where the kernel has them called */
	{ 335, -1, "uretprobe() = -1 (EPERM)", { 0 }, PLAIN, -SIGILL },
	{ 336, -1, "uprobe() = -71 (EPROTO)", { 0 }, PLAIN, 0 },
};

/* Nobody's numbers any more; -1: none. */
static const struct row gone_row = { -1, -1, "ni_syscall() = -38 (ENOSYS)", { 0 }, PLAIN, LACKS };
static const int gone[][2] = {
	{ 174, 17 }, { 177, 31 }, { 178, 32 }, { 180, 35 }, { 181, 44 }, { 182, 53 }, { 183, 56 }, { 184, 58 }, { 185, 98 }, { 214, 112 },
	{ 215, 127 }, { 236, 130 }, { -1, 137 }, { -1, 167 }, { -1, 169 }, { -1, 188 }, { -1, 189 }, { -1, 273 },
};

/* Says what is expected of the next call, from memory that is there. NULL: nothing is watched. */
static void expect(const char *text)
{
	static char copy[128];

	snprintf(copy, sizeof(copy), "%s", text ? text : "");
	*(volatile uint64_t *)EXPECT = text ? (uintptr_t)copy : 0;
}

/* The call. A process that it starts ends at once, by no other call, and uses nothing of its parent. */
static long call64(int number, const long *a, bool forks)
{
	long ret;

	asm volatile("syscall; test %%rax, %%rax; jnz 1f; test %[forks], %[forks]; jz 1f; ud2; 1:"
		     : "=a"(ret) : "a"((long)number), "D"(a[0]), "S"(a[1]), "d"(a[2]), [forks] "r"((long)forks) : "rcx", "r11", "memory");
	return ret;
}

static long call32(int number, const long *a, bool forks)
{
	unsigned int ret;

	asm volatile("int $0x80; test %%eax, %%eax; jnz 1f; test %[forks], %[forks]; jz 1f; ud2; 1:"
		     : "=a"(ret) : "a"(number), "b"((int)a[0]), "c"((int)a[1]), "d"((int)a[2]), [forks] "r"((long)forks)
		     : "memory", "r8", "r9", "r10", "r11");
	return (int)ret;
}

/* Where 32-bit frames of signals lead to: nothing is left but the registers that the frame has. */
extern const char resumed[];
asm(".pushsection .text\n"
    "resumed: movq $0, 0x20000000\n"
    "mov %eax, %edi; mov $231, %eax; syscall\n"
    ".popsection");

/* What stands behind the signal's number, or its user context, in such a frame; unsigned int each. */
enum { SIGCONTEXT_AX = 11, SIGCONTEXT_IP = 14, SIGCONTEXT_CS, SIGCONTEXT_FLAGS, SIGCONTEXT_SP, SIGCONTEXT_SS, SIGCONTEXT_OLDMASK = 20 };
enum { OLD_CONTEXT = 2, RT_CONTEXT = 4 + 32 + 5, OLD_POPPED = 8, RT_POPPED = 4 };

static void returns_by_frame(int number, bool is_rt)
{
	unsigned int *context = (unsigned int *)FRAME + (is_rt ? RT_CONTEXT : OLD_CONTEXT);
	long sp = FRAME + (is_rt ? RT_POPPED : OLD_POPPED);

	context[SIGCONTEXT_AX] = SP_AX;
	context[SIGCONTEXT_IP] = (unsigned int)(uintptr_t)resumed;
	context[SIGCONTEXT_CS] = 0x33;		/* 64 bits again */
	context[SIGCONTEXT_SS] = 0x2b;
	context[SIGCONTEXT_SP] = FRAME;
	asm volatile("mov %[sp], %%rsp; int $0x80; ud2" : : "a"(number), [sp] "r"(sp) : "memory");
}

static void returns_without_frame(int number, bool wide)
{
	if (wide)
		asm volatile("mov $8, %%esp; syscall; ud2" : : "a"((long)number) : "memory");
	else
		asm volatile("mov $8, %%esp; int $0x80; ud2" : : "a"(number) : "memory");
}

static const char *text_of_return;	/* NULL: not watched */

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info;
	((ucontext_t *)context)->uc_mcontext.gregs[REG_RAX] = SP_AX;
	expect(text_of_return);
}

static int returns_from_handler(const char *text)
{
	struct sigaction act = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO };
	long ret;

	text_of_return = text;
	sigaction(SIGUSR1, &act, NULL);
	ret = call64(SYS_kill, (long []){ getpid(), SIGUSR1, 0 }, false);
	expect(NULL);
	return (int)ret;
}

/* By the first process of a new namespace, so that the numbers of the next are known: first 2, then 3. */
static int forks(const struct row *row, int number, bool wide, bool watch)
{
	int status = 1;

	if (unshare(CLONE_NEWPID)) {
		perror("ending_calls: unshare");
		return 1;
	}
	if (fork() == 0) {
		(wide ? call64 : call32)(number, row->arg, true);
		expect(watch ? row->text : NULL);
		(wide ? call64 : call32)(number, row->arg, true);
		expect(NULL);
		_exit(0);
	}
	wait(&status);
	return status;
}

/* Makes the call, in a child. */
static int made(const struct row *row, int number, bool wide, bool watch)
{
	const char *text = watch ? row->text : NULL;
	sigset_t set;
	long ret;

	if (row->how == FORKS)
		return forks(row, number, wide, watch);
	if (row->how == HANDLER)
		return returns_from_handler(text);
	if (row->how == PENDING) {
		sigemptyset(&set);
		sigaddset(&set, SIGTERM);
		sigprocmask(SIG_BLOCK, &set, NULL);
		raise(SIGTERM);
	}
	expect(text);
	if (row->how == NO_FRAME)
		returns_without_frame(number, wide);
	if (row->how == OLD_FRAME || row->how == RT_FRAME)
		returns_by_frame(number, row->how == RT_FRAME);
	ret = (wide ? call64 : call32)(number, row->arg, false);
	expect(NULL);
	return ret == -ENOSYS ? LACKS : 0;
}

/* Until CHILD sleeps in call NUMBER. */
static void wait_for_call(pid_t child, int number)
{
	char path[32];
	int at = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/syscall", child);
	while (at != number) {
		usleep(1000);
		f = fopen(path, "r");
		if (!f)
			return;
		if (fscanf(f, "%d", &at) != 1)		/* "running" */
			at = -1;
		fclose(f);
	}
}

/* How the child ends that makes the call: its status, or the negative signal. */
static int end_of_call(const struct row *row, int number, bool wide, bool watch)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0)
		_exit(made(row, number, wide, watch));
	if (row->how == WAITS) {
		wait_for_call(child, number);
		kill(child, SIGTERM);
	}
	waitpid(child, &status, 0);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static void watched(const struct row *row, int number, bool wide)
{
	int end;

	if (number < 0)
		return;
	end = end_of_call(row, number, wide, false);
	if (end == LACKS && row->end != LACKS)
		return;
	if (end == row->end)
		end = end_of_call(row, number, wide, true);
	if (end != row->end)
		printf("%s (%d) ends by %d, not %d\n", row->text, number, end, row->end);
	++*(volatile uint64_t *)(EXPECT + 8);
	if (row->end == SP_AX)
		++*(volatile uint64_t *)(EXPECT + 16);
}

int main(void)
{
	if (mmap((void *)EXPECT, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != (void *)EXPECT) {
		perror("ending_calls");
		return 1;
	}
	memset((void *)EXPECT, 0, 8192);
	*(uint64_t *)MASK = 1 << (SIGINT - 1);
	for (unsigned int i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		watched(&rows[i], rows[i].wide, true);
		watched(&rows[i], rows[i].narrow, false);
	}
	for (unsigned int i = 0; i < sizeof(gone) / sizeof(*gone); i++) {
		watched(&gone_row, gone[i][0], true);
		watched(&gone_row, gone[i][1], false);
	}
	return 0;
}
