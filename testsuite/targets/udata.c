// SPDX-License-Identifier: GPL-2.0-or-later
// link: -static-pie
// cflags: -fPIE
/*
 * udata N [PROGRAM ARGUMENT...]: writes variables known numbers of times, for watchpoints: by itself, by a thread, by a child,
 * by a system call; then it executes that program.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Apart from each other: the emulated processor takes its neighbours for a watched byte. */
#define APART __attribute__((aligned(64)))
APART int u_counter = 5;
APART unsigned char u_by_kernel;
static APART unsigned char u_small;
APART struct { int first; unsigned int value; } u_pair[2];
__thread int u_of_thread;

static void count(int n, int step)
{
	for (int i = 0; i < n; i++)
		*(volatile int *)&u_counter += step;
}

static void *thread(void *n)
{
	count((int)(long)n, 100);
	return NULL;
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 0, ends[2];
	unsigned char byte = 0x12;
	pthread_t t;
	pid_t child;

	count(n, 1);
	pthread_create(&t, NULL, thread, (void *)(long)n);
	pthread_join(t, NULL);
	child = fork();
	if (!child) {
		count(n, 1000);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	count(1, -1);
	if (pipe(ends) || write(ends[1], &byte, 1) != 1 || read(ends[0], &u_by_kernel, 1) != 1)
		return 1;
	*(volatile unsigned char *)&u_small = *(volatile unsigned char *)&u_small + 7;
	u_of_thread = n;
	if (argc > 2)
		execvp(argv[2], argv + 2);
	return u_counter != 5 + n + 100 * n - 1 || u_pair[1].value;
}
