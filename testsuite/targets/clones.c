/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * clones N: N children, one after the other. The kernel writes each one's number into a page that is not there yet: a page
 * fault within the function that makes it. Then two system calls on a futex, one of which fails. Says what is to be seen.
 */
#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 1, word = 1;

	for (int i = 0; i < n; i++) {
		int *where = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		long child = syscall(SYS_clone, CLONE_PARENT_SETTID | SIGCHLD, 0, where + 1, NULL, 0);

		if (!child)
			_exit(0);
		if (child < 0 || where[1] != child) {
			perror("clone");
			return 1;
		}
		waitpid(child, NULL, 0);
		printf("clone flags 0x%x parent_tid %p child %ld\n", CLONE_PARENT_SETTID, (void *)(where + 1), child);
	}
	if (syscall(SYS_futex, &word, FUTEX_WAKE, 1, NULL) || syscall(SYS_futex, &word, FUTEX_WAIT, 2, NULL) != -1 || errno != EAGAIN) {
		perror("futex");
		return 1;
	}
	printf("futex at %p\n", (void *)&word);
	return 0;
}
