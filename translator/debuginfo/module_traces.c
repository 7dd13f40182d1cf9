// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tracepoints that modules define: their names from __tracepoint_NAME in the symbol
 * table, the types of their arguments from the function __traceiter_NAME in the
 * module's BTF or DWARF. A list of all modules of the kernel with their tracepoints is made once and cached.
 */
#include "translator/debuginfo/module_traces.h"

#include <dwarf.h>
#include <string.h>

#include "translator/debuginfo/btf.h"
#include "translator/image/cache_file.h"
#include "translator/debuginfo/dwarf_file.h"
#include "translator/image/elf_file.h"
#include "translator/debuginfo/modules.h"
#include "translator/image/unpack.h"

static const char symbol_prefix[] = "__tracepoint_";

/* ---- arguments ------------------------------------------------------------------------------ */

static void add_argument(struct debuginfo *di, struct tracepoint *tp, const char *name, struct dtype *type)
{
	vec_push(di->a, &tp->args, (struct target_var){ .type = type, .is_parameter = true,
		 .name = name ? name : arena_printf(di->a, "arg%u", tp->args.n + 1) });
}

static bool arguments_by_dwarf(struct debuginfo *di, struct dwarf *d, const char *function, struct tracepoint *tp)
{
	const struct dwarf_index *x = d->index;
	bool is_first = true;

	for (uint32_t i = index_find(x, function); i < x->nrecords && !strcmp(index_string(x, x->records[i].name), function);
	     i++) {
		Dwarf_Die die, child;

		if (x->records[i].kind != INDEX_FUNCTION || !die_at(d->dw, index_die(x, &x->records[i]), &die))
			continue;
		if (dwarf_child(&die, &child))
			return true;
		do {
			if (dwarf_tag(&child) != DW_TAG_formal_parameter)
				continue;
			if (!is_first)		/* the first is the data pointer of the registration */
				add_argument(di, tp, dwarf_diename(&child), dwarf_type_of(d, &child));
			is_first = false;
		} while (!dwarf_siblingof(&child, &child));
		return true;
	}
	return false;
}

static bool read_arguments(struct debuginfo *di, struct module_info *m, struct tracepoint *tp, struct strbuf *why)
{
	const char *function = arena_printf(di->a, "__traceiter_%s", tp->name);
	struct btf *btf = di->s->opt.debuginfo == DEBUGINFO_DWARF ? NULL : module_btf(di, m);
	uint32_t id = btf ? btf_find_func(btf, function) : 0;
	struct dwarf *d;

	if (id) {
		struct dtype *proto = btf_func_dtype(btf, id);

		dtype_complete(proto);
		for (unsigned int i = 1; i < proto->members.n; i++)
			add_argument(di, tp, proto->members.v[i].name, proto->members.v[i].type);
		return true;
	}
	d = module_dwarf(di, m, true, why);
	return d && arguments_by_dwarf(di, d, function, tp);
}

/* ---- one module ----------------------------------------------------------------------------- */

static struct tracepoint *tracepoint_of(struct debuginfo *di, struct module_info *m, const char *name, const char *system,
					struct strbuf *why)
{
	struct tracepoint *tp;

	vec_each(old, &m->tracepoints)
		if (!strcmp((*old)->name, name))
			return *old;
	tp = arena_new_of(di->a, struct tracepoint);
	tp->name = name;
	tp->module = m->image.name;
	tp->system = system;
	if (!read_arguments(di, m, tp, why)) {
		if (!why->len)
			strbuf_printf(why, "the arguments of tracepoint '%s' of module '%s' are not known: the module has neither "
				      "BTF nor debuginfo", name, m->image.name);
		return NULL;
	}
	vec_push(di->a, &m->tracepoints, tp);
	return tp;
}

