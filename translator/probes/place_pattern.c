// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Function patterns and places, shared by the families on addresses:
 * text -> struct place_query -> places -> derived probes with their names
 * (`kernel.function("vfs_read@fs/read_write.c:450").return`).
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "place_pattern.h"
#include "translator/image/image.h"

static bool read_number(const char **p, int *ret)
{
	char *end;
	long n;

	if (!isdigit((unsigned char)**p))
		return false;
	n = strtol(*p, &end, 10);
	if (n > 10000000)
		return false;
	*ret = (int)n;
	*p = end;
	return true;
}

/* After the file: ":12", ":12-20", ":*", "+3". */
static bool read_line(const char *p, struct place_query *q)
{
	if (!*p)
		return true;
	q->line_kind = *p == '+' ? LINE_RELATIVE : LINE_EXACT;
	p++;
	if (q->line_kind == LINE_EXACT && !strcmp(p, "*")) {
		q->line_kind = LINE_ALL;
		return true;
	}
	if (!read_number(&p, &q->line))
		return false;
	if (q->line_kind == LINE_EXACT && *p == '-') {
		p++;
		q->line_kind = LINE_RANGE;
		if (!read_number(&p, &q->line_end) || q->line_end < q->line)
			return false;
	}
	return !*p;
}

bool place_pattern_read(const struct point_match *m, const char *component, const char *text, struct place_query *q)
{
	struct arena *a = m->session->arena;
	const char *at = strchr(text, '@'), *end;

	q->loc = point_loc(m, component);
	q->function = arena_strndup(a, text, at ? (size_t)(at - text) : strlen(text));
	if (!*q->function) {
		diag_error(&m->session->diag, q->loc, "the function's name is missing: \"name\" or \"name@file:line\"");
		return false;
	}
	if (!at)
		return true;
	at++;
	end = at + strcspn(at, ":+");
	q->file = arena_strndup(a, at, (size_t)(end - at));
	if (*q->file && read_line(end, q))
		return true;
	diag_error(&m->session->diag, q->loc,
		   "'%s' is not of the form name@file, name@file:line, name@file:from-to, name@file:* or name@file+lines", text);
	return false;
}

bool place_function_read(const struct point_match *m, struct place_query *q)
{
	const char *text;

	point_string(m, "module", &q->module);
	return point_string(m, "function", &text) && place_pattern_read(m, "function", text, q);
}

static bool has_offset(const struct point_match *m)
{
	const char *text;

	return point_string(m, "function", &text) && strchr(text, '+');
}

/* kernel.function("vfs_read@fs/read_write.c:450").return : the place found, then the suffixes of the point. */
static const char *place_text(const struct point_match *m, const struct place *pl, const char *component)
{
	struct arena *a = m->session->arena;
	struct probe_point pp = { 0 };
	struct strbuf name = { 0 }, b = { 0 };
	const char *text;

	bool by_symbol = !strcmp(m->point->parts.v[0].name, "kprobe"), is_of_file = !point_has(m, "library");

	strbuf_puts(&name, pl->func ? pl->func : "");
	if (pl->file && !by_symbol)
		strbuf_printf(&name, "@%s", pl->file);
	if (pl->file && pl->line && !by_symbol)
		strbuf_printf(&name, ":%d", pl->line);
	if (by_symbol && m->point->parts.n > 1 && has_offset(m))
		name.len = 0;			/* "symbol+0x10" stays as written */
	for (unsigned int i = 0; i < m->point->parts.n; i++) {
		struct component c = m->point->parts.v[i];

		if (!strcmp(c.name, component) && c.arg && c.arg->kind == EXPR_STRING && name.len)
			c.arg = expr_string(a, c.loc, name.s, (uint32_t)name.len);
		else if (!strcmp(c.name, "library") || (!strcmp(c.name, "process") && is_of_file && (!c.arg || c.arg->kind == EXPR_STRING)))
			c.arg = expr_string(a, c.loc, pl->image->path, (uint32_t)strlen(pl->image->path));
		else if (!strcmp(c.name, "module") && c.arg && pl->module)
			c.arg = expr_string(a, c.loc, pl->module, (uint32_t)strlen(pl->module));
		else if (!strcmp(c.name, "label") && c.arg && pl->label)
			c.arg = expr_string(a, c.loc, pl->label, (uint32_t)strlen(pl->label));
		else if (!strcmp(c.name, "callee") && c.arg && pl->callee)
			c.arg = expr_string(a, c.loc, pl->callee, (uint32_t)strlen(pl->callee));
		vec_push(a, &pp.parts, c);
	}
	point_print(&b, &pp);
	text = intern(strbuf_str(&b));
	strbuf_deinit(&b);
	strbuf_deinit(&name);
	return text;
}

