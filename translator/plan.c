// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * --plan: what will be probed and how, which locks are taken, what memory and about how many instructions a hit costs.
 * Places, locks and mechanisms are those of pass 2; memory is computed from the built module (section .mytap.memory)
 * by the loader's formulas; costs are sums over the handler of measured figures (plan_costs.def): all branches count,
 * a loop counts once, and a function counts at each call.
 */
#include "translator/plan.h"

#include <string.h>
#include <unistd.h>

#include "runtime/wire.h"
#include "translator/builtins.h"
#include "translator/elaborate/ptrmap.h"
#include "translator/elaborated.h"
#include "translator/image/elf_file.h"
#include "translator/probes/family.h"

/* ---- costs ------------------------------------------------------------------------------------ */

enum operation {
#define OPERATION(NAME, n) COST_##NAME = n,
#include "translator/plan_costs.def"
};

static const struct mechanism {
	const char *name, *words;
	unsigned int cost;
} mechanisms[] = {
#define MECHANISM(name, words, cost) { #name, words, cost },
#include "translator/plan_costs.def"
};

static const struct mechanism *mechanism_of(const struct dprobe *p)
{
	const struct runtime_family *r = dprobe_runtime(p);

	for (unsigned int i = 0; r && i < sizeof(mechanisms) / sizeof(*mechanisms); i++)
		if (!strcmp(mechanisms[i].name, r->name))
			return &mechanisms[i];
	return NULL;
}

struct body_cost {
	unsigned int n;
	bool has_loop, has_c;		/* has a loop; has embedded C or a built-in that was not measured */
	bool is_busy;			/* being computed: a call to it is recursion */
};

struct estimate {
	const struct program *program;
	struct arena *arena;
	struct ptrmap funcs;		/* struct func -> struct body_cost */
	struct body_cost *now;
};

static void add_body(struct estimate *e, struct stmt *body, struct body_cost *to);

static void add_call(struct estimate *e, const struct func *f)
{
	struct body_cost *c = ptrmap_get(&e->funcs, f), *now = e->now;

	if (!c) {
		c = arena_new_of(e->arena, struct body_cost);
		ptrmap_put(e->arena, &e->funcs, f, c);
		c->is_busy = true;
		c->has_c = f->embed;
		if (f->body)
			add_body(e, f->body, c);
		c->is_busy = false;
		e->now = now;
	}
	now->n += c->n + 2;
	now->has_loop |= c->has_loop || c->is_busy;
	now->has_c |= c->has_c;
}

static unsigned int global_cost(const struct program *p, const struct var *v)
{
	enum global_use use = program_global_use(p, v);

	if (!v->is_array)
		return COST_SCALAR;
	return use == GLOBAL_PER_CPU || use == GLOBAL_PER_CPU_LOCKED ? COST_OWN_ELEMENT : COST_ELEMENT;
}

static unsigned int element_cost(const struct program *p, const struct var *v, const expr_vec *keys)
{
	unsigned int n = global_cost(p, v);

	vec_each(k, keys)
		if (*k && (*k)->type == TYPE_STRING)
			n += COST_STRING_KEY;
	return n;
}

static const struct var *global_below(const struct expr *x)
{
	const struct expr *s = x->kind == EXPR_INDEX ? x->index.base : x;

	return s->kind == EXPR_SYMBOL && s->symbol.var && s->symbol.var->scope == SCOPE_GLOBAL ? s->symbol.var : NULL;
}

/* The loads of a location program. */
static unsigned int access_cost(const struct access *a)
{
	unsigned int n = 0;

	if (a->prog)
		vec_each(op, &a->prog->ops)
			n += op->kind == LOC_LOAD ? COST_READ : 0;
	return n;
}

static void add_calls(struct estimate *e, const struct expr *x)
{
	const struct builtin *bi = x->call.builtin;

	vec_each(f, &x->call.callees)
		add_call(e, *f);
	if (bi)
		e->now->n += !strncmp(bi->name, "kernel_string", 13) || !strncmp(bi->name, "user_string", 11) ? COST_STRING_READ :
			     COST_BUILTIN;
}

