// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Probe handlers. One C function per body; derived probes with equal bodies share it. The locks of a handler are
 * taken before the first statement that needs one and released after the last, on every exit: before that range an
 * exit is `return`, inside it `goto unlock`.
 */
#include "handler.h"

#include <ctype.h>
#include <string.h>

#include "translator/probes/family.h"

static void write_statements(struct emit *e, const struct handler *h)
{
	const struct lock_use **locks = arena_alloc(e->a, (h->locks.n + 1) * sizeof(*locks));
	unsigned int nlocks = held_locks(e, h, locks), last = h->body->block.n;
	bool taken = false;

	if (nlocks && !h->lock_first) {
		take_locks(e, locks, nlocks);
		taken = true;
	}
	for (unsigned int i = 0; i < last; i++) {
		struct stmt *s = h->body->block.v[i];

		if (nlocks && !taken && s == h->lock_first) {
			take_locks(e, locks, nlocks);
			taken = true;
		}
		e->fn->is_last = !nlocks && i + 1 == last && s->kind == STMT_FOREACH;
		emit_stmt(e, s);
		if (!nlocks || s != h->lock_last || i + 1 == last)
			continue;
		give_locks(e, locks, nlocks);
		for (i++; i < last; i++)
			emit_stmt(e, h->body->block.v[i]);
		if (has_unlock_labels(e, nlocks)) {
			line_leaves(e, "return;");
			line_at_edge(e, "%s", "");
			put_unlock_labels(e, locks, nlocks);
		}
		return;
	}
	if (nlocks)
		put_unlock_labels(e, locks, nlocks);
}

/* The room after its own strings is for its callees. */
static void move_frame(struct emit *e)
{
	if (!e->fn->calls_frames || !e->fn->has_frame)
		return;
	e->fn->moves_frame = true;
	line(e, "c->frame = (char *)(f + 1);");
}

static void write_body(struct emit *e, const struct handler *h)
{
	int64_t cost = stmt_cost(e, h->body);

	e->fn->fail = e->fn->leave = way_out(e, "return;");
	touch_ahead(e, h);
	move_frame(e);
	stables_begin_run(e, h, false);
	locals_clear(e, &h->locals, NULL, h->body);
	if (cost > e->maxaction && !e->s->opt.suppress_time_limits) {
		line(e, "if (!mytap_actions(c, %lld, %s))", (long long)cost, where(e, h->body->loc));
		line(e, "\treturn;");
	}
	write_statements(e, h);
}

static void write_once(struct emit *e, const struct handler *h, struct fn *fn, struct strbuf *decls, struct strbuf *body)
{
	struct code code, *before = code_begin(e, &code);

	fn->handler = h;
	fn->cname = "handler";
	fn->is_quick = handler_is_quick(e, h);
	fn_begin(e, fn);
	locals_begin(e, fn, &h->locals, h->body);
	if (fn->uses_groups)
		line(e, "own->match.ngroups = 0;");
	write_body(e, h);
	code_end(e, before);
	*body = *decls = (struct strbuf){ 0 };
	code_print(body, &code);
	code_deinit(&code);
	frame_declare(e, decls, &h->locals);
}

/* ---- values saved at the entry ---------------------------------------------------------------- */

static void put_entry_struct(struct emit *e, struct strbuf *b, const struct handler *h, const char *name)
{
	strbuf_printf(b, "\nstruct %s__entry {\n", name);
	for (unsigned int i = 0; i < h->entries.n; i++) {
		const struct var *v = h->entries.v[i].var;

		if (v->type == TYPE_STRING)
			strbuf_printf(b, "\tchar %s[%s] MYTAP_STRING;\n", c_name_of_local(e, v), string_room(e));
		else
			strbuf_printf(b, "\ts64 %s;\n", c_name_of_local(e, v));
	}
	strbuf_puts(b, "};\n");
}

