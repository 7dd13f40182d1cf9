// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The value of $name, $return, @var and @cast before any access step, and the choice between the sources: BTF if it
 * answers exactly, else DWARF, else an error with the remedy.
 */
#include <string.h>

#include "translator/image/debuginfod.h"
#include "translator/debuginfo/modules.h"
#include "translator/debuginfo/sources.h"

/* ---- variables of the probe's family ---------------------------------------------------------------- */

struct context_var *context_var_given(struct arena *a, struct context_vars *vars, const char *name, struct dtype *type,
				      unsigned int n)
{
	struct context_var v = { .name = name, .type = type };

	op_push(a, &v.prog.ops, .kind = LOC_GIVEN, .n = n);
	v.prog.store_given = n + 1;
	v.prog.store_register = -1;
	v.prog.type = type;
	vec_push(a, &vars->v, v);
	return &vec_last(&vars->v);
}

struct context_var *context_var_string(struct arena *a, struct context_vars *vars, const char *name, unsigned int n)
{
	static struct dtype character = { .kind = DTYPE_CHAR, .name = "char", .size = 1, .is_signed = true, .complete = true },
			    string = { .kind = DTYPE_POINTER, .size = 8, .target = &character, .complete = true };
	struct context_var *v = context_var_given(a, vars, name, &string, n);

	v->prog.is_string = true;
	return v;
}

void context_var_answer(struct arena *a, struct context_vars *vars, const char *name, unsigned int n)
{
	struct context_var *v = context_var_string(a, vars, name, n);

	v->prog.answer_given = n + 2;
	v->prog.can_store = v->prog.is_free = true;
}

const struct context_var *context_var_find(const struct target_context *at, const struct access *access)
{
	if (!at->own || access->base != ACCESS_TARGET || access->steps.n || access->address_of)
		return NULL;
	vec_each(v, &at->own->v)
		if (!v->text && !strcmp(v->name, access->name + 1))
			return v;
	return NULL;
}

struct locprog *context_var_program(struct arena *a, const struct context_var *v)
{
	struct locprog *p;

	if (!v || (v->type && !v->prog.is_string))
		return NULL;
	p = arena_new_of(a, struct locprog);
	*p = v->prog;
	return p;
}

void context_var_text(struct arena *a, struct context_vars *vars, const char *name, const char *text)
{
	vec_push(a, &vars->v, (struct context_var){ .name = name, .text = text ? text : "" });
}

void tracepoint_vars(struct arena *a, const struct tracepoint *tp, struct context_vars *ret)
{
	ret->owner = arena_printf(a, "tracepoint '%s'", tp->name);
	ret->by_number = true;
	for (unsigned int i = 0; i < tp->args.n; i++)
		context_var_given(a, ret, tp->args.v[i].name, tp->args.v[i].type, i);
	context_var_text(a, ret, "$name", tp->name);
	context_var_text(a, ret, "$system", tp->system);
}

/* N of $argN, which names an argument by number; a variable of that name takes precedence. 0: no such name. */
static unsigned int own_number(const struct context_vars *own, const char *name)
{
	unsigned int number;
	int end = 0;

	if (!own->by_number || sscanf(name, "arg%u%n", &number, &end) != 1 || name[end])
		return 0;
	vec_each(v, &own->v)
		if (!strcmp(v->name, name))
			return 0;
	return number;
}

static void say_own(struct trail *t, const struct context_vars *own, const char *name, const char *near)
{
	unsigned int n = 0;

	strbuf_printf(t->why, "%s has no %s '$%s'", own->owner, own->by_number ? "argument" : "variable", name);
	if (near)
		strbuf_printf(t->why, " (did you mean '$%s'?)", near);
	vec_each(v, &own->v)
		if (!v->text)
			strbuf_printf(t->why, "%s $%s", n++ ? "," : own->by_number ? "; its arguments are:" : "; its variables are:",
				      v->name);
	if (!n)
		strbuf_puts(t->why, "; it has none");
}

