// SPDX-License-Identifier: GPL-2.0-or-later
/* See script_help.h. */
#include "translator/script_help.h"

#include <errno.h>
#include <string.h>

#include "parser/base/strbuf.h"
#include "translator/options.h"

static bool has_none(struct session *s, const script_option_vec *v, const char *given)
{
	struct strbuf all = { 0 };

	vec_each(o, v)
		strbuf_printf(&all, "%s%s", all.len ? ", " : "", o->name);
	if (all.len)
		diag_error(&s->diag, (struct loc){ 0 }, "--opt %s: the script has no option of that name; it has: %s", given, all.s);
	else
		diag_error(&s->diag, (struct loc){ 0 }, "--opt %s: the script declares no options; a comment such as "
			   "'// --opt name=5 what it is' does", given);
	strbuf_deinit(&all);
	return false;
}

bool script_options_set(struct session *s, script_option_vec *v)
{
	bool ok = true;

	vec_each(given, &s->opt.script_options) {
		size_t n = strcspn(*given, "=");
		struct script_option *o = script_option_find(v, *given, n);

		if (o)
			o->value = *given + n + 1;
		else
			ok = has_none(s, v, *given);
	}
	return ok;
}

/* The lines of the comment that the text begins with, up to an empty one. */
static void print_head(const char *text, FILE *out)
{
	const char *line = text, *s;

	if (!strncmp(line, "#!", 2))
		line += strcspn(line, "\n") + (strchr(line, '\n') != NULL);
	for (; *line == '#' || !strncmp(line, "//", 2); line += strcspn(line, "\n") + (strchr(line, '\n') != NULL)) {
		s = line + strspn(line, "#/ \t");
		if (*s == '\n' || !*s || !strncmp(s, "--opt", 5))
			break;
		fprintf(out, "%.*s\n", (int)strcspn(s, "\n"), s);
	}
}

bool script_help_print(struct session *s, const char *path, FILE *out)
{
	script_option_vec v = { 0 };
	struct strbuf b = { 0 };

	if (!strbuf_read_file(&b, path)) {
		strbuf_deinit(&b);
		return options_complain("cannot read the script %s: %s", path, strerror(errno));
	}
	script_options_read(s->arena, strbuf_str(&b), b.len, &v);
	fprintf(out, "Usage: mytap [OPTIONS] %s%s\n", path, v.n ? " [--opt NAME=VALUE ...]" : "");
	print_head(strbuf_str(&b), out);
	if (v.n)
		fputs("\nOptions of the script:\n", out);
	vec_each(o, &v) {
		const char *left = arena_printf(s->arena, "--opt %s=%s", o->name, o->preset ? o->preset : "...");

		fprintf(out, "  %-26s %s%s\n", left, o->text, o->preset ? "" : " (must be given)");
	}
	strbuf_deinit(&b);
	return true;
}
