/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The script cache: KEY.ko, KEY.c and KEY.info, looked up after pass 1 and
 * before any debuginfo is opened. The key covers everything known after pass 1; what pass 2 depends on besides
 * (programs probed, kernel modules) is listed in KEY.info and compared at look-up. KEY.info is written last and holds
 * the checksums of the other two: an entry that is half written, damaged or writable by others is ignored.
 */
#include "translator/image/cache_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "build.h"
#include "translator/image/folder.h"
#include "translator/image/hash.h"
#include "seed.h"
#include "sign.h"
#include "translator/options.h"

enum { SCRIPT_FORMAT = 1 };

/* The root of the tree that the folder is in. */
static const char *root_of(struct session *s, const char *folder)
{
	return arena_strndup(s->arena, folder, strrchr(folder, '/') - folder);
}

/* ---- key --------------------------------------------------------------------------- */

static void add_texts(struct hash *h, const str_vec *v)
{
	hash_add(h, &v->n, sizeof(v->n));
	for (unsigned int i = 0; i < v->n; i++)
		hash_add_text(h, v->v[i]);
}

/* -G is not among them: the loader sets the variables. */
static void add_options(struct hash *h, const struct options *o)
{
	bool flags[] = {
		o->guru, o->no_elision, o->no_warnings, o->warnings_are_errors, o->skip_badvars,
		o->suppress_handler_errors, o->suppress_time_limits, o->no_global_var_display,
	};
	int ways[] = { o->debuginfo, o->build };

	hash_add(h, flags, sizeof(flags));
	hash_add(h, ways, sizeof(ways));
	add_texts(h, &o->args);
	add_texts(h, &o->script_options);
	add_texts(h, &o->defines);
	add_texts(h, &o->make_args);
	add_texts(h, &o->trace.without);
	add_texts(h, &o->modinfo);
	add_texts(h, &o->sysenv);
	hash_add_text(h, o->module_name);
	hash_add_text(h, o->compatible);
	hash_add_text(h, o->privilege);
}

/*
 * All files of a library folder, in order. By stat: a change of content changes the ctime, and 1000 stat calls cost 2
 * ms.
 */
static void add_library(struct target *t, struct hash *h, const char *dir)
{
	struct dirent **e;
	int n = scandir(dir, &e, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		const char *path = arena_printf(t->arena, "%s/%s", dir, e[i]->d_name);
		struct stat st;

		if (e[i]->d_name[0] != '.' && stat(path, &st) == 0) {
			if (S_ISDIR(st.st_mode))
				add_library(t, h, path);
			else
				hash_add_stamp(h, path);
		}
		free(e[i]);
	}
	if (n >= 0)
		free(e);
}

static void make_key(struct target *t)
{
	int format = SCRIPT_FORMAT;
	char seed[65];
	struct hash h;

	hash_init(&h);
	hash_add(&h, &format, sizeof(format));
	hash_add_stamp(&h, "/proc/self/exe");
	seed_key(t, seed);
	hash_add_text(&h, seed);
	hash_add_stamp(&h, t->kernel.vmlinux_btf);
	hash_add_stamp(&h, t->kernel.vmlinux_dwarf);
	vec_each(f, &t->user_files) {
		hash_add_text(&h, (*f)->src->name);
		hash_add(&h, (*f)->src->text, (*f)->src->len);
		hash_add_text(&h, NULL);
	}
	add_options(&h, &t->s->opt);
	sign_hash(t, &h);
	vec_each(d, &t->s->opt.include_dirs)
		add_library(t, &h, *d);
	add_library(t, &h, arena_printf(t->arena, "%s/tapsets", t->s->data_dir));
	if (getenv("SYSTEMTAP_TAPSET"))
		add_library(t, &h, getenv("SYSTEMTAP_TAPSET"));
	hash_final(&h, t->cache_key);
}

/* ---- entries -------------------------------------------------------------------------- */

static const char *entry_path(struct target *t, const char *folder, const char *suffix)
{
	return arena_printf(t->arena, "%s/%s%s", folder, t->cache_key, suffix);
}

