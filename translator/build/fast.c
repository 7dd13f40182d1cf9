/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The fast back end: the script's own C, compiled with the commands that
 * kbuild recorded, linked with the runtime of the seed and with the seed's
 * .mod.o under the script's name, then checked. Any unexpected result ends the fast build: kbuild builds the same
 * sources instead.
 */
#include "fast.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "beside.h"
#include "compiler.h"
#include "header_cut.h"
#include "ko.h"
#include "translator/image/folder.h"
#include "translator/image/hash.h"
#include "kbuild.h"
#include "translator/spawn.h"
#include "versions.h"
#include "translator/kernel.h"

enum { STEP_SECONDS = 300 };

struct fast {
	struct target *t;
	const struct seed *seed;
	const struct build_input *in;
	const char *work;
	const char **why;
	bool is_cut;			/* mytap_api.h has only what the script refers to */
	const char *lacks;		/* a name of the runtime that the seed's has not, or NULL */
};

static const char *in_work(struct fast *f, const char *name)
{
	return arena_printf(f->t->arena, "%s/%s", f->work, name);
}

static const char *in_seed(struct fast *f, const char *name)
{
	return arena_printf(f->t->arena, "%s/%s", f->seed->dir, name);
}

static void add_words(struct fast *f, str_vec *argv, const str_vec *words)
{
	vec_each(w, words)
		vec_push(f->t->arena, argv, *w);
}

#define add(f, argv, word) vec_push((f)->t->arena, (argv), (const char *)(word))

/* Runs in the build folder, where kbuild ran. Any output of a silent tool is a failure. */
static bool run(struct fast *f, str_vec *argv, bool is_silent, const char *what)
{
	struct strbuf out = { 0 };
	str_vec env = { 0 };
	bool ok;

	add(f, argv, NULL);
	for (const char *const *e = clean_environment; *e; e++)
		add(f, &env, *e);
	add_words(f, &env, &f->seed->env);
	add(f, &env, NULL);
	if (f->t->s->opt.verbose > 2) {
		spawn_print(argv->v, &out);
		fprintf(stderr, "Running %s\n", out.s);
		strbuf_reset(&out);
	}
	struct spawn step = {
		.argv = argv->v, .dir = kernel_inside(f->t, f->t->kernel.build_dir), .env = env.v,
		.time_limit = STEP_SECONDS, .root = f->t->kernel.programs,
	};
	ok = spawn_run(&step, &out) == 0 && !(is_silent && out.len);
	if (!ok)
		*f->why = arena_printf(f->t->arena, "%s: %s", what, kbuild_first_error(f->t, strbuf_str(&out)));
	if (f->t->s->opt.verbose > 1 && out.len)
		fputs(out.s, stderr);
	strbuf_deinit(&out);
	return ok;
}

/*
 * Compiled under the file name that kbuild uses: UBSAN and KASAN put the name into the module. Kernels with UBSAN
 * have a kbuild with the short name (since 6.13). KASAN also records the file's name, which #line does not change: on
 * 6.1 both are the path.
 */
static bool write_unit(struct fast *f, const char *name, const char *text)
{
	const char *path = in_work(f, name);
	bool has_path = !strcmp(kernel_config(f->t, "CONFIG_KASAN"), "y");
	const char *all = arena_printf(f->t->arena, "#line 1 \"%s\"\n%s", has_path ? path : name, text);

	return file_write(path, all, strlen(all));
}

static bool write_whole_header(struct fast *f)
{
	const char *api = arena_printf(f->t->arena, "#include \"%s/runtime/kernel/api.h\"\n", f->t->s->data_dir);

	f->is_cut = false;
	return file_write(in_work(f, "mytap_api.h"), api, strlen(api));
}

/* The header of a long script has other macros. */
static bool is_long(struct fast *f)
{
	for (const char *const *flag = kbuild_script_flags(f->in->script_c); *flag; flag++)
		if (!strncmp(*flag, "-D", 2))
			return true;
	return false;
}

