// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Globals of the script as C: plain variables behind a lock, a member of the per-slot struct with a function that
 * adds up the slots, or a map. Also their rows
 * in the tables of maps and of settable globals.
 */
#include "handler.h"

#include <string.h>

#include "translator/builtins.h"

/* ---- properties known before anything is written ----------------------------------------------- */

static void study_sorts(struct emit *e, const struct stmt *s)
{
	struct var *v;

	if (!s)
		return;
	switch (s->kind) {
	case STMT_BLOCK:
		for (unsigned int i = 0; i < s->block.n; i++)
			study_sorts(e, s->block.v[i]);
		return;
	case STMT_IF:
		study_sorts(e, s->if_.then);
		study_sorts(e, s->if_.other);
		return;
	case STMT_WHILE:
		study_sorts(e, s->while_.body);
		return;
	case STMT_FOR:
		study_sorts(e, s->for_.body);
		return;
	case STMT_TRY:
		study_sorts(e, s->try_.body);
		study_sorts(e, s->try_.handler);
		return;
	case STMT_FOREACH:
		study_sorts(e, s->foreach.body);
		if (s->foreach.base->kind == EXPR_HIST || !s->foreach.sort.direction || s->foreach.sort.key >= 0)
			return;
		v = s->foreach.base->symbol.var;
		if (v->type == TYPE_STAT)
			v->stat.ops |= 1u << (s->foreach.sort.stat == STAT_NONE ? STAT_COUNT : s->foreach.sort.stat);
		return;
	case STMT_EXPR: case STMT_NULL: case STMT_RETURN: case STMT_NEXT: case STMT_BREAK: case STMT_CONTINUE:
	case STMT_DELETE: case STMT_EMBED:
		return;
	}
}

static bool text_has(const char *s, size_t len, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= len; i++)
		if (!memcmp(s + i, word, n))
			return true;
	return false;
}

static bool embedded_c_names(struct emit *e, const struct var *v)
{
	const char *get = text(e, "STAP_GLOBAL_GET_%s", v->name), *set = text(e, "STAP_GLOBAL_SET_%s", v->name);

	vec_each(c, &e->all_embedded)
		if (text_has((*c)->text, (*c)->len, get) || text_has((*c)->text, (*c)->len, set))
			return true;
	return false;
}

static void collect_embedded(void *ctx, const struct expr *x)
{
	struct emit *e = ctx;

	if (x->kind == EXPR_EMBED && x->embed)
		vec_push(e->a, &e->all_embedded, x->embed);
}

static void collect_all_embedded(struct emit *e)
{
	vec_each(h, &e->p->handlers)
		each_expr((*h)->body, collect_embedded, e);
	vec_each(f, &e->p->funcs) {
		if ((*f)->embed)
			vec_push(e->a, &e->all_embedded, (const struct embed *)(*f)->embed);
		each_expr((*f)->body, collect_embedded, e);
	}
	vec_each(c, &e->p->embeds)
		vec_push(e->a, &e->all_embedded, (const struct embed *)*c);
}

/* Properties of earlier functions that depend on calls anywhere. */
static void study_call(void *ctx, const struct expr *x)
{
	struct emit *e = ctx;

	if (x->kind != EXPR_CALL || !x->call.builtin)
		return;
	e->asks_groups |= (x->call.builtin->flags & BUILTIN_GROUPS) != 0;
	e->stops_tracing |= (x->call.builtin->flags & BUILTIN_STOPS_TRACING) != 0;
}

static void study_body(struct emit *e, const struct stmt *body)
{
	study_sorts(e, body);
	each_expr(body, study_call, e);
}

void globals_prepare(struct emit *e)
{
	e->globals = arena_alloc(e->a, (e->p->globals.n + 1) * sizeof(*e->globals));
	collect_all_embedded(e);
	for (unsigned int i = 0; i < e->p->globals.n; i++) {
		struct global_facts *g = &e->globals[i];

		g->var = e->p->globals.v[i];
		g->use = e->p->global_use ? e->p->global_use[i] : GLOBAL_LOCKED;
		g->in_embedded = embedded_c_names(e, g->var);
		g->is_extern = !g->var->is_array && g->in_embedded;
		if (g->in_embedded && g->var->type == TYPE_STAT)
			diag_error(&e->s->diag, g->var->loc, "embedded C cannot read or set '%s': it is an aggregate", g->var->name);
		if (g->in_embedded && g->var->is_array && 8 * key_words(e, g->var) + e->string_room + 64 > e->embedded_room)
			e->embedded_room = 8 * key_words(e, g->var) + e->string_room + 64;
		if (g->is_extern && g->use != GLOBAL_LOCKED)
			g->use = GLOBAL_UNLOCKED;
		if (g->var->type != TYPE_STAT && g->var->is_array && is_per_cpu(e, g->var))
			bug("array '%s' without aggregates cannot be kept per CPU", g->var->name);
		g->has_gate = g->use == GLOBAL_PER_CPU_LOCKED && g->var->is_array && has_adders(e, g->var);
		e->has_own |= (is_per_cpu(e, g->var) && !g->var->is_array) || g->has_gate;
	}
	vec_each(h, &e->p->handlers) {
		study_body(e, (*h)->body);
		vec_each(entry, &(*h)->entries)
			each_subexpr(entry->value, study_call, e);
	}
	vec_each(f, &e->p->funcs)
		study_body(e, (*f)->body);
	vec_each(p, &e->p->probes)
		if ((*p)->condition)
			each_subexpr((*p)->condition, study_call, e);
}

