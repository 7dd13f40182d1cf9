// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Asks the debuginfo layer from the command line and prints its answers as text,
 * for tests and for looking by hand:
 *	dbg_query [-r RELEASE] [-d btf|dwarf|auto] [-k part=file]... QUERY...
 *	places [MODULE!]FUNCTION[@FILE[:LINE|:+N|:A-B|:*]] [call|inline|exported|return|statement|nearest|symbol|label=L|callee=C]
 *	raw ...				the same before what cannot be probed is taken out
 *	vars FUNCTION [return]		variables and their types there
 *	access FUNCTION[.return] ACCESS...	location programs: $file->f_mode, &$x, $a[i], $x$
 *	var NAME[@CU] | type NAME | enum NAME | enumname TYPE VALUE | traces PATTERN | symbol NAME
 *	lines kernel|MODULE		source lines of the addresses on standard input
 *	agree PATTERN			parameters of every function: BTF against DWARF
 *	survey FUNCTION[@FILE...] [call|statement|...]	how many variables of these places can be read, and why not
 *	time ...			the same as ..., then the CPU time it took on stderr
 * -k sets a part of the kernel by hand: btf=, dwarf=, vmlinuz=, map= ("" takes it away).
 * Without any argument: the parts that need no kernel are checked.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "translator/debuginfo/debuginfo.h"
#include "translator/debuginfo/dwarf.h"
#include "translator/debuginfo/dwarf_index.h"
#include "translator/debuginfo/modules.h"
#include "translator/debuginfo/sources.h"
#include "translator/kernel.h"

static struct session s;
static struct debuginfo *di;

static double cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1e3 + t.tv_nsec * 1e-6;
}

static void parse_line(struct place_query *q, const char *line)
{
	char *end;

	if (*line == '*') {
		q->line_kind = LINE_ALL;
		return;
	}
	q->line_kind = *line == '+' ? LINE_RELATIVE : LINE_EXACT;
	q->line = strtol(line + (*line == '+'), &end, 10);
	if (*end == '-') {
		q->line_kind = LINE_RANGE;
		q->line_end = strtol(end + 1, NULL, 10);
	}
}

static void parse_place(struct place_query *q, const char *text)
{
	const char *at, *colon, *slash = strchr(text, '!');

	if (slash) {
		q->module = intern_n(text, slash - text);
		text = slash + 1;
	}
	at = strchr(text, '@');
	colon = at ? strchr(at, ':') : NULL;
	q->line = q->line_end = -1;
	q->function = at ? intern_n(text, at - text) : text;
	if (at)
		q->file = colon ? intern_n(at + 1, colon - at - 1) : at + 1;
	if (colon)
		parse_line(q, colon + 1);
}

static void parse_flag(struct place_query *q, const char *f)
{
	if (!strcmp(f, "call"))
		q->only_call = true;
	else if (!strcmp(f, "inline"))
		q->only_inline = true;
	else if (!strcmp(f, "exported"))
		q->only_exported = true;
	else if (!strcmp(f, "nearest"))
		q->nearest = true, q->want = WANT_STATEMENT;
	else if (!strcmp(f, "return"))
		q->want = WANT_RETURN;
	else if (!strcmp(f, "statement"))
		q->want = WANT_STATEMENT;
	else if (!strcmp(f, "symbol"))
		q->want = WANT_SYMBOL;
	else if (!strncmp(f, "label=", 6))
		q->want = WANT_LABEL, q->label = f + 6;
	else if (!strncmp(f, "callee=", 7))
		q->want = WANT_CALLEE, q->callee = f + 7;
	else if (!strncmp(f, "address=", 8))
		q->want = WANT_ADDRESS, q->address = strtoull(f + 8, NULL, 0);
	else if (*f == '+')
		q->offset = strtoull(f + 1, NULL, 0);
}

