/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A program is copied to its resolved path, with a link at the path named, so that $ORIGIN is the same as here. Its
 * libraries keep their paths, with links at other names used and in the folder of the C library, which the guest's
 * linker searches without an ld.so.cache. Other files are copied to the path named. Relative names are below /root,
 * the guest's working folder. Files of the guest itself are not replaced.
 */
#include "translator/runners/travel.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "translator/image/elf_file.h"
#include "translator/image/needed.h"

enum { MOST_DATA = 32 << 20 };		/* maximal bytes of a file copied because the command names it */
enum { MOST_SCRIPTS = 4 };		/* interpreters that are scripts themselves; as the kernel has it */

void travel_init(struct travel *t, struct arena *a, const char *own)
{
	*t = (struct travel){ .arena = a, .own = own };
}

void travel_deinit(struct travel *t)
{
	map_deinit(&t->places);
}

/* ---- places ------------------------------------------------------------------------------------------------------ */

/*
 * Without "." and ".."; a relative one is below /root. The guest has one folder for all programs of the system, and
 * /usr/lib is its /lib: a probe in a library is one in a file, which must not be there twice.
 */
static const char *guest_place(struct arena *a, const char *path)
{
	static const struct { const char *name, *place; } same[] = {
		{ "/usr/bin/", "/bin/" }, { "/usr/sbin/", "/bin/" }, { "/sbin/", "/bin/" },
		{ "/usr/lib/", "/lib/" }, { "/usr/lib32/", "/lib32/" }, { "/usr/lib64/", "/lib64/" },
	};
	char *ret = arena_printf(a, "/%s/%s/", *path == '/' ? "" : "root", path), *to = ret;

	for (const char *s = ret, *end; *s; s = end) {
		s += strspn(s, "/");
		end = s + strcspn(s, "/");
		if (end == s || (end - s == 1 && *s == '.'))
			continue;
		if (end - s == 2 && s[0] == '.' && s[1] == '.') {
			while (to > ret && *--to != '/')
				;
			continue;
		}
		*to++ = '/';
		memmove(to, s, end - s);
		to += end - s;
	}
	*to = '\0';
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		size_t n = strlen(same[i].name);

		if (!strncmp(ret, same[i].name, n))
			return arena_printf(a, "%s%s", same[i].place, ret + n);
	}
	return ret;
}

static bool take_place(struct travel *t, const char *place)
{
	if (map_get(&t->places, place))
		return false;
	map_put(&t->places, (char *)place, t);
	return true;
}

static void add_file(struct travel *t, const char *from, const char *to)
{
	to = guest_place(t->arena, to);
	if (take_place(t, to))
		vec_push(t->arena, &t->files, (struct travel_file){ from, to });
}

static void add_link(struct travel *t, const char *path, const char *target)
{
	path = guest_place(t->arena, path);
	if (strcmp(path, guest_place(t->arena, target)) && take_place(t, path))
		vec_push(t->arena, &t->links, (struct travel_link){ path, target });
}

