// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * System calls with usual and with wrong arguments, each with what a script is to say of it beside it: "name(argstr) = retstr".
 * First as a 64-bit program makes them, then, by int $0x80, as a 32-bit one does: all of this program's data lies below 4 GB.
 * While a call is made, the word at EXPECT is the address of its text; at the end the one behind it has their number.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define EXPECT	0x20000000UL
#define SPACE	((char *)0x20001000UL)		/* 12 kB for what calls read and write */
#define LOW(p)	((unsigned int)(uintptr_t)(p))

static char text[1024];
static unsigned int calls;

/* The text of the next call. */
static void want(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
}

static long call(long number, long a, long b, long c, long d, long e, long f)
{
	long ret;

	calls++;
	*(volatile uint64_t *)EXPECT = (uintptr_t)text;
	ret = syscall(number, a, b, c, d, e, f);
	*(volatile uint64_t *)EXPECT = 0;
	return ret;
}

static int call32(unsigned int number, unsigned int a, unsigned int b, unsigned int c, unsigned int d, unsigned int e,
		  unsigned int f)
{
	unsigned int ret;

	calls++;
	*(volatile uint64_t *)EXPECT = (uintptr_t)text;
	asm volatile("push %%rbp; mov %[f], %%ebp; int $0x80; pop %%rbp"
		     : "=a"(ret) : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e), [f] "r"(f)
		     : "memory", "r8", "r9", "r10", "r11");
	*(volatile uint64_t *)EXPECT = 0;
	return (int)ret;
}

#define CALL(number, a, b, c, d, e, f)	call(SYS_##number, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