static bool own_variable(struct trail *t, const struct context_vars *own, const char *name, struct value *ret)
{
	unsigned int number = own_number(own, name), i = 0;
	struct near near = NEAR_INIT(name);

	vec_each(v, &own->v) {
		if (v->text)
			continue;
		if (!strcmp(v->name, name) || ++i == number) {
			if (v->absent) {
				strbuf_puts(t->why, v->absent);
				return false;
			}
			*ret = (struct value){ .kind = VALUE_PLAIN, .type = v->type, .store_register = -1 };
			vec_each(op, &v->prog.ops)
				vec_push(t->di->a, &ret->ops, *op);
			return true;
		}
		near_try(&near, v->name);
	}
	say_own(t, own, name, near.best);
	return false;
}

/* ---- of the place ------------------------------------------------------------------------------------- */

/* The reason from BTF and, if another source would answer, its name. */
static bool refuse(struct trail *t, const char *btf_says)
{
	strbuf_puts(t->why, btf_says);
	debuginfo_advise_dwarf(t->di, t->why);
	return false;
}

/* No other source could answer. */
static bool is_settled(const char *btf_says)
{
	return strstr(btf_says, "returns nothing") || strstr(btf_says, "one integer register");
}

/* A place found by its symbol alone, for a query that BTF does not answer. */
static void adopt_dwarf(struct debuginfo *di, struct place *p)
{
	struct strbuf why = { 0 };
	struct dwarf *d;

	if (!p->scope || p->scope->dwarf || !debuginfod_is_wanted(di->s))
		return;
	d = image_dwarf(di, p->image, true, &why);
	if (d)
		dwarf_place_adopt(d, p);
	strbuf_deinit(&why);
}

/* Programs have no type information but DWARF; --debuginfo applies only to the kernel's. */
static bool program_variable(struct trail *t, const struct target_context *at, const char *name, struct value *ret)
{
	adopt_dwarf(t->di, at->place);
	if (at->place->scope->dwarf)
		return !strcmp(name, "return") ? dwarf_return_value(t, at, ret) : dwarf_variable(t, at, name, ret);
	strbuf_printf(t->why, "the variables in '%s' of %s are not known without debuginfo; %s", at->place->func,
		      at->place->image->name, !strcmp(name, "return") ? "returnval() is its return value, as a number" :
		      "int_arg(1), pointer_arg(2) and so on are its arguments at its entry");
	image_advise_dwarf(t->di, at->place->image, t->why);
	return false;
}

static bool place_variable(struct trail *t, const struct target_context *at, const char *name, struct value *ret)
{
	bool is_return_value = !strcmp(name, "return");
	struct strbuf btf_says = { 0 }, *why = t->why;
	bool ok = false;

	t->why = &btf_says;
	if (t->di->s->opt.debuginfo != DEBUGINFO_DWARF)
		ok = is_return_value ? btf_return_value(t, at, ret) : btf_parameter(t, at, name, ret);
	t->why = why;
	if (!ok && !is_settled(strbuf_str(&btf_says)))
		adopt_dwarf(t->di, at->place);
	if (!ok && at->place->scope && at->place->scope->dwarf && t->di->s->opt.debuginfo != DEBUGINFO_BTF)
		ok = is_return_value ? dwarf_return_value(t, at, ret) : dwarf_variable(t, at, name, ret);
	else if (!ok && (at->place->module || is_settled(strbuf_str(&btf_says))))
		strbuf_puts(t->why, strbuf_str(&btf_says));
	else if (!ok)
		refuse(t, btf_says.len ? btf_says.s : "the variables here are not known without debuginfo");
	strbuf_deinit(&btf_says);
	return ok;
}

/*
 * The functions made by SYSCALL_DEFINE have the registers of user space as parameters, and ksys_*() take the same; so
 * all their pointers are user space's. (__x64_sys_*() take the kernel's own struct pt_regs.)
 */
