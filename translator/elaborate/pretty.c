// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Target values as text. debuginfo returns literal text and values in turn; here they become one sprintf with a
 * location program per argument.
 */
#include <string.h>

#include "pretty.h"
#include "translator/builtins.h"

bool pretty_is(const struct access *a)
{
	if (a->steps.n && vec_last(&a->steps).kind == STEP_PRETTY)
		return true;
	return a->base == ACCESS_TARGET && a->name[0] == '$' && a->name[1] == '$';
}

static struct expr *text_of(struct elab *e, struct loc loc, const char *s)
{
	struct expr *x = expr_string(e->arena, loc, s ? s : "", s ? (uint32_t)strlen(s) : 0);

	x->type = TYPE_STRING;
	return x;
}

/* Texts of the probe's family, such as $$name. */
static struct expr *known_text(struct elab *e, const struct target_context *at, const struct expr *x)
{
	if (x->access.base != ACCESS_TARGET || x->access.steps.n || !at->own)
		return NULL;
	vec_each(v, &at->own->v)
		if (v->text && !strcmp(v->name, x->access.name + 1))
			return text_of(e, x->loc, v->text);
	return NULL;
}

/* $$vars and the like; texts of the family take precedence. */
static bool is_known_list(const struct access *a, struct strbuf *why)
{
	static const char *const names[] = { "$$vars", "$$parms", "$$locals", "$$return" };

	if (a->base != ACCESS_TARGET || a->name[0] != '$' || a->name[1] != '$')
		return true;
	for (unsigned int i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(a->name, names[i]))
			return true;
	if (!strcmp(a->name, "$$name") || !strcmp(a->name, "$$system"))
		strbuf_printf(why, "'%s' is known only in a kernel.trace probe", a->name);
	else if (!strcmp(a->name, "$$provider"))
		strbuf_printf(why, "'%s' is known only in a process.mark probe", a->name);
	else
		strbuf_printf(why, "there is no '%s'; there are $$vars, $$parms, $$locals and $$return", a->name);
	return false;
}

struct maker {
	struct elab *e;
	struct expr *from, *print;
	struct strbuf text;
};

static void put_literal(struct maker *m, const char *s)
{
	struct format_part p = { .conv = CONV_LITERAL, .loc = m->from->loc, .text = s, .text_len = (uint32_t)strlen(s) };

	for (const char *c = s; *c; c++) {
		if (*c == '%')
			strbuf_putc(&m->text, '%');
		strbuf_putc(&m->text, *c);
	}
	if (p.text_len)
		vec_push(m->e->arena, &m->print->print.format->parts, p);
}

/* A string at a pointer is read by the library function for scripts. */
static struct expr *string_at(struct maker *m, struct expr *address, enum loc_space space)
{
	static const char *const readers[] = {
		[SPACE_KERNEL] = "kernel_string", [SPACE_EITHER] = "kernel_or_user_string", [SPACE_USER] = "user_string",
	};
	struct expr *call = expr_new(m->e->arena, EXPR_CALL, m->from->loc);
	const char *name = intern(readers[space]);
	struct expr *otherwise = text_of(m->e, m->from->loc, "<unknown>");

	call->call.name = name;
	vec_push(m->e->arena, &call->call.args, address);
	if (builtin_find(name, 2))
		vec_push(m->e->arena, &call->call.args, otherwise);
	call->call.builtin = builtin_find(name, call->call.args.n);
	if (!call->call.builtin)
		return NULL;
	call->type = TYPE_STRING;
	return call;
}

static struct expr *value_of(struct maker *m, const struct pretty_part *part)
{
	struct expr *v = expr_new(m->e->arena, EXPR_ACCESS, m->from->loc);

	v->access = m->from->access;
	memset(&v->access.inputs, 0, sizeof(v->access.inputs));
	if (m->from->access.operand)
		vec_push(m->e->arena, &v->access.inputs, m->from->access.operand);
	vec_each(s, &m->from->access.steps)
		if (s->kind == STEP_INDEX)
			vec_push(m->e->arena, &v->access.inputs, s->index);
	v->access.prog = part->prog;
	v->type = TYPE_LONG;
	return v;
}

