// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A value during an access: narrowed by members, indices and dereferences, at the end converted to a location
 * program. An offset into memory is pending until the next load, so that a chain of members costs one addition.
 */
#include <string.h>

#include "translator/debuginfo/sources.h"

bool dtype_is_aggregate(struct dtype *t)
{
	t = dtype_strip(t);
	return t && (t->kind == DTYPE_STRUCT || t->kind == DTYPE_UNION || t->kind == DTYPE_ARRAY);
}

struct dtype *dtype_pointer_to(struct debuginfo *di, struct dtype *t)
{
	struct dtype *p = arena_new_of(di->a, struct dtype);

	p->kind = DTYPE_POINTER;
	p->size = 8;
	p->target = t;
	p->complete = true;
	return p;
}

static op_vec ops_copy(struct arena *a, const op_vec *from)
{
	op_vec ret = { 0 };

	for (unsigned int i = 0; i < from->n; i++)
		vec_push(a, &ret, from->v[i]);
	return ret;
}

struct value value_copy(struct arena *a, const struct value *v)
{
	struct value ret = *v;

	/* The pieces are shared (read only); the operations are copied (appended to). */
	ret.ops = ops_copy(a, &v->ops);
	return ret;
}

static bool complain_type(struct trail *t, struct dtype *type, const char *wanted)
{
	strbuf_printf(t->why, "'%s' is ", strbuf_str(&t->text));
	if (type && dtype_strip(type) && dtype_strip(type)->kind == DTYPE_DECLARED) {
		strbuf_printf(t->why, "of type '");
		dtype_print(t->why, type);
		strbuf_puts(t->why, "', whose members are not known here; use @cast with the right module");
		return false;
	}
	strbuf_puts(t->why, "of type '");
	dtype_print(t->why, type);
	strbuf_printf(t->why, "', which is not %s", wanted);
	return false;
}

static uint64_t type_bits(struct dtype *type)
{
	struct dtype *s = dtype_strip(type);

	return s ? s->size * 8 : 0;
}

/* Of an object in pieces: the piece that holds the current part, as a separate value. */
static bool value_choose_piece(struct trail *t, struct value *v)
{
	uint64_t bits = v->bit_size ? v->bit_size : type_bits(v->type);

	vec_each(p, &v->pieces) {
		if (v->bit_at < p->bit_offset || v->bit_at + bits > p->bit_offset + p->bit_size)
			continue;
		if (p->kind == PIECE_EMPTY) {
			strbuf_printf(t->why, "'%s' has no value here: %s", strbuf_str(&t->text),
				      v->absent_part ? v->absent_part : "the compiler optimized it out");
			return false;
		}
		v->bit_at -= p->bit_offset;
		v->ops = ops_copy(t->di->a, &p->ops);
		v->store_register = p->store_register;
		v->kind = VALUE_PLAIN;
		if (p->kind == PIECE_MEMORY) {
			v->kind = VALUE_MEMORY;
			v->offset = v->bit_at / 8;
			v->bit_low = v->bit_at % 8;
			v->bit_at = 0;
		}
		return true;
	}
	strbuf_printf(t->why, "'%s' is spread over several registers here; ask for its members", strbuf_str(&t->text));
	return false;
}

void op_push_offset(struct arena *a, op_vec *ops, int64_t n)
{
	if (ops->n >= 3 && vec_last(ops).kind == LOC_ADD && ops->v[ops->n - 2].kind == LOC_CONST) {
		n += ops->v[ops->n - 2].n;
		ops->n -= 2;
	}
	if (!n)
		return;
	op_push(a, ops, .kind = LOC_CONST, .n = n);
	op_push(a, ops, .kind = LOC_ADD);
}

static void push_extension(struct arena *a, op_vec *ops, struct dtype *s)
{
	if (s->size && s->size < 8)
		op_push(a, ops, .kind = s->is_signed ? LOC_SIGN_EXTEND : LOC_ZERO_EXTEND, .size = s->size);
}

/* The aligned unit of 1, 2, 4 or 8 bytes that holds a bit-field; bytes from the address to it. */
static void bit_field_unit(struct value *v, uint32_t *low, uint32_t *unit)
{
	uint64_t from = v->offset * 8 + v->bit_low;

	for (*unit = 1; *unit < 8; *unit *= 2)
		if (from / (*unit * 8) == (from + v->bit_size - 1) / (*unit * 8))
			break;
	if (from / 64 != (from + v->bit_size - 1) / 64) {	/* crosses the boundary of the unit (packed): start at
	 * its first byte */
		v->offset = from / 8;
		*unit = 8;
	} else {
		v->offset = from / (*unit * 8) * *unit;
	}
	*low = from - v->offset * 8;
}

