// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Handlers that differ only in string constants, as those of syscall.* in the name of the call: from the ninth on,
 * each calls one function with the constants as parameters. gcc then needs a sixth of the time, and a hit about two
 * more instructions.
 *
 * A candidate is written with its constants named text_1 ... (fn.takes_texts), so that similar handlers have equal
 * texts. The first eight are then written again with their constants.
 */
#include "handler.h"

#include <string.h>

enum { WRITTEN_OUT = 8 };

struct alike {			/* a text with parameters for its constants */
	unsigned int n;			/* number of handlers with this text */
	const char *name;		/* of the function; NULL: not written yet */
};

bool may_be_alike(const struct emit *e, const struct handler *h, const struct fn *fn)
{
	return e->p->handlers.n > WRITTEN_OUT && fn->constants.n && fn->constants.n <= MOST_TEXTS && !h->entries.n &&
	       !(fn->calls_frames && fn->has_frame) && !handler_is_rare(e, h);
}

/* Writes the function before the first handler that calls it. */
static const char *function_write(struct emit *e, const struct fn *fn, const char *decls, const char *body)
{
	const char *name = name_global(e, "probes_alike");
	struct strbuf *b = &e->handlers;

	/* Not noinline, which is a macro in the kernel's headers. */
	strbuf_printf(b, "\n/* shared by handlers that differ only in these strings */\nstatic __attribute__((__noinline__)) void %s(struct mytap_ctx *c",
		      name);
	for (unsigned int i = 0; i < fn->constants.n; i++)
		strbuf_printf(b, ", const char *text_%u", i + 1);
	strbuf_printf(b, ")\n{\n%s%s%s}\n", decls, *decls ? "\n" : "", body);
	return name;
}

const char *alike_body(struct emit *e, const struct fn *fn, const char *decls, const char *body)
{
	const char *key = text(e, "%s\n--\n%s", decls, body), *ret;
	struct alike *a = map_get(&e->alike_index, key);
	struct strbuf call = { 0 };

	if (!a) {
		a = arena_new_of(e->a, struct alike);
		map_put(&e->alike_index, key, a);
	}
	if (a->n++ < WRITTEN_OUT)
		return NULL;
	if (!a->name)
		a->name = function_write(e, fn, decls, body);
	strbuf_printf(&call, "\t%s(c", a->name);
	vec_each(name, &fn->constants)
		strbuf_printf(&call, ", %s", *name);
	strbuf_puts(&call, ");\n");
	ret = arena_strndup(e->a, strbuf_str(&call), call.len);
	strbuf_deinit(&call);
	return ret;
}
