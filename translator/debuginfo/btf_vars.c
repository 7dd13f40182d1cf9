// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Parameters at a function's entry and its result, from the BTF prototype and
 * the System V calling convention. Refuses everything else: clones, names shared by functions of different
 * prototypes, parameters passed on the stack or as a struct, and variables that are no parameters.
 */
#include <string.h>

#include "translator/debuginfo/btf.h"
#include "translator/debuginfo/modules.h"
#include "translator/debuginfo/sources.h"
#include "translator/image/arch/x86_64.h"
#include "translator/image/symtab.h"

/* BTF may omit functions that share a name; the symbols show them. */
static bool has_more_symbols(struct debuginfo *di, struct btf *btf, const char *name)
{
	struct symtab *t = debuginfo_symtab(di);
	int64_t i = t ? symtab_find(t, name) : -1;
	unsigned int symbols = 0, funcs = 0;

	for (; i >= 0 && i < t->n && !strcmp(symbol_name(t, &t->symbols[t->by_name[i]]), name); i++)
		symbols += (t->symbols[t->by_name[i]].flags & SYMBOL_FUNCTION) != 0;
	if (symbols < 2)
		return false;
	for (uint32_t id = btf_find_func(btf, name); id; id = btf_find_next(btf, name, 1u << BTF_KIND_FUNC, id))
		funcs++;
	return symbols > funcs;
}

static struct btf *btf_of_place(struct debuginfo *di, const struct place *place)
{
	if (!place)
		return NULL;
	if (place->module)
		return place->scope && place->scope->module ? module_btf(di, place->scope->module) : NULL;
	return debuginfo_btf(di);
}

/* A module's functions are looked up in its own type information: the kernel may have others of the same name. */
static uint32_t find_func(struct btf *btf, const struct place *place)
{
	uint32_t func = btf_find_func(btf, place->scope ? place->scope->name : place->func);

	return place->module && func < btf_first(btf) ? 0 : func;
}

/* The FUNC of the place, or 0 with the reason. */
static uint32_t btf_place_func(struct debuginfo *di, const struct target_context *at, struct strbuf *why)
{
	const struct place *place = at->place;
	struct btf *btf = btf_of_place(di, place);
	uint32_t func;

	if (!btf) {
		if (place && place->module)
			strbuf_printf(why, "module '%s' has no type information of its own", place->module);
		else
			strbuf_puts(why, di->btf_absent ? di->btf_absent : "no type information");
		return 0;
	}
	if (!place->is_entry || place->is_inline || place->offset < 0) {
		strbuf_puts(why, "only parameters at a function's entry, and its return value, are known without debuginfo");
		return 0;
	}
	if (place->scope && place->scope->is_clone) {
		strbuf_printf(why, "'%s' was compiled as a special copy whose parameters may be passed in other places",
			      place->func);
		return 0;
	}
	func = find_func(btf, place);
	if (!func) {
		strbuf_printf(why, "the prototype of '%s' is not in the %s's type information", place->func,
			      place->module ? "module" : "kernel");
	} else if (!place->module && (btf_func_is_ambiguous(btf, func) ||
				      has_more_symbols(di, btf, btf_name(btf, btf_type_at(btf, func)->name_off)))) {
		strbuf_printf(why, "several functions are named '%s' and their parameters may differ", place->func);
		func = 0;
	}
	return func;
}

bool btf_can_answer(struct debuginfo *di, const struct target_context *at, struct strbuf *why)
{
	return btf_place_func(di, at, why) != 0;
}

struct dtype *btf_prototype(struct debuginfo *di, const struct target_context *at)
{
	struct strbuf why = { 0 };
	uint32_t id = btf_place_func(di, at, &why);

	strbuf_deinit(&why);
	return id ? btf_func_dtype(btf_of_place(di, at->place), id) : NULL;
}

static void complain_unknown(struct trail *t, const struct target_context *at, struct dtype *func, const char *name)
{
	struct near near = NEAR_INIT(name);

	vec_each(m, &func->members)
		if (m->name)
			near_try(&near, m->name);
	strbuf_printf(t->why, "'%s' has no parameter '$%s'", at->place->func, name);
	if (near.best)
		strbuf_printf(t->why, " (did you mean '$%s'?)", near.best);
	strbuf_puts(t->why, func->members.n ? "; its parameters are" : "; it has none");
	vec_each(m, &func->members)
		strbuf_printf(t->why, "%s $%s", m == func->members.v ? ":" : ",", m->name ? m->name : "?");
}

