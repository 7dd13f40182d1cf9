// SPDX-License-Identifier: GPL-2.0-or-later
/* e =~ "re": each pattern is one C function over a table, made by regex/. */
#include "emit.h"

#include <string.h>

struct value emit_regex(struct emit *e, const struct expr *x)
{
	diag_error(&e->s->diag, x->loc, "regular expressions are not built yet");
	return value_number(e, 0);
}

void regexes_write(struct emit *e, struct strbuf *b)
{
	(void)e;
	(void)b;
}
