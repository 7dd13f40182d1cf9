// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pass 3: struct program -> the C of the module (session.script_c), and of its
 * embedded C (session.embed_c). The order of the file: what the loader reads,
 * globals, functions, handlers, tables. Parts are written in the order in which
 * they learn of each other, and put together at the end.
 *
 * Nothing in the text changes from run to run: it is what the cache goes by.
 */
#include "handler.h"

#include <stdio.h>
#include <string.h>

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "0.1"
#endif

#include "translator/debuginfo/debuginfo.h"
#include "translator/probes/family.h"

static const char *script_name(struct session *s)
{
	return s->user_files.n ? s->user_files.v[0]->src->name : "<no script>";
}

/* ---- sections ------------------------------------------------------------------------------- */

static void put_formats(struct emit *e, struct strbuf *b)
{
	if (!e->formats.n)
		return;
	strbuf_puts(b, "\nconst char mytap_formats[] MYTAP_SECTION(\"formats\") =");
	for (unsigned int i = 0; i < e->formats.n; i++) {
		const char *q = quoted(e, e->formats.v[i], strlen(e->formats.v[i]));

		strbuf_printf(b, "\n\t/* %u */ %.*s\\0\"", i, (int)strlen(q) - 1, q);
	}
	strbuf_puts(b, ";\n");
}

static void put_names(struct emit *e, struct strbuf *b)
{
	if (!e->names_section.n)
		return;
	strbuf_puts(b, "\nconst char mytap_names[] MYTAP_SECTION(\"names\") =");
	for (unsigned int i = 0; i < e->names_section.n; i++)	/* their number counts: no empty one at the end */
		strbuf_printf(b, "\n\t\"%s%s\"", e->names_section.v[i], i + 1 < e->names_section.n ? "\\0" : "");
	strbuf_puts(b, ";\n");
}

static bool is_settable(const struct var *v)
{
	return !v->is_array && (v->type == TYPE_LONG || v->type == TYPE_STRING);
}

static unsigned int put_settable(struct emit *e, struct strbuf *b)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < e->p->globals.n; i++) {
		const struct var *v = e->p->globals.v[i];

		if (!is_settable(v))
			continue;
		strbuf_printf(b, "%s\n\t\"%s %s\\0\"", n ? "" : "\nconst char mytap_globals[] MYTAP_SECTION(\"globals\") =",
			      v->name, type_name(v->type));
		n++;
	}
	if (n)
		strbuf_puts(b, ";\n");
	return n;
}

static void put_info(struct emit *e, struct strbuf *b)
{
	const struct kernel *k = &e->s->kernel;
	const char *name = script_name(e->s);

	strbuf_printf(b, "\nconst char mytap_info[] MYTAP_SECTION(\"info\") =\n\t\"version=%s\\0\"", PACKAGE_VERSION);
	if (k->release)
		strbuf_printf(b, "\n\t\"release=%s\\0\"", k->release);
	if (k->build_id_len) {
		strbuf_puts(b, "\n\t\"build_id=");
		for (uint32_t i = 0; i < k->build_id_len; i++)
			strbuf_printf(b, "%02x", k->build_id[i]);
		strbuf_puts(b, "\\0\"");
	}
	strbuf_puts(b, "\n\t\"script=");
	strbuf_put_escaped(b, name, strlen(name));
	strbuf_puts(b, "\\0\";\n");
}

static void put_strings(struct emit *e, struct strbuf *b)
{
	for (unsigned int i = 0; i < e->strings.n; i++) {
		const struct string_const *k = &e->strings.v[i];

		strbuf_printf(b, "%sstatic const char %s[%u] MYTAP_STRING = %s;\n", i ? "" : "\n", k->name,
			      (k->len + 8) & ~7u, quoted(e, k->text, k->len));
	}
}

/* ---- struct mytap_script -------------------------------------------------------------------- */

/* The runtime knows the usual values. --overload goes before -D: it is a share of the interval. */
static void put_overload(struct session *s, struct strbuf *b)
{
	int64_t interval = session_limit(s, "STP_OVERLOAD_INTERVAL", 1000000000);
	int64_t threshold = session_limit(s, "STP_OVERLOAD_THRESHOLD", 500000000);

	if (s->opt.overload_percent)
		threshold = interval / 100 * s->opt.overload_percent;
	if (s->opt.suppress_time_limits || s->opt.no_overload || session_define(s, "STP_NO_OVERLOAD") || !threshold)
		strbuf_puts(b, "\t\t.no_overload = true,\n");
	else if (s->opt.overload_percent || session_define(s, "STP_OVERLOAD_THRESHOLD") ||
		 session_define(s, "STP_OVERLOAD_INTERVAL"))
		strbuf_printf(b, "\t\t.overload_threshold = %lld, .overload_interval = %lld,\n", (long long)threshold,
			      (long long)interval);
}

