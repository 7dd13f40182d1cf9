// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Embedded functions marked stable: the value is the same throughout a run of a handler, so it is evaluated once, on
 * first use. The value is kept in the per-slot struct with the number of its run; handlers that reach such a function
 * begin by counting the run.
 *
 * One that may continue with the next function of its name (STAP_NEXT) is called each time.
 */
#include <string.h>

#include "emit.h"

static bool is_stable(struct emit *e, const struct func *f)
{
	return f->embed && embed_says(f, "/* stable */") && !f->params.n && !facts_of_func(e, f)->may_next &&
	       (f->type == TYPE_LONG || f->type == TYPE_STRING);
}

void stables_prepare(struct emit *e)
{
	for (unsigned int i = 0; i < e->p->funcs.n; i++) {
		struct func *f = e->p->funcs.v[i];

		if (!is_stable(e, f))
			continue;
		facts_of_func(e, f)->once = name_global(e, text(e, "%s_once", f->c_name));
		facts_of_func(e, f)->value = name_global(e, text(e, "%s_value", f->c_name));
		facts_of_func(e, f)->run = name_global(e, text(e, "%s_run", f->c_name));
		if (!e->run)
			e->run = name_global(e, "handler_run");
		e->has_own = true;
	}
}

/* Members of struct per_slot. */
void stables_declare(struct emit *e, struct strbuf *b)
{
	if (e->run)
		strbuf_printf(b, "\tu64 %s;\n", e->run);
	for (unsigned int i = 0; i < e->p->funcs.n; i++) {
		const struct func *f = e->p->funcs.v[i];
		const struct fn_facts *facts = facts_of_func(e, f);

		if (!facts->once)
			continue;
		if (f->type == TYPE_STRING)
			strbuf_printf(b, "\tchar %s[%s] MYTAP_STRING;\n", facts->value, string_room(e));
		else
			strbuf_printf(b, "\ts64 %s;\n", facts->value);
		strbuf_printf(b, "\tu64 %s;\t\t/* the run of that value */\n", facts->run);
	}
}

static void put_once(struct emit *e, struct strbuf *b, const struct func *f, const struct fn_facts *facts)
{
	bool is_string = f->type == TYPE_STRING;

	strbuf_printf(b, "\n/* function %s at %s, stable: once per run */\nstatic %s %s(struct mytap_ctx *c%s)\n{\n"
		      "\tstruct per_slot *own = c->pcpu;\n\n\tif (own->%s != own->%s) {\n", f->name, position(e, f->loc),
		      is_string ? "void" : "s64", facts->once, is_string ? ", char *ret" : "", facts->run, e->run);
	if (is_string)
		strbuf_printf(b, "\t\t%s(c, own->%s);\n", f->c_name, facts->value);
	else
		strbuf_printf(b, "\t\town->%s = %s(c);\n", facts->value, f->c_name);
	strbuf_printf(b, "\t\tif (!c->error)\n\t\t\town->%s = own->%s;\n\t}\n", facts->run, e->run);
	if (is_string)
		strbuf_printf(b, "\tmytap_strcpy(ret, %s, own->%s);\n}\n", string_size(e), facts->value);
	else
		strbuf_printf(b, "\treturn own->%s;\n}\n", facts->value);
}

void stables_write(struct emit *e, struct strbuf *b)
{
	for (unsigned int i = 0; i < e->p->funcs.n; i++)
		if (facts_of_func(e, e->p->funcs.v[i])->once)
			put_once(e, b, e->p->funcs.v[i], facts_of_func(e, e->p->funcs.v[i]));
}

/* ---- which handlers reach one ------------------------------------------------------------------------ */

struct search { struct emit *e; unsigned int stamp; bool found; };

static void search_calls(void *ctx, const struct expr *x)
{
	struct search *k = ctx;

	if (x->kind != EXPR_CALL)
		return;
	for (unsigned int i = 0; i < x->call.callees.n && !k->found; i++) {
		const struct func *f = x->call.callees.v[i];
		struct fn_facts *facts = facts_of_func(k->e, f);

		k->found = facts->once;
		if (k->found || facts->stamp == k->stamp)
			continue;
		facts->stamp = k->stamp;
		each_expr(f->body, search_calls, k);
	}
}

/* Written at the start of a handler or of its entry function. */
void stables_begin_run(struct emit *e, const struct handler *h, bool at_entry)
{
	struct search k = { .e = e, .stamp = ++e->stamps };

	if (!e->run)
		return;
	if (at_entry)
		for (unsigned int i = 0; i < h->entries.n; i++)
			each_subexpr(h->entries.v[i].value, search_calls, &k);
	else
		each_expr(h->body, search_calls, &k);
	if (!k.found)
		return;
	e->fn->uses_own = true;
	line(e, "own->%s++;", e->run);
}
