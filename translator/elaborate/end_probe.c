// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Globals that the script writes and never reads are printed when the session
 * ends: a counter needs no end probe. The printing code is generated as script text and parsed.
 */
#include <string.h>

#include "elaborate.h"
#include "parser/parse.h"

static bool is_result(const struct var *v)
{
	return v->is_written && !v->is_read && v->name[0] != '_' && v->type != TYPE_UNKNOWN &&
	       (!v->is_array || v->arity > 0);
}

static const char *value_format(const struct var *v)
{
	if (v->type == TYPE_STRING)
		return "\\\"%#s\\\"";
	return dtype_known(v->dtype) && dtype_strip(v->dtype) && dtype_strip(v->dtype)->kind == DTYPE_POINTER ?
		"%#x" : "%d";
}

/* The names of the loop's variables contain the array's number, since a name has one type. */
static void put_keys(struct strbuf *b, const struct var *v, bool formats, unsigned int n)
{
	for (int i = 0; i < v->arity; i++) {
		if (i)
			strbuf_putc(b, ',');
		if (formats)
			strbuf_puts(b, v->key_type[i] == TYPE_STRING ? "\\\"%#s\\\"" : "%d");
		else
			strbuf_printf(b, "__%u_k%d", n, i);
	}
}

static void put_stat(struct strbuf *b, const char *name, const char *element, const struct var *v, unsigned int n)
{
	strbuf_printf(b, "printf(\"%s", name);
	if (v->is_array) {
		strbuf_putc(b, '[');
		put_keys(b, v, true, n);
		strbuf_putc(b, ']');
	}
	strbuf_puts(b, " @count=%#x @min=%#x @max=%#x @sum=%#x @avg=%#x\\n\", ");
	if (v->is_array) {
		put_keys(b, v, false, n);
		strbuf_puts(b, ", ");
	}
	strbuf_printf(b, "@count(%s), @min(%s), @max(%s), @sum(%s), @avg(%s))\n", element, element, element, element,
		      element);
}

static void put_scalar(struct strbuf *b, const struct var *v)
{
	if (v->type == TYPE_STAT) {
		strbuf_printf(b, "if (@count(%s)) ", v->name);
		put_stat(b, v->name, v->name, v, 0);
		strbuf_printf(b, "else printf(\"%s @count=0x0\\n\")\n", v->name);
	} else {
		strbuf_printf(b, "printf(\"%s=%s\\n\", %s)\n", v->name, value_format(v), v->name);
	}
}

static void put_array(struct strbuf *b, const struct var *v, unsigned int n)
{
	struct strbuf element = { 0 };

	strbuf_printf(&element, "%s[", v->name);
	put_keys(&element, v, false, n);
	strbuf_putc(&element, ']');
	if (v->type == TYPE_STAT)
		strbuf_puts(b, "foreach ([");
	else
		strbuf_printf(b, "foreach (__%u_v = [", n);
	put_keys(b, v, false, n);
	strbuf_printf(b, "] in %s-) ", v->name);
	if (v->type == TYPE_STAT) {
		put_stat(b, v->name, strbuf_str(&element), v, n);
	} else {
		strbuf_printf(b, "printf(\"%s[", v->name);
		put_keys(b, v, true, n);
		strbuf_printf(b, "]=%s\\n\", ", value_format(v));
		put_keys(b, v, false, n);
		strbuf_printf(b, ", __%u_v)\n", n);
	}
	strbuf_deinit(&element);
}

struct binder { struct var *v; };

static bool bind_pre(struct walk *w, struct expr **ep)
{
	struct binder *b = w->ctx;
	struct expr *x = *ep;

	if (x->kind == EXPR_SYMBOL && x->symbol.name == b->v->name) {
		x->symbol.var = b->v;
		x->symbol.scope = SCOPE_GLOBAL;
	}
	if (x->kind == EXPR_PRINT)
		x->print.shown = b->v;
	return true;
}

/* Bound to the variable directly: private names are not visible here. */
static bool bind_pre_stmt(struct walk *w, struct stmt **sp)
{
	struct stmt *s = *sp;

	if (s->kind == STMT_FOREACH)
		bind_pre(w, &s->foreach.base);
	return true;
}

static struct file *parse_text(struct elab *e, const char *text)
{
	struct source *src = source_new(e->arena, "<written, never read>", text, strlen(text), true);
	struct file *f;

	src->for_script = true;
	f = parse_source(&e->t->parse_env, src, true);
	if (!f)
		bug("the probe that prints globals does not parse: %s", text);
	return f;
}

static struct stmt *print_stmt(struct elab *e, struct var *v, unsigned int n)
{
	struct strbuf b = { 0 };
	struct binder binder = { v };
	struct walk w = { .pre_expr = bind_pre, .pre_stmt = bind_pre_stmt, .ctx = &binder };
	struct stmt *body;
	char *text;

	strbuf_puts(&b, "probe end(0x7fffffffffffffff) {\n");
	if (v->is_array)
		put_array(&b, v, n);
	else
		put_scalar(&b, v);
	strbuf_puts(&b, "}\n");
	text = arena_strdup(e->arena, b.s);
	strbuf_deinit(&b);
	body = parse_text(e, text)->probes.v[0]->body;
	walk_stmt(&w, &body);
	return body;
}

void end_probe_add(struct elab *e)
{
	struct probe *p = NULL;
	unsigned int n = 0;
	struct file *f;

	if (e->s->opt.no_global_var_display)
		return;
	for (unsigned int i = 0; i < e->units.n; i++) {
		struct unit *u = e->units.v[i];

		if (u->file->is_library)
			continue;
		vec_each(v, &u->file->globals) {
			if (!is_result(*v))
				continue;
			if (!p) {
				f = parse_text(e, "probe end(0x7fffffffffffffff) { }");
				p = f->probes.v[0];
				elab_add_file(e, f);
			}
			vec_push(e->arena, &p->body->block, print_stmt(e, *v, n++));
		}
	}
}