static const char *stamp(struct target *t, const char *path)
{
	char hex[HASH_HEX];
	struct hash h;

	hash_init(&h);
	hash_add_stamp(&h, path);
	hash_final(&h, hex);
	return arena_strdup(t->arena, hex);
}

static bool check_file(const char *path, const char *hex)
{
	char now[HASH_HEX];

	return file_is_private(path) && hash_file(path, now) && !strcmp(now, hex);
}

/* "PATH=/usr/bin"; "PATH" when it is not set. */
static const char *env_text(struct target *t, const char *name)
{
	const char *value = session_env(t->s, name);

	return value ? arena_printf(t->arena, "%s=%s", name, value) : name;
}

/* A line of KEY.info; false if the entry is out of date. */
static bool check_line(struct target *t, const char *folder, char *line)
{
	char *value = strchr(line, ' ');

	if (!value)
		return false;
	*value++ = '\0';
	if (!strcmp(line, "ko"))
		return check_file(entry_path(t, folder, ".ko"), value);
	if (!strcmp(line, "c"))
		return check_file(entry_path(t, folder, ".c"), value);
	if (!strcmp(line, "summary"))
		return (t->summary = arena_strdup(t->arena, value));
	if (!strcmp(line, "command"))
		return t->s->opt.command && !strcmp(t->s->opt.command, value);
	if (!strcmp(line, "env"))
		return !strcmp(env_text(t, arena_strndup(t->arena, value, strcspn(value, "="))), value);
	if (!strcmp(line, "depends") && strlen(value) > 65)
		return !strncmp(stamp(t, value + 65), value, 64);
	return false;
}

static bool check_entry(struct target *t, const char *folder)
{
	const char *path = entry_path(t, folder, ".info");
	struct strbuf b = { 0 };
	bool ok, ended = false;
	char *save;

	ok = file_is_private(path) && strbuf_read_file(&b, path) && b.len;
	for (char *line = ok ? strtok_r(b.s, "\n", &save) : NULL; line && ok; line = strtok_r(NULL, "\n", &save)) {
		ended = !strcmp(line, "end");
		ok = ended || check_line(t, folder, line);
	}
	strbuf_deinit(&b);
	return ok && ended;
}

static void name_module(struct target *t)
{
	t->module_name = t->s->opt.module_name ? t->s->opt.module_name :
			 arena_printf(t->arena, "mytap_%.16s", t->cache_key);
}

bool cache_lookup(struct target *t)
{
	const char *folder;

	make_key(t);
	name_module(t);
	if (t->s->opt.disable_cache || t->s->opt.poison_cache || !(folder = cache_folder(t->s, "script")))
		return false;
	if (!check_entry(t, folder)) {
		t->summary = NULL;
		return false;
	}
	t->from_cache = true;
	t->c_path = entry_path(t, folder, ".c");
	t->module_path = t->cache_entry = entry_path(t, folder, ".ko");
	/* Its mtime is the time of last use, by which cleaning sorts. */
	utimensat(AT_FDCWD, entry_path(t, folder, ".info"), NULL, 0);
	return true;
}

/* ---- storing --------------------------------------------------------------------------- */

static bool has_newline(struct target *t)
{
	vec_each(d, &t->depends)
		if (strchr(*d, '\n'))
			return true;
	vec_each(name, &t->s->env_asked)
		if (strchr(env_text(t, *name), '\n'))
			return true;
	return t->s->opt.command && strchr(t->s->opt.command, '\n');
}

static bool write_info(struct target *t, const char *folder)
{
	const char *ko = entry_path(t, folder, ".ko"), *c = entry_path(t, folder, ".c");
	char ko_hex[HASH_HEX], c_hex[HASH_HEX];
	struct strbuf b = { 0 };
	bool ok;

	if (!hash_file(ko, ko_hex) || !hash_file(c, c_hex))
		return false;
	strbuf_printf(&b, "ko %s\nc %s\n", ko_hex, c_hex);
	if (t->summary)
		strbuf_printf(&b, "summary %s\n", t->summary);
	if (t->depends_on_command)
		strbuf_printf(&b, "command %s\n", t->s->opt.command ? t->s->opt.command : "");
	vec_each(name, &t->s->env_asked)
		strbuf_printf(&b, "env %s\n", env_text(t, *name));
	vec_each(d, &t->depends)
		strbuf_printf(&b, "depends %s %s\n", stamp(t, *d), *d);
	strbuf_puts(&b, "end\n");
	ok = file_write(entry_path(t, folder, ".info"), b.s, b.len);
	strbuf_deinit(&b);
	return ok;
}

