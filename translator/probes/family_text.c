// SPDX-License-Identifier: GPL-2.0-or-later
/* Designated fields in the generated C, for families. What is at its default is left out. */
#include <inttypes.h>
#include <string.h>

#include "family.h"
#include "parser/base/strbuf.h"

static void field(struct family_text *t, const char *name)
{
	strbuf_printf(t->fields, "%s.%s = ", t->fields->len ? ", " : "", name);
}

void field_number(struct family_text *t, const char *name, int64_t n)
{
	if (!n)
		return;
	field(t, name);
	if (n == INT64_MIN)		/* C has no literal for it */
		strbuf_printf(t->fields, "%" PRId64 " - 1", n + 1);
	else
		strbuf_printf(t->fields, "%" PRId64, n);
}

void field_unsigned(struct family_text *t, const char *name, uint64_t n)
{
	if (!n)
		return;
	field(t, name);
	strbuf_printf(t->fields, "%#" PRIx64, n);
}

void field_kernel_offset(struct family_text *t, const char *name, int64_t offset)
{
	t->has_addresses = true;
	field_unsigned(t, name, (uint64_t)offset);
}

void field_true(struct family_text *t, const char *name, bool is_set)
{
	if (!is_set)
		return;
	field(t, name);
	strbuf_puts(t->fields, "true");
}

void field_string(struct family_text *t, const char *name, const char *s)
{
	if (!s)
		return;
	field(t, name);
	strbuf_put_literal(t->fields, s, strlen(s));
}

void field_name(struct family_text *t, const char *name, const char *c)
{
	if (!c)
		return;
	field(t, name);
	strbuf_puts(t->fields, c);
}
