// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel.function("pattern").args, and a module's: the entry of a function whose handler knows the arguments by their names, as a C
 * function does. Each argument is a variable of the script that is set to its $name, as by an alias; so what the handler
 * does not use costs nothing, and a pointer has the C type of the argument.
 */
#include "parser/parse.h"
#include "place_pattern.h"

struct mention { const char *name; bool found; };

static bool mention_pre(struct walk *w, struct expr **ep)
{
	struct mention *m = w->ctx;

	m->found |= (*ep)->kind == EXPR_SYMBOL && (*ep)->symbol.name == m->name;
	return !m->found;
}

static bool is_mentioned(const struct point_match *m, const char *name)
{
	struct mention mention = { .name = name };
	struct walk w = { .pre_expr = mention_pre, .ctx = &mention };

	if (m->source->body)
		walk_stmt(&w, &m->source->body);
	return mention.found;
}

/* A structure has no value of its own, and some arguments are lost: these are reported when the script names them. */
static bool has_value(const struct point_match *m, const struct target_context *at, const char *name)
{
	struct access a = { .base = ACCESS_TARGET, .name = intern(arena_printf(m->session->arena, "$%s", name)) };
	struct strbuf why = { 0 };
	struct locprog *p = debuginfo_access(target_debuginfo(m->target), at, &a, NULL, &why);
	struct dtype *type = p ? dtype_strip(p->type) : NULL;

	strbuf_deinit(&why);
	return type && type->kind != DTYPE_STRUCT && type->kind != DTYPE_UNION;
}

/* { a = $a; b = $b }, of this place; NULL: it has no arguments. */
static struct stmt *prologue_of(const struct point_match *m, struct place *pl)
{
	struct target_context at = { .place = pl };
	struct arena *a = m->session->arena;
	target_var_vec vars = { 0 };
	struct strbuf text = { 0 };
	struct source *src;
	struct file *f;
	bool any = false;

	debuginfo_vars(target_debuginfo(m->target), &at, &vars);
	strbuf_puts(&text, "probe begin {");
	vec_each(v, &vars) {
		/* One called next or delete is $next or $delete only. */
		if (!v->is_parameter || !is_script_name(a, v->name) || (!has_value(m, &at, v->name) && !is_mentioned(m, intern(v->name))))
			continue;
		strbuf_printf(&text, " %s = $%s;", v->name, v->name);
		any = true;
	}
	strbuf_puts(&text, " }\n");
	if (!any) {
		strbuf_deinit(&text);
		return NULL;
	}
	src = source_new(a, arena_printf(a, "<arguments of %s>", pl->func), arena_strdup(a, text.s), text.len, true);
	strbuf_deinit(&text);
	f = parse_source(&m->target->parse_env, src, true);
	if (!f)
		bug("the prologue of %s does not parse", src->name);
	return f->probes.v[0]->body;
}

/* Each place has its own prologue. */
static const void *args_of(struct point_match *m, struct place *pl, void *ctx, struct strbuf *why)
{
	(void)why;
	m->prologue = prologue_of(m, pl);
	return ctx;
}

static bool args_derive(struct point_match *m)
{
	struct place_query q = { .want = WANT_ENTRY, .only_call = true };

	return place_function_read(m, &q) &&
	       places_derive_by(m, &q, "function", args_of, arena_new_of(m->session->arena, struct place_detail));
}

static const char *const patterns[] = {
	"kernel.function(string).args", "module(string).function(string).args", NULL
};

const struct probe_family args_family = {
	.name = "args", .patterns = patterns, .derive = args_derive, .choose = place_function,
	.has_place_variables = true, .has_arguments = true, .disarmable = true, .may_interrupt = true,
};
