/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All tests of a kernel are in one C file and need one run of the compiler: each test follows "#line 1 NAME", so that
 * an error names the feature that is missing. kbuild runs the compiler, because only kbuild knows the flags.
 */
#include "features.h"

#include <string.h>

#include "translator/image/folder.h"
#include "translator/options.h"

const char features_rule[] =
	"$(obj)/runtime.o: $(MYTAP_DIR)/features.h\n"
	"$(MYTAP_DIR)/features.h: $(MYTAP_DIR)/features_test.c\n"
	"\t@LC_ALL=C $(CC) $(c_flags) -Werror=int-conversion -Wno-unused -Wno-missing-prototypes "
	"-Wno-missing-declarations -fmax-errors=0 -fsyntax-only $< 2>$(MYTAP_DIR)/features.log || true\n"
	"\t@awk -F: 'FILENAME ~ /log$$/ { if (/: error:/) bad[$$1] = 1; if (/fatal error:/) print \"#error \" $$0; next } "
	"!($$1 in bad) { print \"#define \" $$1 \" 1\" }' "
	"$(MYTAP_DIR)/features.log $(MYTAP_DIR)/features.list >$@.new\n"
	"\t@cat $(MYTAP_DIR)/features_symbols.h >>$@.new\n"
	"\t@mv $@.new $@\n";

struct feature_files {
	struct strbuf symbols, tests, list;
	const char *symvers;
};

/* Module.symvers: CRC \t symbol \t module \t kind \t namespace */
static bool is_exported(const char *symvers, const char *symbol)
{
	struct strbuf b = { 0 };

	strbuf_printf(&b, "\t%s\t", symbol);
	bool found = strstr(symvers, b.s);
	strbuf_deinit(&b);
	return found;
}

static void add_test_line(struct feature_files *f, const char *line, size_t n)
{
	while (n && (*line == '\t' || *line == ' '))
		line++, n--;
	if (n > 4 && !strncmp(line, "why:", 4)) {
		strbuf_puts(&f->tests, "\n");
		return;
	}
	/* A missing header is a fatal error of gcc: test before including it. */
	if (n > 8 && !strncmp(line, "#include", 8)) {
		int name = n - 8;

		strbuf_printf(&f->tests, "#if __has_include(%.*s)\n#include %.*s\n#else\n#error no header\n#endif\n",
			      name, line + 8, name, line + 8);
		return;
	}
	strbuf_add(&f->tests, line, n);
	strbuf_putc(&f->tests, '\n');
}

/* "symbol HAVE_X name" or "test HAVE_X"; false if it is neither. */
static bool begin_row(struct feature_files *f, char *line, bool *is_test)
{
	char *save, *kind = strtok_r(line, " \t", &save), *name = strtok_r(NULL, " \t", &save),
	     *symbol = strtok_r(NULL, " \t", &save);

	if (!kind || !name || strncmp(name, "HAVE_", 5))
		return false;
	*is_test = !strcmp(kind, "test");
	if (*is_test) {
		strbuf_printf(&f->list, "%s\n", name);
		strbuf_printf(&f->tests, "#undef TEST\n#define TEST mytap_test_%s\n#line 1 \"%s\"\n", name, name);
		return !symbol;
	}
	if (strcmp(kind, "symbol") || !symbol)
		return false;
	if (is_exported(f->symvers, symbol))
		strbuf_printf(&f->symbols, "#define %s 1\n", name);
	return true;
}

static bool read_rows(struct target *t, struct feature_files *f, const char *path, const char *text)
{
	bool is_test = false, in_row = false;
	unsigned int number = 1;

	for (const char *p = text; *p; number++) {
		size_t n = strcspn(p, "\n");

		if (*p == '\t' || *p == ' ') {
			if (!in_row)
				return options_complain("%s:%u: a line of no row", path, number);
			if (is_test)
				add_test_line(f, p, n);
		} else if (n && *p != '#') {
			in_row = begin_row(f, arena_strndup(t->arena, p, n), &is_test);
			if (!in_row)
				return options_complain("%s:%u: expected 'test HAVE_X' or 'symbol HAVE_X NAME'",
							path, number);
		}
		p += n + (p[n] == '\n');
	}
	return true;
}

static bool write_files(struct target *t, const struct feature_files *f, const char *dir)
{
	return file_write(arena_printf(t->arena, "%s/features_symbols.h", dir),
			  strbuf_str(&f->symbols), f->symbols.len) &&
	       file_write(arena_printf(t->arena, "%s/features_test.c", dir),
			  strbuf_str(&f->tests), f->tests.len) &&
	       file_write(arena_printf(t->arena, "%s/features.list", dir),
			  strbuf_str(&f->list), f->list.len);
}

bool features_prepare(struct target *t, const char *dir)
{
	const char *path = arena_printf(t->arena, "%s/runtime/kernel/features.def", t->s->data_dir);
	struct strbuf def = { 0 }, symvers = { 0 };
	struct feature_files f = { 0 };
	bool ok = strbuf_read_file(&symvers, arena_printf(t->arena, "%s/Module.symvers", t->kernel.build_dir));

	f.symvers = strbuf_str(&symvers);
	if (!ok)
		options_complain("cannot read %s/Module.symvers", t->kernel.build_dir);
	/* A runtime without differences needs no features.def. */
	if (ok && strbuf_read_file(&def, path))
		ok = read_rows(t, &f, path, strbuf_str(&def));
	if (ok && !write_files(t, &f, dir))
		ok = options_complain("cannot write into %s", dir);
	strbuf_deinit(&def);
	strbuf_deinit(&symvers);
	strbuf_deinit(&f.symbols);
	strbuf_deinit(&f.tests);
	strbuf_deinit(&f.list);
	return ok;
}
