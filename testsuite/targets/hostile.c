/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hostile: as user 1000, hands every kind of address that is not to be read to 22 system calls, and one that can be
 * read. None blocks, and none does anything. Prints how many calls of each there were; status 1 if one was not
 * answered as it must be (a kernel that let such an address through would be worse than a tracer that dies of it).
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The last one is a page of our own, filled in by main(). */
static uint64_t places[] = {
	0, 1, 4088, 0x10008, 0x7fffffffeff8, 0x7fffffffefff, 0x7ffffffff000, 0x7ffffffffffc, 0x7fffffffffff, 0x800000000000,
	0x0100000000000000, 0x7fffffffffffffff, 0x8000000000000000, 0xff00000000000000, 0xfff0000000000000,
	0xffff7ffffffffffc, 0xffff7fffffffffff, 0xffff800000000000, 0xffff87ffffffffff, 0xffff888000000000,
	0xffffa88000000000, 0xffffc8ffffffffff, 0xffffc90000000000, 0xffffe8ffffffffff, 0xffffe90000000001,
	0xffffea0000000000, 0xfffffe0000000000, 0xfffffe0000001000, 0xffffff0000000000, 0xffffffef00000000,
	0xffffffff7fffffff, 0xffffffff80000000, 0xffffffff81000000, 0xffffffffbfffffff, 0xffffffffc0000000,
	0xffffffffff000000, 0xffffffffff5ffff8, 0xffffffffff5ffff9, 0xffffffffff5ffffc, 0xffffffffff5fffff,
	0xffffffffff600000, 0xffffffffff600400, 0xffffffffff600ff8, 0xffffffffff600fff, 0xffffffffff601000,
	0xffffffffff7ff000, 0xfffffffffffff000, 0xfffffffffffffff8, 0xfffffffffffffff9, 0xfffffffffffffffc,
	0xffffffffffffffff, 0,
};
enum { NPLACES = sizeof(places) / sizeof(*places) };

static int zero, sock;
static long refused;		/* calls that failed, whatever with */

static void call(long number, long a, long b, long c, long d)
{
	refused += syscall(number, a, b, c, d, 0, 0) == -1;
}

static void each(uint64_t p)
{
	call(SYS_openat, AT_FDCWD, p, O_RDONLY, 0);
	call(SYS_newfstatat, AT_FDCWD, p, p, 0);
	call(SYS_access, p, 0, 0, 0);
	call(SYS_chdir, p, 0, 0, 0);
	call(SYS_mkdir, p, 0, 0, 0);
	call(SYS_unlink, p, 0, 0, 0);
	call(SYS_rename, p, p, 0, 0);
	call(SYS_symlink, p, p, 0, 0);
	call(SYS_readlink, p, p, 8, 0);
	call(SYS_execve, p, p, p, 0);
	call(SYS_getxattr, p, p, p, 8);
	call(SYS_read, zero, p, 8, 0);
	call(SYS_write, -1, p, 8, 0);
	call(SYS_writev, -1, p, 1, 0);
	call(SYS_nanosleep, p, p, 0, 0);
	call(SYS_poll, p, 1, 0, 0);
	call(SYS_connect, sock, p, 16, 0);
	call(SYS_sendmsg, sock, p, 0, 0);
	call(SYS_rt_sigaction, SIGRTMAX, p, p, 8);
	call(SYS_uname, p, 0, 0, 0);
	call(SYS_statx, AT_FDCWD, p, 0, 0);
	call(SYS_prctl, PR_SET_NAME, p, 0, 0);
}

int main(void)
{
	char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	zero = open("/dev/zero", O_RDONLY);
	sock = socket(AF_UNIX, SOCK_STREAM, 0);
	if (page == MAP_FAILED || zero < 0 || sock < 0 || setgroups(0, NULL) || setgid(1000) || setuid(1000)) {
		perror("hostile");
		return 1;
	}
	places[NPLACES - 1] = (uintptr_t)page;
	for (int i = 0; i < NPLACES; i++) {
		/* A path that is not there; as a struct timespec, its nanoseconds are too many. */
		strcpy(page, "/hostile");
		memset(page + 9, 0xff, 20);
		page[29] = 0;
		each(places[i]);
	}
	printf("%d addresses, user %d, %s\n", NPLACES, (int)getuid(), refused > 20 * (NPLACES - 1) ? "refused" : "answered");
	return 0;
}
