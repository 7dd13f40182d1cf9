// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the file that a script names, and identifies its build. */
#include "translator/user/program.h"

#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "translator/debuginfo/sources.h"
#include "translator/image/needed.h"
#include "translator/user/by_build_id.h"

/* ---- which file ------------------------------------------------------------------------------- */

static bool is_file(const char *path, int mode)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode) && !access(path, mode);
}

const char *program_in_path(struct target *t, const char *name)
{
	const char *path = session_env(t->s, "PATH");

	if (!path || !*path)
		path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
	while (*path) {
		size_t len = strcspn(path, ":");
		const char *file = arena_printf(t->arena, "%.*s/%s", (int)(len ? len : 1), len ? path : ".", name);

		if (is_file(file, X_OK))
			return file;
		target_depends_on(t, file);	/* one that comes there is found first */
		path += len + (path[len] == ':');
	}
	return NULL;
}

/* NULL with the reason in why. */
static const char *find_file(struct target *t, const char *name, struct strbuf *why)
{
	const char *file = strchr(name, '/') ? name : program_in_path(t, name);
	bool is_build = !file && is_build_id(name);
	char real[PATH_MAX];

	if (is_build)
		file = find_by_build_id(t->arena, name, session_env(t->s, "PATH"));
	if (!file) {
		strbuf_printf(why, is_build ? "there is no program of build %s running, in $PATH or among the libraries" :
			      "there is no program '%s' in $PATH", name);
		return NULL;
	}
	if (!realpath(file, real)) {
		strbuf_printf(why, "there is no program %s: %s", file, strerror(errno));
		return NULL;
	}
	if (!is_file(real, R_OK)) {
		strbuf_printf(why, "%s %s", real, access(real, R_OK) ? "cannot be read" : "is no program but a folder or a device");
		return NULL;
	}
	return arena_strdup(t->arena, real);
}

/* ---- which build ------------------------------------------------------------------------------ */

static const char *identity_of(struct target *t, const struct image *image)
{
	uint64_t hash = 0xcbf29ce484222325ULL;

	if (image->build_id_len)
		return build_id_text(t->arena, image->build_id, image->build_id_len);
	for (size_t i = 0; i < image->elf->size; i++)
		hash = (hash ^ image->elf->p[i]) * 0x100000001b3ULL;
	return arena_printf(t->arena, "size:%zu:%016llx", image->elf->size, (unsigned long long)hash);
}

static struct user_program *program_of(struct target *t, const struct image *image)
{
	struct user_program *p = t->programs;

	while (p && p->image != image)
		p = p->next;
	return p;
}

static struct image *open_file(struct target *t, const char *path, const char *name, struct strbuf *why)
{
	struct debuginfo *di = target_debuginfo(t);
	struct image *image = di ? debuginfo_program(di, path, why) : NULL;
	struct user_program *p;

	if (!image || program_of(t, image))
		return image;
	p = arena_new_of(t->arena, struct user_program);
	*p = (struct user_program){ .image = image, .name = name, .identity = identity_of(t, image), .next = t->programs };
	t->programs = p;
	return image;
}

struct image *user_program_open(struct target *t, const char *name, struct strbuf *why)
{
	const char *path = find_file(t, name, why);

	return path ? open_file(t, path, name, why) : NULL;
}

unsigned int user_program_number(struct target *t, const struct image *image)
{
	struct user_program *p = program_of(t, image);

	if (!p)
		bug("%s is no program of the script", image->name);
	if (!p->number)
		p->number = ++t->nprograms;
	return p->number;
}

const struct user_program *user_program_numbered(struct target *t, unsigned int number)
{
	const struct user_program *p = t->programs;

	while (p && p->number != number)
		p = p->next;
	return p;
}

/* image: NULL: nothing is added. */
static bool add_once(struct target *t, image_vec *ret, struct image *image)
{
	vec_each(known, ret)
		if (*known == image)
			return true;
	if (image)
		vec_push(t->arena, ret, image);
	return image;
}

