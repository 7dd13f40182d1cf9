// SPDX-License-Identifier: GPL-2.0-or-later
#include "seed_manifest.h"

#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "translator/image/folder.h"
#include "translator/image/hash.h"
#include "translator/image/whole.h"
#include "translator/kernel.h"
#include "translator/spawn.h"

/* And those of seed.extra. */
static const char *const seed_files[] = { "runtime.o", "module.mod.o", "seed.ko", "features.h", "api.i", "commands" };

static const char *stamp_of(struct target *t, const char *path)
{
	struct hash h;
	char hex[HASH_HEX];

	hash_init(&h);
	hash_add_stamp(&h, path);
	hash_final(&h, hex);
	return arena_strdup(t->arena, hex);
}

static bool print_file(struct target *t, const char *dir, const char *name, struct strbuf *b)
{
	char hex[HASH_HEX];

	if (!hash_file(arena_printf(t->arena, "%s/%s", dir, name), hex))
		return false;
	strbuf_printf(b, "file %s %s\n", hex, name);
	return true;
}

/* The programs whose replacement makes the seed stale. */
static void print_tools(struct target *t, const struct seed *seed, struct strbuf *b)
{
	const char *cc = seed->cc.n ? seed->cc.v[0] : NULL;
	const char *print_cc1[] = { cc, "-print-prog-name=cc1", NULL };
	const char *print_as[] = { cc, "-print-prog-name=as", NULL };
	const char *const *ask[] = { print_cc1, print_as };
	const char *names[5] = { cc, seed->final.n ? seed->final.v[0] : NULL,
				 seed->objtool.n ? seed->objtool.v[0] : NULL };
	unsigned int n = 3;

	if (!cc)
		return;
	for (unsigned int i = 0; i < 2; i++) {
		struct spawn question = { .argv = ask[i], .root = t->kernel.programs };
		struct strbuf answer = { 0 };

		if (spawn_run(&question, &answer) == 0)
			names[n++] = arena_strndup(t->arena, answer.s, strcspn(answer.s, "\n"));
		strbuf_deinit(&answer);
	}
	for (unsigned int i = 0; i < n; i++) {
		const char *name = names[i];

		if (!name)
			continue;
		if (strchr(name, '/') && name[0] != '/')
			name = arena_printf(t->arena, "%s/%s", t->kernel.build_dir, name);
		char *path = spawn_find_in(t->kernel.programs, name);
		if (path)
			strbuf_printf(b, "tool %s %s\n", stamp_of(t, path), path);
		free(path);
	}
}

bool manifest_write(struct target *t, const char *dir, const struct seed *seed)
{
	struct strbuf b = { 0 };
	bool ok = true;

	for (unsigned int i = 0; i < sizeof(seed_files) / sizeof(*seed_files) && ok; i++)
		ok = print_file(t, dir, seed_files[i], &b);
	for (unsigned int i = 0; i < seed->extra.n && ok; i++)
		ok = print_file(t, dir, seed->extra.v[i], &b);
	print_tools(t, seed, &b);
	if (seed->unfit)
		strbuf_printf(&b, "unfit %s\n", seed->unfit);
	strbuf_puts(&b, "end\n");
	ok = ok && file_write(arena_printf(t->arena, "%s/manifest", dir), b.s, b.len);
	strbuf_deinit(&b);
	return ok;
}

/* is_whole: the files have been read before. */
static bool check_line(struct target *t, const char *dir, const char *line, bool is_whole, struct seed *ret)
{
	char hex[HASH_HEX];

	if (!strncmp(line, "unfit ", 6)) {
		ret->unfit = arena_strdup(t->arena, line + 6);
		return true;
	}
	if (strlen(line) < 71 || line[69] != ' ')
		return false;
	const char *name = line + 70;
	if (!strncmp(line, "tool ", 5))
		return !strncmp(stamp_of(t, name), line + 5, 64);
	const char *path = arena_printf(t->arena, "%s/%s", dir, name);
	return !strncmp(line, "file ", 5) && file_is_private(path) &&
	       (is_whole || (hash_file(path, hex) && !strncmp(hex, line + 5, 64)));
}

/* The manifest and its files; empty: not known. */
static void seed_state(struct target *t, const char *dir, const char *manifest, const char *lines, struct strbuf *ret)
{
	bool ok = whole_state(manifest, ret);

	for (const char *p = lines; *p && ok; p += strcspn(p, "\n") + (p[strcspn(p, "\n")] == '\n')) {
		size_t n = strcspn(p, "\n");

		if (n > 70 && !strncmp(p, "file ", 5))
			ok = whole_state(arena_printf(t->arena, "%s/%.*s", dir, (int)n - 70, p + 70), ret);
	}
	if (!ok)
		strbuf_reset(ret);
}

bool manifest_load(struct target *t, const char *dir, struct seed *ret)
{
	const char *manifest = arena_printf(t->arena, "%s/manifest", dir), *note = arena_printf(t->arena, "%s/whole", dir);
	struct strbuf b = { 0 }, state = { 0 };
	bool ok = false, ended = false, is_whole;
	char *save;

	memset(ret, 0, sizeof(*ret));
	ret->dir = dir;
	if (!file_is_private(manifest) || !strbuf_read_file(&b, manifest) || !b.len)
		goto out;
	ok = true;
	seed_state(t, dir, manifest, b.s, &state);
	is_whole = state.len && whole_is_known(note, &state);
	for (char *line = strtok_r(b.s, "\n", &save); line && ok; line = strtok_r(NULL, "\n", &save)) {
		ended = !strcmp(line, "end");
		if (!ended)
			ok = check_line(t, dir, line, is_whole, ret);
	}
	if (ok && ended && state.len && !is_whole)
		whole_remember(note, &state);
	strbuf_reset(&b);
	ok = ok && ended && strbuf_read_file(&b, arena_printf(t->arena, "%s/commands", dir)) &&
	     (commands_parse(t, strbuf_str(&b), ret) || ret->unfit);
out:
	strbuf_deinit(&b);
	strbuf_deinit(&state);
	return ok;
}
