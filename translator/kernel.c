/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Chooses the kernel: that of -r; else that of --vm=; else the running one if its headers are installed; else the
 * newest installed one that has headers and an image (for --vm, and for -p4 on a machine that cannot load modules),
 * or headers, or, if no file of the running one is installed, an image. Then finds its parts by file name only.
 */
#include "translator/kernel.h"
#include "translator/image/build_id.h"
#include "translator/image/debuginfod.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "translator/spawn.h"
#include "translator/kernels_dir.h"
#include "translator/options.h"

static const char *if_readable(const char *path)
{
	return access(path, R_OK) == 0 ? path : NULL;
}

/* The path with links resolved; NULL if the target does not exist. */
static const char *real_folder(struct target *t, const char *path)
{
	char *real = realpath(path, NULL);
	const char *kept = NULL;
	struct stat st;

	if (real && stat(real, &st) == 0 && S_ISDIR(st.st_mode))
		kept = arena_strdup(t->arena, real);
	free(real);
	return kept;
}

static const char *build_dir_of(struct target *t, const char *release)
{
	const char *root = t->kernel.root;
	const char *dir = real_folder(t, arena_printf(t->arena, "%s/lib/modules/%s/build", root, release));

	/* An absolute link leads out of the root. */
	if (!dir || strncmp(dir, root, strlen(root)))
		dir = real_folder(t, arena_printf(t->arena, "%s/usr/src/linux-headers-%s", root, release));
	if (!dir || access(arena_printf(t->arena, "%s/Makefile", dir), R_OK) < 0)
		return NULL;
	return dir;
}

/* True if it has an image for --vm. */
static bool has_image(struct target *t, const char *release)
{
	return access(arena_printf(t->arena, "%s/boot/vmlinuz-%s", t->kernel.root, release), R_OK) == 0 ||
	       access(arena_printf(t->arena, "%s/lib/modules/%s/vmlinuz", t->kernel.root, release), R_OK) == 0;
}

/* True if it has the parts needed: headers to build for it, and with --vm an image. */
static bool has_enough(struct target *t, const char *release)
{
	return build_dir_of(t, release) && (!t->s->opt.vm || has_image(t, release));
}

/*
 * The newest release under /lib/modules with headers and an image; if there is none, with one of them: headers, or for
 * --vm an image, since headers are available for each packaged kernel, but an image not for each that has headers.
 */
static const char *newest_release(struct target *t)
{
	DIR *d = opendir(arena_printf(t->arena, "%s/lib/modules", t->kernel.root));
	const char *best[4] = { NULL };		/* 2: it has headers; 1: an image */
	unsigned int second = t->s->opt.vm ? 1 : 2;
	struct dirent *e;

	while (d && (e = readdir(d))) {
		const char **b;

		if (e->d_name[0] == '.')
			continue;
		b = &best[2 * !!build_dir_of(t, e->d_name) + has_image(t, e->d_name)];
		if (!*b || strverscmp(e->d_name, *b) > 0)
			*b = arena_strdup(t->arena, e->d_name);
	}
	if (d)
		closedir(d);
	if (best[3])
		return best[3];
	return best[second] ? best[second] : best[3 - second];
}

/* The release that a build folder is for. */
static const char *release_of_build_dir(struct target *t, const char *dir)
{
	struct strbuf b = { 0 };
	const char *release = NULL, *p;

	/* Debian's kernel.release holds the upstream version (6.1.192): only utsrelease.h has the release of uname. */
	if (strbuf_read_file(&b, arena_printf(t->arena, "%s/include/generated/utsrelease.h", dir)) &&
	    (p = strchr(b.s, '"'))) {
		release = arena_strndup(t->arena, p + 1, strcspn(p + 1, "\""));
	} else {
		strbuf_reset(&b);
		if (strbuf_read_file(&b, arena_printf(t->arena, "%s/include/config/kernel.release", dir)))
			release = arena_strndup(t->arena, b.s, strcspn(b.s, "\n"));
	}
	strbuf_deinit(&b);
	return release;
}

/* The release in a bzImage's header (Documentation/arch/x86/boot.rst: kernel_version). */
static const char *release_of_vmlinuz(struct target *t, const char *path)
{
	char header[0x20000];
	const char *release = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : pread(fd, header, sizeof(header) - 1, 0);

	if (fd >= 0)
		close(fd);
	if (n > 0x400 && !memcmp(header + 0x202, "HdrS", 4)) {
		size_t at = 0x200 + (uint8_t)header[0x20e] + 256 * (uint8_t)header[0x20f];

		header[n] = 0;
		if (at < (size_t)n)
			release = arena_strndup(t->arena, header + at, strcspn(header + at, " "));
	}
	return release;
}