static bool is_system_call(const struct place *p)
{
	static const char *const made[] = { "__do_sys_", "__se_sys_", "__do_compat_sys_", "__se_compat_sys_", "ksys_", "compat_ksys_" };
	const char *name = p->scope ? p->scope->name : p->func;

	for (unsigned int i = 0; !p->module && name && i < sizeof(made) / sizeof(*made); i++)
		if (!strncmp(name, made[i], strlen(made[i])))
			return true;
	return false;
}

static void point_to_user(struct trail *t, struct value *v)
{
	struct dtype *s = dtype_strip(v->type);

	if (!s || s->kind != DTYPE_POINTER)
		return;
	v->type = dtype_pointer_to(t->di, s->target);
	v->type->space = SPACE_USER;
}

bool context_is_of_program(const struct target_context *at)
{
	return at->place && at->place->image && at->place->image->kind == IMAGE_USER;
}

static bool find_variable(struct trail *t, const struct target_context *at, const char *name, struct value *ret)
{
	if (at->own)
		return own_variable(t, at->own, name, ret);
	if (!at->place) {
		strbuf_printf(t->why, "there is no '$%s' in this kind of probe", name);
		return false;
	}
	if (!strcmp(name, "return") && !at->is_return) {
		strbuf_puts(t->why, "'$return' is known only in a .return probe");
		return false;
	}
	if (context_is_of_program(at))
		return program_variable(t, at, name, ret);
	if (!place_variable(t, at, name, ret))
		return false;
	if (is_system_call(at->place) && strcmp(name, "return"))
		point_to_user(t, ret);
	return true;
}

/* A program's variable and its targets are in user memory; else the address decides if the type does not. */
bool variable_find(struct trail *t, const struct target_context *at, const char *name, struct value *ret)
{
	if (!find_variable(t, at, name, ret))
		return false;
	ret->space = context_is_of_program(at) ? SPACE_USER : SPACE_EITHER;
	return true;
}

/* A variable of a module; false without a message if it has none of that name. */
static bool module_global(struct trail *t, struct module_info *m, const char *name, const char *cu, struct value *ret)
{
	struct dwarf *d = module_dwarf(t->di, m, true, t->why);

	if (d)
		return dwarf_global(t, d, name, cu, ret);
	strbuf_printf(t->why, "%sthe variables of module '%s' are not known without its debuginfo", t->why->len ? "; " : "",
		      m->image.name);
	debuginfo_advise_dwarf(t->di, t->why);
	return false;
}

static bool named_module_global(struct trail *t, const char *module, const char *name, const char *cu, struct value *ret)
{
	module_vec found = { 0 };

	modules_find(t->di, module, &found, t->why);
	if (found.n > 1)
		strbuf_printf(t->why, "@var takes one module: '%s' stands for %u", module, found.n);
	return found.n == 1 && module_global(t, found.v[0], name, cu, ret);
}

static bool kernel_global(struct trail *t, const char *name, const char *cu, struct value *ret)
{
	struct strbuf btf_says = { 0 }, *why = t->why;
	struct dwarf *d;
	bool ok = false;

	t->why = &btf_says;
	if (!cu && t->di->s->opt.debuginfo != DEBUGINFO_DWARF)
		ok = btf_global(t, name, ret);
	else
		strbuf_printf(&btf_says, "which file a variable '%s' is in is not known without debuginfo", name);
	t->why = why;
	if (!ok && (d = debuginfo_dwarf_fetched(t->di)))
		ok = dwarf_global(t, d, name, cu, ret);
	else if (!ok)
		refuse(t, strbuf_str(&btf_says));
	strbuf_deinit(&btf_says);
	return ok;
}

static bool program_global(struct trail *t, struct image *image, const char *name, const char *cu, struct value *ret)
{
	struct dwarf *d = image_dwarf(t->di, image, true, t->why);

	if (!d) {
		strbuf_printf(t->why, "%sthe variables of %s are not known without its debuginfo", t->why->len ? "; " : "",
			      image->name);
		image_advise_dwarf(t->di, image, t->why);
		return false;
	}
	if (!dwarf_global(t, d, name, cu, ret))
		return false;
	ret->space = SPACE_USER;
	return true;
}

