/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Starts and ends one QEMU. The port and the monitor are socket pairs handed
 * over by number, so there are no socket files and no waiting for them; console
 * and messages go to memory files, so they never block and leave no litter. QEMU ends with mytap (PR_SET_PDEATHSIG)
 * and is in a separate session, so that Ctrl-C on the terminal reaches mytap only.
 *
 * Saving: guest memory is a file mapped shared, which x-ignore-shared leaves
 * out of the migration stream; restoring maps the same file privately. So a
 * restore reads nothing that the guest does not touch.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <json-c/json.h>

#include "parser/base/vec.h"
#include "translator/runners/agent_wire.h"
#include "translator/runners/qemu.h"

typedef VEC(const char *) arg_vec;

/* A file name as the value of a QEMU option: commas are doubled. */
static const char *option_value(struct arena *a, const char *path)
{
	struct strbuf b = { 0 };
	const char *ret;

	for (const char *s = path; *s; s++) {
		if (*s == ',')
			strbuf_putc(&b, ',');
		strbuf_putc(&b, *s);
	}
	ret = arena_strdup(a, strbuf_str(&b));
	strbuf_deinit(&b);
	return ret;
}

static void arg_pair(struct arena *a, arg_vec *v, const char *option, const char *value)
{
	vec_push(a, v, option);
	vec_push(a, v, value);
}

/* The machine: everything here must be equal for saving and restoring a guest. */
static void machine_args(struct arena *a, const struct qemu_config *c, arg_vec *v)
{
	/*
	 * Under emulation cmpxchg16b is hidden: with it, QEMU 7.2 crashed 6.12 in
	 * 2 of 6 runs, without it in none.
	 */
	/*
	 * One thread for all processors: with a thread each, QEMU 7.2 breaks when one processor patches code that
	 * another runs, as ftrace and kprobes do (a hand-written module of 200 lines panics the guest within seconds).
	 * QEMU 10.0 does that well enough for tests: of 3 control runs of 40 rounds with the kernel's own
	 * register_kprobe() one hung.
	 */
	arg_pair(a, v, "-accel", c->use_kvm ? "kvm" : c->is_parallel ? "tcg,thread=multi" : "tcg,thread=single");
	arg_pair(a, v, "-cpu", c->use_kvm ? "host" : "max,-cx16");
	arg_pair(a, v, "-M", "pc,vmport=off,memory-backend=ram");
	arg_pair(a, v, "-m", arena_printf(a, "%u", c->memory_mb));
	arg_pair(a, v, "-smp", arena_printf(a, "%u", c->cpus));
	if (c->icount_ns)
		arg_pair(a, v, "-icount", arena_printf(a, "shift=%d,sleep=off", __builtin_ctz(c->icount_ns)));
	if (c->uefi)
		arg_pair(a, v, "-drive", arena_printf(a, "if=pflash,format=raw,readonly=on,file=%s", option_value(a, c->uefi)));
	if (c->uefi_variables)
		arg_pair(a, v, "-drive", arena_printf(a, "if=pflash,format=raw,file=%s", option_value(a, c->uefi_variables)));
	vec_push(a, v, "-nodefaults");
	vec_push(a, v, "-no-user-config");
	vec_push(a, v, "-no-reboot");
	arg_pair(a, v, "-display", "none");
	arg_pair(a, v, "-serial", "chardev:console");
	arg_pair(a, v, "-device", "virtio-serial-pci");
	arg_pair(a, v, "-device", "virtserialport,chardev=port,name=" AGENT_PORT);
}

void qemu_describe(struct arena *a, const struct qemu_config *c, struct strbuf *ret)
{
	arg_vec v = { 0 };

	machine_args(a, c, &v);
	vec_each(it, &v)
		strbuf_printf(ret, "%s ", *it);
	strbuf_printf(ret, "\nappend %s\n", c->append);
}

struct ends {
	int port, monitor, console, messages, state;
};

static char *const *qemu_args(struct arena *a, const struct qemu_config *c, const struct ends *e)
{
	arg_vec v = { 0 };

	vec_push(a, &v, c->program);
	arg_pair(a, &v, "-chardev", arena_printf(a, "file,id=console,path=/proc/self/fd/%d", e->console));
	arg_pair(a, &v, "-chardev", arena_printf(a, "socket,id=port,fd=%d", e->port));
	arg_pair(a, &v, "-chardev", arena_printf(a, "socket,id=monitor,fd=%d", e->monitor));
	arg_pair(a, &v, "-mon", "chardev=monitor,mode=control");
	if (c->memory_file)
		arg_pair(a, &v, "-object",
			 arena_printf(a, "memory-backend-file,id=ram,size=%uM,share=%s,mem-path=%s", c->memory_mb,
				      c->is_memory_private ? "off" : "on", option_value(a, c->memory_file)));
	else
		arg_pair(a, &v, "-object", arena_printf(a, "memory-backend-ram,id=ram,size=%uM", c->memory_mb));
	machine_args(a, c, &v);
	if (c->state_file) {
		arg_pair(a, &v, "-incoming", "defer");
	} else {
		arg_pair(a, &v, "-kernel", c->kernel);
		arg_pair(a, &v, "-initrd", c->initrd);
		arg_pair(a, &v, "-append", c->append);
	}
	vec_push(a, &v, NULL);
	return (char *const *)v.v;
}

