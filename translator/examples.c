// SPDX-License-Identifier: GPL-2.0-or-later
#include "translator/examples.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "parser/base/diag.h"
#include "parser/base/vec.h"
#include "translator/commands.h"
#include "translator/own_files.h"

struct example {
	const char *name;
	const char *head;		/* its leading comment, without the slashes */
};

typedef VEC(struct example) example_vec;

static const char *examples_folder(struct session *s)
{
	const char *data = own_data(s->arena);

	return data ? arena_printf(s->arena, "%s/doc/examples", data) : NULL;
}

/* The lines of the comment, up to the directives for its test. */
static const char *read_head(struct session *s, const char *path)
{
	struct strbuf b = { 0 };
	char line[512];
	const char *ret;
	FILE *f = fopen(path, "re");

	while (f && fgets(line, sizeof(line), f) && !strncmp(line, "//", 2) && strncmp(line, "// command:", 11))
		strbuf_puts(&b, line + 2 + (line[2] == ' '));
	if (f)
		fclose(f);
	ret = arena_strndup(s->arena, strbuf_str(&b), b.len);
	strbuf_deinit(&b);
	return ret;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct example *)a)->name, ((const struct example *)b)->name);
}

static example_vec examples_read(struct session *s)
{
	const char *folder = examples_folder(s);
	DIR *d = folder ? opendir(folder) : NULL;
	example_vec ret = { 0 };

	for (struct dirent *e; d && (e = readdir(d));) {
		size_t n = strlen(e->d_name);
		struct example x;

		if (n < 5 || strcmp(e->d_name + n - 4, ".stp"))
			continue;
		x.name = arena_strndup(s->arena, e->d_name, n - 4);
		x.head = read_head(s, arena_printf(s->arena, "%s/%s", folder, e->d_name));
		vec_push(s->arena, &ret, x);
	}
	if (d)
		closedir(d);
	if (ret.n)
		qsort(ret.v, ret.n, sizeof(*ret.v), by_name);
	return ret;
}

/* Lists examples whose head contains the word; NULL: all. Returns the exit status. */
static int examples_list(struct session *s, const char *word)
{
	example_vec all = examples_read(s);
	unsigned int shown = 0;

	vec_each(x, &all) {
		const char *purpose = strstr(x->head, " - "), *end = strchr(x->head, '\n');

		if (word && !strcasestr(x->head, word))
			continue;
		shown++;
		if (purpose && end && purpose < end)
			printf("%-20s %.*s\n", x->name, (int)(end - purpose - 3), purpose + 3);
		else
			printf("%s\n", x->name);
	}
	if (shown)
		return 0;
	if (word)
		fprintf(stderr, "mytap: no example has the word '%s'; --example lists all\n", word);
	else
		fprintf(stderr, "mytap: the examples are not installed: there is no %s\n", examples_folder(s));
	return 1;
}

static bool example_choose(struct session *s, const char *name)
{
	example_vec all = examples_read(s);
	struct near near = NEAR_INIT(name);

	vec_each(x, &all) {
		if (!strcmp(x->name, name)) {
			s->opt.script_file = arena_printf(s->arena, "%s/%s.stp", examples_folder(s), name);
			return true;
		}
		near_try(&near, x->name);
	}
	fprintf(stderr, "mytap: there is no example '%s'%s%s%s; --example lists them\n", name,
		near.best ? " (did you mean '" : "", near.best ? near.best : "", near.best ? "'?)" : "");
	return false;
}

int example_run(struct session *s)
{
	str_vec *words = &s->opt.args;

	if (s->opt.example_word || !words->n)
		return examples_list(s, s->opt.example_word);
	if (!example_choose(s, words->v[0]))
		return 1;
	words->v++;
	words->n--;
	return COMMAND_IS_SCRIPT;
}
