/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Chooses the kernel: -r says it; else the guest's with --vm=; else the
 * running one when its headers are here; else the newest installed one that has
 * headers and an image (for --vm, and for -p4 on a machine that cannot load modules), or headers, or, where nothing
 * of the running one is here, an image. Then looks for its parts by file name only.
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

/* The link followed; NULL when it leads nowhere. */
static const char *real_folder(struct session *s, const char *path)
{
	char *real = realpath(path, NULL);
	const char *kept = NULL;
	struct stat st;

	if (real && stat(real, &st) == 0 && S_ISDIR(st.st_mode))
		kept = arena_strdup(s->arena, real);
	free(real);
	return kept;
}

static const char *build_dir_of(struct session *s, const char *release)
{
	const char *root = s->kernel.root;
	const char *dir = real_folder(s, arena_printf(s->arena, "%s/lib/modules/%s/build", root, release));

	/* A link with a whole path leads out of the root. */
	if (!dir || strncmp(dir, root, strlen(root)))
		dir = real_folder(s, arena_printf(s->arena, "%s/usr/src/linux-headers-%s", root, release));
	if (!dir || access(arena_printf(s->arena, "%s/Makefile", dir), R_OK) < 0)
		return NULL;
	return dir;
}

/* Does it have an image, to be started with --vm? */
static bool has_image(struct session *s, const char *release)
{
	return access(arena_printf(s->arena, "%s/boot/vmlinuz-%s", s->kernel.root, release), R_OK) == 0 ||
	       access(arena_printf(s->arena, "%s/lib/modules/%s/vmlinuz", s->kernel.root, release), R_OK) == 0;
}

/* Enough of it to do what is asked: headers to build for it, and with --vm an image to start. */
static bool has_enough(struct session *s, const char *release)
{
	return build_dir_of(s, release) && (!s->opt.vm || has_image(s, release));
}

/*
 * The newest release under /lib/modules with headers and an image; if there is none, with one of them: headers, or for
 * --vm an image, since headers can be had for each packaged kernel, but an image not for each that has headers.
 */
static const char *newest_release(struct session *s)
{
	DIR *d = opendir(arena_printf(s->arena, "%s/lib/modules", s->kernel.root));
	const char *best[4] = { NULL };		/* 2: it has headers; 1: an image */
	unsigned int second = s->opt.vm ? 1 : 2;
	struct dirent *e;

	while (d && (e = readdir(d))) {
		const char **b;

		if (e->d_name[0] == '.')
			continue;
		b = &best[2 * !!build_dir_of(s, e->d_name) + has_image(s, e->d_name)];
		if (!*b || strverscmp(e->d_name, *b) > 0)
			*b = arena_strdup(s->arena, e->d_name);
	}
	if (d)
		closedir(d);
	if (best[3])
		return best[3];
	return best[second] ? best[second] : best[3 - second];
}

/* What a build folder is for. */
static const char *release_of_build_dir(struct session *s, const char *dir)
{
	struct strbuf b = { 0 };
	const char *release = NULL, *p;

	/* Debian's kernel.release holds the upstream version (6.1.192): only utsrelease.h is what uname says. */
	if (strbuf_read_file(&b, arena_printf(s->arena, "%s/include/generated/utsrelease.h", dir)) &&
	    (p = strchr(b.s, '"'))) {
		release = arena_strndup(s->arena, p + 1, strcspn(p + 1, "\""));
	} else {
		strbuf_reset(&b);
		if (strbuf_read_file(&b, arena_printf(s->arena, "%s/include/config/kernel.release", dir)))
			release = arena_strndup(s->arena, b.s, strcspn(b.s, "\n"));
	}
	strbuf_deinit(&b);
	return release;
}

/* The release in a bzImage's header (Documentation/arch/x86/boot.rst: kernel_version). */
static const char *release_of_vmlinuz(struct session *s, const char *path)
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
			release = arena_strndup(s->arena, header + at, strcspn(header + at, " "));
	}
	return release;
}

/* Has the root folder anything of that kernel? */
static bool has_kernel(struct session *s, const char *release)
{
	return build_dir_of(s, release) || has_image(s, release) ||
	       access(arena_printf(s->arena, "%s/lib/modules/%s", s->kernel.root, release), F_OK) == 0;
}