static bool write_header(struct fast *f)
{
	struct strbuf whole = { 0 }, cut = { 0 };
	bool ok;

	if (!is_long(f) && strbuf_read_file(&whole, in_seed(f, "api.i")) && whole.len)
		header_cut(f->t->arena, whole.s, f->in->script_c, &cut);
	f->is_cut = cut.len;
	ok = cut.len ? file_write(in_work(f, "mytap_api.h"), cut.s, cut.len) : write_whole_header(f);
	strbuf_deinit(&whole);
	strbuf_deinit(&cut);
	return ok;
}

static bool write_sources(struct fast *f)
{
	const char *data = f->t->s->data_dir;
	const char *embed = arena_printf(f->t->arena, "#include \"%s/runtime/kernel/embed.h\"\n", data);

	if ((mkdir(f->work, 0700) == 0 || errno == EEXIST) &&
	    write_header(f) &&
	    file_write(in_work(f, "mytap_embed.h"), embed, strlen(embed)) &&
	    write_unit(f, "script.c", f->in->script_c) &&
	    (!f->in->embed_c || write_unit(f, "embed.c", f->in->embed_c)))
		return true;
	*f->why = arena_printf(f->t->arena, "cannot write into %s: %s", f->work, strerror(errno));
	return false;
}

/* All arguments but source and object. */
static void begin_compile(struct fast *f, str_vec *argv)
{
	add_words(f, argv, &f->seed->cc);
	add(f, argv, "-I");
	add(f, argv, f->work);
}

static bool end_compile(struct fast *f, str_vec *argv, const char *source, const char *object)
{
	add(f, argv, "-c");
	add(f, argv, "-o");
	add(f, argv, object);
	add(f, argv, source);
	return run(f, argv, false, strrchr(source, '/') + 1);
}

/* By cc1 and as themselves, without the driver between. */
static bool compile_directly(struct fast *f, const char *source, const char *object, const char *const *flags)
{
	const char *assembly = arena_printf(f->t->arena, "%s.s", in_work(f, source));
	str_vec cc1 = { 0 }, as = { 0 };

	compiler_words(f->t, &f->seed->cc1, in_work(f, source), assembly, &cc1);
	add(f, &cc1, "-I");
	add(f, &cc1, f->work);
	for (; flags && *flags; flags++)
		add(f, &cc1, *flags);
	compiler_words(f->t, &f->seed->as, assembly, in_work(f, object), &as);
	return run(f, &cc1, false, source) && run(f, &as, false, source);
}

/* flags: added after the kernel's, NULL-terminated; or NULL. */
static bool compile(struct fast *f, const char *source, const char *object, const char *const *flags)
{
	str_vec argv = { 0 };

	if (f->seed->cc1.n && compile_directly(f, source, object, flags))
		return true;
	begin_compile(f, &argv);
	for (; flags && *flags; flags++)
		add(f, &argv, *flags);
	return end_compile(f, &argv, in_work(f, source), in_work(f, object));
}

/* ---- embedded C: kernel headers, compiled once for all scripts ---------------------- */

/* Include paths, and the headers included before all others. */
static void add_include_words(struct fast *f, str_vec *argv, struct strbuf *names)
{
	const str_vec *words = &f->seed->include;

	for (unsigned int i = 0; i < words->n; i++) {
		if (strcmp(words->v[i], "-include") || i + 1 == words->n)
			add(f, argv, words->v[i]);
		else
			strbuf_printf(names, "#include \"%s\"\n", words->v[++i]);
	}
	add(f, argv, "-I");
	add(f, argv, f->seed->dir);
}

/* It has 36 MB: checked by stat, not by content. */
static const char *stamp_line(struct fast *f, const char *path)
{
	char hex[HASH_HEX];
	struct hash h;

	hash_init(&h);
	hash_add_stamp(&h, path);
	hash_final(&h, hex);
	return arena_printf(f->t->arena, "%s\n", hex);
}