static const char *folder_of(struct arena *a, const char *path)
{
	return arena_strndup(a, path, strrchr(path, '/') - path);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* ---- programs ------------------------------------------------------------------------------------------------------ */

static bool guest_has(const struct travel *t, const char *name)
{
	size_t n = strlen(name);

	for (const char *s = t->own; (s = strstr(s, name)); s += n) {
		if ((s == t->own || s[-1] == '\n') && (s[n] == '\n' || !s[n]))
			return n;
	}
	return false;
}

/* True if the guest itself has a file there. */
static bool is_own(const struct travel *t, const char *path)
{
	const char *place = guest_place(t->arena, path);

	return !strncmp(place, "/bin/", 5) && !strchr(place + 5, '/') && guest_has(t, place + 5);
}

/* The path of a program of this machine, as a shell would find it; NULL: there is none. */
static const char *find_program(struct travel *t, const char *name)
{
	const char *path = getenv("PATH");

	if (!path)
		path = "/usr/bin:/bin";
	while (*path) {
		size_t n = strcspn(path, ":");
		const char *full = arena_printf(t->arena, "%.*s/%s", (int)n, path, name);
		struct stat st;

		if (n && !stat(full, &st) && S_ISREG(st.st_mode) && !access(full, R_OK | X_OK))
			return full;
		path += n + (path[n] == ':');
	}
	return NULL;
}

static const char *real_path(struct arena *a, const char *path)
{
	char real[PATH_MAX];

	return realpath(path, real) ? arena_strdup(a, real) : path;
}

/* Of a program; or of a library that programs open by themselves, which has no interpreter. */
static void add_libraries(struct travel *t, const struct needed *n)
{
	const char *usual = n->interpreter ? folder_of(t->arena, n->interpreter) : "/lib";

	if (n->interpreter)
		add_file(t, n->interpreter, n->interpreter);
	vec_each(it, &n->libraries) {
		if (!strncmp(it->name, "libc.so.", 8))
			usual = folder_of(t->arena, it->path);
	}
	vec_each(it, &n->libraries) {
		const char *place = real_path(t->arena, it->path);

		/* Each file once, under any name: probes are in files. */
		add_file(t, it->path, place);
		add_link(t, it->path, place);
		if (!strchr(it->name, '/'))
			add_link(t, arena_printf(t->arena, "%s/%s", usual, it->name), it->path);
	}
}

static void add_any(struct travel *t, const char *path, const char *place, unsigned int depth);

static void add_named(struct travel *t, const char *name, unsigned int depth)
{
	const char *path = guest_has(t, name) ? NULL : find_program(t, name);

	if (path)
		add_any(t, path, arena_printf(t->arena, "/bin/%s", name), depth);
}

/* "#!/usr/bin/env program": the program. */
static void add_env(struct travel *t, char *words, unsigned int depth)
{
	char *save;

	for (char *w = strtok_r(words, " \t", &save); w; w = strtok_r(NULL, " \t", &save)) {
		if (*w == '-' || strchr(w, '='))
			continue;
		add_named(t, w, depth);
		return;
	}
}

/* What the first line of a script says. */
static void add_interpreter(struct travel *t, const char *line, unsigned int depth)
{
	char *text = arena_strdup(t->arena, line + strspn(line, " \t"));
	char *rest = text + strcspn(text, " \t\r");

	if (*rest)
		*rest++ = '\0';
	if (*text != '/')
		return;
	if (!strcmp(base_name(text), "env"))
		add_env(t, rest, depth);
	if (!is_own(t, text) && !access(text, R_OK | X_OK))
		add_any(t, text, text, depth);
}

/* The first line of a script behind "#!", NULL: it is none. */
static const char *script_line(struct arena *a, const char *path)
{
	char head[256] = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof(head) - 1);

	if (fd >= 0)
		close(fd);
	return n > 2 && head[0] == '#' && head[1] == '!' ? arena_strndup(a, head + 2, strcspn(head + 2, "\n")) : NULL;
}

/* It has no interpreter, and is copied to one place only: probes are in files. */
static bool is_static_program(const char *path)
{
	struct elf_file e;
	bool ret;

	if (!elf_file_open(&e, path))
		return false;
	ret = elf_is_program(&e);
	elf_file_close(&e);
	return ret;
}

/* A file, and everything needed to run it if it is executable. */
static void add_any(struct travel *t, const char *path, const char *place, unsigned int depth)
{
	const char *line = access(path, X_OK) ? NULL : script_line(t->arena, path);
	struct needed n = { 0 };
	char real[PATH_MAX];

	if (map_get(&t->places, guest_place(t->arena, place)))
		return;
	if (line && depth < MOST_SCRIPTS)
		add_interpreter(t, line, depth + 1);
	if (!line && needed_find(t->arena, path, getenv("LD_LIBRARY_PATH"), &n))
		add_libraries(t, &n);
	if (!line && (n.interpreter || is_static_program(path)) && realpath(path, real)) {
		add_file(t, path, arena_strdup(t->arena, real));
		add_link(t, place, arena_strdup(t->arena, real));
		return;
	}
	add_file(t, path, place);
}