static bool push_memory_value(struct trail *t, struct value *v, struct dtype *s, struct locprog *p)
{
	struct arena *a = t->di->a;
	uint32_t low = 0, unit = s->size;

	if (v->bit_size) {
		bit_field_unit(v, &low, &unit);
		if (low + v->bit_size > 64) {
			strbuf_printf(t->why, "'%s' is a bit-field of more than eight bytes", strbuf_str(&t->text));
			return false;
		}
	} else if (unit != 1 && unit != 2 && unit != 4 && unit != 8) {
		return complain_type(t, v->type, "a value of 1, 2, 4 or 8 bytes");
	}
	op_push_offset(a, &v->ops, v->offset);
	v->offset = 0;
	if (p) {
		p->address_ops.v = NULL;
		p->can_store = v->can_store;
		p->store_size = unit;
		p->bit_low = low;
		p->bit_size = v->bit_size;
		for (unsigned int i = 0; i < v->ops.n; i++)
			vec_push(a, &p->address_ops, v->ops.v[i]);
	}
	op_push(a, &v->ops, .kind = LOC_LOAD, .size = unit, .space = v->space);
	if (v->bit_size)
		op_push(a, &v->ops, .kind = s->is_signed ? LOC_SIGN_BITS : LOC_BITS, .n = low, .size = v->bit_size);
	else if (s->is_signed)
		push_extension(a, &v->ops, s);
	return true;
}

static void push_plain_value(struct trail *t, struct value *v, struct dtype *s, struct locprog *p)
{
	uint64_t bits = v->bit_size ? v->bit_size : s->size * 8;

	if (v->bit_at || v->bit_size)
		op_push(t->di->a, &v->ops, .kind = s->is_signed ? LOC_SIGN_BITS : LOC_BITS, .n = v->bit_at, .size = bits);
	else
		push_extension(t->di->a, &v->ops, s);
	if (!p || v->store_register < 0)
		return;
	p->can_store = v->can_store;
	p->store_register = v->store_register;
	p->store_size = 8;
	if (v->bit_at || bits < 64) {
		p->bit_low = v->bit_at;
		p->bit_size = bits;
	}
}

/* v, a scalar, becomes its value on the stack. With p: how to store it, too. */
static bool value_load(struct trail *t, struct value *v, struct locprog *p)
{
	struct dtype *s = dtype_strip(v->type);

	if (!s)
		return complain_type(t, v->type, "a value");
	if (s->kind == DTYPE_FLOAT) {
		strbuf_printf(t->why, "'%s' is of a floating point type, which probes cannot read", strbuf_str(&t->text));
		return false;
	}
	if (s->kind == DTYPE_DECLARED || s->kind == DTYPE_FUNCTION)
		return complain_type(t, v->type, "a value");
	if (v->kind == VALUE_PIECES && !value_choose_piece(t, v))
		return false;
	if (v->kind == VALUE_MEMORY)
		return push_memory_value(t, v, s, p);
	if (s->size > 8)
		return complain_type(t, v->type, "a value of at most eight bytes");
	push_plain_value(t, v, s, p);
	return true;
}

bool value_dereference(struct trail *t, struct value *v)
{
	struct dtype *s = dtype_strip(v->type);

	if (!s || s->kind != DTYPE_POINTER)
		return complain_type(t, v->type, "a pointer");
	if (!value_load(t, v, NULL))
		return false;
	*v = (struct value){ .kind = VALUE_MEMORY, .ops = v->ops, .type = s->target,
			     .space = s->space ? s->space : v->space, .can_store = true, .store_register = -1 };
	return true;
}

static bool value_decay(struct trail *t, struct value *v)
{
	struct dtype *s = dtype_strip(v->type);

	if (s && s->kind == DTYPE_POINTER)
		return value_dereference(t, v);
	if (s && s->kind == DTYPE_ARRAY)
		v->type = s->target;
	return true;
}

bool value_member_of(struct trail *t, struct value *v, const struct dtype_member *m, uint64_t bit_offset)
{
	(void)t;
	if (v->kind == VALUE_MEMORY) {
		v->offset += bit_offset / 8;
		v->bit_low = bit_offset % 8;
	} else {
		v->bit_at += bit_offset;
	}
	v->bit_size = m->bit_size;
	v->type = m->type;
	return true;
}

static void near_members(struct near *near, struct dtype *s)
{
	vec_each(m, &s->members) {
		struct dtype *inner = m->name ? NULL : dtype_strip(m->type);

		if (m->name) {
			near_try(near, m->name);
		} else if (inner) {
			dtype_complete(inner);
			near_members(near, inner);
		}
	}
}