/* "name@cu": of the probe's program; of the module named, else of the probe's own and then of the kernel. */
static bool variable_global(struct trail *t, const struct target_context *at, const struct access *a, struct value *ret)
{
	const char *cut = strchr(a->name, '@'), *cu = cut ? cut + 1 : NULL;
	const char *name = cut ? intern_n(a->name, cut - a->name) : a->name;
	struct module_info *own = at->place && at->place->scope ? at->place->scope->module : NULL;
	struct strbuf module_says = { 0 }, *why = t->why;
	bool ok;

	if (context_is_of_program(at) && !(a->module && *a->module))
		return program_global(t, at->place->image, name, cu, ret);
	if (a->module && *a->module && strcmp(a->module, "kernel"))
		return named_module_global(t, a->module, name, cu, ret);
	if (!own || (a->module && *a->module))
		return kernel_global(t, name, cu, ret);
	t->why = &module_says;
	ok = module_global(t, own, name, cu, ret);
	t->why = why;
	if (!ok && !(ok = kernel_global(t, name, cu, ret)))
		strbuf_printf(t->why, "; %s", strbuf_str(&module_says));
	strbuf_deinit(&module_says);
	return ok;
}

/* The operand is a pointer to the type, or of the type itself if that is a pointer or a number. */
static bool variable_cast(struct trail *t, const struct target_context *at, const struct access *a, struct value *ret)
{
	bool is_user;
	struct dtype *type = type_find(t->di, at, a->type_name, a->module, &is_user, t->why), *s;

	if (!type && t->why->len)
		return false;
	s = dtype_strip(type);
	*ret = (struct value){ .kind = VALUE_PLAIN, .store_register = -1, .space = is_user ? SPACE_USER : SPACE_KERNEL };
	op_push(t->di->a, &ret->ops, .kind = LOC_INPUT, .n = t->ninputs++);
	if (s && s->kind == DTYPE_POINTER) {
		ret->type = type;
	} else if (a->steps.n || a->address_of || !s || dtype_is_aggregate(s) || s->kind == DTYPE_DECLARED) {
		ret->type = dtype_pointer_to(t->di, type);
		ret->type->space = ret->space;
	} else {
		ret->type = type;
	}
	return true;
}

static bool variable_pointer(struct trail *t, struct dtype *operand_type, struct value *ret)
{
	struct dtype *s = dtype_strip(operand_type);

	if (!s) {
		strbuf_puts(t->why, "the type behind this value is not known; use @cast");
		return false;
	}
	*ret = (struct value){ .kind = VALUE_PLAIN, .store_register = -1, .type = operand_type,
			       .space = dtype_space(operand_type) };
	op_push(t->di->a, &ret->ops, .kind = LOC_INPUT, .n = t->ninputs++);
	if (dtype_is_aggregate(s)) {		/* the value is its address */
		ret->kind = VALUE_MEMORY;
		ret->can_store = true;
	}
	return true;
}

/* Callers without a script (testsuite/unit/dbg_query) have no operand. */
static void put_operand(struct strbuf *b, const struct expr *operand)
{
	if (operand)
		unparse_expr(b, operand);
	else
		strbuf_puts(b, "...");
}

bool access_begin(struct trail *t, const struct target_context *at, const struct access *a,
		  struct dtype *operand_type, struct value *ret)
{
	const char *name;

	switch (a->base) {
	case ACCESS_TARGET:
		name = *a->name == '$' ? a->name + 1 : a->name;
		strbuf_printf(&t->text, "$%s", name);
		return variable_find(t, at, name, ret);
	case ACCESS_VAR:
		strbuf_printf(&t->text, "@var(\"%s\")", a->name);
		return variable_global(t, at, a, ret);
	case ACCESS_CAST:
		strbuf_puts(&t->text, "@cast(");
		put_operand(&t->text, a->operand);
		strbuf_printf(&t->text, ", \"%s\")", a->type_name);
		return variable_cast(t, at, a, ret);
	case ACCESS_POINTER:
		put_operand(&t->text, a->operand);
		return variable_pointer(t, operand_type, ret);
	}
	return false;
}
