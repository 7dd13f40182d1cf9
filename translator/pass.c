/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The five passes as a table, and the walk over it: runs each row, times it, reports it with -v, stops at -p N or at
 * the first that fails. If the module is in the cache, rows 2 to 4 only report that.
 */
#include "translator/script_help.h"
#include "translator/pass.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "translator/build/build.h"
#include "translator/image/cache_folder.h"
#include "translator/image/folder.h"
#include "translator/build/seed.h"
#include "translator/build/sign.h"
#include "translator/spawn.h"
#include "translator/cost.h"
#include "translator/elaborated.h"
#include "translator/kernel.h"
#include "translator/options.h"
#include "translator/plan.h"
#include "translator/top/top.h"

/* ---- pass 1 --------------------------------------------------------------- */

static struct source *read_source(struct session *s, const char *name, FILE *f)
{
	struct strbuf b = { 0 };
	struct source *src = NULL;

	if (f && strbuf_read_fd(&b, fileno(f)))
		src = source_new(s->arena, name, strbuf_str(&b), b.len, false);
	else
		diag_error(&s->diag, (struct loc) { 0 }, "cannot read the script %s: %s", name, strerror(errno));
	strbuf_deinit(&b);
	return src;
}

static struct source *main_source(struct session *s)
{
	const struct options *o = &s->opt;
	struct source *src;

	if (o->script_text)
		return source_new(s->arena, "<input>", o->script_text, strlen(o->script_text), false);
	if (!strcmp(o->script_file, "-"))
		return read_source(s, "<input>", stdin);
	FILE *f = fopen(o->script_file, "re");
	src = read_source(s, o->script_file, f);
	if (f)
		fclose(f);
	return src;
}

static const char *ask_config(void *ctx, const char *name)
{
	return kernel_config(ctx, name);
}

static void fill_parse_env(struct target *t)
{
	struct parse_env *e = &t->parse_env;

	e->arena = t->arena;
	e->diag = &t->s->diag;
	e->kernel_release = t->kernel.release;
	e->kernel_version = t->kernel.version;
	e->arch = t->kernel.arch;
	e->compatible = t->s->opt.compatible ? t->s->opt.compatible : LANGUAGE_VERSION;
	e->privilege = t->s->opt.privilege;
	e->runtime = "kernel";
	e->guru = t->s->opt.guru;
	e->config = ask_config;
	e->config_ctx = t;
	e->argc = t->s->opt.args.n;
	e->argv = t->s->opt.args.v;
	e->arg_used = arena_alloc(t->arena, t->s->opt.args.n + 1);
}

static void warn_unused_arguments(struct target *t)
{
	for (unsigned int i = 0; i < t->s->opt.args.n; i++)
		if (!t->parse_env.arg_used[i])
			diag_warn(&t->s->diag, (struct loc) { 0 },
				  "argument %u, '%s', is not used: there is neither $%u nor @%u in the script",
				  i + 1, t->s->opt.args.v[i], i + 1, i + 1);
}

static void parse_one(struct target *t, struct source *src)
{
	struct file *f = src ? parse_source(&t->parse_env, src, false) : NULL;

	if (f)
		vec_push(t->arena, &t->user_files, f);
}

/* The text is read once for all uses. */
static void parse_script(struct target *t)
{
	struct session *s = t->s;

	if (s->script)
		parse_one(t, s->script);
}

/* Options declared in comments are collected before the first script is parsed. */
static bool read_script_options(struct target *t)
{
	struct session *s = t->s;
	script_option_vec *v = &t->parse_env.options;

	if (!s->script && (s->opt.script_text || s->opt.script_file))
		s->script = main_source(s);
	if (s->script)
		script_options_read(s->arena, s->script->text, s->script->len, v);
	vec_each(text, &s->opt.extra_scripts)
		script_options_read(s->arena, *text, strlen(*text), v);
	return script_options_set(s, v);
}

/* One index for each state of the folders. */
static const char *index_path(struct session *s, const char *key)
{
	const char *folder = cache_folder(s, "library");

	return folder ? arena_printf(s->arena, "%s/%s", folder, key) : NULL;
}

static bool index_load(void *ctx, const char *key, struct strbuf *ret)
{
	const char *path = index_path(ctx, key);

	if (!path || !file_is_private(path) || !strbuf_read_file(ret, path))
		return false;
	utimensat(AT_FDCWD, path, NULL, 0);	/* in use: other files of the cache go first */
	return true;
}

static void index_save(void *ctx, const char *key, const char *text, size_t n)
{
	const char *path = index_path(ctx, key);

	if (path)
		file_write(path, text, n);
}

