/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kbuild leaves beside each object X a file .X.cmd whose first line is
 * "cmd_X := COMMAND ; COMMAND" (savedcmd_X since 6.8). They give the flags of the compiler, of objtool and of the two
 * links. mytap itself knows no flags for mitigations or padding.
 */
#include "commands.h"

#include "kbuild.h"

#include <string.h>

typedef VEC(str_vec) command_vec;

const char *commands_word(struct target *t, const char **p)
{
	struct strbuf b = { 0 };
	char quote = 0;

	for (; **p && (quote || !strchr(" \t\n;", **p)); (*p)++) {
		char c = **p;

		if (quote == c || (!quote && (c == '\'' || c == '"'))) {
			quote = quote ? 0 : c;
		} else if (c == '\\' && quote != '\'' && (*p)[1]) {
			strbuf_putc(&b, *++*p);
		} else {
			if (c == '$' && (*p)[1] == '$')
				(*p)++;
			strbuf_putc(&b, c);
		}
	}
	const char *word = arena_strndup(t->arena, strbuf_str(&b), b.len);
	strbuf_deinit(&b);
	return word;
}

/* The commands of the first line of .NAME.cmd; false if there is no such file. */
static bool read_commands(struct target *t, const char *dir, const char *name, command_vec *ret)
{
	struct strbuf b = { 0 };
	str_vec one = { 0 };

	if (!strbuf_read_file(&b, arena_printf(t->arena, "%s/.%s.cmd", dir, name))) {
		strbuf_deinit(&b);
		return false;
	}
	b.s[strcspn(b.s, "\n")] = '\0';
	const char *p = strstr(b.s, ":=");
	for (p = p ? p + 2 : ""; *p; ) {
		if (*p == ' ' || *p == '\t') {
			p++;
		} else if (*p == ';') {
			vec_push(t->arena, ret, one);
			memset(&one, 0, sizeof(one));
			p++;
		} else {
			vec_push(t->arena, &one, commands_word(t, &p));
		}
	}
	if (one.n)
		vec_push(t->arena, ret, one);
	strbuf_deinit(&b);
	return true;
}

static bool has_suffix(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && !strcmp(s + n - m, end);
}

