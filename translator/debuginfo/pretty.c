// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * $$vars, $$parms, $$locals, $$return, $x$ and $x$$ as text with values in it:
 *	file=0xffff888003a4b600 count=0x400
 *	{.a=1, .b={...}, .c="text", .d=[1, 2, ...]}
 * One $ shows the members of a struct, two also those of structs within it;
 * only the outermost pointer is followed. A value that cannot be fetched is "?". The caller adds the quotes around
 * texts and characters.
 */
#include <string.h>

#include "translator/debuginfo/sources.h"

enum { ARRAY_MAX = 32, DEEP = 1000 };

struct pretty {
	struct debuginfo *di;
	const struct target_context *at;
	const struct access *access;	/* the access, for program_finish() */
	uint32_t ninputs;
	pretty_vec *ret;
	struct strbuf text;		/* literal text not yet in ret */
	size_t shortest;		/* minimal length of the result */
	size_t limit;			/* longer text would be cut off */
};

static void flush_text(struct pretty *p)
{
	if (!p->text.len)
		return;
	vec_push(p->di->a, p->ret, (struct pretty_part){ .text = arena_strdup(p->di->a, p->text.s) });
	p->shortest += p->text.len;
	strbuf_reset(&p->text);
}

static bool is_full(const struct pretty *p)
{
	return p->shortest + p->text.len > p->limit;
}

static void put_part(struct pretty *p, struct locprog *prog, int how, enum loc_space space)
{
	struct pretty_part part = { .prog = prog, .space = space };

	part.how = how;
	flush_text(p);
	program_finish(p->at, p->access, prog);
	vec_push(p->di->a, p->ret, part);
	p->shortest++;
}

static void put_value(struct pretty *p, struct locprog *prog, int how)
{
	put_part(p, prog, how, SPACE_KERNEL);
}

static struct locprog *make_program(struct pretty *p, const struct value *v, bool address_of)
{
	struct strbuf why = { 0 };
	struct trail t = { .di = p->di, .why = &why, .ninputs = p->ninputs };
	struct value copy = value_copy(p->di->a, v);
	struct locprog *prog = value_program(&t, &copy, address_of);

	strbuf_deinit(&why);
	strbuf_deinit(&t.text);
	return prog;
}

static bool is_char(struct dtype *t)
{
	t = dtype_strip(t);
	return t && t->kind == DTYPE_CHAR;
}

static void put_string(struct pretty *p, const struct value *v, bool address_of, enum loc_space space)
{
	put_part(p, make_program(p, v, address_of), PRETTY_STRING, space);
}

static void put_any(struct pretty *p, const struct value *v, int depth, bool outermost);

static void put_struct(struct pretty *p, const struct value *v, struct dtype *s, int depth)
{
	struct trail t = { .di = p->di };
	bool first = true;

	if (depth <= 0) {
		strbuf_puts(&p->text, "{...}");
		return;
	}
	dtype_complete(s);
	strbuf_putc(&p->text, '{');
	vec_each(m, &s->members) {
		struct value part = value_copy(p->di->a, v);

		/* Unnamed bit-fields are padding. */
		if (!m->name && !dtype_is_aggregate(m->type))
			continue;
		strbuf_puts(&p->text, first ? "" : ", ");
		first = false;
		if (is_full(p)) {
			strbuf_puts(&p->text, "...");
			break;
		}
		if (m->name)
			strbuf_printf(&p->text, ".%s=", m->name);
		value_member_of(&t, &part, m, m->bit_offset);
		put_any(p, &part, depth - 1, false);
	}
	strbuf_putc(&p->text, '}');
}

