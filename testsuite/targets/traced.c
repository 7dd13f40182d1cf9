/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * traced N [FILE]: a debugger and its program, which calls t_traced() 3 N times. For the first N calls the debugger has a
 * breakpoint there, for the next N it has taken it out again and steps through one of them, for the last N it has gone.
 * With FILE it puts the breakpoint in, says so, and goes on when there is such a file.
 * Prints what it found in the breakpoint's place, and how often that stopped the program. Ends with 1 when a call was
 * wrong or the program died.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

long t_traced(long n);
__asm__(".text\n.globl t_traced\n.type t_traced,@function\n.p2align 4\nt_traced:\n\tnop\n\tlea 1(%rdi), %rax\n\tret\n"
	".size t_traced, . - t_traced\n");

static pid_t child;
static int traps;

static void program(long n)
{
	int wrong = 0;

	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	for (int round = 0; round < 3; round++) {
		raise(SIGSTOP);
		for (long i = 0; i < n; i++)
			wrong += t_traced(i) != i + 1;
	}
	_exit(wrong != 0);
}

/* Until the program stops itself, or ends. A breakpoint stops it behind its byte: it goes on as if that were the nop. */
static int go_on(void)
{
	int status;

	for (;;) {
		if (ptrace(PTRACE_CONT, child, NULL, NULL) || waitpid(child, &status, 0) != child)
			exit(1);
		if (!WIFSTOPPED(status) || WSTOPSIG(status) != SIGTRAP)
			return status;
		traps++;
	}
}

static void step(int n)
{
	int status;

	while (n--)
		if (ptrace(PTRACE_SINGLESTEP, child, NULL, NULL) || waitpid(child, &status, 0) != child || !WIFSTOPPED(status))
			exit(1);
}

int main(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 1, word;
	int status;

	child = fork();
	if (!child)
		program(n);
	waitpid(child, &status, 0);
	errno = 0;
	word = ptrace(PTRACE_PEEKTEXT, child, (void *)t_traced, NULL);
	if (errno || ptrace(PTRACE_POKETEXT, child, (void *)t_traced, (void *)((word & ~0xffL) | 0xcc)))
		return 1;
	printf("found %02lx\n", word & 0xff);
	fflush(stdout);
	while (argc > 2 && access(argv[2], F_OK))
		usleep(20000);
	status = go_on();
	if (!WIFSTOPPED(status) || ptrace(PTRACE_POKETEXT, child, (void *)t_traced, (void *)word))
		return 1;
	step(40);
	status = go_on();
	if (!WIFSTOPPED(status) || ptrace(PTRACE_DETACH, child, NULL, NULL) || waitpid(child, &status, 0) != child)
		return 1;
	printf("stopped %d times\n", traps);
	return !WIFEXITED(status) || WEXITSTATUS(status);
}
