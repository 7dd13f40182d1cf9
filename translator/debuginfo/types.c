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

/* The search for a type's name, one place after the other. */
struct search {
	struct debuginfo *di;
	const struct type_name *n;
	struct strbuf *why;		/* why a place cannot be searched */
	struct near *near;		/* not NULL: collects similar names instead of searching */
	unsigned int looked;		/* number of places searched */
	bool header_failed;
	bool is_user;			/* the type found is of a program: its objects are in user memory */
};

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

static void near_in_btf(struct search *q, struct btf *btf)
{
	uint32_t kinds = tag_kinds(q->n->tag) | (q->n->tag ? 0 : 1u << BTF_KIND_TYPEDEF);

	for (uint32_t id = btf_first(btf); id < btf_count(btf); id++) {
		const struct btf_type *t = btf_type_at(btf, id);

		if (t->name_off && kinds & 1u << BTF_INFO_KIND(t->info))
			near_try(q->near, btf_name(btf, t->name_off));
	}
}

static struct dtype *in_btf(struct search *q, struct btf *btf)
{
	if (!btf || q->di->s->opt.debuginfo == DEBUGINFO_DWARF)
		return NULL;
	q->looked++;
	if (!q->near)
		return btf_named(btf, q->n);
	near_in_btf(q, btf);
	return NULL;
}

static struct dtype *in_dwarf(struct search *q, struct dwarf *d)
{
	const char *name = q->n->tag ? q->n->base : integer_spelling(q->n->base);

	if (!d)
		return NULL;
	q->looked++;
	if (!q->near)
		return dwarf_named_type(d, q->n->tag, name);
	dwarf_near_types(d, q->n->tag, q->near);
	return NULL;
}

static struct dtype *in_kernel(struct search *q)
{
	struct btf *btf = debuginfo_btf(q->di);
	struct dtype *t = in_btf(q, btf);

	return t || (q->near && btf) ? t : in_dwarf(q, debuginfo_dwarf(q->di));
}

static struct dtype *in_module(struct search *q, struct module_info *m)
{
	struct btf *btf = q->di->s->opt.debuginfo == DEBUGINFO_DWARF ? NULL : module_btf(q->di, m);
	struct dtype *t = in_btf(q, btf);

	return t || (q->near && btf) ? t : in_dwarf(q, module_dwarf(q->di, m, !btf, q->why));
}

/* A module by its name, or the path of its file. */
static struct dtype *in_module_named(struct search *q, const char *module)
{
	module_vec found = { 0 };

	vec_each(m, &q->di->modules)
		if ((!strcmp((*m)->image.name, module) || !strcmp((*m)->image.path, module)) && (*m)->image.elf)
			vec_push(q->di->a, &found, *m);
	if (!found.n)
		modules_find(q->di, module, &found, q->why);
	return found.n ? in_module(q, found.v[0]) : NULL;
}

static struct dtype *in_program(struct search *q, struct image *image)
{
	struct dwarf *d = image ? image_dwarf(q->di, image, true, q->why) : NULL;
	struct dtype *t = in_dwarf(q, d);

	q->is_user |= t != NULL;
	if (image && !d && !q->near) {
		strbuf_printf(q->why, "%sthe types of %s are not known without its debuginfo", q->why->len ? "; " : "", image->name);
		image_advise_dwarf(q->di, image, q->why);
	}
	return t;
}

static struct dtype *in_header(struct search *q, const char *where)
{
	struct dwarf *d = header_dwarf(q->di, where, q->why);
	struct dtype *t = in_dwarf(q, d);

	q->header_failed |= !d;
	q->is_user |= t && *where == '<';
	return t;
}

/* "/lib/modules/6.1/x.ko", "x.ko.xz": other paths are programs. */
static bool is_module_file(const char *path)
{
	const char *name = strrchr(path, '/') + 1, *ko = strstr(name, ".ko");

	return ko && (!ko[3] || ko[3] == '.');
}

/* One of "kernel", "kernel<linux/fs.h>", "<sys/time.h>", "ext4", "/path/x.ko", "/path/program". A type that the
 * kernel has needs no header. */
static struct dtype *in_place(struct search *q, const char *where)
{
	const char *header = strchr(where, '<');
	struct dtype *t;

	if (header == where)
		return in_header(q, where);
	if (header)
		where = arena_strndup(q->di->a, where, (size_t)(header - where));
	if (*where && strcmp(where, "kernel"))
		return strchr(where, '/') && !is_module_file(where) ? in_program(q, debuginfo_program(q->di, where, q->why)) :
								      in_module_named(q, where);
	t = in_kernel(q);
	return !t && header ? in_header(q, arena_printf(q->di->a, "kernel%s", header)) : t;
}

/* The probe's module or program, then the kernel; not the kernel for programs. */
static struct dtype *in_context(struct search *q, const struct target_context *at)
{
	struct module_info *m = at && at->place && at->place->scope ? at->place->scope->module : NULL;
	struct dtype *t;

