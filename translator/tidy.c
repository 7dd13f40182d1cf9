/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A child waits on a pipe whose other end only mytap holds: a byte means that nothing is left to do, end of file that
 * mytap died. A handler of SIGSEGV is not enough: it does not run after SIGKILL, or without stack.
 */
#include "translator/tidy.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "translator/image/folder.h"

enum { ROUNDS = 150, QUIET_ROUNDS = 30, ROUND_MS = 100 };

/* Children end with mytap, but their children may run for a moment and create the folder again (mkdir -p): removes it
 * until it stays away. */
static void remove_stubbornly(const char *folder)
{
	struct timespec t = { 0, ROUND_MS * 1000000L };
	int quiet = 0;

	for (int i = 0; i < ROUNDS && quiet < QUIET_ROUNDS; i++) {
		quiet = access(folder, F_OK) < 0 ? quiet + 1 : 0;
		if (!quiet)
			folder_remove(folder);
		nanosleep(&t, NULL);
	}
}

/* Leaves the terminal, the process group, the open files and the current folder. */
static void watch(int fd, const char *folder)
{
	ssize_t n;
	char c;

	setsid();
	prctl(PR_SET_NAME, "mytap-tidy");
	if (chdir("/") < 0 || dup2(fd, 0) < 0)
		_exit(1);
	syscall(SYS_close_range, 1, ~0U, 0);
	while ((n = read(0, &c, 1)) < 0 && errno == EINTR)
		;
	if (n == 0)
		remove_stubbornly(folder);
	_exit(0);
}

int tidy_start(const char *folder)
{
	int fds[2];
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		/* Forks twice, so that it needs no wait(). */
		if (fork() == 0) {
			close(fds[1]);
			watch(fds[0], folder);
		}
		_exit(0);
	}
	close(fds[0]);
	if (pid < 0) {
		close(fds[1]);
		return -1;
	}
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	return fds[1];
}

void tidy_dismiss(int fd)
{
	if (fd < 0)
		return;
	if (write(fd, "", 1) != 1)
		errno = 0;	/* it was killed: there is nobody to dismiss */
	close(fd);
}
