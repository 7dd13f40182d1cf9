// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The parts of pass 1 that no script shows: the index of the tapsets, which
 * file hides which, copies and walks of trees, places of tokens.
 */
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parser/library_scan.h"
#include "parser/parse.h"

static unsigned int failed;

/* The line tables of sources live to the end of the run, by design. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

static struct arena *arena;
static struct diag diag;
static struct parse_env env;
static char root[] = "/tmp/mytap-unit.XXXXXX";

#define check(cond) do {								\
	if (!(cond)) {									\
		printf("%s:%d: not true: %s\n", __FILE__, __LINE__, #cond);		\
		failed++;								\
	}										\
} while (0)

static void check_text(int line, const char *what, const char *is, const char *want)
{
	if (!strcmp(is, want))
		return;
	printf("%s:%d: %s:\n%s\nshould be:\n%s\n", __FILE__, line, what, is, want);
	failed++;
}

static struct file *parse(const char *text)
{
	return parse_source(&env, source_new(arena, "t.stp", text, strlen(text), false), false);
}

static void put_file(const char *name, const char *text)
{
	char *path = arena_printf(arena, "%s/%s", root, name);
	FILE *f;

	for (char *p = path + strlen(root) + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		mkdir(path, 0755);
		*p = '/';
	}
	f = fopen(path, "w");
	if (!f) {
		printf("%s: %s\n", path, strerror(errno));
		exit(1);
	}
	fputs(text, f);
	fclose(f);
}

/* ---- the scanner --------------------------------------------------------------------------- */

static void note_definition(void *ctx, enum definition kind, const char *name, size_t n)
{
	static const char letter[] = { [DEFINES_FUNCTION] = 'f', [DEFINES_GLOBAL] = 'g', [DEFINES_ALIAS] = 'a' };

	strbuf_printf(ctx, "%c:%.*s ", letter[kind], (int)n, name);
}

static void test_scan(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "function f() { }", "f:f " },
		{ "private function f() { } function g:string(a) %{ } function x() { %}", "f:g " },
		{ "probe a.b = c { } probe d += e { } probe g { } probe h.i { x = 1 }", "a:a.b a:d " },
		{ "probe a /* x */ . b # y\n = c { }", "a:a.b " },
		{ "probe kernel.function(\"probe x = \") { function_ = 1 }", "" },
		{ "global a, b = 3, c[10]%, d%[5], e = \"x,y\", f\nglobal g", "g:a g:b g:c g:d g:e g:f g:g " },
		{ "private a, b private global c global d", "g:d " },
		{ "# function a()\n// function b()\n/* function c() */ function d() { /* } */ }", "f:d " },
		{ "@define m(x) %( function a() { %) function b() { }", "f:b " },
		{ "%( kernel_v > \"1\" %? probe a = b { %: probe a = c { %) x = 1 } function f() { }", "a:a a:a f:f " },
		{ "%( 1 == 1 %? function f() { } %: function g() { } %) function h() { }", "f:f f:g f:h " },
		{ "probe a.function.probe = b { } probe a = kernel.function(\"b\") { }", "a:a.function.probe a:a " },
		{ "probe \"}\" function f() { \"{\" } function g", "f:f f:g " },
		{ "function", "" }, { "probe", "" }, { "global", "" }, { "private", "" }, { "@define", "" },
		{ "%{ no end function f()", "" }, { "\"no end\nfunction f() { }", "f:f " },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct strbuf b = { 0 };

		library_scan(cases[i].text, strlen(cases[i].text), note_definition, &b);
		check_text(__LINE__, cases[i].text, strbuf_str(&b), cases[i].want);
		strbuf_deinit(&b);
	}
}

/* ---- the library --------------------------------------------------------------------------- */

static const char *base_name(const char *path)
{
	return path + strlen(root) + 1;
}

/* The names of the files found, with blanks between. */
static const char *names(const file_vec *v)
{
	struct strbuf b = { 0 };
	const char *ret;

	vec_each(f, v)
		strbuf_printf(&b, "%s%s", b.len ? " " : "", base_name((*f)->src->name));
	ret = arena_strdup(arena, strbuf_str(&b));
	strbuf_deinit(&b);
	return ret;
}

