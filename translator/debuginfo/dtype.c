// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Operations on a traced type that are independent of its source:
 * stripping, members through anonymous structs, equality, C spelling.
 */
#include "translator/debuginfo/dtype.h"

#include <string.h>

void dtype_complete(struct dtype *t)
{
	if (!t || t->complete)
		return;
	t->complete = true;
	if (t->source && t->source->complete)
		t->source->complete(t->source, t);
}

struct dtype *dtype_strip(struct dtype *t)
{
	while (t && (t->kind == DTYPE_TYPEDEF || t->kind == DTYPE_QUALIFIER))
		t = t->target;
	/* A type only declared here may be defined elsewhere: complete() then points at the definition. */
	if (t && t->kind == DTYPE_DECLARED) {
		dtype_complete(t);
		if (t->target)
			return dtype_strip(t->target);
	}
	return t;
}

static bool is_tagged(enum dtype_kind kind)
{
	return kind == DTYPE_STRUCT || kind == DTYPE_UNION || kind == DTYPE_ENUM || kind == DTYPE_DECLARED;
}

static bool same_name(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

enum loc_space dtype_space(const struct dtype *t)
{
	while (t && !t->space && (t->kind == DTYPE_TYPEDEF || t->kind == DTYPE_QUALIFIER))
		t = t->target;
	return t ? t->space : SPACE_KERNEL;
}

struct dtype *dtype_in(struct arena *a, struct dtype *t, enum loc_space space)
{
	struct dtype *s = dtype_strip(t), *made;

	if (!s || (s->kind != DTYPE_POINTER && s->kind != DTYPE_STRUCT && s->kind != DTYPE_UNION && s->kind != DTYPE_ARRAY))
		return t;
	made = arena_new_of(a, struct dtype);
	*made = (struct dtype){ .kind = DTYPE_QUALIFIER, .name = "", .size = t->size, .target = t, .complete = true, .space = space };
	if (s->kind == DTYPE_POINTER)
		*made = (struct dtype){ .kind = DTYPE_POINTER, .size = s->size, .target = s->target, .complete = true, .space = space };
	return made;
}

bool dtype_same(struct dtype *a, struct dtype *b)
{
	for (;;) {
		a = dtype_strip(a);
		b = dtype_strip(b);
		if (a == b)
			return true;
		if (!a || !b || a->kind != b->kind || a->size != b->size)
			return false;
		if (is_tagged(a->kind))
			return a->name && same_name(a->name, b->name);
		if (a->kind != DTYPE_POINTER && a->kind != DTYPE_ARRAY)
			return a->is_signed == b->is_signed && a->kind != DTYPE_FUNCTION;
		if (a->kind == DTYPE_ARRAY && (a->has_count != b->has_count || a->count != b->count))
			return false;
		a = a->target;
		b = b->target;
	}
}

const struct dtype_member *dtype_member_find(struct dtype *t, const char *name, uint64_t *bit_offset)
{
	t = dtype_strip(t);
	if (!t || (t->kind != DTYPE_STRUCT && t->kind != DTYPE_UNION))
		return NULL;
	dtype_complete(t);
	vec_each(m, &t->members)
		if (m->name && !strcmp(m->name, name)) {
			*bit_offset = m->bit_offset;
			return m;
		}
	vec_each(m, &t->members) {
		uint64_t inner;
		const struct dtype_member *found = m->name ? NULL : dtype_member_find(m->type, name, &inner);

		if (found) {
			*bit_offset = m->bit_offset + inner;
			return found;
		}
	}
	return NULL;
}

static const char *const tag_words[] = {
	[DTYPE_STRUCT] = "struct", [DTYPE_UNION] = "union", [DTYPE_ENUM] = "enum", [DTYPE_DECLARED] = "struct",
};

static void print_base(struct strbuf *b, const struct dtype *t)
{
	if (!t) {
		strbuf_puts(b, "void");
		return;
	}
	if (is_tagged(t->kind))
		strbuf_printf(b, "%s ", tag_words[t->kind]);
	strbuf_puts(b, t->name ? t->name : is_tagged(t->kind) ? "{...}" : "?");
}

/* A C declarator: the text before the inner part, and after it. */
static void print_around(struct strbuf *before, struct strbuf *after, const struct dtype *t)
{
	struct strbuf own = { 0 };

	if (t && t->kind == DTYPE_POINTER) {
		const struct dtype *to = t->target;
		bool bracket = to && (to->kind == DTYPE_ARRAY || to->kind == DTYPE_FUNCTION);

		print_around(before, &own, to);
		if (before->len && before->s[before->len - 1] != '*' && before->s[before->len - 1] != '(')
			strbuf_putc(before, ' ');
		strbuf_puts(before, bracket ? "(*" : "*");
		if (bracket)
			strbuf_putc(after, ')');
		strbuf_puts(after, strbuf_str(&own));
	} else if (t && t->kind == DTYPE_ARRAY) {
		if (t->has_count)
			strbuf_printf(after, "[%llu]", (unsigned long long)t->count);
		else
			strbuf_puts(after, "[]");
		print_around(before, after, t->target);
	} else if (t && t->kind == DTYPE_FUNCTION) {
		print_around(before, &own, t->target);
		dtype_complete((struct dtype *)t);
		strbuf_putc(after, '(');
		for (unsigned int i = 0; i < t->members.n; i++) {
			strbuf_puts(after, i ? ", " : "");
			dtype_print(after, t->members.v[i].type);
		}
		strbuf_puts(after, t->members.n ? ")" : "void)");
		strbuf_puts(after, strbuf_str(&own));
	} else if (t && t->kind == DTYPE_QUALIFIER && t->target && t->target->kind == DTYPE_POINTER) {
		print_around(before, after, t->target);
		strbuf_printf(before, "%s", t->name ? t->name : "");
	} else if (t && t->kind == DTYPE_QUALIFIER) {
		if (t->name && *t->name && strcmp(t->name, "restrict"))
			strbuf_printf(before, "%s ", t->name);
		print_around(before, after, t->target);
	} else {
		print_base(before, t);
	}
	strbuf_deinit(&own);
}

void dtype_print(struct strbuf *b, const struct dtype *t)
{
	struct strbuf before = { 0 }, after = { 0 };

	print_around(&before, &after, t);
	strbuf_puts(b, strbuf_str(&before));
	if (after.len && after.s[0] != ')' && before.s[before.len - 1] != '*')
		strbuf_putc(b, ' ');
	strbuf_puts(b, strbuf_str(&after));
	strbuf_deinit(&before);
	strbuf_deinit(&after);
}