/* ---- declarations --------------------------------------------------------------------------- */

static void put_string(struct emit *e, struct strbuf *b, const struct global_facts *g)
{
	const struct var *v = g->var;
	struct string_kept kept = string_kept(e, v);
	uint32_t most = kept.size - 1, n;

	strbuf_printf(b, "%schar %s[%s] MYTAP_STRING", g->is_extern ? "" : "static ", v->c_name, kept_room(e, kept));
	if (v->init && v->init->kind == EXPR_STRING && v->init->string.len) {
		n = v->init->string.len < most ? v->init->string.len : most;
		strbuf_printf(b, " = %s", quoted(e, v->init->string.s, n));
	}
	strbuf_puts(b, ";\n");
}

static void put_long(struct emit *e, struct strbuf *b, const struct global_facts *g)
{
	const struct var *v = g->var;

	strbuf_printf(b, "%ss64 %s", g->is_extern ? "" : "static ", v->c_name);
	if (v->init && v->init->kind == EXPR_NUMBER && v->init->number)
		strbuf_printf(b, " = %s", value_number(e, v->init->number).c);
	strbuf_puts(b, ";\n");
}

static void put_total(struct strbuf *b, const struct global_facts *g)
{
	const char *n = g->var->c_name;

	if (g->needs_total)
		strbuf_printf(b, "\nstatic s64 %s_total(void)\n{\n\ts64 total = %s;\n\n"
			      "\tfor (u32 i = 0; i < mytap_nslots; i++)\n"
			      "\t\ttotal += ((struct per_slot *)mytap_pcpu(i))->%s;\n\treturn total;\n}\n", n, n, n);
	if (g->needs_set)
		strbuf_printf(b, "\nstatic void %s_set(s64 to)\n{\n\t%s = to;\n"
			      "\tfor (u32 i = 0; i < mytap_nslots; i++)\n"
			      "\t\t((struct per_slot *)mytap_pcpu(i))->%s = 0;\n}\n", n, n, n);
}

static const char *key_list(struct emit *e, const struct var *v)
{
	struct strbuf b = { 0 };
	const char *r;

	for (int i = 0; i < v->arity; i++)
		strbuf_printf(&b, "%s%s", i ? ", " : "", v->key_type[i] == TYPE_STRING ? "string" : "long");
	r = arena_strdup(e->a, strbuf_str(&b));
	strbuf_deinit(&b);
	return r;
}

static void put_comment(struct emit *e, struct strbuf *b, const struct global_facts *g)
{
	const struct var *v = g->var;

	strbuf_printf(b, "\n/* global %s", v->name);
	if (v->is_array)
		strbuf_printf(b, "[%s]", key_list(e, v));
	strbuf_printf(b, "%s at %s%s */\n", v->type == TYPE_STAT ? ": an aggregate" : "", position(e, v->loc),
		      g->use == GLOBAL_PER_CPU && !v->is_array && v->type == TYPE_LONG ? "; counted per slot, this is its start"
										       : "");
}

static void put_lock(struct strbuf *b, const struct global_facts *g)
{
	if (g->needs_lock && !g->has_gate)
		strbuf_printf(b, "static struct mytap_lock %s_lock;\n", g->var->c_name);
}

static bool is_scalar_stat(const struct var *v)
{
	return v->type == TYPE_STAT && !v->is_array;
}