static bool entries_mention(const struct handler *h, const struct var *v)
{
	for (unsigned int i = 0; i < h->entries.n; i++)
		if (expr_mentions(h->entries.v[i].value, v))
			return true;
	return false;
}

static void write_entry_values(struct emit *e, const struct handler *h)
{
	const struct lock_use **locks = arena_alloc(e->a, (h->locks.n + 1) * sizeof(*locks));
	unsigned int all = held_locks(e, h, locks), n = 0;

	for (unsigned int i = 0; i < all; i++)
		if (entries_mention(h, locks[i]->global))
			locks[n++] = locks[i];
	e->fn->fail = e->fn->leave = way_out(e, "return;");
	touch_ahead_entry(e, h);
	if (n)
		take_locks(e, locks, n);
	for (unsigned int i = 0; i < h->entries.n; i++) {
		const struct var *v = h->entries.v[i].var;
		struct temps_mark mark;

		temps_mark(e, &mark);
		if (v->type == TYPE_STRING)
			emit_string_to(e, h->entries.v[i].value, var_text(e, v));
		else
			line(e, "%s = %s;", var_text(e, v), value_text(e, emit_expr(e, h->entries.v[i].value)));
		temps_release(e, &mark);
	}
	if (n)
		put_unlock_labels(e, locks, n);
}

/*
 * A handler that moves c->frame for its callees restores it on every exit: the next hit has the whole room, at no
 * cost for other handlers.
 */
static void put_frame_keeper(struct strbuf *b, const char *name, const char *suffix)
{
	strbuf_printf(b, "\nstatic void %s%s(struct mytap_ctx *c)\n{\n\tchar *frame = c->frame;\n\n"
		      "\t%s__body%s(c);\n\tc->frame = frame;\n}\n", name, suffix, name, suffix);
}

static void write_entry(struct emit *e, const struct handler *h, const char *name, bool *uses_regs)
{
	struct fn *first = arena_new_of(e->a, struct fn), *second = arena_new_of(e->a, struct fn);
	struct strbuf body = { 0 }, decls = { 0 };
	struct code code, *before;
	var_vec none = { 0 };

	for (int round = 0; round < 2; round++) {
		struct fn *fn = round ? second : first;

		if (round) {
			fn_carry_over(second, first);
			strbuf_reset(&decls);
		}
		before = code_begin(e, &code);
		fn->handler = h;
		fn->cname = "entry";
		fn_begin(e, fn);
		move_frame(e);
		stables_begin_run(e, h, true);
		write_entry_values(e, h);
		code_end(e, before);
		frame_declare(e, &decls, &none);
		if (round)
			code_print(&body, &code);
		code_deinit(&code);
	}
	put_entry_struct(e, &e->handlers, h, name);
	strbuf_printf(&e->handlers, "\n/* values for %s, saved at the function's entry */\n"
		      "static void %s%s__entry(struct mytap_ctx *c)\n{\n\tstruct %s__entry *entry = c->entry;\n%s\n%s}\n",
		      name, name, second->moves_frame ? "__body" : "", name, strbuf_str(&decls), strbuf_str(&body));
	if (second->moves_frame)
		put_frame_keeper(&e->handlers, name, "__entry");
	strbuf_deinit(&body);
	strbuf_deinit(&decls);
	*uses_regs |= second->uses_regs;
	e->has_own |= second->uses_own;
	if (second->frame_size > e->frame_size)
		e->frame_size = second->frame_size;
}

/* ---- all handlers --------------------------------------------------------------------------- */

