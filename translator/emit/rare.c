// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Code that runs at most a few thousand times: handlers of rare families (probe_family.is_rare), and the functions
 * that no other handler calls. In a long script this is half of the text, and compiling it without optimization
 * (MYTAP_RARE) takes a third of the time.
 */
#include "emit.h"
#include "translator/probes/family.h"

static void note_often(void *ctx, const struct expr *x)
{
	struct emit *e = ctx;

	if (x->kind != EXPR_CALL)
		return;
	for (unsigned int i = 0; i < x->call.callees.n; i++) {
		const struct func *f = x->call.callees.v[i];
		struct fn_facts *facts = facts_of_func(e, f);

		if (!facts->is_rare)
			continue;
		facts->is_rare = false;
		if (f->body)
			each_expr(f->body, note_often, e);
	}
}

bool handler_is_rare(const struct emit *e, const struct handler *h)
{
	for (unsigned int i = e->probes_from[h->id]; i < e->probes_from[h->id + 1]; i++)
		if (!e->probes_by_handler[i]->family->is_rare)
			return false;
	return true;
}

void rare_prepare(struct emit *e)
{
	const struct handler *h = NULL;
	const struct expr *condition = NULL;

	for (unsigned int i = 0; i < e->p->funcs.n; i++)
		e->funcs[i].is_rare = true;
	for (unsigned int i = 0; i < e->p->probes.n; i++) {
		const struct dprobe *p = e->probes_by_handler[i];

		/* also evaluated when a handler changes what it reads */
		if (p->condition && p->condition != condition)
			each_subexpr(condition = p->condition, note_often, e);
		if (p->handler == h || handler_is_rare(e, p->handler))
			continue;
		h = p->handler;
		each_expr(h->body, note_often, e);
		for (unsigned int k = 0; k < h->entries.n; k++)
			each_subexpr(h->entries.v[k].value, note_often, e);
	}
}
