// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tracepoints: each has a function __traceiter_NAME(void *, ARGUMENTS) in BTF (those of modules: module_traces.c).
 * Only the trace headers name the system of a tracepoint.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "translator/debuginfo/btf.h"
#include "translator/debuginfo/module_traces.h"
#include "translator/debuginfo/sources.h"
#include "translator/kernel.h"

struct debuginfo_traces {
	struct map systems;		/* tracepoint -> system */
	struct map functions;		/* tracepoint of the kernel -> id of its function in BTF */
	struct map done;		/* name -> struct tracepoint */
};

static const char *next_word(const char *p, size_t *n)
{
	p += strspn(p, " \t\n(");
	*n = strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
	return p;
}

/* In DEFINE_EVENT* and the like the event's name is the second argument. */
static const struct { const char *macro; int argument; } macros[] = {
	{ "TRACE_EVENT", 0 }, { "TRACE_EVENT_CONDITION", 0 }, { "TRACE_EVENT_FN", 0 }, { "TRACE_EVENT_FN_COND", 0 },
	{ "TRACE_EVENT_NOP", 0 }, { "TRACE_EVENT_FLAGS", -1 }, { "TRACE_EVENT_PERF_PERM", -1 },
	{ "TRACE_EVENT_SYSCALL", 0 }, { "DECLARE_TRACE", 0 }, { "DECLARE_TRACE_CONDITION", 0 }, { "DEFINE_EVENT", 1 },
	{ "DEFINE_EVENT_CONDITION", 1 }, { "DEFINE_EVENT_FN", 1 }, { "DEFINE_EVENT_PRINT", 1 }, { "DEFINE_EVENT_NOP", 1 },
};

static void scan_line(struct debuginfo_traces *t, const char *p, const char *system)
{
	size_t n;
	const char *word = next_word(p, &n);

	for (unsigned int i = 0; i < sizeof(macros) / sizeof(*macros); i++) {
		if (strlen(macros[i].macro) != n || strncmp(macros[i].macro, word, n) || macros[i].argument < 0)
			continue;
		p = strchr(word, '(');
		for (int k = 0; p && k < macros[i].argument; k++)
			p = strchr(p, ',');
		if (!p)
			return;
		word = next_word(p + 1, &n);
		if (n)
			map_put(&t->systems, intern_n(word, n), (void *)system);
		return;
	}
}

static void scan_header(struct debuginfo_traces *t, const char *path)
{
	static const char define[] = "#define TRACE_SYSTEM ";
	struct strbuf b = { 0 };
	const char *system = NULL, *p;

	if (!strbuf_read_file(&b, path)) {
		strbuf_deinit(&b);
		return;
	}
	for (p = b.s; p; p = strchr(p, '\n')) {
		p += *p == '\n';
		if (!strncmp(p, define, sizeof(define) - 1)) {
			size_t n;
			const char *word = next_word(p + sizeof(define) - 1, &n);

			system = intern_n(word, n);
		} else if (system && (*p == 'T' || *p == 'D')) {
			scan_line(t, p, system);
		}
	}
	strbuf_deinit(&b);
}

/* The headers package has two folders: the Makefile of the build folder names the common one. */
const char *debuginfo_source_dir(struct debuginfo *di)
{
	const char *build = di->t->kernel.build_dir;
	struct strbuf b = { 0 };
	const char *ret = build, *p;

	if (build && strbuf_read_file(&b, arena_printf(di->a, "%s/Makefile", build))) {
		for (p = strstr(b.s, "include "); p; p = strstr(p + 1, "include ")) {
			const char *path = p + strlen("include ");
			size_t n = strcspn(path, "\n");

			if ((p == b.s || p[-1] == '\n') && *path == '/' && n > 9 && !strncmp(path + n - 9, "/Makefile", 9)) {
				ret = kernel_outside(di->t, arena_strndup(di->a, path, n - 9));
				break;
			}
		}
	}
	strbuf_deinit(&b);
	return ret;
}

static void scan_folder(struct debuginfo *di, struct debuginfo_traces *t, const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		size_t n = strlen(e->d_name);

		if (n > 2 && !strcmp(e->d_name + n - 2, ".h"))
			scan_header(t, arena_printf(di->a, "%s/%s", folder, e->d_name));
	}
	if (d)
		closedir(d);
}

static struct debuginfo_traces *traces(struct debuginfo *di)
{
	const char *source;