void module_tracepoints(struct debuginfo *di, const char *module, const char *pattern, const char *system_pattern,
			tracepoint_vec *ret, struct strbuf *why)
{
	struct near near = NEAR_INIT(pattern);
	module_vec modules = { 0 };
	bool is_other_system = false;

	modules_find(di, module, &modules, why);
	vec_each(m, &modules)
		vec_each(a, &(*m)->image.anchors) {
			const char *name = a->name + sizeof(symbol_prefix) - 1, *system;
			struct tracepoint *tp;

			if (strncmp(a->name, symbol_prefix, sizeof(symbol_prefix) - 1) || strcmp(a->section, "__tracepoints"))
				continue;
			if (!glob_match(pattern, name)) {
				near_try(&near, name);
				continue;
			}
			system = trace_system(di, name);
			if (!system)		/* headers of a single module are not installed: most are named after
			 * it */
				system = (*m)->trace_system && *(*m)->trace_system ? (*m)->trace_system : (*m)->image.name;
			if (system_pattern && !glob_match(system_pattern, system)) {
				is_other_system = true;
				continue;
			}
			tp = tracepoint_of(di, *m, name, system, why);
			if (tp)
				vec_push(di->a, ret, tp);
		}
	if (ret->n || why->len || !modules.n || is_other_system)
		return;
	strbuf_printf(why, "no tracepoint '%s' in module '%s'", pattern, module);
	if (near.best)
		strbuf_printf(why, " (did you mean '%s'?)", near.best);
}

/* ---- which module --------------------------------------------------------------------------- */

enum { LIST_VERSION = 1 };

/* The list's text: lines of "module tracepoint\n". */
struct list_file {
	struct cache_head head;
};
static const struct cache_head list_head = { "TAPTRCE", LIST_VERSION, sizeof(struct list_file), 0, 0 };

static void list_module(struct strbuf *list, const char *name, const char *path)
{
	struct strbuf unpacked = { 0 }, why = { 0 };
	struct elf_file e;
	size_t n = strlen(path), size;
	bool is_packed = n < 3 || strcmp(path + n - 3, ".ko");
	bool ok = is_packed ? file_unpack(path, &unpacked, &why) && elf_file_over(&e, (const uint8_t *)unpacked.s, unpacked.len) :
			      elf_file_open(&e, path);
	const char *p = ok ? elf_contents(&e, elf_section(&e, "__tracepoints_strings"), &size) : NULL;

	if (p && size && !p[size - 1])
		for (const char *end = p + size; p < end; p += strlen(p) + 1)
			if (*p)
				strbuf_printf(list, "%s %s\n", name, p);
	if (ok && !is_packed)
		elf_file_close(&e);
	strbuf_deinit(&unpacked);
	strbuf_deinit(&why);
}

static void add_to_list(void *list, const char *name, const char *path)
{
	list_module(list, name, path);
}

static const char *tracepoint_list(struct debuginfo *di)
{
	const char *deps = di->t->kernel.modules_dir ? arena_printf(di->a, "%s/modules.dep", di->t->kernel.modules_dir) : NULL;
	const char *kept = deps ? cache_file_path(di->s, "tracepoints", deps) : NULL;
	struct strbuf b = { 0 };
	const char *p;
	size_t size;

	if (!deps)
		return "";
	p = cache_file_map(kept, &list_head, &size);
	if (p)
		return arena_strndup(di->a, p + sizeof(struct list_file), size - sizeof(struct list_file));
	if (di->s->opt.verbose)
		fprintf(stderr, "reading the tracepoints of kernel %s's modules\n", di->t->kernel.release);
	strbuf_add(&b, (const char *)&list_head, sizeof(list_head));
	modules_each(di, add_to_list, &b);
	p = arena_strndup(di->a, b.s + sizeof(list_head), b.len - sizeof(list_head));
	cache_file_write(kept, b.s, b.len);
	strbuf_deinit(&b);
	return p;
}

void tracepoints_of_modules(struct debuginfo *di, const char *pattern, const char *system_pattern, tracepoint_vec *ret,
			    struct near *near, struct strbuf *why)
{
	for (const char *p = tracepoint_list(di), *end; (end = strchr(p, '\n')); p = end + 1) {
		const char *space = memchr(p, ' ', (size_t)(end - p));
		const char *module = space ? intern_n(p, (size_t)(space - p)) : NULL;
		const char *name = space ? intern_n(space + 1, (size_t)(end - space - 1)) : NULL;

		if (!name)
			continue;
		if (glob_match(pattern, name))
			module_tracepoints(di, module, name, system_pattern, ret, why);
		else if (!glob_is_pattern(pattern))
			near_try(near, name);
	}
	if (ret->n)
		strbuf_reset(why);
}