static bool is_header_ready(struct fast *f, const char *gch)
{
	const char *known = in_seed(f, "embed.stamp");
	struct strbuf b = { 0 };
	bool ok = file_is_private(gch) && file_is_private(known) && file_is_private(in_seed(f, "embed.h")) &&
		  strbuf_read_file(&b, known) && !strcmp(b.s, stamp_line(f, gch));

	strbuf_deinit(&b);
	return ok;
}

/*
 * embed.h and embed.h.gch of the seed: the headers of -include, then mytap's. gcc
 * takes a precompiled header only if it is the very first; for one that does not fit it silently reads the text.
 * NULL: compile without it.
 */
static const char *embed_header(struct fast *f, const struct strbuf *names)
{
	const char *header = in_seed(f, "embed.h"), *gch = in_seed(f, "embed.h.gch");
	int lock = lock_take(in_seed(f, "embed.lock"));
	bool ok = is_header_ready(f, gch);

	if (!ok && lock >= 0) {
		const char *text = arena_printf(f->t->arena, "%s#include \"%s/runtime/kernel/embed.h\"\n",
						strbuf_str(names), f->t->s->data_dir);
		struct strbuf ignored = { 0 };
		str_vec argv = { 0 };

		begin_compile(f, &argv);
		add_include_words(f, &argv, &ignored);
		add(f, &argv, "-x");
		add(f, &argv, "c-header");
		unlink(gch);
		ok = file_write(header, text, strlen(text)) && end_compile(f, &argv, header, gch) &&
		     chmod(gch, 0600) == 0;
		if (ok) {
			const char *line = stamp_line(f, gch);

			ok = file_write(in_seed(f, "embed.stamp"), line, strlen(line));
		}
		strbuf_deinit(&ignored);
	}
	if (lock >= 0)
		close(lock);
	return ok ? header : NULL;
}

static bool compile_embedded(struct fast *f)
{
	struct strbuf names = { 0 };
	str_vec argv = { 0 };
	const char *header;

	begin_compile(f, &argv);
	add_include_words(f, &argv, &names);
	header = embed_header(f, &names);
	if (header) {
		add(f, &argv, "-include");
		add(f, &argv, header);
	} else {
		add_words(f, &argv, &f->seed->include);
	}
	strbuf_deinit(&names);
	return end_compile(f, &argv, in_work(f, "embed.c"), in_work(f, "embed.o"));
}

static bool embedded_step(void *ctx)
{
	return compile_embedded(ctx);
}

static bool compile_script(struct fast *f)
{
	const char *const *flags = kbuild_script_flags(f->in->script_c);

	if (compile(f, "script.c", "script.o", flags))
		return true;
	if (!f->is_cut || spawn_interrupted)
		return false;
	if (f->t->s->opt.verbose > 1)
		fprintf(stderr, "The script's part of the header is not enough: the whole header is used.\n");
	return write_whole_header(f) && compile(f, "script.c", "script.o", flags);
}

/* Compiles both units. The embedded one, with the kernel's headers, takes longest: it is compiled in parallel. */
static bool compile_units(struct fast *f)
{
	struct beside embedded;
	bool is_beside = f->in->embed_c && beside_start(&embedded, embedded_step, f, f->why);

	if (!compile_script(f)) {
		if (is_beside)
			beside_end(&embedded);
		return false;
	}
	return is_beside ? beside_wait(&embedded, f->t->arena, f->why) : !f->in->embed_c || compile_embedded(f);
}

/* ---- objects and links ----------------------------------------------------------------- */

static bool run_objtool(struct fast *f, const char *object)
{
	str_vec argv = { 0 };

	if (!f->seed->objtool.n)
		return true;
	add_words(f, &argv, &f->seed->objtool);
	add(f, &argv, object);
	return run(f, &argv, true, "objtool");
}