static void put_limits(struct emit *e, struct strbuf *b)
{
	struct session *s = e->s;
	bool suppress = s->opt.suppress_handler_errors;
	int64_t maxaction = s->opt.suppress_time_limits ? INT32_MAX : e->maxaction;

	strbuf_printf(b, "\t.limits = {\n\t\t.maxaction = %lld, .maxaction_interruptible = %lld, .maxnesting = %lld,\n",
		      (long long)maxaction,
		      (long long)(s->opt.suppress_time_limits ? INT32_MAX :
				  session_limit(s, "MAXACTION_INTERRUPTIBLE", 10 * e->maxaction)),
		      (long long)e->maxnesting);
	strbuf_printf(b, "\t\t.maxerrors = %lld, .maxskipped = %lld, .minstackspace = %lld,\n",
		      (long long)session_limit(s, "MAXERRORS", 0), (long long)session_limit(s, "MAXSKIPPED", 100),
		      (long long)session_limit(s, "MINSTACKSPACE", 1024));
	strbuf_printf(b, "\t\t.maxtrylock = %lld, .trylock_delay_us = %lld, .hist_elision = %lld,%s\n",
		      (long long)session_limit(s, "MAXTRYLOCK", 10000), (long long)session_limit(s, "TRYLOCKDELAY", 10),
		      (long long)session_limit(s, "HIST_ELISION", 2),
		      suppress ? " .suppress_errors = true," : "");
	if (session_define(s, "MAXBACKTRACE"))
		strbuf_printf(b, "\t\t.maxbacktrace = %lld,\n", (long long)session_limit(s, "MAXBACKTRACE", 20));
	if (session_define(s, "KRETACTIVE"))
		strbuf_printf(b, "\t\t.kretactive = %lld,\n", (long long)session_limit(s, "KRETACTIVE", 0));
	put_overload(s, b);
	strbuf_puts(b, "\t},\n");
}

static void put_bytes(struct strbuf *b, const uint8_t *bytes, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		strbuf_printf(b, "%s0x%02x", i ? i % 16 ? ", " : ",\n\t\t      " : " ", bytes[i]);
}

static void put_kernel(struct emit *e, struct strbuf *b)
{
	const struct kernel *k = &e->s->kernel;

	if (e->has_addresses && e->s->debuginfo)
		strbuf_printf(b, "\t.stext = %#llx,\n\t.anchor = %#llx,\n",
			      (unsigned long long)debuginfo_stext(e->s->debuginfo),
			      (unsigned long long)debuginfo_symbol(e->s->debuginfo, "_printk"));
	if (!k->build_id_len)
		return;
	strbuf_puts(b, "\t.build_id = {");
	put_bytes(b, k->build_id, k->build_id_len);
	strbuf_printf(b, " },\n\t.build_id_size = %u,\n", k->build_id_len);
}

/* ---- modules[] ------------------------------------------------------------------------------ */

/* Modules that names and probes are of, once each. */
static void add_module(struct emit *e, const char *name, struct map *seen, str_vec *ret)
{
	if (!strcmp(name, "kernel") || map_get(seen, name))
		return;
	map_put(seen, name, (void *)name);
	vec_push(e->a, ret, name);
}

static void modules_used(struct emit *e, str_vec *ret)
{
	struct map seen = { 0 };

	for (unsigned int i = 0; i < e->names_section.n; i++) {
		const char *name = e->names_section.v[i], *colon = strchr(name, ':');

		if (colon)
			add_module(e, text(e, "%.*s", (int)(colon - name), name), &seen, ret);
	}
	for (unsigned int i = 0; i < e->p->probes.n; i++) {
		if (e->p->probes.v[i]->module)
			add_module(e, e->p->probes.v[i]->module, &seen, ret);
	}
	map_deinit(&seen);
}

