// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Text of pass 2: the elaborated program (-p2), the probes that match a point (-l, -L), and the library (--dump-*).
 */
#include <stdlib.h>
#include <string.h>

#include "probe_point.h"
#include "translator/builtins.h"

/* ---- -p2 -------------------------------------------------------------------------------------------- */

static void put_var(struct strbuf *b, const struct var *v)
{
	strbuf_puts(b, v->name);
	if (v->is_array) {
		strbuf_putc(b, '[');
		for (int i = 0; i < v->arity; i++)
			strbuf_printf(b, "%s%s", i ? ", " : "", type_name(v->key_type[i]));
		strbuf_putc(b, ']');
	}
	strbuf_printf(b, ":%s", type_name(v->type));
}

static void put_locals(struct strbuf *b, const var_vec *locals)
{
	if (locals->n)
		strbuf_puts(b, "  # locals\n");
	vec_each(v, locals) {
		strbuf_puts(b, "  ");
		put_var(b, *v);
		strbuf_putc(b, '\n');
	}
}

static void put_signature(struct strbuf *b, const struct func *f)
{
	strbuf_printf(b, "%s:%s (", f->name, type_name(f->type));
	for (unsigned int i = 0; i < f->params.n; i++)
		strbuf_printf(b, "%s%s:%s", i ? ", " : "", f->params.v[i]->name, type_name(f->params.v[i]->type));
	strbuf_putc(b, ')');
}

static const char *const use_words[] = {
	[GLOBAL_LOCKED] = "locked", [GLOBAL_UNLOCKED] = "unlocked", [GLOBAL_PER_CPU] = "per cpu",
	[GLOBAL_PER_CPU_LOCKED] = "per cpu, locked",
};

static void put_globals(struct strbuf *b, const struct program *p, bool verbose)
{
	if (p->globals.n)
		strbuf_puts(b, "# globals\n");
	for (unsigned int i = 0; i < p->globals.n; i++) {
		put_var(b, p->globals.v[i]);
		if (verbose)
			strbuf_printf(b, " /* %s */", use_words[p->global_use[i]]);
		strbuf_putc(b, '\n');
	}
}

static void put_functions(struct strbuf *b, const struct program *p)
{
	if (p->funcs.n)
		strbuf_puts(b, "# functions\n");
	vec_each(f, &p->funcs) {
		put_signature(b, *f);
		strbuf_putc(b, '\n');
		put_locals(b, &(*f)->locals);
		if ((*f)->embed)
			strbuf_printf(b, "%%{%.*s%%}\n", (int)(*f)->embed->len, (*f)->embed->text);
		else
			unparse_stmt(b, (*f)->body, 0);
	}
}

static void put_handler(struct strbuf *b, struct handler *h, bool verbose)
{
	put_locals(b, &h->locals);
	if (h->entries.n)
		strbuf_puts(b, "  # saved at entry\n");
	vec_each(en, &h->entries) {
		strbuf_puts(b, "  ");
		put_var(b, en->var);
		strbuf_puts(b, " = ");
		unparse_expr(b, en->value);
		strbuf_putc(b, '\n');
	}
	if (verbose && h->locks.n) {
		strbuf_puts(b, "  # locks\n");
		vec_each(l, &h->locks)
			strbuf_printf(b, "  %s:%s\n", l->global->name, l->is_write ? "write" : "read");
	}
	unparse_stmt(b, h->body, 0);
}

static void put_probe(struct strbuf *b, const struct dprobe *p, bool verbose)
{
	strbuf_puts(b, p->text);
	if (p->condition) {
		strbuf_puts(b, " if (");
		unparse_expr(b, p->condition);
		strbuf_putc(b, ')');
	}
	strbuf_printf(b, " /* <- %s */\n", p->given);
	put_handler(b, p->handler, verbose);
}

void print_elaborated(struct target *t, FILE *out)
{
	const struct program *p = t->program;
	struct strbuf b = { 0 };
	bool verbose = t->s->opt.verbose > 0;

	if (p->embeds.n)
		strbuf_puts(&b, "# global embedded code\n");
	vec_each(em, &p->embeds)
		strbuf_printf(&b, "%%{%.*s%%}\n", (int)(*em)->len, (*em)->text);
	put_functions(&b, p);
	put_globals(&b, p, verbose);
	if (p->probes.n)
		strbuf_puts(&b, "# probes\n");
	fwrite(strbuf_str(&b), 1, b.len, out);
	vec_each(pr, &p->probes) {
		strbuf_reset(&b);
		put_probe(&b, *pr, verbose);
		fwrite(strbuf_str(&b), 1, b.len, out);
	}
	strbuf_deinit(&b);
}

