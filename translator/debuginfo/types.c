// SPDX-License-Identifier: GPL-2.0-or-later
/* Types and enumerators by name, for @cast, @enum and @enumname. */
#include <string.h>

#include "translator/debuginfo/btf.h"
#include "translator/debuginfo/dwarf.h"
#include "translator/debuginfo/header_types.h"
#include "translator/debuginfo/modules.h"
#include "translator/debuginfo/sources.h"

static uint32_t tag_kinds(const char *tag)
{
	if (!tag)
		return 1u << BTF_KIND_STRUCT | 1u << BTF_KIND_UNION | 1u << BTF_KIND_ENUM | 1u << BTF_KIND_ENUM64;
	if (!strcmp(tag, "struct"))
		return 1u << BTF_KIND_STRUCT;
	if (!strcmp(tag, "union"))
		return 1u << BTF_KIND_UNION;
	return 1u << BTF_KIND_ENUM | 1u << BTF_KIND_ENUM64;
}

/* DWARF and BTF spell integer types with their words in one order. */
static const char *const integer_spellings[][2] = {
	{ "unsigned long", "long unsigned int" }, { "long", "long int" }, { "unsigned short", "short unsigned int" },
	{ "short", "short int" }, { "unsigned long long", "long long unsigned int" },
	{ "long long", "long long int" }, { "bool", "_Bool" },
};

static const char *integer_spelling(const char *canonical)
{
	for (unsigned int i = 0; i < sizeof(integer_spellings) / sizeof(*integer_spellings); i++)
		if (!strcmp(integer_spellings[i][0], canonical))
			return integer_spellings[i][1];
	return canonical;
}

static struct dtype *btf_named(struct btf *btf, const struct type_name *n)
{
	uint32_t id = 0;

	if (!n->tag) {
		id = btf_find_type(btf, n->base, 1u << BTF_KIND_TYPEDEF);
		if (!id)
			id = btf_find_type(btf, integer_spelling(n->base), 1u << BTF_KIND_INT | 1u << BTF_KIND_FLOAT);
	}
	if (!id)
		id = btf_find_type(btf, n->base, tag_kinds(n->tag));
	return id ? btf_dtype(btf, id) : NULL;
}

static struct dtype *dwarf_named(struct dwarf *d, const struct type_name *n)
{
	return d ? dwarf_named_type(d, n->tag, n->tag ? n->base : integer_spelling(n->base)) : NULL;
}

/* A module by its name, or the path of its file. */
static struct dtype *type_in_module(struct debuginfo *di, const char *module, const struct type_name *n, struct strbuf *why)
{
	module_vec found = { 0 };
	struct dtype *t = NULL;
	struct btf *btf;

	vec_each(m, &di->modules)
		if ((!strcmp((*m)->image.name, module) || !strcmp((*m)->image.path, module)) && (*m)->image.elf)
			vec_push(di->a, &found, *m);
	if (!found.n)
		modules_find(di, module, &found, why);
	if (!found.n)
		return NULL;
	btf = di->s->opt.debuginfo == DEBUGINFO_DWARF ? NULL : module_btf(di, found.v[0]);
	if (btf)
		t = btf_named(btf, n);
	return t ? t : dwarf_named(module_dwarf(di, found.v[0], !btf, why), n);
}

/* One of "kernel", "kernel<linux/fs.h>", "<sys/time.h>", "ext4", "/path/x.ko". What the kernel knows needs no header. */
static struct dtype *type_in(struct debuginfo *di, const char *where, const struct type_name *n, struct strbuf *why)
{
	const char *header = strchr(where, '<');
	struct dtype *t = NULL;
	struct btf *btf;

	if (header == where)
		return dwarf_named(header_dwarf(di, where, why), n);
	if (*where && strcmp(where, "kernel") && !(header && !strncmp(where, "kernel<", 7)))
		return type_in_module(di, header ? arena_strndup(di->a, where, (size_t)(header - where)) : where, n, why);
	btf = debuginfo_btf(di);
	if (btf && di->s->opt.debuginfo != DEBUGINFO_DWARF)
		t = btf_named(btf, n);
	if (!t)
		t = dwarf_named(debuginfo_dwarf(di), n);
	return !t && header ? dwarf_named(header_dwarf(di, where, why), n) : t;
}