/* The seed's .mod.o under the name of this module. */
static bool write_mod_object(struct fast *f)
{
	struct ko e;
	bool ok;

	if (!ko_open(&e, in_seed(f, "module.mod.o"))) {
		*f->why = "the seed's module.mod.o cannot be read";
		return false;
	}
	ok = ko_rename(&e, seed_module_name, f->in->module_name);
	if (!ok)
		*f->why = "the module's name does not stand where it should in module.mod.o";
	else if (!file_write(in_work(f, "module.mod.o"), e.file.s, e.file.len))
		*f->why = "cannot write module.mod.o", ok = false;
	ko_close(&e);
	return ok;
}

/* objtool runs on each object, or on all linked into one. */
static bool make_objects(struct fast *f, str_vec *objects)
{
	bool has_embed = f->in->embed_c;

	if (!compile_units(f))
		return false;
	add(f, objects, in_seed(f, "runtime.o"));
	add(f, objects, in_work(f, "script.o"));
	if (has_embed)
		add(f, objects, in_work(f, "embed.o"));
	if (!f->seed->objtool_is_late)
		return run_objtool(f, in_work(f, "script.o")) &&
		       (!has_embed || run_objtool(f, in_work(f, "embed.o")));
	str_vec argv = { 0 };
	const char *linked = in_work(f, "module.o");
	add_words(f, &argv, &f->seed->link);
	add(f, &argv, "-o");
	add(f, &argv, linked);
	add_words(f, &argv, objects);
	objects->n = 0;
	add(f, objects, linked);
	return run(f, &argv, true, "the first link") && run_objtool(f, linked);
}

static bool link_module(struct fast *f, const str_vec *objects, const char *versions, const char *out)
{
	str_vec argv = { 0 };

	add_words(f, &argv, &f->seed->final);
	add(f, &argv, "-o");
	add(f, &argv, out);
	add_words(f, &argv, objects);
	add(f, &argv, in_work(f, "module.mod.o"));
	vec_each(x, &f->seed->extra)
		add(f, &argv, in_seed(f, *x));
	if (versions)
		add(f, &argv, versions);
	return run(f, &argv, true, "the last link");
}

/*
 * An object with the __versions rows of symbols that the seed lacks because only embedded C uses them; it is linked
 * too. NULL with why if such rows cannot be made; *needed: whether any are needed.
 */
static const char *make_versions(struct fast *f, const char *module, bool *needed)
{
	str_vec missing = { 0 };
	struct strbuf text = { 0 };
	struct ko e;
	const char *object = NULL;

	*needed = true;
	if (!ko_open(&e, module)) {
		*f->why = "the linked module cannot be read";
		return NULL;
	}
	ko_undefined(&e, f->t->arena, "mytap_", &missing);
	f->lacks = missing.n ? missing.v[0] : NULL;
	if (f->lacks)
		*f->why = arena_printf(f->t->arena, "the runtime has no %s", f->lacks);
	else
		ko_unversioned(&e, f->t->arena, &missing);
	ko_close(&e);
	if (f->lacks)
		return NULL;
	if (!missing.n) {
		*needed = false;
		return NULL;
	}
	if (versions_print(f->t, &missing, &text, f->why) &&
	    file_write(in_work(f, "versions.c"), text.s, text.len) &&
	    compile(f, "versions.c", "versions.o", NULL))
		object = in_work(f, "versions.o");
	strbuf_deinit(&text);
	return object;
}