/* ---- -l, -L ------------------------------------------------------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void print_sorted(str_vec *names, FILE *out)
{
	const char *last = NULL;

	qsort(names->v, names->n, sizeof(*names->v), compare_names);
	vec_each(n, names) {
		if (!last || strcmp(last, *n))
			fprintf(out, "%s\n", *n);
		last = *n;
	}
}

/* "$return:ssize_t": debuginfo lists the variables of the function without its result. */
static void put_return(struct target *t, struct strbuf *b, const struct target_context *at)
{
	struct access a = { .base = ACCESS_TARGET, .name = intern("$return") };
	struct strbuf why = { 0 };
	struct locprog *p = debuginfo_access(target_debuginfo(t), at, &a, NULL, &why);

	if (p) {
		strbuf_puts(b, " $return:");
		dtype_print(b, p->type);
	}
	strbuf_deinit(&why);
}

/* Debuginfo lists the variable, but it may have no value at this place. */
static bool is_readable(struct target *t, const struct target_context *at, const struct target_var *v)
{
	struct access a = { .base = ACCESS_TARGET };
	struct strbuf why = { 0 };
	const struct context_var *own;
	struct locprog *p;

	a.name = v->name[0] == '$' ? v->name : intern(arena_printf(t->arena, "$%s", v->name));
	own = context_var_find(at, &a);
	if (own && !own->absent && context_var_program(t->arena, own))
		return true;			/* of the probe's family: a number or a string */
	p = debuginfo_access(target_debuginfo(t), at, &a, NULL, &why);
	strbuf_deinit(&why);
	return p != NULL;
}

static void put_type(struct elab *e, struct strbuf *b, const struct target_context *at, const struct target_var *v)
{
	struct access a = { .base = ACCESS_TARGET, .name = arena_printf(e->arena, "$%s", v->name) };
	const struct locprog *own = context_var_program(e->arena, context_var_find(at, &a));

	if (own && !own->type)
		strbuf_puts(b, "long");
	else if (own && own->is_string)
		strbuf_puts(b, "string");
	else
		dtype_print(b, v->type);
}

/* The script variables that an alias sets, and the context variables. */
static void put_vars(struct elab *e, struct strbuf *b, const struct dprobe *p)
{
	struct target_context at = { 0 };
	target_var_vec vars = { 0 };

	vec_each(v, &p->handler->locals) {
		if ((*v)->name[0] == '_' || (*v)->type == TYPE_UNKNOWN)
			continue;
		strbuf_printf(b, " %s:", (*v)->name);
		if (p->family->has_arguments && dtype_known((*v)->dtype))
			dtype_print(b, dtype_known((*v)->dtype));
		else
			strbuf_puts(b, type_name((*v)->type));
	}
	if (!dprobe_context(e, p, &at))
		return;
	debuginfo_vars(target_debuginfo(e->t), &at, &vars);
	if (at.is_return)
		put_return(e->t, b, &at);
	vec_each(v, &vars) {
		if ((at.is_return && !v->is_parameter) || !is_readable(e->t, &at, v))
			continue;
		strbuf_printf(b, " %s%s:", v->name[0] == '$' ? "" : "$", v->name);
		put_type(e, b, &at, v);
	}
}

static void list_add(struct elab *e, str_vec *names, const struct dprobe *p)
{
	struct target *t = e->t;
	const char *shown = ptrmap_get(&e->shown, p);
	struct strbuf b = { 0 };

	strbuf_puts(&b, shown ? shown : p->text);
	if (t->s->opt.list_vars)
		put_vars(e, &b, p);
	if (t->s->opt.verbose && p->place && p->place->has_address && !shown)
		strbuf_printf(&b, " /* pc=%#llx */", (unsigned long long)p->place->address);
	vec_push(t->arena, names, arena_strdup(t->arena, strbuf_str(&b)));
	strbuf_deinit(&b);
}

static struct probe *list_parse(struct target *t)
{
	const char *text = arena_printf(t->arena, "probe %s { }\n", t->s->opt.list);
	struct source *src = source_new(t->arena, "<point to list>", text, strlen(text), false);
	struct file *f = parse_source(&t->parse_env, src, false);

	if (!f || t->s->diag.errors || f->probes.n != 1)
		return NULL;
	f->probes.v[0]->file = src;
	return f->probes.v[0];
}

static bool list_points(struct target *t, FILE *out)
{
	struct elab *e;
	struct probe *p = list_parse(t);
	str_vec names = { 0 };
	unsigned int first;

	if (!p)
		return false;
	t->s->opt.no_elision = true;		/* the variables of an alias are requested */
	e = elab_new(t);
	e->is_listing = true;
	first = e->program.probes.n;
	t->s->diag.quiet = true;
	if (!point_list(e, p)) {
		t->s->diag.quiet = false;
		t->s->diag.errors = 0;
		point_list(e, p);		/* again, to report why */
		if (!t->s->diag.errors)
			diag_error(&t->s->diag, p->loc, "no probes found for '%s'", t->s->opt.list);
		return false;
	}
	if (t->s->opt.list_vars) {
		e->units_derived = e->units.n;
		e->last_resort = true;
		elab_rounds(e);
	}
	for (unsigned int i = first; i < e->program.probes.n; i++)
		list_add(e, &names, e->program.probes.v[i]);
	print_sorted(&names, out);
	return true;
}

