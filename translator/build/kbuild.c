/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The reference back end: the kernel's own makefiles build the module, in the session's temporary folder. The runtime
 * is reached through the symbolic link rt, because make does not support white space in the path of mytap.
 */
#include "kbuild.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "features.h"
#include "ko.h"
#include "translator/image/folder.h"
#include "translator/spawn.h"
#include "translator/kernel.h"
#include "translator/options.h"

#define C_NAME "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

enum { KBUILD_SECONDS = 900 };		/* seconds; a build that takes longer hangs */

const char *const clean_environment[] = {
	"LC_ALL=C", "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MAKEFILES", "GNUMAKEFLAGS",
	"ARCH", "CROSS_COMPILE", "O", "M", "V", "W", "C", "CF", "LLVM", "CC", "LD", "CFLAGS", "LDFLAGS",
	"KCFLAGS", "KCPPFLAGS", "KAFLAGS", "CFLAGS_MODULE", "AFLAGS_MODULE", "LDFLAGS_MODULE",
	"KBUILD_OUTPUT", "KBUILD_EXTMOD", "KBUILD_EXTRA_SYMBOLS", "KBUILD_VERBOSE", "KBUILD_MODPOST_WARN",
	"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "LIBRARY_PATH", "COMPILER_PATH", "GCC_EXEC_PREFIX",
	"DEPENDENCIES_OUTPUT", "SUNPRO_DEPENDENCIES", "SOURCE_DATE_EPOCH", NULL,
};

/* Bytes per function. The kernel's stack has 16 kB, and most of it may be in use when a handler is called. */
const char kbuild_frame_guard[] = "-Werror=frame-larger-than=1536";

/*
 * The script's unit calls the runtime, which is always compiled with -O2: by bench/run hits, a hit costs the same
 * with -O1, and 1 or 2 instructions more with -Og or with the flags of long scripts. On the 2,700 lines of
 * testsuite/bench/long.stp gcc -O1 takes 1,540 million instructions, -Og 1,080, these flags 890 (valgrind
 * --tool=cachegrind). For a one-liner no difference is measurable. A handler that ends with a call jumps: 2 instructions less.
 */
const char *const *kbuild_script_flags(const char *script_c)
{
	enum { LONG_SCRIPT = 24 << 10 };
	static const char *const flags[] = { "-O1", "-foptimize-sibling-calls", kbuild_frame_guard, NULL };
	static const char *const of_long[] = {
		"-Og", "-DMYTAP_LONG_SCRIPT", "-fno-forward-propagate", "-fno-tree-dce", "-fno-cprop-registers",
		"-fno-guess-branch-probability", kbuild_frame_guard, NULL
	};

	return strlen(script_c) > LONG_SCRIPT ? of_long : flags;
}

/*
 * What a script asks of the runtime is what its object refers to. The runtime's unit gets it as the file asked.h, for
 * runtime/kernel/usual.h.
 */
static const char asked_rule[] =
	"$(obj)/runtime.o: $(MYTAP_DIR)/asked.h\n"
	"$(MYTAP_DIR)/asked.h: $(MYTAP_DIR)/asks.c\n"
	"\t@$(CC) $(c_flags) -O1 -c -o $(MYTAP_DIR)/asks.o $<\n"
	"\t@$(NM) -u $(MYTAP_DIR)/asks.o >$(MYTAP_DIR)/asks.names\n"
	"\t@awk '$$2 ~ /^mytap_has_/ { print \"#define ASKED_\" substr($$2, 11) \" 1\" } "
	"$$2 ~ /^mytap_/ { print \"KEEP(\" $$2 \")\" }' $(MYTAP_DIR)/asks.names >$@.new\n"
	"\t@mv $@.new $@\n";

/*
 * Of the runtime and the headers only what its lasting functions need is compiled (unit_cut.h). A preprocessed unit has no
 * dependencies that the kernel's fixdep could read.
 */
