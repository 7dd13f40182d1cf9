/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * seldom DEVICE: what happens seldom, so often as is said beside it. DEVICE is an empty block device whose contents are in memory, of at
 * least 1 MB; the module ttyprintk is there. Prints nothing.
 */
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/rseq.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static char bytes[8192];

static void must(const char *what, long got, long want)
{
	if (got == want)
		return;
	fprintf(stderr, "seldom: %s gave %ld, not %ld\n", what, got, want);
	exit(1);
}

/* A terminal is asked twice, without waiting, whether it can be written to. */
static void terminal(void)
{
	int m = open("/dev/ptmx", O_RDWR | O_NOCTTY);
	struct pollfd p = { .fd = m, .events = POLLOUT };

	must("poll", poll(&p, 1, 0), 1);
	must("poll", poll(&p, 1, 0), 1);
	close(m);
}

static void on_signal(int sig)
{
	(void)sig;
}

/* Status of a child that does what it should not. */
static int of_child(void (*act)(void))
{
	int status;

	if (syscall(SYS_fork) == 0) {
		act();
		syscall(SYS_kill, syscall(SYS_getpid), SIGUSR1);
		_exit(0);
	}
	wait(&status);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void stack_nowhere(void)
{
	stack_t nowhere = { .ss_sp = (void *)0x1000, .ss_size = 65536 };

	sigaltstack(&nowhere, NULL);
}

static void sequence_nowhere(void)
{
	struct rseq *r = (void *)((char *)__builtin_thread_pointer() + __rseq_offset);

	r->rseq_cs = 8;
	asm volatile("" : : : "memory");
}

/*
 * Of this process: sigaction 3 times, once refused; the mask asked for 2 times; waiting signals 2 times; one signal by a timer. One
 * child gets SIGUSR1 on a stack that is not there, one has no restartable sequence where it says that it has one.
 */
static void signals(void)
{
	struct sigaction act = { .sa_handler = on_signal };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2 };
	struct itimerspec soon = { .it_value.tv_nsec = 1 };
	uint64_t usr2 = 1ULL << (SIGUSR2 - 1), set;
	siginfo_t info;
	timer_t timer;

	must("sigaction", sigaction(SIGUSR2, &act, NULL), 0);
	must("sigaction", syscall(SYS_rt_sigaction, SIGKILL, &act, NULL, 8), -1);
	must("mask", syscall(SYS_rt_sigprocmask, SIG_BLOCK, &usr2, NULL, 8), 0);
	must("mask", syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &set, 8), 0);
	must("pending", syscall(SYS_rt_sigpending, &set, 8), 0);
	must("timer", timer_create(CLOCK_MONOTONIC, &event, &timer), 0);
	must("timer", timer_settime(timer, 0, &soon, NULL), 0);
	must("signal", syscall(SYS_rt_sigtimedwait, &usr2, &info, NULL, 8), SIGUSR2);
	must("pending", syscall(SYS_rt_sigpending, &set, 8), 0);
	act.sa_flags = SA_ONSTACK;
	must("sigaction", sigaction(SIGUSR1, &act, NULL), 0);
	must("the child's end", of_child(stack_nowhere), SIGSEGV);
	must("the child's end", of_child(sequence_nowhere), SIGSEGV);
}

/* Two pages are written, one of them again by memory, and brought to the device; then they are dropped from memory. */
static void pages_of_device(const char *device)
{
	int fd = open(device, O_RDWR);
	char *p;

	must("write", write(fd, bytes, 8192), 8192);
	must("fsync", fsync(fd), 0);
	p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	p[1] = 'x';
	must("msync", msync(p, 4096, MS_SYNC), 0);
	must("munmap", munmap(p, 4096), 0);
	must("drop", posix_fadvise(fd, 0, 8192, POSIX_FADV_DONTNEED), 0);
	close(fd);
}

/* A file system of 512 sectors with a file of one cluster, 4096 bytes, "KNOWN": FAT of 12 bits. The file is read and sought once. */
static void file_on_device(const char *device)
{
	static const unsigned char boot[] = {
		0xeb, 0x3c, 0x90, 'M', 'S', 'D', 'O', 'S', '5', '.', '0',
		0, 2, 8, 1, 0, 1, 16, 0, 0, 2, 0xf8, 1, 0, 32, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0x29,
	};
	static const unsigned char fat[] = { 0xf8, 0xff, 0xff, 0xff, 0x0f, 0 };
	static const unsigned char entry[32] = { 'K', 'N', 'O', 'W', 'N', ' ', ' ', ' ', ' ', ' ', ' ', 0x20, [26] = 2, [28] = 0, [29] = 16 };
	int fd = open(device, O_RDWR);

	pwrite(fd, boot, sizeof(boot), 0);
	pwrite(fd, "\x55\xaa", 2, 510);
	pwrite(fd, fat, sizeof(fat), 512);
	pwrite(fd, entry, sizeof(entry), 1024);
	must("fsync", fsync(fd), 0);
	close(fd);
	mkdir("/fat", 0700);
	must("mount", mount(device, "/fat", "vfat", MS_RDONLY, NULL), 0);
	fd = open("/fat/known", O_RDONLY);
	must("read", read(fd, bytes, 8192), 4096);
	must("lseek", lseek(fd, 4000, SEEK_SET), 4000);
	close(fd);
	must("umount", umount("/fat"), 0);
}

/* Of a file on a ramfs: sought once, mapped once, into a pipe once; 300 bytes read by one readv. */
static void file_in_memory(void)
{
	struct iovec all = { bytes, 300 };
	int fd, p[2];

	mkdir("/ram", 0700);
	must("mount", mount("none", "/ram", "ramfs", 0, NULL), 0);
	fd = open("/ram/seldom", O_RDWR | O_CREAT, 0600);
	must("write", write(fd, bytes, 4096), 4096);
	must("lseek", lseek(fd, 0, SEEK_SET), 0);
	must("mmap", mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED, 0);
	must("pipe", pipe(p), 0);
	must("splice", splice(fd, NULL, p[1], NULL, 1000, 0), 1000);
	must("readv", readv(fd, &all, 1), 300);
	close(fd);
	close(p[0]);
	close(p[1]);
	must("umount", umount2("/ram", MNT_DETACH), 0);
}

/* A pair of sockets: 3 messages of 7 bytes each, 2 of them received; both closed. */
static void messages(void)
{
	struct iovec v = { bytes, 7 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1 };
	int s[2];

	must("socketpair", socketpair(AF_UNIX, SOCK_DGRAM, 0, s), 0);
	for (int i = 0; i < 3; i++)
		must("sendmsg", sendmsg(s[0], &m, 0), 7);
	for (int i = 0; i < 2; i++)
		must("recvmsg", recvmsg(s[1], &m, 0), 7);
	close(s[0]);
	close(s[1]);
}

/* One option of a connection of each version; one it does not know. */
static void options(void)
{
	int one = 1, four = socket(AF_INET, SOCK_STREAM, 0), six = socket(AF_INET6, SOCK_STREAM, 0);

	must("option", setsockopt(four, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)), 0);
	must("option", setsockopt(six, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)), 0);
	must("option", setsockopt(six, IPPROTO_TCP, 999, &one, sizeof(one)), -1);
	close(four);
	close(six);
}

int main(int argc, char **argv)
{
	(void)argc;
	mkdir("/dev/pts", 0755);
	mount("devpts", "/dev/pts", "devpts", 0, "ptmxmode=666");
	terminal();
	signals();
	pages_of_device(argv[1]);
	file_on_device(argv[1]);
	file_in_memory();
	messages();
	options();
	return 0;
}