static uint32_t module_build_id(struct emit *e, const char *name, uint8_t *id)
{
	const char *path = NULL, *other = NULL;
	uint32_t size = debuginfo_module_build_id(e->s->debuginfo, name, id, &path, &other);

	if (other)
		diag_error(&e->s->diag, (struct loc){ 0 }, "the script is for two builds of module %s, of which only one can be "
			   "loaded: %s and %s (make two scripts of it)", name, path, other);
	if (!size && e->s->opt.verbose)
		fprintf(stderr, "Module %s has no build-id: whether it is the one that is loaded will not be checked.\n", name);
	return size;
}

/* Which builds they must be. -D STP_NO_BUILDID_CHECK: any. */
static unsigned int put_modules(struct emit *e, struct strbuf *b)
{
	str_vec names = { 0 };
	unsigned int written = 0;
	uint8_t id[32];

	if (!e->s->debuginfo || session_define(e->s, "STP_NO_BUILDID_CHECK"))
		return 0;
	modules_used(e, &names);
	vec_each(name, &names) {
		uint32_t size = module_build_id(e, *name, id);

		if (!size)
			continue;
		strbuf_printf(b, "%s\t{ .name = \"%s\", .build_id_size = %u, .build_id = {",
			      written++ ? "" : "\nstatic const struct mytap_module modules[] = {\n", *name, size);
		put_bytes(b, id, size);
		strbuf_puts(b, " } },\n");
	}
	if (written)
		strbuf_puts(b, "};\n");
	return written;
}

static void put_script(struct emit *e, struct strbuf *b, unsigned int nglobals)
{
	unsigned int nmaps = 0, nmodules = put_modules(e, b);

	for (unsigned int i = 0; i < e->p->globals.n; i++)
		nmaps += e->p->globals.v[i]->is_array;
	strbuf_puts(b, "\nconst struct mytap_script mytap_script = {\n\t.abi = MYTAP_ABI,\n\t.size = sizeof(mytap_script),\n");
	if (e->nprobes)
		strbuf_printf(b, "\t.probes = probes,\n\t.nprobes = %u,\n", e->nprobes);
	if (e->nplaces)
		strbuf_printf(b, "\t.places = places,\n\t.nplaces = %u,\n", e->nplaces);
	if (e->nconditions)
		strbuf_printf(b, "\t.conditions = conditions,\n\t.nconditions = %u,\n", e->nconditions);
	if (nmaps)
		strbuf_printf(b, "\t.maps = maps,\n\t.nmaps = %u,\n", nmaps);
	if (nglobals)
		strbuf_printf(b, "\t.globals = globals,\n\t.nglobals = %u,\n", nglobals);
	if (e->names_section.n)
		strbuf_printf(b, "\t.names = mytap_names,\n\t.nnames = %u,\n", e->names_section.n);
	if (e->has_own)
		strbuf_puts(b, "\t.pcpu_size = sizeof(struct per_slot),\n");
	if (e->frame_size + e->embedded_room)
		strbuf_printf(b, "\t.frame_size = %u,\n", e->frame_size + e->embedded_room);
	if (e->prints_in_probes)
		strbuf_puts(b, "\t.prints = true,\n");
	if (nmodules)
		strbuf_printf(b, "\t.modules = modules,\n\t.nmodules = %u,\n", nmodules);
	strbuf_add(b, strbuf_str(&e->families), e->families.len);
	put_kernel(e, b);
	put_limits(e, b);
	strbuf_puts(b, "};\n");
}

/* ---- the file ------------------------------------------------------------------------------- */

/* A name must not end the comment it stands in. */
static void put_comment_text(struct strbuf *b, const char *s)
{
	for (; *s; s++)
		strbuf_putc(b, *s == '/' && b->len && b->s[b->len - 1] == '*' ? '|' : *s);
}

static void put_head(struct emit *e, struct strbuf *b, bool strings)
{
	strbuf_printf(b, "// SPDX-License-Identifier: GPL-2.0-or-later\n/* ");
	put_comment_text(b, script_name(e->s));
	strbuf_printf(b, ", translated by mytap %s. */\n#include \"mytap_api.h\"\n", PACKAGE_VERSION);
	if (!strings)
		return;
	if (e->string_room == e->maxstringlen)
		strbuf_printf(b, "\nenum { MAXSTRINGLEN = %lld };\n", (long long)e->maxstringlen);
	else
		strbuf_printf(b, "\nenum { MAXSTRINGLEN = %lld, STRING_ROOM = %u };\n", (long long)e->maxstringlen,
			      e->string_room);
}