static void put_array(struct pretty *p, const struct value *v, struct dtype *s, int depth)
{
	struct strbuf why = { 0 };
	struct trail t = { .di = p->di, .why = &why };

	if (is_char(s->target) && v->kind == VALUE_MEMORY) {
		put_string(p, v, true, v->space);
		return;
	}
	if (depth <= 0) {
		strbuf_puts(&p->text, "[...]");
		return;
	}
	strbuf_putc(&p->text, '[');
	for (uint64_t i = 0; i < s->count; i++) {
		struct value element = value_copy(p->di->a, v);

		strbuf_puts(&p->text, i ? ", " : "");
		if (i == ARRAY_MAX || is_full(p)) {
			strbuf_puts(&p->text, "...");
			break;
		}
		if (value_index(&t, &element, i))
			put_any(p, &element, depth - 1, false);
		else
			put_value(p, NULL, 0);
	}
	strbuf_putc(&p->text, ']');
	strbuf_deinit(&why);
}

static void put_pointer(struct pretty *p, const struct value *v, struct dtype *s, int depth, bool outermost)
{
	struct dtype *to = dtype_strip(s->target);

	if (is_char(to)) {
		put_string(p, v, false, s->space ? s->space : v->space);
		return;
	}
	if (outermost && depth > 0 && to && (to->kind == DTYPE_STRUCT || to->kind == DTYPE_UNION)) {
		struct strbuf why = { 0 };
		struct trail t = { .di = p->di, .why = &why, .ninputs = p->ninputs };
		struct value pointee = value_copy(p->di->a, v);
		bool ok = value_dereference(&t, &pointee);

		strbuf_deinit(&why);
		if (ok) {
			put_struct(p, &pointee, to, depth);
			return;
		}
	}
	put_value(p, make_program(p, v, false), PRETTY_HEX);
}

static void put_any(struct pretty *p, const struct value *v, int depth, bool outermost)
{
	struct dtype *s = dtype_strip(v->type);

	switch (s ? s->kind : DTYPE_VOID) {
	case DTYPE_STRUCT:
	case DTYPE_UNION:
		put_struct(p, v, s, depth);
		break;
	case DTYPE_ARRAY:
		put_array(p, v, s, depth);
		break;
	case DTYPE_POINTER:
		put_pointer(p, v, s, depth, outermost);
		break;
	case DTYPE_CHAR:
		put_value(p, make_program(p, v, false), PRETTY_CHAR);
		break;
	case DTYPE_INT:
	case DTYPE_BOOL:
	case DTYPE_ENUM:
		put_value(p, make_program(p, v, false), s->is_signed ? PRETTY_SIGNED : PRETTY_UNSIGNED);
		break;
	case DTYPE_FUNCTION:
		put_value(p, make_program(p, v, false), PRETTY_HEX);
		break;
	case DTYPE_VOID:
	case DTYPE_FLOAT:
	case DTYPE_TYPEDEF:
	case DTYPE_QUALIFIER:
	case DTYPE_DECLARED:
		put_value(p, NULL, 0);
		break;
	}
}

/* name=0x1, or, with a depth, name={...}; with types "size_t name=0x1", and commas between them */
static void put_variable(struct pretty *p, const char *name, struct dtype *type, int depth)
{
	struct access a = { .base = ACCESS_TARGET, .name = arena_printf(p->di->a, "$%s", name) };
	struct strbuf why = { 0 };
	struct trail t = { .di = p->di, .why = &why };
	struct value v;

	if (p->ret->n || p->text.len)
		strbuf_puts(&p->text, p->at->with_types ? ", " : " ");
	if (type && p->at->with_types) {
		dtype_print(&p->text, type);
		if (p->text.s[p->text.len - 1] != '*')
			strbuf_putc(&p->text, ' ');
	}
	strbuf_printf(&p->text, "%s=", name);
	p->access = &a;
	if (!variable_find(&t, p->at, name, &v)) {
		put_value(p, NULL, 0);
	} else if (depth) {
		put_any(p, &v, depth, true);
	} else {
		struct dtype *s = dtype_strip(v.type);
		bool is_struct = s && (s->kind == DTYPE_STRUCT || s->kind == DTYPE_UNION);

		put_value(p, is_struct ? NULL : make_program(p, &v, false), PRETTY_HEX);
	}
	strbuf_deinit(&t.text);
	strbuf_deinit(&why);
}

