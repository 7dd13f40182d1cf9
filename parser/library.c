// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The tapset folders. Every file is read and scanned for the names it defines, which are kept beside the stamps of all
 * files (struct library_store), so that a later start need not read them; it is parsed when one of them is asked for.
 *
 * A folder may hold subfolders: for a kernel version (6.1.0-56-cloud-amd64,
 * 6.1.0, 6.1, 6), for an architecture, or for a subject (any other name, always
 * read). A name found in a more specific folder hides the same name in a less
 * specific one, and one from an earlier -I hides one from a later.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "library_index.h"
#include "library_scan.h"
#include "parse.h"
#include "preproc.h"
#include "syscall_table.h"

enum { MAX_FOLDERS = 8 };		/* in one another */

struct lib_file {
	char *path;
	const char *text;		/* NULL: not read yet */
	size_t len;			/* before that: of the file when its folder was read */
	struct timespec changed;
	unsigned long long inode;
	unsigned int rank;		/* smaller hides larger */
	bool is_given;			/* returned before, or cannot be read, or failed to parse */
};

typedef VEC(struct lib_file *) lib_files;

struct lib_alias {
	const char *name;		/* vfs.read */
	VEC(const char *) parts;
	struct lib_file *file;
};

typedef VEC(struct lib_alias *) lib_aliases;

struct library {
	struct parse_env *env;
	struct arena *arena;
	lib_files files, macro_files;
	struct map functions, globals;	/* name -> lib_files */
	lib_aliases aliases;
	struct map first;		/* first component -> lib_aliases */
	struct map full;		/* whole name of an alias -> lib_files */
	struct lib_file *scanned;	/* the file being scanned */
	struct lib_file *calls_file;	/* syscalls.def, or NULL */
	struct syscall_table *calls;	/* its rows; read when a point first names a system call */
	struct map calls_given;		/* aliases made from it: "syscall.openat.return" */
};

/* ---- folders ------------------------------------------------------------------------------- */