static void put_all(struct emit *e, struct strbuf *b)
{
	struct strbuf globals = { 0 }, funcs = { 0 }, tables = { 0 }, regexes = { 0 }, tail = { 0 };
	unsigned int nglobals;
	bool strings;

	globals_write(e, &globals);
	funcs_write(e, &funcs);
	regexes_write(e, &regexes);
	families_write(e, &e->families);
	strbuf_add(&tables, strbuf_str(&e->glue), e->glue.len);
	probes_write(e, &tables);
	places_write(e, &tables);
	maps_write(e, &tables);
	embed_access_write(e, &tables);
	global_table_write(e, &tables);

	strings = strstr(strbuf_str(&globals), "STRING") || strstr(strbuf_str(&funcs), "STRING") ||
		  strstr(strbuf_str(&e->handlers), "STRING") || strstr(strbuf_str(&tables), "STRING");
	put_head(e, b, strings);
	put_formats(e, b);
	strbuf_puts(b, "\nconst char mytap_probes[] MYTAP_SECTION(\"probes\") =");
	probe_section_write(e, b);
	put_names(e, b);
	nglobals = put_settable(e, b);
	put_info(e, b);
	put_strings(e, b);
	strbuf_add(b, strbuf_str(&globals), globals.len);
	strbuf_add(b, strbuf_str(&regexes), regexes.len);
	strbuf_add(b, strbuf_str(&e->lock_sets), e->lock_sets.len);
	strbuf_add(b, strbuf_str(&funcs), funcs.len);
	strbuf_add(b, strbuf_str(&e->handlers), e->handlers.len);
	strbuf_add(b, strbuf_str(&tables), tables.len);
	memory_write(e, &tail);
	put_script(e, &tail, nglobals);
	strbuf_add(b, strbuf_str(&tail), tail.len);
	strbuf_deinit(&globals);
	strbuf_deinit(&funcs);
	strbuf_deinit(&regexes);
	strbuf_deinit(&tables);
	strbuf_deinit(&tail);
}

static bool any_recursion(const struct program *p)
{
	for (unsigned int i = 0; i < p->funcs.n; i++)
		if (p->funcs.v[i]->is_recursive)
			return true;
	return false;
}

static void emit_deinit(struct emit *e)
{
	for (unsigned int i = 0; i < e->p->funcs.n; i++)
		strbuf_deinit(&e->funcs[i].body);
	strbuf_deinit(&e->handlers);
	strbuf_deinit(&e->glue);
	strbuf_deinit(&e->families);
	strbuf_deinit(&e->lock_sets);
	strbuf_deinit(&e->embed_exprs);
	map_deinit(&e->names);
	map_deinit(&e->name_index);
	map_deinit(&e->format_index);
	map_deinit(&e->string_index);
	map_deinit(&e->embed_known);
	map_deinit(&e->lock_set_index);
}

bool emit_program(struct session *s)
{
	struct emit e = { .s = s, .a = s->arena, .p = s->program };
	unsigned int errors = s->diag.errors;

	e.maxstringlen = session_limit(s, "MAXSTRINGLEN", 512);
	if (e.maxstringlen < 16 || e.maxstringlen > 65536)
		diag_error(&s->diag, (struct loc){ 0 }, "MAXSTRINGLEN is 16 to 65536, not %lld", (long long)e.maxstringlen);
	e.string_room = (uint32_t)(e.maxstringlen + 7) & ~7u;
	e.maxaction = session_limit(s, "MAXACTION", 1000);
	e.is_interruptible = session_limit(s, "INTERRUPTIBLE", 0);
	e.maxnesting = session_limit(s, "MAXNESTING", s->program->call_depth + 1 + (any_recursion(s->program) ? 10 : 0));
	e.funcs = arena_alloc(s->arena, (s->program->funcs.n + 1) * sizeof(*e.funcs));
	if (s->diag.errors == errors) {
		globals_prepare(&e);
		names_assign(&e);
		stables_prepare(&e);
		probes_by_handler(&e);
		rare_prepare(&e);
		funcs_emit(&e);
		handlers_emit(&e);
		embed_emit(&e);
		strbuf_reset(&s->script_c);
		put_all(&e, &s->script_c);
	}
	emit_deinit(&e);
	return s->diag.errors == errors;
}