void probes_by_handler(struct emit *e)
{
	unsigned int nids = 0, *next;

	vec_each(p, &e->p->probes)
		if ((*p)->handler->id >= nids)
			nids = (*p)->handler->id + 1;
	e->probes_from = arena_alloc(e->a, (nids + 1) * sizeof(*e->probes_from));
	e->probes_by_handler = arena_alloc(e->a, (e->p->probes.n + 1) * sizeof(*e->probes_by_handler));
	next = arena_alloc(e->a, (nids + 1) * sizeof(*next));
	vec_each(p, &e->p->probes)
		e->probes_from[(*p)->handler->id + 1]++;
	for (unsigned int i = 0; i < nids; i++)
		next[i] = e->probes_from[i + 1] += e->probes_from[i];
	for (unsigned int i = e->p->probes.n; i-- > 0;)
		e->probes_by_handler[--next[e->p->probes.v[i]->handler->id]] = e->p->probes.v[i];
}

static void put_points(struct emit *e, struct strbuf *b, const struct handler *h)
{
	unsigned int n = 0, shown = 0;
	const char *last = NULL;

	for (unsigned int i = e->probes_from[h->id]; i < e->probes_from[h->id + 1]; i++) {
		const struct dprobe *p = e->probes_by_handler[i];

		n++;
		if (shown == 3 || (last && !strcmp(last, p->given ? p->given : p->text)))
			continue;
		shown++;
		last = p->given ? p->given : p->text;
		strbuf_printf(b, "%s%s at %s", shown == 1 ? "\n/* " : "\n * ", last, position(e, p->loc));
	}
	if (n > shown)
		strbuf_printf(b, "%s%u places in all", shown ? "; " : "\n/* ", n);
	strbuf_puts(b, " */\n");
}

static void put_function(struct emit *e, const struct handler *h, const struct fn *fn, const char *name, const char *decls,
			 const char *body)
{
	struct strbuf *b = &e->handlers;
	size_t mark;

	put_points(e, b, h);
	strbuf_printf(b, "static%s void %s%s(struct mytap_ctx *c)\n{\n", handler_is_rare(e, h) ? " MYTAP_RARE" : "", name,
		      fn->moves_frame ? "__body" : "");
	mark = b->len;
	strbuf_puts(b, decls);
	if (fn->uses_entry)
		strbuf_printf(b, "\tstruct %s__entry *entry = c->entry;\n", name);
	if (b->len != mark && *body)
		strbuf_putc(b, '\n');
	strbuf_puts(b, body);
	strbuf_puts(b, "}\n");
	if (fn->moves_frame)
		put_frame_keeper(b, name, "");
}

/* The needs of all functions below a handler's calls. */
struct called {
	struct emit *e;
	unsigned int stamp;
	uint32_t room;			/* frame bytes of the deepest chain */
	unsigned int nargs;
};

static void note_called(void *ctx, const struct expr *x)
{
	struct called *k = ctx;

	if (x->kind != EXPR_CALL)
		return;
	for (unsigned int i = 0; i < x->call.callees.n; i++) {
		struct fn_facts *facts = facts_of_func(k->e, x->call.callees.v[i]);

		if (facts->stamp == k->stamp)
			continue;
		facts->stamp = k->stamp;
		if (facts->deep_size > k->room)
			k->room = facts->deep_size;
		if (facts->nargs > k->nargs)
			k->nargs = facts->nargs;
		each_expr(x->call.callees.v[i]->body, note_called, k);
	}
}

static struct called what_is_called(struct emit *e, const struct handler *h)
{
	struct called k = { .e = e, .stamp = ++e->stamps };

	each_expr(h->body, note_called, &k);
	for (unsigned int i = 0; i < h->entries.n; i++)
		each_subexpr(h->entries.v[i].value, note_called, &k);
	return k;
}

/* Named after its first probe in the script: probe_kernel_function_vfs_read. */
static const char *handler_name(struct emit *e, const struct handler *h)
{
	const struct dprobe *p = e->probes_by_handler[e->probes_from[h->id]];
	enum { MOST_LETTERS = 60 };
	struct strbuf b = { 0 };
	bool is_apart = true;
	const char *name;

	strbuf_puts(&b, "probe");
	for (const char *s = p->given ? p->given : p->text; *s && b.len < MOST_LETTERS; s++) {
		bool is_letter = isalnum((unsigned char)*s);

		if (is_letter)
			strbuf_printf(&b, "%s%c", is_apart ? "_" : "", *s);
		is_apart = !is_letter;
	}
	name = name_global(e, arena_strdup(e->a, b.s));
	strbuf_deinit(&b);
	return name;
}

