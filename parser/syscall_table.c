// SPDX-License-Identifier: GPL-2.0-or-later
/* The table is read once, when a script names a system call; rows become text one by one. See syscall_table.h. */
#include "syscall_table.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_PARAMS = 6 };

/* Lines of script text, as they stand in the table. */
typedef VEC(const char *) line_vec;

struct kind {
	line_vec lines;
	const char *arg;		/* of argstr: "FORMAT"[, EXPRESSION]; NULL: none */
};

struct param {
	const char *name;		/* NULL: skipped */
	const struct kind *kind;
	const char *detail;		/* in parentheses; "" */
};

struct call {
	const char *name;
	const char *x64, *ia32, *compat, *nr, *nr32, *second, *args32, *twin;	/* NULL: not given */
	const struct kind *result;
	struct param params[MOST_PARAMS];
	unsigned int nparams;
	line_vec extra;
};

struct set {
	struct strbuf text;
	bool is_enum;
};

struct syscall_table {
	struct arena *arena;
	struct diag *diag;
	struct source *source;
	struct map kinds, results;
	struct map sets;		/* name -> struct set: "NAME:VALUE[:MASK],..." in hexadecimal */
	VEC(struct call *) calls;
};

const char *const syscall_prefixes[] = {
	"syscall", "nd_syscall", "tp_syscall", "dw_syscall", "nd1_syscall", "nd2_syscall", NULL
};

/* ---- reading --------------------------------------------------------------------------------- */

static void wrong(struct syscall_table *t, const char *at, size_t n, const char *what)
{
	struct loc loc = { .src = t->source, .beg = (uint32_t)(at - t->source->text) };

	loc.end = loc.beg + (uint32_t)n;
	diag_error(t->diag, loc, "table of system calls: %s", what);
}

/* The next word of a line, or NULL. */
static const char *word_next(const char **p, const char *end, size_t *n)
{
	const char *w;

	while (*p < end && (**p == ' ' || **p == '\t'))
		(*p)++;
	w = *p;
	while (*p < end && **p != ' ' && **p != '\t')
		(*p)++;
	*n = (size_t)(*p - w);
	return *n ? w : NULL;
}

static void read_key(struct syscall_table *t, struct call *c, const char *w, size_t n)
{
	const char **slots[] = { &c->nr, &c->nr32, &c->x64, &c->ia32, &c->compat, &c->second, &c->args32, &c->twin };
	static const char *const keys[] = { "nr", "nr32", "x64", "ia32", "compat", "second", "args32", "twin" };
	size_t k = (size_t)((const char *)memchr(w, '=', n) - w);
	const char *value = arena_strndup(t->arena, w + k + 1, n - k - 1);

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (strlen(keys[i]) == k && !strncmp(keys[i], w, k)) {
			*slots[i] = value;
			return;
		}
	}
	if (k == 3 && !strncmp(w, "ret", 3))
		c->result = map_get(&t->results, value);
	if (k != 3 || !c->result)
		wrong(t, w, n, "there is no such key or result");
}

static void read_param(struct syscall_table *t, struct call *c, const char *w, size_t n)
{
	const char *colon = memchr(w, ':', n), *paren = memchr(w, '(', n), *end = w + n;
	struct param *p = &c->params[c->nparams];

	if (c->nparams == MOST_PARAMS) {
		wrong(t, w, n, "a call has at most six parameters");
		return;
	}
	c->nparams++;
	if (n == 1 && *w == '-')
		return;
	if (!colon || (paren && end[-1] != ')')) {
		wrong(t, w, n, "a parameter is NAME:KIND or NAME:KIND(DETAIL)");
		return;
	}
	p->name = arena_strndup(t->arena, w, (size_t)(colon - w));
	p->kind = map_get(&t->kinds, arena_strndup(t->arena, colon + 1, (size_t)((paren ? paren : end) - colon - 1)));
	p->detail = paren ? arena_strndup(t->arena, paren + 1, (size_t)(end - paren - 2)) : "";
	if (!p->kind)
		wrong(t, w, n, "there is no kind of that name");
}