static void put_value(struct maker *m, const struct pretty_part *part)
{
	static const struct { enum format_conv conv; const char *text; bool alt; } how[] = {
		[PRETTY_SIGNED] = { CONV_DECIMAL, "%i", false },
		[PRETTY_UNSIGNED] = { CONV_UNSIGNED, "%u", false },
		[PRETTY_HEX] = { CONV_HEX, "%#x", true },
		[PRETTY_CHAR] = { CONV_CHAR, "'%#c'", true },
		[PRETTY_STRING] = { CONV_STRING, "\"%#s\"", true },
	};
	struct format_part p = { .conv = how[part->how].conv, .alt = how[part->how].alt, .loc = m->from->loc };
	struct expr *v = value_of(m, part);
	const char *quote = part->how == PRETTY_CHAR ? "'" : p.conv == CONV_STRING ? "\"" : "";

	if (p.conv == CONV_STRING) {
		struct expr *s = string_at(m, v, part->space);

		if (s) {
			v = s;
		} else {		/* cannot be read: prints its address */
			p.conv = CONV_HEX;
			quote = "";
		}
	}
	put_literal(m, quote);
	strbuf_puts(&m->text, p.conv == CONV_STRING ? "%#s" : p.conv == CONV_CHAR ? "%#c" : how[part->how].text);
	vec_push(m->e->arena, &m->print->print.format->parts, p);
	put_literal(m, quote);
	vec_push(m->e->arena, &m->print->print.args, v);
}

struct expr *pretty_make(struct elab *e, const struct target_context *at, struct expr *x, struct dtype *type,
			 bool trial, struct strbuf *why)
{
	struct maker m = { .e = e, .from = x };
	pretty_vec parts = { 0 };
	struct expr *text = known_text(e, at, x);

	if (text)
		return text;
	if (!is_known_list(&x->access, why))
		return NULL;
	if (!debuginfo_pretty(target_debuginfo(e->t), at, &x->access, type, &parts, why))
		return NULL;
	if (trial)
		return x;
	m.print = expr_new(e->arena, EXPR_PRINT, x->loc);
	m.print->print.kind = PRINT_PRINTF;
	m.print->print.to_string = true;
	m.print->print.format_loc = x->loc;
	m.print->print.format = arena_new_of(e->arena, struct format);
	m.print->type = TYPE_STRING;
	vec_each(p, &parts) {
		if (p->text)
			put_literal(&m, p->text);
		else if (p->prog)
			put_value(&m, p);
		else
			put_literal(&m, "?");
	}
	m.print->print.format->text = arena_strdup(e->arena, strbuf_str(&m.text));
	strbuf_deinit(&m.text);
	return m.print;
}

/* ---- @enumname --------------------------------------------------------------------------------------- */

static struct expr *symbol_of(struct elab *e, struct loc loc, struct var *v)
{
	struct expr *x = expr_symbol(e->arena, loc, v->name);

	x->symbol.var = v;
	x->symbol.scope = SCOPE_LOCAL;
	x->type = TYPE_LONG;
	return x;
}

static struct expr *number_as_text(struct elab *e, struct loc loc, struct var *v)
{
	struct expr *x = expr_new(e->arena, EXPR_PRINT, loc);

	x->print.kind = PRINT_PRINT;
	x->print.to_string = true;
	vec_push(e->arena, &x->print.args, symbol_of(e, loc, v));
	x->type = TYPE_STRING;
	return x;
}

struct expr *enumname_make(struct elab *e, struct body *b, const struct target_context *at, struct expr *x, struct strbuf *why)
{
	struct debuginfo *di = target_debuginfo(e->t);
	struct dtype *t = NULL;
	struct var *v;
	struct expr *made, *assign;

	if (x->enumname.type_name)
		t = debuginfo_enum_type(di, at, x->enumname.type_name, x->enumname.module, why);
	else
		t = dtype_known(x->enumname.value->dtype);
	t = dtype_strip(t);
	if (!t || t->kind != DTYPE_ENUM) {
		if (!why->len)
			strbuf_puts(why, "which enumeration? Name it: @enumname(value, \"enum name\")");
		return NULL;
	}
	dtype_complete(t);
	v = arena_new_of(e->arena, struct var);
	v->name = intern(arena_printf(e->arena, "__enum%u", b->locals->n));
	v->loc = x->loc;
	v->scope = SCOPE_LOCAL;
	v->type = TYPE_LONG;
	v->is_written = true;
	vec_push(e->arena, b->locals, v);
	made = number_as_text(e, x->loc, v);
	for (unsigned int i = t->enumerators.n; i-- > 0;) {
		struct expr *cond = expr_new(e->arena, EXPR_BINARY, x->loc), *tern = expr_new(e->arena, EXPR_TERNARY, x->loc);

		cond->binary.op = OP_EQ;
		cond->binary.a = symbol_of(e, x->loc, v);
		cond->binary.b = expr_number(e->arena, x->loc, t->enumerators.v[i].value);
		tern->ternary.cond = cond;
		tern->ternary.then = text_of(e, x->loc, t->enumerators.v[i].name);
		tern->ternary.other = made;
		made = tern;
		if (i)
			continue;
		assign = expr_new(e->arena, EXPR_ASSIGN, x->loc);
		assign->assign.op = OP_ASSIGN;
		assign->assign.target = cond->binary.a;
		assign->assign.value = x->enumname.value;
		cond->binary.a = assign;
	}
	return made;
}