static const char *find_alias(struct library *lib, const char *point)
{
	struct file *f = parse(arena_printf(arena, "probe %s { }", point));
	file_vec v = { 0 };

	library_find_alias(lib, f->probes.v[0]->points.v[0], &v);
	return names(&v);
}

static const char *find_function(struct library *lib, const char *name)
{
	file_vec v = { 0 };

	library_find_function(lib, intern(name), &v);
	return names(&v);
}

static void put_tapsets(void)
{
	put_file("a/pid.stp", "function pid:long() { return 1 }\nglobal shared_a\n");
	put_file("a/linux/vfs.stp", "probe vfs.read = kernel.function(\"vfs_read\") { x = @two }\n"
		 "probe vfs.write = never { } probe vfs.read.deep.er = never { }\n");
	put_file("a/linux/6.1/time.stp", "function now() { return 61 }\n");
	put_file("a/linux/6/time.stp", "function now() { return 6 }\nfunction only6() { }\n");
	put_file("a/linux/6.12/time.stp", "function now() { return 612 }\nfunction not_here() { }\n");
	put_file("a/linux/time.stp", "function now() { return 0 }\n");
	put_file("a/arch/x86_64/regs.stp", "function reg() { return 64 } function ptr() { }\n");
	put_file("a/arch/arm64/regs.stp", "function reg() { return 65 }\n");
	put_file("a/regs.stp", "function reg() { return 0 }\n");
	put_file("a/macros/m.stpm", "@define two %( 2 %)\n%( arch == \"x86_64\" %? @define w %( 64 %) %: @define w %( 32 %) %)\n");
	put_file("a/linux/6.1/m.stpm", "@define three %( 31 %)\n");
	put_file("a/linux/m.stpm", "@define three %( 30 %)\n");
	put_file("a/over1.stp", "function over(a) { }\n");
	put_file("a/over2.stp", "function over(a, b) { }\n");
	put_file("a/.hidden.stp", "function hidden() { }\n");
	put_file("a/README", "function readme() { }\n");
	put_file("b/pid.stp", "function pid:long() { return 2 }\nfunction second() { }\nprobe vfs.open = never { }\n");
}

static void test_library(void)
{
	const char *dirs[2];
	struct library *lib;
	struct strbuf b = { 0 };
	struct file *f;
	file_vec v = { 0 };

	put_tapsets();
	dirs[0] = arena_printf(arena, "%s/a", root);
	dirs[1] = arena_printf(arena, "%s/b", root);
	lib = library_open(&env, dirs, 2, NULL);
	check(diag.errors == 0);
	check(library_size(lib) == 10);

	/* the first folder hides the second, 6.1 hides 6 hides what is for all, 6.12 and arm64 are not for us */
	check_text(__LINE__, "pid", find_function(lib, "pid"), "a/pid.stp");
	check_text(__LINE__, "pid again", find_function(lib, "pid"), "");
	check_text(__LINE__, "now", find_function(lib, "now"), "a/linux/6.1/time.stp");
	check_text(__LINE__, "only6", find_function(lib, "only6"), "a/linux/6/time.stp");
	check_text(__LINE__, "not_here", find_function(lib, "not_here"), "");
	check_text(__LINE__, "reg", find_function(lib, "reg"), "a/arch/x86_64/regs.stp");
	check_text(__LINE__, "over", find_function(lib, "over"), "a/over1.stp a/over2.stp");
	check_text(__LINE__, "hidden", find_function(lib, "hidden"), "");
	check_text(__LINE__, "readme", find_function(lib, "readme"), "");
	library_find_global(lib, intern("shared_a"), &v);
	check_text(__LINE__, "shared_a was given with pid", names(&v), "");

	/* suffixes pass down; wildcards; components with arguments are no aliases */
	check_text(__LINE__, "vfs", find_alias(lib, "vfs"), "");
	check_text(__LINE__, "vfs.x", find_alias(lib, "vfs.x"), "");
	check_text(__LINE__, "vfs.read(1)", find_alias(lib, "vfs.read(1)"), "");
	check_text(__LINE__, "vfs.read.return", find_alias(lib, "vfs.read.return.maxactive(1)"), "a/linux/vfs.stp");
	check_text(__LINE__, "*.o*", find_alias(lib, "*.o*"), "b/pid.stp");

	/* macros: of a library file, of a specific folder */
	f = parse("probe begin { a = @two + @w + @three }");
	check(f != NULL);
	if (f) {
		unparse_file(&b, f);
		check_text(__LINE__, "macros", strbuf_str(&b), "probe begin {\n\ta = 2 + 64 + 31;\n}\n\n");
		strbuf_deinit(&b);
	}
	v.n = 0;
	library_find_all(lib, &v);
	check_text(__LINE__, "the rest", names(&v), "a/linux/time.stp a/regs.stp");
	check(diag.errors == 0);
	library_close(lib);
}