bool parse_scripts(struct target *t)
{
	const struct library_store store = { t->s, index_load, index_save };
	str_vec dirs = { 0 };

	fill_parse_env(t);
	if (!read_script_options(t))
		return false;
	for (unsigned int i = 0; i < t->s->opt.include_dirs.n; i++)
		vec_push(t->arena, &dirs, t->s->opt.include_dirs.v[i]);
	vec_push(t->arena, &dirs, arena_printf(t->arena, "%s/tapsets", t->s->data_dir));
	if (getenv("SYSTEMTAP_TAPSET"))		/* after mytap's own: most of its files are for another runtime */
		vec_push(t->arena, &dirs, getenv("SYSTEMTAP_TAPSET"));
	t->library = library_open(&t->parse_env, dirs.v, dirs.n, &store);
	if (t->library)
		t->library_files = library_size(t->library);
	parse_script(t);
	for (unsigned int i = 0; i < t->s->opt.extra_scripts.n; i++) {
		const char *text = t->s->opt.extra_scripts.v[i];

		parse_one(t, source_new(t->arena, arena_printf(t->arena, "<command line argument %u>", i + 1),
					text, strlen(text), false));
	}
	if (!t->s->diag.errors)
		warn_unused_arguments(t);
	return !t->s->diag.errors;
}

void print_parsed(struct target *t, FILE *out)
{
	struct strbuf b = { 0 };

	vec_each(f, &t->user_files)
		unparse_file(&b, *f);
	fwrite(strbuf_str(&b), 1, b.len, out);
	strbuf_deinit(&b);
}

static void say_parsed(struct target *t, struct strbuf *b)
{
	strbuf_printf(b, "parsed user script and %u library scripts", t->library_files);
}

/* ---- -v lines of the other passes ----------------------------------------------- */

static const char *plural(unsigned int n)
{
	return n == 1 ? "" : "s";
}

static bool elaborate(struct target *t)
{
	const struct program *p;
	unsigned int embeds;

	if (!elaborate_program(t))
		return false;
	p = t->program;
	embeds = p->embeds.n;
	t->summary = arena_printf(t->arena, "%u probe%s, %u function%s, %u embed%s, %u global%s",
				  p->probes.n, plural(p->probes.n), p->funcs.n, plural(p->funcs.n),
				  embeds, plural(embeds), p->globals.n, plural(p->globals.n));
	return true;
}

static void say_elaborated(struct target *t, struct strbuf *b)
{
	strbuf_printf(b, "analyzed script: %s", t->summary);
	if (t->from_cache)
		strbuf_puts(b, " (from the cache)");
}

/* script.c is in the temporary folder as soon as it exists, so that -k keeps it. */
static bool translate(struct target *t)
{
	if (!emit_program(t))
		return false;
	if (!session_tmpdir(t->s))
		return false;
	t->c_path = arena_printf(t->arena, "%s/%s_src.c", t->s->tmpdir, t->module_name);
	if (!file_write(t->c_path, strbuf_str(&t->script_c), t->script_c.len))
		return options_complain("cannot write %s: %s", t->c_path, strerror(errno));
	return true;
}

static void say_translated(struct target *t, struct strbuf *b)
{
	strbuf_printf(b, "%s \"%s\"", t->from_cache ? "using cached" : "translated to C into", t->c_path);
}

static bool compile(struct target *t)
{
	if (!build_module(t))
		return false;
	cache_store(t);
	return true;
}

static void say_compiled(struct target *t, struct strbuf *b)
{
	strbuf_printf(b, "%s \"%s\"", t->from_cache ? "using cached" : "compiled C into", t->module_path);
}

/* ---- the table ------------------------------------------------------------------ */

static const struct pass {
	int number;
	const char *noun;			/* "Pass 2: analysis failed." */
	bool (*run)(struct target *t);
	void (*say)(struct target *t, struct strbuf *b);
	const char *error_kind;			/* of diag messages in it */
	bool has_memory;			/* the -v line includes memory */
} passes[] = {
	{ 1, "parse", parse_scripts, say_parsed, "parse", true },
	{ 2, "analysis", elaborate, say_elaborated, "semantic", true },
	{ 3, "translation", translate, say_translated, "semantic", true },
	{ 4, "compilation", compile, say_compiled, "semantic", false },
};

static int fail(const char *noun, int number)
{
	fprintf(stderr, "Pass %d: %s failed.\n", number, noun);
	return 1;
}

static void begin_pass(struct target *t, int number, int verbose)
{
	fflush(stdout);
	t->s->opt.verbose = verbose + t->s->opt.pass_verbose[number];
}