bool user_programs_matching(struct target *t, const char *pattern, image_vec *ret, struct strbuf *why)
{
	glob_t found = { 0 };

	if (!strchr(pattern, '/')) {
		strbuf_printf(why, "'%s' is looked for as a path: write \"/usr/bin/%s\"", pattern, pattern);
		return false;
	}
	if (!glob(pattern, 0, NULL, &found))
		for (size_t i = 0; i < found.gl_pathc; i++) {
			add_once(t, ret, user_program_open(t, arena_strdup(t->arena, found.gl_pathv[i]), why));
			strbuf_reset(why);		/* files that are no programs are skipped */
		}
	globfree(&found);
	if (!ret->n)
		strbuf_printf(why, "no program matches '%s'", pattern);
	return ret->n;
}

/* ---- of a process ------------------------------------------------------------------------------ */

static bool is_same_file(const char *a, const char *b)
{
	struct stat x, y;

	return !stat(a, &x) && !stat(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

struct image *user_program_of_process(struct target *t, int64_t pid, struct strbuf *why)
{
	const char *link = arena_printf(t->arena, "/proc/%lld/exe", (long long)pid);
	char path[PATH_MAX];
	ssize_t n = readlink(link, path, sizeof(path) - 1);

	t->depends_on_command = true;
	if (n < 0) {
		strbuf_printf(why, errno == ENOENT && access(arena_printf(t->arena, "/proc/%lld", (long long)pid), F_OK) ?
			      "there is no process %lld" : "the program of process %lld cannot be read", (long long)pid);
		return NULL;
	}
	path[n] = '\0';
	/* This link also leads to a file that was removed or replaced, or is in another root; the loader uses it,
	 * too. */
	return open_file(t, is_same_file(link, path) ? arena_strdup(t->arena, path) : link, link, why);
}

bool user_programs_of_target(struct target *t, image_vec *ret, struct strbuf *why)
{
	const char *command = t->s->opt.command;
	size_t n;

	t->depends_on_command = true;
	vec_each(pid, &t->s->opt.target_pids)
		if (!add_once(t, ret, user_program_of_process(t, *pid, why)))
			return false;
	if (t->s->opt.target_pids.n)
		return true;
	if (!command) {
		strbuf_puts(why, "which program is meant: process(\"PATH\"), or -c COMMAND or -x PID");
		return false;
	}
	command += strspn(command, " \t");
	n = strcspn(command, " \t");
	if (command[strcspn(command, "|&;<>()$`\\\"'*?[]#~=%{}!\n")]) {
		strbuf_puts(why, "-c is a command of the shell, which may start several programs: say which, process(\"PATH\")");
		return false;
	}
	return add_once(t, ret, user_program_open(t, arena_strndup(t->arena, command, n), why));
}

/* ---- libraries --------------------------------------------------------------------------------- */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool user_program_libraries(struct target *t, struct image *program, const char *pattern, image_vec *ret, struct strbuf *why)
{
	struct needed needed = { 0 };
	struct near near = NEAR_INIT(pattern);

	if (!needed_find(t->arena, program->path, session_env(t->s, "LD_LIBRARY_PATH"), &needed)) {
		strbuf_printf(why, "what libraries %s needs cannot be read", program->path);
		return false;
	}
	vec_each(l, &needed.libraries) {
		struct image *library;

		near_try(&near, l->name);
		if (!glob_match(pattern, l->name) && !glob_match(pattern, l->path) && !glob_match(pattern, base_name(l->path)))
			continue;
		library = user_program_open(t, l->path, why);
		if (!add_once(t, ret, library))
			return false;
	}
	if (ret->n)
		return true;
	strbuf_printf(why, "%s needs no library '%s'", program->path, pattern);
	if (near.best)
		strbuf_printf(why, " (did you mean '%s'?)", near.best);
	else if (!needed.libraries.n)
		strbuf_puts(why, ": it is linked statically");
	return false;
}
