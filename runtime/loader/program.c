// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A program is searched at the path found at compile time, then by the name in the script, by $PATH if that has no
 * slash: on another machine or in a guest it may be elsewhere. It must be the same file: a probe at an offset from
 * another build would overwrite the middle of an instruction.
 */
#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "elf_bytes.h"
#include "identity.h"
#include "say.h"
#include "traced.h"

enum { IDENTITY_SIZE = 96 };

/* As in .mytap.programs (wire.h). */
static bool identity_of(int fd, char *ret)
{
	struct elf_bytes file;
	struct stat st;
	uint64_t hash = 0xcbf29ce484222325ULL;
	void *p;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || !st.st_size)
		return false;
	p = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return false;
	if (!elf_bytes_init(&file, p, st.st_size) || !elf_bytes_build_id(&file, ret)) {
		for (size_t i = 0; i < file.n; i++)
			hash = (hash ^ file.p[i]) * 0x100000001b3ULL;
		snprintf(ret, IDENTITY_SIZE, "size:%zu:%016llx", file.n, (unsigned long long)hash);
	}
	munmap(p, st.st_size);
	return true;
}

/* A row of .mytap.programs. */
struct program_row {
	char *path, *name, *identity;
	unsigned long places, pages;
};

/* Cuts the text up. */
static bool row_parse(char *text, struct program_row *ret)
{
	char *part[5];

	for (int i = 0; i < 5; i++)
		part[i] = i < 4 ? strsep(&text, "\t") : text;
	*ret = (struct program_row){ part[0], part[1], part[2], 0, 0 };
	if (!part[3] || !part[4])
		return false;
	ret->places = strtoul(part[3], NULL, 10);
	ret->pages = strtoul(part[4], NULL, 10);
	return true;
}

struct search {
	const char *identity;
	char other[4096];		/* path of a file of that name but another build; "": none */
};

/* A descriptor of the file if it is the right one; else -1. */
static int try_file(struct search *s, const char *path)
{
	int fd = identity_open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
	char identity[IDENTITY_SIZE];

	if (fd < 0)
		return -1;
	if (identity_of(fd, identity) && !strcmp(identity, s->identity))
		return fd;
	if (!s->other[0])
		snprintf(s->other, sizeof(s->other), "%s", path);
	close(fd);
	return -1;
}

static int try_path(struct search *s, const char *name)
{
	const char *path = getenv("PATH");
	int fd = -1;

	if (strchr(name, '/'))
		return try_file(s, name);
	if (!path)
		path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
	while (fd < 0 && *path) {
		size_t len = strcspn(path, ":");
		char file[4096];

		snprintf(file, sizeof(file), "%.*s/%s", (int)(len ? len : 1), len ? path : ".", name);
		fd = try_file(s, file);
		path += len + (path[len] == ':');
	}
	return fd;
}

enum {
	PLACES_MANY = 1000,		/* the processes are counted without -v, too */
	BREAKPOINTS_MANY = 20000,	/* each takes some 10 us to write, and as long to remove */
};

/*
 * What is about to be attached. Each process that has the file mapped gets a breakpoint for each place, and its own copy of
 * each page with one, unless the script names processes.
 */
static void places_say(const struct program_row *r, const struct traced_files *traced)
{
	unsigned long long processes, breakpoints;

	if (!r->places || (r->places < PLACES_MANY && !say_is_verbose()))
		return;
	processes = traced_files_processes(traced, traced->n - 1);
	breakpoints = processes * r->places;
	(breakpoints >= BREAKPOINTS_MANY ? say_progress : say_verbose)(
		"%lu places in %s, which %llu processes have mapped: up to %llu breakpoints and %llu kB of copied pages", r->places,
		r->path, processes, breakpoints, processes * r->pages * 4);
}

static bool program_send(struct channel *c, u32 number, int fd, const struct program_row *row, struct user_files *files,
			 struct traced_files *traced)
{
	struct mytap_program_file f = { .program = number, .fd = fd };
	bool ok = channel_command(c, MYTAP_CMD_PROGRAM, &f, sizeof(f));

	if (!ok)
		say_error("the module does not take the program %s: %s", row->path, strerror(errno));
	ok = ok && user_files_send_open(files, fd);
	if (traced_files_add(traced, fd) && !traced->has_targets)
		places_say(row, traced);
	close(fd);
	return ok;
}

static bool program_find(struct channel *c, u32 number, const char *text, struct user_files *files, struct traced_files *traced)
{
	struct search s = { 0 };
	struct program_row row;
	char *copy = must_strndup(text, strlen(text));
	bool ok = true;
	int fd;

	if (!row_parse(copy, &row)) {
		say_error("the module names a program by '%s': it is damaged (build it again)", text);
		free(copy);
		return false;
	}
	s.identity = row.identity;
	fd = try_file(&s, row.path);
	if (fd < 0)
		fd = try_path(&s, row.name);
	if (fd >= 0)
		ok = program_send(c, number, fd, &row, files, traced);
	else if (s.other[0])
		say_warning("%s is not the file that the script was translated for (build %s): nothing in it is probed; "
			    "translate the script again", s.other, row.identity);
	else
		say_warning("program %s does not exist here: nothing in it is probed", row.path);
	free(copy);
	return ok;
}

bool programs_send(struct channel *c, const struct string_table *programs, struct user_files *files, const struct targets *targets)
{
	struct traced_files traced = { .has_targets = targets->n };
	bool ok = true;

	for (size_t i = 0; i < programs->n && ok; i++)
		ok = program_find(c, i, programs->v[i], files, &traced);
	for (unsigned int i = 0; i < targets->n; i++)
		traced_warn(&traced, targets->pids[i]);
	if (!targets->n)
		traced_warn(&traced, 0);
	traced_files_deinit(&traced);
	return ok;
}
