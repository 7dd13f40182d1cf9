// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Handlers that differ in string constants only, as those of syscall.* do in the name of the call: from the ninth on each is a call
 * of one function that takes the constants. gcc needs a sixth of the time for it, and a hit some two instructions.
 *
 * A handler that may be one of them is written with its constants called text_1 ... (fn.takes_texts): those that are alike
 * are the same text then. The first eight are written once more, as they are.
 */
#include "handler.h"

#include <string.h>

enum { WRITTEN_OUT = 8 };

struct alike {			/* a text with parameters for its constants */
	unsigned int n;			/* handlers that have it */
	const char *name;		/* of the function; NULL: not written yet */
};

bool may_be_alike(const struct emit *e, const struct handler *h, const struct fn *fn)
{
	return e->p->handlers.n > WRITTEN_OUT && fn->constants.n && fn->constants.n <= MOST_TEXTS && !h->entries.n &&
	       !(fn->calls_frames && fn->has_frame) && !handler_is_rare(e, h);
}

/* The function's text in front of the first handler that calls it. */
static const char *function_write(struct emit *e, const struct fn *fn, const char *decls, const char *body)
{
	const char *name = name_global(e, "probes_alike");
	struct strbuf *b = &e->handlers;

	/* Spelled so: the kernel's headers have a macro noinline. */
	strbuf_printf(b, "\n/* what handlers have in common that differ in these */\nstatic __attribute__((__noinline__)) void %s(struct mytap_ctx *c",
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
