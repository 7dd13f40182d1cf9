// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Variables in scope at a place: those of the enclosing blocks, innermost first, of its function or inlined instance,
 * then of its compile unit.
 */
#include <dwarf.h>
#include <string.h>

#include "translator/debuginfo/dwarf_file.h"
#include "translator/image/arch/x86_64.h"
#include "translator/image/symtab.h"

enum { MAX_SCOPES = 32 };

/* A place with its scopes, for queries. */
struct sight {
	struct dwarf *d;
	struct expr_place at;
	Dwarf_Die cu, function, scopes[MAX_SCOPES];	/* scopes: outermost first; [0] the function or instance */
	unsigned int nscopes;
	const char *name;		/* of the function, for messages */
	bool has_function, is_clone;
};

/* The out-of-line function around an inlined instance, for its stack frame. */
static bool function_around(Dwarf_Die *cu, uint64_t pc, Dwarf_Die *ret)
{
	Dwarf_Die die;

	if (dwarf_child(cu, &die))
		return false;
	do
		if (dwarf_tag(&die) == DW_TAG_subprogram && dwarf_haspc(&die, pc) > 0) {
			*ret = die;
			return true;
		}
	while (!dwarf_siblingof(&die, &die));
	return false;
}

static void add_blocks(struct sight *s, Dwarf_Die *parent)
{
	Dwarf_Die die;

	if (dwarf_child(parent, &die))
		return;
	do
		if (dwarf_tag(&die) == DW_TAG_lexical_block && dwarf_haspc(&die, s->at.pc) > 0 && s->nscopes < MAX_SCOPES) {
			s->scopes[s->nscopes++] = die;
			add_blocks(s, &die);
			return;
		}
	while (!dwarf_siblingof(&die, &die));
}

static bool sight_fill(struct sight *s, const struct place *place)
{
	struct scope *scope = place->scope;
	Dwarf_Die last = s->function;
	bool has_last = s->has_function;

	*s = (struct sight){ .d = scope->dwarf, .name = place->func, .is_clone = scope->is_clone };
	if (!scope->die || !die_at(s->d->dw, scope->die, &s->scopes[0]) || !dwarf_diecu(&s->scopes[0], &s->cu, NULL, NULL))
		return false;
	s->nscopes = 1;
	s->has_function = true;
	if (dwarf_tag(&s->scopes[0]) == DW_TAG_subprogram)
		s->function = s->scopes[0];
	else if (has_last && dwarf_haspc(&last, scope->pc) > 0)
		s->function = last;	/* places are sorted by address: consecutive ones are often in one function */
	else
		s->has_function = function_around(&s->cu, scope->pc, &s->function);
	s->at = (struct expr_place){ .d = s->d, .cu = &s->cu, .function = s->has_function ? &s->function : NULL,
				     .pc = scope->pc, .at_entry = place->is_entry && !place->is_inline };
	add_blocks(s, &s->scopes[0]);
	return true;
}

/* Consecutive queries are about the same place: it is opened once. NULL: no DWARF for it. */
static struct sight *sight_open(const struct place *place)
{
	struct dwarf *d = place->scope->dwarf;

	if (!d->sight)
		d->sight = arena_new_of(d->a, struct sight);
	if (d->sight_of != place->scope) {
		d->sight_of = NULL;
		if (!sight_fill(d->sight, place))
			return NULL;
		d->sight_of = place->scope;
	}
	return d->sight;
}

static bool is_variable(Dwarf_Die *die)
{
	int tag = dwarf_tag(die);

	return tag == DW_TAG_variable || tag == DW_TAG_formal_parameter;
}

static bool find_in(Dwarf_Die *scope, const char *name, Dwarf_Die *ret)
{
	Dwarf_Die die;

	if (dwarf_child(scope, &die))
		return false;
	do {
		const char *n = is_variable(&die) ? dwarf_diename(&die) : NULL;

		if (n && !strcmp(n, name)) {
			*ret = die;
			return true;
		}
	} while (!dwarf_siblingof(&die, &die));
	return false;
}

static void near_variables(struct near *near, Dwarf_Die *scope)
{
	Dwarf_Die die;

	if (dwarf_child(scope, &die))
		return;
	do {
		const char *n = is_variable(&die) ? dwarf_diename(&die) : NULL;

		if (n)
			near_try(near, n);
	} while (!dwarf_siblingof(&die, &die));
}

static bool absent(struct trail *t, struct sight *s, const char *name, const char *reason)
{
	strbuf_printf(t->why, "'$%s' cannot be read in '%s' here: %s", name, s->name, reason);
	return false;
}

/* A variable that this copy of the function lacks is only in the abstract function. */
static bool abstract_of(Dwarf_Die *die, Dwarf_Die *ret)
{
	Dwarf_Attribute at;

	return dwarf_formref_die(dwarf_attr(die, DW_AT_abstract_origin, &at), ret) != NULL;
}

/*
 * A parameter on the stack (its address is taken, or the code is not optimized) is stored there by the first
 * instructions; before them it is where the calling convention puts it.
 */
