/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the kernel a guest runs: its image and its modules, by release, by path, or the newest. */
#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "translator/kernels_dir.h"
#include "translator/image/bzimage.h"
#include "translator/runners/guest_files.h"

/* "6.1.0-56-cloud-amd64" out of the image itself; NULL if it does not say. */
static const char *image_release(struct arena *a, const char *path)
{
	static const char banner[] = "Linux version ";
	struct strbuf b = { 0 };
	const char *s = NULL, *ret = NULL;
	size_t at;

	if (!strbuf_read_file(&b, path))
		return NULL;
	if (is_bzimage(&b)) {
		at = le16(b.s + SETUP_RELEASE) + 0x200;
		s = at < b.len ? b.s + at : NULL;
	} else if (b.len > SELFMAG && !memcmp(b.s, ELFMAG, SELFMAG)) {
		s = memmem(b.s, b.len, banner, sizeof(banner) - 1);
		/* A format string may stand before the banner itself. */
		while (s && s[sizeof(banner) - 1] == '%')
			s = memmem(s + 1, b.s + b.len - s - 1, banner, sizeof(banner) - 1);
		s = s ? s + sizeof(banner) - 1 : NULL;
	}
	if (s)
		ret = arena_strndup(a, s, strcspn(s, " "));
	strbuf_deinit(&b);
	return ret;
}

static bool is_file(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode);
}

static bool is_folder(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* The possible paths of a vmlinuz and the modules of a release, below a root. */
static const char *const image_places[] = { "%s/boot/vmlinuz-%s", "%s/lib/modules/%s/vmlinuz",
					    "%s/usr/lib/modules/%s/vmlinuz" };
static const char *const module_places[] = { "%s/lib/modules/%s", "%s/usr/lib/modules/%s" };

static const char *find_below(struct arena *a, const char *const *places, size_t n, const char *root,
			      const char *release, bool (*is_right)(const char *))
{
	for (size_t i = 0; i < n; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		const char *path = arena_printf(a, places[i], root, release);
#pragma GCC diagnostic pop

		if (is_right(path))
			return path;
	}
	return NULL;
}

static const char *image_below(struct arena *a, const char *root, const char *release)
{
	return find_below(a, image_places, 3, root, release, is_file);
}

static const char *modules_below(struct arena *a, const char *root, const char *release)
{
	return find_below(a, module_places, 2, root, release, is_folder);
}

/* The newest release with an image and modules below root; NULL: there is none. */
static const char *newest_release(struct arena *a, const char *root)
{
	const char *best = NULL;

	for (size_t i = 0; i < 2; i++) {
		DIR *d = opendir(arena_printf(a, "%s%s/lib/modules", root, i ? "/usr" : ""));
		struct dirent *e;

		while (d && (e = readdir(d))) {
			if (e->d_name[0] == '.' || !image_below(a, root, e->d_name) || !modules_below(a, root, e->d_name))
				continue;
			if (!best || strverscmp(e->d_name, best) > 0)
				best = arena_strdup(a, e->d_name);
		}
		if (d)
			closedir(d);
	}
	return best;
}

static bool find_path(struct arena *a, const char *path, struct guest_kernel *ret, struct strbuf *why)
{
	char real[PATH_MAX];
	const char *root;

	if (!realpath(path, real)) {
		strbuf_printf(why, "kernel %s: %s\n", path, strerror(errno));
		return false;
	}
	if (is_folder(real)) {
		ret->release = newest_release(a, real);
		if (!ret->release) {
			strbuf_printf(why, "%s: no boot/vmlinuz-RELEASE with a lib/modules/RELEASE in it\n", path);
			return false;
		}
		ret->image = image_below(a, real, ret->release);
		ret->modules = modules_below(a, real, ret->release);
		return true;
	}
	ret->image = arena_strdup(a, real);
	ret->release = image_release(a, real);
	if (!ret->release) {
		strbuf_printf(why, "%s: neither a vmlinuz nor a vmlinux\n", path);
		return false;
	}
	/* Its own tree first (boot/vmlinuz-X beside lib/modules/X, or in that), then this machine. */
	root = arena_strndup(a, real, strrchr(real, '/') - real);
	ret->modules = modules_below(a, arena_printf(a, "%s/..", root), ret->release);
	if (!ret->modules && !strcmp(strrchr(root, '/') ? strrchr(root, '/') + 1 : root, ret->release))
		ret->modules = root;
	if (!ret->modules)
		ret->modules = modules_below(a, "", ret->release);
	return true;
}

bool guest_kernel_find(struct arena *a, const char *spec, struct guest_kernel *ret, struct strbuf *why)
{
	struct utsname u;
	const char *root;

	memset(ret, 0, sizeof(*ret));
	if (spec && strchr(spec, '/'))
		return find_path(a, spec, ret, why);
	uname(&u);
	root = spec && *spec ? arena_printf(a, "%s/%s", kernels_dir(), spec) : "";
	if (!*root || image_below(a, "", spec) || !image_below(a, root, spec))
		root = "";
	if (spec && *spec)
		ret->release = spec;
	else if (image_below(a, "", u.release) && modules_below(a, "", u.release))
		ret->release = arena_strdup(a, u.release);
	else
		ret->release = newest_release(a, "");
	/* Without modules it may still work, if all drivers are built in. */
	if (!ret->release && image_below(a, "", u.release))
		ret->release = arena_strdup(a, u.release);
	if (!ret->release) {
		strbuf_puts(why, "no kernel image in /boot: apt-get install linux-image-cloud-amd64\n");
		return false;
	}
	ret->image = image_below(a, root, ret->release);
	ret->modules = modules_below(a, root, ret->release);
	if (!ret->image) {
		strbuf_printf(why, "no image of kernel %s (/boot/vmlinuz-%s): apt-get install linux-image-%s\n",
			      ret->release, ret->release, ret->release);
		return false;
	}
	return true;
}