static const char cut_rule[] =
	"CFLAGS_runtime.o += -fpreprocessed -Wno-unused-function\n"
	"$(obj)/runtime.c: $(obj)/%.c: $(MYTAP_DIR)/whole.c $(cut_after)\n"
	"\t@$(CC) $(filter-out -fpreprocessed,$(c_flags)) -E -o $(MYTAP_DIR)/whole.i $<\n"
	"\t@$(MYTAP_DIR)/cut $(MYTAP_DIR)/whole.i $@.new\n"
	"\t@echo '$(obj)/runtime.o: $@' >$(obj)/.runtime.o.d\n"
	"\t@mv $@.new $@\n";

/*
 * For the runtime's unit, after the kernel's -O2: -O1 and those passes of -O2 by which a hit takes fewer instructions
 * (bench/run hits; with -O1 alone an entry takes 1 more, a string 17, a sort two thirds more). For -O1 alone the kernel's own inline
 * assembly is not made, either: in 6.12 a paravirtual call must have its address in the instruction, and with -O1 it was once in
 * a register, which is a BUG() at loading.
 */
static const char runtime_level[] =
	"-O1 -foptimize-sibling-calls -finline-small-functions -findirect-inlining -freorder-blocks-algorithm=stc "
	"-freorder-blocks-and-partition -fthread-jumps -ftree-vrp -fipa-ra -fcaller-saves -fexpensive-optimizations "
	"-fpeephole2 -fcse-follow-jumps -frerun-cse-after-loop -fstore-merging -fipa-cp -finline-functions -fpartial-inlining "
	"-ftree-pre -fcode-hoisting -fgcse -free -fno-tree-pta -fno-dse -fno-dce";

/* What is compiled of it. */
static const char *runtime_extent(enum extent extent)
{
	static const char *const flags[] = {
		[EXTENT_WHOLE] = "", [EXTENT_USUAL] = "-DMYTAP_USUAL -fwhole-program",
		[EXTENT_ASKED] = "-DMYTAP_ASKED -fwhole-program",
	};

	return flags[extent];
}

/* obj-m names what is built; ftrace must not see the runtime, which runs inside ftrace's handlers. */
static void print_makefile(struct strbuf *b, const struct build_input *in)
{
	strbuf_printf(b, "obj-m := %s.o\n%s-y := runtime.o script.o%s\n", in->module_name, in->module_name,
		      in->embed_c ? " embed.o" : "");
	strbuf_puts(b, "CFLAGS_script.o :=");
	for (const char *const *flag = kbuild_script_flags(in->script_c); *flag; flag++)
		strbuf_printf(b, " %s", *flag);
	strbuf_putc(b, '\n');
	strbuf_printf(b, "runtime_level := %s\nCFLAGS_runtime.o := %s %s\n", runtime_level, in->is_plain ? "" : "$(runtime_level)",
		      runtime_extent(in->extent));
	strbuf_puts(b, "ccflags-y := -I$(MYTAP_DIR) -Wno-missing-prototypes -Wno-missing-declarations\n"
		    "ccflags-remove-y += $(CC_FLAGS_FTRACE)\n"
		    "$(file >$(MYTAP_DIR)/kbuild.env,SRCARCH=$(SRCARCH))\n");
	strbuf_puts(b, features_rule);
	if (in->extent == EXTENT_ASKED)
		strbuf_puts(b, asked_rule);
	if (in->cut) {
		strbuf_printf(b, "cut_after := $(MYTAP_DIR)/features.h%s\n", in->extent == EXTENT_ASKED ? " $(MYTAP_DIR)/asked.h" : "");
		strbuf_puts(b, cut_rule);
	}
	if (in->embed_c)
		strbuf_puts(b, "$(obj)/embed.o: $(MYTAP_DIR)/features.h\n");
}

static bool write_text(struct target *t, const char *dir, const char *name, const char *text)
{
	return file_write(arena_printf(t->arena, "%s/%s", dir, name), text, strlen(text));
}

