/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The five passes as a table, and the walk over it: runs each row, times it,
 * says it with -v, stops at -p N or at the first that fails. A module found in
 * the cache makes rows 2 to 4 say so instead of running.
 */
#include "translator/pass.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "translator/build/build.h"
#include "translator/image/folder.h"
#include "translator/build/seed.h"
#include "translator/build/sign.h"
#include "translator/spawn.h"
#include "translator/cost.h"
#include "translator/elaborated.h"
#include "translator/kernel.h"
#include "translator/options.h"

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

static void fill_parse_env(struct session *s)
{
	struct parse_env *e = &s->parse_env;

	e->arena = s->arena;
	e->diag = &s->diag;
	e->kernel_release = s->kernel.release;
	e->kernel_version = s->kernel.version;
	e->arch = s->kernel.arch;
	e->compatible = s->opt.compatible ? s->opt.compatible : LANGUAGE_VERSION;
	e->privilege = s->opt.privilege;
	e->runtime = "kernel";
	e->guru = s->opt.guru;
	e->config = ask_config;
	e->config_ctx = s;
	e->argc = s->opt.args.n;
	e->argv = s->opt.args.v;
	e->arg_used = arena_alloc(s->arena, s->opt.args.n + 1);
}

static void warn_unused_arguments(struct session *s)
{
	for (unsigned int i = 0; i < s->opt.args.n; i++)
		if (!s->parse_env.arg_used[i])
			diag_warn(&s->diag, (struct loc) { 0 },
				  "argument %u, '%s', is not used: there is neither $%u nor @%u in the script",
				  i + 1, s->opt.args.v[i], i + 1, i + 1);
}

static void parse_one(struct session *s, struct source *src)
{
	struct file *f = src ? parse_source(&s->parse_env, src, false) : NULL;

	if (f)
		vec_push(s->arena, &s->user_files, f);
}

bool parse_scripts(struct session *s)
{
	str_vec dirs = { 0 };

	fill_parse_env(s);
	for (unsigned int i = 0; i < s->opt.include_dirs.n; i++)
		vec_push(s->arena, &dirs, s->opt.include_dirs.v[i]);
	vec_push(s->arena, &dirs, arena_printf(s->arena, "%s/tapsets", s->data_dir));
	if (getenv("SYSTEMTAP_TAPSET"))		/* behind our own: most of its files are for another runtime */
		vec_push(s->arena, &dirs, getenv("SYSTEMTAP_TAPSET"));
	s->library = library_open(&s->parse_env, dirs.v, dirs.n);
	if (s->library)
		s->library_files = library_size(s->library);
	if (s->opt.script_text || s->opt.script_file)
		parse_one(s, main_source(s));
	for (unsigned int i = 0; i < s->opt.extra_scripts.n; i++) {
		const char *text = s->opt.extra_scripts.v[i];

		parse_one(s, source_new(s->arena, arena_printf(s->arena, "<command line argument %u>", i + 1),
					text, strlen(text), false));
	}
	if (!s->diag.errors)
		warn_unused_arguments(s);
	return !s->diag.errors;
}

void print_parsed(struct session *s, FILE *out)
{
	struct strbuf b = { 0 };

	vec_each(f, &s->user_files)
		unparse_file(&b, *f);
	fwrite(strbuf_str(&b), 1, b.len, out);
	strbuf_deinit(&b);
}

static void say_parsed(struct session *s, struct strbuf *b)
{
	strbuf_printf(b, "parsed user script and %u library scripts", s->library_files);
}

/* ---- what the other passes say ----------------------------------------------- */

static const char *plural(unsigned int n)
{
	return n == 1 ? "" : "s";
}

static bool elaborate(struct session *s)
{
	const struct program *p;
	unsigned int embeds;

	if (!elaborate_program(s))
		return false;
	p = s->program;
	embeds = p->embeds.n;
	s->summary = arena_printf(s->arena, "%u probe%s, %u function%s, %u embed%s, %u global%s",
				  p->probes.n, plural(p->probes.n), p->funcs.n, plural(p->funcs.n),
				  embeds, plural(embeds), p->globals.n, plural(p->globals.n));
	return true;
}

static void say_elaborated(struct session *s, struct strbuf *b)
{
	strbuf_printf(b, "analyzed script: %s", s->summary);
	if (s->from_cache)
		strbuf_puts(b, " (from the cache)");
}

/* script.c is in the temporary folder as soon as it exists, so that -k keeps it. */
static bool translate(struct session *s)
{
	if (!emit_program(s))
		return false;
	if (!session_tmpdir(s))
		return false;
	s->c_path = arena_printf(s->arena, "%s/%s_src.c", s->tmpdir, s->module_name);
	if (!file_write(s->c_path, strbuf_str(&s->script_c), s->script_c.len))
		return options_complain("cannot write %s: %s", s->c_path, strerror(errno));
	return true;
}

