// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Invariant: from watcher_start() to watcher_dismiss() there is always a process
 * that will remove the module, whatever happens to the other.
 */
#include "insert.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "channel.h"
#include "machine.h"
#include "patience.h"
#include "say.h"
#include "turn.h"

enum { INSERT_SECONDS = 120, REMOVAL_SECONDS = 60 };	/* limits for a kernel under load */

/* The meaning of an errno of finit_module() for a user who runs a script. */
static const struct reason {
	int error;
	const char *text;
} reasons[] = {
	{ ENOEXEC, "it does not fit the running kernel (version magic or symbol versions differ): make it again for this kernel" },
	{ EPERM, "not permitted: loading modules takes root, and a kernel that is locked down takes only signed ones" },
	{ EKEYREJECTED, "the kernel takes only modules signed with a key that it knows: sign it with such a key (mytap "
			"--sign-key=KEY; mokutil --import CERT enrols one), or switch Secure Boot off" },
	{ ENOKEY, "the kernel takes only signed modules and does not know the key: sign it with a key that the machine knows" },
	{ EBADMSG, "its signature cannot be read: build it again" },
	{ EBUSY, "another load or removal of a module of this name is under way: try again" },
	{ EEXIST, "a module of this name is loaded already" },
	{ ENOENT, "it uses a symbol that this kernel does not have or does not export: make it again for this kernel" },
	{ ENOMEM, "there is not enough memory: use fewer or smaller arrays (MAXMAPENTRIES) or smaller buffers (mytap -s, "
		  "mytap-run -b)" },
	{ EINVAL, "the kernel found it malformed or refused its set-up" },
	{ ENOSYS, "this kernel loads no modules: use a guest with mytap --vm" },
	{ ETIMEDOUT, "loading it hangs in the kernel" },
	{ EIO, "the kernel failed while loading it" },
	{ ETXTBSY, "its file is being written: wait until it is finished" },
};

static const char *reason_text(int error)
{
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		if (reasons[i].error == error)
			return reasons[i].text;
	return strerror(error);
}

/* The kernel log from now on; -1: it may not be read. */
static int kernel_log_open(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0)
		lseek(fd, 0, SEEK_END);
	return fd;
}

/* Prints the new lines that name the module: "kernel: ...". */
static void kernel_log_say(int fd, const char *module)
{
	char record[8192];
	ssize_t n;

	while (fd >= 0 && ((n = read(fd, record, sizeof(record) - 1)) > 0 || (n < 0 && errno == EPIPE))) {
		char *text;

		if (n < 0)
			continue;	/* overwritten before it was read: go on with the next one */
		record[n] = '\0';
		text = strchr(record, ';');
		if (!text++)
			continue;
		text[strcspn(text, "\n")] = '\0';
		if (strstr(text, module))
			say_text("kernel: ", text, strlen(text));
	}
}

static void sleep_ms(unsigned int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

	nanosleep(&t, NULL);
}

struct removal {
	const char *name;
	double seconds;
	int turn;			/* the file to take turns by; -1: this process has its turn */
	unsigned int patience;		/* limit of the wait for the turn, in seconds */
	pid_t session;			/* the process that owns the module */
};

/* 0, or an errno. The kernel's removal waits for the module's users. */
static int remove_once(const struct removal *r)
{
	bool has_turn = r->turn >= 0 && turn_take(r->turn, r->patience);
	int error = syscall(SYS_delete_module, r->name, O_NONBLOCK) && errno != ENOENT ? errno : 0;

	if (has_turn)
		turn_give(r->turn);
	return error;
}

/* Another process found the session over, removed its module and has loaded its own. */
static bool is_succeeded(const struct removal *r)
{
	int reader;

	return r->session && channel_peek(r->name, &reader) == PEEK_IN_USE && reader && reader != r->session;
}

/* 0, or an errno */
static int remove_here(const void *ctx)
{
	const struct removal *r = ctx;
	uint64_t end = now_ns() + (uint64_t)(r->seconds * 1e9);

	for (unsigned int wait = 1;; wait = wait < 100 ? wait * 2 : 100) {
		int error = remove_once(r);

		if (!error || (error == EAGAIN && is_succeeded(r)))
			return 0;
		if ((error != EAGAIN && error != EBUSY && error != EINTR) || now_ns() > end)
			return error;
		sleep_ms(wait);
	}
}

/* True: the module is gone. Else errno says why. */
static bool removed(const struct removal *r)
{
	int error = patience_run(remove_here, r, r->seconds + REMOVAL_SECONDS, "has been removing the module");

	errno = error;
	return !error;
}

bool module_remove(const struct module_file *m, double seconds)
{
	return removed(&(struct removal){ m->name, seconds, m->fd, TURN_SOON, getpid() });
}

/* "live", "coming" or "going"; "" when no such module is loaded. */
static void init_state(const char *name, char ret[16])
{
	char path[128];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/sys/module/%s/initstate", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, ret, 15);
	ret[n < 0 ? 0 : n] = '\0';
	ret[strcspn(ret, "\n")] = '\0';
	if (fd >= 0)
		close(fd);
}

static bool is_loaded(const char *name)
{
	char state[16];

	init_state(name, state);
	return *state;
}

static bool is_live(const char *name)
{
	char state[16];

	init_state(name, state);
	return !strcmp(state, "live");
}