/* In the child. */
static void qemu_exec(char *const *args, const struct ends *e, pid_t parent)
{
	const int keep[] = { e->port, e->monitor, e->console, e->state };
	const struct rlimit no_core = { 0, 0 };
	sigset_t none;

	setsid();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	setrlimit(RLIMIT_CORE, &no_core);
	dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), 0);
	dup2(e->messages, 1);
	dup2(e->messages, 2);
	for (size_t i = 0; i < sizeof(keep) / sizeof(keep[0]); i++) {
		if (keep[i] >= 0)
			fcntl(keep[i], F_SETFD, 0);
	}
	execv(args[0], args);
	dprintf(2, "%s: %s\n", args[0], strerror(errno));
	_exit(127);
}

/* The next line of the monitor, parsed; NULL: it is gone, silent for a minute, or does not send JSON. */
static struct json_object *monitor_line(struct qemu *q)
{
	struct strbuf line = { 0 };
	struct json_object *ret = NULL;
	char c;

	while (read(q->monitor, &c, 1) == 1 && c != '\n')
		strbuf_putc(&line, c);
	if (line.len)
		ret = json_tokener_parse(line.s);
	strbuf_deinit(&line);
	return ret;
}

static void take_error(struct json_object *error, struct strbuf *ret)
{
	struct json_object *text;

	if (json_object_object_get_ex(error, "desc", &text))
		strbuf_puts(ret, json_object_get_string(text));
}

/*
 * Sends a command to the monitor and waits for its result, to be freed by the caller. The greeting and events in
 * between are dropped. NULL: an error, in why if QEMU reported it, or a timeout.
 */
static struct json_object *monitor_ask(struct qemu *q, const char *command, struct strbuf *why)
{
	struct timeval limit = { .tv_sec = 60 };
	ssize_t n = strlen(command);
	struct json_object *message, *part, *ret = NULL;
	bool is_answer = false;

	setsockopt(q->monitor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	if (n && send(q->monitor, command, n, MSG_NOSIGNAL) != n)
		return NULL;
	while (!is_answer && (message = monitor_line(q))) {
		if (json_object_object_get_ex(message, "return", &part)) {
			ret = json_object_get(part);
			is_answer = true;
		} else if (json_object_object_get_ex(message, "error", &part)) {
			take_error(part, why);
			is_answer = true;
		}
		json_object_put(message);
	}
	return ret;
}

static bool monitor_do(struct qemu *q, const char *command, struct strbuf *why)
{
	struct json_object *answer = monitor_ask(q, command, why);
	bool ok = answer;

	json_object_put(answer);
	return ok;
}

static const char capabilities[] = "{\"execute\":\"qmp_capabilities\"}\n";
static const char ignore_shared[] =
	"{\"execute\":\"migrate-set-capabilities\",\"arguments\":{\"capabilities\":"
	"[{\"capability\":\"x-ignore-shared\",\"state\":true}]}}\n";

static const char *const save_commands[] = {
	capabilities,
	ignore_shared,
	"{\"execute\":\"migrate-set-parameters\",\"arguments\":{\"max-bandwidth\":10000000000}}\n",
};

/* The stream is passed as an open file: no shell and no quoting of names. */
static bool monitor_send_file(struct qemu *q, int fd, struct strbuf *why)
{
	char text[] = "{\"execute\":\"getfd\",\"arguments\":{\"fdname\":\"state\"}}\n";
	struct iovec iov = { .iov_base = text, .iov_len = sizeof(text) - 1 };
	union {
		char buf[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} u = { 0 };
	struct msghdr m = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = u.buf, .msg_controllen = sizeof(u.buf) };
	struct cmsghdr *h = CMSG_FIRSTHDR(&m);

	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = SCM_RIGHTS;
	h->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(h), &fd, sizeof(fd));
	return sendmsg(q->monitor, &m, MSG_NOSIGNAL) == (ssize_t)iov.iov_len && monitor_do(q, "", why);
}

/* At most a minute. */
static bool wait_saved(struct qemu *q, struct strbuf *why)
{
	bool ends = false, ok = false;

	for (int i = 0; i < 6000 && !ends; i++) {
		struct json_object *answer = monitor_ask(q, "{\"execute\":\"query-migrate\"}\n", why), *status;
		const char *s = answer && json_object_object_get_ex(answer, "status", &status) ? json_object_get_string(status) : "";

		ok = !strcmp(s, "completed");
		ends = !answer || ok || !strcmp(s, "failed");
		json_object_put(answer);
		if (!ends)
			usleep(10000);
	}
	return ok;
}

