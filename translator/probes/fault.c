// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel.function("pattern").fault: the page faults that happen while a function runs, in its own code or in what it
 * calls. .fault.user: those at addresses of user memory, .fault.kernel: at others. The runtime looks for the function on
 * the stack of the fault, so it needs the function's size, which the symbol table has.
 */
#include <string.h>

#include "place_pattern.h"
#include "translator/image/image.h"
#include "translator/image/symtab.h"

struct fault {
	const struct symbol *code, *cold;	/* cold: the compiler's part of what seldom runs; NULL: none */
	bool only_user, only_kernel;
};

/* false: the size of the function is not known. */
static bool find_code(const struct point_match *m, const struct place *pl, struct fault *f)
{
	const struct symtab *symbols = image_symtab(m->target, pl->image);

	f->code = symbols && pl->has_address ? symtab_at(symbols, pl->address) : NULL;
	if (!f->code || f->code->address != pl->address || !f->code->size)
		return false;
	f->cold = symtab_get(symbols, arena_printf(m->session->arena, "%s.cold", symbol_name(symbols, f->code)));
	if (f->cold && !symtab_is_shared(symbols, f->cold))
		return true;
	f->cold = NULL;				/* of which of several functions of that name is not known */
	return true;
}

static bool fault_derive(struct point_match *m)
{
	struct place_query q = { .want = WANT_ENTRY, .only_call = true };
	struct strbuf why = { 0 };
	place_vec places = { 0 };
	const char *text, *last = vec_last(&m->point->parts).name;
	bool any = false;

	point_string(m, "module", &q.module);
	point_string(m, "function", &text);
	if (!place_pattern_read(m, "function", text, &q))
		return false;
	places_find(m, &q, &places, &why);
	vec_each(pl, &places) {
		struct fault *f = arena_new_of(m->session->arena, struct fault);

		f->only_user = !strcmp(last, "user");
		f->only_kernel = !strcmp(last, "kernel");
		if (!find_code(m, *pl, f)) {
			if (!why.len)
				strbuf_printf(&why, "the size of '%s' is not known without the kernel's symbol table", (*pl)->func);
			continue;
		}
		place_probe_add(m, &q, *pl, "function")->detail = f;
		any = true;
	}
	if (!any && !m->optional)
		diag_error(&m->session->diag, point_wrong_loc(m, "function"), "%s", why.len ? why.s : "no such place in the kernel");
	strbuf_deinit(&why);
	return any;
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
		field_number(t, "cold", (int64_t)(f->cold->address - f->code->address));
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
