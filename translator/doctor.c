/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * `mytap doctor`: the report, and the checks of mytap's own parts. A section is a table of checks for one thing:
 * running here, building for a kernel, the guest. It does not work if a needed check fails. Changes nothing, but
 * creates the cache's folders.
 */
#include "translator/doctor.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "translator/image/cache_folder.h"
#include "translator/image/folder.h"
#include "translator/kernel.h"
#include "translator/kernels_dir.h"
#include "translator/own_files.h"
#include "translator/paths.h"
#include "translator/runners/guest.h"
#include "translator/runners/guest_files.h"

enum { NAME_WIDTH = 12 };

/* ---- report ------------------------------------------------------------------------ */

static const struct { const char *word, *color; } statuses[] = {
	[DOCTOR_OK] = { "ok", "32" },
	[DOCTOR_WARNING] = { "warning", "33" },
	[DOCTOR_MISSING] = { "missing", "31" },
};

static bool has_color(void)
{
	const char *no = getenv("NO_COLOR");

	return isatty(1) && (!no || !*no);
}

/* Prints a text of several lines in one column; lead precedes the first. */
static void print_under(const char *lead, const char *text)
{
	while (text && *text) {
		int n = strcspn(text, "\n");

		printf("  %*s%s%.*s\n", 9 + NAME_WIDTH + 1, "", lead, n, text);
		lead = "   ";
		text += n + (text[n] == '\n');
	}
}

static void print_finding(const struct session *s, const char *name, const struct doctor_finding *f)
{
	const char *word = statuses[f->status].word;

	if (s->opt.brief && f->status == DOCTOR_OK)
		return;
	if (has_color())
		printf("  \033[%sm%-8s\033[0m", statuses[f->status].color, word);
	else
		printf("  %-8s", word);
	printf(" %-*s %s\n", NAME_WIDTH, name, f->text ? f->text : "");
	print_under("-> ", f->remedy);
	if (s->opt.verbose)
		print_under("   ", f->detail);
}

/* False if a needed check fails. */
static bool run_checks(struct target *t, const char *title, const struct doctor_check *c)
{
	bool ok = true;

	printf("%s\n", title);
	for (; c->name; c++) {
		struct doctor_finding f = { 0 };

		c->check(t, &f);
		print_finding(t->s, c->name, &f);
		if (f.status == DOCTOR_MISSING && c->is_needed)
			ok = false;
	}
	printf("\n");
	return ok;
}

/* ---- mytap itself ----------------------------------------------------------------------- */

/* Counts the regular files below a folder, with that suffix (NULL: all), and adds up their bytes. */
static unsigned int count_files(struct session *s, const char *dir, const char *suffix, uint64_t *bytes)
{
	DIR *d = opendir(dir);
	unsigned int n = 0;
	struct dirent *e;

	while (d && (e = readdir(d))) {
		const char *path = arena_printf(s->arena, "%s/%s", dir, e->d_name), *dot = strrchr(e->d_name, '.');
		struct stat st;

		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") || lstat(path, &st) < 0)
			continue;
		if (S_ISDIR(st.st_mode)) {
			n += count_files(s, path, suffix, bytes);
		} else if (S_ISREG(st.st_mode) && (!suffix || (dot && !strcmp(dot, suffix)))) {
			*bytes += (uint64_t)st.st_blocks * 512;
			n++;
		}
	}
	if (d)
		closedir(d);
	return n;
}

static void check_files(struct target *t, struct doctor_finding *ret)
{
	struct session *s = t->s;
	uint64_t bytes = 0;
	unsigned int n = s->data_dir ? count_files(s, arena_printf(s->arena, "%s/tapsets", s->data_dir), ".stp", &bytes) : 0;

	ret->text = s->data_dir ? arena_printf(s->arena, "%u files in %s/tapsets", n, s->data_dir) : "not found";
	if (n)
		return;
	ret->status = s->data_dir ? DOCTOR_WARNING : DOCTOR_MISSING;
	ret->remedy = "install mytap again, or set MYTAP_DATA_DIR to the folder that holds runtime/ and tapsets/";
}

static void check_program(struct session *s, const char *name, struct doctor_finding *ret)
{
	ret->text = own_program(s->arena, name);
	if (ret->text)
		return;
	ret->status = DOCTOR_MISSING;
	ret->text = arena_printf(s->arena, "neither beside mytap nor in %s", MYTAP_LIBEXECDIR);
	ret->remedy = "run make, or install mytap again";
}

