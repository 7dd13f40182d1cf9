/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * state inside: a process in namespaces of its own calls getpriority(0, 9) for each byte of standard input (inside()).
 * state outside USER: that user calls it.
 * state: a process named "state" in a state that tests know by heart. Prints nothing.
 * Soft limits: 321 files, 4 MB of stack, no limit of address space. SIGUSR1 and SIGRTMIN+2 (by the kernel's count) blocked.
 * SIGUSR2 has the flags SA_RESTART | SA_NODEFER and blocks SIGHUP. It calls getpriority(0, 7) then.
 * A child in a pid and a user namespace of its own, where it is process 1 and user 77, group 78, calls getpriority(0, 8).
 * A connection over IPv4 from port 4568 to port 4567 on 127.0.0.1, on which it sends 5 bytes to the listener's side; and
 * one over IPv6, from 4570 to 4569 on ::1, 6 bytes.
 */
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void on_signal(int number)
{
	(void)number;
}

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		fail(path);
	close(fd);
}

static void task_state(void)
{
	struct rlimit files = { 321, 1000 }, stack = { 4 << 20, RLIM_INFINITY };
	struct sigaction a = { .sa_handler = on_signal, .sa_flags = SA_RESTART | SA_NODEFER };
	unsigned long blocked = 1UL << 9 | 1UL << 33;

	if (prctl(PR_SET_NAME, "state") || setrlimit(RLIMIT_NOFILE, &files) || setrlimit(RLIMIT_STACK, &stack))
		fail("limits");
	sigaddset(&a.sa_mask, SIGHUP);
	if (sigaction(SIGUSR2, &a, NULL) || syscall(SYS_rt_sigprocmask, SIG_SETMASK, &blocked, NULL, 8))
		fail("signals");
	getpriority(PRIO_PROCESS, 7);
}

static void in_namespaces(void)
{
	int status;
	pid_t child;

	if (unshare(CLONE_NEWUSER | CLONE_NEWPID))
		fail("unshare");
	put("/proc/self/setgroups", "deny");
	put("/proc/self/uid_map", "77 0 1");
	put("/proc/self/gid_map", "78 0 1");
	child = fork();
	if (child < 0)
		fail("fork");
	if (!child) {
		getpriority(PRIO_PROCESS, 8);
		_exit(0);
	}
	waitpid(child, &status, 0);
}

/*
 * A process in namespaces of its own, whose process id outside is printed: user 1005 and group 1006 outside, for each byte of the
 * input it makes a call.
 */
static void inside(int ready, int mapped)
{
	pid_t child;
	char c;

	if (unshare(CLONE_NEWUSER | CLONE_NEWPID) || write(ready, "x", 1) != 1 || read(mapped, &c, 1) != 1)
		fail("unshare");
	child = fork();
	if (child < 0)
		fail("fork");
	if (!child) {
		if (setresgid(906, 906, 906) || setresuid(905, 905, 905))
			fail("setresuid");
		while (read(0, &c, 1) == 1)
			getpriority(PRIO_PROCESS, 9);
		_exit(0);
	}
	printf("%d\n", child);
	fflush(stdout);
	waitpid(child, NULL, 0);
}

/* More ranges than the kernel keeps in the map itself; only a process outside may write them. */
static void map_ranges(pid_t child, const char *what, int of_root)
{
	char path[64], text[256];

	snprintf(path, sizeof(path), "/proc/%d/%s", child, what);
	snprintf(text, sizeof(text), "%d 0 1\n100 200 5\n300 400 5\n500 600 5\n700 800 5\n900 1000 50\n1100 2000 5\n", of_root);
	put(path, text);
}

static void in_many_ranges(void)
{
	int ready[2], mapped[2];
	pid_t child;
	char c;

	if (pipe(ready) || pipe(mapped))
		fail("pipe");
	child = fork();
	if (child < 0)
		fail("fork");
	if (!child) {
		inside(ready[1], mapped[0]);
		_exit(0);
	}
	if (read(ready[0], &c, 1) != 1)
		fail("no child");
	map_ranges(child, "uid_map", 77);
	map_ranges(child, "gid_map", 78);
	if (write(mapped[1], "x", 1) != 1)
		fail("write");
	waitpid(child, NULL, 0);
}

static void connection(int family, const void *from, const void *to, socklen_t size, const char *text)
{
	int listener = socket(family, SOCK_STREAM, 0), client = socket(family, SOCK_STREAM, 0), one = 1;

	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	setsockopt(client, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(listener, to, size) || listen(listener, 1) || bind(client, from, size) || connect(client, to, size) ||
	    send(client, text, strlen(text), 0) < 0)
		fail("connection");
	close(client);
	close(listener);
}

int main(int argc, char **argv)
{
	struct sockaddr_in from4 = { .sin_family = AF_INET, .sin_port = htons(4568), .sin_addr.s_addr = htonl(0x7f000001) };
	struct sockaddr_in to4 = from4;
	struct sockaddr_in6 from6 = { .sin6_family = AF_INET6, .sin6_port = htons(4570), .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	struct sockaddr_in6 to6 = from6;
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int s = socket(AF_INET, SOCK_DGRAM, 0);

	if (argc > 1) {
		if (!strcmp(argv[1], "inside"))
			in_many_ranges();
		else if (argc > 2 && !setresuid(atoi(argv[2]), -1, -1))
			getpriority(PRIO_PROCESS, 9);
		return 0;
	}
	to4.sin_port = htons(4567);
	to6.sin6_port = htons(4569);
	if (ioctl(s, SIOCSIFFLAGS, &lo))
		fail("lo");
	task_state();
	connection(AF_INET, &from4, &to4, sizeof(to4), "12345");
	connection(AF_INET6, &from6, &to6, sizeof(to6), "123456");
	in_namespaces();
	return 0;
}