static void files(void)
{
	struct timespec times[2] = { { 1, 2 }, { 3, 4 } };
	char *s = SPACE;
	long fd, other;

	want("openat(AT_FDCWD, \"/dev/null\", O_RDWR|O_CLOEXEC) = 3");
	fd = CALL(openat, AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC, 0, 0, 0);
	want("open(\"/nothing\\nhere/x\", O_WRONLY|O_CREAT|O_EXCL|O_DSYNC, 0640) = -2 (ENOENT)");
	CALL(open, "/nothing\nhere/x", O_WRONLY | O_CREAT | O_EXCL | O_DSYNC, 0640, 0, 0, 0);
	want("open(0x8, O_RDONLY|O_DIRECTORY) = -14 (EFAULT)");
	CALL(open, 8, O_RDONLY | O_DIRECTORY, 0640, 0, 0, 0);
	want("read(%ld, 0x%lx, 100) = 0", fd, (long)s);
	CALL(read, fd, s, 100, 0, 0, 0);
	want("write(%ld, \"a\\\"b\\000c\\n\", 6) = 6", fd);
	CALL(write, fd, "a\"b\0c\n", 6, 0, 0, 0);
	memset(s, 'x', 200);
	want("write(%ld, \"%.45s\"..., 200) = 200", fd, s);
	CALL(write, fd, s, 200, 0, 0, 0);
	want("pread(-1, 0x%lx, 7, 5000000000) = -9 (EBADF)", (long)s);
	CALL(pread64, -1, s, 7, 5000000000, 0, 0);
	want("lseek(%ld, 0, SEEK_END) = 0", fd);
	CALL(lseek, fd, 0, SEEK_END, 0, 0, 0);
	want("fcntl(%ld, F_DUPFD_CLOEXEC, 0x64) = 100", fd);
	CALL(fcntl, fd, F_DUPFD_CLOEXEC, 100, 0, 0, 0);
	want("dup2(%ld, 101) = 101", fd);
	CALL(dup2, fd, 101, 0, 0, 0, 0);
	want("close(100) = 0");
	CALL(close, 100, 0, 0, 0, 0, 0);
	want("ioctl(%ld, TCGETS, 0x%lx) = -25 (ENOTTY)", fd, (long)s);
	CALL(ioctl, fd, 0x5401, s, 0, 0, 0);
	want("fstatat(%ld, \"\", 0x%lx, AT_EMPTY_PATH) = 0", fd, (long)s);
	CALL(newfstatat, fd, "", s, AT_EMPTY_PATH, 0, 0);
	want("stat(\"/nothing\", 0x%lx) = -2 (ENOENT)", (long)s);
	CALL(stat, "/nothing", s, 0, 0, 0, 0);
	want("statx(AT_FDCWD, \"/\", AT_STATX_DONT_SYNC|AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS|STATX_BTIME, 0x%lx) = 0", (long)s);
	CALL(statx, AT_FDCWD, "/", AT_STATX_DONT_SYNC | AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS | STATX_BTIME, s, 0);
	want("pipe2([0, 0], O_NONBLOCK|O_CLOEXEC) = 0");
	memset(s, 0, 8);
	CALL(pipe2, s, O_NONBLOCK | O_CLOEXEC, 0, 0, 0, 0);
	want("pipe([0, 0]) = 0");
	memset(s, 0, 8);
	CALL(pipe, s, 0, 0, 0, 0, 0);
	want("utimensat(AT_FDCWD, \"/nothing\", [1.000000002][3.000000004], 0x0) = -2 (ENOENT)");
	CALL(utimensat, AT_FDCWD, "/nothing", times, 0, 0, 0);
	want("unlinkat(AT_FDCWD, \"/nothing\", AT_REMOVEDIR) = -2 (ENOENT)");
	CALL(unlinkat, AT_FDCWD, "/nothing", AT_REMOVEDIR, 0, 0, 0);
	want("mknod(\"/nothing/here\", S_IFCHR|0666, 259) = -2 (ENOENT)");
	CALL(mknod, "/nothing/here", S_IFCHR | 0666, 259, 0, 0, 0);
	want("access(\"/\", F_OK) = 0");
	CALL(access, "/", F_OK, 0, 0, 0, 0);
	want("flock(%ld, LOCK_SH|LOCK_NB) = 0", fd);
	CALL(flock, fd, LOCK_SH | LOCK_NB, 0, 0, 0, 0);
	want("openat2(AT_FDCWD, \"/nothing\", {flags=O_RDONLY|O_CLOEXEC, mode=00, resolve=RESOLVE_BENEATH}, 24) = -18 (EXDEV)");
	memcpy(s, (uint64_t []){ O_CLOEXEC, 0, 8 }, 24);
	CALL(openat2, AT_FDCWD, "/nothing", s, 24, 0, 0);
	want("close_range(200, 300, CLOSE_RANGE_CLOEXEC) = 0");
	CALL(close_range, 200, 300, 4, 0, 0, 0);
	want("eventfd2(7, EFD_NONBLOCK|EFD_SEMAPHORE) = %ld", other = fd + 5);
	CALL(eventfd2, 7, 04000 | 1, 0, 0, 0, 0);
	want("epoll_create1(EPOLL_CLOEXEC) = %ld", other + 1);
	CALL(epoll_create1, 02000000, 0, 0, 0, 0, 0);
	want("inotify_init() = %ld", other + 2);
	CALL(inotify_init, 0, 0, 0, 0, 0, 0);
	want("signalfd4(-1, 0x%lx, 8, SFD_CLOEXEC) = %ld", (long)s, other + 3);
	memset(s, 0, 8);
	CALL(signalfd4, -1, s, 8, 02000000, 0, 0);
	want("mount(\"none\", \"/nothing\", \"tmpfs\", MS_NOSUID|MS_NODEV, \"size=1\") = -2 (ENOENT)");
	CALL(mount, "none", "/nothing", "tmpfs", 6, "size=1", 0);
	want("execve(\"/nothing\", [\"one\", \"two words\"], [/* 2 vars */]) = -2 (ENOENT)");
	CALL(execve, "/nothing", ((char *[]){ "one", "two words", NULL }), ((char *[]){ "A=1", "B=2", NULL }), 0, 0, 0);
}

