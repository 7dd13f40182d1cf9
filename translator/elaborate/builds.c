// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The builds of the kernel and of modules that the program is for: those it has addresses in, and the modules it
 * names. Symbols are read only if the program has addresses, since that takes time.
 */
#include <string.h>

#include "elaborate.h"
#include "translator/builtins.h"
#include "translator/image/image.h"

static void add_module(struct elab *e, const char *name)
{
	struct module_use m = { .name = name };

	if (!name || !strcmp(name, "kernel"))
		return;
	vec_each(known, &e->program.modules)
		if (!strcmp(known->name, name))
			return;
	vec_push(e->arena, &e->program.modules, m);
}

void builds_note(struct elab *e, const struct locprog *p)
{
	vec_each(op, &p->ops) {
		if (op->kind != LOC_ADDRESS)
			continue;
		e->program.has_addresses |= op->image->kind == IMAGE_KERNEL;
		if (op->image->kind == IMAGE_MODULE)
			add_module(e, op->image->name);
	}
}

static void add_place(struct elab *e, const struct place *pl)
{
	add_module(e, pl->module);
	e->program.has_addresses |= pl->has_address && !pl->module;
	for (unsigned int i = 0; i < pl->ncalls; i++) {
		add_module(e, pl->calls[i].module);
		e->program.has_addresses |= !pl->calls[i].symbol && pl->image->kind != IMAGE_USER;
	}
}

static bool note_lines(struct walk *w, struct expr **x)
{
	*(bool *)w->ctx |= (*x)->kind == EXPR_CALL && (*x)->call.builtin && (*x)->call.builtin->flags & BUILTIN_KERNEL_LINES;
	return true;
}

static bool wants_lines(const struct program *prog)
{
	bool wants = false;
	struct walk w = { .pre_expr = note_lines, .ctx = &wants };

	vec_each(f, &prog->funcs)
		if ((*f)->body)
			walk_stmt(&w, &(*f)->body);
	vec_each(h, &prog->handlers)
		walk_stmt(&w, &(*h)->body);
	return wants;
}

static void add_lines(struct elab *e, const char *module)
{
	struct source_lines lines;

	if (!debuginfo_lines(e->t->debuginfo, module, &lines))
		return;
	vec_push(e->arena, &e->program.source_lines, lines);
	e->program.has_addresses |= !module;
}

/* Of the kernel, of the modules that the script names, and of those of -d. */
static void collect_lines(struct elab *e)
{
	if (!wants_lines(&e->program) || !target_debuginfo(e->t))
		return;
	vec_each(name, &e->t->s->opt.stack_files)
		if (**name != '/' && debuginfo_has_module(e->t->debuginfo, *name))
			add_module(e, *name);
	add_lines(e, NULL);
	vec_each(m, &e->program.modules)
		add_lines(e, m->name);
}

void builds_collect(struct elab *e)
{
	struct debuginfo *di;
	struct program *prog = &e->program;

	vec_each(p, &prog->probes) {
		add_module(e, (*p)->module);
		prog->has_addresses |= (*p)->has_address;
		if ((*p)->place)
			add_place(e, (*p)->place);
	}
	vec_each(u, &prog->families)
		prog->has_addresses |= u->symbols != NULL;
	collect_lines(e);
	di = e->t->debuginfo;
	if (!di)
		return;
	if (prog->has_addresses) {
		prog->stext = debuginfo_stext(di);
		prog->anchor = debuginfo_symbol(di, "_printk");
	}
	vec_each(m, &prog->modules)
		m->build_id_size = debuginfo_module_build_id(di, m->name, m->build_id, &m->path, &m->other);
}