/* ---- the words of a command ---------------------------------------------------------------------------------------- */

struct word {
	struct strbuf text;
	bool is_plain;			/* the shell expands no part of it */
	bool is_quoted;
};

/* The rest of a quoted part, and what follows the quote. */
static const char *take_quoted(const char *s, struct word *w)
{
	char quote = *s++;

	w->is_quoted = true;
	for (; *s && *s != quote; s++) {
		if (quote == '"' && *s == '\\' && s[1])
			s++;
		else if (quote == '"' && strchr("$`", *s))
			w->is_plain = false;
		strbuf_putc(&w->text, *s);
	}
	return *s ? s + 1 : s;
}

static const char *take_word(const char *s, struct word *w)
{
	strbuf_reset(&w->text);
	w->is_plain = true;
	w->is_quoted = false;
	while (*s && !strchr(" \t\n;&|()<>", *s)) {
		if (*s == '\'' || *s == '"') {
			s = take_quoted(s, w);
			continue;
		}
		if (*s == '\\' && s[1])
			s++;
		else if (strchr("$`*?[", *s))
			w->is_plain = false;
		strbuf_putc(&w->text, *s++);
	}
	return s;
}

/* Words followed by another command. */
static const char *const before_commands[] = {
	"if", "then", "else", "elif", "do", "while", "until", "{", "!", "time",
};
/* Programs that start the command after their options. */
static const char *const starters[] = {
	"chroot", "command", "env", "exec", "ionice", "nice", "nohup", "nsenter", "setpriv", "setsid", "stdbuf", "strace",
	"sudo", "taskset", "timeout", "unshare", "xargs",
};

static bool is_one_of(const char *word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!strcmp(word, list[i]))
			return true;
	}
	return false;
}

static bool is_starter(const char *word)
{
	return is_one_of(base_name(word), starters, sizeof(starters) / sizeof(*starters));
}

/* The value of NAME=value, NULL: it is no assignment. */
static const char *assigned(const char *word)
{
	const char *s = word;

	while (isalnum((unsigned char)*s) || *s == '_')
		s++;
	return s > word && *s == '=' && !isdigit((unsigned char)*word) ? s + 1 : NULL;
}

/* A file that the command names: one of the working folder, or a program by its path. */
static void add_path(struct travel *t, const char *word, bool is_quoted)
{
	const char *path = word, *place = word, *home = getenv("HOME");
	struct stat st;
	bool is_relative = *word != '/';

	if (!is_quoted && !strncmp(word, "~/", 2) && home) {
		path = arena_printf(t->arena, "%s/%s", home, word + 2);
		place = word + 2;
	}
	if (stat(path, &st) || !S_ISREG(st.st_mode) || access(path, R_OK) || is_own(t, place))
		return;
	if ((st.st_mode & 0111 && strchr(word, '/')) || (is_relative && st.st_size <= MOST_DATA))
		add_any(t, path, place, 0);
}

/* Where the next word stands. */
enum position { POSITION_COMMAND, POSITION_STARTED, POSITION_ARGUMENT };

static enum position add_word(struct travel *t, const struct word *w, enum position at)
{
	const char *word = arena_strdup(t->arena, strbuf_str(&w->text)), *value = assigned(word);

	if (at == POSITION_COMMAND && value) {
		add_path(t, value, w->is_quoted);
		return at;
	}
	if (at == POSITION_COMMAND && is_one_of(word, before_commands, sizeof(before_commands) / sizeof(*before_commands)))
		return at;
	if (at == POSITION_ARGUMENT || strchr(word, '/')) {
		add_path(t, word, w->is_quoted);
		return at != POSITION_ARGUMENT && is_starter(word) ? POSITION_STARTED : POSITION_ARGUMENT;
	}
	/* An option of the starter, or what belongs to one. */
	if (at == POSITION_STARTED && (*word == '-' || value || (!guest_has(t, word) && !find_program(t, word))))
		return at;
	add_named(t, word, 0);
	return is_starter(word) ? POSITION_STARTED : POSITION_ARGUMENT;
}

