/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The checks of `mytap doctor` for each kernel: whether modules can be built for it, how fast, and which debuginfo
 * there is. Nothing is built.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "translator/build/kbuild.h"
#include "translator/build/seed.h"
#include "translator/build/sign.h"
#include "translator/spawn.h"
#include "translator/doctor.h"
#include "translator/kernel.h"
#include "translator/runners/guest_files.h"

enum { PROGRAM_SECONDS = 20 };

static bool is_set(struct target *t, const char *name)
{
	return !strcmp(kernel_config(t, name), "y");
}

static void check_headers(struct target *t, struct doctor_finding *ret)
{
	const char *dir = t->kernel.build_dir, *release = t->kernel.release;

	if (!dir) {
		ret->status = DOCTOR_MISSING;
		ret->text = arena_printf(t->arena, "neither /lib/modules/%s/build nor /usr/src/linux-headers-%s",
					 release, release);
	} else if (access(arena_printf(t->arena, "%s/Module.symvers", dir), R_OK) < 0) {
		ret->status = DOCTOR_MISSING;
		ret->text = arena_printf(t->arena, "%s has no Module.symvers", dir);
	} else {
		ret->text = dir;
		return;
	}
	ret->remedy = arena_printf(t->arena, "apt-get install linux-headers-%s", release);
}

/* The first line of a program's output with these arguments; NULL if it does not start. */
static const char *first_line(struct target *t, const char *program, const char *word)
{
	const char *argv[] = { program, word, NULL };
	struct spawn what = { .argv = argv, .env = clean_environment, .time_limit = PROGRAM_SECONDS,
			      .root = t->kernel.programs };
	struct strbuf b = { 0 };
	const char *line = NULL;

	if (spawn_run(&what, &b) == 0)
		line = arena_strndup(t->arena, strbuf_str(&b), strcspn(strbuf_str(&b), "\n"));
	strbuf_deinit(&b);
	return line;
}

/* Searched in the PATH used to build for this kernel. */
static bool is_installed(struct target *t, const char *program)
{
	char *path = spawn_find_in(t->kernel.programs, program);

	return path != NULL;
}

/* "gcc-12 (Debian 12.2.0-14) 12.2.0" -> 12: the first digits after the program's name and package. */
static long major_of(const char *version)
{
	const char *end = strrchr(version, ')'), *p = end ? end : version;

	p += strcspn(p, "0123456789");
	return strtol(p, NULL, 10);
}

static void check_compiler(struct target *t, struct doctor_finding *ret)
{
	const char *built_with, *compiler = kernel_compiler(t, &built_with), *here = first_line(t, compiler, "--version");
	const char *name = strstr(built_with, "clang") ? strstr(built_with, "clang") : strstr(built_with, "gcc");
	const char *package = name ? arena_strndup(t->arena, name, strcspn(name, " ")) : "gcc";

	ret->remedy = arena_printf(t->arena, "apt-get install %s", package);
	if (!here) {
		ret->status = DOCTOR_MISSING;
		ret->text = arena_printf(t->arena, "%s does not start; the kernel was built with %s", compiler,
					 *built_with ? built_with : "an unknown one");
	} else if (!*built_with) {
		ret->status = DOCTOR_WARNING;
		ret->text = arena_printf(t->arena, "%s; what the kernel was built with is not known", here);
		ret->remedy = NULL;
	} else if (major_of(here) != major_of(built_with)) {
		ret->status = DOCTOR_WARNING;
		ret->text = arena_printf(t->arena, "%s, but the kernel was built with %s", here, built_with);
	} else {
		ret->text = !strcmp(here, built_with) ? here :
			    arena_printf(t->arena, "%s (kernel: %s)", here, built_with);
		ret->remedy = NULL;
	}
}

static void check_tools(struct target *t, struct doctor_finding *ret)
{
	static const struct { const char *program, *package; } tools[] = {
		{ "make", "make" }, { "ld", "binutils" },
	};
	const char *lack = "", *packages = "";

	for (unsigned int i = 0; i < sizeof(tools) / sizeof(*tools); i++) {
		if (is_installed(t, tools[i].program))
			continue;
		lack = arena_printf(t->arena, "%s%s%s", lack, *lack ? ", " : "", tools[i].program);
		packages = arena_printf(t->arena, "%s %s", packages, tools[i].package);
	}
	ret->text = *lack ? lack : "make, ld";
	if (!*lack)
		return;
	ret->status = DOCTOR_MISSING;
	ret->remedy = arena_printf(t->arena, "apt-get install%s", packages);
}