static void put_own(struct emit *e, struct strbuf *b)
{
	bool any = false;

	for (unsigned int i = 0; i < e->p->globals.n; i++)
		any |= (is_per_cpu(e, e->globals[i].var) && !e->globals[i].var->is_array) || e->globals[i].has_gate;
	if (!any && !e->uses_matched && !e->uses_tokens && !e->run)
		return;
	strbuf_puts(b, "\n/* variables per slot */\nstruct per_slot {\n");
	for (unsigned int i = 0; i < e->p->globals.n; i++) {
		const struct global_facts *g = &e->globals[i];

		if (g->has_gate)
			strbuf_printf(b, "\tu32 %s_inside;\n", g->var->c_name);
		if (!is_per_cpu(e, g->var) || g->var->is_array)
			continue;
		if (g->use == GLOBAL_PER_CPU_LOCKED)
			strbuf_printf(b, "\tstruct mytap_lock %s_lock;\n", g->var->c_name);
		strbuf_printf(b, "\t%s %s;\n", g->var->type == TYPE_STAT ? stat_struct(e, g->var) : "s64", g->var->c_name);
	}
	if (e->uses_matched)
		strbuf_printf(b, "\tstruct mytap_match_state match;\n\tchar match_text[%s] MYTAP_STRING;\n", string_room(e));
	if (e->uses_tokens)
		strbuf_printf(b, "\ts64 token_at;\n\tchar token_text[%s] MYTAP_STRING;\n", string_room(e));
	stables_declare(e, b);
	strbuf_puts(b, "};\n");
	e->has_own = true;
}

static void put_gate(struct strbuf *b, const struct global_facts *g)
{
	const char *n = g->var->c_name;

	if (g->has_gate)
		strbuf_printf(b, "\nstatic struct mytap_gate %s_gate = { .word = __builtin_offsetof(struct per_slot, %s_inside) };\n",
			      n, n);
}

static void put_variable(struct emit *e, struct strbuf *b, const struct global_facts *g)
{
	const struct var *v = g->var;

	if (v->is_array)
		strbuf_printf(b, "static struct mytap_map *%s;\n", v->c_name);
	else if (is_scalar_stat(v) && !is_per_cpu(e, v))
		strbuf_printf(b, "static %s %s;\n", stat_struct(e, v), v->c_name);
	else if (v->type == TYPE_STRING)
		put_string(e, b, g);
	else if (v->type != TYPE_STAT)
		put_long(e, b, g);
}

void globals_write(struct emit *e, struct strbuf *b)
{
	for (unsigned int i = 0; i < e->p->globals.n; i++) {
		const struct global_facts *g = &e->globals[i];

		put_comment(e, b, g);
		if (g->var->type == TYPE_STAT)
			stat_declare(e, b, g->var);
		put_variable(e, b, g);
		put_lock(b, g);
	}
	put_own(e, b);
	for (unsigned int i = 0; i < e->p->globals.n; i++) {
		struct global_facts *g = &e->globals[i];

		put_gate(b, g);
		if (g->var->type == TYPE_STAT)
			stat_functions(e, b, g);
		else if (is_per_cpu(e, g->var))
			put_total(b, g);
	}
}

/* ---- tables --------------------------------------------------------------------------------- */

static uint32_t string_keys(const struct var *v)
{
	uint32_t bits = 0;

	for (int i = 0; i < v->arity; i++)
		bits |= (uint32_t)(v->key_type[i] == TYPE_STRING) << i;
	return bits;
}

static const char *value_size(struct emit *e, const struct var *v)
{
	if (v->type == TYPE_STAT)
		return text(e, "sizeof(%s)", stat_struct(e, v));
	return v->type == TYPE_STRING ? kept_room(e, string_kept(e, v)) : "sizeof(s64)";
}

static int64_t map_entries(struct emit *e, const struct var *v)
{
	return v->size ? v->size : session_limit(e->s, "MAXMAPENTRIES", 2048);
}

/* room: its index in mytap_memory.arrays. */
static const char *map_row(struct emit *e, const struct global_facts *g, unsigned int room)
{
	const struct var *v = g->var;
	str_vec fields = { 0 };

	fields_add(e, &fields, ".map = &%s, .name = \"%s\", .room = &mytap_memory.arrays[%u], .nkeys = %d", v->c_name, v->name, room,
		   v->arity);
	if (string_keys(v))
		fields_add(e, &fields, ".string_keys = %#x", string_keys(v));
	if (v->wraps)
		fields_add(e, &fields, ".wraps = true");
	if (v->size)
		fields_add(e, &fields, ".sized = true");
	if (v->type == TYPE_STAT && is_per_cpu(e, v) && !stat_adds_up(v))
		fields_add(e, &fields, ".merge = %s_merge", v->c_name);
	return fields_text(e, &fields, "\t  ");
}

void maps_write(struct emit *e, struct strbuf *b)
{
	str_vec rows = { 0 };

	for (unsigned int i = 0; i < e->p->globals.n; i++)
		if (e->globals[i].var->is_array)
			vec_push(e->a, &rows, map_row(e, &e->globals[i], rows.n));
	table_put(b, "static const struct mytap_map_desc maps[]", &rows);
}