static bool is_time_to_clean(struct session *s, const char *folder);
static void clean(struct session *s, const char *root, const char *in_use);

void cache_store(struct target *t)
{
	const char *folder;

	/* A script with warnings is not cached, so that the next run prints them again. */
	if (t->s->opt.disable_cache || t->from_cache || t->s->diag.warnings || has_newline(t) ||
	    !(folder = cache_folder(t->s, "script")))
		return;
	if (file_copy(t->module_path, entry_path(t, folder, ".ko")) &&
	    file_write(entry_path(t, folder, ".c"), strbuf_str(&t->script_c), t->script_c.len) &&
	    write_info(t, folder)) {
		t->module_path = t->cache_entry = entry_path(t, folder, ".ko");
		if (!t->s->opt.keep_tmpdir)
			t->c_path = entry_path(t, folder, ".c");
	} else if (t->s->opt.verbose) {
		fprintf(stderr, "Not cached: %s: %s.\n", folder, strerror(errno));
	}
	if (is_time_to_clean(t->s, root_of(t->s, folder)))
		clean(t->s, root_of(t->s, folder), t->cache_entry);
}

/* ---- cleaning: the least recently used entry is removed first -------------------------------- */

/* An entry, removed as a whole: a script's three files, a seed's folder, or an unwind table. */
struct victim {
	const char *path;		/* without suffix for scripts */
	bool is_folder;
	off_t size;
	struct timespec used;
};

typedef VEC(struct victim) victim_vec;

/* A number in a file that the user may edit; created with its default if missing. */
static long setting(struct session *s, const char *root, const char *name, long otherwise)
{
	const char *path = arena_printf(s->arena, "%s/%s", root, name);
	struct strbuf b = { 0 };
	long v = otherwise;
	char *end;

	if (strbuf_read_file(&b, path) && b.len) {
		v = strtol(b.s, &end, 10);
		if (end == b.s || v < 0)
			v = otherwise;
	} else {
		const char *text = arena_printf(s->arena, "%ld\n", otherwise);

		if (!file_write(path, text, strlen(text)) && s->opt.verbose > 1)
			fprintf(stderr, "Cannot write %s.\n", path);
	}
	strbuf_deinit(&b);
	return v;
}

static bool is_time_to_clean(struct session *s, const char *root)
{
	long seconds = setting(s, root, "cache_clean_interval_s", 300);
	struct stat st;

	return stat(arena_printf(s->arena, "%s/cleaned", root), &st) < 0 ||
	       time(NULL) - st.st_mtim.tv_sec >= seconds;
}

static off_t folder_size(struct session *s, const char *dir)
{
	DIR *d = opendir(dir);
	off_t sum = 0;
	struct dirent *e;

	while (d && (e = readdir(d))) {
		struct stat st;

		if (lstat(arena_printf(s->arena, "%s/%s", dir, e->d_name), &st) == 0 && S_ISREG(st.st_mode))
			sum += st.st_size;
	}
	if (d)
		closedir(d);
	return sum;
}

/* A temporary file left by a run that was killed: "X.new.AbCdEf", "X.AbCdEf". */
static bool is_leftover(const char *name, const struct stat *st)
{
	const char *dot = strrchr(name, '.');

	return dot && strlen(dot) == 7 && time(NULL) - st->st_mtim.tv_sec > 3600;
}

static void remove_thing(const char *path, bool is_folder)
{
	static const char *const suffix[] = { ".info", ".ko", ".c" };
	struct strbuf b = { 0 };

	if (is_folder) {
		folder_remove(path);
		return;
	}
	unlink(path);			/* an unwind table, an index of the library */
	/* KEY.info is removed first: without it the entry does not exist. */
	for (unsigned int i = 0; i < 3; i++) {
		strbuf_reset(&b);
		strbuf_printf(&b, "%s%s", path, suffix[i]);
		unlink(b.s);
	}
	strbuf_deinit(&b);
}