/* Properties of a handler after it was written. */
struct written {
	struct fn *fn;
	struct strbuf decls, body;
};

static void written_deinit(struct written *w)
{
	strbuf_deinit(&w->decls);
	strbuf_deinit(&w->body);
}

/* Writes the handler again with the results of the previous writing, whose text is dropped. */
static void write_again(struct emit *e, const struct handler *h, struct written *w, bool takes_texts)
{
	const struct fn *before = w->fn;

	w->fn = arena_new_of(e->a, struct fn);
	if (before) {
		fn_carry_over(w->fn, before);
		written_deinit(w);
	}
	w->fn->takes_texts = takes_texts;
	write_once(e, h, w->fn, &w->decls, &w->body);
}

/* Equal handlers have equal properties. */
static const char *written_key(struct emit *e, const struct handler *h, const struct written *w)
{
	struct strbuf b = { 0 };
	const char *key;

	strbuf_printf(&b, "%d %d\n%s\n--\n%s", handler_is_rare(e, h), e->may_sleep, strbuf_str(&w->decls), strbuf_str(&w->body));
	for (unsigned int i = 0; w->fn->takes_texts && i < w->fn->constants.n; i++)
		strbuf_printf(&b, "%s\n", w->fn->constants.v[i]);
	key = arena_strndup(e->a, b.s, b.len);
	strbuf_deinit(&b);
	return key;
}

static void put_written(struct emit *e, const struct handler *h, struct written *w, const char *name)
{
	const char *call = w->fn->takes_texts ? alike_body(e, w->fn, strbuf_str(&w->decls), strbuf_str(&w->body)) : NULL;

	if (!call && w->fn->takes_texts)
		write_again(e, h, w, false);
	put_function(e, h, w->fn, name, call ? "" : strbuf_str(&w->decls), call ? call : strbuf_str(&w->body));
}

static bool may_have_predicate(const struct emit *e, const struct handler *h)
{
	const struct runtime_family *f = dprobe_runtime(e->probes_by_handler[e->probes_from[h->id]]);

	return f && f->asks_first;
}

void handler_write(struct emit *e, struct handler *h, struct handler_text *ret, struct map *known)
{
	struct called called = what_is_called(e, h);
	struct written w = { .fn = NULL };
	struct handler_text *same;
	const char *key;

	names_locals(e, &h->locals, NULL);
	write_again(e, h, &w, false);
	write_again(e, h, &w, may_be_alike(e, h, w.fn));

	ret->uses_regs = w.fn->uses_regs;
	e->has_own |= w.fn->uses_own;
	if (w.fn->frame_size + called.room > e->frame_size)
		e->frame_size = w.fn->frame_size + called.room;
	key = written_key(e, h, &w);
	same = h->entries.n ? NULL : map_get(known, key);
	if (same) {
		*ret = *same;
	} else {
		ret->name = handler_name(e, h);
		if (h->entries.n)
			write_entry(e, h, ret->name, &ret->uses_regs);
		ret->has_entry = h->entries.n != 0;
		ret->has_plain_entry = entries_are_plain(h);
		ret->is_quick = w.fn->is_quick;
		ret->nargs = w.fn->nargs > called.nargs ? w.fn->nargs : called.nargs;
		put_written(e, h, &w, ret->name);
		ret->has_predicate = may_have_predicate(e, h) && predicate_write(e, h, ret->name);
		if (e->may_sleep) {
			ret->has_touch = touch_write(e, h, ret->name);
			ret->has_entry_touch = touch_write_entry(e, h, ret->name);
		}
		if (!h->entries.n)
			map_put(known, key, ret);
	}
	written_deinit(&w);
}