void travel_command(struct travel *t, const char *command)
{
	enum position at = POSITION_COMMAND;
	struct word w = { 0 };
	bool is_written = false;	/* the next word is a file that will be made */

	for (const char *s = command; *s; ) {
		if (strchr(" \t", *s)) {
			s++;
		} else if (*s == '#') {
			s += strcspn(s, "\n");
		} else if (*s == '<' || *s == '>') {
			is_written = *s == '>';
			s++;
			/* >&2, >|file, <<word */
			s += strspn(s, "<>&|");
		} else if (strchr("\n;&|()", *s)) {
			at = POSITION_COMMAND;
			s++;
		} else {
			s = take_word(s, &w);
			if (w.is_plain && !is_written)
				at = add_word(t, &w, at);
			else if (!is_written)
				at = POSITION_ARGUMENT;
			is_written = false;
		}
	}
	strbuf_deinit(&w.text);
}

/* ---- --vm-add -------------------------------------------------------------------------------------------------------- */

static bool add_folder(struct travel *t, const char *from, const char *to, struct strbuf *why)
{
	char *roots[] = { (char *)from, NULL }, target[PATH_MAX];
	FTS *f = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *e;

	while (f && (e = fts_read(f))) {
		const char *path = arena_strdup(t->arena, e->fts_path);
		const char *place = arena_printf(t->arena, "%s/%s", to, path + strlen(from));
		ssize_t n;

		if (e->fts_info == FTS_F) {
			/* Scripts in a folder are not assumed to be run: their interpreters are not copied. */
			add_any(t, path, place, MOST_SCRIPTS);
		} else if (e->fts_info == FTS_SL || e->fts_info == FTS_SLNONE) {
			n = readlink(path, target, sizeof(target) - 1);
			if (n > 0)
				add_link(t, place, arena_strndup(t->arena, target, n));
		} else if (e->fts_info == FTS_DNR || e->fts_info == FTS_ERR || e->fts_info == FTS_NS) {
			strbuf_printf(why, "%s: %s\n", path, strerror(e->fts_errno));
		}
	}
	if (f)
		fts_close(f);
	return !why->len;
}

bool travel_add(struct travel *t, const char *what, struct strbuf *why)
{
	const char *colon = strrchr(what, ':'), *from = what, *to = NULL;
	struct stat st;

	if (stat(what, &st) && colon && colon[1] == '/') {
		from = arena_strndup(t->arena, what, colon - what);
		to = colon + 1;
	}
	if (stat(from, &st)) {
		strbuf_printf(why, "%s: %s\n", from, strerror(errno));
		return false;
	}
	if (!to)
		to = arena_printf(t->arena, "/root/%s", base_name(from));
	if (S_ISDIR(st.st_mode))
		return add_folder(t, from, to, why);
	add_any(t, from, to, 0);
	return true;
}

void travel_module(struct travel *t, const char *module)
{
	struct elf_file e;
	size_t n = 0;
	const char *at = NULL, *tab, *end;

	if (!elf_file_open(&e, module))
		return;
	at = elf_contents(&e, elf_section(&e, ".mytap.programs"), &n);
	for (; at && n && (end = memchr(at, 0, n)); n -= (size_t)(end + 1 - at), at = end + 1) {
		const char *path;

		tab = memchr(at, '\t', (size_t)(end - at));
		path = tab ? arena_strndup(t->arena, at, (size_t)(tab - at)) : NULL;
		if (path && !access(path, R_OK))
			add_any(t, path, path, 0);
	}
	elf_file_close(&e);
}
