// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The library with its documentation comments: one name (mytap help NAME), or all of it as lines for the generator of
 * the manual pages (--dump-library, tools/library_pages.awk): words separated by tabs,
 *	group NAME TEXT | function NAME SIGNATURE TEXT | probe NAME POINTS VARIABLES TEXT | macro NAME NAME(PARAMETERS) TEXT
 * where lines after a group belong to it.
 */
#include <stdlib.h>
#include <string.h>

#include "probe_point.h"
#include "parser/preproc.h"
#include "translator/builtins.h"

struct entry {
	const char *kind, *name, *shown;
	const char *variables;		/* of a probe; else NULL */
	const char *text, *group;
};
typedef VEC(struct entry) entry_vec;

static const char *const built_in = "builtins", *const macros_group = "macros", *const calls_group = "syscalls";

static const char *kept(struct elab *e, struct strbuf *b)
{
	const char *s = arena_strdup(e->arena, strbuf_str(b));

	strbuf_deinit(b);
	return s;
}

static const char *comment_of(struct elab *e, struct loc loc)
{
	struct strbuf b = { 0 };

	comment_above(&b, loc);
	for (char *p = b.s; p && *p; p++)
		if (*p == '\t' || *p == '\n')
			*p = ' ';
	return kept(e, &b);
}

/* "vfs" of ".../tapsets/linux/vfs.stp" */
static const char *group_of(struct elab *e, const struct source *src)
{
	const char *base = strrchr(src->name, '/');

	base = base ? base + 1 : src->name;
	return arena_strndup(e->arena, base, strcspn(base, "."));
}

/* The head of a tapset: its "//" lines after the licence. */
static const char *group_text(struct elab *e, const struct source *src)
{
	struct strbuf b = { 0 };

	for (const char *line = src->text, *end; !strncmp(line, "//", 2); line = *end ? end + 1 : end) {
		end = strchrnul(line, '\n');
		if (memmem(line, (size_t)(end - line), "SPDX-License", 12))
			continue;
		line += 2 + (line[2] == ' ');
		strbuf_printf(&b, "%s%.*s", b.len ? " " : "", (int)(end - line), line);
	}
	return kept(e, &b);
}

/* ---- the items ----------------------------------------------------------------------------------- */

static void add_functions(struct elab *e, entry_vec *v)
{
	const struct builtin *bi;

	for (unsigned int i = 0; (bi = builtin_at(i)); i++)
		if (bi->name[0] != '_')
			vec_push(e->arena, v, (struct entry){ .kind = "function", .name = bi->name,
				 .shown = signature_with_void(e->arena, bi->signature), .text = bi->doc, .group = built_in });
	vec_each(u, &e->units) {
		vec_each(f, &(*u)->file->funcs) {
			if ((*f)->name[0] != '_' && !(*f)->is_private)
				vec_push(e->arena, v, (struct entry){ .kind = "function", .name = (*f)->name,
					 .shown = function_signature(e->arena, *f), .text = comment_of(e, (*f)->loc),
					 .group = group_of(e, (*u)->file->src) });
		}
	}
}

struct names { struct strbuf *b; str_vec seen; struct arena *a; };

static bool note_variable(struct walk *w, struct expr **ep)
{
	struct names *n = w->ctx;
	const struct expr *x = *ep, *to = x->kind == EXPR_ASSIGN ? x->assign.target : NULL;

	if (!to || to->kind != EXPR_SYMBOL || !strncmp(to->symbol.name, "__", 2))
		return true;
	vec_each(s, &n->seen)
		if (*s == to->symbol.name)
			return true;
	vec_push(n->a, &n->seen, to->symbol.name);
	strbuf_printf(n->b, "%s%s", n->b->len ? " " : "", to->symbol.name);
	return true;
}

/* The variables that an alias sets for its probes. */
static const char *variables_of(struct elab *e, struct alias *a)
{
	struct strbuf b = { 0 };
	struct names n = { .b = &b, .a = e->arena };
	struct walk w = { .pre_expr = note_variable, .ctx = &n };

	if (a->prologue)
		walk_stmt(&w, &a->prologue);
	return kept(e, &b);
}

static const char *points_of(struct elab *e, const struct alias *a)
{
	struct strbuf b = { 0 };

	vec_each(p, &a->points) {
		strbuf_puts(&b, p == a->points.v ? "" : ", ");
		point_print(&b, *p);
		strbuf_puts(&b, (*p)->sufficient ? "!" : (*p)->optional ? "?" : "");
	}
	return kept(e, &b);
}

/* The text of system calls is generated from a table on demand; here all of it is generated. */
static void load_calls(struct elab *e)
{
	static const char *const names[] = { "syscall", "*", "return" };

	for (unsigned int n = 2; n <= 3; n++) {
		struct probe_point pp = { 0 };
		file_vec files = { 0 };

		for (unsigned int i = 0; i < n; i++)
			vec_push(e->arena, &pp.parts, (struct component){ .name = names[i] });
		library_find_alias(e->t->library, &pp, &files);
		vec_each(f, &files)
			elab_add_file(e, *f);
	}
}

static void describe_call(struct elab *e, struct entry *en, const struct alias *a)
{
	const char *call = a->name->parts.v[1].name;

	en->group = calls_group;
	if (a->name->parts.n == 2) {
		en->shown = "the call's entry function, or the tracepoint of all calls if the kernel has no such function";
		en->text = arena_printf(e->arena, "The system call %s begins. argstr: its arguments as text, described in %s(2). Also as "
					"nd_syscall.%s and tp_syscall.%s.", call, call, call, call);
		return;
	}
	en->shown = arena_printf(e->arena, "the return of syscall.%s", call);
	en->text = arena_printf(e->arena, "The system call %s returns. retval: its result; retstr: the same as text, errors by "
				"their name.", call);
}