	if (di->traces)
		return di->traces;
	di->traces = arena_new_of(di->a, struct debuginfo_traces);
	source = debuginfo_source_dir(di);
	if (source) {
		static const char *const folders[] = { "include/trace/events", "include/ras", "include/trace",
						       "arch/x86/include/asm/trace", "fs/ext4" };

		for (unsigned int i = 0; i < sizeof(folders) / sizeof(*folders); i++)
			scan_folder(di, di->traces, arena_printf(di->a, "%s/%s", source, folders[i]));
	}
	return di->traces;
}

const char *trace_system(struct debuginfo *di, const char *name)
{
	return map_get(&traces(di)->systems, name);
}

static struct tracepoint *tracepoint_make(struct debuginfo *di, struct btf *btf, uint32_t func, const char *name,
					  const char *system)
{
	struct tracepoint *tp = arena_new_of(di->a, struct tracepoint);
	struct dtype *proto = btf_func_dtype(btf, func);

	tp->name = name;
	tp->system = system;
	dtype_complete(proto);
	for (unsigned int i = 1; i < proto->members.n; i++) {
		const struct dtype_member *m = &proto->members.v[i];

		vec_push(di->a, &tp->args, (struct target_var){ .type = m->type, .is_parameter = true,
			 .name = m->name ? m->name : arena_printf(di->a, "arg%u", i) });
	}
	map_put(&di->traces->done, name, tp);
	return tp;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp((*(struct tracepoint *const *)a)->name, (*(struct tracepoint *const *)b)->name);
}

static void list_functions(struct btf *btf, struct map *ret)
{
	static const char prefix[] = "__traceiter_";

	for (uint32_t id = btf_first(btf); id < btf_count(btf); id++) {
		const struct btf_type *t = btf_type_at(btf, id);
		const char *name;

		if (BTF_INFO_KIND(t->info) != BTF_KIND_FUNC)
			continue;
		name = btf_name(btf, t->name_off);
		if (strncmp(name, prefix, sizeof(prefix) - 1))
			continue;
		map_put(ret, name + sizeof(prefix) - 1, (void *)(uintptr_t)id);
	}
}

static void add_tracepoint(struct debuginfo *di, struct btf *btf, const char *name, uint32_t func, const char *want_system,
			   tracepoint_vec *ret)
{
	const char *system = trace_system(di, name);
	struct tracepoint *tp;

	if (want_system && (!system || !glob_match(want_system, system)))
		return;
	tp = map_get(&di->traces->done, name);
	vec_push(di->a, ret, tp ? tp : tracepoint_make(di, btf, func, name, system));
}

/* The tracepoints of the kernel itself. */
static void kernel_tracepoints(struct debuginfo *di, struct btf *btf, const char *want, const char *want_system,
			       tracepoint_vec *ret, struct near *near)
{
	bool is_pattern = glob_is_pattern(want);
	struct map *functions = &traces(di)->functions;
	void *func;

	if (!functions->n)
		list_functions(btf, functions);
	func = is_pattern ? NULL : map_get(functions, want);
	if (func) {
		add_tracepoint(di, btf, want, (uint32_t)(uintptr_t)func, want_system, ret);
		return;
	}
	map_each(f, functions) {
		if (!is_pattern)
			near_try(near, f->key);
		else if (glob_match(want, f->key))
			add_tracepoint(di, btf, f->key, (uint32_t)(uintptr_t)f->value, want_system, ret);
	}
}

void debuginfo_tracepoints(struct debuginfo *di, const char *module, const char *pattern, tracepoint_vec *ret,
			   struct strbuf *why)
{
	const char *colon = strchr(pattern, ':');
	const char *want_system = colon ? arena_strndup(di->a, pattern, colon - pattern) : NULL;
	const char *want = colon ? colon + 1 : pattern;
	struct near near = NEAR_INIT(want);
	struct btf *btf = module ? NULL : debuginfo_btf(di);

	if (module)
		module_tracepoints(di, module, want, want_system, ret, why);
	else if (!btf)
		strbuf_printf(why, "tracepoints are not known: %s", di->btf_absent);
	else
		kernel_tracepoints(di, btf, want, want_system, ret, &near);
	if (btf && !ret->n)
		tracepoints_of_modules(di, want, want_system, ret, &near, why);
	if (ret->n)
		qsort(ret->v, ret->n, sizeof(*ret->v), compare_names);
	if (ret->n || why->len)
		return;
	strbuf_printf(why, "no tracepoint '%s' in kernel %s and its modules", pattern, di->t->kernel.release);
	if (near.best)
		strbuf_printf(why, " (did you mean '%s'?)", near.best);
}