static bool run_pass(struct target *t, const struct pass *p, int verbose)
{
	struct cost before = cost_now();
	struct strbuf b = { 0 };
	bool cached = t->from_cache && p->number > 1, ok = true;

	begin_pass(t, p->number, verbose);
	t->s->diag.kind = p->error_kind;
	if (!cached)
		ok = p->run(t);
	ok = ok && !spawn_interrupted;
	if (ok && t->s->opt.verbose) {
		strbuf_printf(&b, "Pass %d: ", p->number);
		p->say(t, &b);
		if (p->has_memory)
			cost_print_memory(&b);
		cost_print_time(&b, before);
		fprintf(stderr, "%s\n", b.s);
	}
	strbuf_deinit(&b);
	if (!ok)
		fail(p->noun, p->number);
	return ok;
}

/* ---- what -p N prints ------------------------------------------------------------ */

static bool print_translated(struct target *t)
{
	struct strbuf b = { 0 };
	bool ok = true;

	if (!t->from_cache)
		fwrite(strbuf_str(&t->script_c), 1, t->script_c.len, stdout);
	else if (strbuf_read_file(&b, t->c_path))
		fwrite(b.s, 1, b.len, stdout);
	else
		ok = options_complain("cannot read %s: %s", t->c_path, strerror(errno));
	strbuf_deinit(&b);
	return ok;
}

/* With -m, or if it is not cached, the module is left in the working folder. */
static bool print_module(struct target *t)
{
	const char *path = t->module_path;

	if (t->s->opt.module_name || !t->cache_entry) {
		path = arena_printf(t->arena, "%s.ko", t->module_name);
		if (!file_copy(t->module_path, path) || chmod(path, 0644) < 0)
			return options_complain("cannot write %s: %s", path, strerror(errno));
	}
	printf("%s\n", path);
	return true;
}

/* A closed pipe (| head) is no error. */
static bool flush_stdout(void)
{
	errno = 0;
	return (!fflush(stdout) && !ferror(stdout)) || errno == EPIPE;
}

static int print_result(struct target *t)
{
	bool ok = true;

	switch (t->s->opt.last_pass) {
	case 1: print_parsed(t, stdout); break;
	case 2: print_elaborated(t, stdout); break;
	case 3: ok = print_translated(t); break;
	case 4: ok = print_module(t); break;
	}
	if (!flush_stdout())
		ok = options_complain("cannot write the output: %s", strerror(errno));
	return ok ? 0 : 1;
}

static int print_plan(struct target *t)
{
	plan_print(t, stdout);
	return flush_stdout() ? 0 : !options_complain("cannot write the output: %s", strerror(errno));
}

/* ---- the walk ---------------------------------------------------------------------- */

static bool is_listing(const struct options *o)
{
	return o->list || o->dump_probe_types || o->dump_probe_aliases || o->dump_functions ||
	       o->dump_library || o->help_on;
}

static int run_listing(struct target *t)
{
	t->s->diag.kind = "semantic";
	if (!list_probes(t, stdout))
		return 1;
	return flush_stdout() ? 0 : 1;
}

static int run_last_pass(struct target *t, int verbose)
{
	struct cost before = cost_now();
	struct strbuf b = { 0 };

	begin_pass(t, 5, verbose);
	if (t->s->opt.verbose)
		fprintf(stderr, "Pass 5: starting run.\n");
	int status = t->s->opt.monitor ? monitor_run(t) : run_module(t, -1);
	if (t->s->opt.verbose) {
		strbuf_puts(&b, "Pass 5: run completed");
		cost_print_time(&b, before);
		fprintf(stderr, "%s\n", b.s);
		strbuf_deinit(&b);
	}
	return status ? fail("run", 5) : 0;
}

/* Printed before the work, not after it. */
static bool check_can_run(struct target *t)
{
	bool runs = t->s->opt.last_pass == 5 && !t->s->opt.plan, ok = !runs || run_is_able(t);

	if (runs && t->s->opt.monitor && !monitor_check(t->s))
		return false;

	return (t->s->opt.last_pass < 4 || kernel_check_headers(t)) && ok;
}

int passes_run(struct target *t)
{
	int verbose = t->s->opt.verbose, last = t->s->opt.last_pass < 4 ? t->s->opt.last_pass : 4;

	if (is_listing(&t->s->opt))
		return run_pass(t, &passes[0], verbose) ? run_listing(t) : 1;
	if (!check_can_run(t) || !sign_check(t))
		return 1;
	for (int i = 0; i < last; i++) {
		if (!run_pass(t, &passes[i], verbose))
			return 1;
		if (i == 0 && last > 2)
			cache_lookup(t);
	}
	return t->s->opt.last_pass < 5 ? print_result(t) : t->s->opt.plan ? print_plan(t) : run_last_pass(t, verbose);
}
