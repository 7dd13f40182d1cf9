// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Types from headers: a C file that only includes the headers is compiled with debuginfo for everything declared. The
 * object is cached by the preprocessed text, the options and the compiler: a change of any of them compiles it anew.
 */
#include "translator/debuginfo/header_types.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "translator/image/cache_folder.h"
#include "translator/image/hash.h"
#include "translator/spawn.h"
#include "translator/debuginfo/dwarf.h"
#include "translator/debuginfo/module_traces.h"
#include "translator/debuginfo/modules.h"
#include "translator/kernel.h"

typedef VEC(const char *) word_vec;

static void add(struct debuginfo *di, word_vec *v, const char *word)
{
	vec_push(di->a, v, word);
}

/* The include paths of the kernel's makefiles (LINUXINCLUDE), and options that change the size of types. */
static void add_kernel_options(struct debuginfo *di, word_vec *v)
{
	static const char *const options[] = {
		"-nostdinc", "-D__KERNEL__", "-DMODULE", "-DKBUILD_MODNAME=\"x\"", "-DKBUILD_BASENAME=\"x\"",
		"-std=gnu11", "-fshort-wchar", "-funsigned-char", "-mcmodel=kernel", "-mno-sse", "-O2",
		"-fno-strict-aliasing", "-fcf-protection=none", "-fno-pie", "-DCC_USING_FENTRY",
	};
	static const char *const folders[] = {
		"arch/x86/include", "arch/x86/include/generated", "include", "arch/x86/include/uapi",
		"arch/x86/include/generated/uapi", "include/uapi", "include/generated/uapi",
	};
	static const char *const first[] = { "compiler-version.h", "kconfig.h", "compiler_types.h" };
	const char *both[] = { debuginfo_source_dir(di), di->t->kernel.build_dir };

	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		add(di, v, options[i]);
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		for (int k = 0; k < 2; k++)
			add(di, v, arena_printf(di->a, "-I%s/%s", kernel_inside(di->t, both[k]), folders[i]));
	for (size_t i = 0; i < sizeof(first) / sizeof(*first); i++) {
		add(di, v, "-include");
		add(di, v, arena_printf(di->a, "%s/include/linux/%s", kernel_inside(di->t, both[0]), first[i]));
	}
}

/* The compiler's first error, with its place unless that is in the generated file. */
static void say_failure(const char *header, const struct strbuf *output, struct strbuf *why)
{
	const char *p = output->len ? strstr(output->s, "error: ") : NULL, *line = p;

	while (p && line > output->s && line[-1] != '\n')
		line--;
	if (line && !strncmp(line, "header.c:", 9))
		line = p + strlen("error: ");
	if (!line)
		line = output->len ? output->s : "the compiler printed no reason";
	strbuf_printf(why, "%s cannot be compiled: %.*s", header, (int)strcspn(line, "\n"), line);
}

/* Runs in the temporary folder, so that the folder's name is not in the output. */
static bool compile(struct debuginfo *di, word_vec *v, const char *root, const char *header, struct strbuf *why)
{
	static const char *const env[] = { "LC_ALL=C", NULL };
	struct strbuf output = { 0 };
	bool ok;

	add(di, v, NULL);
	ok = !spawn_run(&(struct spawn){ .argv = v->v, .dir = session_tmpdir(di->s), .env = env, .time_limit = 120, .root = root },
			&output);
	if (!ok)
		say_failure(header, &output, why);
	strbuf_deinit(&output);
	return ok;
}

/* A cached script is made anew if a file named in the preprocessor's line markers changes: # 1 "/usr/include/x.h" 1 3 */
static void depend_on_includes(struct debuginfo *di, const char *preprocessed)
{
	struct strbuf b = { 0 };

	for (char *p = strbuf_read_file(&b, preprocessed) ? b.s : NULL; p; p = strchr(p, '\n')) {
		const char *name, *end;

		p += *p == '\n';
		name = *p == '#' && p[1] == ' ' ? p + strcspn(p, "\"\n") : NULL;
		end = name && *name == '"' ? strpbrk(name + 1, "\"\n") : NULL;
		if (end && *end == '"' && name[1] == '/')
			target_depends_on(di->t, intern_n(name + 1, (size_t)(end - name - 1)));
	}
	strbuf_deinit(&b);
}

static const char *const debug_options[] = { "-g", "-fno-eliminate-unused-debug-types", "-c", "-x", "cpp-output" };

/* "<a.h><b.h>" as lines of C. */
static bool write_source(const char *path, const char *headers)
{
	FILE *f = fopen(path, "w");
	bool ok = f;

	for (const char *p = headers, *end; ok && *p; p = end) {
		end = p + strcspn(p, ">") + 1;
		ok = fprintf(f, "#include %.*s\n", (int)(end - p), p) > 0;
	}
	return f && !fclose(f) && ok;
}