static void check_loader(struct target *t, struct doctor_finding *ret)
{
	check_program(t->s, "mytap-run", ret);
}

/* The cache's contents, one line per kind of file. */
static const char *cache_sizes(struct session *s, const char *root, uint64_t *sum)
{
	DIR *d = opendir(root);
	const char *text = "";
	struct dirent *e;

	while (d && (e = readdir(d))) {
		const char *path = arena_printf(s->arena, "%s/%s", root, e->d_name);
		struct stat st;
		uint64_t bytes = 0;

		if (e->d_name[0] == '.' || stat(path, &st) < 0 || !S_ISDIR(st.st_mode))
			continue;
		unsigned int n = count_files(s, path, NULL, &bytes);
		text = arena_printf(s->arena, "%s%s: %u files, %.1f MB\n", text, e->d_name, n, bytes / 1048576.0);
		*sum += bytes;
	}
	if (d)
		closedir(d);
	return text;
}

static void check_cache(struct target *t, struct doctor_finding *ret)
{
	struct session *s = t->s;
	const char *root = cache_root(s);
	struct strbuf why = { 0 };
	uint64_t bytes = 0;
	char *real = root ? folder_make_private(root, &why) : NULL;

	if (!root) {
		ret->status = DOCTOR_WARNING;
		ret->text = "there is no place for it: HOME is not set";
		ret->remedy = "set MYTAP_CACHE_DIR";
	} else if (!real) {
		ret->status = DOCTOR_WARNING;
		ret->text = arena_printf(s->arena, "not used: %s", strbuf_str(&why));
		ret->remedy = "make it a folder of yours that nobody else may write, below such folders or root's, or set MYTAP_CACHE_DIR";
	} else {
		ret->detail = cache_sizes(s, root, &bytes);
		ret->text = arena_printf(s->arena, "%s, ours alone, %.1f MB", root, bytes / 1048576.0);
	}
	free(real);
	strbuf_deinit(&why);
}

static const struct doctor_check own_checks[] = {
	{ "tapsets", check_files, true },
	{ "mytap-run", check_loader, true },
	{ "cache", check_cache, false },
	{ 0 },
};

/* ---- kernels and the guest ------------------------------------------------------------------ */

static int by_version(const struct dirent **a, const struct dirent **b)
{
	return strverscmp((*b)->d_name, (*a)->d_name);
}

static bool is_kernel_folder(struct session *s, const char *name)
{
	return name[0] != '.' &&
	       (access(arena_printf(s->arena, "/lib/modules/%s/build", name), F_OK) == 0 ||
		access(arena_printf(s->arena, "/boot/vmlinuz-%s", name), F_OK) == 0 ||
		access(arena_printf(s->arena, "%s/%s/lib/modules/%s/build", kernels_dir(), name, name), F_OK) == 0);
}

static bool is_listed(const str_vec *list, const char *name)
{
	vec_each(it, list)
		if (!strcmp(*it, name))
			return true;
	return false;
}

/* The kernels in a folder, newest first. */
static void list_folder(struct session *s, const char *folder, str_vec *ret)
{
	struct dirent **e;
	int n = scandir(folder, &e, NULL, by_version);

	for (int i = 0; i < n; i++) {
		if (is_kernel_folder(s, e[i]->d_name) && !is_listed(ret, e[i]->d_name))
			vec_push(s->arena, ret, arena_strdup(s->arena, e[i]->d_name));
		free(e[i]);
	}
	if (n >= 0)
		free(e);
}

/* The kernel of -r, or: the running one, then all installed ones, newest first, then the unpacked ones. */
static void list_kernels(struct session *s, const char *running, str_vec *ret)
{
	if (s->opt.release) {
		vec_push(s->arena, ret, s->opt.release);
		return;
	}
	vec_push(s->arena, ret, running);
	list_folder(s, "/lib/modules", ret);
	list_folder(s, kernels_dir(), ret);
}

