// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * wakeups FILE: the thread "sleeper" is woken while CPU 1, the only one it may use, is in the hands of the thread "spinner", which
 * has real-time priority, for 60 ms, and calls getppid() three times at their end. Writes into FILE what is known of its latency: "LOW HIGH PID WAKER SPINNER": at least
 * from behind the wake to the end of the spinner's work, at most from before it to what the sleeper does first (ns), and
 * the threads' numbers. Before, it is woken 20 times on an idle CPU.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { SPIN = 60 * 1000 * 1000, WARM = 20 };

static int to_sleeper[2], from_sleeper[2];
static volatile int is_spinning, is_woken;
static volatile long long spun_until;
static volatile int sleeper_pid, spinner_pid;

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void must(int is_good, const char *what)
{
	if (is_good)
		return;
	perror(what);
	exit(1);
}

static void use_cpu(int cpu, const char *name)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	must(!sched_setaffinity(0, sizeof(set), &set), "sched_setaffinity");
	prctl(PR_SET_NAME, name);
}

static void *sleeper(void *unused)
{
	char c;

	use_cpu(1, "sleeper");
	sleeper_pid = syscall(SYS_gettid);
	for (int i = 0; i <= WARM; i++) {
		long long t;

		must(read(to_sleeper[0], &c, 1) == 1, "read");
		t = now();
		must(write(from_sleeper[1], &t, sizeof(t)) == sizeof(t), "write");
	}
	return unused;
}

static void *spinner(void *unused)
{
	struct sched_param high = { .sched_priority = 10 };
	long long end;

	use_cpu(1, "spinner");
	spinner_pid = syscall(SYS_gettid);
	must(!sched_setscheduler(0, SCHED_FIFO, &high), "sched_setscheduler");
	is_spinning = 1;
	while (!is_woken)		/* the sleeper waits for this long at least, however late it is woken */
		;
	end = now() + SPIN;
	while (now() < end)
		;
	for (int i = 0; i < 3; i++)
		syscall(SYS_getppid);
	spun_until = now();
	return unused;
}

/* Wakes it; returns when it ran, by its own clock. */
static long long wake(long long *before, long long *behind)
{
	long long t;

	*before = now();
	must(write(to_sleeper[1], "x", 1) == 1, "write");
	*behind = now();
	is_woken = is_spinning;
	must(read(from_sleeper[0], &t, sizeof(t)) == sizeof(t), "read");
	return t;
}

int main(int argc, char **argv)
{
	long long before, behind, ran;
	pthread_t s, spin;
	FILE *told = argc == 2 ? fopen(argv[1], "w") : NULL;

	must(told && !pipe(to_sleeper) && !pipe(from_sleeper), "files");
	use_cpu(0, "waker");
	must(!pthread_create(&s, NULL, sleeper, NULL), "pthread_create");
	for (int i = 0; i < WARM; i++)
		wake(&before, &behind);
	usleep(20000);				/* it waits in read() again */
	must(!pthread_create(&spin, NULL, spinner, NULL), "pthread_create");
	while (!is_spinning)
		usleep(1000);
	ran = wake(&before, &behind);
	pthread_join(spin, NULL);
	pthread_join(s, NULL);
	fprintf(told, "%lld %lld %d %d %d\n", spun_until - behind, ran - before, sleeper_pid, getpid(), spinner_pid);
	return fclose(told) != 0;
}