bool btf_parameter(struct trail *t, const struct target_context *at, const char *name, struct value *ret)
{
	struct debuginfo *di = t->di;
	uint32_t id = btf_place_func(di, at, t->why);
	struct dtype *func = id ? btf_func_dtype(btf_of_place(di, at->place), id) : NULL;
	const char *reason = NULL;

	if (!func)
		return false;
	dtype_complete(func);
	for (unsigned int i = 0; i < func->members.n; i++) {
		const struct dtype_member *m = &func->members.v[i];
		int n;

		if (!m->name || strcmp(m->name, name))
			continue;
		n = abi_parameter(func, i, &reason);
		if (n < 0) {
			strbuf_printf(t->why, "the place of parameter '$%s' of '%s' is not known without debuginfo: %s",
				      name, at->place->func, reason);
			return false;
		}
		*ret = (struct value){ .kind = VALUE_PLAIN, .type = m->type, .can_store = true,
				       .store_register = arch_argument_register(n) };
		op_push(di->a, &ret->ops, .kind = LOC_ARG, .n = n);
		return true;
	}
	complain_unknown(t, at, func, name);
	return false;
}

bool btf_return_value(struct trail *t, const struct target_context *at, struct value *ret)
{
	uint32_t id = btf_place_func(t->di, at, t->why);
	struct dtype *func = id ? btf_func_dtype(btf_of_place(t->di, at->place), id) : NULL;
	struct dtype *type;

	if (!func)
		return false;
	type = dtype_strip(func->target);
	if (!type) {
		strbuf_printf(t->why, "'%s' returns nothing", at->place->func);
		return false;
	}
	if (dtype_is_aggregate(type) || type->size > 8 || type->kind == DTYPE_FLOAT) {
		strbuf_printf(t->why, "'%s' returns '", at->place->func);
		dtype_print(t->why, func->target);
		strbuf_puts(t->why, "', which is not returned in one integer register");
		return false;
	}
	*ret = (struct value){ .kind = VALUE_PLAIN, .type = func->target, .can_store = true, .store_register = 0 };
	op_push(t->di->a, &ret->ops, .kind = LOC_RETVAL);
	return true;
}

void btf_variable_names(struct debuginfo *di, const struct target_context *at, target_var_vec *ret)
{
	struct dtype *func = btf_prototype(di, at);

	if (!func)
		return;
	dtype_complete(func);
	vec_each(m, &func->members)
		if (m->name)
			vec_push(di->a, ret, (struct target_var){ .name = m->name, .type = m->type, .is_parameter = true });
}

/* BTF has types only for per-CPU variables; their addresses come from the symbols. */
bool btf_global(struct trail *t, const char *name, struct value *ret)
{
	struct debuginfo *di = t->di;
	struct btf *btf = debuginfo_btf(di);
	struct symtab *symtab = debuginfo_symtab(di);
	uint32_t id = btf ? btf_find_type(btf, name, 1u << BTF_KIND_VAR) : 0;
	int64_t found = symtab ? symtab_find(symtab, name) : -1;
	const struct symbol *sym = found < 0 ? NULL : &symtab->symbols[symtab->by_name[found]];

	if (!id || !sym) {
		strbuf_printf(t->why, "the type of kernel variable '%s' is not known without debuginfo", name);
		return false;
	}
	/* Two static variables of one name: the reference is ambiguous. */
	if (btf_find_next(btf, name, 1u << BTF_KIND_VAR, id) ||
	    (found + 1 < symtab->n && !strcmp(symbol_name(symtab, &symtab->symbols[symtab->by_name[found + 1]]), name))) {
		strbuf_printf(t->why, "several kernel variables are named '%s'", name);
		return false;
	}
	*ret = (struct value){ .kind = VALUE_MEMORY, .type = btf_dtype(btf, btf_type_at(btf, id)->type),
			       .can_store = true, .store_register = -1 };
	/* Per-CPU variables have ordinary addresses in newer kernels, offsets from 0 in older ones. */
	if (sym->flags & SYMBOL_PERCPU && sym->address < symtab->stext)
		op_push(di->a, &ret->ops, .kind = LOC_CONST, .n = sym->address);
	else
		op_push(di->a, &ret->ops, .kind = LOC_ADDRESS, .n = sym->address - symtab->stext, .image = di->kernel);
	if (sym->flags & SYMBOL_PERCPU)
		op_push(di->a, &ret->ops, .kind = LOC_PERCPU);
	return true;
}