bool qemu_save(struct qemu *q, const char *path, struct strbuf *why)
{
	struct strbuf answer = { 0 };
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool ok = fd >= 0;

	for (size_t i = 0; i < sizeof(save_commands) / sizeof(save_commands[0]); i++)
		ok = ok && monitor_do(q, save_commands[i], &answer);
	ok = ok && monitor_send_file(q, fd, &answer) &&
	     monitor_do(q, "{\"execute\":\"migrate\",\"arguments\":{\"uri\":\"fd:state\"}}\n", &answer) &&
	     wait_saved(q, &answer) && !fdatasync(fd);
	if (!ok)
		strbuf_printf(why, "the guest cannot be saved to %s: %s\n", path,
			      fd < 0 ? strerror(errno) : answer.len ? answer.s : "no answer from QEMU");
	if (fd >= 0)
		close(fd);
	strbuf_deinit(&answer);
	return ok;
}

/* Does not wait for the answers: a restore that fails is seen by the guest not answering. */
static void ask_restore(struct qemu *q, int state)
{
	char text[600];
	int n = snprintf(text, sizeof(text), "%s%s{\"execute\":\"migrate-incoming\",\"arguments\":{\"uri\":\"fd:%d\"}}\n",
			 capabilities, ignore_shared, state);

	send(q->monitor, text, n, MSG_NOSIGNAL);
}

bool qemu_start(struct arena *a, struct qemu *q, const struct qemu_config *c, struct strbuf *why)
{
	int port[2] = { -1, -1 }, monitor[2] = { -1, -1 };
	struct ends e = { .state = -1 };
	pid_t parent = getpid();

	memset(q, 0, sizeof(*q));
	q->console = memfd_create("console", MFD_CLOEXEC);
	q->messages = memfd_create("messages", MFD_CLOEXEC);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, port) ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, monitor) || q->console < 0 || q->messages < 0) {
		strbuf_printf(why, "cannot start QEMU: %s\n", strerror(errno));
		return false;
	}
	e.port = port[1];
	e.monitor = monitor[1];
	e.console = q->console;
	e.messages = q->messages;
	if (c->state_file) {
		e.state = open(c->state_file, O_RDONLY | O_CLOEXEC);
		if (e.state < 0) {
			strbuf_printf(why, "%s: %s\n", c->state_file, strerror(errno));
			return false;
		}
	}
	q->port = port[0];
	q->monitor = monitor[0];
	q->pid = fork();
	if (q->pid == 0)
		qemu_exec(qemu_args(a, c, &e), &e, parent);
	if (c->state_file)
		ask_restore(q, e.state);
	close(port[1]);
	close(monitor[1]);
	if (e.state >= 0)
		close(e.state);
	return true;
}

void qemu_kill(struct qemu *q)
{
	if (q->pid <= 0)
		return;
	kill(q->pid, SIGKILL);
	while (waitpid(q->pid, NULL, 0) < 0 && errno == EINTR)
		;
	q->pid = 0;
	close(q->port);
	close(q->monitor);
	close(q->console);
	close(q->messages);
}

static void tail_of(int fd, unsigned int lines, struct strbuf *ret)
{
	static const char head[] = "    ";
	struct strbuf b = { 0 };
	size_t at;

	lseek(fd, 0, SEEK_SET);
	if (!strbuf_read_fd(&b, fd) || b.len == 0)
		return;
	at = b.len - (b.s[b.len - 1] == '\n');
	while (at > 0 && (b.s[at - 1] != '\n' || --lines > 0))
		at--;
	for (bool is_start = true; at < b.len; at++) {
		unsigned char c = b.s[at];

		if (c == '\r' || (c < ' ' && c != '\n' && c != '\t'))
			continue;
		if (is_start)
			strbuf_puts(ret, head);
		strbuf_putc(ret, c);
		is_start = c == '\n';
	}
	if (ret->len && ret->s[ret->len - 1] != '\n')
		strbuf_putc(ret, '\n');
	strbuf_deinit(&b);
}

void qemu_last_words(const struct qemu *q, unsigned int lines, struct strbuf *ret)
{
	if (q->pid <= 0)
		return;
	tail_of(q->messages, lines, ret);
	tail_of(q->console, lines, ret);
}

const char *program_find(struct arena *a, const char *name)
{
	const char *path = getenv("PATH");
	const char *all = arena_printf(a, "%s:/usr/bin:/bin:/usr/sbin:/sbin", path ? path : "");

	while (*all) {
		size_t n = strcspn(all, ":");
		const char *full = arena_printf(a, "%.*s/%s", (int)n, all, name);
		struct stat st;

		if (n && !access(full, X_OK) && !stat(full, &st) && S_ISREG(st.st_mode))
			return full;
		all += n + (all[n] == ':');
	}
	return NULL;
}