static void print_place(const struct place *p)
{
	printf("%s%s%s", p->module ? p->module : "", p->module ? "!" : "", p->func);
	if (p->file)
		printf("@%s:%d", p->file, p->line);
	if (p->has_address)
		printf(" +0x%llx", (unsigned long long)p->offset);
	else
		printf(" by name %s+0x%llx", p->symbol ? p->symbol : p->func, (unsigned long long)p->offset);
	printf("%s%s%s", p->is_entry ? " entry" : "", p->is_inline ? " inline" : "", p->is_traceable ? " traceable" : "");
	if (p->label)
		printf(" label=%s", p->label);
	if (p->callee)
		printf(" callee=%s", p->callee);
	for (unsigned int i = 0; i < p->ncalls; i++)
		printf(" back=0x%llx", (unsigned long long)p->calls[i].address);
	printf("\n");
}

static void find(const struct place_query *q, place_vec *ret)
{
	struct strbuf why = { 0 };
	unsigned int left_out = 0;

	debuginfo_places(di, q, ret, &left_out, &why);
	if (left_out)
		printf("left out: %u\n", left_out);
	if (!ret->n || why.len)
		printf("why: %s\n", strbuf_str(&why));
	strbuf_deinit(&why);
}

/* What the debuginfo has, before places that cannot be probed are taken out. */
static void do_raw(int n, char **v)
{
	struct place_query q = { 0 };
	struct near near = { 0 };
	struct strbuf why = { 0 };
	struct dwarf *d = debuginfo_dwarf(di);
	place_vec places = { 0 };
	unsigned int nlike;

	parse_place(&q, v[0]);
	for (int i = 1; i < n; i++)
		parse_flag(&q, v[i]);
	near.name = q.function;
	if (d)
		dwarf_places(d, &q, &places, &near, &nlike, &why);
	/* Where they are counted from comes with what can be probed. */
	vec_each(p, &places) {
		if ((*p)->has_address && !(*p)->offset)
			(*p)->offset = (*p)->address - debuginfo_symbol(di, "_stext");
		print_place(*p);
	}
	strbuf_deinit(&why);
}

static void do_places(int n, char **v)
{
	struct place_query q = { 0 };
	place_vec places = { 0 };

	parse_place(&q, v[0]);
	for (int i = 1; i < n; i++)
		parse_flag(&q, v[i]);
	find(&q, &places);
	vec_each(p, &places)
		print_place(*p);
}

static const struct context_vars *vars_of(const struct tracepoint *tp)
{
	struct context_vars *vars = arena_new_of(s.arena, struct context_vars);

	tracepoint_vars(s.arena, tp, vars);
	return vars;
}

static bool first_place(const char *text, struct target_context *at)
{
	struct place_query q = { 0 };
	place_vec places = { 0 };
	size_t n = strlen(text);

	if (n > 7 && !strcmp(text + n - 7, ".return")) {
		at->is_return = true;
		q.want = WANT_RETURN;
		text = intern_n(text, n - 7);
	} else if (n > 7 && !strcmp(text + n - 7, ".inline")) {
		q.only_inline = true;
		text = intern_n(text, n - 7);
	} else if (n > 5 && !strcmp(text + n - 5, ".call")) {
		q.only_call = true;
		text = intern_n(text, n - 5);
	} else if (n > 10 && !strcmp(text + n - 10, ".statement")) {
		q.want = WANT_STATEMENT;
		text = intern_n(text, n - 10);
	}
	if (!strncmp(text, "trace:", 6)) {
		tracepoint_vec traces = { 0 };
		struct strbuf why = { 0 };

		debuginfo_tracepoints(di, NULL, text + 6, &traces, &why);
		if (!traces.n)
			printf("why: %s\n", strbuf_str(&why));
		strbuf_deinit(&why);
		at->own = traces.n ? vars_of(traces.v[0]) : NULL;
		return traces.n;
	}
	parse_place(&q, text);
	find(&q, &places);
	at->place = places.n ? places.v[0] : NULL;
	return places.n;
}

