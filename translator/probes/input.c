// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * _stdin.char, _stdin.line: mytap's standard input, by characters or by lines without line ends, as the string $text.
 * tapsets/input.stp has the names for users.
 */
#include "family.h"

static bool is_line(const struct dprobe *p)
{
	return *(const bool *)p->detail;
}

static bool input_derive(struct point_match *m)
{
	bool *line = arena_new_of(m->session->arena, bool);

	*line = point_has(m, "line");
	dprobe_add(m)->detail = line;
	return true;
}

static void input_variables(struct target *t, const struct dprobe *p, struct context_vars *ret)
{
	ret->owner = p->text;
	context_var_string(t->arena, ret, "text", 0);
}

static void input_emit(struct family_text *t, const struct dprobe *p)
{
	field_true(t, "is_line", is_line(p));
}

/* The loader reads standard input if this section exists. */
static void input_emit_script(struct family_text *t, const struct family_use *u)
{
	bool kinds[2] = { false };

	vec_each(p, &t->target->program->probes)
		if (dprobe_runtime(*p) == u->family)
			kinds[is_line(*p)] = true;
	strbuf_printf(t->glue, "\nconst char mytap_input[] MYTAP_SECTION(\"input\") = \"%s%s%s\";\n", kinds[0] ? "char" : "",
		      kinds[0] && kinds[1] ? "\\0" : "", kinds[1] ? "line" : "");
	field_number(t, "room", session_limit(t->s, "MAXSTRINGLEN", 512));
}

static const struct runtime_family input_runtime = {
	.name = "input", .emit = input_emit, .emit_script = input_emit_script,
};

static const char *const patterns[] = { "_stdin.char", "_stdin.line", NULL };

const struct probe_family input_family = {
	.name = "input", .patterns = patterns, .derive = input_derive, .runtime = &input_runtime,
	.variables = input_variables, .one_at_a_time = true,
};
