/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * known: system calls whose arguments, results and objects have values that tests know by heart,
 * each once, in this order, by a process named "exact" on a file in memory. Prints nothing.
 *	lseek(fd, -5, SEEK_CUR) at 100	shmem_file_llseek(file, -5, 1) = 95
 *	read(-1, 0x1234, 77)		ksys_read(-1, 0x1234, 77) = -EBADF
 *	setpriority(0, 0, 7)		set_user_nice(task, 7), nothing comes back
 *	mmap of 0x5000 at 0x20000000	do_mmap(file, 0x20000000, 0x5000, 1, 0x11, 2, ...) = 0x20000000
 *	sigaltstack of 77777 bytes at 0x30000000; pipe2 with O_NONBLOCK | O_CLOEXEC = 0x80800; getppid five times;
 *	pread(/proc/self/stat), a page
 * The file: "memfd:known_file", 9876 bytes, mode 0651, of 4242:1717, owner for signals: its process group (enum pid_type 2), signal 34.
 * The task: limit 7 (files) is 123 and 456; reset on fork (a bit-field) is set; nice is 7 from setpriority on.
 */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static int prepare(void)
{
	static const char content[9876];
	struct f_owner_ex owner = { .type = F_OWNER_PGRP, .pid = getpgrp() };
	struct rlimit files = { 123, 456 };
	struct sched_param none = { 0 };
	int fd;

	fd = memfd_create("known_file", 0);
	if (fd < 0 || write(fd, content, sizeof(content)) != sizeof(content))
		fail("known: file");
	if (fchown(fd, 4242, 1717) || fchmod(fd, 0651) || lseek(fd, 100, SEEK_SET) != 100)
		fail("known: file");
	if (fcntl(fd, F_SETOWN_EX, &owner) || fcntl(fd, F_SETSIG, 34))
		fail("known: owner");
	if (setrlimit(RLIMIT_NOFILE, &files) || sched_setscheduler(0, SCHED_OTHER | SCHED_RESET_ON_FORK, &none))
		fail("known: limits");
	return fd;
}

static void other_calls(void)
{
	stack_t stack = { .ss_sp = (void *)0x30000000, .ss_size = 77777 };
	int ends[2], stat = open("/proc/self/stat", O_RDONLY);
	char page[4096];

	if (sigaltstack(&stack, NULL))
		fail("known: sigaltstack");
	if (pipe2(ends, O_NONBLOCK | O_CLOEXEC))
		fail("known: pipe2");
	for (int i = 0; i < 5; i++)
		syscall(SYS_getppid);
	if (pread(stat, page, sizeof(page), 0) <= 0)
		fail("known: /proc/self/stat");
}

int main(void)
{
	int fd = prepare();

	prctl(PR_SET_NAME, "exact");
	if (lseek(fd, -5, SEEK_CUR) != 95)
		fail("known: lseek");
	if (syscall(SYS_read, -1, 0x1234, 77) != -1)
		fail("known: read");
	if (setpriority(PRIO_PROCESS, 0, 7))
		fail("known: setpriority");
	if (mmap((void *)0x20000000, 0x5000, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 0x2000) != (void *)0x20000000)
		fail("known: mmap");
	other_calls();
	prctl(PR_SET_NAME, "done");
	return 0;
}