/* True if the root folder has a file of that kernel. */
static bool has_kernel(struct target *t, const char *release)
{
	return build_dir_of(t, release) || has_image(t, release) ||
	       access(arena_printf(t->arena, "%s/lib/modules/%s", t->kernel.root, release), F_OK) == 0;
}

/* If it is unpacked in its own root folder, uses that folder from here on, and its programs, if it has any. */
static bool find_unpacked(struct target *t, const char *release)
{
	const char *dir = real_folder(t, arena_printf(t->arena, "%s/%s", kernels_dir(), release));

	t->kernel.root = dir ? dir : "";
	if (dir && has_kernel(t, release)) {
		t->kernel.programs = access(arena_printf(t->arena, "%s/usr/bin", dir), F_OK) == 0 ? dir : "";
		return true;
	}
	t->kernel.root = "";
	return false;
}

static bool choose_release(struct target *t, const char *asked, const char *running)
{
	struct kernel *k = &t->kernel;

	if (asked && strchr(asked, '/')) {
		k->build_dir = real_folder(t, asked);
		if (k->build_dir)
			k->release = release_of_build_dir(t, k->build_dir);
		else if ((k->release = release_of_vmlinuz(t, asked)))
			k->vmlinuz = asked;
		if (!k->release)
			return options_complain("%s is neither a kernel's build folder nor a vmlinuz", asked);
		/* The build folder may be elsewhere; the programs are those of the kernel's root. */
		if (!t->s->opt.sysroot && !has_kernel(t, k->release))
			find_unpacked(t, k->release);
		return true;
	}
	if (asked && !has_kernel(t, asked) && (t->s->opt.sysroot || !find_unpacked(t, asked)))
		return options_complain("there is no kernel %s here: neither %s/lib/modules/%s nor "
					"%s/boot/vmlinuz-%s%s (apt-get install linux-image-%s linux-headers-%s)",
					asked, k->root, asked, k->root, asked, t->s->opt.sysroot ? "" :
					arena_printf(t->arena, " nor %s/%s", kernels_dir(), asked), asked, asked);
	if (!asked && (t->s->opt.sysroot || !has_enough(t, running))) {
		asked = newest_release(t);
		/* A kernel with only an image is not preferred to the running one, if that is packaged. */
		if (asked && !t->s->opt.sysroot && !build_dir_of(t, asked) &&
		    (t->s->opt.vm ? has_image(t, running) : has_kernel(t, running)))
			asked = NULL;
	}
	k->release = asked ? asked : arena_strdup(t->arena, running);
	return true;
}

/* SystemTap's variable may be a list with flags; a single folder has the same meaning for both. */
static const char *debuginfo_folder(void)
{
	const char *own = getenv("MYTAP_DEBUGINFO_PATH"), *other = getenv("SYSTEMTAP_DEBUGINFO_PATH");

	return own ? own : other && *other == '/' && !strchr(other, ':') ? other : NULL;
}