static struct call *read_call(struct syscall_table *t, const char *p, const char *end)
{
	struct call *c = arena_new_of(t->arena, struct call);
	size_t n;
	const char *w = word_next(&p, end, &n);

	c->name = w ? arena_strndup(t->arena, w, n) : "";
	c->result = map_get(&t->results, "default");
	while ((w = word_next(&p, end, &n)))
		if (strcspn(w, "=:") < n && w[strcspn(w, "=:")] == '=')
			read_key(t, c, w, n);
		else
			read_param(t, c, w, n);
	vec_push(t->arena, &t->calls, c);
	return c;
}

static struct kind *read_kind(struct syscall_table *t, struct map *map, const char *p, const char *end)
{
	struct kind *k = arena_new_of(t->arena, struct kind);
	size_t n;
	const char *w = word_next(&p, end, &n);

	map_put(map, w ? arena_strndup(t->arena, w, n) : "", k);
	return k;
}

/* An indented line belongs to the kind, result or call above it. */
static void read_indented(struct syscall_table *t, struct kind *k, struct call *c, const char *p, const char *end)
{
	const char *line;

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	line = arena_strndup(t->arena, p, (size_t)(end - p));
	if (k && !strncmp(line, "arg ", 4))
		k->arg = line + 4;
	else if (k)
		vec_push(t->arena, &k->lines, line);
	else if (c)
		vec_push(t->arena, &c->extra, line);
	else
		wrong(t, p, (size_t)(end - p), "this line belongs to nothing");
}

static struct set *read_set(struct syscall_table *t, const char *p, const char *end, bool is_enum)
{
	struct set *s = arena_new_of(t->arena, struct set);
	size_t n;
	const char *w = word_next(&p, end, &n);

	s->is_enum = is_enum;
	map_put(&t->sets, w ? arena_strndup(t->arena, w, n) : "", s);
	return s;
}

/* NAME=VALUE[/MASK] ...; all bits are the mask of an enumeration, the value's own that of a flag. */
static void read_members(struct syscall_table *t, struct set *s, const char *p, const char *end)
{
	const char *w;
	size_t n;

	while ((w = word_next(&p, end, &n))) {
		const char *equal = memchr(w, '=', n);
		char *rest;
		unsigned long long value = equal ? strtoull(equal + 1, &rest, 0) : 0;

		if (!equal) {
			wrong(t, w, n, "a member is NAME=VALUE or NAME=VALUE/MASK");
			continue;
		}
		strbuf_printf(&s->text, "%s%.*s:%llx", s->text.len ? "," : "", (int)(equal - w), w, value);
		if (*rest == '/')
			strbuf_printf(&s->text, ":%llx", strtoull(rest + 1, NULL, 0));
		else if (s->is_enum)
			strbuf_puts(&s->text, ":ffffffffffffffff");
	}
}

static bool begins(const char *p, const char *end, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(end - p) > n && !strncmp(p, word, n) && (p[n] == ' ' || p[n] == '\t');
}

struct syscall_table *syscall_table_read(struct arena *a, struct diag *d, const char *name, const char *text, size_t len)
{
	struct syscall_table *t = arena_new_of(a, struct syscall_table);
	struct kind *k = NULL;
	struct call *c = NULL;
	struct set *s = NULL;

	t->arena = a;
	t->diag = d;
	t->source = arena_new_of(a, struct source);
	*t->source = (struct source){ .name = name, .text = text, .len = (uint32_t)len, .library = true };
	for (const char *p = text, *end; p < text + len; p = end + 1) {
		end = memchr(p, '\n', (size_t)(text + len - p));
		if (!end)
			end = text + len;
		if (p == end || *p == '#')
			continue;
		if (*p == ' ' || *p == '\t') {
			if (s)
				read_members(t, s, p, end);
			else
				read_indented(t, k, c, p, end);
			continue;
		}
		k = NULL;
		c = NULL;
		s = NULL;
		if (begins(p, end, "kind"))
			k = read_kind(t, &t->kinds, p + 4, end);
		else if (begins(p, end, "result"))
			k = read_kind(t, &t->results, p + 6, end);
		else if (begins(p, end, "call"))
			c = read_call(t, p + 4, end);
		else if (begins(p, end, "set"))
			s = read_set(t, p + 3, end, false);
		else if (begins(p, end, "enum"))
			s = read_set(t, p + 4, end, true);
		else
			wrong(t, p, (size_t)(end - p), "a line begins with kind, result, set, enum or call");
	}
	return t;
}