static void print_vars(const struct target_context *at)
{
	target_var_vec vars = { 0 };
	struct strbuf b = { 0 };

	debuginfo_vars(di, at, &vars);
	vec_each(v, &vars) {
		strbuf_printf(&b, "%s%s: ", v->is_parameter ? "" : "local ", v->name);
		dtype_print(&b, v->type);
		strbuf_putc(&b, '\n');
	}
	fputs(strbuf_str(&b), stdout);
	strbuf_deinit(&b);
}

/* $name, ->field, [ ], $ and $$ at the end, & in front; @var(x), @cast(type): no blanks within */
static void parse_access(struct access *a, const char *p)
{
	size_t n;

	if (*p == '&')
		a->address_of = true, p++;
	if (*p == '=')
		a->is_store = true, p++;
	if (!strncmp(p, "@var(", 5)) {
		n = strcspn(p + 5, ")");
		a->base = ACCESS_VAR;
		a->name = intern_n(p + 5, n);
		p += n + 6;
	} else if (!strncmp(p, "@cast(", 6)) {
		n = strcspn(p + 6, ")");
		a->base = ACCESS_CAST;
		a->type_name = intern_n(p + 6, n);
		p += n + 7;
	} else {
		n = strspn(p, "$");
		n += strspn(p + n, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
		a->name = intern_n(p, n);
		p += n;
	}
	while (*p) {
		struct access_step step = { 0 };

		if (!strncmp(p, "->", 2)) {
			n = strspn(p + 2, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
			step.field = intern_n(p + 2, n);
			p += n + 2;
		} else if (*p == '[') {
			step.kind = STEP_INDEX;
			p += strcspn(p, "]") + 1;
		} else if (*p == '$') {
			step.kind = STEP_PRETTY;
			step.depth = strspn(p, "$");
			p += step.depth;
		} else {
			break;
		}
		vec_push(s.arena, &a->steps, step);
	}
}

static void print_pretty(const struct target_context *at, const struct access *a)
{
	static const char *const how[] = { "signed", "unsigned", "hex", "char", "string" };
	static const char *const where[] = { [SPACE_KERNEL] = "", [SPACE_EITHER] = "e", [SPACE_USER] = "u" };
	struct strbuf b = { 0 }, why = { 0 };
	pretty_vec parts = { 0 };

	if (!debuginfo_pretty(di, at, a, NULL, &parts, &why))
		strbuf_printf(&b, "why: %s", strbuf_str(&why));
	vec_each(p, &parts) {
		if (p->text) {
			strbuf_puts(&b, p->text);
		} else if (!p->prog) {
			strbuf_putc(&b, '?');
		} else {
			strbuf_printf(&b, "<%s%s ", p->how == PRETTY_STRING ? where[p->space] : "", how[p->how]);
			locprog_print(&b, p->prog);
			strbuf_putc(&b, '>');
		}
	}
	printf("%s\n", strbuf_str(&b));
	strbuf_deinit(&b);
	strbuf_deinit(&why);
}

static void print_access(const struct target_context *at, const char *text)
{
	struct access a = { 0 };
	struct strbuf b = { 0 }, why = { 0 };

	parse_access(&a, text);
	printf("%s = ", text);
	if ((a.name && !strncmp(a.name, "$$", 2)) || (a.steps.n && a.steps.v[a.steps.n - 1].kind == STEP_PRETTY)) {
		print_pretty(at, &a);
		return;
	}
	struct locprog *p = debuginfo_access(di, at, &a, NULL, &why);
	if (p)
		locprog_print(&b, p);
	else
		strbuf_printf(&b, "why: %s", strbuf_str(&why));
	printf("%s\n", strbuf_str(&b));
	strbuf_deinit(&b);
	strbuf_deinit(&why);
}

static void do_access(int n, char **v)
{
	struct target_context at = { 0 };

	if (strcmp(v[0], "-") && !first_place(v[0], &at))
		return;
	for (int i = 1; i < n; i++)
		print_access(&at, v[i]);
}

static void do_vars(int n, char **v)
{
	struct target_context at = { 0 };

	(void)n;
	if (first_place(v[0], &at))
		print_vars(&at);
}

static void do_type(int n, char **v)
{
	struct strbuf b = { 0 }, why = { 0 };
	struct dtype *t, *in;

	(void)n;
	t = debuginfo_type(di, NULL, v[0], NULL, &why);
	in = dtype_strip(t);
	if (!t) {
		strbuf_printf(&b, "why: %s", strbuf_str(&why));
	} else {
		dtype_print(&b, t);
		strbuf_printf(&b, " size %llu", (unsigned long long)t->size);
		dtype_complete(in);
		for (unsigned int i = 0; in && i < in->members.n; i++) {
			struct dtype_member *m = &in->members.v[i];

			strbuf_printf(&b, "\n  %llu", (unsigned long long)m->bit_offset);
			if (m->bit_size)
				strbuf_printf(&b, ":%u", m->bit_size);
			strbuf_printf(&b, " %s: ", m->name ? m->name : "");
			dtype_print(&b, m->type);
		}
	}
	printf("%s\n", strbuf_str(&b));
	strbuf_deinit(&b);
	strbuf_deinit(&why);
}

static void do_enum(int n, char **v)
{
	int64_t value;

	(void)n;
	if (debuginfo_enumerator(di, &(struct target_context){ 0 }, v[0], &value))
		printf("%lld\n", (long long)value);
	else
		printf("none\n");
}

static void do_enumname(int n, char **v)
{
	struct strbuf why = { 0 };
	struct dtype *t = n > 1 ? debuginfo_enum_type(di, NULL, v[0], NULL, &why) : NULL;
	const char *name = NULL;

	dtype_complete(t);
	for (unsigned int i = 0; t && !name && i < t->enumerators.n; i++)
		if (t->enumerators.v[i].value == strtoll(v[1], NULL, 0))
			name = t->enumerators.v[i].name;
	printf("%s\n", name ? name : "none");
	strbuf_deinit(&why);
}

static void do_traces(int n, char **v)
{
	tracepoint_vec traces = { 0 };
	struct strbuf why = { 0 };

	(void)n;
	debuginfo_tracepoints(di, NULL, v[0], &traces, &why);
	vec_each(t, &traces) {
		struct target_context at = { .own = vars_of(*t) };

		printf("%s:%s\n", (*t)->system ? (*t)->system : "", (*t)->name);
		print_vars(&at);
	}
	if (!traces.n)
		printf("why: %s\n", strbuf_str(&why));
	strbuf_deinit(&why);
}

static void do_symbol(int n, char **v)
{
	(void)n;
	printf("0x%llx\n", (unsigned long long)debuginfo_symbol(di, v[0]));
}

/* The program of one parameter by one source; "" when that source refuses. */
static void parameter_text(struct strbuf *b, const struct target_context *at, const char *name, int source)
{
	struct access a = { .base = ACCESS_TARGET, .name = arena_printf(s.arena, "$%s", name) };
	struct strbuf why = { 0 };
	struct locprog *p;
	const char *colon;

	s.opt.debuginfo = source;
	strbuf_reset(b);
	p = debuginfo_access(di, at, &a, NULL, &why);
	if (p) {
		p->can_store = false;
		locprog_print(b, p);
		/* The spelling of the type is each source's own; its size and sign are in the program. */
		colon = strstr(b->s, " : ");
		b->len = colon - b->s;
		b->s[b->len] = 0;
	}
	strbuf_deinit(&why);
}

static void do_agree(int n, char **v)
{
	struct place_query q = { .only_call = true, .function = v[0], .line = -1 };
	unsigned int both = 0, differ = 0, only_btf = 0, only_dwarf = 0;
	struct strbuf b = { 0 }, d = { 0 };
	place_vec places = { 0 };

	(void)n;
	find(&q, &places);
	vec_each(p, &places) {
		struct target_context at = { .place = *p };
		target_var_vec vars = { 0 };

		s.opt.debuginfo = DEBUGINFO_DWARF;
		debuginfo_vars(di, &at, &vars);
		vec_each(var, &vars) {
			if (!var->is_parameter)
				continue;
			parameter_text(&b, &at, var->name, DEBUGINFO_BTF);
			/* Only BTF may answer: take the debuginfo away. */
			parameter_text(&d, &at, var->name, DEBUGINFO_DWARF);
			only_btf += b.len && !d.len;
			only_dwarf += !b.len && d.len;
			if (!b.len || !d.len)
				continue;
			both++;
			if (strcmp(b.s, d.s)) {
				differ++;
				printf("%s $%s: btf %s, dwarf %s\n", (*p)->func, var->name, b.s, d.s);
			}
		}
	}
	printf("functions %u, parameters in both %u, differ %u, only BTF %u, only DWARF %u\n", places.n, both, differ,
	       only_btf, only_dwarf);
}

static void do_survey(int n, char **v)
{
	struct place_query q = { 0 };
	struct map reasons = { 0 };
	unsigned int read = 0, all = 0;
	place_vec places = { 0 };

	parse_place(&q, v[0]);
	for (int i = 1; i < n; i++)
		parse_flag(&q, v[i]);
	find(&q, &places);
	vec_each(p, &places) {
		struct target_context at = { .place = *p };
		target_var_vec vars = { 0 };

		debuginfo_vars(di, &at, &vars);
		vec_each(var, &vars) {
			struct access a = { .base = ACCESS_TARGET, .name = arena_printf(s.arena, "$%s", var->name) };
			struct strbuf why = { 0 };
			const char *reason;

			all++;
			if (debuginfo_access(di, &at, &a, NULL, &why)) {
				read++;
			} else {
				reason = strstr(strbuf_str(&why), ": ");
				reason = arena_strdup(s.arena, reason ? reason + 2 : strbuf_str(&why));
				map_put(&reasons, reason, (void *)((uintptr_t)map_get(&reasons, reason) + 1));
			}
			strbuf_deinit(&why);
		}
	}
	printf("places %u, variables %u, read %u\n", places.n, all, read);
	map_each(e, &reasons)
		printf("%8lu %s\n", (unsigned long)(uintptr_t)e->value, e->key);
	map_deinit(&reasons);
}

/* Of addresses on standard input: "0xffffffff81000000", or, of a module, ".text 0x10". */
static void do_lines(int n, char **v)
{
	struct source_lines lines;
	unsigned long long at;
	char section[64] = "";
	const char *file;
	int line;

	bool is_module = strcmp(v[0], "kernel");

	(void)n;
	if (!debuginfo_lines(di, is_module ? v[0] : NULL, &lines))
		printf("none\n");
	else
		while (is_module ? scanf("%63s %llx", section, &at) == 2 : scanf("%llx", &at) == 1) {
			uint64_t link = is_module ? image_section_link(&di->modules.v[0]->image, section, at) : at;

			file = debuginfo_line_at(&lines, link, &line);
			printf(file ? "%s:%d\n" : "?\n", file, line);
		}
}

static const struct { const char *name; void (*run)(int n, char **v); } queries[] = {
	{ "places", do_places }, { "raw", do_raw }, { "vars", do_vars }, { "access", do_access }, { "type", do_type },
	{ "enum", do_enum }, { "enumname", do_enumname }, { "traces", do_traces }, { "symbol", do_symbol },
	{ "agree", do_agree }, { "survey", do_survey }, { "lines", do_lines },
};

static bool run_query(int n, char **v)
{
	bool timed = n > 0 && !strcmp(v[0], "time");
	double from = cpu_ms();
	struct rusage r;

	n -= timed;
	v += timed;
	if (n < 2)
		return false;
	for (unsigned int i = 0; i < sizeof(queries) / sizeof(*queries); i++)
		if (!strcmp(queries[i].name, v[0])) {
			queries[i].run(n - 1, v + 1);
			getrusage(RUSAGE_SELF, &r);
			if (timed)
				fprintf(stderr, "%.2f ms CPU, peak %ld kB\n", cpu_ms() - from, r.ru_maxrss);
			return true;
		}
	return false;
}

static void set_part(const char *text)
{
	const struct { const char *name; const char **part; } parts[] = {
		{ "btf=", &s.target->kernel.vmlinux_btf }, { "dwarf=", &s.target->kernel.vmlinux_dwarf },
		{ "vmlinuz=", &s.target->kernel.vmlinuz }, { "map=", &s.target->kernel.system_map }, { "build=", &s.target->kernel.build_dir },
	};

	for (unsigned int i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		size_t n = strlen(parts[i].name);

		if (!strncmp(text, parts[i].name, n))
			*parts[i].part = text[n] ? text + n : NULL;
	}
}

static int failures;

static void check(const char *what, const char *got, const char *wanted)
{
	if (!strcmp(got, wanted))
		return;
	printf("%s: got '%s', wanted '%s'\n", what, got, wanted);
	failures++;
}

static void check_type_name(const char *text, const char *wanted)
{
	struct type_name n;

	type_name_parse(s.arena, text, &n);
	check(text, arena_printf(s.arena, "%s|%s|%d", n.tag ? n.tag : "", n.base, n.pointers), wanted);
}

static void check_glob(const char *pattern, const char *name, bool path, bool wanted)
{
	bool got = path ? glob_match_path(pattern, name) : glob_match(pattern, name);

	check(arena_printf(s.arena, "%s against %s", pattern, name), got ? "yes" : "no", wanted ? "yes" : "no");
}

static void check_printed(struct dtype *t, const char *wanted)
{
	struct strbuf b = { 0 };

	dtype_print(&b, t);
	check("dtype_print", strbuf_str(&b), wanted);
	strbuf_deinit(&b);
}

static void check_types(void)
{
	struct dtype c = { .kind = DTYPE_CHAR, .name = "char", .size = 1, .complete = true };
	struct dtype constant = { .kind = DTYPE_QUALIFIER, .name = "const", .target = &c };
	struct dtype pointer = { .kind = DTYPE_POINTER, .target = &constant, .size = 8 };
	struct dtype pointer2 = { .kind = DTYPE_POINTER, .target = &pointer, .size = 8 };
	struct dtype array = { .kind = DTYPE_ARRAY, .target = &pointer, .count = 4, .has_count = true, .size = 32 };
	struct dtype rows = { .kind = DTYPE_ARRAY, .target = &array, .size = 0 };
	struct dtype to_array = { .kind = DTYPE_POINTER, .target = &array, .size = 8 };
	struct dtype func = { .kind = DTYPE_FUNCTION, .target = &c, .complete = true };
	struct dtype to_func = { .kind = DTYPE_POINTER, .target = &func, .size = 8 };
	struct dtype anonymous = { .kind = DTYPE_UNION, .complete = true };
	struct dtype named = { .kind = DTYPE_STRUCT, .name = "x", .complete = true };

	check_printed(NULL, "void");
	check_printed(&constant, "const char");
	check_printed(&pointer, "const char *");
	check_printed(&pointer2, "const char **");
	check_printed(&array, "const char *[4]");
	check_printed(&rows, "const char *[][4]");
	check_printed(&to_array, "const char *(*)[4]");
	check_printed(&to_func, "char (*)(void)");
	check_printed(&anonymous, "union {...}");
	check_printed(&named, "struct x");
}

/* A program that every operation is in, as text. */
static void check_program(void)
{
	struct locprog p = { .type = NULL, .store_register = -1, .at_entry = true };
	struct strbuf b = { 0 };

	vec_push(s.arena, &p.ops, (struct loc_op){ .kind = LOC_ARG, .n = 2 });
	vec_push(s.arena, &p.ops, (struct loc_op){ .kind = LOC_CONST, .n = -8 });
	vec_push(s.arena, &p.ops, (struct loc_op){ .kind = LOC_ADD });
	vec_push(s.arena, &p.ops, (struct loc_op){ .kind = LOC_LOAD, .size = 4, .space = SPACE_USER });
	vec_push(s.arena, &p.ops, (struct loc_op){ .kind = LOC_SIGN_BITS, .n = 3, .size = 5 });
	locprog_print(&b, &p);
	check("locprog_print", strbuf_str(&b), "arg2 const -8 add uload4 sbits(3,5) : void [entry]");
	strbuf_deinit(&b);
}

static int check_parts(void)
{
	check_type_name("struct file", "struct|file|0");
	check_type_name("const struct file *", "struct|file|1");
	check_type_name("long unsigned int", "|unsigned long|0");
	check_type_name("unsigned", "|unsigned int|0");
	check_type_name("long long", "|long long|0");
	check_type_name("signed char**", "|signed char|2");
	check_type_name("pid_t", "|pid_t|0");
	check_type_name("void *", "||1");
	check_type_name("enum pid_type", "enum|pid_type|0");
	check_glob("vfs_*", "vfs_read", false, true);
	check_glob("vfs_*", "xvfs_read", false, false);
	check_glob("vfs_rea?", "vfs_read", false, true);
	check_glob("vfs_[rw]*", "vfs_open", false, false);
	check_glob("read_write.c", "fs/read_write.c", true, true);
	check_glob("fs/*.c", "fs/ext4/inode.c", true, true);
	check_glob("fs/*.c", "kernel/fork.c", true, false);
	check_glob("write.c", "fs/read_write.c", true, false);
	check_glob("*@x", "fs/x", true, false);
	check("path", path_as_compiled("/b/linux/fs/../mm/./x.c", "/b/linux"), "mm/x.c");
	check("path", path_as_compiled("/b/linux/arch/x.S", "/b/linux/debian/build/a"), "arch/x.S");
	check("path", path_as_compiled("./include/linux/fs.h", "/b/linux"), "include/linux/fs.h");
	check("path", path_as_compiled("../../x.c", "/b"), "../../x.c");
	check("path", path_as_compiled("/usr/include/x.h", "/b/linux"), "/usr/include/x.h");
	check_types();
	check_program();
	return failures != 0;
}

int main(int argc, char **argv)
{
	char *parts[8];
	int i = 1, nparts = 0;
	bool ok = false;

	session_init(&s);
	s.target = target_new(&s);
	s.opt.last_pass = 5;		/* as whoever goes on from pass 2: the build-id is asked of the vmlinuz, too */
	if (argc == 1) {
		i = check_parts();
		session_deinit(&s);
		return i;
	}
	for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
		if (argv[i][1] == 'r')
			s.opt.release = argv[i + 1];
		else if (argv[i][1] == 'd')
			s.opt.debuginfo = !strcmp(argv[i + 1], "btf") ? DEBUGINFO_BTF :
					  !strcmp(argv[i + 1], "dwarf") ? DEBUGINFO_DWARF : DEBUGINFO_AUTO;
		else if (argv[i][1] == 'k' && nparts < 8)
			parts[nparts++] = argv[i + 1];
	}
	if (kernel_choose(s.target, s.opt.release)) {
		for (int k = 0; k < nparts; k++)
			set_part(parts[k]);
		di = debuginfo_open(s.target);
		ok = di && run_query(argc - i, argv + i);
		debuginfo_close(di);
		if (di && !ok)
			fprintf(stderr, "dbg_query: see the head of dbg_query.c\n");
	}
	session_deinit(&s);
	return ok ? 0 : 2;
}
