// SPDX-License-Identifier: GPL-2.0-or-later
/* Designated fields in the generated C, for families. Defaults are left out. */
#include <inttypes.h>
#include <string.h>

#include "family.h"
#include "parser/base/strbuf.h"

static void add_field(struct family_text *t, const char *name, const char *c)
{
	struct arena *a = t->target->arena;

	vec_push(a, &t->fields, arena_printf(a, ".%s = %s", name, c));
}

void field_number(struct family_text *t, const char *name, int64_t n)
{
	if (n == INT64_MIN)		/* C has no literal for INT64_MIN */
		add_field(t, name, arena_printf(t->target->arena, "%" PRId64 " - 1", n + 1));
	else if (n)
		add_field(t, name, arena_printf(t->target->arena, "%" PRId64, n));
}

void field_unsigned(struct family_text *t, const char *name, uint64_t n)
{
	if (n)
		add_field(t, name, arena_printf(t->target->arena, "%#" PRIx64, n));
}

void field_kernel_offset(struct family_text *t, const char *name, int64_t offset)
{
	t->has_addresses = true;
	field_unsigned(t, name, (uint64_t)offset);
}

void field_true(struct family_text *t, const char *name, bool is_set)
{
	if (is_set)
		add_field(t, name, "true");
}

void field_string(struct family_text *t, const char *name, const char *s)
{
	struct strbuf b = { 0 };

	if (!s)
		return;
	strbuf_put_literal(&b, s, strlen(s));
	add_field(t, name, b.s);
	strbuf_deinit(&b);
}

void field_name(struct family_text *t, const char *name, const char *c)
{
	if (c)
		add_field(t, name, c);
}

void field_symbol(struct family_text *t, const char *name, const char *module, const char *symbol)
{
	struct field_symbol f = { name, module, symbol };

	if (symbol)
		vec_push(t->target->arena, &t->symbols, f);
}
