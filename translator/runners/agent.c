/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mytap-agent: the first process of a guest. Prepares the small world (file
 * systems, busybox, virtio modules), then does what the host asks on the
 * virtio-serial port: takes files, runs commands, passes their output, the
 * kernel's warnings and the exit status back, sends files.
 *
 * It is static and independent of mytap. A snapshot may be taken while it waits for FRAME_START; after that, the
 * guest ends when the host closes the port.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/reboot.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "parser/base/write_all.h"
#include "translator/runners/agent_parts.h"
#include "translator/runners/agent_wire.h"

/* The output streams of a command, in the order of its descriptors 1, 2, 3. */
enum { N_STREAMS = 3 };
static const enum frame_type stream_frames[N_STREAMS] = { FRAME_OUT, FRAME_ERR, FRAME_DATA };

struct agent {
	int port;		/* the virtio-serial port */
	int log;		/* /dev/kmsg */
	int signals;		/* signalfd of SIGCHLD */
	int file;		/* being received, or -1 */
	bool is_file_bad;	/* an error was sent: the rest is dropped */
	bool is_started;	/* FRAME_START was seen */
	char path[4096];	/* of file, for messages */
	int asking;		/* the socket for requests of modprobe */
	int asker;		/* a client that waits for the host's answer, or -1 */
	pid_t command;		/* 0: none */
	int pipes[N_STREAMS];	/* read ends of the command's outputs, or -1 */
};

static void power_off(void)
{
	sync();
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}

/* The port appears when virtio-console has detected it. */
static int port_open(void)
{
	for (int i = 0; i < 1000; i++) {
		int fd = open("/dev/vport0p1", O_RDWR | O_CLOEXEC);

		if (fd >= 0)
			return fd;
		usleep(10000);
	}
	say("there is no /dev/vport0p1: %s (are virtio_pci and virtio_console in this kernel?)", strerror(errno));
	return -1;
}

/* Frames */

static bool read_all(int fd, void *p, size_t n)
{
	for (char *at = p; n; ) {
		ssize_t got = read(fd, at, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		at += got;
		n -= got;
	}
	return true;
}

/* One write, so that a frame goes out as one virtio buffer. */
static void frame_send(struct agent *a, enum frame_type type, const void *p, size_t n)
{
	static char buf[sizeof(struct frame_head) + FRAME_MAX];
	struct frame_head h = { .type = type, .len = n };

	memcpy(buf, &h, sizeof(h));
	if (n)
		memcpy(buf + sizeof(h), p, n);
	if (!write_all(a->port, buf, sizeof(h) + n) && a->is_started)
		power_off();
}

static void refuse(struct agent *a, const char *what, const char *path)
{
	char text[4200];
	int n = snprintf(text, sizeof(text), "%s %s: %s", what, path, strerror(errno));

	frame_send(a, FRAME_REFUSED, text, n);
}

/* Files */

static void make_folders(char *path)
{
	for (char *s = strchr(path + 1, '/'); s; s = strchr(s + 1, '/')) {
		*s = '\0';
		mkdir(path, 0755);
		*s = '/';
	}
}

static void file_finish(struct agent *a)
{
	if (a->file >= 0)
		close(a->file);
	a->file = -1;
}

static void file_begin(struct agent *a, const char *p, size_t n)
{
	uint32_t mode = 0644;

	file_finish(a);
	if (n <= sizeof(mode) || n - sizeof(mode) >= sizeof(a->path))
		return;
	memcpy(&mode, p, sizeof(mode));
	memcpy(a->path, p + sizeof(mode), n - sizeof(mode));
	a->path[n - sizeof(mode)] = '\0';
	make_folders(a->path);
	/* A running program cannot be written: it is replaced. */
	unlink(a->path);
	a->file = open(a->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	a->is_file_bad = a->file < 0 || fchmod(a->file, mode & 07777);
	if (a->is_file_bad)
		refuse(a, "cannot write", a->path);
}

static void file_add(struct agent *a, const char *p, size_t n)
{
	if (a->is_file_bad || a->file < 0)
		return;
	if (!write_all(a->file, p, n)) {
		a->is_file_bad = true;
		refuse(a, "cannot write", a->path);
	}
}

static void link_make(struct agent *a, const char *path, size_t n)
{
	size_t len = strlen(path);

	if (len + 1 >= n || len >= sizeof(a->path))
		return;
	memcpy(a->path, path, len + 1);
	make_folders(a->path);
	unlink(a->path);
	if (symlink(path + len + 1, a->path))
		refuse(a, "cannot make the link", a->path);
}

static void file_send(struct agent *a, const char *path)
{
	static char buf[FRAME_MAX];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	uint32_t mode;
	ssize_t n = 0;

	if (fd < 0 || fstat(fd, &st)) {
		refuse(a, "cannot read", path);
		goto out;
	}
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		frame_send(a, FRAME_CONTENT, buf, n);
	if (n < 0) {
		refuse(a, "cannot read", path);
		goto out;
	}
	mode = st.st_mode & 07777;
	frame_send(a, FRAME_FETCHED, &mode, sizeof(mode));
out:
	if (fd >= 0)
		close(fd);
}

/*
 * In a process of its own: a control file's write may wait for a module, which the agent itself has to bring. What fails is
 * said in the kernel's log, which goes to the host.
 */
static void file_write(const char *path, size_t n)
{
	size_t len = strlen(path);
	int fd;

	if (len + 1 >= n || fork())
		return;
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, path + len + 1, n - len - 1) < 0) {
		int error = errno, log = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);

		dprintf(log, "<4>mytap: %s refused a command: %s\n", path, strerror(error));
	}
	_exit(0);
}

