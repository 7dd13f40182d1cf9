// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pass 3: struct program -> the C of the module (session.script_c), and of its
 * embedded C (session.embed_c). The order of the file: data for the loader, globals, functions, handlers, tables. Parts
 * are written in the order of their dependencies, and joined at the end. The text is the same in every run of the same
 * script.
 */
#include "handler.h"

#include <stdio.h>
#include <string.h>

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "0.1"
#endif

#include "translator/probes/family.h"

static const char *script_name(struct target *t)
{
	return t->user_files.n ? t->user_files.v[0]->src->name : "<no script>";
}

/* ---- sections ------------------------------------------------------------------------------- */

static bool is_settable(const struct var *v)
{
	return !v->is_array && (v->type == TYPE_LONG || v->type == TYPE_STRING);
}

static void put_settable(struct emit *e, struct strbuf *b)
{
	str_vec texts = { 0 };

	vec_each(v, &e->p->globals)
		if (is_settable(*v))
			fields_add(e, &texts, "%s %s", (*v)->name, type_name((*v)->type));
	section_put(e, b, "globals", &texts, SECTION_JOINED);
}

static void put_info(struct emit *e, struct strbuf *b)
{
	const struct kernel *k = &e->t->kernel;
	str_vec texts = { 0 };
	char id[2 * sizeof(k->build_id) + 1] = "";

	for (uint32_t i = 0; i < k->build_id_len; i++)
		sprintf(id + 2 * i, "%02x", k->build_id[i]);
	fields_add(e, &texts, "version=%s", PACKAGE_VERSION);
	if (k->release)
		fields_add(e, &texts, "release=%s", k->release);
	if (*id)
		fields_add(e, &texts, "build_id=%s", id);
	fields_add(e, &texts, "script=%s", script_name(e->t));
	section_put(e, b, "info", &texts, SECTION_JOINED);
}