static void add_probes(struct elab *e, entry_vec *v)
{
	vec_each(u, &e->units) {
		vec_each(a, &(*u)->file->aliases) {
			struct strbuf name = { 0 };
			struct entry en;

			if ((*a)->name->parts.v[0].name[0] == '_')
				continue;
			point_print(&name, (*a)->name);
			en = (struct entry){ .kind = "probe", .name = kept(e, &name), .shown = points_of(e, *a),
				 .variables = variables_of(e, *a), .text = comment_of(e, (*a)->loc),
				 .group = group_of(e, (*u)->file->src) };
			if (!strcmp((*a)->name->parts.v[0].name, "syscall"))
				describe_call(e, &en, *a);
			vec_push(e->arena, v, en);
		}
	}
}

/* The comment above it, or above the group of consecutive lines that it is in. */
static const char *comment_of_series(struct elab *e, struct loc loc)
{
	const char *text = loc.src->text, *at = text + loc.beg, *before;

	for (;;) {
		while (at > text && at[-1] != '\n')
			at--;
		loc.beg = (uint32_t)(at - text);
		for (before = at > text ? at - 1 : at; before > text && before[-1] != '\n'; before--)
			;
		if (at == text || strncmp(before, "@define ", 8))
			return comment_of(e, loc);
		at = before;
	}
}

/* Names that begin with an underscore are internal to the tapsets. */
static void add_macros(struct elab *e, entry_vec *v)
{
	const struct macro_table *table = e->t->parse_env.macros;

	if (!table)
		return;
	map_each(it, &table->by_name) {
		const struct macro *m = it->value;
		struct strbuf b = { 0 };

		if (m->name[0] == '_' || !m->is_exported)
			continue;
		strbuf_printf(&b, "@%s%s", m->name, m->params.n || m->has_parens ? "(" : "");
		vec_each(p, &m->params)
			strbuf_printf(&b, "%s%s", p == m->params.v ? "" : ", ", *p);
		strbuf_puts(&b, m->params.n || m->has_parens ? ")" : "");
		vec_push(e->arena, v, (struct entry){ .kind = "macro", .name = m->name, .shown = kept(e, &b),
			 .text = comment_of_series(e, m->loc), .group = macros_group });
	}
}

static int by_group_and_name(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = strcmp(x->group, y->group);

	if (!order)
		order = strcmp(x->kind, y->kind);
	return order ? order : strcmp(x->name, y->name);
}

static void collect(struct elab *e, entry_vec *v)
{
	library_functions_infer(e);
	if (e->t->library)
		load_calls(e);
	add_functions(e, v);
	add_probes(e, v);
	add_macros(e, v);
	qsort(v->v, v->n, sizeof(*v->v), by_group_and_name);
}

/* ---- the whole library ------------------------------------------------------------------------------------------- */

static const char *text_of_group(struct elab *e, const char *group)
{
	if (!strcmp(group, built_in))
		return "Built-in functions.";
	if (!strcmp(group, macros_group))
		return "Macros of the library.";
	if (!strcmp(group, calls_group))
		return "System calls: a probe for each, and for each return. All have name; -L shows their variables and types.";
	vec_each(u, &e->units)
		if ((*u)->file->is_library && !strcmp(group_of(e, (*u)->file->src), group))
			return group_text(e, (*u)->file->src);
	return "";
}

void reference_dump(struct elab *e, FILE *out)
{
	entry_vec v = { 0 };
	const char *group = "";

	collect(e, &v);
	vec_each(en, &v) {
		if (strcmp(en->group, group))
			fprintf(out, "group\t%s\t%s\n", en->group, text_of_group(e, en->group));
		group = en->group;
		fprintf(out, "%s\t%s\t%s\t", en->kind, en->name, en->shown);
		if (en->variables)
			fprintf(out, "%s\t", en->variables);
		fprintf(out, "%s\n", en->text);
	}
}

/* ---- one name ---------------------------------------------------------------------------------------------- */

static void say(FILE *out, const struct entry *en)
{
	if (en->variables)
		fprintf(out, "probe %s = %s\n", en->name, en->shown);
	else
		fprintf(out, "%s %s\n", en->kind, en->shown);
	if (*en->text)
		fprintf(out, "\t%s\n", en->text);
	if (en->variables && *en->variables)
		fprintf(out, "\tVariables: %s (-L %s shows their types)\n", en->variables, en->name);
	fprintf(out, "\tman mytap-%s describes the whole group.\n", en->group);
}

bool reference_help(struct elab *e, const char *name, FILE *out)
{
	entry_vec v = { 0 };
	struct near near = NEAR_INIT(name);
	bool found = false;

	name += *name == '@';
	collect(e, &v);
	vec_each(en, &v) {
		near_try(&near, en->name);
		if (!strcmp(en->name, name)) {
			say(out, en);
			found = true;
		}
	}
	if (!found && near.best)
		diag_error(e->diag, (struct loc){ 0 }, "there is no command, function, probe alias or macro '%s' (did you mean '%s'?)",
			   name, near.best);
	else if (!found)
		diag_error(e->diag, (struct loc){ 0 }, "there is no command, function, probe alias or macro '%s'; --dump-functions and "
			   "--dump-probe-aliases list what is available", name);
	return found;
}