static const char *room_row(struct emit *e, const struct global_facts *g)
{
	const struct var *v = g->var;

	return text(e, "{ .entries = %lld, .key_words = %u, .value_bytes = %s%s%s }", (long long)map_entries(e, v), key_words(e, v),
		    value_size(e, v), v->type == TYPE_STAT && is_per_cpu(e, v) ? ", .per_cpu = 1" : "",
		    g->sorted ? ", .sorted = 1" : "");
}

/* The memory that the script needs, for the loader: section .mytap.memory (wire.h). */
void memory_write(struct emit *e, struct strbuf *b)
{
	uint32_t frame = e->frame_size + e->embedded_room;
	str_vec need = { 0 }, rooms = { 0 };

	fields_add(e, &need, frame ? ".context_bytes = sizeof(struct mytap_ctx) + %u" : ".context_bytes = sizeof(struct mytap_ctx)",
		   frame);
	if (e->has_own)
		fields_add(e, &need, ".own_bytes = sizeof(struct per_slot)");
	if (e->nprobes)
		fields_add(e, &need, ".nprobes = %u", e->nprobes);
	if (e->nplaces)
		fields_add(e, &need, ".nplaces = %u", e->nplaces);
	if (e->prints_in_probes)
		fields_add(e, &need, ".prints = 1");
	if (e->keeps_stacks)
		fields_add(e, &need, ".stacks_bytes = %lldull * (MYTAP_STACK_BYTES(%s, %d) + 16)",
			   (long long)session_limit(e->s, "MAXSTACKS", STACKS_USUAL),
			   session_define(e->s, "MAXBACKTRACE") ? session_define(e->s, "MAXBACKTRACE") : "MYTAP_BACKTRACE_USUAL",
			   e->walks_programs);
	if (e->traces)
		fields_add(e, &need, ".trace_bytes = MYTAP_TRACE_BYTES(%lld)", (long long)(e->traces_text ? e->maxstringlen : 0));
	for (unsigned int i = 0; i < e->p->globals.n; i++)
		if (e->globals[i].var->is_array)
			vec_push(e->a, &rooms, room_row(e, &e->globals[i]));
	if (rooms.n)
		strbuf_printf(b, "const struct { struct mytap_need need; struct mytap_map_room arrays[%u]; } mytap_memory "
			      "MYTAP_SECTION(\"memory\") = {\n\t{", rooms.n);
	else
		strbuf_puts(b, "const struct mytap_need mytap_memory MYTAP_SECTION(\"memory\") = {");
	fields_put(b, &need, "\t\t");
	for (unsigned int i = 0; i < rooms.n; i++)
		strbuf_printf(b, "%s%s", i ? ",\n\t  " : rooms.n == 1 && fits_line(b, strlen(rooms.v[i]) + 10) ? " }, { " : " },\n\t{ ",
			      rooms.v[i]);
	strbuf_puts(b, rooms.n ? " } };\n" : " };\n");
}

void global_table_write(struct emit *e, struct strbuf *b)
{
	str_vec rows = { 0 };

	vec_each(v, &e->p->globals)
		if (!(*v)->is_array && ((*v)->type == TYPE_LONG || (*v)->type == TYPE_STRING))
			fields_add(e, &rows, "{ .name = \"%s\", .where = &%s%s }", (*v)->name, (*v)->c_name,
				   (*v)->type == TYPE_STRING ? text(e, ", .size = %s", kept_size(e, string_kept(e, *v))) : "");
	table_put(b, "static const struct mytap_global globals[]", &rows);
}

static bool is_own(struct emit *e, const struct var *v)
{
	return is_per_cpu(e, v) && !v->is_array;
}

/* The addresses of globals, for readers of a dump. */
void variables_write(struct emit *e, struct strbuf *b)
{
	str_vec rows = { 0 };

	for (unsigned int i = 0; i < e->p->globals.n; i++) {
		const struct var *v = e->globals[i].var;
		const char *where = v->is_array ? "map" : !is_own(e, v) || v->type != TYPE_STAT ? "where" : NULL;

		fields_add(e, &rows, "{ .name = \"%s\"%s%s%s }", v->name, where ? text(e, ", .%s = &%s", where, v->c_name) : "",
			   is_own(e, v) ? text(e, ", .own = 1 + __builtin_offsetof(struct per_slot, %s)", v->c_name) : "",
			   v->type == TYPE_STAT ? text(e, ", .parts = \"%s\"", stat_parts_text(e, v)) :
			   v->type == TYPE_STRING ? text(e, ", .size = %s", kept_room(e, string_kept(e, v))) : "");
	}
	table_put(b, "static const struct mytap_variable variables[]", &rows);
}
