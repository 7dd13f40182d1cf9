/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Set-up of a guest, done once, before it is saved: file systems, busybox, lo, the modules for the port. */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "translator/runners/agent_parts.h"
#include "translator/runners/agent_wire.h"

void say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fprintf(stderr, "mytap-agent: ");
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
}

static const struct {
	const char *type, *where;
	bool is_optional;
} mounts[] = {
	{ "proc", "/proc", false },
	{ "sysfs", "/sys", false },
	{ "devtmpfs", "/dev", false },
	{ "tmpfs", "/tmp", false },
	{ "devpts", "/dev/pts", true },
	{ "tmpfs", "/dev/shm", true },
	{ "debugfs", "/sys/kernel/debug", true },
	{ "tracefs", "/sys/kernel/tracing", true },
	{ "cgroup2", "/sys/fs/cgroup", true },
};

static void mount_all(void)
{
	for (size_t i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		mkdir(mounts[i].where, 0755);
		if (mount(mounts[i].type, mounts[i].where, mounts[i].type, 0, NULL) && !mounts[i].is_optional)
			say("mount of %s: %s", mounts[i].where, strerror(errno));
	}
	chmod("/tmp", 01777);
}

static void run_quietly(const char *const argv[])
{
	pid_t pid = fork();

	if (pid == 0) {
		execv(argv[0], (char *const *)argv);
		say("%s: %s", argv[0], strerror(errno));
		_exit(127);
	}
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

static void loopback_up(void)
{
	struct ifreq ifr = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return;
	if (ioctl(fd, SIOCSIFFLAGS, &ifr))
		say("lo: %s", strerror(errno));
	close(fd);
}

static void load_modules(void)
{
	FILE *f = fopen(AGENT_MODULES, "re");
	char path[4096];

	while (f && fgets(path, sizeof(path), f)) {
		int fd;

		path[strcspn(path, "\n")] = '\0';
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0 || (syscall(SYS_finit_module, fd, "", 0) && errno != EEXIST))
			say("%s: %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
	}
	if (f)
		fclose(f);
}

void world_make(void)
{
	static const char *const install[] = { "/bin/busybox", "--install", "-s", "/bin", NULL };
	static const char *const warm[] = { "/bin/busybox", "sh", "-c", "true | cat", NULL };

	mount_all();
	run_quietly(install);
	loopback_up();
	load_modules();
	run_quietly(warm);
	sethostname("guest", 5);
}