/* Each file is given once, so each point gets a library of its own. */
static void test_library_double_star(void)
{
	static const struct {
		const char *point, *want;
	} cases[] = {
		{ "**", "a/linux/vfs.stp" }, { "vfs.**", "a/linux/vfs.stp" }, { "vfs.**.er", "a/linux/vfs.stp" },
		{ "vfs.read", "a/linux/vfs.stp" }, { "v*.w*", "a/linux/vfs.stp" }, { "x.**", "" }, { "*", "" },
	};
	const char *dirs[1] = { arena_printf(arena, "%s/a", root) };

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct library *lib = library_open(&env, dirs, 1, NULL);

		check_text(__LINE__, cases[i].point, find_alias(lib, cases[i].point), cases[i].want);
		library_close(lib);
	}
}

/* ---- trees --------------------------------------------------------------------------------- */

/* One of each kind of expression and statement. */
static const char all_kinds[] =
	"function f(a) { if (a) return 1; else next; return }\n"
	"probe begin {\n"
	"	x = -y + 2 . \"s\" && z || ~w ? f(1, g()) : ++i\n"
	"	s <<< a[1, \"k\"]; a[i]++; [1, *] in a; k in a; q =~ \"re\"; q !~ \"re\"\n"
	"	c = @count(s) + @variance(s, 2); print(@hist_log(s)); println(@hist_linear(s, 0, 10, 1))\n"
	"	printf(\"%d %s\", 1, sprint(2)); printd(\",\", 1, 2)\n"
	"	t = $x->f[i]$$ . &p->g[1] . @var(\"v\", \"m\") . @cast(p, \"t\")->f\n"
	"	d = @defined($x) + @entry($y) + @perf(\"c\") + @const(\"C\") + @enum(\"E\") + @probewrite($z)\n"
	"	e = @enumname(1, \"t\") . @kderef(8, p) . @uregister(3) . %{ 1 %}\n"
	"	while (a) { break; continue } for (i = 0; i < 3; i++) ; for (;;) ;\n"
	"	foreach (v = [k1, k2-] in a[*, 1] limit n) delete a[k1, k2]\n"
	"	try { ; } catch (m) { }\n"
	"}\n";

static bool rename_symbol(struct walk *w, struct expr **e)
{
	(void)w;
	if ((*e)->kind == EXPR_SYMBOL)
		*e = expr_symbol(arena, (*e)->loc, intern("renamed"));
	return true;
}

static void count_kind(struct walk *w, struct expr **e)
{
	((unsigned int *)w->ctx)[(*e)->kind]++;
}

static void count_stmt(struct walk *w, struct stmt **s)
{
	(void)w;
	if ((*s)->kind == STMT_TRY)
		*s = stmt_new(arena, STMT_NULL, (*s)->loc);
}

static char *text_of(const struct stmt *s)
{
	struct strbuf b = { 0 };
	char *ret;

	unparse_stmt(&b, s, 0);
	ret = arena_strdup(arena, strbuf_str(&b));
	strbuf_deinit(&b);
	return ret;
}