/* A shell operator: the command does more than fast.c replays. */
static bool is_operator(const char *w)
{
	static const char *const all[] = { "&&", "||", "|", "&", "<", ">", ">>", "(", ")", "{", "}" };

	for (unsigned int i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (!strcmp(w, all[i]))
			return true;
	return false;
}

static bool has_operator(const str_vec *words)
{
	vec_each(w, words)
		if (is_operator(*w))
			return true;
	return false;
}

static bool starts(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

/* Leaves out the optimization level of kbuild_script_flags, which follows the kernel's: fast.c adds it. */
static bool has_level(const str_vec *words)
{
	vec_each(w, words)
		if (starts(*w, "-O"))
			return true;
	return false;
}

/* Flags of cc for the script's unit, which includes no headers; flags that name headers or the unit go to include. */
static void split_compiler(struct target *t, const char *dir, const str_vec *words, struct seed *ret)
{
	for (unsigned int i = 0; i < words->n; i++) {
		const char *w = words->v[i];

		if (!strcmp(w, "-o")) {
			i++;
		} else if (!strcmp(w, "-include") && i + 1 < words->n) {
			vec_push(t->arena, &ret->include, w);
			vec_push(t->arena, &ret->include, words->v[++i]);
		} else if ((starts(w, "-I") && !strcmp(w + 2, dir)) || (starts(w, "-O") && has_level(&ret->cc))) {
			continue;
		} else if (!strcmp(w, kbuild_frame_guard)) {
			continue;	/* added by fast.c, for the script's unit only */
		} else if (starts(w, "-I") || starts(w, "-DKBUILD_") || starts(w, "-D__KBUILD_")) {
			vec_push(t->arena, &ret->include, w);
		} else if (strcmp(w, "-c") && !starts(w, "-Wp,-M") && !has_suffix(w, "script.c")) {
			vec_push(t->arena, &ret->cc, w);
		}
	}
}

/* objtool's words without the object. Also finds its place among the commands. */
static bool find_objtool(struct target *t, const command_vec *commands, struct seed *ret)
{
	vec_each(c, commands) {
		if (c->n < 2 || !has_suffix(c->v[0], "objtool"))
			continue;
		for (unsigned int i = 0; i + 1 < c->n; i++)
			vec_push(t->arena, &ret->objtool, c->v[i]);
		return true;
	}
	return false;
}

static bool split_link(struct target *t, const str_vec *words, str_vec *flags, str_vec *objects)
{
	unsigned int i = 0;

	for (; i < words->n && strcmp(words->v[i], "-o"); i++)
		vec_push(t->arena, flags, words->v[i]);
	if (i == words->n)
		return false;
	for (i += 2; i < words->n; i++)
		vec_push(t->arena, words->v[i][0] == '-' ? flags : objects, words->v[i]);
	return true;
}

static void read_environment(struct target *t, const char *dir, struct seed *ret)
{
	struct strbuf b = { 0 };

	if (strbuf_read_file(&b, arena_printf(t->arena, "%s/kbuild.env", dir)))
		vec_push(t->arena, &ret->env, arena_strndup(t->arena, b.s, strcspn(b.s, "\n")));
	strbuf_deinit(&b);
}

static bool all_plain(const command_vec *commands)
{
	vec_each(c, commands)
		if (has_operator(c))
			return false;
	return true;
}

bool commands_record(struct target *t, const char *dir, struct seed *ret, const char **why)
{
	command_vec unit = { 0 }, module = { 0 }, final = { 0 };
	str_vec objects = { 0 };

	if (!read_commands(t, dir, "script.o", &unit) ||
	    !read_commands(t, dir, arena_printf(t->arena, "%s.o", seed_module_name), &module) ||
	    !read_commands(t, dir, arena_printf(t->arena, "%s.ko", seed_module_name), &final) ||
	    !unit.n || !module.n || !final.n) {
		*why = "kbuild left no .cmd files of a known form";
		return false;
	}
	if (!all_plain(&unit) || !all_plain(&module) || !all_plain(&final)) {
		*why = "kbuild's commands do more than compile, check and link";
		return false;
	}
	split_compiler(t, dir, &unit.v[0], ret);
	if (!find_objtool(t, &unit, ret))
		ret->objtool_is_late = find_objtool(t, &module, ret);
	if (!split_link(t, &module.v[0], &ret->link, &objects) ||
	    (objects.n = 0, !split_link(t, &final.v[0], &ret->final, &objects))) {
		*why = "kbuild's link commands have no -o";
		return false;
	}
	vec_each(o, &objects)
		if (!has_suffix(*o, arena_printf(t->arena, "%s.o", seed_module_name)) &&
		    !has_suffix(*o, arena_printf(t->arena, "%s.mod.o", seed_module_name)))
			vec_push(t->arena, &ret->extra, *o);
	read_environment(t, dir, ret);
	return true;
}

/* ---- the file ------------------------------------------------------------------ */

static const struct { const char *word; size_t offset; } lists[] = {
	{ "cc", offsetof(struct seed, cc) },
	{ "cc1", offsetof(struct seed, cc1) },
	{ "as", offsetof(struct seed, as) },
	{ "include", offsetof(struct seed, include) },
	{ "objtool", offsetof(struct seed, objtool) },
	{ "link", offsetof(struct seed, link) },
	{ "final", offsetof(struct seed, final) },
	{ "extra", offsetof(struct seed, extra) },
	{ "env", offsetof(struct seed, env) },
};

void commands_print(const struct seed *seed, struct strbuf *b)
{
	for (unsigned int i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		const str_vec *v = (const str_vec *)((const char *)seed + lists[i].offset);

		vec_each(w, v)
			strbuf_printf(b, "%s %s\n", lists[i].word, *w);
	}
	if (seed->objtool_is_late)
		strbuf_puts(b, "late objtool\n");
}

bool commands_parse(struct target *t, const char *text, struct seed *ret)
{
	for (const char *p = text; *p; p += strcspn(p, "\n"), p += *p == '\n') {
		size_t n = strcspn(p, " \n"), len = strcspn(p, "\n");
		unsigned int i = 0;

		if (starts(p, "late objtool\n")) {
			ret->objtool_is_late = true;
			continue;
		}
		while (i < sizeof(lists) / sizeof(*lists) &&
		       (strlen(lists[i].word) != n || strncmp(lists[i].word, p, n)))
			i++;
		if (i == sizeof(lists) / sizeof(*lists) || p[n] != ' ')
			return false;
		str_vec *v = (str_vec *)((char *)ret + lists[i].offset);
		vec_push(t->arena, v, arena_strndup(t->arena, p + n + 1, len - n - 1));
	}
	return ret->cc.n && ret->link.n && ret->final.n;
}
