// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * procfs("path").read, .write, with .umask(N) and .maxsize(N): files that a session makes below /proc/systemtap/MODULE/.
 * A read returns the $value that the handler sets; a write sets $value for the handler. Without a path the file is
 * "command".
 */
#include <string.h>

#include "family.h"

struct procfs {
	const char *path;
	int64_t mode;
	int64_t room;			/* bytes of $value with its NUL */
	bool is_write;
};

enum { OWNER_ONLY = 0077, LONGEST_NAME = 255, MOST_ROOM = 16 << 20 };

static struct loc path_loc(const struct point_match *m)
{
	return point_loc(m, "procfs");
}

/* The error in a path; NULL: none. */
static const char *path_fault(const char *path)
{
	if (!*path)
		return "is empty";
	for (const char *part = path, *end;; part = end + 1) {
		size_t n;

		end = strchrnul(part, '/');
		n = (size_t)(end - part);
		if (!n)
			return "begins or ends with a '/', or has two in a row";
		if (n > LONGEST_NAME)
			return "has a name of more than 255 characters";
		if (part[0] == '.' && (n == 1 || (n == 2 && part[1] == '.')))
			return "has '.' or '..' in it";
		if (!*end)
			return NULL;
	}
}

/* True if one is a folder of the other. */
static bool is_folder_of(const char *folder, const char *path)
{
	size_t n = strlen(folder);

	return !strncmp(path, folder, n) && path[n] == '/';
}

/* Compares with the files of the preceding probes. */
static bool fits_others(struct point_match *m, const struct procfs *f)
{
	struct diag *d = &m->session->diag;

	vec_each(p, &point_program(m)->probes) {
		const struct procfs *o = (*p)->detail;

		if ((*p)->family != m->family)
			continue;
		if (!strcmp(o->path, f->path) && o->is_write == f->is_write) {
			diag_error(d, path_loc(m), "\"%s\" has a %s probe already, and there is one answer only: put both in "
				   "one handler", f->path, f->is_write ? "write" : "read");
			diag_note(d, (*p)->loc, "the other one is here");
			return false;
		}
		if (is_folder_of(o->path, f->path) || is_folder_of(f->path, o->path)) {
			diag_error(d, path_loc(m), "\"%s\" and \"%s\": one of them would be a file and a folder", f->path, o->path);
			diag_note(d, (*p)->loc, "the other one is here");
			return false;
		}
	}
	return true;
}

static bool take_mode(struct point_match *m, struct procfs *f)
{
	int64_t umask = OWNER_ONLY;

	if (point_number(m, "umask", &umask) && (umask < 0 || umask > 0777)) {
		diag_error(&m->session->diag, point_loc(m, "umask"), "a umask is 0 to 0777, not %#llo", (long long)umask);
		return false;
	}
	f->mode = (f->is_write ? 0222 : 0444) & ~umask;
	return true;
}

static bool take_room(struct point_match *m, struct procfs *f)
{
	struct diag *d = &m->session->diag;
	int64_t string = session_limit(m->session, "MAXSTRINGLEN", 512), n;

	f->room = f->is_write ? string : session_limit(m->session, "STP_PROCFS_BUFSIZE", string);
	if (!point_number(m, "maxsize", &n))
		return true;
	if (n < 1 || n > MOST_ROOM) {
		diag_error(d, point_loc(m, "maxsize"), "maxsize takes 1 to %d bytes, not %lld", MOST_ROOM, (long long)n);
		return false;
	}
	if (f->is_write && n >= string) {
		diag_error(d, point_loc(m, "maxsize"), "what is written becomes a string, and these hold %lld bytes here: "
			   "-D MAXSTRINGLEN=%lld makes them longer", (long long)string - 1, (long long)n + 1);
		return false;
	}
	f->room = n + 1;
	return true;
}

static bool procfs_derive(struct point_match *m)
{
	struct procfs *f = arena_new_of(m->session->arena, struct procfs);
	const char *fault;

	f->path = "command";
	f->is_write = point_has(m, "write");
	point_string(m, "procfs", &f->path);
	fault = path_fault(f->path);
	if (fault)
		diag_error(&m->session->diag, path_loc(m), "the path \"%s\" %s: it is one below /proc/systemtap/MODULE/, as \"stats\" "
			   "or \"disk/reads\"", f->path, fault);
	if (fault || !take_mode(m, f) || !take_room(m, f) || !fits_others(m, f))
		return false;
	dprobe_add(m)->detail = f;
	return true;
}

/* In the order of runtime/kernel/procfs.c: the text, and for an answer its struct mytap_answer. */
static void procfs_variables(struct target *t, const struct dprobe *p, struct context_vars *ret)
{
	const struct procfs *f = p->detail;

	ret->owner = arena_printf(t->arena, "probe '%s'", p->text);
	if (f->is_write)
		context_var_string(t->arena, ret, "value", 0);
	else
		context_var_answer(t->arena, ret, "value", 0);
}

static void procfs_emit(struct family_text *t, const struct dprobe *p)
{
	const struct procfs *f = p->detail;

	field_string(t, "path", f->path);
	field_number(t, "mode", f->mode);
	field_number(t, "room", f->room);
	field_true(t, "is_write", f->is_write);
}

static const struct runtime_family procfs_runtime = { .name = "procfs", .emit = procfs_emit };

#define WAYS(file, way) \
	file "." way, file ".umask(number)." way, file "." way ".umask(number)", \
	file "." way ".maxsize(number)", file ".maxsize(number)." way, \
	file ".umask(number)." way ".maxsize(number)", file ".umask(number).maxsize(number)." way, \
	file "." way ".umask(number).maxsize(number)"

static const char *const patterns[] = {
	WAYS("procfs", "read"), WAYS("procfs", "write"), WAYS("procfs(string)", "read"), WAYS("procfs(string)", "write"), NULL
};

const struct probe_family procfs_family = {
	.name = "procfs", .patterns = patterns, .derive = procfs_derive, .runtime = &procfs_runtime,
	.variables = procfs_variables, .is_rare = true, .may_take_longer = true,
};
