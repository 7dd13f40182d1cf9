// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel.function("pattern").fault, and a module's: the page faults that happen while a function runs, in its own code or in what it
 * calls. .fault.user: those at addresses of user memory, .fault.kernel: at others. The runtime looks for the function on
 * the stack of the fault, so it needs the function's size, which the symbol table has.
 */
#include <string.h>

#include "place_pattern.h"
#include "translator/image/image.h"
#include "translator/image/symtab.h"

struct fault {
	const struct symbol *code, *cold;	/* cold: the compiler's part of what seldom runs; NULL: none */
	const char *cold_from;		/* the symbol that it is counted from; NULL: the function */
	int64_t cold_at;
	const char *module;
	bool only_user, only_kernel;
};

/* A module's sections lie at no fixed distance. */
static void find_cold(const struct point_match *m, const struct place *pl, const struct symtab *symbols, struct fault *f)
{
	f->cold = symtab_get(symbols, arena_printf(m->session->arena, "%s.cold", symbol_name(symbols, f->code)));
	if (!f->cold)
		return;
	f->cold_at = (int64_t)(f->cold->address - f->code->address);
	/* With several functions of that name it is not known whose it is. */
	if (symtab_is_shared(symbols, f->cold) ||
	    (pl->module && !image_tell(m->target, pl->image, f->cold->address, &f->cold_from, &f->cold_at)))
		f->cold = NULL;
}

/* false: the size of the function is not known. */
static bool find_code(const struct point_match *m, const struct place *pl, struct fault *f)
{
	const struct symtab *symbols = image_symtab(m->target, pl->image);

	f->code = symbols && (pl->has_address || pl->module) ? symtab_at(symbols, pl->address) : NULL;
	if (!f->code || f->code->address != pl->address || !f->code->size)
		return false;
	find_cold(m, pl, symbols, f);
	return true;
}

static const void *fault_of(struct point_match *m, struct place *pl, void *ctx, struct strbuf *why)
{
	struct fault *f = arena_new_of(m->session->arena, struct fault);
	const char *last = vec_last(&m->point->parts).name;

	(void)ctx;
	f->module = pl->module;
	f->only_user = !strcmp(last, "user");
	f->only_kernel = !strcmp(last, "kernel");
	if (find_code(m, pl, f))
		return f;
	if (!why->len)
		strbuf_printf(why, "the size of '%s' is not known without the symbol table of %s", pl->func,
			      image_text(m->session->arena, pl->image));
	return NULL;
}

static bool fault_derive(struct point_match *m)
{
	struct place_query q = { .want = WANT_ENTRY, .only_call = true };

	return place_function_read(m, &q) && places_derive_by(m, &q, "function", fault_of, NULL);
}

/* In the order of the hit's values (runtime/kernel/fault.c). */
static void fault_variables(struct target *t, const struct dprobe *p, struct context_vars *ret)
{
	static const char *const names[] = { "address", "ip", "error_code", "user", "write", "exec", "mapped" };

	ret->owner = arena_printf(t->arena, "'%s'", p->text);
	for (unsigned int i = 0; i < sizeof(names) / sizeof(*names); i++)
		context_var_given(t->arena, ret, names[i], NULL, i);
}

static void fault_emit(struct family_text *t, const struct dprobe *p)
{
	const struct fault *f = p->detail;

	field_number(t, "length", f->code->size);
	if (f->cold) {
		field_number(t, "cold_length", f->cold->size);
		field_number(t, "cold", f->cold_at);
		field_symbol(t, "cold_name", f->module, f->cold_from);
	}
	field_true(t, "only_user", f->only_user);
	field_true(t, "only_kernel", f->only_kernel);
}

static const struct runtime_family fault_runtime = { .name = "fault", .emit = fault_emit };

#define FAULTS(base) base ".fault", base ".fault.user", base ".fault.kernel"

static const char *const patterns[] = {
	FAULTS("kernel.function(string)"), FAULTS("module(string).function(string)"), NULL
};

const struct probe_family fault_family = {
	.name = "fault", .patterns = patterns, .derive = fault_derive, .runtime = &fault_runtime,
	.variables = fault_variables, .variables_stay = true,
};
