// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A file is read, not mapped: its owner may truncate it in the meantime. Its descriptor stays open, to read its names,
 * or where its functions begin, when the first line with one of them is printed.
 */
#include "user_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "debug_line.h"
#include "elf_parts.h"
#include "identity.h"
#include "say.h"
#include "traced.h"
#include "unwind_cache.h"
#include "vdso.h"

enum { TABLES_MOST = 32 << 20 };	/* bytes of all tables together */
#define JIT_AGAIN 1000000000ULL		/* ns before a map of names is read again */

struct user_file {
	char *path;
	int fd;				/* MYTAP_FILE_VDSO or MYTAP_FILE_VDSO_32: it is not a file */
	struct elf_bytes headers;	/* only the file's segments, in memory of their own: for its link addresses */
	struct eh_functions functions;
	struct user_names names;
	struct user_lines lines;
	bool is_known, has_names, has_lines, has_functions;	/* examined; names, lines, functions have been read */
};

static struct user_file *file_numbered(struct user_files *f, u32 number)
{
	if (number > f->n) {
		f->v = must_realloc(f->v, number * sizeof(*f->v));
		memset(f->v + f->n, 0, (number - f->n) * sizeof(*f->v));
		f->n = number;
	}
	return &f->v[number - 1];
}

/* ---- bytes of a file ------------------------------------------------------------------------------- */

/* *p: to be freed. */
static bool file_bytes(const struct user_file *u, struct elf_bytes *e, unsigned char **p)
{
	size_t n;

	*p = NULL;
	if (u->fd < 0)
		return u->fd == MYTAP_FILE_VDSO ? vdso_open(e) : vdso_32_open(e);
	*p = read_file(u->fd, &n);
	return *p && elf_bytes_init(e, *p, n);
}

static void names_read(struct user_file *u)
{
	struct elf_bytes e;
	unsigned char *p;

	if (u->has_names)
		return;
	u->has_names = true;
	if (file_bytes(u, &e, &p))
		user_names_read(&u->names, &e);
	free(p);
}

/* Only headers and .eh_frame, or else the whole file. */
struct table_bytes {
	struct elf_bytes e;
	struct elf_parts parts;
	unsigned char *whole;
};

static bool table_bytes_read(const struct user_file *u, bool is_whole, struct table_bytes *ret)
{
	*ret = (struct table_bytes){ 0 };
	if (u->fd < 0 || is_whole || !elf_parts_read(&ret->parts, u->fd))
		return file_bytes(u, &ret->e, &ret->whole);
	ret->e = ret->parts.e;
	return true;
}

static void table_bytes_free(struct table_bytes *b)
{
	elf_parts_free(&b->parts);
	free(b->whole);
}

static void functions_read(struct user_file *u)
{
	struct table_bytes b;

	if (u->has_functions)
		return;
	u->has_functions = true;
	if (table_bytes_read(u, false, &b))
		free(eh_frame_table(&b.e, &u->functions));
	table_bytes_free(&b);
}

/* From the file itself, else from its debuginfo. */
static void lines_read(struct user_file *u, const struct elf_bytes *e)
{
	struct elf_bytes of;
	unsigned char *p;

	u->has_lines = true;
	if (user_lines_read(&u->lines, e, e))
		return;
	p = debuginfo_read(e, &of);
	if (p)
		user_lines_read(&u->lines, &of, e);
	free(p);
}

static void lines_read_late(struct user_file *u)
{
	struct elf_bytes e;
	unsigned char *p;

	if (u->has_lines)
		return;
	u->has_lines = true;
	if (file_bytes(u, &e, &p))
		lines_read(u, &e);
	free(p);
}

/* ---- tables ------------------------------------------------------------------------------------------ */

static void table_send(struct user_files *f, u32 number, enum mytap_table_kind kind, const void *block, size_t size)
{
	struct mytap_user_table *t = must_alloc(sizeof(*t) + size);

	*t = (struct mytap_user_table){ .number = number, .kind = kind };
	memcpy(t + 1, block, size);
	if (!channel_command(f->channel, MYTAP_CMD_USER_TABLE, t, sizeof(*t) + size))
		say_verbose("the module does not take the tables of %s: %s", f->v[number - 1].path, strerror(errno));
	free(t);
}