unsigned int syscall_count(const struct syscall_table *t)
{
	return t->calls.n;
}

const char *syscall_name_at(const struct syscall_table *t, unsigned int i)
{
	return t->calls.v[i]->name;
}

bool syscall_has_twin(const struct syscall_table *t, unsigned int i)
{
	return t->calls.v[i]->twin;
}

/* ---- text ------------------------------------------------------------------------------------ */

/* Where the arguments are: by the entry function's registers, or by the tracepoint's. */
enum way { WAY_X64, WAY_IA32, WAY_TP64, WAY_TP32 };

static const struct {
	const char *alias;		/* behind the prefix: aliases that nobody but this text names */
	const char *regs[MOST_PARAMS];
	const char *mask;		/* 32-bit callers leave anything in the upper halves */
} ways[] = {
	[WAY_X64] = { "_x64", { "di", "si", "dx", "r10", "r8", "r9" }, "" },
	[WAY_IA32] = { "_ia32", { "bx", "cx", "dx", "si", "di", "bp" }, " & 0xffffffff" },
	[WAY_TP64] = { "_tp64", { "di", "si", "dx", "r10", "r8", "r9" }, "" },
	[WAY_TP32] = { "_tp32", { "bx", "cx", "dx", "si", "di", "bp" }, " & 0xffffffff" },
};

/* The alias asked for: PREFIX.NAME or PREFIX.NAME.return. */
struct request {
	const struct syscall_table *t;
	const struct call *c;
	const char *prefix;
	bool is_return, by_function;
};

/* "__syscall_x64.openat.return" */
static void put_alias(struct strbuf *b, const struct request *r, const char *way)
{
	strbuf_printf(b, "__%s%s.%s%s", r->prefix, way, r->c->name, r->is_return ? ".return" : "");
}

static bool is_tp(enum way way)
{
	return way == WAY_TP64 || way == WAY_TP32;
}

/* "open" or "sa;sigs": the tables of sets, as one script string, separated by ';'. */
static void put_sets(const struct syscall_table *t, struct strbuf *b, const char *names, size_t len)
{
	strbuf_putc(b, '"');
	for (const char *p = names, *end = names + len; p < end;) {
		size_t n = strcspn(p, ";}");
		const struct set *s;
		char *name;

		if (n > (size_t)(end - p))
			n = (size_t)(end - p);
		name = arena_strndup(t->arena, p, n);
		s = map_get(&t->sets, name);
		if (!s)
			diag_error(t->diag, (struct loc){ 0 }, "table of system calls: there is no set '%s'", name);
		strbuf_printf(b, "%s%s", p > names ? ";" : "", s ? strbuf_str(&s->text) : "");
		p += n + (p + n < end);
	}
	strbuf_putc(b, '"');
}

/* A line of a kind or, without a parameter, of a call, with $V, $A, $P, $S and $S{...} filled in. */
static void put_template(const struct syscall_table *t, struct strbuf *b, const char *line, const struct param *p,
			 unsigned int number)
{
	for (; *line; line++) {
		if (line[0] != '$' || !line[1] || !strchr("VAPS", line[1])) {
			strbuf_putc(b, *line);
			continue;
		}
		line++;
		if (*line == 'S' && line[1] == '{') {
			size_t n = strcspn(line + 2, "}");

			put_sets(t, b, line + 2, n);
			line += 1 + n + (line[2 + n] == '}');
		} else if (!p) {
			strbuf_printf(b, "$%c", *line);
		} else if (*line == 'V') {
			strbuf_puts(b, p->name);
		} else if (*line == 'P') {
			strbuf_puts(b, p->detail);
		} else if (*line == 'S') {
			put_sets(t, b, p->detail, strlen(p->detail));
		} else {
			strbuf_printf(b, "__arg%u", number);
		}
	}
}