/* Unpacked in a root folder of its own? Then that is ours from here on, and its programs, if it brings any. */
static bool find_unpacked(struct session *s, const char *release)
{
	const char *dir = real_folder(s, arena_printf(s->arena, "%s/%s", kernels_dir(), release));

	s->kernel.root = dir ? dir : "";
	if (dir && has_kernel(s, release)) {
		s->kernel.programs = access(arena_printf(s->arena, "%s/usr/bin", dir), F_OK) == 0 ? dir : "";
		return true;
	}
	s->kernel.root = "";
	return false;
}

static bool choose_release(struct session *s, const char *running)
{
	struct kernel *k = &s->kernel;
	const char *asked = s->opt.release;

	if (!asked && s->opt.vm && *s->opt.vm)
		asked = s->opt.vm;
	if (asked && strchr(asked, '/')) {
		k->build_dir = real_folder(s, asked);
		if (k->build_dir)
			k->release = release_of_build_dir(s, k->build_dir);
		else if ((k->release = release_of_vmlinuz(s, asked)))
			k->vmlinuz = asked;
		if (!k->release)
			return options_complain("%s is neither a kernel's build folder nor a vmlinuz", asked);
		/* The folder may be another than its own; the programs are those of the kernel. */
		if (!s->opt.sysroot && !has_kernel(s, k->release))
			find_unpacked(s, k->release);
		return true;
	}
	if (asked && !has_kernel(s, asked) && (s->opt.sysroot || !find_unpacked(s, asked)))
		return options_complain("there is no kernel %s here: neither %s/lib/modules/%s nor "
					"%s/boot/vmlinuz-%s%s (apt-get install linux-image-%s linux-headers-%s)",
					asked, k->root, asked, k->root, asked, s->opt.sysroot ? "" :
					arena_printf(s->arena, " nor %s/%s", kernels_dir(), asked), asked, asked);
	if (!asked && (s->opt.sysroot || !has_enough(s, running))) {
		asked = newest_release(s);
		/* One that only has an image is no better than the running one, if that is a packaged one, too. */
		if (asked && !s->opt.sysroot && !build_dir_of(s, asked) &&
		    (s->opt.vm ? has_image(s, running) : has_kernel(s, running)))
			asked = NULL;
	}
	k->release = asked ? asked : arena_strdup(s->arena, running);
	return true;
}

/* SystemTap's variable may be a list with flags in it; one plain folder means the same for both. */
static const char *debuginfo_folder(void)
{
	const char *own = getenv("MYTAP_DEBUGINFO_PATH"), *other = getenv("SYSTEMTAP_DEBUGINFO_PATH");

	return own ? own : other && *other == '/' && !strchr(other, ':') ? other : NULL;
}