/* The kernel's log: records "priority,number,time,flags;text\n key=value..." */

enum { LOG_WARNING = 4 };

static void log_forward(struct agent *a)
{
	char rec[8192];

	for (;;) {
		ssize_t n = read(a->log, rec, sizeof(rec) - 1);
		char *text, *end;

		if (n < 0 && errno == EPIPE)	/* overwritten before it was read: continue with the next */
			continue;
		if (n <= 0)
			return;
		rec[n] = '\0';
		text = strchr(rec, ';');
		if (!text || (strtoul(rec, NULL, 10) & 7) > LOG_WARNING)
			continue;
		text++;
		end = strchr(text, '\n');
		frame_send(a, FRAME_LOG, text, end ? (size_t)(end + 1 - text) : strlen(text));
	}
}

/* The command */

/* More than a pipe holds. */
enum { READS_A_ROUND = 4, READS_AT_END = 64 };

static const char *const environment[] = {
	"PATH=/bin:/root", "HOME=/root", "USER=root", "LOGNAME=root", "SHELL=/bin/sh", "TERM=dumb", NULL
};

/* The signals blocked at its start, so that those sent before it is ready for them are not lost. */
static void command_mask(sigset_t *ret, uint32_t flags)
{
	static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

	sigemptyset(ret);
	for (size_t i = 0; flags & RUN_SIGNALS_HELD && i < sizeof(ending) / sizeof(ending[0]); i++)
		sigaddset(ret, ending[i]);
}

static void command_exec(const char *text, const int *ends, const sigset_t *mask)
{
	int in = open("/dev/null", O_RDONLY | O_CLOEXEC);

	setsid();
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, mask, NULL);
	dup2(in, 0);
	for (int i = 0; i < N_STREAMS; i++) {
		if (ends[i] >= 0)
			dup2(ends[i], 1 + i);
	}
	if (chdir("/root"))
		say("/root: %s", strerror(errno));
	execle("/bin/sh", "sh", "-c", text, NULL, environment);
	say("/bin/sh: %s", strerror(errno));
	_exit(127);
}

/* The ends for the command; ours are in a->pipes. Above the descriptors that dup2() will overwrite. */
static bool pipes_make(struct agent *a, uint32_t flags, int *ends)
{
	for (int i = 0; i < N_STREAMS; i++) {
		int fds[2];

		if (i == 2 && !(flags & RUN_DATA))
			continue;
		if (pipe2(fds, O_CLOEXEC))
			return false;
		ends[i] = fcntl(fds[1], F_DUPFD_CLOEXEC, 1 + N_STREAMS);
		close(fds[1]);
		a->pipes[i] = fds[0];
		fcntl(fds[0], F_SETFL, O_NONBLOCK);
	}
	return true;
}

static void pipe_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void pipes_close(int *fds)
{
	for (int i = 0; i < N_STREAMS; i++)
		pipe_close(&fds[i]);
}