static void check_objtool(struct target *t, struct doctor_finding *ret)
{
	const char *dir = t->kernel.build_dir ? t->kernel.build_dir : "";
	const char *path = arena_printf(t->arena, "%s/tools/objtool/objtool", dir);
	const char *argv[] = { path, NULL };
	struct spawn what = { .argv = argv, .time_limit = PROGRAM_SECONDS, .root = t->kernel.programs };
	struct strbuf b = { 0 };

	if (!is_set(t, "CONFIG_OBJTOOL") && !is_set(t, "CONFIG_STACK_VALIDATION")) {
		ret->text = "the kernel needs none";
	} else if (access(path, X_OK) < 0) {
		ret->status = DOCTOR_MISSING;
		ret->text = t->kernel.build_dir ? arena_printf(t->arena, "there is no %s", path) : "it comes with the headers";
		ret->remedy = arena_printf(t->arena, "apt-get install linux-headers-%s (all it depends on)",
					   t->kernel.release);
	} else {
		/* Without arguments it prints its usage, or an error if a library is missing. */
		int status = spawn_run(&what, &b);

		ret->text = path;
		if (status < 0 || status == 127 || status > 128 + 1) {
			ret->status = DOCTOR_MISSING;
			ret->text = arena_printf(t->arena, "%s does not start: %.*s", path,
						 (int)strcspn(strbuf_str(&b), "\n"), strbuf_str(&b));
			ret->remedy = "apt-get install libelf1";
		}
		strbuf_deinit(&b);
	}
}

static void check_types(struct target *t, struct doctor_finding *ret)
{
	const struct kernel *k = &t->kernel;

	if (k->vmlinux_btf || (k->vmlinuz && is_set(t, "CONFIG_DEBUG_INFO_BTF"))) {
		ret->text = k->vmlinux_btf ? k->vmlinux_btf : arena_printf(t->arena, "in %s", k->vmlinuz);
		return;
	}
	ret->status = DOCTOR_WARNING;
	ret->text = is_set(t, "CONFIG_DEBUG_INFO_BTF") ? "the kernel has it, but no file with it was found" :
		    "the kernel was built without CONFIG_DEBUG_INFO_BTF: $variables need its debuginfo";
	ret->remedy = is_set(t, "CONFIG_DEBUG_INFO_BTF") ?
		      arena_printf(t->arena, "apt-get install linux-image-%s", k->release) :
		      arena_printf(t->arena, "apt-get install linux-image-%s-dbg", k->release);
}

static void check_debuginfo(struct target *t, struct doctor_finding *ret)
{
	const struct kernel *k = &t->kernel;
	const char *urls = getenv("DEBUGINFOD_URLS");
	bool has_server = urls && *urls;

	if (k->vmlinux_dwarf) {
		ret->text = k->vmlinux_dwarf;
		return;
	}
	ret->status = DOCTOR_WARNING;
	ret->text = "no vmlinux with .debug_info: no local variables, statements, or inlined functions";
	ret->remedy = arena_printf(t->arena, "apt-get install linux-image-%s-dbg%s", k->release, has_server ?
				   "; or leave it: it is fetched from $DEBUGINFOD_URLS when a script needs it" : "");
}

static void check_seed(struct target *t, struct doctor_finding *ret)
{
	const char *why;

	if (!t->s->data_dir || !t->kernel.build_dir) {
		ret->status = DOCTOR_WARNING;
		ret->text = "not compiled yet, and cannot be";
	} else if (!seed_is_ready(t, &why)) {
		ret->status = DOCTOR_WARNING;
		ret->text = "not compiled yet: the first script takes some seconds more";
		ret->remedy = arena_printf(t->arena, "mytap --prewarm %s", t->kernel.release);
	} else if (why) {
		ret->status = DOCTOR_WARNING;
		ret->text = arena_printf(t->arena, "no fast builds, each takes some seconds: %s", why);
	} else {
		ret->text = "compiled and cached";
	}
}

static void check_signing(struct target *t, struct doctor_finding *ret)
{
	struct strbuf why = { 0 };
	struct sign_plan p;
	bool ok = sign_plan_make(t, &p, &why);

	if (!ok) {
		ret->status = DOCTOR_MISSING;
		ret->text = p.key ? arena_printf(t->arena, "modules cannot be signed with %s", p.key) :
			    arena_printf(t->arena, "only signed modules are accepted (%s), and there is no key", p.enforced);
		ret->remedy = arena_strndup(t->arena, why.s, why.len - 1);
	} else if (p.enforced) {
		ret->text = arena_printf(t->arena, "only signed modules are accepted (%s); signing with %s", p.enforced, p.key);
		ret->detail = arena_printf(t->arena, "whether the machine trusts that key: mokutil --test-key %s", p.cert);
	} else {
		ret->text = p.key ? arena_printf(t->arena, "not needed; modules are signed with %s (%s)", p.key, p.from) :
			    "not needed";
	}
	strbuf_deinit(&why);
}

static void check_image(struct target *t, struct doctor_finding *ret)
{
	struct guest_kernel k;
	struct strbuf why = { 0 };

	if (guest_kernel_find(t->arena, t->kernel.vmlinuz ? t->kernel.vmlinuz : t->kernel.release, &k, &why)) {
		ret->text = k.image;
	} else {
		ret->status = DOCTOR_WARNING;
		ret->text = "no image to run in a guest";
		ret->remedy = arena_printf(t->arena, "apt-get install linux-image-%s", t->kernel.release);
	}
	strbuf_deinit(&why);
}

const struct doctor_check doctor_kernel_checks[] = {
	{ "headers", check_headers, true },
	{ "compiler", check_compiler, true },
	{ "tools", check_tools, true },
	{ "objtool", check_objtool, true },
	{ "signing", check_signing, true },
	{ "types (BTF)", check_types, false },
	{ "debuginfo", check_debuginfo, false },
	{ "runtime", check_seed, false },
	{ "image", check_image, false },
	{ 0 },
};