static bool check_module(struct fast *f, const char *module)
{
	struct ko e, like;
	struct strbuf b = { 0 };
	str_vec missing = { 0 };
	bool ok = false;

	if (ko_open(&e, module)) {
		bool has_like = ko_open(&like, in_seed(f, "seed.ko"));

		ok = has_like && ko_check(&e, &like, &b);
		ko_unversioned(&e, f->t->arena, &missing);
		if (ok && missing.n) {
			strbuf_printf(&b, "no version for %s", missing.v[0]);
			ok = false;
		}
		if (has_like)
			ko_close(&like);
		ko_close(&e);
	}
	if (!ok)
		*f->why = arena_printf(f->t->arena, "the module made is not as it should be: %s",
				       b.len ? b.s : "not an ELF file");
	strbuf_deinit(&b);
	return ok;
}

bool fast_make(struct target *t, const struct seed *seed, const struct build_input *in,
	       const char *work, const char **why, const char **lacks)
{
	struct fast f = { .t = t, .seed = seed, .in = in, .work = work, .why = why };
	const char *module = arena_printf(t->arena, "%s/module.ko", work), *versions;
	str_vec objects = { 0 };
	bool needed;

	*lacks = NULL;
	*why = arena_printf(t->arena, "cannot write into %s", work);
	if (!write_sources(&f) || !make_objects(&f, &objects) || !write_mod_object(&f) ||
	    !link_module(&f, &objects, NULL, module))
		return false;
	versions = make_versions(&f, module, &needed);
	*lacks = f.lacks;
	if (needed && (!versions || !link_module(&f, &objects, versions, module)))
		return false;
	if (!check_module(&f, module))
		return false;
	if (file_move(module, in->out))
		return true;
	*why = arena_printf(t->arena, "cannot write %s: %s", in->out, strerror(errno));
	return false;
}

static bool make_with(struct target *t, const struct seed *seed, const struct build_input *in, const char **why,
		      const char **lacks)
{
	*lacks = NULL;
	if (!seed)
		return false;
	if (seed->unfit) {
		*why = seed->unfit;
		return false;
	}
	return fast_make(t, seed, in, arena_printf(t->arena, "%s/fast", t->s->tmpdir), why, lacks);
}

/* True if usual.h names it: KEEP(mytap_x), and FAMILY(X, x) for mytap_has_x. */
static bool is_usual(struct target *t, const char *usual, const char *name)
{
	static const char family[] = "mytap_has_";
	bool is_family = !strncmp(name, family, strlen(family));

	return strstr(usual, arena_printf(t->arena, "KEEP(%s)", name)) ||
	       (is_family && strstr(usual, arena_printf(t->arena, ", %s)", name + strlen(family))));
}

/* The runtime that the units of this script, which are compiled, can be linked with. */
static enum extent extent_needed(struct target *t, const struct build_input *in)
{
	static const char *const units[] = { "script.o", "embed.o" };
	struct strbuf usual = { 0 };
	str_vec names = { 0 };
	bool ok = strbuf_read_file(&usual, arena_printf(t->arena, "%s/runtime/kernel/usual.h", t->s->data_dir));

	for (unsigned int i = 0; i < (in->embed_c ? 2 : 1); i++) {
		struct ko e;

		if (!ko_open(&e, arena_printf(t->arena, "%s/fast/%s", t->s->tmpdir, units[i])))
			continue;
		ko_undefined(&e, t->arena, "mytap_", &names);
		ko_close(&e);
	}
	vec_each(name, &names)
		ok = ok && is_usual(t, strbuf_str(&usual), *name);
	strbuf_deinit(&usual);
	return ok ? EXTENT_USUAL : EXTENT_WHOLE;
}

bool fast_build(struct target *t, const struct build_input *in, const char **why)
{
	const struct seed *seed = seed_get(t, why);
	const char *lacks;

	while (!make_with(t, seed, in, why, &lacks)) {
		if (!lacks || seed->extent == EXTENT_WHOLE)
			return false;
		if (t->s->opt.verbose > 1)
			fprintf(stderr, "The compiled runtime has no %s.\n", lacks);
		seed = seed_get_of(t, seed->extent == EXTENT_USUAL ? EXTENT_WHOLE : extent_needed(t, in), why);
	}
	return true;
}