	if (at && context_is_of_program(at))
		return in_program(q, at->place->image);
	t = m ? in_module(q, m) : NULL;
	return t ? t : in_kernel(q);
}

static struct dtype *search_types(struct search *q, const struct target_context *at, const char *places)
{
	struct dtype *t = NULL;

	if (!places || !*places)
		return in_context(q, at);
	while (!t && *places) {
		t = in_place(q, arena_strndup(q->di->a, places, strcspn(places, ":")));
		places += strcspn(places, ":");
		places += *places == ':';
	}
	return t;
}

static void say_unknown(struct search *q, const struct target_context *at, const char *name, const char *places, struct strbuf *why)
{
	struct near near = NEAR_INIT(q->n->base);
	struct strbuf unsaid = { 0 };
	bool in_kernel_only = !(places && *places) && !(at && context_is_of_program(at));

	if (q->header_failed || !q->looked) {
		strbuf_puts(why, q->why->len ? q->why->s : "");
		if (q->why->len)
			return;
	}
	strbuf_printf(why, "type '%s' is not known in %s", name, places && *places ? places :
		      in_kernel_only ? "the kernel" : at->place->image->name);
	search_types(&(struct search){ .di = q->di, .n = q->n, .why = &unsaid, .near = &near }, at, places);
	strbuf_deinit(&unsaid);
	if (near.best && strcmp(near.best, q->n->base))
		strbuf_printf(why, " (did you mean '%s%s%s'?)", q->n->tag ? q->n->tag : "", q->n->tag ? " " : "", near.best);
	if (q->why->len)
		strbuf_printf(why, " (%s)", q->why->s);
	else if (in_kernel_only || (places && strncmp(places, "<", 1) && *places != '/'))
		debuginfo_advise_dwarf(q->di, why);
}

static struct dtype *pointers_to(struct debuginfo *di, struct dtype *t, int n)
{
	while (n-- > 0)
		t = dtype_pointer_to(di, t);
	return t;
}

struct dtype *type_find(struct debuginfo *di, const struct target_context *at, const char *name, const char *module, bool *is_user,
			struct strbuf *why)
{
	struct strbuf unsaid = { 0 };
	struct type_name n;
	struct search q = { .di = di, .n = &n, .why = &unsaid };
	struct dtype *t = NULL;

	type_name_parse(di->a, name, &n);
	if (!*name || (n.tag && !*n.base)) {
		strbuf_printf(why, "'%s' is not the name of a type", name);
		return NULL;
	}
	if (*n.base)
		t = search_types(&q, at, module);
	*is_user = q.is_user || (!*n.base && at && context_is_of_program(at) && !(module && *module));
	if (*n.base && !t)
		say_unknown(&q, at, name, module, why);
	strbuf_deinit(&unsaid);
	return *n.base && !t ? NULL : pointers_to(di, t, n.pointers);
}

struct dtype *debuginfo_type(struct debuginfo *di, const struct target_context *at, const char *name, const char *module,
			     struct strbuf *why)
{
	bool is_user;

	return type_find(di, at, name, module, &is_user, why);
}

/* Of the probe's program or module, then of the kernel. */
bool debuginfo_enumerator(struct debuginfo *di, const struct target_context *at, const char *name, int64_t *value)
{
	struct module_info *m = at->place && at->place->scope ? at->place->scope->module : NULL;
	struct btf *btf = m ? module_btf(di, m) : NULL;
	struct strbuf unsaid = { 0 };
	struct dwarf *d = context_is_of_program(at) ? image_dwarf(di, at->place->image, true, &unsaid) :
			  m && !btf ? module_dwarf(di, m, true, &unsaid) : NULL;

	strbuf_deinit(&unsaid);
	if ((d && dwarf_enumerator(d, name, value)) || (btf && btf_enumerator(btf, name, value)))
		return true;
	btf = debuginfo_btf(di);
	if (btf && btf_enumerator(btf, name, value))
		return true;
	return (d = debuginfo_dwarf(di)) && dwarf_enumerator(d, name, value);
}

struct dtype *debuginfo_enum_type(struct debuginfo *di, const struct target_context *at, const char *name, const char *module,
				  struct strbuf *why)
{
	struct strbuf unsaid = { 0 };
	struct dtype *t = debuginfo_type(di, at, name, module, why), *s = dtype_strip(t);

	if (s && s->kind == DTYPE_ENUM)
		return s;
	/* "x" alone may be a struct and an enum. */
	s = t ? dtype_strip(debuginfo_type(di, at, arena_printf(di->a, "enum %s", name), module, &unsaid)) : NULL;
	strbuf_deinit(&unsaid);
	if (t && !s)
		strbuf_printf(why, "'%s' is no enumeration", name);
	return s;
}