static void test_copy_and_walk(void)
{
	unsigned int seen[64] = { 0 };
	struct walk rename = { .pre_expr = rename_symbol }, count = { .post_expr = count_kind, .ctx = seen };
	struct walk drop_try = { .post_stmt = count_stmt };
	struct stmt *body, *copy;
	struct file *f;
	char *before;

	env.guru = true;
	f = parse(all_kinds);
	env.guru = false;
	check(f && f->probes.n == 1);
	if (!f)
		return;
	body = f->probes.v[0]->body;
	before = text_of(body);
	copy = stmt_copy(arena, body);
	check_text(__LINE__, "a copy", text_of(copy), before);

	/* changing the copy leaves the original alone */
	walk_stmt(&rename, &copy);
	walk_stmt(&drop_try, &copy);
	check(strcmp(text_of(copy), before) != 0);
	check(!strstr(text_of(copy), "try {"));
	check(strstr(text_of(copy), "foreach (renamed = [renamed, renamed-] in renamed[*, 1] limit renamed)") != NULL);
	check_text(__LINE__, "the original", text_of(body), before);

	/* every kind is reached */
	walk_stmt(&count, &body);
#define X(k) if (!seen[EXPR_##k]) { printf("no %s was visited\n", #k); failed++; }
	EXPR_KINDS(X)
#undef X
}

static void test_places(void)
{
	static const char text[] = "probe begin {\n\tx = foo(1) +\n\t    2\n}\n";
	struct file *f = parse(text);
	const struct expr *e = f->probes.v[0]->body->block.v[0]->expr;
	uint32_t line, column;

	check(e->kind == EXPR_ASSIGN && text[e->loc.beg] == '=' && e->loc.end == e->loc.beg + 1);
	source_position(e->loc.src, e->loc.beg, &line, &column);
	check(line == 2 && column == 4);
	e = e->assign.value;
	check(e->kind == EXPR_BINARY && text[e->loc.beg] == '+');
	check(e->binary.a->kind == EXPR_CALL && !strncmp(text + e->binary.a->loc.beg, "foo", 3) &&
	      e->binary.a->loc.end == e->binary.a->loc.beg + 3);
	check(e->binary.b->number == 2 && text[e->binary.b->loc.beg] == '2');
}

static void test_format(void)
{
	static const char text[] = "probe begin { printf(\"a\\n%5.*s\" \"%%x%#lx\", 1) }";
	struct file *f = parse(text);
	const struct format *fmt = f->probes.v[0]->body->block.v[0]->expr->print.format;

	check(fmt->parts.n == 4);
	if (fmt->parts.n != 4)
		return;
	check(fmt->parts.v[0].conv == CONV_LITERAL && fmt->parts.v[0].text_len == 2 && !strcmp(fmt->parts.v[0].text, "a\n"));
	check(fmt->parts.v[1].conv == CONV_STRING && fmt->parts.v[1].width_kind == SIZE_FIXED && fmt->parts.v[1].width == 5 &&
	      fmt->parts.v[1].precision_kind == SIZE_ARG);
	check(!strncmp(text + fmt->parts.v[1].loc.beg, "%5.*s", 5) && fmt->parts.v[1].loc.end == fmt->parts.v[1].loc.beg + 5);
	check(!strcmp(fmt->parts.v[2].text, "%x"));
	check(fmt->parts.v[3].conv == CONV_HEX && fmt->parts.v[3].alt);
	check(!strncmp(text + fmt->parts.v[3].loc.beg, "%#lx", 4));
}

static void test_arguments_used(void)
{
	const char *argv[] = { "1", "2", "3" };
	bool used[3] = { false };

	env.argc = 3;
	env.argv = argv;
	env.arg_used = used;
	check(parse("probe begin { x = $1 . %( 1 == 2 %? @2 %: @3 %) }") != NULL);
	check(used[0] && !used[1] && used[2]);
	env.argc = 0;
	env.arg_used = NULL;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static bool remove_tree(void)
{
	return nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS) != 0;
}

int main(void)
{
	arena = arena_new();
	diag_init(&diag, stdout);
	env = (struct parse_env){
		.arena = arena, .diag = &diag, .kernel_release = "6.1.0-56-cloud-amd64", .kernel_version = "6.1.0",
		.arch = "x86_64", .compatible = "5.6", .privilege = "stapdev", .runtime = "kernel",
	};
	if (!mkdtemp(root)) {
		printf("%s: %s\n", root, strerror(errno));
		return 1;
	}
	test_scan();
	test_library();
	test_library_double_star();
	test_copy_and_walk();
	test_places();
	test_format();
	test_arguments_used();
	diag_deinit(&diag);
	arena_free(arena);
	intern_free_all();
	if (remove_tree())
		failed++;
	return failed != 0;
}