/* True if the name is one of "A,B". */
static bool is_listed(const char *names, const char *name, size_t len)
{
	for (const char *p = names; *p;) {
		size_t n = strcspn(p, ",");

		if (n == len && !strncmp(p, name, n))
			return true;
		p += n + (p[n] == ',');
	}
	return false;
}

/* but: names that are left out. */
static void put_points(struct strbuf *b, const char *names, const char *but, const char *prefix, const char *suffix,
		       const char *mark, unsigned int *n)
{
	const char *p = names;

	while (*p && strcmp(p, "-")) {
		size_t len = strcspn(p, ",");

		if (!is_listed(but, p, len))
			strbuf_printf(b, "%skernel.function(\"%s%.*s\")%s%s", (*n)++ ? ", " : "", prefix, (int)len, p, suffix,
				      mark);
		p += len + (p[len] == ',');
	}
}

static const char *number_of(const struct call *c, enum way way)
{
	return way == WAY_X64 || way == WAY_TP64 ? c->nr : c->nr32;
}

/* A register of the caller. Entry functions get the registers in their first argument, as words in this order;
 * tracepoints in $regs. */
static void put_register(struct strbuf *b, enum way way, const char *name)
{
	static const char *const order[] = { "r15", "r14", "r13", "r12", "bp", "bx", "r11", "r10", "r9", "r8", "ax", "cx", "dx",
					     "si", "di", "orig_ax" };
	unsigned int i = 0;

	if (is_tp(way)) {
		strbuf_printf(b, "$regs->%s", name);
		return;
	}
	while (strcmp(order[i], name))
		i++;
	strbuf_printf(b, "__syscall_register(%u)", i);
}

/* An argument of a 32-bit call: a register, or two of 32 bits each, the lower first: "3" or "4+5". */
static void put_argument32(struct strbuf *b, const char *spec, size_t n, enum way way)
{
	for (size_t i = 0; i < n; i += 2) {
		unsigned int number = (unsigned int)(spec[i] - '1');

		if (number >= MOST_PARAMS)
			continue;
		strbuf_puts(b, i ? " | (" : "(");
		put_register(b, way, ways[way].regs[number]);
		strbuf_puts(b, i ? " & 0xffffffff) << 32" : " & 0xffffffff)");
	}
}

/* The raw arguments, for the kinds and results; a function's return has them from its entry. */
static void put_arguments(struct strbuf *b, const struct request *r, enum way way)
{
	const char *spec = ways[way].mask[0] ? r->c->args32 : NULL;
	bool kept = r->is_return && !is_tp(way);

	for (unsigned int i = 0; i < r->c->nparams; i++) {
		size_t n = spec ? strcspn(spec, ",") : 0;

		if (r->c->params[i].name) {
			strbuf_printf(b, "\t__arg%u = %s", i + 1, kept ? "@entry(" : "");
			if (n) {
				put_argument32(b, spec, n, way);
			} else {
				put_register(b, way, ways[way].regs[i]);
				strbuf_puts(b, ways[way].mask);
			}
			strbuf_puts(b, kept ? ")\n" : "\n");
		}
		if (spec)
			spec += n + (spec[n] == ',');
	}
}

/* Variables for the text of kinds: whether the caller is 32-bit, whether the number is the last one of the call. */
static void put_facts(struct strbuf *b, const struct request *r, enum way way)
{
	const char *numbers = number_of(r->c, way), *last = numbers ? strrchr(numbers, ',') : NULL;

	strbuf_printf(b, "\t__ia32 = %d\n", ways[way].mask[0] != '\0');
	if (is_tp(way)) {
		strbuf_printf(b, "\t__nr = %s\n", r->is_return ? "$regs->orig_ax" : "$id");
	} else {
		strbuf_puts(b, r->is_return ? "\t__nr = @entry(" : "\t__nr = ");
		put_register(b, way, "orig_ax");
		strbuf_puts(b, r->is_return ? ")\n" : "\n");
	}
	if (r->c->second && last)
		strbuf_printf(b, "\t__second = __nr == %.*s\n", (int)strcspn(last + 1, ":"), last + 1);
	else if (r->c->second)
		strbuf_puts(b, "\t__second = 0\n");
}

