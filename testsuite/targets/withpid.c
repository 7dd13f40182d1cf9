/* SPDX-License-Identifier: GPL-2.0-or-later */
/* withpid PID PROGRAM [WORD]...: runs it as that process; ends as it does. */
#include <linux/sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	pid_t wanted = argc > 2 ? atoi(argv[1]) : 0;
	struct clone_args a = { .exit_signal = SIGCHLD, .set_tid = (uintptr_t)&wanted, .set_tid_size = 1 };
	long pid = wanted ? syscall(SYS_clone3, &a, sizeof(a)) : -1;
	int status;

	if (!pid) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (pid != wanted || waitpid(wanted, &status, 0) != wanted) {
		perror("withpid");
		return 126;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
