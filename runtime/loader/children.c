// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The loader blocks signals and ignores SIGPIPE; its children get the original settings. The command waits on a
 * pipe, so that it ends by itself if the loader dies before releasing it.
 */
#include "children.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "identity.h"
#include "say.h"

void children_init(struct children *c)
{
	*c = (struct children){ .release_fd = -1 };
}

void children_deinit(struct children *c)
{
	free(c->systems);
}

/* Words at blanks, for a command without shell characters. The array is allocated, the words are in copy. */
static char **split(char *copy)
{
	char **words = must_alloc((strlen(copy) / 2 + 2) * sizeof(*words)), *save = NULL;
	size_t n = 0;

	for (char *w = strtok_r(copy, " \t", &save); w; w = strtok_r(NULL, " \t", &save))
		words[n++] = w;
	return words;
}

static bool is_for_shell(const char *command)
{
	static const char *const builtins[] = {
		".", ":", "cd", "command", "eval", "exec", "exit", "export", "if", "for", "read", "set", "trap", "type",
		"ulimit", "umask", "unset", "wait", "while",
	};
	size_t len = strcspn(command, " \t");

	if (command[strcspn(command, "|&;<>()$`\\\"'*?[]#~=%{}!\n")])
		return true;
	for (size_t i = 0; i < sizeof(builtins) / sizeof(*builtins); i++)
		if (strlen(builtins[i]) == len && !memcmp(builtins[i], command, len))
			return true;
	return false;
}

static bool is_program(const char *name)
{
	const char *path = getenv("PATH");

	if (strchr(name, '/'))
		return !access(name, X_OK);
	if (!path)
		path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
	while (*path) {
		size_t len = strcspn(path, ":");
		char file[4096];

		snprintf(file, sizeof(file), "%.*s/%s", (int)(len ? len : 1), len ? path : ".", name);
		if (!access(file, X_OK))
			return true;
		path += len + (path[len] == ':');
	}
	return false;
}

/* In the child: restores signals and identity of the caller, then executes the program. */
static void become(const struct children *c, char **words)
{
	sigset_t none;

	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (c->has_no_input)
		dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
	if (!identity_become())
		_exit(126);
	execvp(words[0], words);
	say_error("cannot run %s: %s", words[0], strerror(errno));
	_exit(127);
}

static void run_command(const struct children *c, char **words, int release)
{
	char byte;

	/* The other end is closed without a byte when there is no session. */
	if (read(release, &byte, 1) != 1)
		_exit(0);
	close(release);
	become(c, words);
}

/*
 * The command shares the loader's output. cat and others copy by sendfile(2), copy_file_range(2) or splice(2),
 * which write at the file position at their start: a line that the loader writes in the meantime would be
 * overwritten. With O_APPEND every write goes to the end. Files that are not opened at their end are left alone.
 */
static void append_to(int fd)
{
	int flags = fcntl(fd, F_GETFL);
	struct stat st;

	if (flags >= 0 && !(flags & O_APPEND) && !fstat(fd, &st) && S_ISREG(st.st_mode) &&
	    lseek(fd, 0, SEEK_CUR) == st.st_size)
		fcntl(fd, F_SETFL, flags | O_APPEND);
}

static void share_outputs(void)
{
	append_to(STDOUT_FILENO);
	append_to(STDERR_FILENO);
}

static bool fork_command(struct children *c, char **words)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC)) {
		say_error("cannot make a pipe: %s", strerror(errno));
		return false;
	}
	share_outputs();
	c->command = fork();
	if (c->command == 0) {
		close(fds[1]);
		run_command(c, words, fds[0]);
	}
	close(fds[0]);
	if (c->command < 0) {
		say_error("cannot start a process: %s", strerror(errno));
		close(fds[1]);
		c->command = 0;
		return false;
	}
	c->release_fd = fds[1];
	c->is_command_running = true;
	return true;
}

bool children_start_command(struct children *c, const char *command)
{
	char *shell[] = { "/bin/sh", "-c", (char *)command, NULL }, *copy, **words;
	bool is_good = false;

	if (is_for_shell(command))
		return fork_command(c, shell);
	copy = must_strndup(command, strlen(command));
	words = split(copy);
	if (!words[0])
		say_error("the command of -c is empty");
	else if (!is_program(words[0]))
		say_error("there is no program %s %s", words[0], c->is_guest ?
			  "in the guest (-c): --vm-add=FILE brings one along" : "to run (-c)");
	else
		is_good = fork_command(c, words);
	free(words);
	free(copy);
	return is_good;
}

void children_release_command(struct children *c)
{
	if (c->release_fd < 0)
		return;
	if (write(c->release_fd, "", 1) != 1)
		say_warning("the command ended before it could start");
	close(c->release_fd);
	c->release_fd = -1;
}

void children_cancel_command(struct children *c)
{
	if (c->release_fd < 0)
		return;
	close(c->release_fd);
	c->release_fd = -1;
	c->is_command_killed = true;
}

void children_system(struct children *c, const char *command, size_t len)
{
	char *text = must_strndup(command, len), *words[] = { "/bin/sh", "-c", text, NULL };
	pid_t pid;

	share_outputs();
	pid = fork();
	if (pid == 0)
		become(c, words);
	if (pid < 0) {
		say_error("system(): cannot start a process for '%s': %s", text, strerror(errno));
	} else {
		if (c->nsystems == c->cap) {
			c->cap = c->cap ? 2 * c->cap : 16;
			c->systems = must_realloc(c->systems, c->cap * sizeof(*c->systems));
		}
		c->systems[c->nsystems++] = pid;
	}
	free(text);
}

/* A program that writes there ends by SIGPIPE, or with a status of its own. */
static bool is_stdout_closed(void)
{
	struct pollfd p = { .fd = STDOUT_FILENO };

	return poll(&p, 1, 0) > 0 && p.revents & (POLLERR | POLLHUP);
}

static void command_ended(struct children *c, int status)
{
	c->is_command_running = false;
	if (c->is_command_killed || (WIFEXITED(status) && !WEXITSTATUS(status)))
		return;
	if (c->is_output_closed || is_stdout_closed())
		return;
	c->has_command_failed = true;
	if (WIFEXITED(status))
		say_warning("Child process exited with status %d%s", WEXITSTATUS(status),
			    c->is_guest && WEXITSTATUS(status) == 127 ?
			    ": a program is missing in the guest? --vm-add=FILE brings one along" : "");
	else
		say_warning("Child process exited with signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
}

bool children_reap(struct children *c)
{
	bool has_command_ended = false;
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == c->command) {
			command_ended(c, status);
			has_command_ended = true;
			continue;
		}
		for (size_t i = 0; i < c->nsystems; i++)
			if (c->systems[i] == pid) {
				c->systems[i] = c->systems[--c->nsystems];
				break;
			}
	}
	return has_command_ended;
}

bool children_are_running(const struct children *c)
{
	return c->is_command_running || c->nsystems;
}

void children_expect_end(struct children *c)
{
	c->is_command_killed = true;
}

static void kill_command(struct children *c, int signal)
{
	if (!c->is_command_running)
		return;
	children_expect_end(c);
	kill(c->command, signal);
}

void children_end_command(struct children *c)
{
	kill_command(c, SIGTERM);
}

void children_kill(struct children *c, int signal)
{
	kill_command(c, signal);
	for (size_t i = 0; i < c->nsystems; i++)
		kill(c->systems[i], signal);
}