/* cc: the compiler and its options. */
static bool object_key(const char *preprocessed, const char *root, const word_vec *cc, char hex[HASH_HEX])
{
	char *compiler;
	struct hash h;

	if (!hash_file(preprocessed, hex))
		return false;
	compiler = spawn_find_in(root ? root : "", cc->v[0]);
	hash_init(&h);
	hash_add_text(&h, hex);
	if (compiler)
		hash_add_stamp(&h, compiler);
	vec_each(word, cc)
		hash_add_text(&h, *word);
	hash_final(&h, hex);
	free(compiler);
	return true;
}

/* Preprocesses the headers, and compiles the result unless it is cached. */
static const char *header_object(struct debuginfo *di, const char *headers, bool of_kernel, struct strbuf *why)
{
	const char *folder = cache_folder(di->s, "debuginfo"), *tmp = session_tmpdir(di->s), *object, *made, *built_with;
	const char *root = of_kernel ? di->t->kernel.programs : NULL;
	const char *c = arena_printf(di->a, "%s/header.c", tmp), *i = arena_printf(di->a, "%s/header.i", tmp);
	word_vec cpp = { 0 }, cc = { 0 };
	char hex[HASH_HEX] = "";
	bool ok;

	for (int k = 0; k < 2; k++) {
		word_vec *v = k ? &cc : &cpp;

		add(di, v, of_kernel ? kernel_compiler(di->t, &built_with) : "gcc");
		if (of_kernel)
			add_kernel_options(di, v);
		add(di, v, "-w");
	}
	for (size_t k = 0; k < sizeof(debug_options) / sizeof(*debug_options); k++)
		add(di, &cc, debug_options[k]);
	ok = tmp && write_source(c, headers);
	if (!ok)
		strbuf_printf(why, "%s cannot be written", c);
	add(di, &cpp, "-E");
	add(di, &cpp, "header.c");
	add(di, &cpp, "-o");
	add(di, &cpp, i);
	ok = ok && compile(di, &cpp, root, headers, why) && object_key(i, root, &cc, hex);
	if (ok && !of_kernel)		/* headers of the kernel are part of the cached script's key */
		depend_on_includes(di, i);
	object = arena_printf(di->a, "%s/header-%s.o", folder ? folder : tmp, hex);
	if (ok && access(object, R_OK)) {
		add(di, &cc, i);
		add(di, &cc, "-o");
		made = arena_printf(di->a, "%s.%d", object, (int)getpid());
		add(di, &cc, made);
		ok = compile(di, &cc, root, headers, why) && !rename(made, object);
	}
	return ok ? object : NULL;
}

/* One or more of "<path>", and nothing else. */
static bool is_header_list(const char *p)
{
	do {
		size_t n = *p == '<' ? strcspn(p + 1, "<>\"\n") : 0;

		if (!n || p[n + 1] != '>')
			return false;
		p += n + 2;
	} while (*p);
	return true;
}

/* Reports why the types are not available. */
static struct dwarf *compiled_headers(struct debuginfo *di, struct image *image, const char *where, struct strbuf *why)
{
	const char *headers = strchr(where, '<');
	bool of_kernel = headers != where;

	if (!is_header_list(headers)) {
		strbuf_printf(why, "'%s' names no header: write \"%s<path/of/header.h>\"", where, of_kernel ? "kernel" : "");
		return NULL;
	}
	if (of_kernel && (!di->t->kernel.build_dir || !debuginfo_source_dir(di))) {
		strbuf_printf(why, "%s: the headers of kernel %s are not installed", headers, di->t->kernel.release);
		return NULL;
	}
	image->path = header_object(di, headers, of_kernel, why);
	return image->path ? dwarf_open(di, image, image->path, why) : NULL;
}

struct dwarf *header_dwarf(struct debuginfo *di, const char *where, struct strbuf *why)
{
	struct module_info *m = NULL;

	vec_each(old, &di->headers)
		if (!strcmp((*old)->image.name, where))
			m = *old;
	if (!m) {
		struct strbuf says = { 0 };

		m = arena_new_of(di->a, struct module_info);
		m->image = (struct image){ .kind = IMAGE_MODULE, .name = where };
		m->is_read = true;
		vec_push(di->a, &di->headers, m);
		m->image.dwarf = compiled_headers(di, &m->image, where, &says);
		m->header_error = arena_strdup(di->a, strbuf_str(&says));
		strbuf_deinit(&says);
	}
	if (!m->image.dwarf)
		strbuf_puts(why, m->header_error);
	return m->image.dwarf;
}
