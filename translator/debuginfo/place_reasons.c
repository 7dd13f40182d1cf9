// SPDX-License-Identifier: GPL-2.0-or-later
/* Why a query has no places: what was searched for and where, similar names, and the remedy. */
#include <string.h>

#include "translator/debuginfo/btf.h"
#include "translator/debuginfo/search.h"

void say_no_code(struct search *s)
{
	unsigned long long at = s->q->address;

	if (s->image->kind == IMAGE_MODULE)
		strbuf_printf(s->why, "0x%llx is in no function of module '%s': it counts from the start of its .text", at,
			      s->image->name);
	else if (s->image->kind == IMAGE_KERNEL)
		strbuf_printf(s->why, "0x%llx is not in the kernel's code", at);
	else
		strbuf_printf(s->why, "0x%llx is not in the code of %s", at, s->image->name);
}

void say_needs_dwarf(struct search *s)
{
	const struct place_query *q = s->q;

	if (s->image->kind == IMAGE_MODULE) {
		strbuf_printf(s->why, "%sof module '%s' only functions by name are known, with their parameters and return values; "
			      "the rest needs linux-image-%s-dbg", s->why->len ? "; " : "", s->image->name,
			      s->di->t->kernel.release);
		return;
	}
	if (q->file || q->want == WANT_STATEMENT)
		strbuf_printf(s->why, "%ssource files and lines of %s are", s->why->len ? "; " : "", image_text(s->di->a, s->image));
	else
		strbuf_printf(s->why, "%s%s", s->why->len ? "; " : "", q->only_inline ? "where functions are inlined is" :
			      "labels and calls in functions are");
	strbuf_puts(s->why, " not known without debuginfo");
	image_advise_dwarf(s->di, s->image, s->why);
}

static void near_name(struct near *near, const char *name)
{
	size_t n = strlen(near->name), m = strlen(name);

	/* Most of 46,000 names differ too much in length. */
	if ((n > m ? n - m : m - n) <= 1 + n / 4)
		near_try(near, name);
}

static void near_functions(struct search *s)
{
	const struct symtab *t = s->symtab;
	struct btf *btf = t || s->image->kind != IMAGE_KERNEL ? NULL : debuginfo_btf(s->di);

	if (!s->q->function || glob_is_pattern(s->q->function))
		return;
	s->near.name = s->q->function;
	for (uint32_t i = 0; t && i < t->n; i++)
		if (t->symbols[i].flags & SYMBOL_FUNCTION && !(t->symbols[i].flags & SYMBOL_INIT))
			near_name(&s->near, symbol_name(t, &t->symbols[i]));
	for (uint32_t id = btf ? btf_first(btf) : 1; btf && id < btf_count(btf); id++)
		if (BTF_INFO_KIND(btf_type_at(btf, id)->info) == BTF_KIND_FUNC)
			near_name(&s->near, btf_name(btf, btf_type_at(btf, id)->name_off));
}

static void say_query(struct strbuf *b, const struct place_query *q)
{
	if (q->callee)
		strbuf_printf(b, "callee '%s' of ", q->callee);
	if (q->label)
		strbuf_printf(b, "label '%s' in ", q->label);
	if (q->want == WANT_STATEMENT)
		strbuf_puts(b, "statement in ");
	strbuf_printf(b, "%sfunction '%s'", q->only_inline ? "inlined " : q->only_exported ? "exported " : "", q->function);
	if (q->file)
		strbuf_printf(b, " in file '%s'", q->file);
	if (q->line_kind == LINE_EXACT)
		strbuf_printf(b, " at line %d", q->line);
	else if (q->line_kind == LINE_RELATIVE)
		strbuf_printf(b, " at line +%d", q->line);
	else if (q->line_kind == LINE_RANGE)
		strbuf_printf(b, " at lines %d-%d", q->line, q->line_end);
}

static void say_not_exported(struct search *s)
{
	const char *of = s->image->kind == IMAGE_MODULE ? arena_printf(s->di->a, " of module '%s'", s->image->name) : "";

	if (glob_is_pattern(s->q->function))
		strbuf_printf(s->why, "no function '%s'%s is exported to others", s->q->function, of);
	else
		strbuf_printf(s->why, "function '%s'%s is not exported to %s; drop .exported", s->q->function, of,
			      *of ? "others" : "modules");
}

static void say_where(struct search *s)
{
	const char *release = s->di->t->kernel.release;

	if (s->q->module && s->image->kind == IMAGE_MODULE)
		strbuf_printf(s->why, " in module '%s'", s->q->module);
	else
		strbuf_printf(s->why, s->image->kind == IMAGE_USER ? " in %s" : " in kernel %s",
			      s->image->kind == IMAGE_USER ? s->image->name : release ? release : "");
}

void say_nothing_found(struct search *s, bool wanted_dwarf)
{
	const struct symtab *t = s->symtab;

	if (s->why->len)
		return;
	if (s->q->only_exported && (s->image->kind == IMAGE_MODULE ? s->nlike > 0 : t && symtab_get(t, s->q->function))) {
		say_not_exported(s);
		return;
	}
	if (!strncmp(s->q->function, "__pfx_", 6) && t && symtab_get(t, s->q->function + 6)) {
		strbuf_printf(s->why, "'%s' is what kernels call the padding in front of '%s', which never runs and cannot be probed: probe '%s'",
			      s->q->function, s->q->function + 6, s->q->function + 6);
		return;
	}
	if (*s->left_out) {
		if (*s->left_out == 1)
			strbuf_puts(s->why, "the one place that matches cannot be probed");
		else
			strbuf_printf(s->why, "none of the %u places that match can be probed", *s->left_out);
		if (s->reason)
			strbuf_printf(s->why, *s->left_out == 1 ? ": %s" : ", the last because %s", s->reason);
		return;
	}
	strbuf_puts(s->why, "no ");
	say_query(s->why, s->q);
	say_where(s);
	if (strchr(s->q->function, '{')) {
		strbuf_puts(s->why, " (braces are not for strings: write {function(\"a\"),function(\"b\")})");
		return;
	}
	if (!wanted_dwarf)
		near_functions(s);
	if (s->near.best && strcmp(s->near.best, s->near.name))
		strbuf_printf(s->why, " (did you mean '%s'?)", s->near.best);
	else if (!dwarf_of(s) && !s->q->module && s->q->want != WANT_SYMBOL) {
		strbuf_puts(s->why, "; a function that is inlined everywhere is known only to debuginfo");
		image_advise_dwarf(s->di, s->image, s->why);
	}
}