static void unwind_send(struct user_files *f, u32 number, const struct mytap_unwind *table)
{
	if (f->table_bytes + table->size > TABLES_MOST) {
		if (!f->is_full)
			say_warning("the unwind tables of programs take %d MB: in further files, from %s on, stacks are walked "
				    "by frame pointers", TABLES_MOST >> 20, f->v[number - 1].path);
		f->is_full = true;
		return;
	}
	f->table_bytes += table->size;
	table_send(f, number, MYTAP_TABLE_UNWIND, table, table->size);
}

static void lines_send(struct user_files *f, u32 number)
{
	struct user_file *u = &f->v[number - 1];
	struct mytap_file_lines *lines = u->lines.n ? user_lines_block(&u->lines) : NULL;

	if (lines)
		table_send(f, number, MYTAP_TABLE_LINES, lines, lines->size);
	else if (u->lines.n)
		say_warning("%s has %zu source lines, too many for the kernel: they are not known as values there, only printed "
			    "(print_ubacktrace_fileline)", u->path, u->lines.n);
	free(lines);
}

/*
 * A table is kept, and a kept one used, for files of those who may decide what root does: no other user can make a
 * file whose table stands in for that of another file.
 */
static bool is_kept(const struct user_files *f, const struct user_file *u)
{
	struct stat st;

	return f->cache && u->fd >= 0 && !fstat(u->fd, &st) && identity_owns(st.st_uid) && !(st.st_mode & S_IWOTH);
}

/* To be freed; NULL: the file has no unwind information. */
static struct mytap_unwind *table_make(struct user_files *f, const struct user_file *u, const struct elf_bytes *e)
{
	struct unwind_source source;
	bool kept = is_kept(f, u) && unwind_source_of(e, &source);
	struct mytap_unwind *table = kept ? unwind_cache_read(f->cache, &source) : NULL;

	if (table) {
		say_verbose("the unwind table of %s was kept", u->path);
		f->nkept++;
		return table;
	}
	table = eh_frame_table(e, NULL);
	if (table && kept)
		unwind_cache_write(f->cache, &source, table);
	return table;
}

static void headers_keep(struct user_file *u, const struct elf_bytes *e)
{
	size_t n = elf_bytes_segments_size(e);
	unsigned char *p = must_alloc(n + 1);

	memcpy(p, e->segments, n);
	u->headers = (struct elf_bytes){ .is_32 = e->is_32, .segments = p, .nsegments = e->nsegments };
}

/* Sends the module what it needs of a file that has a number. */
static void file_hand_over(struct user_files *f, u32 number)
{
	struct user_file *u = &f->v[number - 1];
	struct mytap_unwind *table = NULL;
	struct mytap_file_names *names = NULL;
	struct table_bytes b;

	if (table_bytes_read(u, f->wants_names || f->wants_lines, &b)) {
		if (f->wants_lines)
			lines_read(u, &b.e);
		table = table_make(f, u, &b.e);
		headers_keep(u, &b.e);
		if (f->wants_names)
			user_names_read(&u->names, &b.e);
		u->has_names = f->wants_names;
		if (f->wants_names)
			names = user_names_block(&u->names, u->path, &b.e);
	} else if (f->wants_names) {
		names = user_names_block(&u->names, u->path, NULL);
	}
	table_bytes_free(&b);
	if (table)
		unwind_send(f, number, table);
	else
		say_verbose("%s has no unwind information", u->path);
	free(table);
	if (names)
		table_send(f, number, MYTAP_TABLE_NAMES, names, names->size);
	free(names);
	if (f->wants_lines)
		lines_send(f, number);
}

