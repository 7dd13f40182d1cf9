/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * calls N NAME: N times one system call: getppid, rename (PR_SET_NAME: tracepoint
 * task_rename), read (no bytes of /dev/null: vfs_read). Nothing is printed. For tests that count.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int fd;

static void call_getppid(void) { syscall(SYS_getppid); }
static void call_rename(void) { prctl(PR_SET_NAME, "calls"); }
static void call_read(void) { syscall(SYS_read, fd, NULL, 0); }

int main(int argc, char **argv)
{
	static const struct { const char *name; void (*call)(void); } calls[] = {
		{ "getppid", call_getppid }, { "rename", call_rename }, { "read", call_read },
	};
	long n = argc > 1 ? atol(argv[1]) : 1;

	fd = open("/dev/null", O_RDONLY);
	for (unsigned int i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		if (strcmp(argc > 2 ? argv[2] : "getppid", calls[i].name))
			continue;
		while (n-- > 0)
			calls[i].call();
		return 0;
	}
	fprintf(stderr, "calls: no such call\n");
	return 1;
}