static off_t entry_size(struct session *s, const char *stem)
{
	struct stat st;
	off_t sum = 0;

	if (stat(arena_printf(s->arena, "%s.ko", stem), &st) == 0)
		sum += st.st_size;
	if (stat(arena_printf(s->arena, "%s.c", stem), &st) == 0)
		sum += st.st_size;
	return sum;
}

static void look_at(struct session *s, const char *dir, const char *name, victim_vec *ret)
{
	const char *path = arena_printf(s->arena, "%s/%s", dir, name), *dot = strrchr(name, '.');
	struct stat st;
	struct victim v = { .path = path };

	if (lstat(path, &st) < 0)
		return;
	v.used = st.st_mtim;
	if (is_leftover(name, &st)) {
		if (S_ISDIR(st.st_mode))
			folder_remove(path);
		else
			unlink(path);
	} else if (S_ISDIR(st.st_mode)) {
		struct stat manifest;

		v.is_folder = true;
		v.size = folder_size(s, path);
		if (stat(arena_printf(s->arena, "%s/manifest", path), &manifest) == 0)
			v.used = manifest.st_mtim;
		vec_push(s->arena, ret, v);
	} else if (!strncmp(name, "unwind-", 7) || !strcmp(strrchr(dir, '/'), "/library")) {
		v.size = st.st_size;
		vec_push(s->arena, ret, v);
	} else if (dot && !strcmp(dot, ".info")) {
		v.path = arena_strndup(s->arena, path, strlen(path) - 5);
		v.size = st.st_size + entry_size(s, v.path);
		vec_push(s->arena, ret, v);
	} else if (dot && (!strcmp(dot, ".ko") || !strcmp(dot, ".c")) && time(NULL) - st.st_mtim.tv_sec > 3600 &&
		   access(arena_printf(s->arena, "%.*s.info", (int)(strlen(path) - strlen(dot)), path), F_OK) < 0) {
		unlink(path);
	}
}

static void collect(struct session *s, const char *root, const char *kind, victim_vec *ret)
{
	const char *dir = arena_printf(s->arena, "%s/%s", root, kind);
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d)))
		if (e->d_name[0] != '.')
			look_at(s, dir, e->d_name, ret);
	if (d)
		closedir(d);
}

static int by_use(const void *a, const void *b)
{
	const struct victim *x = a, *y = b;

	if (x->used.tv_sec != y->used.tv_sec)
		return x->used.tv_sec < y->used.tv_sec ? -1 : 1;
	return (x->used.tv_nsec > y->used.tv_nsec) - (x->used.tv_nsec < y->used.tv_nsec);
}

static void clean(struct session *s, const char *root, const char *in_use)
{
	int64_t limit = (int64_t)setting(s, root, "cache_mb_limit", 256) << 20, sum = 0;
	int lock = lock_try(arena_printf(s->arena, "%s/lock", root));
	victim_vec all = { 0 };
	unsigned int removed = 0;

	if (lock < 0)
		return;
	collect(s, root, "script", &all);
	collect(s, root, "seed", &all);
	collect(s, root, "unwind", &all);
	collect(s, root, "library", &all);
	vec_each(v, &all)
		sum += v->size;
	qsort(all.v, all.n, sizeof(*all.v), by_use);
	for (unsigned int i = 0; i < all.n && sum > limit; i++) {
		if (in_use && !strncmp(in_use, all.v[i].path, strlen(all.v[i].path)))
			continue;
		remove_thing(all.v[i].path, all.v[i].is_folder);
		sum -= all.v[i].size;
		removed++;
	}
	file_write(arena_printf(s->arena, "%s/cleaned", root), "", 0);
	if (s->opt.verbose > 1 || s->opt.clean_cache)
		fprintf(stderr, "Cache %s: %u of %u entries removed, %ld kB left.\n", root, removed, all.n,
			(long)(sum >> 10));
	close(lock);
}

bool cache_clean(struct session *s)
{
	const char *folder = cache_folder(s, "script");

	if (!folder)
		return options_complain("there is no cache to clean (-v says why)");
	clean(s, root_of(s, folder), NULL);
	return true;
}