static void memory(void)
{
	long page;

	want("mmap2(0x30000000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS, -1, 0) = 0x30000000");
	page = CALL(mmap, 0x30000000, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	want("mprotect(0x%lx, 4096, PROT_NONE) = 0", page);
	CALL(mprotect, page, 4096, PROT_NONE, 0, 0, 0);
	want("madvise(0x%lx, 4096, MADV_DONTNEED) = 0", page + 4096);
	CALL(madvise, page + 4096, 4096, MADV_DONTNEED, 0, 0, 0);
	want("mremap(0x%lx, 4096, 8192, MREMAP_MAYMOVE|MREMAP_FIXED, 0x31000000) = 0x31000000", page + 4096);
	CALL(mremap, page + 4096, 4096, 8192, 3, 0x31000000, 0);
	want("munmap(0x%lx, 4096) = 0", page);
	CALL(munmap, page, 4096, 0, 0, 0, 0);
	want("brk(0x1) = 0x%lx", (long)sbrk(0));
	CALL(brk, 1, 0, 0, 0, 0, 0);
	/* what stands in a page that may not be read */
	mprotect((void *)0x31000000, 4096, PROT_NONE);
	want("chdir(0x31000000) = -14 (EFAULT)");
	CALL(chdir, 0x31000000, 0, 0, 0, 0, 0);
	want("nanosleep(0x31000000, 0x0) = -14 (EFAULT)");
	CALL(nanosleep, 0x31000000, 0, 0, 0, 0, 0);
}

static void processes(void)
{
	struct { void *handler; unsigned long flags; void *restorer; uint64_t mask; } act = { SIG_IGN, SA_RESTART | SA_SIGINFO, 0, 0x4002 };
	struct itimerval timer = { { 0, 0 }, { 100, 5 } };
	uint64_t set = 1 << (SIGINT - 1) | 1ULL << 33;
	struct timespec none = { 0, 1 };
	struct timeval now = { 0, 7 };
	struct rlimit limit = { 10, 20 };
	pid_t pid;

	want("getpid() = %d", getpid());
	CALL(getpid, 0, 0, 0, 0, 0, 0);
	want("kill(%d, SIG_0) = 0", getpid());
	CALL(kill, getpid(), 0, 0, 0, 0, 0);
	want("tgkill(%d, %d, SIGURG) = 0", getpid(), getpid());
	CALL(tgkill, getpid(), getpid(), SIGURG, 0, 0, 0);
	want("rt_sigaction(SIGUSR1, {SIG_IGN, [SIGINT|SIGTERM], SA_SIGINFO|SA_RESTART, 0x0}, 0x0, 8) = 0");
	CALL(rt_sigaction, SIGUSR1, &act, NULL, 8, 0, 0);
	want("rt_sigprocmask(SIG_BLOCK, [SIGINT|SIGRT_2], 0x0, 8) = 0");
	CALL(rt_sigprocmask, SIG_BLOCK, &set, NULL, 8, 0, 0);
	want("setitimer(ITIMER_REAL, [0.000000,100.000005], 0x0) = 0");
	CALL(setitimer, ITIMER_REAL, &timer, NULL, 0, 0, 0);
	want("nanosleep([0.000000001], 0x0) = 0");
	CALL(nanosleep, &none, NULL, 0, 0, 0, 0);
	want("clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, [0.000000001], 0x0) = 0");
	CALL(clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, &none, NULL, 0, 0);
	want("select(0, 0x0, 0x0, 0x0, [0.000007]) = 0");
	CALL(select, 0, NULL, NULL, NULL, &now, 0);
	want("setrlimit(RLIMIT_CORE, [10,20]) = 0");
	CALL(setrlimit, RLIMIT_CORE, &limit, 0, 0, 0, 0);
	want("prlimit64(0, RLIMIT_NICE, NULL, 0x%lx) = 0", (long)SPACE);
	CALL(prlimit64, 0, RLIMIT_NICE, NULL, SPACE, 0, 0);
	want("prctl(PR_SET_NAME, \"usual_calls\") = 0");
	CALL(prctl, 15, "usual_calls", 0, 0, 0, 0);
	want("futex(0x%lx, FUTEX_WAIT|FUTEX_PRIVATE_FLAG, 1, [0.000000001]) = -11 (EAGAIN)", (long)(SPACE + 64));
	memset(SPACE + 64, 0, 4);
	CALL(futex, SPACE + 64, 0 | 128, 1, &none, 0, 0);
	want("futex(0x%lx, FUTEX_WAKE, 5) = 0", (long)(SPACE + 64));
	CALL(futex, SPACE + 64, 1, 5, 0, 0, 0);
	want("clone(CLONE_SIGHAND|SIGCHLD, 0x0, 0x0, 0x0) = -22 (EINVAL)");
	CALL(clone, 0x800 | SIGCHLD, 0, 0, 0, 0, 0);
	pid = fork();
	if (!pid)
		_exit(3);
	want("wait4(%d, 0x%lx, __WALL, 0x0) = %d", pid, (long)SPACE, pid);
	CALL(wait4, pid, SPACE, 0x40000000, NULL, 0, 0);
	want("waitid(P_ALL, 0, 0x0, WNOHANG|WEXITED, 0x0) = -10 (ECHILD)");
	CALL(waitid, P_ALL, 0, NULL, WEXITED | WNOHANG, NULL, 0);
	want("arch_prctl(ARCH_GET_FS, 0x8) = -14 (EFAULT)");
	CALL(arch_prctl, 0x1003, 8, 0, 0, 0, 0);
	want("ptrace(PTRACE_PEEKDATA, 99999999, 0x10, [0x20]) = -3 (ESRCH)");
	CALL(ptrace, 2, 99999999, 0x10, 0x20, 0, 0);
}

static void sockets(void)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(7), .sin_addr.s_addr = htonl(0x7f000001) };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(8), .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	struct sockaddr_un un = { .sun_family = AF_UNIX, .sun_path = "/nothing/here" };
	int one = 1;

	dup2(0, 50);
	want("socket(PF_LOCAL, SOCK_CLOEXEC|0xb, 0) = -22 (EINVAL)");
	CALL(socket, AF_UNIX, 0xb | SOCK_CLOEXEC, 0, 0, 0, 0);
	want("socket(PF_INET, SOCK_DGRAM|SOCK_NONBLOCK, IPPROTO_TCP) = -93 (EPROTONOSUPPORT)");
	CALL(socket, AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, IPPROTO_TCP, 0, 0, 0);
	want("bind(50, {AF_INET, 127.0.0.1, 7}, 16) = -88 (ENOTSOCK)");
	CALL(bind, 50, &in, sizeof(in), 0, 0, 0);
	want("connect(50, {AF_INET6, ::1, 8}, 28) = -88 (ENOTSOCK)");
	CALL(connect, 50, &in6, sizeof(in6), 0, 0, 0);
	want("connect(50, {AF_UNIX, \"/nothing/here\"}, 110) = -88 (ENOTSOCK)");
	CALL(connect, 50, &un, sizeof(un), 0, 0, 0);
	want("sendto(50, \"hello\", 5, MSG_DONTWAIT|MSG_NOSIGNAL, {AF_INET, 127.0.0.1, 7}, 16) = -88 (ENOTSOCK)");
	CALL(sendto, 50, "hello", 5, MSG_DONTWAIT | MSG_NOSIGNAL, &in, sizeof(in));
	want("setsockopt(50, SOL_SOCKET, SO_REUSEADDR, 0x%lx, 4) = -88 (ENOTSOCK)", (long)&one);
	CALL(setsockopt, 50, SOL_SOCKET, SO_REUSEADDR, &one, 4, 0);
	want("setsockopt(50, SOL_TCP, TCP_NODELAY, 0x%lx, 4) = -88 (ENOTSOCK)", (long)&one);
	CALL(setsockopt, 50, 6, 1, &one, 4, 0);
	want("shutdown(50, SHUT_RDWR) = -88 (ENOTSOCK)");
	CALL(shutdown, 50, 2, 0, 0, 0, 0);
	want("accept4(50, 0x0, 0x0, SOCK_NONBLOCK) = -88 (ENOTSOCK)");
	CALL(accept4, 50, 0, 0, SOCK_NONBLOCK, 0, 0);
}