static bool add_expr(struct walk *w, struct expr **ep)
{
	struct estimate *e = w->ctx;
	const struct expr *x = *ep;
	const struct var *v = x->kind == EXPR_IN ? global_below(x->in.array) : global_below(x);

	if (x->kind == EXPR_SYMBOL && v && !v->is_array)
		e->now->n += COST_SCALAR;
	else if (x->kind == EXPR_INDEX && v)
		e->now->n += element_cost(e->program, v, &x->index.keys);
	else if (x->kind == EXPR_IN && v)
		e->now->n += element_cost(e->program, v, &x->in.keys);
	else if (x->kind == EXPR_CALL)
		add_calls(e, x);
	else if (x->kind == EXPR_PRINT)
		e->now->n += COST_PRINT + COST_PRINT_VALUE * x->print.args.n;
	else if (x->kind == EXPR_ACCESS)
		e->now->n += access_cost(&x->access);
	else if (x->kind == EXPR_EMBED)
		e->now->has_c = true;
	return true;
}

static bool add_stmt(struct walk *w, struct stmt **sp)
{
	struct estimate *e = w->ctx;
	enum stmt_kind k = (*sp)->kind;

	e->now->n += k == STMT_BLOCK || k == STMT_NULL ? 0 : COST_STATEMENT;
	e->now->has_loop |= k == STMT_WHILE || k == STMT_FOR || k == STMT_FOREACH;
	return true;
}

static void add_body(struct estimate *e, struct stmt *body, struct body_cost *to)
{
	struct walk w = { .pre_expr = add_expr, .pre_stmt = add_stmt, .ctx = e };

	e->now = to;
	walk_stmt(&w, &body);
}

/* ---- probes ------------------------------------------------------------------------------------- */

/* Locks taken per hit, as in emit/locks.c. */
static bool is_held(const struct program *p, const struct lock_use *l)
{
	enum global_use use = program_global_use(p, l->global);

	return use == GLOBAL_LOCKED || use == GLOBAL_PER_CPU_LOCKED;
}

static struct body_cost hit_cost(struct estimate *e, const struct dprobe *p)
{
	struct body_cost c = { 0 };
	struct handler *h = p->handler;
	struct walk w = { .pre_expr = add_expr, .pre_stmt = add_stmt, .ctx = e };

	add_body(e, h->body, &c);
	c.n += COST_ENTRY_VALUE * h->entries.n;
	vec_each(l, &h->locks)		/* an array's lock is in the figure of its elements */
		c.n += is_held(e->program, l) && !l->global->is_array ? COST_LOCK : 0;
	if (p->condition) {
		struct expr *cond = p->condition;

		e->now = &c;
		walk_expr(&w, &cond);
	}
	return c;
}

/* Derived probes of one statement of the script and one point of it, by one mechanism. */
struct group {
	const struct dprobe *first;
	const struct mechanism *by;
	unsigned int n, least, most;
	bool has_loop, has_c, has_condition;
	const struct handler *handler;	/* of the most expensive */
};

typedef VEC(struct group) group_vec;

static bool belongs_to(const struct group *g, const struct dprobe *p)
{
	return g->first->source == p->source && !strcmp(g->first->given, p->given) && g->by == mechanism_of(p);
}

/* Those of a statement are consecutive, its mechanisms in any order. */
static struct group *group_of(struct estimate *e, group_vec *groups, const struct dprobe *p)
{
	for (unsigned int i = groups->n; i-- > 0 && groups->v[i].first->source == p->source;)
		if (belongs_to(&groups->v[i], p))
			return &groups->v[i];
	vec_push(e->arena, groups, ((struct group){ .first = p, .by = mechanism_of(p), .least = ~0u }));
	return &groups->v[groups->n - 1];
}

static void group_add(struct estimate *e, group_vec *groups, const struct dprobe *p)
{
	struct body_cost c = hit_cost(e, p);
	struct group *g = group_of(e, groups, p);

	g->n++;
	g->least = c.n < g->least ? c.n : g->least;
	if (c.n >= g->most) {
		g->most = c.n;
		g->handler = p->handler;
	}
	g->has_loop |= c.has_loop;
	g->has_c |= c.has_c;
	g->has_condition |= p->condition != NULL;
}

static void print_cost(const struct group *g, FILE *out)
{
	unsigned int base = g->by ? g->by->cost : 0;

	fprintf(out, "    cost per hit: about %u", base + g->most);
	if (g->least != g->most)
		fprintf(out, " (the cheapest %u)", base + g->least);
	fprintf(out, " instructions%s", base ? "" : " for the handler alone");
	fprintf(out, "%s%s\n", g->has_loop ? ", loops gone through once" : "", g->has_c ? ", without what its C does" : "");
}