bool kbuild_prepare(struct target *t, const char *dir, const struct build_input *in)
{
	struct strbuf makefile = { 0 };
	bool ok;

	if (mkdir(dir, 0700) < 0 && errno != EEXIST)
		return options_complain("cannot make %s: %s", dir, strerror(errno));
	print_makefile(&makefile, in);
	ok = symlink(arena_printf(t->arena, "%s/runtime", t->s->data_dir),
		     arena_printf(t->arena, "%s/rt", dir)) == 0 &&
	     write_text(t, dir, "Makefile", makefile.s) &&
	     write_text(t, dir, "mytap_api.h", "#include \"rt/kernel/api.h\"\n") &&
	     write_text(t, dir, "mytap_embed.h", "#include \"rt/kernel/embed.h\"\n") &&
	     write_text(t, dir, in->cut ? "whole.c" : "runtime.c", "#include \"rt/kernel/runtime.c\"\n") &&
	     (!in->cut || symlink(in->cut, arena_printf(t->arena, "%s/cut", dir)) == 0) &&
	     write_text(t, dir, "script.c", in->script_c) &&
	     (in->extent != EXTENT_ASKED || write_text(t, dir, "asks.c", in->asks_c)) &&
	     (!in->embed_c || write_text(t, dir, "embed.c", in->embed_c));
	strbuf_deinit(&makefile);
	if (!ok)
		return options_complain("cannot write into %s: %s", dir, strerror(errno));
	return features_prepare(t, dir);
}

/*
 * In place of the kernel's own try-run (scripts/Makefile.compiler), with the same answers: some thirty options are each tried on an
 * empty file, for which the compiler need not write anything nor the assembler be run (half of the time that make takes by
 * itself). Whether gcc has a warning its driver knows, without the compiler. What is not such a trial, or is about the assembler, is
 * done as the kernel does it.
 */
static const char try_run[] =
	"try-run=$(if $(and $(findstring -x c /dev/null,$(1)),$(if $(findstring -Wa$(comma),$(1)),,y)),"
	"$(shell TMP=/dev/null; if { $(1) $(if $(filter-out -W%,$(2))$(if $(CONFIG_CC_IS_GCC),,not),-fsyntax-only,-###); } "
	">/dev/null 2>&1; then echo \"$(2)\"; else echo \"$(3)\"; fi),"
	"$(shell D=$(MYTAP_DIR)/.try_$$$$; TMP=$$D/tmp; trap \"rm -rf $$D\" EXIT; mkdir -p $$D; "
	"if ( $(1) ) >/dev/null 2>&1; then echo \"$(2)\"; else echo \"$(3)\"; fi))";

static bool run_make(struct target *t, const char *dir, struct strbuf *log)
{
	const char *usual[] = {
		"make", "-s", "-C", kernel_inside(t, t->kernel.build_dir), arena_printf(t->arena, "M=%s", dir),
		/* Since 6.13: the output folder, even if the build folder was moved. */
		arena_printf(t->arena, "MO=%s", dir), arena_printf(t->arena, "MYTAP_DIR=%s", dir),
		/* No debuginfo in the module: nothing reads it, and pahole may be missing. */
		"CONFIG_DEBUG_INFO=", "CONFIG_DEBUG_INFO_BTF_MODULES=", try_run, "modules",
	};
	str_vec argv = { 0 };

	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		vec_push(t->arena, &argv, usual[i]);
	vec_each(arg, &t->s->opt.make_args)	/* make uses the last value of a name */
		vec_push(t->arena, &argv, *arg);
	vec_push(t->arena, &argv, NULL);
	struct spawn make = {
		.argv = argv.v, .env = clean_environment, .time_limit = KBUILD_SECONDS, .root = t->kernel.programs,
	};

	if (t->s->opt.verbose > 1) {
		struct strbuf line = { 0 };

		spawn_print(argv.v, &line);
		fprintf(stderr, "Running %s\n", line.s);
		strbuf_deinit(&line);
	}
	return spawn_run(&make, log) == 0;
}