static bool parameter_by_abi(struct sight *s, Dwarf_Die *die, const char *name, struct value *ret, struct strbuf *reason)
{
	struct dtype *func;
	Dwarf_Die abstract;
	const char *unknown;
	int n = -1;

	if (!s->at.at_entry || s->is_clone || dwarf_tag(die) != DW_TAG_formal_parameter)
		return false;
	func = dwarf_dtype(s->d, abstract_of(&s->function, &abstract) ? &abstract : &s->function);
	dtype_complete(func);
	for (unsigned int i = 0; i < func->members.n && n < 0; i++)
		if (func->members.v[i].name && !strcmp(func->members.v[i].name, name) &&
		    (n = abi_parameter(func, i, &unknown)) < 0) {
			strbuf_reset(reason);
			strbuf_printf(reason, "the place where it is passed is not known, since %s; it can be read from the function's first "
				      "line on (.statement)", unknown);
			return false;
		}
	if (n < 0)
		return false;
	*ret = (struct value){ .kind = VALUE_PLAIN, .type = dwarf_type_of(s->d, die), .can_store = true,
			       .store_register = arch_argument_register((unsigned int)n) };
	op_push(s->d->a, &ret->ops, .kind = LOC_ARG, .n = n);
	return true;
}

static bool locate(struct trail *t, struct sight *s, Dwarf_Die *die, const char *name, struct value *ret)
{
	struct strbuf reason = { 0 };
	bool ok = dwarf_locate(&s->at, die, ret, &reason) || parameter_by_abi(s, die, name, ret, &reason);

	if (!ok)
		absent(t, s, name, strbuf_str(&reason));
	strbuf_deinit(&reason);
	return ok;
}

/* Globals have no frame. */
static bool locate_global(struct trail *t, struct dwarf *d, Dwarf_Die *die, const char *name, struct value *ret)
{
	Dwarf_Die cu;
	struct expr_place at = { .d = d, .cu = &cu };
	struct strbuf reason = { 0 };
	bool ok;

	if (!dwarf_diecu(die, &cu, NULL, NULL))
		return false;
	ok = dwarf_locate(&at, die, ret, &reason);
	if (!ok)
		strbuf_printf(t->why, "variable '%s' cannot be read: %s", name, strbuf_str(&reason));
	strbuf_deinit(&reason);
	return ok;
}

static const struct index_record *global_record(struct dwarf *d, const char *name, uint64_t in_cu, const char *file)
{
	const struct dwarf_index *x = d->index;
	const struct index_record *best = NULL;
	size_t shortest = ~(size_t)0;

	for (uint32_t i = index_find(x, name); i < x->nrecords && !strcmp(index_string(x, x->records[i].name), name); i++) {
		const struct index_record *r = &x->records[i];
		const char *where = index_file_name(x, r->file);
		size_t n = where ? strlen(where) : 0;

		if (r->kind != INDEX_GLOBAL || (file && !glob_match_path(file, where)))
			continue;
		if (in_cu ? x->cus[r->cu] == in_cu : file ? n < shortest : !best || r->flags & INDEX_EXTERNAL) {
			best = r;
			shortest = n;
		}
	}
	return best;
}

bool dwarf_global(struct trail *t, struct dwarf *d, const char *name, const char *cu, struct value *ret)
{
	const struct index_record *r = global_record(d, name, 0, cu);
	struct near near = NEAR_INIT(name);
	Dwarf_Die die;

	if (r && die_at(d->dw, index_die(d->index, r), &die))
		return locate_global(t, d, &die, name, ret);
	for (uint32_t i = 0; i < d->index->nrecords; i++)
		if (d->index->records[i].kind == INDEX_GLOBAL)
			near_try(&near, index_string(d->index, d->index->records[i].name));
	strbuf_printf(t->why, "no variable '%s'%s%s in %s", name, cu ? " in file " : "", cu ? cu : "",
		      image_text(t->di->a, d->image));
	if (near.best && strcmp(near.best, name))
		strbuf_printf(t->why, " (did you mean '%s'?)", near.best);
	if (d->image->kind == IMAGE_USER)
		image_advise_dwarf(t->di, d->image, t->why);
	return false;
}

static bool symbol_variable(struct trail *t, struct sight *s, Dwarf_Die *die, const char *name, struct value *ret)
{
	struct symtab *symtab = s->d->image->kind == IMAGE_USER ? NULL : debuginfo_symtab(t->di);
	const struct symbol *sym = symtab ? symtab_get(symtab, name) : NULL;

	if (!sym || sym->flags & (SYMBOL_TEXT | SYMBOL_PERCPU))
		return false;
	*ret = (struct value){ .kind = VALUE_MEMORY, .type = dwarf_type_of(s->d, die), .can_store = true,
			       .store_register = -1 };
	op_push(t->di->a, &ret->ops, .kind = LOC_ADDRESS, .n = sym->address - symtab->stext, .image = t->di->kernel);
	return true;
}