static void print_locks(const struct estimate *e, const struct group *g, FILE *out)
{
	unsigned int n = 0;

	vec_each(l, &g->handler->locks) {
		if (!is_held(e->program, l))
			continue;
		fprintf(out, "%s%s (%s)", n++ ? ", " : "    locks: ", l->global->name,
			program_global_use(e->program, l->global) == GLOBAL_PER_CPU_LOCKED ? l->is_write ? "adds" : "reads all" :
			l->is_write ? "writes" : "reads");
	}
	fputs(n ? "\n" : "    locks: none\n", out);
}

static void print_group(const struct estimate *e, const struct group *g, FILE *out)
{
	const struct runtime_family *r = dprobe_runtime(g->first);
	struct source *src = g->first->source->loc.src;
	uint32_t line, column;

	source_position(src, g->first->source->loc.beg, &line, &column);
	fprintf(out, "  %s at %s:%u:%u\n", g->first->given, src->name, line, column);
	fprintf(out, "    %u place%s: %s%s\n", g->n, g->n == 1 ? "" : "s", g->by ? g->by->words : r ? r->name : "nothing",
		g->has_condition ? ", while its condition holds" : "");
	print_locks(e, g, out);
	if (!g->first->family->in_process)
		print_cost(g, out);
}

static void print_probes(struct estimate *e, FILE *out)
{
	group_vec groups = { 0 };

	vec_each(p, &e->program->probes)
		group_add(e, &groups, *p);
	fprintf(out, "probes: %u\n", e->program->probes.n);
	vec_each(g, &groups)
		print_group(e, g, out);
}

/* ---- variables, memory ---------------------------------------------------------------------------- */

static void print_globals(const struct program *p, FILE *out)
{
	static const char *const words[] = {
		[GLOBAL_LOCKED] = "behind a lock", [GLOBAL_UNLOCKED] = "without a lock: no two probes meet at it",
		[GLOBAL_PER_CPU] = "a copy for each processor", [GLOBAL_PER_CPU_LOCKED] = "a copy for each processor, which readers stop",
	};

	if (p->globals.n)
		fputs("globals:\n", out);
	for (unsigned int i = 0; i < p->globals.n; i++)
		fprintf(out, "  %s%s: %s\n", p->globals.v[i]->name, p->globals.v[i]->is_array ? "[]" : "", words[p->global_use[i]]);
}

/* The possible processors of this machine; for a guest those of --vm-cpus, or 2. */
static unsigned int slots(const struct session *s)
{
	long n = s->opt.vm ? (s->opt.vm_cpus ? s->opt.vm_cpus : 2) : sysconf(_SC_NPROCESSORS_CONF);

	return (unsigned int)(n > 0 ? n : 1) + 1;
}

static void print_memory(const struct target *t, FILE *out)
{
	const struct session *s = t->s;
	unsigned int nslots = slots(s);
	uint64_t arrays = 0, buffers;
	const struct mytap_need *need;
	const struct mytap_map_room *r;
	struct elf_file e;
	size_t size = 0;

	if (!elf_file_open(&e, t->module_path))
		return;
	need = elf_contents(&e, elf_section(&e, MYTAP_SECTION_PREFIX "memory"), &size);
	if (need && size >= sizeof(*need)) {
		for (r = (const void *)(need + 1); (const char *)(r + 1) <= (const char *)need + size; r++)
			arrays += mytap_map_bytes(r, nslots);
		buffers = nslots * mytap_pages_bytes(s->opt.buffer_mb ? (uint64_t)s->opt.buffer_mb << 20 :
						     mytap_ring_default(need->prints, nslots));
		fprintf(out, "memory on %u processors: %llu kB (arrays %llu kB, buffers %llu kB, the rest %llu kB)\n", nslots - 1,
			(unsigned long long)(arrays + buffers + mytap_base_bytes(need, nslots)) >> 10, (unsigned long long)arrays >> 10,
			(unsigned long long)buffers >> 10, (unsigned long long)mytap_base_bytes(need, nslots) >> 10);
	}
	elf_file_close(&e);
}

void plan_print(struct target *t, FILE *out)
{
	struct estimate e = { .program = t->program, .arena = t->s->arena };

	fprintf(out, "kernel: %s\n", t->kernel.release);
	print_probes(&e, out);
	print_globals(t->program, out);
	print_memory(t, out);
}