/* False, with an error in log, if the kernel would stop at loading the module. */
static bool calls_fit(struct target *t, const char *dir, const struct build_input *in, struct strbuf *log)
{
	struct strbuf why = { 0 };
	struct ko e;
	bool ok = true;

	if (ko_open(&e, arena_printf(t->arena, "%s/%s.ko", dir, in->module_name))) {
		ok = ko_calls_fit(&e, &why);
		if (!ok)
			strbuf_printf(log, "%s.ko: error: %s\n", in->module_name, why.s);
		ko_close(&e);
	}
	strbuf_deinit(&why);
	return ok;
}

/* What is left out next: what was cut out of the runtime is missing, or our own optimisations made a call that does not fit. */
static bool leave_out(struct target *t, bool is_made, struct build_input *in, struct strbuf *log)
{
	const char *error = kbuild_first_error(t, strbuf_str(log));

	if (spawn_interrupted)
		return false;
	if (!is_made && in->cut) {
		in->cut = NULL;
		if (t->s->opt.verbose > 1)
			fprintf(stderr, "The runtime's needed part does not compile: the whole is used (%s).\n", error);
	} else if (is_made && !in->is_plain) {
		in->is_plain = true;
		if (t->s->opt.verbose > 1)
			fprintf(stderr, "The runtime is compiled by the kernel's flags alone (%s).\n", error);
	} else {
		return false;
	}
	return true;
}

bool kbuild_make(struct target *t, const char *dir, const struct build_input *in, struct strbuf *log)
{
	struct build_input with = *in;

	for (;;) {
		bool is_made = run_make(t, dir, log);

		if (is_made && calls_fit(t, dir, &with, log))
			return true;
		if (!leave_out(t, is_made, &with, log))
			return false;
		strbuf_reset(log);
		folder_remove(dir);
		if (!kbuild_prepare(t, dir, &with))
			return false;
	}
}

const char *kbuild_first_error(struct target *t, const char *log)
{
	const char *error = strstr(log, "error:");

	while (error && error > log && error[-1] != '\n')
		error--;
	if (!error) {			/* earlier lines may be warnings */
		error = log;
		for (const char *p = log; *p; p += strcspn(p, "\n"), p += *p == '\n')
			if (*p != ' ' && *p != '\t' && *p != '\n')
				error = p;
	}
	return arena_strndup(t->arena, error, strcspn(error, "\n"));
}