static void command_start(struct agent *a, const char *text, uint32_t flags)
{
	int ends[N_STREAMS] = { -1, -1, -1 };
	uint32_t failed = 126 << 8;
	sigset_t mask, all, old;
	bool is_able;

	file_finish(a);
	is_able = !a->command && pipes_make(a, flags, ends);
	if (is_able) {
		command_mask(&mask, flags);
		/* No signal may reach the child before its mask is set. */
		sigfillset(&all);
		sigprocmask(SIG_SETMASK, &all, &old);
		a->command = fork();
		if (a->command == 0)
			command_exec(text, ends, &mask);
		sigprocmask(SIG_SETMASK, &old, NULL);
	}
	pipes_close(ends);
	if (is_able && a->command > 0)
		return;
	refuse(a, "cannot run", text);
	a->command = 0;
	pipes_close(a->pipes);
	frame_send(a, FRAME_EXIT, &failed, sizeof(failed));
}

/*
 * Forwards the available output, in at most `reads` reads, so that a command that writes endlessly does not block the
 * rest; closes the pipe at its end.
 */
static void pipe_forward(struct agent *a, int *fd, enum frame_type type, int reads)
{
	static char buf[FRAME_MAX];

	while (*fd >= 0 && reads--) {
		ssize_t n = read(*fd, buf, sizeof(buf));

		if (n > 0) {
			frame_send(a, type, buf, n);
			continue;
		}
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		close(*fd);
		*fd = -1;
	}
}

static void pipes_forward(struct agent *a, int reads)
{
	for (int i = 0; i < N_STREAMS; i++)
		pipe_forward(a, &a->pipes[i], stream_frames[i], reads);
}

/* A writer then gets SIGPIPE, as with a pipe of the host. */
static void stream_close(struct agent *a, uint32_t frame)
{
	for (int i = 0; i < N_STREAMS; i++) {
		if (stream_frames[i] == frame)
			pipe_close(&a->pipes[i]);
	}
}

/* All output of the command is sent before its status; background children are not waited for. */
static void command_finish(struct agent *a, int status)
{
	uint32_t s = status;

	pipes_forward(a, READS_AT_END);
	log_forward(a);
	pipes_close(a->pipes);
	a->command = 0;
	frame_send(a, FRAME_EXIT, &s, sizeof(s));
}

/* Modules, for modprobe */

static void asking_begin(struct agent *a)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = MODPROBE_SOCKET };

	unlink("/bin/modprobe");
	if (symlink("/init", "/bin/modprobe"))
		say("/bin/modprobe: %s", strerror(errno));
	a->asking = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (a->asking < 0 || bind(a->asking, (struct sockaddr *)&address, sizeof(address)) || listen(a->asking, 128))
		say(MODPROBE_SOCKET ": %s", strerror(errno));
}

/* Forwards a request; the next one waits for the answer to this one. */
static void asker_take(struct agent *a)
{
	char name[512];
	ssize_t n;

	a->asker = accept4(a->asking, NULL, NULL, SOCK_CLOEXEC);
	if (a->asker < 0)
		return;
	n = recv(a->asker, name, sizeof(name), 0);
	if (n > 0) {
		frame_send(a, FRAME_WANT, name, n);
		return;
	}
	close(a->asker);
	a->asker = -1;
}

static void asker_answer(struct agent *a, const char *p, size_t n)
{
	file_finish(a);
	if (a->asker < 0)
		return;
	send(a->asker, p, n, MSG_NOSIGNAL);
	close(a->asker);
	a->asker = -1;
}

/* As the first process the agent also reaps orphans. */
static void children_reap(struct agent *a)
{
	struct signalfd_siginfo si;
	int status;
	pid_t pid;

	while (read(a->signals, &si, sizeof(si)) > 0)
		;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == a->command)
			command_finish(a, status);
	}
}

static void session_start(struct agent *a, const struct frame_start *st)
{
	struct timespec now = { .tv_sec = st->sec, .tv_nsec = st->nsec };
	int fd = open("/dev/urandom", O_WRONLY | O_CLOEXEC);

	clock_settime(CLOCK_REALTIME, &now);
	if (fd >= 0) {
		write_all(fd, st->seed, sizeof(st->seed));
		close(fd);
	}
	a->is_started = true;
	lseek(a->log, 0, SEEK_END);
	frame_send(a, FRAME_STARTED, NULL, 0);
}