/* The first of these files that is an ELF file with that section. */
static const char *find_elf(struct target *t, const char *section)
{
	const char *release = t->kernel.release, *dir = t->kernel.build_dir, *root = t->kernel.root;
	const char *asked = debuginfo_folder();
	const char *files[] = {
		asked ? arena_printf(t->arena, "%s/vmlinux-%s", asked, release) : NULL,
		asked ? arena_printf(t->arena, "%s/vmlinux", asked) : NULL,
		dir ? arena_printf(t->arena, "%s/vmlinux", dir) : NULL,
		arena_printf(t->arena, "%s/usr/lib/debug/boot/vmlinux-%s", root, release),
		arena_printf(t->arena, "%s/usr/lib/debug/lib/modules/%s/vmlinux", root, release),
		arena_printf(t->arena, "%s/lib/modules/%s/vmlinux", root, release),
		arena_printf(t->arena, "%s/boot/vmlinux-%s", root, release),
	};

	for (unsigned int i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (files[i] && elf_has_section(files[i], section))
			return files[i];
	return NULL;
}

static const char *find_system_map(struct target *t)
{
	const char *release = t->kernel.release, *root = t->kernel.root;
	const char *files[] = {
		arena_printf(t->arena, "%s/usr/lib/debug/boot/System.map-%s", root, release),
		arena_printf(t->arena, "%s/lib/modules/%s/System.map", root, release),
		arena_printf(t->arena, "%s/boot/System.map-%s", root, release),
	};
	struct stat st;

	/* Debian's file in /boot is a text of 80 bytes that names the package with the real one. */
	for (unsigned int i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (stat(files[i], &st) == 0 && st.st_size > 4096)
			return files[i];
	return NULL;
}

static void find_parts(struct target *t)
{
	struct kernel *k = &t->kernel;
	static const char running_btf[] = "/sys/kernel/btf/vmlinux";

	k->version = arena_strndup(t->arena, k->release, strspn(k->release, "0123456789."));
	k->modules_dir = arena_printf(t->arena, "%s/lib/modules/%s", k->root, k->release);
	if (!k->build_dir)
		k->build_dir = build_dir_of(t, k->release);
	if (!k->vmlinuz)
		k->vmlinuz = if_readable(arena_printf(t->arena, "%s/boot/vmlinuz-%s", k->root, k->release));
	if (!k->vmlinuz)
		k->vmlinuz = if_readable(arena_printf(t->arena, "%s/lib/modules/%s/vmlinuz", k->root, k->release));
	k->system_map = find_system_map(t);
	k->vmlinux_dwarf = find_elf(t, ".debug_info");
	if (k->is_running && access(running_btf, R_OK) == 0)
		k->vmlinux_btf = running_btf;
	else
		k->vmlinux_btf = find_elf(t, ".BTF");
	if (k->is_running)
		k->build_id_len = build_id_of_running(k->build_id);
	if (!k->build_id_len && k->vmlinux_dwarf)
		k->build_id_len = build_id_of_elf(k->vmlinux_dwarf, k->build_id);
	if (!k->build_id_len && k->vmlinux_btf)
		k->build_id_len = build_id_of_elf(k->vmlinux_btf, k->build_id);
	if (!k->build_id_len && k->vmlinuz && t->s->opt.last_pass > 1)
		k->build_id_len = build_id_of_vmlinuz(t->s, k->vmlinuz, k->build_id);
	if (!k->vmlinux_dwarf)
		k->vmlinux_dwarf = debuginfod_kept(t->arena, DEBUGINFOD_DEBUGINFO, k->build_id, k->build_id_len);
}

bool kernel_choose(struct target *t, const char *asked)
{
	struct kernel *k = &t->kernel;
	struct utsname u;

	uname(&u);
	k->arch = arena_strdup(t->arena, u.machine);
	k->programs = k->root = t->s->opt.sysroot ? t->s->opt.sysroot : "";
	if (!choose_release(t, asked, u.release))
		return false;
	k->is_running = !strcmp(k->release, u.release) && !t->s->opt.sysroot;
	find_parts(t);
	return true;
}

void kernel_print(const struct target *t, bool was_asked, FILE *out)
{
	const struct kernel *k = &t->kernel;
	struct utsname u;

	uname(&u);
	fprintf(out, "Kernel %s%s", k->release, k->is_running ? " (running)" : "");
	if (!k->is_running && !was_asked)
		fprintf(out, !k->build_dir ? " (the newest here; the running %s has no files here)" :
			t->s->opt.vm ? " (the newest with headers and an image here; the running %s lacks one of them)" :
			" (the newest with headers here; the running %s has none)", u.release);
	fprintf(out, ".\n");
	if (t->s->opt.verbose < 2)
		return;
	fprintf(out, "Build-id ");
	for (uint32_t i = 0; i < k->build_id_len; i++)
		fprintf(out, "%02x", k->build_id[i]);
	fprintf(out, "%s.\n", k->build_id_len ? "" : "unknown");
	fprintf(out, "Kernel parts: build folder %s, BTF %s, DWARF %s, vmlinuz %s.\n",
		k->build_dir ? k->build_dir : "none", k->vmlinux_btf ? k->vmlinux_btf : "none",
		k->vmlinux_dwarf ? k->vmlinux_dwarf : "none", k->vmlinuz ? k->vmlinuz : "none");
}

/* Checks that the runtime is still visible if the root's usr/ is mounted over /usr (build/root.c). */
static bool is_seen_inside(struct target *t, const char *path)
{
	static const char *const kept[] = { "/usr/local", "/usr/share" };

	if (!*t->kernel.programs || strncmp(path, "/usr/", 5))
		return true;
	for (unsigned int i = 0; i < 2; i++)
		if (!strncmp(path, kept[i], strlen(kept[i])) && path[strlen(kept[i])] == '/')
			return access(arena_printf(t->arena, "%s%s", t->kernel.programs, kept[i]), F_OK) == 0;
	return false;
}

bool kernel_check_headers(struct target *t)
{
	const struct kernel *k = &t->kernel;

	if (!is_seen_inside(t, t->s->data_dir))
		return options_complain("the programs of %s, used instead of this system's, do not see %s: make folders "
					"usr/local and usr/share there, empty ones will do, or set MYTAP_DATA_DIR to a copy "
					"outside /usr", k->programs, t->s->data_dir);
	if (k->build_dir && access(arena_printf(t->arena, "%s/Module.symvers", k->build_dir), R_OK) == 0)
		return true;
	if (k->build_dir)
		return options_complain("%s has no Module.symvers: that kernel was not built there", k->build_dir);
	return options_complain("the headers of kernel %s are missing: neither %s/lib/modules/%s/build nor "
				"%s/usr/src/linux-headers-%s is there (apt-get install linux-headers-%s%s)",
				k->release, k->root, k->release, k->root, k->release, k->release,
				has_kernel(t, k->release) ? "" :
				"; if there is no such package, a guest's kernel will do: "
				"linux-image-cloud-amd64 linux-headers-cloud-amd64");
}

bool kernel_can_run(struct target *t, struct strbuf *ret)
{
	struct utsname u;

	uname(&u);
	if (access("/proc/modules", F_OK) < 0)
		strbuf_printf(ret, "the running kernel %s cannot load modules (no /proc/modules: built without CONFIG_MODULES)\n",
			      u.release);
	if (!t->kernel.is_running)
		strbuf_printf(ret, "the module is for kernel %s, but %s is running%s%s%s\n", t->kernel.release, u.release,
			      t->s->opt.release ? "" : " (apt-get install linux-headers-",
			      t->s->opt.release ? "" : u.release, t->s->opt.release ? "" : ")");
	return ret->len == 0;
}

const char *kernel_inside(struct target *t, const char *path)
{
	size_t n = strlen(t->kernel.programs);

	return n && !strncmp(path, t->kernel.programs, n) && !strncmp(path + n, "/usr/", 5) ? path + n : path;
}

const char *kernel_outside(struct target *t, const char *path)
{
	const char *below = arena_printf(t->arena, "%s%s", t->kernel.programs, path);

	return *path == '/' && access(below, F_OK) == 0 ? below : path;
}

/* ---- configuration ------------------------------------------------------------ */

static bool read_config(struct target *t, struct strbuf *b)
{
	const char *dir = t->kernel.build_dir;

	if (dir && strbuf_read_file(b, arena_printf(t->arena, "%s/.config", dir)))
		return true;
	strbuf_reset(b);
	return strbuf_read_file(b, arena_printf(t->arena, "%s/boot/config-%s", t->kernel.root, t->kernel.release));
}

static void parse_config(struct target *t, char *text)
{
	char *save;

	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *eq = strchr(line, '=');

		if (*line == '#' || !eq)
			continue;
		*eq = '\0';
		map_put(&t->kernel.config, line, eq + 1);
	}
}

const char *kernel_config(struct target *t, const char *name)
{
	struct kernel *k = &t->kernel;

	if (!k->config_read) {
		struct strbuf b = { 0 };

		k->config_read = true;
		if (read_config(t, &b))
			parse_config(t, arena_strndup(t->arena, b.s, b.len));
		strbuf_deinit(&b);
	}
	const char *value = map_get(&k->config, name);
	return value ? value : "";
}

const char *kernel_compiler(struct target *t, const char **built_with)
{
	const char *text = kernel_config(t, "CONFIG_CC_VERSION_TEXT"), *word;

	*built_with = *text == '"' ? arena_strndup(t->arena, text + 1, strcspn(text + 1, "\"")) : text;
	word = arena_strndup(t->arena, *built_with, strcspn(*built_with, " "));
	if (*word) {
		char *path = spawn_find_in(t->kernel.programs, word);
		bool is_here = path != NULL;

		free(path);
		if (is_here)
			return word;
	}
	return strstr(word, "clang") ? "clang" : "gcc";
}