/* A running kernel without packages has one line only. */
static void say_foreign(struct session *s, const char *release)
{
	struct doctor_finding f = {
		.status = DOCTOR_MISSING,
		.text = "neither its headers nor its image are here",
		.remedy = arena_printf(s->arena, "apt-get install linux-headers-%s, if the distribution has it", release),
	};

	printf("Kernel %s (running)\n", release);
	print_finding(s, "headers", &f);
	printf("\n");
}

struct prospects {
	bool can_run_here;		/* a module already built */
	bool can_build_running;
	const char *guest_kernel;	/* the first with an image for which modules can be built; NULL: none */
};

/* A release, or the path of a build folder, as kernel_choose() takes it. */
static bool look_at_kernel(struct session *s, const char *release, const char *running, struct prospects *p)
{
	struct target *one = target_new(s);
	struct strbuf why = { 0 };
	struct guest_kernel image;
	bool can_build;

	if (!strcmp(release, running) && !s->opt.release && !is_kernel_folder(s, release)) {
		say_foreign(s, release);
		return true;
	}
	/* By its name: without headers the running kernel would not be recognized. */
	if (!kernel_choose(one, release))
		return false;
	can_build = run_checks(one, arena_printf(s->arena, "Kernel %s%s", one->kernel.release,
						  one->kernel.is_running ? " (running)" : ""), doctor_kernel_checks);
	if (can_build && one->kernel.is_running)
		p->can_build_running = true;
	if (can_build && !p->guest_kernel && guest_kernel_find(s->arena, one->kernel.release, &image, &why))
		p->guest_kernel = one->kernel.release;
	target_deinit(one);
	strbuf_deinit(&why);
	return true;
}

/* guest_is_able() has one line per missing thing, with the remedy after a colon. */
static void print_lacks(struct session *s, char *lines)
{
	for (char *line = lines, *next; *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		char *colon = strstr(line, ": ");
		struct doctor_finding f = { DOCTOR_MISSING, line, colon ? colon + 2 : NULL, NULL };

		if (colon)
			*colon = '\0';
		print_finding(s, "guest", &f);
	}
}

static bool look_at_guest(struct session *s, const struct prospects *p)
{
	struct strbuf why = { 0 };
	bool ok = guest_is_able(s->arena, p->guest_kernel ? p->guest_kernel : s->opt.release, &why);
	struct doctor_finding f = { 0 };

	printf("Guest (mytap --vm)\n");
	if (ok && !p->guest_kernel) {
		f.status = DOCTOR_MISSING;
		f.text = "no kernel has both an image and everything needed to build modules (see above)";
		f.remedy = "install what is missing for one, or: apt-get install linux-image-cloud-amd64 linux-headers-cloud-amd64";
		print_finding(s, "kernel", &f);
	} else if (ok) {
		f.text = arena_printf(s->arena, "kernel %s, %s", p->guest_kernel, guest_accelerator(s->arena));
		print_finding(s, "guest", &f);
	} else {
		print_lacks(s, why.s);
	}
	printf("\n");
	strbuf_deinit(&why);
	return ok && p->guest_kernel;
}

static int conclude(const struct prospects *p, bool has_own, bool has_guest)
{
	bool here = has_own && p->can_run_here && p->can_build_running, guest = has_own && has_guest;

	if (here)
		printf("Scripts can run on this machine%s.\n", guest ? ", and in a guest with mytap --vm" : "");
	else if (guest)
		printf("Scripts can run in a guest: mytap --vm ... (not on this machine itself: see above).\n");
	else
		printf("Scripts cannot run yet: see \"missing\" above.\n");
	return here || guest ? 0 : 1;
}

int doctor_run(struct session *s)
{
	struct target *none = target_new(s);
	struct prospects p = { 0 };
	str_vec kernels = { 0 };
	struct utsname u;
	bool has_own, has_guest;

	uname(&u);
	s->opt.vm = NULL;	/* here and in a guest: both are checked */
	/* Missing parts are reported on stderr, and again in the report. */
	paths_find(s);
	list_kernels(s, u.release, &kernels);
	p.can_run_here = run_checks(none, arena_printf(s->arena, "This machine (kernel %s, %s)", u.release, u.machine),
				    doctor_machine_checks);
	vec_each(k, &kernels)
		if (!look_at_kernel(s, *k, u.release, &p))
			return 1;
	has_guest = look_at_guest(s, &p);
	has_own = run_checks(none, "mytap", own_checks);
	return conclude(&p, has_own, has_guest);
}