static void frame_handle(struct agent *a, enum frame_type type, char *p, size_t n)
{
	struct frame_start st;
	int32_t number;
	uint32_t word = 0;

	memcpy(&word, p, n < sizeof(word) ? n : sizeof(word));
	switch (type) {
	case FRAME_START:
		memset(&st, 0, sizeof(st));
		memcpy(&st, p, n < sizeof(st) ? n : sizeof(st));
		session_start(a, &st);
		return;
	case FRAME_FILE:
		file_begin(a, p, n);
		return;
	case FRAME_CONTENT:
		file_add(a, p, n);
		return;
	case FRAME_RUN:
		if (n > sizeof(word))
			command_start(a, p + sizeof(word), word);
		return;
	case FRAME_CLOSE:
		stream_close(a, word);
		return;
	case FRAME_LINK:
		file_finish(a);
		link_make(a, p, n);
		return;
	case FRAME_WRITE:
		file_write(p, n);
		return;
	case FRAME_IDLE:
		file_finish(a);
		idle_start();
		return;
	case FRAME_GIVEN:
		asker_answer(a, p, n);
		return;
	case FRAME_SIGNAL:
		number = word;
		/* The group exists once the child has called setsid(). */
		if (a->command && kill(-a->command, number))
			kill(a->command, number);
		return;
	case FRAME_FETCH:
		file_finish(a);
		file_send(a, p);
		return;
	case FRAME_READY:
	case FRAME_STARTED:
	case FRAME_OUT:
	case FRAME_ERR:
	case FRAME_DATA:
	case FRAME_LOG:
	case FRAME_EXIT:
	case FRAME_FETCHED:
	case FRAME_WANT:
	case FRAME_REFUSED:
		break;
	}
	say("frame of type %d: not one for us", type);
}

/* Waits for one frame of the host and handles it. false: the host is gone. */
static bool frame_receive(struct agent *a)
{
	static char buf[FRAME_MAX + 1];
	struct frame_head h;

	if (!read_all(a->port, &h, sizeof(h)))
		return false;
	if (h.len > FRAME_MAX || !read_all(a->port, buf, h.len))
		return false;
	buf[h.len] = '\0';
	frame_handle(a, h.type, buf, h.len);
	return true;
}

static void agent_loop(struct agent *a)
{
	for (;;) {
		struct pollfd p[] = {
			{ .fd = a->port, .events = POLLIN },
			{ .fd = a->signals, .events = POLLIN },
			{ .fd = a->log, .events = POLLIN },
			{ .fd = a->pipes[0], .events = POLLIN },
			{ .fd = a->pipes[1], .events = POLLIN },
			{ .fd = a->pipes[2], .events = POLLIN },
			{ .fd = a->asker < 0 ? a->asking : -1, .events = POLLIN },
		};

		if (!a->is_started) {
			/* A plain read, not poll: here the snapshot is taken. */
			if (!frame_receive(a))
				usleep(5000);
			continue;
		}
		if (poll(p, sizeof(p) / sizeof(p[0]), -1) < 0)
			continue;
		pipes_forward(a, READS_A_ROUND);
		if (p[2].revents)
			log_forward(a);
		if (p[1].revents)
			children_reap(a);
		if (p[3 + N_STREAMS].revents)
			asker_take(a);
		if ((p[0].revents & POLLIN) && !frame_receive(a))
			power_off();
		if ((p[0].revents & POLLHUP) && !(p[0].revents & POLLIN))
			power_off();
	}
}

int main(int argc, char **argv)
{
	struct agent a = { .file = -1, .asking = -1, .asker = -1, .pipes = { -1, -1, -1 } };
	struct frame_ready ready = { .version = AGENT_VERSION };
	struct utsname u;
	sigset_t chld;

	if (getpid() != 1 && argc > 0 && strstr(argv[0], "modprobe"))
		return modprobe_main(argc, argv);
	if (getpid() != 1) {
		say("this is the first process of a guest, started by mytap --vm and mytap-guest; it does nothing here");
		return 1;
	}
	for (int i = 0; environment[i]; i++)
		putenv((char *)environment[i]);
	world_make();

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, NULL);
	signal(SIGPIPE, SIG_IGN);
	a.signals = signalfd(-1, &chld, SFD_CLOEXEC | SFD_NONBLOCK);
	a.log = open("/dev/kmsg", O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	a.port = port_open();
	if (a.port < 0 || a.log < 0 || a.signals < 0)
		power_off();
	/* From here on the agent must not cause a module request of the kernel: it would wait for the agent itself. */
	asking_begin(&a);
	uname(&u);
	snprintf(ready.release, sizeof(ready.release), "%.63s", u.release);
	frame_send(&a, FRAME_READY, &ready, sizeof(ready));
	agent_loop(&a);
	return 0;
}
