// SPDX-License-Identifier: GPL-2.0-or-later
/* An access with its steps -> a location program. */
#include <string.h>

#include "translator/debuginfo/sources.h"

bool access_walk(struct trail *t, const struct target_context *at, const struct access *a,
		 struct dtype *operand_type, struct value *ret, int *depth)
{
	*depth = 0;
	t->di->failed_step = NULL;
	if (!access_begin(t, at, a, operand_type, ret))
		return false;
	for (unsigned int i = 0; i < a->steps.n; i++) {
		const struct access_step *step = &a->steps.v[i];

		t->di->failed_step = step;
		switch (step->kind) {
		case STEP_FIELD:
			if (!value_member(t, ret, step->field))
				return false;
			strbuf_printf(&t->text, "->%s", step->field);
			break;
		case STEP_INDEX:
			/* Arrays in registers cannot be indexed at run time; all in memory are handled alike. */
			if (!value_index(t, ret, -1))
				return false;
			strbuf_puts(&t->text, "[...]");
			break;
		case STEP_PRETTY:
			*depth = step->depth;
			break;
		}
	}
	t->di->failed_step = NULL;
	return true;
}

const struct access_step *debuginfo_failed_step(const struct debuginfo *di)
{
	return di->failed_step;
}

void program_finish(const struct target_context *at, const struct access *a, struct locprog *p)
{
	bool is_result = a && a->base == ACCESS_TARGET && !strcmp(a->name, "$return");

	if (!p)
		return;
	p->at_entry = at && at->is_return && at->place && a && a->base == ACCESS_TARGET && !is_result;
	if (a && a->is_store && p->store_register >= 0)
		p->needs_regs = true;
}

/* &@cast(p, "t") is p itself, of the type "t *". */
static bool is_cast_pointer(const struct access *a)
{
	return a->base == ACCESS_CAST && a->address_of && !a->steps.n;
}

struct locprog *debuginfo_access(struct debuginfo *di, const struct target_context *at, const struct access *a,
				 struct dtype *operand_type, struct strbuf *why)
{
	static const struct target_context nowhere;
	struct trail t = { .di = di, .why = why };
	struct locprog *p = NULL;
	struct value v;
	int depth;

	at = at ? at : &nowhere;
	if (access_walk(&t, at, a, operand_type, &v, &depth))
		p = value_program(&t, &v, a->address_of && !is_cast_pointer(a));
	if (p && a->is_store && !p->can_store) {
		strbuf_printf(why, "'%s' cannot be written to: %s", strbuf_str(&t.text), p->is_address ?
			      "it is a struct or an array; write its parts" :
			      "it is not kept in memory or in one register here");
		p = NULL;
	}
	program_finish(at, a, p);
	strbuf_deinit(&t.text);
	return p;
}
