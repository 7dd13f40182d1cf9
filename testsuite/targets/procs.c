/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * procs: what tests know of memory, signals and processes; prints nothing.
 * Maps 16 pages at 0x10000000 and writes to all; its first child writes to 7 of them again and ends with 3, the second runs
 * /bin/true with the arguments "one" and "two words", the third runs what is not there and ends with 5, the fourth gets SIGTERM by
 * kill(), before it has run where there is one processor. Unmaps the pages. Grows its heap by 40 pages.
 * Blocks SIGUSR1, sends it to itself by kill(), by tgkill() and by tkill(), asks what waits, and lets it in: it has a handler
 * that blocks SIGHUP. A timer sends SIGUSR2, which is ignored, and SIGALRM, which it waits for.
 */
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PAGES = 16, WRITTEN = 7, PAGE = 4096 };

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static int ended(pid_t child)
{
	int status;

	if (child < 0 || waitpid(child, &status, 0) != child)
		fail("waitpid");
	return status;
}

static void memory(void)
{
	char *p = mmap((void *)0x10000000, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	pid_t child;

	if (p == MAP_FAILED)
		fail("mmap");
	madvise(p, PAGES * PAGE, MADV_NOHUGEPAGE);
	for (int i = 0; i < PAGES; i++)
		*(volatile char *)(p + i * PAGE) = 1;
	child = fork();
	if (!child) {
		for (int i = 0; i < WRITTEN; i++)
			*(volatile char *)(p + i * PAGE) = 2;
		_exit(3);
	}
	if (ended(child) != 3 << 8 || munmap(p, PAGES * PAGE))
		fail("child");
	if (syscall(SYS_brk, syscall(SYS_brk, 0) + 40 * PAGE) < 0)
		fail("brk");
}

/* From then on nobody else runs, children neither, before we wait for something. */
static void come_first(bool yes)
{
	struct sched_param p = { .sched_priority = yes };

	if (sched_setscheduler(0, yes ? SCHED_FIFO | SCHED_RESET_ON_FORK : SCHED_OTHER, &p))
		fail("sched_setscheduler");
}

static void programs(void)
{
	char program[] = "/bin/true", one[] = "one", two[] = "two words", missing[] = "/bin/not-there";	/* not in pages that nobody has read */
	pid_t child = fork();

	if (!child) {
		execl(program, program, one, two, NULL);
		_exit(9);
	}
	if (ended(child))
		fail("true");
	child = fork();
	if (!child) {
		execl(missing, missing, NULL);
		_exit(5);
	}
	if (ended(child) != 5 << 8)
		fail("not-there");
	come_first(true);
	child = fork();
	if (!child)
		for (;;)
			pause();
	kill(child, SIGTERM);
	come_first(false);
	if (ended(child) != SIGTERM)
		fail("SIGTERM");
}

static void on_signal(int number)
{
	(void)number;
}

static void signals(void)
{
	struct sigaction a = { .sa_handler = on_signal };
	struct sigevent usr2 = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2 };
	struct itimerspec soon = { .it_value.tv_nsec = 20000000 };
	unsigned long set = 1UL << (SIGUSR1 - 1), alarm = 1UL << (SIGALRM - 1), waits;
	siginfo_t info;
	timer_t timer;

	sigaddset(&a.sa_mask, SIGHUP);
	signal(SIGUSR2, SIG_IGN);
	if (sigaction(SIGUSR1, &a, NULL) || syscall(SYS_rt_sigprocmask, SIG_BLOCK, &set, NULL, 8))
		fail("sigaction");
	kill(getpid(), SIGUSR1);
	syscall(SYS_tgkill, getpid(), getpid(), SIGUSR1);
	syscall(SYS_tkill, getpid(), SIGUSR1);
	syscall(SYS_rt_sigpending, &waits, 8);
	if (waits != set || syscall(SYS_rt_sigprocmask, SIG_UNBLOCK, &set, NULL, 8))
		fail("pending");
	if (syscall(SYS_rt_sigprocmask, SIG_BLOCK, &alarm, NULL, 8) || timer_create(CLOCK_MONOTONIC, &usr2, &timer) ||
	    timer_settime(timer, 0, &soon, NULL))
		fail("timer");
	usleep(100000);
	usr2.sigev_signo = SIGALRM;
	if (timer_create(CLOCK_MONOTONIC, &usr2, &timer) || timer_settime(timer, 0, &soon, NULL) ||
	    syscall(SYS_rt_sigtimedwait, &alarm, &info, NULL, 8) != SIGALRM)
		fail("SIGALRM");
}

int main(void)
{
	memory();
	programs();
	signals();
	return 0;
}