/* $name of a variable of the file, or of an external one that the file declares. */
static bool unit_variable(struct trail *t, struct sight *s, const char *name, struct value *ret, bool *found)
{
	const struct index_record *r = global_record(s->d, name, die_id(s->d->dw, &s->cu), NULL);
	Dwarf_Die die;

	*found = r && die_at(s->d->dw, index_die(s->d->index, r), &die);
	if (*found)
		return locate_global(t, s->d, &die, name, ret);
	if (!find_in(&s->cu, name, &die))
		return false;
	r = global_record(s->d, name, 0, NULL);
	if (!r || !(r->flags & INDEX_EXTERNAL)) {
		/* A variable only declared here and defined elsewhere by a symbol: by the linker, like jiffies, or by
		 * the kernel for a module. */
		*found = dwarf_hasattr(&die, DW_AT_declaration) && symbol_variable(t, s, &die, name, ret);
		return *found;
	}
	*found = die_at(s->d->dw, index_die(s->d->index, r), &die);
	return *found && locate_global(t, s->d, &die, name, ret);
}

static void say_names(struct trail *t, const struct target_context *at)
{
	target_var_vec vars = { 0 };

	dwarf_variable_names(t->di, at, &vars);
	for (unsigned int i = 0; i < vars.n && i < 16; i++)
		strbuf_printf(t->why, "%s$%s", i ? ", " : "; there are: ", vars.v[i].name);
	if (vars.n > 16)
		strbuf_puts(t->why, " ...");
}

bool dwarf_variable(struct trail *t, const struct target_context *at, const char *name, struct value *ret)
{
	struct near near = NEAR_INIT(name);
	struct sight *s = sight_open(at->place);
	Dwarf_Die die, abstract;
	bool found, ok;

	if (!s) {
		strbuf_printf(t->why, "there is no debuginfo for the variables in '%s'", at->place->func);
		return false;
	}
	for (unsigned int i = s->nscopes; i-- > 0; )
		if (find_in(&s->scopes[i], name, &die))
			return locate(t, s, &die, name, ret);
	for (unsigned int i = s->nscopes; i-- > 0; )
		if (abstract_of(&s->scopes[i], &abstract) && find_in(&abstract, name, &die))
			return dwarf_hasattr(&die, DW_AT_const_value) || dwarf_hasattr(&die, DW_AT_location) ?
			       locate(t, s, &die, name, ret) : absent(t, s, name, "the compiler optimized it out");
	ok = unit_variable(t, s, name, ret, &found);
	if (found)
		return ok;
	for (unsigned int i = 0; i < s->nscopes; i++)
		near_variables(&near, &s->scopes[i]);
	strbuf_printf(t->why, "there is no '$%s' in scope in '%s'", name, s->name);
	if (near.best)
		strbuf_printf(t->why, " (did you mean '$%s'?)", near.best);
	else
		say_names(t, at);
	return false;
}

bool dwarf_return_value(struct trail *t, const struct target_context *at, struct value *ret)
{
	struct sight *sight = sight_open(at->place);
	struct dtype *type, *s;

	if (!sight) {
		strbuf_printf(t->why, "the type '%s' returns is not known", at->place->func);
		return false;
	}
	type = dwarf_type_of(sight->d, &sight->scopes[0]);
	s = dtype_strip(type);
	if (!s) {
		strbuf_printf(t->why, "'%s' returns nothing", at->place->func);
		return false;
	}
	if (dtype_is_aggregate(s) && s->size > 8) {
		strbuf_printf(t->why, "'%s' returns '", at->place->func);
		dtype_print(t->why, type);
		strbuf_puts(t->why, "', which is not returned in one integer register");
		return false;
	}
	*ret = (struct value){ .kind = VALUE_PLAIN, .type = type, .can_store = true, .store_register = 0 };
	op_push(t->di->a, &ret->ops, .kind = LOC_RETVAL);
	return true;
}

static void add_names(struct debuginfo *di, struct dwarf *d, Dwarf_Die *scope, target_var_vec *ret)
{
	Dwarf_Die die;

	if (dwarf_child(scope, &die))
		return;
	do {
		const char *name = is_variable(&die) ? dwarf_diename(&die) : NULL;
		bool known = !name;

		for (unsigned int i = 0; !known && i < ret->n; i++)
			known = !strcmp(ret->v[i].name, name);
		if (!known)
			vec_push(di->a, ret, (struct target_var){ .name = name, .type = dwarf_type_of(d, &die),
				 .is_parameter = dwarf_tag(&die) == DW_TAG_formal_parameter });
	} while (!dwarf_siblingof(&die, &die));
}

void dwarf_variable_names(struct debuginfo *di, const struct target_context *at, target_var_vec *ret)
{
	struct sight *s = sight_open(at->place);
	Dwarf_Die abstract;

	if (!s)
		return;
	/* The abstract function has all parameters in source order, also those optimized out. */
	if (abstract_of(&s->scopes[0], &abstract)) {
		target_var_vec all = { 0 };

		add_names(di, s->d, &abstract, &all);
		vec_each(v, &all)
			if (v->is_parameter)
				vec_push(di->a, ret, *v);
	}
	for (unsigned int i = 0; i < s->nscopes; i++)
		add_names(di, s->d, &s->scopes[i], ret);
}