static void say_translated(struct session *s, struct strbuf *b)
{
	strbuf_printf(b, "%s \"%s\"", s->from_cache ? "using cached" : "translated to C into", s->c_path);
}

static bool compile(struct session *s)
{
	if (!build_module(s))
		return false;
	cache_store(s);
	return true;
}

static void say_compiled(struct session *s, struct strbuf *b)
{
	strbuf_printf(b, "%s \"%s\"", s->from_cache ? "using cached" : "compiled C into", s->module_path);
}

/* ---- the table ------------------------------------------------------------------ */

static const struct pass {
	int number;
	const char *noun;			/* "Pass 2: analysis failed." */
	bool (*run)(struct session *s);
	void (*say)(struct session *s, struct strbuf *b);
	const char *error_kind;			/* of diag messages in it */
	bool has_memory;			/* the -v line tells memory, too */
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

static void begin_pass(struct session *s, int number, int verbose)
{
	fflush(stdout);
	s->opt.verbose = verbose + s->opt.pass_verbose[number];
}

static bool run_pass(struct session *s, const struct pass *p, int verbose)
{
	struct cost before = cost_now();
	struct strbuf b = { 0 };
	bool cached = s->from_cache && p->number > 1, ok = true;

	begin_pass(s, p->number, verbose);
	s->diag.kind = p->error_kind;
	if (!cached)
		ok = p->run(s);
	ok = ok && !spawn_interrupted;
	if (ok && s->opt.verbose) {
		strbuf_printf(&b, "Pass %d: ", p->number);
		p->say(s, &b);
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

static bool print_translated(struct session *s)
{
	struct strbuf b = { 0 };
	bool ok = true;

	if (!s->from_cache)
		fwrite(strbuf_str(&s->script_c), 1, s->script_c.len, stdout);
	else if (strbuf_read_file(&b, s->c_path))
		fwrite(b.s, 1, b.len, stdout);
	else
		ok = options_complain("cannot read %s: %s", s->c_path, strerror(errno));
	strbuf_deinit(&b);
	return ok;
}

/* With -m, or when no cache holds it, the module is left in the working folder. */
static bool print_module(struct session *s)
{
	const char *path = s->module_path;

	if (s->opt.module_name || !s->cache_entry) {
		path = arena_printf(s->arena, "%s.ko", s->module_name);
		if (!file_copy(s->module_path, path) || chmod(path, 0644) < 0)
			return options_complain("cannot write %s: %s", path, strerror(errno));
	}
	printf("%s\n", path);
	return true;
}

/* A reader that has enough (| head) is no error. */
static bool flush_stdout(void)
{
	errno = 0;
	return (!fflush(stdout) && !ferror(stdout)) || errno == EPIPE;
}

static int print_result(struct session *s)
{
	bool ok = true;

	switch (s->opt.last_pass) {
	case 1: print_parsed(s, stdout); break;
	case 2: print_elaborated(s, stdout); break;
	case 3: ok = print_translated(s); break;
	case 4: ok = print_module(s); break;
	}
	if (!flush_stdout())
		ok = options_complain("cannot write the output: %s", strerror(errno));
	return ok ? 0 : 1;
}

/* ---- the walk ---------------------------------------------------------------------- */

static bool is_listing(const struct options *o)
{
	return o->list || o->dump_probe_types || o->dump_probe_aliases || o->dump_functions;
}

static int run_listing(struct session *s)
{
	s->diag.kind = "semantic";
	if (!list_probes(s, stdout))
		return 1;
	return flush_stdout() ? 0 : 1;
}

static int run_last_pass(struct session *s, int verbose)
{
	struct cost before = cost_now();
	struct strbuf b = { 0 };

	begin_pass(s, 5, verbose);
	if (s->opt.verbose)
		fprintf(stderr, "Pass 5: starting run.\n");
	int status = run_module(s);
	if (s->opt.verbose) {
		strbuf_puts(&b, "Pass 5: run completed");
		cost_print_time(&b, before);
		fprintf(stderr, "%s\n", b.s);
		strbuf_deinit(&b);
	}
	return status ? fail("run", 5) : 0;
}

/* Said before the work, not after it. */
static bool check_can_run(struct session *s)
{
	bool ok = s->opt.last_pass < 5 || run_is_able(s);

	return (s->opt.last_pass < 4 || kernel_check_headers(s)) && ok;
}

int passes_run(struct session *s)
{
	int verbose = s->opt.verbose, last = s->opt.last_pass < 4 ? s->opt.last_pass : 4;

	if (is_listing(&s->opt))
		return run_pass(s, &passes[0], verbose) ? run_listing(s) : 1;
	if (!check_can_run(s) || !sign_check(s))
		return 1;
	if (last == 4)
		seed_start(s);
	for (int i = 0; i < last; i++) {
		if (!run_pass(s, &passes[i], verbose))
			return 1;
		if (i == 0 && last > 2)
			cache_lookup(s);
	}
	return s->opt.last_pass < 5 ? print_result(s) : run_last_pass(s, verbose);
}