/* if (NUMBER is none of the call's) next */
static void put_number_test(struct strbuf *b, const char *numbers, const char *id)
{
	for (const char *p = numbers; *p;) {
		size_t n = strcspn(p, ",");

		strbuf_printf(b, "%s%s != %.*s", p > numbers ? " && " : "", id, (int)strcspn(p, ":,"), p);
		p += n + (p[n] == ',');
	}
}

static void put_tp(struct strbuf *b, const struct request *r, enum way way)
{
	strbuf_puts(b, "probe ");
	put_alias(b, r, ways[way].alias);
	strbuf_printf(b, " = kernel.trace(\"sys_%s\")\n{\n\tif ((", r->is_return ? "exit" : "enter");
	put_number_test(b, number_of(r->c, way), r->is_return ? "$regs->orig_ax" : "$id");
	strbuf_printf(b, ") || %s__syscall_is_ia32()) next\n", way == WAY_TP64 ? "" : "!");
	put_facts(b, r, way);
	if (r->is_return)
		strbuf_puts(b, "\t__ret = $ret\n");
	put_arguments(b, r, way);
	strbuf_puts(b, "}\n");
}

/*
 * The entry functions of a width; false: the table gives none. A call without parameters has one function for both
 * widths, under two names: it is probed once, by the first.
 */
static bool put_points_of(struct strbuf *b, const struct request *r, enum way way)
{
	const struct call *c = r->c;
	const char *suffix = r->is_return ? ".return" : ".call", *x64 = c->x64 ? c->x64 : c->name;
	const char *twice = c->nparams ? "" : x64;
	unsigned int n = 0;

	if (way == WAY_X64) {
		put_points(b, x64, "", "__x64_sys_", suffix, "?", &n);
	} else if (c->ia32 || c->compat) {
		put_points(b, c->compat ? c->compat : "-", "", "__ia32_compat_sys_", suffix, "?", &n);
		put_points(b, c->ia32 ? c->ia32 : "-", twice, "__ia32_sys_", suffix, "?", &n);
	} else {
		put_points(b, c->name, twice, "__ia32_compat_sys_", suffix, "!", &n);
		put_points(b, c->name, twice, "__ia32_sys_", suffix, "?", &n);
	}
	return n > 0;
}

/* True if the entry function of 64-bit callers also serves 32-bit ones. */
static bool is_one_function(const struct call *c, enum way way)
{
	const char *ia32 = c->ia32 ? c->ia32 : c->compat ? "" : c->name, *x64 = c->x64 ? c->x64 : c->name;

	if (way != WAY_IA32 || c->nparams)
		return false;
	for (const char *p = x64; *p;) {
		size_t n = strcspn(p, ",");

		if (is_listed(ia32, p, n))
			return true;
		p += n + (p[n] == ',');
	}
	return false;
}

static bool put_functions(struct strbuf *b, const struct request *r, enum way way)
{
	struct strbuf points = { 0 };
	bool any = put_points_of(&points, r, way);

	if (any) {
		strbuf_puts(b, "probe ");
		put_alias(b, r, ways[way].alias);
		strbuf_printf(b, " = %s\n{\n", strbuf_str(&points));
		put_facts(b, r, way);
		if (r->is_return)
			strbuf_puts(b, "\t__ret = @choose_defined($return, returnval())\n");
		put_arguments(b, r, way);
		strbuf_puts(b, "}\n");
	}
	strbuf_deinit(&points);
	return any;
}

static void put_argstr(const struct syscall_table *t, struct strbuf *b, const struct call *c)
{
	struct strbuf format = { 0 }, values = { 0 };

	for (unsigned int i = 0; i < c->nparams; i++) {
		const struct param *p = &c->params[i];
		const char *arg, *comma;

		if (!p->name || !p->kind || !p->kind->arg)
			continue;
		arg = p->kind->arg;
		comma = strchr(arg, ',');
		if (*arg == '+')
			arg++;
		else if (format.len)
			strbuf_puts(&format, ", ");
		strbuf_add(&format, arg, comma ? (size_t)(comma - arg) : strlen(arg));
		if (comma)
			put_template(t, &values, comma, p, i + 1);
	}
	if (format.len)
		strbuf_printf(b, "\targstr = sprintf(\"%s\"%s)\n", strbuf_str(&format), strbuf_str(&values));
	else
		strbuf_puts(b, "\targstr = \"\"\n");
	strbuf_deinit(&format);
	strbuf_deinit(&values);
}