static bool is_arch(const char *name)
{
	static const char *const names[] = {
		"x86_64", "i386", "arm64", "arm", "powerpc", "s390", "s390x", "mips", "riscv", "ia64", "loongarch",
		"aarch64", "ppc64", "ppc64le",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

/* Folders of existing tapsets for runtimes that mytap does not have. */
static bool is_other_runtime(const char *name)
{
	return !strcmp(name, "bpf") || !strcmp(name, "dyninst");
}

/*
 * How specific a version folder is for this kernel: 0 if it is for another.
 * "6.1" is for 6.1.0-56-cloud-amd64, "6.10" and "6.1.0-5" are not.
 */
static unsigned int version_weight(const struct parse_env *env, const char *name)
{
	const char *of[] = { env->kernel_release, env->kernel_version };
	size_t n = strlen(name);

	for (size_t i = 0; i < 2; i++)
		if (of[i] && !strncmp(of[i], name, n) && (of[i][n] == '\0' || of[i][n] == '.' || of[i][n] == '-'))
			return (unsigned int)(n < 100 ? n : 100) + 1;
	return 0;
}

static bool has_suffix(const char *name, const char *suffix)
{
	size_t n = strlen(name), m = strlen(suffix);

	return n > m && !strcmp(name + n - m, suffix);
}

static int not_hidden(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

/* Read into the arena without a copy: there are hundreds of small files. */
static bool read_text(struct library *lib, struct lib_file *f)
{
	int fd = open(f->path, O_RDONLY | O_CLOEXEC), err;
	size_t size = f->len, got = 0;
	char *text;

	if (fd < 0)
		return false;
	text = arena_alloc(lib->arena, size + 1);
	while (got < size) {
		ssize_t n = read(fd, text + got, size - got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			break;
		if (n == 0)
			size = got;		/* it shrank after stat() */
		got += (size_t)n;
	}
	err = errno;
	close(fd);
	errno = err;
	text[got] = '\0';
	f->text = text;
	f->len = got;
	return got == size;
}

/* False: reported, and the file is left out. */
static bool has_text(struct library *lib, struct lib_file *f)
{
	if (f->text || f->is_given)
		return f->text;
	if (f->len <= INT32_MAX / 2 && read_text(lib, f))
		return true;
	diag_warn(lib->env->diag, (struct loc){ 0 }, "tapset file '%s' cannot be read: %s", f->path,
		  strerror(f->len > INT32_MAX / 2 ? EFBIG : errno));
	f->text = NULL;
	f->is_given = true;
	return false;
}

static void add_file(struct library *lib, const char *path, const struct stat *st, unsigned int rank)
{
	bool is_macros = has_suffix(path, ".stpm");
	struct lib_file *f;

	if (!is_macros && !has_suffix(path, ".stp") && !has_suffix(path, "/syscalls.def"))
		return;
	f = arena_new_of(lib->arena, struct lib_file);
	f->path = arena_strdup(lib->arena, path);
	f->rank = rank;
	f->len = (size_t)st->st_size;
	f->changed = st->st_ctim;
	f->inode = st->st_ino;
	if (is_macros)
		vec_push(lib->arena, &lib->macro_files, f);
	else if (!has_suffix(path, ".stp"))
		lib->calls_file = lib->calls_file && lib->calls_file->rank <= rank ? lib->calls_file : f;
	else
		vec_push(lib->arena, &lib->files, f);
}

/* rank: the rest after the weights of the folders above were subtracted. */
static void add_folder(struct library *lib, const char *path, unsigned int rank, int depth)
{
	struct dirent **entries;
	int n = scandir(path, &entries, not_hidden, alphasort);

	if (n < 0 && depth == 0)
		diag_warn(lib->env->diag, (struct loc){ 0 }, "tapset folder '%s' cannot be read: %s", path,
			  strerror(errno));
	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;
		char *sub = arena_printf(lib->arena, "%s/%s", path, name);
		unsigned int weight;
		struct stat st;

		if (stat(sub, &st)) {
			;
		} else if (!S_ISDIR(st.st_mode)) {
			add_file(lib, sub, &st, rank);
		} else if (depth < MAX_FOLDERS) {
			if (name[0] >= '0' && name[0] <= '9') {
				weight = version_weight(lib->env, name);
				if (weight)
					add_folder(lib, sub, rank - weight * 2, depth + 1);
			} else if (is_other_runtime(name)) {
				;
			} else if (!is_arch(name)) {
				add_folder(lib, sub, rank, depth + 1);
			} else if (lib->env->arch && !strcmp(name, lib->env->arch)) {
				add_folder(lib, sub, rank - 1, depth + 1);
			}
		}
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
}

/* ---- the index ----------------------------------------------------------------------------- */

/* Keeps only the files of the best rank for a name. */
static void index_file(struct library *lib, struct map *map, const char *name, struct lib_file *f)
{
	lib_files *v = map_get(map, name);

	if (!v) {
		v = arena_new_of(lib->arena, lib_files);
		map_put(map, name, v);
	}
	if (v->n && v->v[0]->rank < f->rank)
		return;
	if (v->n && v->v[0]->rank > f->rank)
		v->n = 0;
	if (!v->n || vec_last(v) != f)
		vec_push(lib->arena, v, f);
}

static void index_alias(struct library *lib, const char *name, struct lib_file *f)
{
	struct lib_alias *a = arena_new_of(lib->arena, struct lib_alias);
	lib_aliases *v;

	a->name = name;
	a->file = f;
	for (const char *p = name;;) {
		size_t n = strcspn(p, ".");

		vec_push(lib->arena, &a->parts, intern_n(p, n));
		if (!p[n])
			break;
		p += n + 1;
	}
	vec_push(lib->arena, &lib->aliases, a);
	v = map_get(&lib->first, a->parts.v[0]);
	if (!v) {
		v = arena_new_of(lib->arena, lib_aliases);
		map_put(&lib->first, a->parts.v[0], v);
	}
	vec_push(lib->arena, v, a);
	index_file(lib, &lib->full, name, f);
}

static void index_definition(void *ctx, enum definition kind, const char *text, size_t n)
{
	struct library *lib = ctx;
	const char *name = intern_n(text, n);

	switch (kind) {
	case DEFINES_FUNCTION:
		index_file(lib, &lib->functions, name, lib->scanned);
		break;
	case DEFINES_GLOBAL:
		index_file(lib, &lib->globals, name, lib->scanned);
		break;
	case DEFINES_ALIAS:
		index_alias(lib, name, lib->scanned);
		break;
	}
}

enum { INDEX_VERSION = 1 };		/* another one when library_scan() finds other names */

/* Of all that the index depends on: a file that was changed has another time, one that was replaced another number. */
static const char *index_key(struct library *lib)
{
	uint64_t h[2] = { 2 * INDEX_VERSION, 2 * INDEX_VERSION + 1 };

	vec_each(f, &lib->files) {
		uint64_t stamp[] = {
			(*f)->len, (*f)->inode, (*f)->rank, (uint64_t)(*f)->changed.tv_sec, (uint64_t)(*f)->changed.tv_nsec,
		};

		for (int i = 0; i < 2; i++)
			h[i] = index_hash(index_hash(h[i], (*f)->path, strlen((*f)->path)), stamp, sizeof(stamp));
	}
	return arena_printf(lib->arena, "%016llx%016llx", (unsigned long long)h[0], (unsigned long long)h[1]);
}

struct recorded {
	struct library *lib;
	struct strbuf *text;
};

static void record_definition(void *ctx, enum definition kind, const char *name, size_t n)
{
	struct recorded *r = ctx;

	index_text_add(r->text, kind, name, n);
	index_definition(r->lib, kind, name, n);
}

/* False: some file could not be read. */
static bool index_make(struct library *lib, struct strbuf *text)
{
	struct recorded r = { lib, text };
	bool all = true;

	index_text_begin(text);
	vec_each(f, &lib->files) {
		lib->scanned = *f;
		if (has_text(lib, *f))
			library_scan((*f)->text, (*f)->len, record_definition, &r);
		else
			all = false;
		index_text_end_file(text);
	}
	index_text_end(text);
	return all;
}

static void index_load(struct library *lib, const struct library_store *store)
{
	const char *key = index_key(lib);
	struct strbuf text = { 0 };

	if (store && store->load(store->ctx, key, &text) && index_text_is_whole(&text, lib->files.n)) {
		const char *p = index_text_start(&text);

		vec_each(f, &lib->files) {
			lib->scanned = *f;
			p = index_text_file(p, index_definition, lib);
		}
	} else {
		strbuf_reset(&text);
		if (index_make(lib, &text) && store)
			store->save(store->ctx, key, text.s, text.len);
	}
	strbuf_deinit(&text);
}

static struct source *file_source(struct library *lib, struct lib_file *f)
{
	struct source *src = arena_new_of(lib->arena, struct source);

	src->name = f->path;
	src->text = f->text;
	src->len = (uint32_t)f->len;
	src->library = true;
	return src;
}

static int by_rank(const void *a, const void *b)
{
	const struct lib_file *x = *(struct lib_file *const *)a, *y = *(struct lib_file *const *)b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return strcmp(x->path, y->path);
}

struct library *library_open(struct parse_env *env, const char **dirs, unsigned int n, const struct library_store *store)
{
	struct library *lib = arena_new_of(env->arena, struct library);

	lib->env = env;
	lib->arena = env->arena;
	for (unsigned int i = 0; i < n; i++)
		add_folder(lib, dirs[i], (i + 1) * 1000, 0);
	if (lib->files.n)
		qsort(lib->files.v, lib->files.n, sizeof(*lib->files.v), by_rank);
	if (lib->macro_files.n)
		qsort(lib->macro_files.v, lib->macro_files.n, sizeof(*lib->macro_files.v), by_rank);
	vec_each(f, &lib->macro_files)
		if (has_text(lib, *f))
			macros_load(env, file_source(lib, *f), (*f)->rank);
	index_load(lib, store);
	return lib;
}

void library_close(struct library *lib)
{
	if (!lib)
		return;
	map_deinit(&lib->functions);
	map_deinit(&lib->globals);
	map_deinit(&lib->first);
	map_deinit(&lib->full);
	map_deinit(&lib->calls_given);
	if (lib->env->macros)
		map_deinit(&lib->env->macros->by_name);
	lib->env->macros = NULL;
}

unsigned int library_size(const struct library *lib)
{
	return lib->files.n;
}

/* ---- look-up ------------------------------------------------------------------------------- */

static void give(struct library *lib, struct lib_file *f, file_vec *ret)
{
	struct file *file;

	if (f->is_given || !has_text(lib, f))
		return;
	f->is_given = true;
	file = parse_source(lib->env, file_source(lib, f), true);
	if (file)
		vec_push(lib->arena, ret, file);
}

static void give_all(struct library *lib, const lib_files *v, file_vec *ret)
{
	if (v)
		vec_each(f, v)
			give(lib, *f, ret);
}

void library_find_function(struct library *lib, const char *name, file_vec *ret)
{
	give_all(lib, map_get(&lib->functions, name), ret);
}

void library_find_global(struct library *lib, const char *name, file_vec *ret)
{
	give_all(lib, map_get(&lib->globals, name), ret);
}

static bool has_wildcard(const char *s)
{
	return strpbrk(s, "*?[") != NULL;
}

/* True if the first of these components match the whole alias; ** matches one or more. */
static bool alias_matches(const char *const *alias, unsigned int na, const struct component *point, unsigned int np)
{
	if (!na)
		return true;
	if (!np || point->arg)
		return false;
	if (!strcmp(point->name, "**"))
		return alias_matches(alias + 1, na - 1, point + 1, np - 1) ||
			alias_matches(alias + 1, na - 1, point, np);
	if (has_wildcard(point->name) ? fnmatch(point->name, *alias, 0) != 0 : strcmp(point->name, *alias) != 0)
		return false;
	return alias_matches(alias + 1, na - 1, point + 1, np - 1);
}

/* ---- system calls: aliases made from a table --------------------------------------------------- */

static struct syscall_table *calls_of(struct library *lib)
{
	if (!lib->calls && lib->calls_file && has_text(lib, lib->calls_file))
		lib->calls = syscall_table_read(lib->arena, lib->env->diag, lib->calls_file->path, lib->calls_file->text,
						lib->calls_file->len);
	return lib->calls;
}

typedef void call_text_fn(const struct syscall_table *t, unsigned int i, const char *prefix, bool is_return, struct strbuf *b);

static void give_call_text(struct library *lib, const char *const *parts, unsigned int n, unsigned int call, const char *what,
			   call_text_fn *fn, file_vec *ret)
{
	char *name = arena_printf(lib->arena, "%s.%s%s%s", parts[0], parts[1], n == 3 ? ".return" : "", what);
	struct strbuf text = { 0 };
	struct source *src;
	struct file *file;

	if (map_get(&lib->calls_given, name))
		return;
	map_put(&lib->calls_given, name, lib);
	fn(lib->calls, call, parts[0], n == 3, &text);
	src = source_new(lib->arena, arena_printf(lib->arena, "%s (%s)", lib->calls_file->path, name), strbuf_str(&text),
			 text.len, true);
	strbuf_deinit(&text);
	file = parse_source(lib->env, src, true);
	if (file)
		vec_push(lib->arena, ret, file);
}

/* by_number: also if the kernel has no function for the call. */
static void give_call(struct library *lib, const char *const *parts, unsigned int n, unsigned int call, bool by_number,
		      file_vec *ret)
{
	give_call_text(lib, parts, n, call, "", syscall_alias_text, ret);
	if (by_number)
		give_call_text(lib, parts, n, call, " by number", syscall_number_text, ret);
}

static bool point_has_wildcard(const struct probe_point *pp)
{
	vec_each(c, &pp->parts)
		if (has_wildcard(c->name))
			return true;
	return false;
}

static void find_calls(struct library *lib, const struct probe_point *pp, file_vec *ret)
{
	const struct component *v = pp->parts.v;
	bool by_number = !point_has_wildcard(pp);

	for (const char *const *prefix = syscall_prefixes; *prefix; prefix++) {
		if (v[0].arg || (has_wildcard(v[0].name) ? fnmatch(v[0].name, *prefix, 0) != 0 : strcmp(v[0].name, *prefix) != 0) ||
		    !calls_of(lib))
			continue;
		for (unsigned int i = 0; i < syscall_count(lib->calls); i++) {
			const char *parts[] = { *prefix, syscall_name_at(lib->calls, i), "return" };

			for (unsigned int n = 2; n <= 3; n++)
				if (alias_matches(parts, n, v, pp->parts.n))
					give_call(lib, parts, n, i, by_number || (!strcmp(*prefix, "tp_syscall") && !syscall_has_twin(lib->calls, i)),
						  ret);
		}
	}
}

void library_find_alias(struct library *lib, const struct probe_point *pp, file_vec *ret)
{
	const lib_aliases *v = &lib->aliases;

	if (!pp->parts.n)
		return;
	find_calls(lib, pp, ret);
	if (!has_wildcard(pp->parts.v[0].name))
		v = map_get(&lib->first, pp->parts.v[0].name);
	if (!v)
		return;
	vec_each(a, v)
		if (alias_matches((*a)->parts.v, (*a)->parts.n, pp->parts.v, pp->parts.n))
			give_all(lib, map_get(&lib->full, (*a)->name), ret);
}

void library_find_all(struct library *lib, file_vec *ret)
{
	vec_each(f, &lib->files)
		give(lib, *f, ret);
}

void library_each_name(struct library *lib, void (*fn)(void *ctx, const char *name), void *ctx)
{
	map_each(it, &lib->functions)
		fn(ctx, it->key);
	map_each(it, &lib->full)
		fn(ctx, it->key);
}

void library_each_alias(struct library *lib, void (*fn)(void *ctx, const char *const *parts, unsigned int n), void *ctx)
{
	vec_each(a, &lib->aliases)
		fn(ctx, (*a)->parts.v, (*a)->parts.n);
	for (const char *const *prefix = syscall_prefixes; calls_of(lib) && *prefix; prefix++) {
		for (unsigned int i = 0; i < syscall_count(lib->calls); i++) {
			const char *parts[] = { *prefix, syscall_name_at(lib->calls, i), "return" };

			fn(ctx, parts, 3);
		}
	}
}