/* Adds the file with the next number; a file that has one already is skipped. */
static bool file_add(struct user_files *f, const char *path, int fd)
{
	struct mytap_user_file command = { .number = f->n + 1, .fd = fd };
	struct user_file *u;

	if (!channel_command(f->channel, MYTAP_CMD_USER_FILE, &command, sizeof(command))) {
		bool is_there = errno == EEXIST;

		if (!is_there)
			say_error("the module does not take the file %s: %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return is_there;
	}
	u = file_numbered(f, command.number);
	*u = (struct user_file){ .path = must_strndup(path, strlen(path)), .fd = fd, .is_known = true };
	file_hand_over(f, command.number);
	return true;
}

static void user_files_want(struct user_files *f, struct channel *c, const struct string_table *wanted)
{
	*f = (struct user_files){ .channel = c, .is_wanted = wanted->n, .cache = f->cache };
	for (size_t i = 0; i < wanted->n; i++) {
		f->wants_names |= !strcmp(wanted->v[i], "names");
		f->wants_lines |= !strcmp(wanted->v[i], "lines");
	}
}

bool user_files_send(struct user_files *f, struct channel *c, const struct string_table *wanted)
{
	uint64_t cpu = cpu_ns();
	struct elf_bytes e;
	bool ok = true;

	user_files_want(f, c, wanted);
	if (!f->is_wanted)
		return true;
	if (vdso_open(&e))
		ok = file_add(f, "vdso", MYTAP_FILE_VDSO);
	if (ok && vdso_32_open(&e))
		ok = file_add(f, "vdso32", MYTAP_FILE_VDSO_32);
	for (size_t i = 0; i < wanted->n && ok; i++) {
		int fd = *wanted->v[i] == '/' ? identity_open(wanted->v[i], O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0) : -1;

		if (fd >= 0)
			ok = file_add(f, wanted->v[i], fd);
	}
	say_verbose("tables of %u files for programs' stacks, %u of them kept: %llu kB, %.1f ms CPU", f->n, f->nkept,
		    (unsigned long long)f->table_bytes >> 10, (cpu_ns() - cpu) / 1e6);
	return ok;
}

static bool file_meet(struct user_files *f, u32 number);

/* The kernel's own, which are the first. */
static void vdso_meet(struct user_files *f, u32 number)
{
	struct elf_bytes e;
	bool is_32 = number > 1 || !vdso_open(&e);

	*file_numbered(f, number) = (struct user_file){ .path = must_strndup(is_32 ? "vdso32" : "vdso", is_32 ? 6 : 4), .is_known = true,
							.fd = is_32 ? MYTAP_FILE_VDSO_32 : MYTAP_FILE_VDSO };
	file_hand_over(f, number);
}

void user_files_meet(struct user_files *f, struct channel *c, const struct string_table *wanted)
{
	user_files_want(f, c, wanted);
	for (u32 number = 1; f->is_wanted && number <= MYTAP_USER_FILES_MOST; number++) {
		if (file_meet(f, number))
			continue;
		if (errno != ENODATA)
			break;
		vdso_meet(f, number);
	}
}

/* To be freed. */
static char *path_of(int fd)
{
	char link[64], path[4096];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	return must_strndup(path, n > 0 ? (size_t)n : 0);
}

bool user_files_send_open(struct user_files *f, int fd)
{
	int own = f->is_wanted ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;
	char *path;
	bool ok;

	if (own < 0)
		return true;
	path = path_of(own);
	ok = file_add(f, path, own);
	free(path);
	return ok;
}

static bool file_meet(struct user_files *f, u32 number)
{
	int fd = ioctl(f->channel->fd, MYTAP_IOCTL_USER_FILE, (unsigned long)number);

	if (fd < 0)
		return false;
	*file_numbered(f, number) = (struct user_file){ .path = path_of(fd), .fd = fd, .is_known = true };
	file_hand_over(f, number);
	return true;
}

/* The module has met the file in a process; it may have no path any more. */
static void file_met(void *ctx, u32 number)
{
	struct user_files *f = ctx;

	if (!f->channel || !number || number > MYTAP_USER_FILES_MOST || file_numbered(f, number)->is_known)
		return;
	if (!file_meet(f, number))
		say_verbose("file %u of a program is not available: %s", number, strerror(errno));
}

/* ---- names ------------------------------------------------------------------------------------------- */

static u64 address_of(const struct user_file *u, u64 offset)
{
	u64 address;

	return elf_bytes_address(&u->headers, offset, &address) ? address : offset;
}

static const struct eh_function *function_at(const struct eh_functions *f, u64 at)
{
	size_t low = 0, high = f->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (f->v[middle].start <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low && at < f->v[low - 1].end ? &f->v[low - 1] : NULL;
}

static void jit_read(struct jit_names *j, u32 pid)
{
	char path[96];
	unsigned char *text;
	unsigned int inside;		/* its pid in its own namespace, which names its files in its own root */
	size_t n;
	int fd;

	user_names_free(&j->names);
	j->pid = pid;
	j->read_at = now_ns();
	if (!process_number(pid, "NSpid:", &inside))
		inside = pid;
	snprintf(path, sizeof(path), "/proc/%u/root/tmp/perf-%u.map", pid, inside);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
	if (fd < 0) {		/* the process may be gone */
		snprintf(path, sizeof(path), "/tmp/perf-%u.map", pid);
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
	}
	if (fd < 0)
		return;
	text = read_file(fd, &n);
	if (text)
		user_names_of_map(&j->names, (const char *)text, n);
	free(text);
	close(fd);
}

/* The name of an address that is in no file. */
static void find_jit(struct user_files *f, u32 pid, u64 at, struct user_place *ret)
{
	struct jit_names *j = &f->jit;
	const struct user_name *name = j->pid == pid ? user_names_find(&j->names, at) : NULL;

	if (!name && (j->pid != pid || now_ns() - j->read_at > JIT_AGAIN)) {
		jit_read(j, pid);
		name = user_names_find(&j->names, at);
	}
	if (!name)
		return;
	*ret = (struct user_place){ .name = name->text, .start = name->start, .size = name->size, .address = ret->address };
}

static void find_place(void *ctx, u32 pid, const struct mytap_user_frame *frame, bool wants_line, struct user_place *ret)
{
	struct user_files *f = ctx;
	u64 back = frame->flags & MYTAP_UFRAME_IS_CALL ? 1 : 0, at = frame->offset - back;
	const struct eh_function *function;
	const struct user_line *line;
	const struct user_name *name;
	struct user_file *u;

	ret->address = frame->address;
	if (!frame->file || frame->file > f->n || !f->v[frame->file - 1].is_known) {
		find_jit(f, pid, frame->address - back, ret);
		return;
	}
	u = &f->v[frame->file - 1];
	names_read(u);
	if (wants_line)
		lines_read_late(u);
	ret->path = u->path;
	ret->address = address_of(u, frame->offset - back) + back;
	name = user_names_find(&u->names, at);
	if (!name)
		functions_read(u);
	function = name ? NULL : function_at(&u->functions, at);
	line = user_lines_find(&u->lines, at);
	if (name)
		*ret = (struct user_place){ u->path, name->text, ret->address, address_of(u, name->start), name->size, NULL, 0 };
	else if (function)
		*ret = (struct user_place){ u->path, NULL, ret->address, address_of(u, function->start), function->end - function->start,
					    NULL, 0 };
	if (line && wants_line) {
		ret->source = u->lines.texts + line->text;
		ret->line = line->line;
	}
}

void user_files_place(struct user_files *f, struct user_places *ret)
{
	*ret = (struct user_places){ .ctx = f, .find = find_place, .met = file_met };
}

void user_files_deinit(struct user_files *f)
{
	for (u32 i = 0; i < f->n; i++) {
		struct user_file *u = &f->v[i];

		if (u->is_known && u->fd >= 0)
			close(u->fd);
		free(u->path);
		free((void *)u->headers.segments);
		free(u->functions.v);
		user_names_free(&u->names);
		user_lines_free(&u->lines);
	}
	user_names_free(&f->jit.names);
	free(f->v);
	*f = (struct user_files){ 0 };
}