static void put_entry(const struct syscall_table *t, struct strbuf *b, const struct call *c)
{
	for (unsigned int i = 0; i < c->nparams; i++) {
		const struct param *p = &c->params[i];

		if (!p->name || !p->kind)
			continue;
		vec_each(line, &p->kind->lines) {
			strbuf_putc(b, '\t');
			put_template(t, b, *line, p, i + 1);
			strbuf_putc(b, '\n');
		}
	}
	put_argstr(t, b, c);
	vec_each(line, &c->extra) {
		strbuf_putc(b, '\t');
		put_template(t, b, *line, NULL, 0);
		strbuf_putc(b, '\n');
	}
}

static void put_result(struct strbuf *b, const struct call *c)
{
	strbuf_puts(b, "\tretval = __ret\n");
	if (c->result)
		vec_each(line, &c->result->lines)
			strbuf_printf(b, "\t%s\n", *line);
}

/* For a width: its entry function, else the tracepoint, by the text of syscall_number_text(). */
static void put_width(struct strbuf *b, const struct request *r, enum way function, enum way tracepoint, const char *width,
		      struct strbuf *points)
{
	struct strbuf list = { 0 };

	if (r->by_function && put_functions(b, r, function)) {
		put_alias(&list, r, ways[function].alias);
		strbuf_putc(&list, '!');
	}
	if (number_of(r->c, tracepoint) && !(r->by_function && is_one_function(r->c, function))) {
		strbuf_puts(&list, list.len ? ", " : "");
		put_alias(&list, r, ways[tracepoint].alias);
		strbuf_putc(&list, '?');
	}
	if (list.len) {
		strbuf_puts(b, "probe ");
		put_alias(b, r, width);
		strbuf_printf(b, " = %s { }\n", strbuf_str(&list));
		strbuf_puts(points, points->len ? ", " : "");
		put_alias(points, r, width);
		strbuf_putc(points, '?');
	}
	strbuf_deinit(&list);
}

static struct request request_of(const struct syscall_table *t, unsigned int i, const char *prefix, bool is_return)
{
	struct request r = { .t = t, .c = t->calls.v[i], .prefix = prefix, .is_return = is_return };

	r.by_function = strcmp(prefix, "tp_syscall") != 0;
	return r;
}

static const char if_ia32[] = "%( CONFIG_IA32_EMULATION == \"y\" %?\n";

void syscall_alias_text(const struct syscall_table *t, unsigned int i, const char *prefix, bool is_return, struct strbuf *b)
{
	struct request r = request_of(t, i, prefix, is_return);
	struct strbuf points = { 0 };

	put_width(b, &r, WAY_X64, WAY_TP64, "_64", &points);
	strbuf_puts(b, if_ia32);
	put_width(b, &r, WAY_IA32, WAY_TP32, "_32", &points);
	strbuf_puts(b, "%)\n");
	strbuf_printf(b, "probe %s.%s%s = %s\n{\n\tname = ", prefix, r.c->name, is_return ? ".return" : "",
		      points.len ? strbuf_str(&points) : "never");
	if (r.c->second && strcmp(r.c->second, "-"))
		strbuf_printf(b, "__second ? \"%s\" : ", r.c->second);
	strbuf_printf(b, "\"%s\"\n", r.c->name);
	if (is_return)
		put_result(b, r.c);
	else
		put_entry(t, b, r.c);
	strbuf_puts(b, "}\n");
	strbuf_deinit(&points);
}

void syscall_number_text(const struct syscall_table *t, unsigned int i, const char *prefix, bool is_return, struct strbuf *b)
{
	struct request r = request_of(t, i, prefix, is_return);

	if (r.c->nr)
		put_tp(b, &r, WAY_TP64);
	strbuf_puts(b, if_ia32);
	if (r.c->nr32)
		put_tp(b, &r, WAY_TP32);
	strbuf_puts(b, "%)\n");
}