/* "did you mean": a type of the kernel with a name like that. */
static void say_near_type(struct debuginfo *di, const struct type_name *n, struct strbuf *why)
{
	uint32_t kinds = tag_kinds(n->tag) | (n->tag ? 0 : 1u << BTF_KIND_TYPEDEF);
	struct btf *btf = debuginfo_btf(di);
	struct near near = NEAR_INIT(n->base);

	for (uint32_t id = 1; btf && id < btf_count(btf); id++) {
		const struct btf_type *t = btf_type_at(btf, id);

		if (t->name_off && kinds & 1u << BTF_INFO_KIND(t->info))
			near_try(&near, btf_name(btf, t->name_off));
	}
	if (near.best)
		strbuf_printf(why, " (did you mean '%s%s%s'?)", n->tag ? n->tag : "", n->tag ? " " : "", near.best);
}

static struct dtype *pointers_to(struct debuginfo *di, struct dtype *t, int n)
{
	while (n-- > 0)
		t = dtype_pointer_to(di, t);
	return t;
}

struct dtype *type_find(struct debuginfo *di, const char *name, const char *module, struct strbuf *why)
{
	struct type_name n;
	struct dtype *t = NULL;
	const char *p = module && *module ? module : "kernel";
	struct strbuf unsaid = { 0 };

	type_name_parse(di->a, name, &n);
	if (!*name || (n.tag && !*n.base)) {
		strbuf_printf(why, "'%s' is not the name of a type", name);
		return NULL;
	}
	while (*n.base && !t && *p) {
		const char *one = arena_strndup(di->a, p, strcspn(p, ":"));

		t = type_in(di, one, &n, &unsaid);
		p += strcspn(p, ":");
		p += *p == ':';
	}
	if (*n.base && !t) {
		strbuf_printf(why, "type '%s' is not known in %s", name, module && *module ? module : "the kernel");
		say_near_type(di, &n, why);
		if (unsaid.len)
			strbuf_printf(why, " (%s)", unsaid.s);
		else if (!module || strncmp(module, "<", 1))
			debuginfo_advise_dwarf(di, why);
		strbuf_deinit(&unsaid);
		return NULL;
	}
	strbuf_deinit(&unsaid);
	return pointers_to(di, t, n.pointers);
}

struct dtype *type_of_program(struct debuginfo *di, struct image *image, const char *name, struct strbuf *why)
{
	struct dwarf *d = image_dwarf(di, image, true, why);
	struct type_name n;
	struct dtype *t;

	type_name_parse(di->a, name, &n);
	t = *n.base ? dwarf_named(d, &n) : NULL;
	if (t || (!*n.base && !n.tag && *name))
		return pointers_to(di, t, n.pointers);
	strbuf_printf(why, "%stype '%s' is not known in %s", why->len ? "; " : "", name, image->name);
	image_advise_dwarf(di, image, why);
	return NULL;
}

struct dtype *debuginfo_type(struct debuginfo *di, const char *name, const char *module, struct strbuf *why)
{
	return type_find(di, name, module, why);
}

bool debuginfo_enumerator(struct debuginfo *di, const char *name, int64_t *value)
{
	struct btf *btf = debuginfo_btf(di);
	struct dwarf *d;

	if (btf && btf_enumerator(btf, name, value))
		return true;
	return (d = debuginfo_dwarf(di)) && dwarf_enumerator(d, name, value);
}

/* Without a type: the first enumerator of that value would be a guess. */
const char *debuginfo_enum_name(struct debuginfo *di, const char *type, const char *module, int64_t value)
{
	struct strbuf why = { 0 };
	struct dtype *t = type ? dtype_strip(type_find(di, type, module, &why)) : NULL;

	strbuf_deinit(&why);
	/* "x" alone may be a struct and an enum. */
	if (type && (!t || t->kind != DTYPE_ENUM)) {
		t = dtype_strip(type_find(di, arena_printf(di->a, "enum %s", type), module, &why));
		strbuf_deinit(&why);
	}
	if (!t || t->kind != DTYPE_ENUM)
		return NULL;
	dtype_complete(t);
	vec_each(e, &t->enumerators)
		if (e->value == value)
			return e->name;
	return NULL;
}