/* The same, where the structures of a 32-bit program differ; numbers of i386. */
static void of_32_bit(void)
{
	char *s = SPACE;
	unsigned int *w = (unsigned int *)SPACE;
	int fd;

	strcpy(s, "/dev/null");
	for (fd = 3; fd < 60; fd++)
		dup2(0, fd);
	close(60);
	want("openat(AT_FDCWD, \"/dev/null\", O_RDWR|O_CLOEXEC) = 60");
	fd = call32(295, -100, LOW(s), O_RDWR | O_CLOEXEC, 0, 0, 0);
	want("fstat(%d, 0x%x) = 0", fd, LOW(s));
	call32(197, fd, LOW(s), 0, 0, 0, 0);
	want("stat(\"/nothing\", 0x%x) = -2 (ENOENT)", LOW(s + 256));
	strcpy(s, "/nothing");
	call32(195, LOW(s), LOW(s + 256), 0, 0, 0, 0);
	want("read(-1, 0x%x, 4294967295) = -9 (EBADF)", LOW(s));
	call32(3, -1, LOW(s), -1, 0, 0, 0);
	want("pread(%d, 0x%x, 8, 4294967298) = 0", fd, LOW(s));
	call32(180, fd, LOW(s), 8, 2, 1, 0);
	want("pwrite32(%d, \"/nothing\", 8, 4294967298) = 8", fd);
	strcpy(s, "/nothing");
	call32(181, fd, LOW(s), 8, 2, 1, 0);
	want("compat_fallocate(%d, FALLOC_FL_KEEP_SIZE, 0x100000002, 12884901892) = -19 (ENODEV)", fd);
	call32(324, fd, 1, 2, 1, 4, 3);
	want("compat_truncate64(\"/nothing\", 8589934593) = -2 (ENOENT)");
	call32(193, LOW(s), 1, 2, 0, 0, 0);
	want("sync_file_range(-1, 4294967298, 12884901892, SYNC_FILE_RANGE_WRITE) = -9 (EBADF)");
	call32(314, -1, 2, 1, 4, 3, 2);
	w[0] = 0;
	w[1] = 1;
	want("compat_nanosleep([0.000000001], 0x0) = 0");
	call32(162, LOW(w), 0, 0, 0, 0, 0);
	memcpy(w, (uint64_t []){ 0, 1 }, 16);
	want("clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, [0.000000001], 0x0) = 0");
	call32(407, 1, 1, LOW(w), 0, 0, 0);
	w[0] = 10;
	w[1] = 20;
	want("setrlimit(RLIMIT_CORE, [10,20]) = 0");
	call32(75, RLIMIT_CORE, LOW(w), 0, 0, 0, 0);
	memcpy(w, (unsigned int []){ 1, SA_RESTART, 0, 0x4002, 0 }, 20);
	want("rt_sigaction32(SIGUSR2, {SIG_IGN, [SIGINT|SIGTERM], SA_RESTART, 0x0}, 0x0, 8) = 0");
	call32(174, SIGUSR2, LOW(w), 0, 8, 0, 0);
	memcpy(w, (unsigned int []){ 0, 5, 0, 0 }, 16);
	want("compat_setitimer(ITIMER_VIRTUAL, [0.000005,0.000000], 0x0) = 0");
	call32(104, ITIMER_VIRTUAL, LOW(w), 0, 0, 0, 0);
	memcpy(w, (unsigned int []){ LOW(s + 32), LOW(s + 36), 0, LOW(s + 40), 0 }, 20);
	memcpy(s + 32, "one\0two\0A=1", 12);
	strcpy(s + 64, "/nothing");
	want("compat_execve(\"/nothing\", [\"one\", \"two\"], [/* 1 vars */]) = -2 (ENOENT)");
	call32(11, LOW(s + 64), LOW(w), LOW(w + 3), 0, 0, 0);
	memcpy(w, (unsigned int []){ AF_INET, SOCK_DGRAM, IPPROTO_TCP }, 12);
	want("socketcall(SYS_SOCKET, 0x%x) = -93 (EPROTONOSUPPORT)", LOW(w));
	call32(102, 1, LOW(w), 0, 0, 0, 0);
	want("socket(PF_INET, SOCK_DGRAM, IPPROTO_TCP) = -93 (EPROTONOSUPPORT)");
	call32(359, AF_INET, SOCK_DGRAM, IPPROTO_TCP, 0, 0, 0);
	want("getuid() = 1000");
	call32(24, 0, 0, 0, 0, 0, 0);
	want("mmap2(0x32000000, 4096, PROT_READ, MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS, -1, 0) = 0x32000000");
	call32(192, 0x32000000, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	want("brk(0x1) = 0x%lx", (long)sbrk(0));
	call32(45, 1, 0, 0, 0, 0, 0);
	want("clone(CLONE_SIGHAND|SIGCHLD, 0x0, 0x10, 0x20) = -22 (EINVAL)");
	call32(120, 0x800 | SIGCHLD, 0, 0x10, 0, 0x20, 0);
}

int main(void)
{
	if (mmap((void *)EXPECT, 16384, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != (void *)EXPECT ||
	    setgid(1000) || setuid(1000)) {
		perror("usual_calls");
		return 1;
	}
	/* Nothing that is read is to be brought in first. */
	memset((void *)EXPECT, 0, 16384);
	syscall(SYS_close_range, 3, ~0U, 0);
	files();
	memory();
	processes();
	sockets();
	of_32_bit();
	*(volatile uint64_t *)(EXPECT + 8) = calls;
	printf("%u calls\n", calls);
	return 0;
}
