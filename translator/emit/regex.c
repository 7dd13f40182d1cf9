// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * e =~ "re" as C: constant tables and a call. Each pattern has one set of tables. Scripts that use groups get the
 * program of the matcher instead of a DFA.
 */
#include <string.h>

#include "emit.h"
#include "translator/regex/regex.h"

enum { MOST_GROUPS = 10 };

/* ---- use ------------------------------------------------------------------------------------ */

/* Finds out, before anything is written, whether the script uses matched() or ngroups(). */
struct value emit_regex(struct emit *e, const struct expr *x)
{
	struct value s = emit_expr(e, x->regex.subject), v;
	struct regex_use use = { .pattern = x->regex.pattern, .loc = x->regex.pattern_loc };
	const char *name = NULL, *t;

	for (unsigned int i = 0; i < e->regexes.n && !name; i++)
		if (!strcmp(e->regexes.v[i].pattern, use.pattern))
			name = e->regexes.v[i].name;
	if (!name) {
		use.name = name = text(e, "regex_%u", e->regexes.n + 1);
		vec_push(e->a, &e->regexes, use);
	}
	if (!e->asks_groups) {
		v = value_new(text(e, "%smytap_regex_search(&%s, %s)", x->regex.negated ? "!" : "", name, value_text(e, s)),
			      x->regex.negated ? P_UNARY : P_PRIMARY, s.reads);
		v.is_int = true;
		return v;
	}
	e->fn->uses_own = e->uses_matched = true;
	t = temp_new(e, "s64 ", "t");
	line(e, "%s = mytap_regex_match(&%s, %s, &own->match, own->match_text, sizeof(own->match_text));", t, name,
	     value_text(e, s));
	v = value_new(x->regex.negated ? text(e, "!%s", t) : t, x->regex.negated ? P_UNARY : P_PRIMARY, 0);
	v.is_int = true;
	return v;
}

/* ---- tables --------------------------------------------------------------------------------- */

static void put_numbers(struct strbuf *b, const char *head, const void *v, unsigned int width, unsigned int n)
{
	strbuf_puts(b, head);
	for (unsigned int i = 0; i < n; i++) {
		unsigned int x = width == 1 ? ((const uint8_t *)v)[i] : ((const uint16_t *)v)[i];

		strbuf_printf(b, "%s%u,", i % 24 ? " " : "\n\t", x);
	}
	strbuf_puts(b, "\n};\n");
}

static void put_comment(struct strbuf *b, const char *pattern)
{
	strbuf_puts(b, "\n/* \"");
	for (const char *p = pattern; *p; p++) {
		strbuf_put_escaped(b, p, 1);
		if (*p == '*' && p[1] == '/')
			strbuf_putc(b, '\\');
	}
	strbuf_puts(b, "\" */\n");
}

static void put_dfa(struct emit *e, struct strbuf *b, const char *name, const struct regex_dfa *d)
{
	put_numbers(b, text(e, "static const u8 %s_classes[256] = {", name), d->classes, 1, 256);
	put_numbers(b, text(e, "static const u16 %s_next[%u * %u] = {", name, d->nstates, d->nclasses), d->next, 2,
		    d->nstates * d->nclasses);
	put_numbers(b, text(e, "static const u8 %s_ends[%u] = {", name, d->nstates), d->accepts_at_end, 1, d->nstates);
	strbuf_printf(b, "static const struct mytap_regex %s = {\n\t.classes = %s_classes, .next = %s_next, .ends = %s_ends,\n"
		      "\t.nclasses = %u, .accept = %u, .dead = %u,\n};\n", name, name, name, name, d->nclasses, d->accept,
		      d->dead);
}

static void put_program(struct emit *e, struct strbuf *b, const char *name, const struct regex *k)
{
	static const char *const ops[] = { "SET", "SPLIT", "JUMP", "SAVE", "BEGIN", "END", "MATCH" };

	strbuf_printf(b, "static const u64 %s_sets[][4] = {\n", name);
	for (unsigned int i = 0; i < k->prog.sets.n; i++) {
		const uint64_t *s = k->prog.sets.v[i].bits;

		strbuf_printf(b, "\t{ %#llx, %#llx, %#llx, %#llx },\n", (unsigned long long)s[0], (unsigned long long)s[1],
			      (unsigned long long)s[2], (unsigned long long)s[3]);
	}
	if (!k->prog.sets.n)
		strbuf_puts(b, "\t{ 0 },\n");
	strbuf_printf(b, "};\nstatic const struct mytap_regex_inst %s_program[] = {\n", name);
	for (unsigned int i = 0; i < k->prog.inst.n; i++) {
		const struct re_inst *in = &k->prog.inst.v[i];

		strbuf_printf(b, "\t{ MYTAP_RE_%s, %u, %u },\n", ops[in->op], in->x, in->y);
	}
	strbuf_printf(b, "};\nstatic const struct mytap_regex_program %s = { %s_program, %s_sets, %u, %u };\n", name, name,
		      name, k->prog.inst.n, k->ngroups > MOST_GROUPS ? MOST_GROUPS : k->ngroups);
	(void)e;
}

enum { MOST_PROGRAM = 200 };

void regexes_write(struct emit *e, struct strbuf *b)
{
	for (unsigned int i = 0; i < e->regexes.n; i++) {
		const struct regex_use *r = &e->regexes.v[i];
		struct regex k = { .ngroups = 0 };

		if (!regex_make(e->a, &e->s->diag, r->loc, r->pattern, &k))
			continue;
		put_comment(b, r->pattern);
		if (!e->asks_groups)
			put_dfa(e, b, r->name, k.dfa);
		else if (k.prog.inst.n > MOST_PROGRAM)
			diag_error(&e->s->diag, r->loc, "this regular expression is too big for a script that asks for "
				   "groups (matched()): simplify it, or do without groups");
		else
			put_program(e, b, r->name, &k);
	}
}
