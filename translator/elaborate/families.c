// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Queries of pass 2 to the families: the variables of a probe, and, at the end, how the probes are attached and which
 * kernel symbols that needs.
 */
#include <string.h>

#include "elaborate.h"

const struct runtime_family *dprobe_runtime(const struct dprobe *p)
{
	return p->family->choose ? p->family->choose(p) : p->family->runtime;
}

unsigned int dprobe_number(const struct program *prog, const struct dprobe *p)
{
	unsigned int n = 0;

	vec_each(other, &prog->probes) {
		if (*other == p)
			return n;
		n += (*other)->family == p->family;
	}
	bug("a probe of another program");
}

bool dprobe_context(struct elab *e, const struct dprobe *p, struct target_context *ret)
{
	struct context_vars *own;

	ret->place = p->place;
	ret->is_return = p->is_return;
	ret->with_types = p->family->has_arguments;
	if (!p->family->variables)
		return p->family->has_place_variables;
	own = arena_new_of(e->arena, struct context_vars);
	p->family->variables(e->t, p, own);
	ret->own = own;
	return true;
}

/* All symbols of the family, from this build of the kernel; NULL: some are unknown. */
static const int64_t *symbols_of(struct elab *e, const struct runtime_family *f)
{
	struct debuginfo *di = e->t->debuginfo;
	unsigned int n = 0;
	uint64_t stext, address;
	int64_t *ret;

	if (!di || !debuginfo_is_this_build(di) || !(stext = debuginfo_stext(di)))
		return NULL;
	while (f->symbols[n])
		n++;
	ret = arena_alloc(e->arena, n * sizeof(*ret));
	for (unsigned int i = 0; i < n; i++) {
		address = debuginfo_symbol(di, f->symbols[i]);
		if (!address)
			return NULL;
		ret[i] = (int64_t)(address - stext);
	}
	return ret;
}

static struct family_use *use_of(struct elab *e, const struct runtime_family *f)
{
	vec_each(u, &e->program.families)
		if (u->family == f)
			return u;
	vec_push(e->arena, &e->program.families, (struct family_use){ .family = f });
	return &vec_last(&e->program.families);
}

void families_collect(struct elab *e)
{
	vec_each(p, &e->program.probes)
		if (dprobe_runtime(*p))
			use_of(e, dprobe_runtime(*p))->nprobes++;
	vec_each(u, &e->program.families)
		if (u->family->symbols && (!u->family->wants_symbols || u->family->wants_symbols(e->s, u->nprobes)))
			u->symbols = symbols_of(e, u->family);
}