/* ---- --dump-* ------------------------------------------------------------------------------------------ */

static void dump_types(struct target *t, FILE *out)
{
	str_vec names = { 0 };

	for (const struct probe_family *const *f = probe_families; *f; f++)
		for (const char *const *p = (*f)->patterns; *p && !(*f)->is_reserved; p++)
			if (**p != '_')
				vec_push(t->arena, &names, *p);
	print_sorted(&names, out);
}

static void load_library(struct elab *e)
{
	file_vec files = { 0 };

	if (e->t->library)
		library_find_all(e->t->library, &files);
	vec_each(f, &files)
		elab_add_file(e, *f);
}

static void dump_aliases(struct elab *e, FILE *out)
{
	str_vec names = { 0 };

	load_library(e);
	vec_each(u, &e->units) {
		vec_each(a, &(*u)->file->aliases) {
			struct strbuf b = { 0 };

			if ((*a)->name->parts.v[0].name[0] == '_')
				continue;
			point_print(&b, (*a)->name);
			vec_each(p, &(*a)->points) {
				strbuf_puts(&b, p == (*a)->points.v ? " = " : ", ");
				point_print(&b, *p);
				strbuf_puts(&b, (*p)->sufficient ? "!" : (*p)->optional ? "?" : "");
			}
			vec_push(e->arena, &names, arena_strdup(e->arena, strbuf_str(&b)));
			strbuf_deinit(&b);
		}
	}
	print_sorted(&names, out);
}

/* "exit:unknown ()" is a function that returns no value: "exit:void ()". */
const char *signature_with_void(struct arena *a, const char *signature)
{
	const char *at = strstr(signature, ":unknown (");

	return at ? arena_printf(a, "%.*s:void%s", (int)(at - signature), signature, at + strlen(":unknown")) : signature;
}

/* -v adds its description. */
static void push_function(struct elab *e, str_vec *names, const char *signature, const struct func *f, const char *doc)
{
	struct strbuf b = { 0 };

	strbuf_puts(&b, signature);
	if (e->s->opt.verbose) {
		strbuf_puts(&b, "\n\t");
		if (doc)
			strbuf_puts(&b, doc);
		else if (f)
			comment_above(&b, f->loc);
		if (b.s[b.len - 1] == '\t')
			b.s[b.len -= 2] = '\0';
	}
	vec_push(e->arena, names, arena_strdup(e->arena, strbuf_str(&b)));
	strbuf_deinit(&b);
}

const char *function_signature(struct arena *a, const struct func *f)
{
	struct strbuf b = { 0 };
	const char *s;

	put_signature(&b, f);
	s = arena_strdup(a, signature_with_void(a, strbuf_str(&b)));
	strbuf_deinit(&b);
	return s;
}

void library_functions_infer(struct elab *e)
{
	load_library(e);
	e->s->opt.no_elision = true;
	vec_each(u, &e->units) {
		vec_each(f, &(*u)->file->funcs) {
			func_body(e, *f);
			(*f)->is_used = true;
		}
	}
	e->units_derived = e->units.n;
	functions_mark_used(e);
	types_infer(e);
}

static void dump_functions(struct elab *e, FILE *out)
{
	str_vec names = { 0 };
	const struct builtin *bi;

	for (unsigned int i = 0; (bi = builtin_at(i)); i++)
		if (bi->name[0] != '_')		/* the tapsets' own */
			push_function(e, &names, signature_with_void(e->arena, bi->signature), NULL, bi->doc);
	library_functions_infer(e);
	vec_each(u, &e->units) {
		vec_each(f, &(*u)->file->funcs) {
			if ((*f)->name[0] != '_' && !(*f)->is_private)
				push_function(e, &names, function_signature(e->arena, *f), *f, NULL);
		}
	}
	print_sorted(&names, out);
}

bool list_probes(struct target *t, FILE *out)
{
	struct elab *e;

	if (t->s->opt.list)
		return list_points(t, out);
	if (t->s->opt.dump_probe_types) {
		dump_types(t, out);
		return true;
	}
	e = elab_new(t);
	if (t->s->opt.dump_probe_aliases)
		dump_aliases(e, out);
	if (t->s->opt.dump_functions)
		dump_functions(e, out);
	if (t->s->opt.dump_library)
		reference_dump(e, out);
	return !t->s->opt.help_on || reference_help(e, t->s->opt.help_on, out);
}