bool value_member(struct trail *t, struct value *v, const char *name)
{
	const struct dtype_member *m;
	struct dtype *s;
	uint64_t bit_offset;

	if (!value_decay(t, v))
		return false;
	s = dtype_strip(v->type);
	if (!s || (s->kind != DTYPE_STRUCT && s->kind != DTYPE_UNION))
		return complain_type(t, v->type, "a struct or union or a pointer to one");
	m = dtype_member_find(s, name, &bit_offset);
	if (!m) {
		struct near near = NEAR_INIT(name);

		near_members(&near, s);
		strbuf_printf(t->why, "'%s' has no member '%s'", strbuf_str(&t->text), name);
		if (near.best)
			strbuf_printf(t->why, " (did you mean '%s'?)", near.best);
		strbuf_puts(t->why, "; its type is '");
		dtype_print(t->why, v->type);
		strbuf_puts(t->why, "'");
		return false;
	}
	return value_member_of(t, v, m, bit_offset);
}

bool value_index(struct trail *t, struct value *v, int64_t constant)
{
	struct arena *a = t->di->a;
	struct dtype *s = dtype_strip(v->type), *element;

	if (!s || (s->kind != DTYPE_POINTER && s->kind != DTYPE_ARRAY))
		return complain_type(t, v->type, "an array or a pointer");
	element = dtype_strip(s->target);
	/* void * is indexed by bytes, as in GNU C; reading the element needs a @cast. */
	uint64_t size = element && element->kind != DTYPE_FUNCTION ? element->size : 1;
	if (!size) {
		strbuf_printf(t->why, "the elements of '%s' are of type '", strbuf_str(&t->text));
		dtype_print(t->why, s->target);
		strbuf_puts(t->why, "', whose size is not known here");
		return false;
	}
	if (!value_decay(t, v))
		return false;
	if (v->kind != VALUE_MEMORY) {
		if (constant < 0) {
			strbuf_printf(t->why, "'%s' is kept in registers here: its index must be a number",
				      strbuf_str(&t->text));
			return false;
		}
		v->bit_at += constant * size * 8;
		return true;
	}
	if (constant >= 0) {
		v->offset += constant * size;
		return true;
	}
	op_push(a, &v->ops, .kind = LOC_INPUT, .n = t->ninputs++);
	if (size != 1) {
		op_push(a, &v->ops, .kind = LOC_CONST, .n = size);
		op_push(a, &v->ops, .kind = LOC_MUL);
	}
	op_push(a, &v->ops, .kind = LOC_ADD);
	return true;
}

static bool address_program(struct trail *t, struct value *v, struct locprog *p, bool address_of)
{
	if (v->kind == VALUE_PIECES && !value_choose_piece(t, v))
		return false;
	if (v->kind != VALUE_MEMORY) {
		strbuf_printf(t->why, "'%s' is kept in a register here and has no address", strbuf_str(&t->text));
		if (!address_of)
			strbuf_puts(t->why, "; ask for its members");
		return false;
	}
	if (v->bit_size) {
		strbuf_printf(t->why, "'%s' is a bit-field, which has no address", strbuf_str(&t->text));
		return false;
	}
	op_push_offset(t->di->a, &v->ops, v->offset);
	p->is_address = !address_of;
	p->type = v->type;
	if (address_of) {
		p->type = dtype_pointer_to(t->di, v->type);
		p->type->space = v->space;
	}
	return true;
}

static bool uses_other_registers(const op_vec *ops)
{
	for (unsigned int i = 0; i < ops->n; i++)
		if (ops->v[i].kind == LOC_REGISTER)
			return true;
	return false;
}

struct locprog *value_program(struct trail *t, struct value *v, bool address_of)
{
	struct locprog *p = arena_new_of(t->di->a, struct locprog);
	struct dtype *s = dtype_strip(v->type);

	p->store_register = -1;
	p->type = v->type;
	/* A function is its address, as in C. */
	if (address_of || dtype_is_aggregate(v->type) || (s && s->kind == DTYPE_FUNCTION)) {
		if (!address_program(t, v, p, address_of))
			return NULL;
	} else if (!value_load(t, v, p)) {
		return NULL;
	}
	/* The memory is kept in the type: a script variable that holds the address has only that. */
	if (v->space != SPACE_KERNEL && dtype_space(p->type) == SPACE_KERNEL)
		p->type = dtype_in(t->di->a, p->type, v->space);
	p->ops.v = v->ops.v;
	p->ops.n = v->ops.n;
	p->ops.cap = v->ops.cap;
	p->ninputs = t->ninputs;
	p->space = v->space;
	p->needs_regs = uses_other_registers(&v->ops);
	return p;
}
