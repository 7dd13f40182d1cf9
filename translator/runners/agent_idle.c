/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The idle life of a guest in which nothing else runs, so that probes of common activity are hit: in each round a
 * file is read, a file written and fsync()ed, a program started and waited for, a packet sent on lo. Documented in
 * doc/mytap.1 under --vm-idle: keep both the same.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "translator/runners/agent_parts.h"

enum { ROUND = 600 };			/* ms from the end of a round to the next */

static void read_file(void)
{
	char buf[512];
	int fd = open("/etc/hosts", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	while (read(fd, buf, sizeof(buf)) > 0)
		;
	close(fd);
}

static void write_file(void)
{
	static const char text[] = "idle\n";
	int fd = open("/var/tmp/idle", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0)
		return;
	if (write(fd, text, sizeof(text) - 1) > 0)
		fsync(fd);
	close(fd);
}

static void run_program(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		execl("/bin/true", "true", NULL);
		_exit(127);
	}
	if (pid > 0)
		waitpid(pid, NULL, 0);
}

/* To itself: a socket that is connected to its own address. */
static void send_packet(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t n = sizeof(a);
	char c = 'i';
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return;
	if (!bind(fd, (struct sockaddr *)&a, sizeof(a)) && !getsockname(fd, (struct sockaddr *)&a, &n) &&
	    sendto(fd, &c, 1, 0, (struct sockaddr *)&a, n) == 1)
		recv(fd, &c, 1, MSG_DONTWAIT);
	close(fd);
}

void idle_start(void)
{
	sigset_t none;

	if (fork())
		return;
	setsid();
	syscall(SYS_close_range, 3, ~0U, 0);	/* the port above all */
	prctl(PR_SET_NAME, "idle");
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (;;) {
		usleep(ROUND * 1000);
		read_file();
		write_file();
		run_program();
		send_packet();
	}
}
