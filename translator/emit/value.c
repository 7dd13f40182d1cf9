// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Values: C texts without side effects, parenthesised as operands, widened where int would overflow, kept in a
 * temporary if later code could change them. Also the constant strings of the file.
 */
#include "emit.h"

#include <ctype.h>
#include <string.h>

struct value value_new(const char *c, enum c_prec prec, unsigned int reads)
{
	return (struct value){ .c = c, .prec = prec, .reads = reads };
}

struct value value_name(const char *c, unsigned int reads)
{
	return (struct value){ .c = c, .prec = P_PRIMARY, .reads = reads, .is_name = true };
}

struct value value_number(struct emit *e, int64_t n)
{
	struct value v = { .is_number = true, .n = n, .prec = n < 0 ? P_UNARY : P_PRIMARY };

	v.is_int = n >= INT32_MIN && n <= INT32_MAX;
	if (n == INT64_MIN) {
		v.c = "(-9223372036854775807LL - 1)";
		v.prec = P_PRIMARY;
	} else if (n == INT32_MIN) {
		v.c = "(-2147483647 - 1)";
		v.prec = P_PRIMARY;
	} else if ((n < -65536 || n > 65535) && (n & 0xfff) == 0 && n > 0) {
		v.c = text(e, v.is_int ? "0x%llx" : "0x%llxLL", (unsigned long long)n);
	} else {
		v.c = text(e, v.is_int ? "%lld" : "%lldLL", (long long)n);
	}
	return v;
}

struct value value_string(const struct expr *literal)
{
	return (struct value){ .literal = literal, .prec = P_PRIMARY, .is_name = true };
}

static const char *raw_text(struct emit *e, struct value v)
{
	return v.literal ? string_constant(e, v.literal->string.s, v.literal->string.len) : v.c;
}

const char *operand(struct emit *e, struct value v, enum c_prec least)
{
	const char *c = raw_text(e, v);

	return v.prec < least ? text(e, "(%s)", c) : c;
}

const char *value_text(struct emit *e, struct value v)
{
	return raw_text(e, v);
}

const char *wide(struct emit *e, struct value v, enum c_prec least)
{
	if (!v.is_int)
		return operand(e, v, least);
	if (v.is_number && v.n != INT32_MIN)
		return operand(e, (struct value){ .c = text(e, "%lldLL", (long long)v.n), .prec = v.prec }, least);
	return operand(e, value_new(text(e, "(s64)%s", operand(e, v, P_UNARY)), P_UNARY, 0), least);
}

const char *condition_text(struct emit *e, struct value v)
{
	return value_text(e, v);
}

const char *negated_text(struct emit *e, struct value v)
{
	return text(e, "!%s", operand(e, v, P_UNARY));
}

struct value value_keep(struct emit *e, struct value v, enum type type)
{
	struct value kept = { .prec = P_PRIMARY, .is_name = true, .is_s64 = type != TYPE_STRING };

	if (v.is_number || v.literal)
		return v;
	if (type == TYPE_STRING) {
		kept.c = temp_string(e);
		emit_copy(e, kept.c, value_text(e, v));
	} else {
		kept.c = temp_new(e, "s64 ", "t");
		line(e, "%s = %s;", kept.c, value_text(e, v));
	}
	return kept;
}

struct value value_keep_if(struct emit *e, struct value v, enum type type, unsigned int changes)
{
	return v.reads & changes ? value_keep(e, v, type) : v;
}

/* ---- strings -------------------------------------------------------------------------------- */

const char *string_size(struct emit *e)
{
	e->uses_strings = true;
	return "MAXSTRINGLEN";
}

const char *string_room(struct emit *e)
{
	e->uses_strings = true;
	return e->string_room == e->maxstringlen ? "MAXSTRINGLEN" : "STRING_ROOM";
}

void emit_copy(struct emit *e, const char *to, const char *from)
{
	line(e, "mytap_strcpy(%s, %s, %s);", to, string_size(e), from);
}

void emit_append(struct emit *e, const char *to, const char *from)
{
	line(e, "mytap_strcat(%s, %s, %s);", to, string_size(e), from);
}

static struct string_kept kept_of(uint32_t size)
{
	return (struct string_kept){ size, (size + 7) & ~7u };
}

const char *kept_size(struct emit *e, struct string_kept kept)
{
	return kept.size == e->maxstringlen ? string_size(e) : text(e, "%u", kept.size);
}

const char *kept_room(struct emit *e, struct string_kept kept)
{
	return kept.size == e->maxstringlen ? string_room(e) : text(e, "%u", kept.room);
}

/* A local's is that of strings on their way. */
struct string_kept string_kept(struct emit *e, const struct var *v)
{
	return kept_of(v->scope != SCOPE_GLOBAL ? (uint32_t)e->maxstringlen : v->string_size ? v->string_size : (uint32_t)e->global_size);
}

struct string_kept string_kept_key(struct emit *e, const struct var *map)
{
	return kept_of(map->key_size ? map->key_size : (uint32_t)e->global_size);
}

void emit_copy_kept(struct emit *e, const char *to, struct string_kept kept, const char *from)
{
	line(e, "mytap_strcpy(%s, %s, %s);", to, kept_size(e, kept), from);
}

void emit_append_kept(struct emit *e, const char *to, struct string_kept kept, const char *from)
{
	line(e, "mytap_strcat(%s, %s, %s);", to, kept_size(e, kept), from);
}

/* "str_read" for "read"; "str_1" if no name can be made from the text. */
static const char *constant_name(struct emit *e, const char *s, uint32_t len)
{
	char name[40] = "str_";
	size_t n = 4;

	for (uint32_t i = 0; i < len && n < 28; i++) {
		if (isalnum((unsigned char)s[i]))
			name[n++] = s[i];
		else if (n > 4 && name[n - 1] != '_')
			name[n++] = '_';
	}
	while (n > 4 && name[n - 1] == '_')
		n--;
	name[n] = '\0';
	if (n == 4)
		strcpy(name, len ? "str_1" : "str_empty");
	return name_global(e, name);
}

/* The name of a constant in the current function. */
static const char *constant_text(struct emit *e, const char *name)
{
	str_vec *all = &e->fn->constants;
	unsigned int i;

	for (i = 0; i < all->n && all->v[i] != name; i++)
		;
	if (i == all->n && i <= MOST_TEXTS)
		vec_push(e->a, all, name);
	return e->fn->takes_texts ? text(e, "text_%u", i + 1) : name;
}

const char *string_constant(struct emit *e, const char *s, uint32_t len)
{
	struct string_const k = { .text = s, .len = len };
	const char *key, *name;

	if (k.len > e->maxstringlen - 1)
		k.len = (uint32_t)e->maxstringlen - 1;
	key = quoted(e, s, k.len);
	name = map_get(&e->string_index, key);
	if (!name) {
		name = k.name = constant_name(e, s, k.len);
		vec_push(e->a, &e->strings, k);
		map_put(&e->string_index, key, (void *)name);
	}
	return constant_text(e, name);
}
