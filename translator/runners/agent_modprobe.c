/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * modprobe in a guest, for people and for the kernel's own request_module(). The guest has no modules of its own:
 * each is requested from the host by name or alias, and sent with its dependencies.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "translator/runners/agent_parts.h"
#include "translator/runners/agent_wire.h"

static struct {
	bool is_quiet, is_verbose, is_removing, takes_all;
} options;

static const char usage[] =
	"usage: modprobe [-qvab] MODULE [PARAMETER=VALUE]..., modprobe -r MODULE...\n"
	"In a guest of mytap: the modules come from the host when they are asked for.\n";

/* The answer, ended by a zero byte; NULL: there is none. */
static char *ask(const char *name)
{
	static char answer[FRAME_MAX + 1];
	struct sockaddr_un a = { .sun_family = AF_UNIX, .sun_path = MODPROBE_SOCKET };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	ssize_t n = -1;

	if (fd < 0)
		return NULL;
	if (!connect(fd, (struct sockaddr *)&a, sizeof(a)) && send(fd, name, strlen(name), MSG_NOSIGNAL) > 0)
		n = recv(fd, answer, FRAME_MAX, 0);
	close(fd);
	if (n < 1)
		return NULL;
	answer[n] = '\0';
	return answer;
}

static bool load(const char *path, const char *parameters)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), error = 0;

	if (fd < 0 || (syscall(SYS_finit_module, fd, parameters, 0) && errno != EEXIST))
		error = errno;
	if (fd >= 0)
		close(fd);
	if (error)
		fprintf(stderr, "modprobe: %s: %s\n", path, strerror(error));
	else if (options.is_verbose)
		printf("insmod %s %s\n", path, parameters);
	return !error;
}

/* The parameters are for the last one, the module requested. */
static bool load_all(char *paths, const char *parameters)
{
	for (char *path = paths, *end; *path; path = end + 1) {
		end = strchr(path, '\n');
		if (!end)
			return false;
		*end = '\0';
		if (!load(path, end[1] ? "" : parameters))
			return false;
	}
	return true;
}

static bool insert(const char *name, const char *parameters)
{
	char *answer = ask(name);

	switch (answer ? (enum modprobe_answer)*answer : MODPROBE_NONE) {
	case MODPROBE_FILES:
		return load_all(answer + 1, parameters);
	case MODPROBE_BUILTIN:
		return true;
	case MODPROBE_NONE:
		break;
	}
	if (!options.is_quiet)
		fprintf(stderr, "modprobe: %s: %s\n", name, answer ? answer + 1 : "the host does not answer");
	return false;
}

enum { MOST_USED = 64 };

/* The modules that this one uses, as /proc/modules has them: "name size count user,user, ..." */
static unsigned int used_by(const char *name, char used[MOST_USED][64])
{
	FILE *f = fopen("/proc/modules", "re");
	char line[4096], other[64], users[3900], needle[80];
	unsigned int n = 0;

	snprintf(needle, sizeof(needle), "%s,", name);
	while (f && n < MOST_USED && fgets(line, sizeof(line), f)) {
		const char *at;

		if (sscanf(line, "%63s %*s %*s %3899s", other, users) != 2)
			continue;
		at = strstr(users, needle);
		if (at && (at == users || at[-1] == ','))
			memcpy(used[n++], other, sizeof(other));
	}
	if (f)
		fclose(f);
	return n;
}

/* Removes it and the modules it uses, if nothing else uses them. */
static bool remove_module(const char *name)
{
	char used[MOST_USED][64], plain[64];
	unsigned int n;

	snprintf(plain, sizeof(plain), "%s", name);
	for (char *s = plain; *s; s++)
		*s = *s == '-' ? '_' : *s;
	n = used_by(plain, used);
	if (syscall(SYS_delete_module, plain, O_NONBLOCK)) {
		if (!options.is_quiet)
			fprintf(stderr, "modprobe: %s: %s\n", plain, strerror(errno));
		return false;
	}
	options.is_quiet = true;
	while (n--)
		remove_module(used[n]);
	return true;
}

static bool take_options(int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "+qvabrsS:")) != -1) {
		switch (option) {
		case 'q': options.is_quiet = true; break;
		case 'v': options.is_verbose = true; break;
		case 'a': options.takes_all = true; break;
		case 'r': options.is_removing = true; break;
		case 'b': case 's': case 'S': break;
		default: return false;
		}
	}
	return optind < argc;
}

int modprobe_main(int argc, char **argv)
{
	char parameters[4096] = "";
	bool is_good = true;
	size_t n = 0;

	if (!take_options(argc, argv)) {
		fputs(usage, stderr);
		return 1;
	}
	if (options.is_removing || options.takes_all) {
		for (int i = optind; i < argc; i++)
			is_good &= options.is_removing ? remove_module(argv[i]) : insert(argv[i], "");
		return !is_good;
	}
	for (int i = optind + 1; i < argc && n < sizeof(parameters); i++)
		n += snprintf(parameters + n, sizeof(parameters) - n, "%s%s", n ? " " : "", argv[i]);
	if (n >= sizeof(parameters)) {
		fputs("modprobe: the parameters are longer than 4095 bytes\n", stderr);
		return 1;
	}
	return !insert(argv[optind], parameters);
}