/* --modinfo */
static void put_modinfo(struct emit *e, struct strbuf *b)
{
	for (unsigned int i = 0; i < e->s->opt.modinfo.n; i++)
		strbuf_printf(b, "%sstatic const char modinfo_%u[] __attribute__((section(\".modinfo\"), used, aligned(1))) = %s;\n",
			      i ? "" : "\n", i, quoted(e, e->s->opt.modinfo.v[i], strlen(e->s->opt.modinfo.v[i])));
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

/* --overload takes precedence over -D: it is a share of the interval. */
static void add_overload(struct emit *e, str_vec *fields)
{
	struct session *s = e->s;
	int64_t interval = session_limit(s, "STP_OVERLOAD_INTERVAL", 1000000000);
	int64_t threshold = session_limit(s, "STP_OVERLOAD_THRESHOLD", 500000000);

	if (s->opt.overload_percent)
		threshold = interval / 100 * s->opt.overload_percent;
	if (s->opt.suppress_time_limits || s->opt.no_overload || session_define(s, "STP_NO_OVERLOAD") || !threshold)
		fields_add(e, fields, ".no_overload = true");
	else if (s->opt.overload_percent || session_define(s, "STP_OVERLOAD_THRESHOLD") ||
		 session_define(s, "STP_OVERLOAD_INTERVAL"))
		fields_add(e, fields, ".overload_threshold = %lld, .overload_interval = %lld", (long long)threshold,
			   (long long)interval);
}

/* -D MYTAP_CLOCK=kernel: no use is made of the TSC. */
static void add_clock(struct emit *e, str_vec *fields)
{
	const char *wanted = session_define(e->s, "MYTAP_CLOCK");

	if (wanted && strcmp(wanted, "kernel"))
		diag_error(&e->s->diag, (struct loc){ 0 }, "-D MYTAP_CLOCK is kernel, not '%s'", wanted);
	else if (wanted)
		fields_add(e, fields, ".kernel_clock = true");
}

static void add_limit(struct emit *e, str_vec *fields, const char *field, int64_t n, int64_t usual)
{
	if (n != usual)
		fields_add(e, fields, ".%s = %lld", field, (long long)n);
}

/* Limits that differ from MYTAP_USUAL_LIMITS in api.h. */
static const char *limits_text(struct emit *e)
{
	static const struct { const char *name, *field; int64_t usual; } limits[] = {
		{ "MAXERRORS", "maxerrors", 0 }, { "MAXSKIPPED", "maxskipped", 100 }, { "MINSTACKSPACE", "minstackspace", 1024 },
		{ "MAXTRYLOCK", "maxtrylock", 10000 }, { "TRYLOCKDELAY", "trylock_delay_us", 10 },
		{ "HIST_ELISION", "hist_elision", 2 }, { "MAXBACKTRACE", "maxbacktrace", 0 }, { "KRETACTIVE", "kretactive", 0 },
	};
	struct session *s = e->s;
	bool unlimited = s->opt.suppress_time_limits;
	str_vec fields = { 0 };

	fields_add(e, &fields, "MYTAP_USUAL_LIMITS");
	add_limit(e, &fields, "maxaction", unlimited ? INT32_MAX : e->maxaction, 1000);
	add_limit(e, &fields, "maxaction_interruptible",
		  unlimited ? INT32_MAX : session_limit(s, "MAXACTION_INTERRUPTIBLE", 10 * e->maxaction), 10000);
	add_limit(e, &fields, "maxnesting", e->maxnesting, 1);
	for (unsigned int i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		add_limit(e, &fields, limits[i].field, session_limit(s, limits[i].name, limits[i].usual), limits[i].usual);
	if (s->opt.suppress_handler_errors)
		fields_add(e, &fields, ".suppress_errors = true");
	add_overload(e, &fields);
	add_clock(e, &fields);
	return text(e, ".limits = %s", fields_text(e, &fields, "\t\t"));
}

/* "\x3b\x43...": an initializer of bytes */
static const char *bytes_text(struct emit *e, const uint8_t *bytes, uint32_t n)
{
	struct strbuf b = { 0 };
	const char *r;

	for (uint32_t i = 0; i < n; i++)
		strbuf_printf(&b, "\\x%02x", bytes[i]);
	r = text(e, "\"%s\"", strbuf_str(&b));
	strbuf_deinit(&b);
	return r;
}

/* ---- modules[] ------------------------------------------------------------------------------ */

/* The modules of names and probes, without duplicates. */
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

	vec_each(name, &e->name_modules)
		add_module(e, *name, &seen, ret);
	for (unsigned int i = 0; i < e->p->probes.n; i++) {
		if (e->p->probes.v[i]->module)
			add_module(e, e->p->probes.v[i]->module, &seen, ret);
	}
	map_deinit(&seen);
}

static const struct module_use *module_use(struct emit *e, const char *name)
{
	vec_each(m, &e->p->modules) {
		if (strcmp(m->name, name))
			continue;
		if (m->other)
			diag_error(&e->s->diag, (struct loc){ 0 }, "the script is for two builds of module %s, of which only one can be "
				   "loaded: %s and %s (make two scripts of it)", name, m->path, m->other);
		if (!m->build_id_size && e->s->opt.verbose)
			fprintf(stderr, "Module %s has no build-id: mytap cannot check that it is the one that is loaded.\n", name);
		return m;
	}
	bug("module '%s' is not in the list of modules", name);
}

/* The builds they must have. -D STP_NO_BUILDID_CHECK: any. */
static unsigned int put_modules(struct emit *e, struct strbuf *b)
{
	str_vec names = { 0 }, rows = { 0 };

	if (session_define(e->s, "STP_NO_BUILDID_CHECK"))
		return 0;
	modules_used(e, &names);
	vec_each(name, &names) {
		const struct module_use *m = module_use(e, *name);

		if (m->build_id_size)
			fields_add(e, &rows, "{ .name = \"%s\", .build_id_size = %u, .build_id = %s }", *name, m->build_id_size,
				   bytes_text(e, m->build_id, m->build_id_size));
	}
	if (rows.n)
		strbuf_putc(b, '\n');
	table_put(b, "static const struct mytap_module modules[]", &rows);
	return rows.n;
}

/* A table of the file, and its number of rows. */
static void add_table(struct emit *e, str_vec *fields, const char *name, unsigned int n)
{
	if (n)
		fields_add(e, fields, ".%s = %s, .n%s = %u", name, name, name, n);
}

static void add_kernel(struct emit *e, str_vec *fields)
{
	const struct kernel *k = &e->t->kernel;

	if (e->has_addresses && e->p->stext)
		fields_add(e, fields, ".stext = %#llx, .anchor = %#llx", (unsigned long long)e->p->stext,
			   (unsigned long long)e->p->anchor);
	if (k->build_id_len)
		fields_add(e, fields, ".build_id_size = %u, .build_id = %s", k->build_id_len,
			   bytes_text(e, k->build_id, k->build_id_len));
}

static void put_script(struct emit *e, struct strbuf *b)
{
	unsigned int nmaps = 0, nglobals = 0, nmodules = put_modules(e, b);
	str_vec fields = { 0 };

	vec_each(v, &e->p->globals) {
		nmaps += (*v)->is_array;
		nglobals += is_settable(*v);
	}
	fields_add(e, &fields, ".abi = MYTAP_ABI, .size = sizeof(mytap_script)");
	add_table(e, &fields, "probes", e->nprobes);
	add_table(e, &fields, "places", e->nplaces);
	add_table(e, &fields, "conditions", e->nconditions);
	add_table(e, &fields, "maps", nmaps);
	add_table(e, &fields, "globals", nglobals);
	add_table(e, &fields, "modules", nmodules);
	add_table(e, &fields, "variables", e->p->globals.n);
	add_table(e, &fields, "sections", e->nsections);
	if (e->t->nprograms)
		fields_add(e, &fields, ".nprograms = %u", e->t->nprograms);
	if (e->keeps_stacks)
		fields_add(e, &fields, ".maxstacks = %lld", (long long)session_limit(e->s, "MAXSTACKS", STACKS_USUAL));
	if (e->walks_programs)
		fields_add(e, &fields, ".walks_programs = true");
	if (e->names_section.n)
		fields_add(e, &fields, ".names = mytap_names, .nnames = %u", e->names_section.n);
	if (e->has_own)
		fields_add(e, &fields, ".pcpu_size = sizeof(struct per_slot)");
	if (e->frame_size + e->embedded_room)
		fields_add(e, &fields, ".frame_size = %u", e->frame_size + e->embedded_room);
	if (e->prints_in_probes)
		fields_add(e, &fields, ".prints = true");
	vec_push(e->a, &fields, limits_text(e));
	add_kernel(e, &fields);
	strbuf_puts(b, "const struct mytap_script mytap_script = {\n");
	fields_put(b, &fields, "\t");
	strbuf_puts(b, ",\n");
	strbuf_add(b, strbuf_str(&e->families), e->families.len);
	strbuf_puts(b, "};\n");
}

/* ---- the file ------------------------------------------------------------------------------- */

/* A name must not end the comment around it. */
static void put_comment_text(struct strbuf *b, const char *s)
{
	for (; *s; s++)
		strbuf_putc(b, *s == '/' && b->len && b->s[b->len - 1] == '*' ? '|' : *s);
}

static void put_head(struct emit *e, struct strbuf *b)
{
	strbuf_printf(b, "// SPDX-License-Identifier: GPL-2.0-or-later\n/* ");
	put_comment_text(b, script_name(e->t));
	strbuf_printf(b, ", translated by mytap %s. */\n#include \"mytap_api.h\"\n", PACKAGE_VERSION);
	if (!e->uses_strings)
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

	globals_write(e, &globals);
	funcs_write(e, &funcs);
	regexes_write(e, &regexes);
	families_write(e, &e->families);
	strbuf_add(&tables, strbuf_str(&e->glue), e->glue.len);
	probes_write(e, &tables);
	places_write(e, &tables);
	source_lines_write(e, &tables);
	embed_access_write(e, &tables);
	global_table_write(e, &tables);
	variables_write(e, &tables);

	memory_write(e, &tail);
	maps_write(e, &tail);
	references_write(e, &tail);

	put_head(e, b);
	strbuf_putc(b, '\n');
	section_put(e, b, "formats", &e->formats, SECTION_NUMBERED);
	section_put(e, b, "maps", &e->shown, SECTION_JOINED);
	probe_section_write(e, b);
	section_put(e, b, "names", &e->names_section, SECTION_COUNTED);
	programs_write(e, b);
	user_files_write(e, b);
	put_settable(e, b);
	put_info(e, b);
	put_modinfo(e, b);
	put_strings(e, b);
	strbuf_add(b, strbuf_str(&globals), globals.len);
	strbuf_add(b, strbuf_str(&regexes), regexes.len);
	strbuf_add(b, strbuf_str(&e->lock_sets), e->lock_sets.len);
	strbuf_add(b, strbuf_str(&funcs), funcs.len);
	strbuf_add(b, strbuf_str(&e->handlers), e->handlers.len);
	strbuf_add(b, strbuf_str(&tables), tables.len);
	put_script(e, &tail);
	strbuf_add(b, strbuf_str(&tail), tail.len);
	strbuf_deinit(&globals);
	strbuf_deinit(&funcs);
	strbuf_deinit(&regexes);
	strbuf_deinit(&tables);
	strbuf_deinit(&tail);
}

static int64_t widest_string(const struct program *p, int64_t usual)
{
	int64_t widest = usual;

	vec_each(v, &p->globals) {
		if ((*v)->string_size > widest)
			widest = (*v)->string_size;
		if ((*v)->key_size > widest)
			widest = (*v)->key_size;
	}
	return widest;
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
	map_deinit(&e->alike_index);
	map_deinit(&e->string_index);
	map_deinit(&e->embed_known);
	map_deinit(&e->lock_set_index);
}

bool emit_program(struct target *t)
{
	struct emit e = { .t = t, .s = t->s, .a = t->arena, .p = t->program };
	unsigned int errors = t->s->diag.errors;

	e.global_size = session_limit(t->s, "MAXSTRINGLEN", 512);
	e.maxstringlen = widest_string(t->program, e.global_size);
	e.string_room = (uint32_t)(e.maxstringlen + 7) & ~7u;
	e.maxaction = session_limit(t->s, "MAXACTION", 1000);
	e.is_interruptible = session_limit(t->s, "INTERRUPTIBLE", 0);
	e.maxnesting = session_limit(t->s, "MAXNESTING", t->program->call_depth + 1 + (any_recursion(t->program) ? 10 : 0));
	e.funcs = arena_alloc(t->arena, (t->program->funcs.n + 1) * sizeof(*e.funcs));
	if (t->s->diag.errors == errors) {
		globals_prepare(&e);
		names_assign(&e);
		stables_prepare(&e);
		probes_by_handler(&e);
		rare_prepare(&e);
		funcs_emit(&e);
		handlers_emit(&e);
		embed_emit(&e);
		strbuf_reset(&t->script_c);
		put_all(&e, &t->script_c);
	}
	emit_deinit(&e);
	return t->s->diag.errors == errors;
}