/* A module that is coming or going has no file: waits until it is loaded or gone. */
static enum channel_peek peek_settled(const char *name, int *reader)
{
	enum channel_peek found;
	unsigned int n = 0;
	bool was_live;

	do {
		if (n)
			sleep_ms(10);
		was_live = is_live(name);
		found = channel_peek(name, reader);
	} while (found == PEEK_GONE && is_loaded(name) && !(was_live && is_live(name)) && ++n < 300);
	return found;
}

static enum channel_peek peek(const char *name, int *reader)
{
	enum channel_peek found = peek_settled(name, reader);

	if (found != PEEK_DEAD || *reader)
		return found;
	sleep_ms(200);			/* its mytap-run may be about to open the file */
	return channel_peek(name, reader);
}

/* Most likely used by another run of the same script. */
static bool take_another_name(struct module_file *m, int reader, bool may_rename)
{
	char by[32] = "";

	if (may_rename && module_file_rename(m)) {
		say_verbose("the name is in use: taking %s", m->name);
		return true;
	}
	if (reader)
		snprintf(by, sizeof(by), " by process %d", reader);
	say_error("this very script (module %s) is being run%s already: stop that one first, or use another name (%s)",
		  m->name, by, may_rename ? "mytap -m NAME" : "mytap-run --rename");
	return false;
}

bool module_name_free(struct module_file *m, bool may_rename)
{
	int reader = 0;

	if (!is_loaded(m->name))
		return true;
	switch (peek(m->name, &reader)) {
	case PEEK_GONE:
		if (!is_loaded(m->name))
			return true;
		say_error("a module named %s is loaded already, and it is not a mytap session: use another name (mytap -m NAME)",
			  m->name);
		return false;
	case PEEK_IN_USE:
		return take_another_name(m, reader, may_rename);
	case PEEK_DEAD:
		break;
	}
	say_verbose("removing what a dead session left behind: module %s", m->name);
	if (removed(&(struct removal){ m->name, 2, -1, 0, 0 }))
		return true;
	if (errno == EAGAIN || errno == EBUSY)	/* not dead: its file is open */
		return take_another_name(m, 0, may_rename);
	say_error("cannot remove module %s, left behind by a dead session: %s", m->name, strerror(errno));
	return false;
}

/*
 * 0, or an errno. Since 6.5 the kernel loads a file once when several ask at the same moment, and reports success
 * to all of them; only one of them may own the module, so loading needs a turn as well.
 */
static int load(const void *module)
{
	const struct module_file *m = module;

	if (m->renamed)
		return syscall(SYS_init_module, m->renamed, m->size, "") ? errno : 0;
	return syscall(SYS_finit_module, m->fd, "", 0) ? errno : 0;
}

enum insert_result module_insert(const struct module_file *m, double seconds)
{
	int log = kernel_log_open();
	int error = patience_run(load, m, seconds ? seconds : INSERT_SECONDS, "has been loading the module");
	enum insert_result result = INSERTED;

	if (error == ETIMEDOUT)
		result = INSERT_HANGS;
	else if (error)
		result = error == EEXIST && !m->renamed && !m->is_signed ? INSERT_NAME_TAKEN : INSERT_FAILED;
	if (result == INSERT_FAILED || result == INSERT_HANGS) {
		say_error("the kernel does not take the module %s: %s", m->name, reason_text(error));
		kernel_log_say(log, m->name);
	}
	if (log >= 0)
		close(log);
	return result;
}

static void watch(int fd, const struct module_file *m, pid_t session)
{
	struct removal r = { m->name, REMOVAL_SECONDS, turn_reopen(m->fd), TURN_PATIENT, session };
	char c;
	ssize_t n;

	/* Detached from the terminal and from signals to the process group. */
	setsid();
	prctl(PR_SET_NAME, "mytap-watch");
	dup2(fd, 0);
	if (r.turn > 0)
		syscall(SYS_close_range, 1, r.turn - 1, 0);
	syscall(SYS_close_range, r.turn > 0 ? r.turn + 1 : 1, ~0U, 0);
	while ((n = read(0, &c, 1)) < 0 && errno == EINTR)
		;
	/* A module whose loading hangs can be removed only after loading has ended. */
	while (n == 0 && remove_here(&r) == EBUSY)
		;
	_exit(0);
}

bool watcher_start(struct watcher *w, const struct module_file *m)
{
	pid_t session = getpid(), pid;
	int fds[2];

	w->fd = -1;
	if (pipe2(fds, O_CLOEXEC)) {
		say_error("cannot make a pipe: %s", strerror(errno));
		return false;
	}
	pid = fork();
	if (pid < 0) {
		say_error("cannot start a process: %s", strerror(errno));
		return false;
	}
	if (pid == 0) {
		/* Two forks, so that no parent has to wait for it. */
		if (fork() == 0) {
			close(fds[1]);
			watch(fds[0], m, session);
		}
		_exit(0);
	}
	close(fds[0]);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	w->fd = fds[1];
	return true;
}

void watcher_take_over(struct watcher *w)
{
	if (w->fd >= 0)
		close(w->fd);
	w->fd = -1;
}

void watcher_dismiss(struct watcher *w)
{
	if (w->fd < 0)
		return;
	if (write(w->fd, "", 1) != 1)
		say_verbose("the watcher is gone already");
	close(w->fd);
	w->fd = -1;
}
