// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A debugger's breakpoint and a uprobe write the same byte. If both are at one place the debugger's never stops the
 * program; and if the debugger's was first, removing it also removes the uprobe from that process, without a
 * message of the kernel. So this file warns beforehand.
 */
#include "traced.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "say.h"

bool traced_files_add(struct traced_files *f, int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		return false;
	f->v = must_realloc(f->v, (f->n + 1) * sizeof(*f->v));
	f->v[f->n++] = (struct traced_file){ st.st_dev, st.st_ino };
	return true;
}

void traced_files_deinit(struct traced_files *f)
{
	free(f->v);
	*f = (struct traced_files){ 0 };
}

bool process_number(long pid, const char *key, unsigned int *ret)
{
	char path[64], line[256];
	bool found = false;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/status", pid);
	f = fopen(path, "re");
	while (f && !found && fgets(line, sizeof(line), f)) {
		found = !strncmp(line, key, strlen(key)) && strchr(line, '\t');
		if (found)
			*ret = (unsigned int)strtoul(strrchr(line, '\t'), NULL, 10);
	}
	if (f)
		fclose(f);
	return found;
}

/* "START-END rwxp OFFSET MAJOR:MINOR INODE PATH" */
static bool is_mapped(const struct traced_files *f, const char *line)
{
	unsigned int major_number, minor_number;
	unsigned long inode;

	if (sscanf(line, "%*s %*s %*s %x:%x %lu", &major_number, &minor_number, &inode) != 3 || !inode)
		return false;
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].ino == inode && f->v[i].dev == makedev(major_number, minor_number))
			return true;
	return false;
}

static bool has_one(const struct traced_files *f, long pid)
{
	char path[64], *line = NULL;
	bool found = false;
	size_t room = 0;
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%ld/maps", pid);
	maps = fopen(path, "re");
	while (maps && !found && getline(&line, &room, maps) > 0)
		found = is_mapped(f, line);
	free(line);
	if (maps)
		fclose(maps);
	return found;
}

static void warn_of(const struct traced_files *f, long pid)
{
	unsigned int tracer;

	if (process_number(pid, "TracerPid:", &tracer) && tracer && has_one(f, pid))
		say_warning("process %ld is traced by %u: where both have a breakpoint the tracer's does not stop the process, and when the tracer "
			    "removes its own, the probe there is gone in that process", pid, tracer);
}

/* The next process of /proc; 0: there are no more. */
static long next_process(DIR *proc)
{
	struct dirent *d;

	while (proc && (d = readdir(proc)))
		if (*d->d_name >= '1' && *d->d_name <= '9')
			return atol(d->d_name);
	return 0;
}

void traced_warn(const struct traced_files *f, long target)
{
	DIR *proc;
	long pid;

	if (!f->n)
		return;
	if (target) {
		warn_of(f, target);
		return;
	}
	proc = opendir("/proc");
	while ((pid = next_process(proc)))
		warn_of(f, pid);
	if (proc)
		closedir(proc);
}

unsigned int traced_files_processes(const struct traced_files *f, size_t i)
{
	const struct traced_files one = { .v = f->v + i, .n = 1 };
	DIR *proc = opendir("/proc");
	unsigned int n = 0;
	long pid;

	while ((pid = next_process(proc)))
		n += has_one(&one, pid);
	if (proc)
		closedir(proc);
	return n;
}