static bool is_pattern(const char *s)
{
	return strpbrk(s, "*?[") != NULL;
}

struct loc point_wrong_loc(const struct point_match *m, const char *component)
{
	const char *module = NULL;

	if (point_string(m, "module", &module) && !debuginfo_has_module(target_debuginfo(m->target), module))
		component = "module";
	return point_loc(m, component);
}

bool places_find(struct point_match *m, const struct place_query *q, place_vec *ret, struct strbuf *why)
{
	struct debuginfo *di = target_debuginfo(m->target);
	struct place_query query = *q;
	unsigned int left_out = 0;

	if (!di)
		return false;
	query.quiet = m->optional;
	query.without = m->session->opt.trace.without.n ? &m->session->opt.trace.without : NULL;
	debuginfo_places(di, &query, ret, &left_out, why);
	if (ret->n && left_out && m->session->opt.verbose && (!q->function || is_pattern(q->function)))
		fprintf(stderr, "%u place%s left out: the kernel's own lists forbid probes there\n", left_out,
			left_out == 1 ? "" : "s");
	return ret->n;
}

struct dprobe *place_probe_add(struct point_match *m, const struct place_query *q, struct place *pl, const char *component)
{
	struct dprobe *p = dprobe_add(m);

	p->place = pl;
	p->is_return = q->want == WANT_RETURN || q->callee_returns || (q->want == WANT_ADDRESS && point_has(m, "return"));
	p->is_raw = q->want == WANT_ADDRESS;
	if (p->is_return && returns_may_be_direct(m->session) && pl->image->kind == IMAGE_KERNEL)
		pl->is_plain = debuginfo_is_plain(target_debuginfo(m->target), pl);
	p->text = place_text(m, pl, component);
	return p;
}

bool places_derive_by(struct point_match *m, const struct place_query *q, const char *component, place_detail_fn *detail_of, void *ctx)
{
	struct strbuf why = { 0 };
	place_vec places = { 0 };
	bool any = false;

	places_find(m, q, &places, &why);
	vec_each(pl, &places) {
		const void *detail = detail_of(m, *pl, ctx, &why);

		if (detail)
			place_probe_add(m, q, *pl, component)->detail = detail;
		any |= detail != NULL;
	}
	if (!any && !m->optional)
		diag_error(&m->session->diag, point_wrong_loc(m, component), "%s", why.len ? why.s : "no such place in the kernel");
	strbuf_deinit(&why);
	return any;
}

/* The same of all places. */
static const void *detail_common(struct point_match *m, struct place *pl, void *ctx, struct strbuf *why)
{
	(void)m, (void)pl, (void)why;
	return ctx;
}

bool places_derive(struct point_match *m, const struct place_query *q, const char *component)
{
	struct place_detail *detail = arena_new_of(m->session->arena, struct place_detail);

	point_number(m, "maxactive", &detail->maxactive);
	return places_derive_by(m, q, component, detail_common, detail);
}

bool place_suffixes_read(const struct point_match *m, struct place_query *q)
{
	int64_t depth;

	q->only_call = point_has(m, "call");
	q->only_inline = point_has(m, "inline");
	q->only_exported = point_has(m, "exported");
	if (point_has(m, "return") && q->want != WANT_ADDRESS)
		q->want = WANT_RETURN;
	if (point_string(m, "label", &q->label))
		q->want = WANT_LABEL;
	if (point_string(m, "callee", &q->callee) || point_has(m, "callees")) {
		q->want = WANT_CALLEE;
		q->callee_returns = point_has(m, "return");
		if (!q->callee)
			q->callee = "*";
		if (!point_number(m, "callees", &depth))
			depth = 1;
		if (depth < 1 || depth > MOST_CALLS) {
			diag_error(&m->session->diag, point_loc(m, "callees"), "callees takes a depth of 1 to %d, not %lld", MOST_CALLS,
				   (long long)depth);
			return false;
		}
		q->callees_depth = (int)depth;
	}
	return true;
}