/*
 * Without debuginfo a clone or one of several functions of a name shows "?" with a warning: an error would stop all
 * of kernel.function("*").
 */
static bool are_known(struct pretty *p, const char *which)
{
	const struct place *place = p->at->place;
	struct strbuf why = { 0 };
	bool ok = p->at->own || !place || (place->scope && place->scope->dwarf) ||
		  btf_can_answer(p->di, p->at, &why);

	if (!ok && !p->di->unknown_said) {
		p->di->unknown_said = true;
		debuginfo_advise_dwarf(p->di, &why);
		diag_warn(&p->di->s->diag, (struct loc){ 0 }, "%s of '%s' is shown as \"?\": %s", which, place->func, strbuf_str(&why));
	}
	strbuf_deinit(&why);
	return ok;
}

static bool list_variables(struct pretty *p, const char *which, int depth, struct strbuf *why)
{
	bool parms = strcmp(which, "$$locals"), locals = strcmp(which, "$$parms") && !p->at->is_return;
	target_var_vec vars = { 0 };

	debuginfo_vars(p->di, p->at, &vars);
	if (!parms && !(p->at->place && p->at->place->scope && p->at->place->scope->dwarf)) {
		strbuf_puts(why, "local variables are not known without debuginfo");
		debuginfo_advise_dwarf(p->di, why);
		return false;
	}
	if (!vars.n && parms && !are_known(p, which)) {
		put_value(p, NULL, 0);
		return true;
	}
	vec_each(v, &vars) {
		if (!(v->is_parameter ? parms : locals))
			continue;
		if (is_full(p)) {
			strbuf_puts(&p->text, " ...");
			break;
		}
		put_variable(p, v->name, v->type, depth);
	}
	return true;
}

static bool put_return(struct pretty *p, int depth, struct strbuf *why)
{
	struct trail t = { .di = p->di, .why = why };
	struct value v;

	if (!p->at->is_return) {
		strbuf_puts(why, "'$$return' is known only in a .return probe");
		return false;
	}
	if (variable_find(&t, p->at, "return", &v))
		put_variable(p, "return", NULL, depth);
	/* A function that returns nothing shows nothing. */
	strbuf_reset(why);
	strbuf_deinit(&t.text);
	return true;
}

static bool put_access(struct pretty *p, const struct access *a, struct dtype *operand_type, struct strbuf *why)
{
	struct trail t = { .di = p->di, .why = why };
	struct value v;
	int depth;
	bool ok = access_walk(&t, p->at, a, operand_type, &v, &depth);

	p->ninputs = t.ninputs;
	p->access = a;
	if (ok)
		put_any(p, &v, depth > 1 ? DEEP : 1, true);
	strbuf_deinit(&t.text);
	return ok;
}

bool debuginfo_pretty(struct debuginfo *di, const struct target_context *at, const struct access *a,
		      struct dtype *operand_type, pretty_vec *ret, struct strbuf *why)
{
	static const struct target_context nowhere;
	struct pretty p = { .di = di, .at = at ? at : &nowhere, .ret = ret,
			    .limit = session_limit(di->s, "MAXSTRINGLEN", 512) };
	const struct access_step *last = a->steps.n ? &a->steps.v[a->steps.n - 1] : NULL;
	int depth = last && last->kind == STEP_PRETTY ? last->depth > 1 ? DEEP : 1 : 0;
	bool ok;

	if (a->base != ACCESS_TARGET || strncmp(a->name, "$$", 2))
		ok = put_access(&p, a, operand_type, why);
	else if (!strcmp(a->name, "$$return"))
		ok = put_return(&p, depth, why);
	else
		ok = list_variables(&p, a->name, depth, why);
	flush_text(&p);
	strbuf_deinit(&p.text);
	return ok;
}