static bool starts_with(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

/* True if a line of the log reports an error in that file. */
static bool has_error_in(const char *log, const char *file)
{
	size_t n = strlen(file);

	for (const char *p = log; (p = strstr(p, file)); p += n) {
		const char *end = p + strcspn(p, "\n"), *error = strstr(p, "error");

		if (p[n] == ':' && error && error < end)
			return true;
	}
	return false;
}

/*
 * True if the unit with the script's embedded C failed. gcc reports errors in headers, also in mytap's; the "In file
 * included from" lines and the script's file names identify the unit.
 */
static bool is_embedded_error(const struct target *t, const char *log)
{
	if (!t->embed_c.len)
		return false;
	if (strstr(log, "/embed.c:"))
		return true;
	vec_each(f, &t->user_files)
		if (has_error_in(log, (*f)->src->name))
			return true;
	return false;
}

static bool is_noise(const char *line, size_t n)
{
	static const char *const noise[] = { "make[", "make:", "warning: the compiler differs", "  The kernel was built by",
					     "  You are using", "Skipping BTF generation" };

	for (unsigned int i = 0; i < sizeof(noise) / sizeof(*noise); i++)
		if (n >= strlen(noise[i]) && !strncmp(line, noise[i], strlen(noise[i])))
			return true;
	return false;
}

/* The last program not found by the shell or make, or NULL: "/bin/sh: 1: gcc-12: not found". */
static const char *missing_program(struct target *t, const char *log)
{
	static const char *const said[] = { ": not found", ": command not found", ": No such file or directory" };

	const char *last = NULL;

	for (const char *p = log; *p; p += strcspn(p, "\n"), p += *p == '\n') {
		size_t n = strcspn(p, "\n");

		for (unsigned int i = 0; i < sizeof(said) / sizeof(*said); i++) {
			size_t m = strlen(said[i]), from;

			if (n <= m || strncmp(p + n - m, said[i], m) || !(starts_with(p, "/bin/sh: ") || starts_with(p, "make")))
				continue;
			for (from = n - m; from > 0 && p[from - 1] != ' '; from--)
				;
			last = arena_strndup(t->arena, p + from, n - m - from);
		}
	}
	return last;
}

/* A tool of the kernel's own, or one of the system's. */
static void explain_missing(struct target *t, const char *program)
{
	if (strchr(program, '/'))
		options_complain("building for kernel %s needs %s of %s, which is not there: install the kernel's headers "
				 "again (apt-get install --reinstall linux-headers-%s and the linux-kbuild package it needs)",
				 t->kernel.release, program, t->kernel.build_dir, t->kernel.release);
	else
		options_complain("building for kernel %s needs the program %s, which is not there: apt-get install %s",
				 t->kernel.release, program, starts_with(program, "gcc") ? program :
				 !strcmp(program, "ld") || !strcmp(program, "as") ? "binutils" : program);
}

/* "script.c: In function 'probe_0':", and in the next line "the frame size of 1616 bytes is larger than 1536 bytes". */
static void explain_frame(const char *log)
{
	const char *size = strstr(log, "the frame size of "), *name = NULL;

	for (const char *p = log; (p = strstr(p, "In function ")) && size && p < size; p++)
		name = p + strlen("In function ") + strspn(p + strlen("In function "), "'\"\xe2\x80\x98\x99\x9c\x9d");
	options_complain("too many values are kept at a time in one handler or function of the script: the C function %.*s needs "
			 "%ld bytes of the kernel's stack, and at most 1536 are safe. Move a part of it into a function, or "
			 "nest its loops less deep", name ? (int)strspn(name, C_NAME) : 1, name ? name : "?",
			 size ? strtol(size + strlen("the frame size of "), NULL, 10) : 0);
}

void kbuild_explain(struct target *t, const char *log)
{
	const char *missing = missing_program(t, log);

	if (spawn_interrupted)
		return;
	if (missing)
		explain_missing(t, missing);
	else if (strstr(log, "No space left on device"))
		options_complain("there is no room for the build: %s: No space left on device (TMPDIR chooses another place)",
				 t->s->tmpdir);
	else if (strstr(log, "[-Werror=frame-larger-than="))
		explain_frame(log);
	else if (has_error_in(log, "script.c"))
		options_complain("the compiler refuses the translated script: that is an error in mytap, not in the script "
				 "(-k keeps the C text; --build=kbuild -vv shows the command)");
	else if (is_embedded_error(t, log))
		options_complain("the compiler refuses the embedded C of the script:");
	else if (has_error_in(log, "rt/kernel/runtime.c") || strstr(log, "/rt/kernel/"))
		options_complain("the runtime does not compile for kernel %s: that is an error in mytap",
				 t->kernel.release);
	else if (t->embed_c.len)
		options_complain("the compiler refuses the embedded C of the script:");
	else
		options_complain("building the module failed in %s:", t->kernel.build_dir);
	for (const char *p = log; *p; p += strcspn(p, "\n"), p += *p == '\n')
		if (!is_noise(p, strcspn(p, "\n")))
			fprintf(stderr, "  %.*s\n", (int)strcspn(p, "\n"), p);
}

bool kbuild_build(struct target *t, const struct build_input *in)
{
	const char *dir = arena_printf(t->arena, "%s/kbuild", t->s->tmpdir);
	struct strbuf log = { 0 };
	bool ok = false;

	folder_remove(dir);
	if (!kbuild_prepare(t, dir, in))
		return false;
	if (!kbuild_make(t, dir, in, &log))
		kbuild_explain(t, strbuf_str(&log));
	else if (file_move(arena_printf(t->arena, "%s/%s.ko", dir, in->module_name), in->out))
		ok = true;
	else
		options_complain("make built no %s.ko: %s", in->module_name, strerror(errno));
	if (ok && t->s->opt.verbose > 2 && log.len)
		fputs(log.s, stderr);
	strbuf_deinit(&log);
	return ok;
}
