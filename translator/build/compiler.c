/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compiler.h"

#include <string.h>

#include "commands.h"
#include "kbuild.h"
#include "translator/image/folder.h"
#include "translator/kernel.h"
#include "translator/spawn.h"

/* They stand for the files in seed.cc1 and seed.as. */
static const char from_c[] = "mytap-from.c", to_s[] = "mytap-to.s", from_s[] = "mytap-from.s", to_o[] = "mytap-to.o";

static bool ask(struct target *t, const struct seed *seed, const char *const *words, struct strbuf *ret)
{
	str_vec argv = { 0 };

	vec_each(w, &seed->cc)
		vec_push(t->arena, &argv, *w);
	for (; *words; words++)
		vec_push(t->arena, &argv, *words);
	vec_push(t->arena, &argv, NULL);
	struct spawn question = {
		.argv = argv.v, .env = clean_environment, .time_limit = 60, .dir = kernel_inside(t, t->kernel.build_dir),
		.root = t->kernel.programs,
	};
	return seed->cc.n && spawn_run(&question, ret) == 0;
}

/* "/usr/bin/as", "x86_64-linux-gnu-as" */
static bool is_program(const char *path, const char *name)
{
	size_t n = strlen(path), m = strlen(name);

	return n >= m && !strcmp(path + n - m, name) && (n == m || strchr("/-", path[n - m - 1]));
}

/* Of what "-###" prints, the only command, if it is this program's. */
static void read_command(struct target *t, const char *text, const char *program, str_vec *ret)
{
	for (const char *p = text; *p; p += strcspn(p, "\n"), p += *p == '\n') {
		str_vec words = { 0 };

		if (*p != ' ')		/* the driver's own words about itself */
			continue;
		while (p += strspn(p, " "), *p && *p != '\n' && *p != ';')
			vec_push(t->arena, &words, commands_word(t, &p));
		if (ret->n || !words.n || !is_program(words.v[0], program)) {
			ret->n = 0;
			return;
		}
		*ret = words;
	}
}

static void ask_command(struct target *t, const struct seed *seed, const char *how, const char *from, const char *to,
			const char *program, str_vec *ret)
{
	const char *words[] = { how, "-o", to, from, "-###", NULL };
	struct strbuf answer = { 0 };
	bool has_from = false, has_to = false;

	if (ask(t, seed, words, &answer))
		read_command(t, strbuf_str(&answer), program, ret);
	vec_each(w, ret) {
		has_from |= !strcmp(*w, from);
		has_to |= !strcmp(*w, to);
	}
	if (!has_from || !has_to)
		ret->n = 0;
	strbuf_deinit(&answer);
}

bool compiler_ask(struct target *t, struct seed *seed, const char *work, const char *dir)
{
	const char *api = arena_printf(t->arena, "%s/runtime/kernel/api.h", t->s->data_dir), *path = arena_printf(t->arena, "%s/api.i", work);
	const char *words[] = { "-E", "-dD", "-o", path, api, NULL };
	struct strbuf text = { 0 }, said = { 0 };
	bool ok;

	ask_command(t, seed, "-S", from_c, to_s, "cc1", &seed->cc1);
	ask_command(t, seed, "-c", from_s, to_o, "as", &seed->as);
	if (!seed->as.n)
		seed->cc1.n = 0;
	if (!ask(t, seed, words, &said) || !strbuf_read_file(&text, path))
		strbuf_reset(&text);
	ok = file_write(arena_printf(t->arena, "%s/api.i", dir), strbuf_str(&text), text.len);
	strbuf_deinit(&text);
	strbuf_deinit(&said);
	return ok;
}

void compiler_words(struct target *t, const str_vec *words, const char *from, const char *to, str_vec *ret)
{
	const char *before = "";

	vec_each(w, words) {
		bool is_from = !strcmp(*w, from_c) || !strcmp(*w, from_s), is_to = !strcmp(*w, to_s) || !strcmp(*w, to_o);

		/* -dumpbase mytap-from.c: for names of dumps that nobody asks for */
		vec_push(t->arena, ret, is_to ? to : is_from && strcmp(before, "-dumpbase") ? from : *w);
		before = *w;
	}
}