/* The first of these files that is an ELF file with that section. */
static const char *find_elf(struct session *s, const char *section)
{
	const char *release = s->kernel.release, *dir = s->kernel.build_dir, *root = s->kernel.root;
	const char *asked = debuginfo_folder();
	const char *files[] = {
		asked ? arena_printf(s->arena, "%s/vmlinux-%s", asked, release) : NULL,
		asked ? arena_printf(s->arena, "%s/vmlinux", asked) : NULL,
		dir ? arena_printf(s->arena, "%s/vmlinux", dir) : NULL,
		arena_printf(s->arena, "%s/usr/lib/debug/boot/vmlinux-%s", root, release),
		arena_printf(s->arena, "%s/usr/lib/debug/lib/modules/%s/vmlinux", root, release),
		arena_printf(s->arena, "%s/lib/modules/%s/vmlinux", root, release),
		arena_printf(s->arena, "%s/boot/vmlinux-%s", root, release),
	};

	for (unsigned int i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (files[i] && elf_has_section(files[i], section))
			return files[i];
	return NULL;
}

static const char *find_system_map(struct session *s)
{
	const char *release = s->kernel.release, *root = s->kernel.root;
	const char *files[] = {
		arena_printf(s->arena, "%s/usr/lib/debug/boot/System.map-%s", root, release),
		arena_printf(s->arena, "%s/lib/modules/%s/System.map", root, release),
		arena_printf(s->arena, "%s/boot/System.map-%s", root, release),
	};
	struct stat st;

	/* Debian's in /boot is a note of 80 bytes that tells where the real one is. */
	for (unsigned int i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (stat(files[i], &st) == 0 && st.st_size > 4096)
			return files[i];
	return NULL;
}

static void find_parts(struct session *s)
{
	struct kernel *k = &s->kernel;
	static const char running_btf[] = "/sys/kernel/btf/vmlinux";

	k->version = arena_strndup(s->arena, k->release, strspn(k->release, "0123456789."));
	k->modules_dir = arena_printf(s->arena, "%s/lib/modules/%s", k->root, k->release);
	if (!k->build_dir)
		k->build_dir = build_dir_of(s, k->release);
	if (!k->vmlinuz)
		k->vmlinuz = if_readable(arena_printf(s->arena, "%s/boot/vmlinuz-%s", k->root, k->release));
	if (!k->vmlinuz)
		k->vmlinuz = if_readable(arena_printf(s->arena, "%s/lib/modules/%s/vmlinuz", k->root, k->release));
	k->system_map = find_system_map(s);
	k->vmlinux_dwarf = find_elf(s, ".debug_info");
	if (k->is_running && access(running_btf, R_OK) == 0)
		k->vmlinux_btf = running_btf;
	else
		k->vmlinux_btf = find_elf(s, ".BTF");
	if (k->is_running)
		k->build_id_len = build_id_of_running(k->build_id);
	if (!k->build_id_len && k->vmlinux_dwarf)
		k->build_id_len = build_id_of_elf(k->vmlinux_dwarf, k->build_id);
	if (!k->build_id_len && k->vmlinux_btf)
		k->build_id_len = build_id_of_elf(k->vmlinux_btf, k->build_id);
	if (!k->build_id_len && k->vmlinuz && s->opt.last_pass > 1)
		k->build_id_len = build_id_of_vmlinuz(s, k->vmlinuz, k->build_id);
	if (!k->vmlinux_dwarf)
		k->vmlinux_dwarf = debuginfod_kept(s->arena, DEBUGINFOD_DEBUGINFO, k->build_id, k->build_id_len);
}

bool kernel_choose(struct session *s)
{
	struct kernel *k = &s->kernel;
	struct utsname u;

	uname(&u);
	k->arch = arena_strdup(s->arena, u.machine);
	k->programs = k->root = s->opt.sysroot ? s->opt.sysroot : "";
	if (!choose_release(s, u.release))
		return false;
	k->is_running = !strcmp(k->release, u.release) && !s->opt.sysroot;
	find_parts(s);
	if (s->opt.verbose) {
		fprintf(stderr, "Kernel %s%s", k->release, k->is_running ? " (running)" : "");
		if (!k->is_running && !s->opt.release && !(s->opt.vm && *s->opt.vm))
			fprintf(stderr, !k->build_dir ? " (the newest here; of the running %s there is nothing)" :
				s->opt.vm ? " (the newest with headers and an image here; the running %s has not both)" :
				" (the newest with headers here; the running %s has none)", u.release);
		fprintf(stderr, ".\n");
	}
	if (s->opt.verbose > 1) {
		fprintf(stderr, "Build-id ");
		for (uint32_t i = 0; i < k->build_id_len; i++)
			fprintf(stderr, "%02x", k->build_id[i]);
		fprintf(stderr, "%s.\n", k->build_id_len ? "" : "not known");
		fprintf(stderr, "Kernel parts: build folder %s, BTF %s, DWARF %s, vmlinuz %s.\n",
			k->build_dir ? k->build_dir : "none", k->vmlinux_btf ? k->vmlinux_btf : "none",
			k->vmlinux_dwarf ? k->vmlinux_dwarf : "none", k->vmlinuz ? k->vmlinuz : "none");
	}
	return true;
}

/* Is our runtime still there when the root's usr/ lies over /usr? (build/root.c) */
static bool is_seen_inside(struct session *s, const char *path)
{
	static const char *const kept[] = { "/usr/local", "/usr/share" };

	if (!*s->kernel.programs || strncmp(path, "/usr/", 5))
		return true;
	for (unsigned int i = 0; i < 2; i++)
		if (!strncmp(path, kept[i], strlen(kept[i])) && path[strlen(kept[i])] == '/')
			return access(arena_printf(s->arena, "%s%s", s->kernel.programs, kept[i]), F_OK) == 0;
	return false;
}

bool kernel_check_headers(struct session *s)
{
	const struct kernel *k = &s->kernel;

	if (!is_seen_inside(s, s->data_dir))
		return options_complain("with the programs of %s instead of this system's nobody sees %s: make folders "
					"usr/local and usr/share there, empty ones will do, or set MYTAP_DATA_DIR to a copy "
					"outside /usr", k->programs, s->data_dir);
	if (k->build_dir && access(arena_printf(s->arena, "%s/Module.symvers", k->build_dir), R_OK) == 0)
		return true;
	if (k->build_dir)
		return options_complain("%s has no Module.symvers: that kernel was not built there", k->build_dir);
	return options_complain("the headers of kernel %s are missing: neither %s/lib/modules/%s/build nor "
				"%s/usr/src/linux-headers-%s is there (apt-get install linux-headers-%s%s)",
				k->release, k->root, k->release, k->root, k->release, k->release,
				has_kernel(s, k->release) ? "" :
				"; if there is no such package, a guest's kernel will do: "
				"linux-image-cloud-amd64 linux-headers-cloud-amd64");
}

bool kernel_can_run(struct session *s, struct strbuf *ret)
{
	struct utsname u;

	uname(&u);
	if (access("/proc/modules", F_OK) < 0)
		strbuf_printf(ret, "the running kernel %s cannot load modules (no /proc/modules: built without CONFIG_MODULES)\n",
			      u.release);
	if (!s->kernel.is_running)
		strbuf_printf(ret, "the module is for kernel %s, but %s is running%s%s%s\n", s->kernel.release, u.release,
			      s->opt.release ? "" : " (apt-get install linux-headers-",
			      s->opt.release ? "" : u.release, s->opt.release ? "" : ")");
	return ret->len == 0;
}

const char *kernel_inside(struct session *s, const char *path)
{
	size_t n = strlen(s->kernel.programs);

	return n && !strncmp(path, s->kernel.programs, n) && !strncmp(path + n, "/usr/", 5) ? path + n : path;
}

const char *kernel_outside(struct session *s, const char *path)
{
	const char *below = arena_printf(s->arena, "%s%s", s->kernel.programs, path);

	return *path == '/' && access(below, F_OK) == 0 ? below : path;
}

/* ---- configuration ------------------------------------------------------------ */

static bool read_config(struct session *s, struct strbuf *b)
{
	const char *dir = s->kernel.build_dir;

	if (dir && strbuf_read_file(b, arena_printf(s->arena, "%s/.config", dir)))
		return true;
	strbuf_reset(b);
	return strbuf_read_file(b, arena_printf(s->arena, "%s/boot/config-%s", s->kernel.root, s->kernel.release));
}

static void parse_config(struct session *s, char *text)
{
	char *save;

	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *eq = strchr(line, '=');

		if (*line == '#' || !eq)
			continue;
		*eq = '\0';
		map_put(&s->kernel.config, line, eq + 1);
	}
}

const char *kernel_config(struct session *s, const char *name)
{
	struct kernel *k = &s->kernel;

	if (!k->config_read) {
		struct strbuf b = { 0 };

		k->config_read = true;
		if (read_config(s, &b))
			parse_config(s, arena_strndup(s->arena, b.s, b.len));
		strbuf_deinit(&b);
	}
	const char *value = map_get(&k->config, name);
	return value ? value : "";
}

const char *kernel_compiler(struct session *s, const char **built_with)
{
	const char *text = kernel_config(s, "CONFIG_CC_VERSION_TEXT"), *word;

	*built_with = *text == '"' ? arena_strndup(s->arena, text + 1, strcspn(text + 1, "\"")) : text;
	word = arena_strndup(s->arena, *built_with, strcspn(*built_with, " "));
	if (*word) {
		char *path = spawn_find_in(s->kernel.programs, word);
		bool is_here = path != NULL;

		free(path);
		if (is_here)
			return word;
	}
	return strstr(word, "clang") ? "clang" : "gcc";
}
