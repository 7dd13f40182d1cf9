/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From a configuration to a guest that answers: finds its files, boots it once up to the waiting agent, saves it, and
 * from then on restores it. A
 * saved guest is kept in a folder named by a hash of all it depends on (QEMU,
 * machine, command line, kernel, agent, busybox, modules); the full text is in the folder and is compared. After any
 * failure a saved guest is removed and made again; if none can be saved, the guest is booted.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "translator/own_files.h"
#include "translator/image/unpack.h"
#include "translator/runners/guest_files.h"
#include "translator/runners/guest_impl.h"
#include "translator/runners/guest_signals.h"

/* Seconds. An emulated boot takes 2 on an idle machine; leave room for a busy one. */
enum { LIMIT_BOOT = 180, LIMIT_RESTORE = 60, LIMIT_KVM = 5 };
enum { DEFAULT_MEMORY = 256, SPARE_DISK_MB = 64 };

/*
 * Self-tests of ciphers are half of a boot; the clock is the emulator's and needs no watchdog; a panic ends QEMU at once.
 */
static const char usual_append[] =
	"console=ttyS0 quiet panic=-1 tsc=reliable no_timer_check mitigations=off cryptomgr.notests";

struct setup {
	struct arena *arena;
	const struct guest_config *config;
	struct guest_kernel kernel;
	name_vec modules;
	const char *busybox, *agent, *cache;
	struct qemu_config qemu;
	const char *entry;		/* folder of the saved guest */
	struct strbuf key;		/* what the saved guest depends on */
};

static void note(const struct setup *s, const char *text)
{
	if (s->config->verbose)
		fprintf(stderr, "mytap: guest: %s\n", text);
}

/* Announces long first-time work on a terminal, also without -v: whole lines, as messages may follow. */
static void step(const struct setup *s, const char *text)
{
	if (s->config->verbose || isatty(STDERR_FILENO))
		fprintf(stderr, "%s\n", text);
}

/* What it is made of */

static const char *agent_find(struct arena *a)
{
	const char *path = getenv("MYTAP_AGENT");

	if (path && *path)
		return access(path, R_OK) ? NULL : path;
	return own_program(a, "mytap-agent");
}

static bool setup_find(struct setup *s, const char *kernel, struct strbuf *why)
{
	size_t before = why->len;

	s->qemu.program = s->config && s->config->qemu ? s->config->qemu : program_find(s->arena, "qemu-system-x86_64");
	if (s->config && s->config->qemu && access(s->config->qemu, X_OK))
		strbuf_printf(why, "%s: %s\n", s->config->qemu, strerror(errno));
	if (!s->qemu.program)
		strbuf_puts(why, "qemu-system-x86_64 is not installed: "
			    "apt-get install --no-install-recommends qemu-system-x86\n");
	s->busybox = program_find(s->arena, "busybox");
	if (!s->busybox)
		strbuf_puts(why, "busybox is not installed: apt-get install busybox-static\n");
	s->agent = agent_find(s->arena);
	if (!s->agent)
		strbuf_puts(why, "mytap-agent is neither beside this program nor installed: run make, or set MYTAP_AGENT\n");
	if (guest_kernel_find(s->arena, kernel, &s->kernel, why))
		guest_modules(s->arena, &s->kernel, &s->modules);
	s->cache = guest_cache(s->arena, why);
	return why->len == before;
}

bool guest_is_able(struct arena *a, const char *kernel, struct strbuf *ret)
{
	struct setup s = { .arena = a };

	return setup_find(&s, kernel, ret);
}

/* A file of the cache named after what it is made from; false: it must be made. */
static bool cached_file(struct setup *s, const char *prefix, const char *key, const char **ret)
{
	*ret = arena_printf(s->arena, "%s/%s-%016" PRIx64, s->cache, prefix, text_hash(key));
	/* Its mtime is the time of last use: the least recently used is removed first. */
	return !utimensat(AT_FDCWD, *ret, NULL, 0);
}

static bool is_elf(const char *path)
{
	char magic[4] = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && read(fd, magic, sizeof(magic)) == sizeof(magic) && !memcmp(magic, "\177ELF", sizeof(magic));

	if (fd >= 0)
		close(fd);
	return ok;
}

/* A vmlinux without its debugging information; false: not a vmlinux, or missing. */
static bool strip_image(struct setup *s, const char *from, const char *to)
{
	const char *objcopy = program_find(s->arena, "objcopy");
	const char *tmp = arena_printf(s->arena, "%s.%d", to, (int)getpid());
	int status = -1, null;
	pid_t pid;

	if (!objcopy || !is_elf(from))
		return false;
	pid = fork();
	if (pid == 0) {
		null = open("/dev/null", O_WRONLY);
		dup2(null, 2);
		execl(objcopy, "objcopy", "--strip-all", from, tmp, NULL);
		_exit(127);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (status || rename(tmp, to)) {
		unlink(tmp);
		return false;
	}
	return true;
}

static bool is_empty(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !st.st_size;
}

/*
 * The image to start: the unpacked vmlinux if available, else the vmlinuz. Some kernels have no entry for it
 * (CONFIG_PVH), or one that does not work (6.1 with KASAN): then the cached vmlinux is an empty file.
 */
static void choose_image(struct setup *s)
{
	struct strbuf id = { 0 }, image = { 0 }, why = { 0 };
	const char *path;

	s->qemu.kernel = s->kernel.image;
	/* Firmware starts what has a boot header. */
	if (s->config->use_vmlinuz || s->config->uefi)
		return;
	file_identity(&id, s->kernel.image);
	if (cached_file(s, "vmlinux", strbuf_str(&id), &path)) {
		if (!is_empty(path))
			s->qemu.kernel = path;
		goto out;
	}
	step(s, "Unpacking the guest's kernel (once; a second).");
	if (vmlinuz_unpack(s->kernel.image, &image, &why)) {
		if (file_put(path, image.s, image.len, &why))
			s->qemu.kernel = path;
	} else if (strip_image(s, arena_printf(s->arena, "/usr/lib/debug/boot/vmlinux-%s", s->kernel.release), path) ||
		   strip_image(s, s->kernel.image, path)) {
		strbuf_reset(&why);
		s->qemu.kernel = path;
	}
	if (why.len)
		note(s, why.s);
out:
	strbuf_deinit(&id);
	strbuf_deinit(&image);
	strbuf_deinit(&why);
}

static bool make_initrd(struct setup *s, const char *parts, struct strbuf *why)
{
	struct strbuf image = { 0 };
	bool ok;

	if (cached_file(s, "initrd", parts, &s->qemu.initrd))
		return true;
	ok = guest_image_make(&s->modules, s->agent, s->busybox, &image, why) &&
	     file_put(s->qemu.initrd, image.s, image.len, why);
	strbuf_deinit(&image);
	return ok;
}

/* Removes the least recently used of each kind, and what dead makers left. */
static const struct {
	const char *prefix;
	unsigned int keep;
} kept[] = { { "snap-", 8 }, { "vmlinux-", 5 }, { "initrd-", 8 }, { "kvm-", 2 } };

static void entry_remove(struct arena *a, const char *path)
{
	static const char *const files[] = { "key", "state", "memory" };

	if (!unlink(path) || errno == ENOENT)
		return;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		unlink(arena_printf(a, "%s/%s", path, files[i]));
	rmdir(path);
}

struct kept_file {
	const char *path;
	struct timespec time;
};

static int is_older(const void *x, const void *y)
{
	const struct kept_file *a = x, *b = y;

	if (a->time.tv_sec != b->time.tv_sec)
		return a->time.tv_sec < b->time.tv_sec ? 1 : -1;
	return (a->time.tv_nsec < b->time.tv_nsec) - (a->time.tv_nsec > b->time.tv_nsec);
}

static bool is_left_by_dead(const char *name)
{
	const char *dot = strrchr(name, '.');
	int pid = dot ? atoi(dot + 1) : 0;

	return pid > 0 && kill(pid, 0) && errno == ESRCH;
}

static void cache_prune(struct setup *s)
{
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		VEC(struct kept_file) all = { 0 };
		DIR *d = opendir(s->cache);
		struct dirent *e;
		struct stat st;

		while (d && (e = readdir(d))) {
			const char *path = arena_printf(s->arena, "%s/%s", s->cache, e->d_name);

			if (strncmp(e->d_name, kept[i].prefix, strlen(kept[i].prefix)) || stat(path, &st))
				continue;
			if (is_left_by_dead(e->d_name))
				entry_remove(s->arena, path);
			else if (!strchr(e->d_name, '.'))
				vec_push(s->arena, &all, (struct kept_file){ path, st.st_mtim });
		}
		if (d)
			closedir(d);
		if (all.n > kept[i].keep) {
			qsort(all.v, all.n, sizeof(*all.v), is_older);
			for (unsigned int j = kept[i].keep; j < all.n; j++)
				entry_remove(s->arena, all.v[j].path);
		}
	}
}

/* Boot, save, restore */

static bool boot(struct guest *g, const struct qemu_config *c, double limit, struct strbuf *why)
{
	double began = clock_now();

	g->died_booting = false;
	if (!guest_spawn(g, c, why))
		return false;
	if (guest_wait(g, &g->is_ready, limit) && g->ready.version == AGENT_VERSION)
		return true;
	if (guest_signal_pending()) {
		guest_discard(g);
		return false;
	}
	strbuf_printf(why, "the guest's kernel %s did not get ready within %.0f s (%s); its last words:\n", c->kernel,
		      clock_now() - began, c->use_kvm ? "KVM" : "emulated");
	qemu_last_words(&g->qemu, 30, why);
	guest_discard(g);
	g->died_booting = clock_now() - began < limit;
	return false;
}

/* True if the image started was unpacked by mytap. */
static bool is_unpacked(const struct setup *s)
{
	return s->qemu.kernel != s->kernel.image && !is_elf(s->kernel.image);
}

/* The result of the KVM test since this machine was booted; path: its file. */
static bool kvm_answer(struct setup *s, const char **path, struct strbuf *ret)
{
	struct strbuf key = { 0 };
	bool ok;

	strbuf_read_file(&key, "/proc/sys/kernel/random/boot_id");
	file_identity(&key, s->qemu.program);
	ok = cached_file(s, "kvm", strbuf_str(&key), path) && strbuf_read_file(ret, *path);
	strbuf_deinit(&key);
	return ok;
}

const char *guest_accelerator(struct arena *a)
{
	struct setup s = { .arena = a };
	struct strbuf answer = { 0 }, why = { 0 };
	const char *path, *ret = "emulated (no /dev/kvm that we may use)";

	s.qemu.program = program_find(a, "qemu-system-x86_64");
	s.cache = guest_cache(a, &why);
	if (getenv("MYTAP_NO_KVM"))
		ret = "emulated (MYTAP_NO_KVM)";
	else if (access("/dev/kvm", R_OK | W_OK) == 0 && s.qemu.program && s.cache && kvm_answer(&s, &path, &answer))
		ret = strcmp(strbuf_str(&answer), "yes\n") ? "emulated (KVM was tried and does not work)" : "KVM";
	else if (access("/dev/kvm", R_OK | W_OK) == 0)
		ret = "KVM if it works (not tried yet), else emulated";
	strbuf_deinit(&answer);
	strbuf_deinit(&why);
	return ret;
}

/*
 * Whether KVM really works: there are machines where /dev/kvm opens, a virtual
 * cpu halts as it should, and a kernel yet hangs. So one is booted, with a time
 * limit, once per boot of this machine.
 */
static bool is_kvm_good(struct setup *s, struct guest *g)
{
	struct strbuf answer = { 0 }, why = { 0 };
	struct qemu_config c = s->qemu;
	const char *path;
	bool ok;

	if (access("/dev/kvm", R_OK | W_OK) || s->config->icount_ns || getenv("MYTAP_NO_KVM"))
		return false;
	if (kvm_answer(s, &path, &answer)) {
		ok = !strcmp(strbuf_str(&answer), "yes\n");
	} else {
		step(s, "Trying whether KVM works here (once; at most 5 seconds).");
		c.use_kvm = true;
		ok = boot(g, &c, LIMIT_KVM, &why);
		/* The unpacked image may be the reason. */
		if (!ok && g->died_booting && is_unpacked(s) && !guest_signal_pending()) {
			c.kernel = s->kernel.image;
			ok = boot(g, &c, LIMIT_KVM, &why);
		}
		if (ok)
			guest_discard(g);
		g->died_booting = false;
		/* An interrupted test is no result. */
		if (ok || !guest_signal_pending()) {
			note(s, ok ? "KVM works" : "KVM does not work here: emulating");
			file_put(path, ok ? "yes\n" : "no\n", ok ? 4 : 3, &why);
		}
	}
	strbuf_deinit(&answer);
	strbuf_deinit(&why);
	return ok;
}

static bool has_entry(struct setup *s)
{
	const char *path = arena_printf(s->arena, "%s/key", s->entry);
	struct strbuf text = { 0 };
	bool ok = strbuf_read_file(&text, path) && !strcmp(strbuf_str(&text), s->key.s);

	strbuf_deinit(&text);
	if (ok)
		utimensat(AT_FDCWD, s->entry, NULL, 0);
	return ok;
}

static bool restore(struct setup *s, struct guest *g, struct strbuf *why)
{
	struct qemu_config c = s->qemu;

	c.memory_file = arena_printf(s->arena, "%s/memory", s->entry);
	c.is_memory_private = true;
	c.state_file = arena_printf(s->arena, "%s/state", s->entry);
	if (!guest_spawn(g, &c, why))
		return false;
	if (guest_begin(g, LIMIT_RESTORE)) {
		snprintf(g->ready.release, sizeof(g->ready.release), "%s", s->kernel.release);
		return true;
	}
	if (!guest_signal_pending()) {
		strbuf_puts(why, "the saved guest did not come back:\n");
		qemu_last_words(&g->qemu, 10, why);
	}
	guest_discard(g);
	return false;
}

static bool has_room(struct setup *s, struct strbuf *why)
{
	struct statvfs v;
	uint64_t need = (uint64_t)s->qemu.memory_mb + SPARE_DISK_MB;

	if (!statvfs(s->cache, &v) && ((uint64_t)v.f_bavail * v.f_frsize >> 20) >= need)
		return true;
	strbuf_printf(why, "%s: a saved guest may need %" PRIu64 " MB, which are not free\n", s->cache, need);
	return false;
}

static double boot_limit(const struct setup *s)
{
	return s->config->boot_limit > LIMIT_BOOT ? s->config->boot_limit : LIMIT_BOOT;
}

/* Boots with the memory in a file, saves the rest beside it, and puts both in place. */
static bool save(struct setup *s, struct guest *g, struct strbuf *why)
{
	const char *tmp = arena_printf(s->arena, "%s.%d", s->entry, (int)getpid());
	struct qemu_config c = s->qemu;
	bool ok;
	int fd;

	if (!has_room(s, why))
		return false;
	entry_remove(s->arena, tmp);
	if (mkdir(tmp, 0700)) {
		strbuf_printf(why, "%s: %s\n", tmp, strerror(errno));
		return false;
	}
	c.memory_file = arena_printf(s->arena, "%s/memory", tmp);
	ok = boot(g, &c, boot_limit(s), why);
	if (ok) {
		ok = qemu_save(&g->qemu, arena_printf(s->arena, "%s/state", tmp), why);
		guest_discard(g);
	}
	if (ok) {
		fd = open(c.memory_file, O_RDWR | O_CLOEXEC);
		ok = fd >= 0 && !fdatasync(fd);
		if (fd >= 0)
			close(fd);
	}
	ok = ok && file_put(arena_printf(s->arena, "%s/key", tmp), s->key.s, s->key.len, why);
	if (ok) {
		entry_remove(s->arena, s->entry);
		ok = !rename(tmp, s->entry);
	}
	if (!ok)
		entry_remove(s->arena, tmp);
	return ok;
}

/* Without a blocking call, which would delay signals. */
static void lock_wait(const struct setup *s, int lock)
{
	bool is_told = false;

	while (flock(lock, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK && !guest_signal_pending()) {
		if (!is_told)
			step(s, "Waiting for another mytap that makes a guest ready.");
		is_told = true;
		guest_sleep(0.05);
	}
}

/* The saved guest, made first if need be; one at a time makes it. */
static bool restore_or_save(struct setup *s, struct guest *g, struct strbuf *why)
{
	int lock = -1;
	bool ok;

	if (has_entry(s)) {
		if (restore(s, g, why))
			return true;
		if (guest_signal_pending())
			return false;
		note(s, strbuf_str(why));
		strbuf_reset(why);
	}
	lock = open(arena_printf(s->arena, "%s/lock", s->cache), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (lock >= 0)
		lock_wait(s, lock);
	/* Someone else may have made it meanwhile. */
	ok = has_entry(s) && restore(s, g, why);
	if (!ok && !guest_signal_pending()) {
		strbuf_reset(why);
		step(s, "Booting the guest for the first time, to keep it (some seconds).");
		cache_prune(s);
		ok = save(s, g, why) && restore(s, g, why);
	}
	if (lock >= 0)
		close(lock);
	return ok;
}

static bool setup_config(struct setup *s, struct strbuf *why)
{
	const struct guest_config *c = s->config;
	struct strbuf parts = { 0 };
	bool ok;

	s->qemu.cpus = c->cpus ? c->cpus : 1;
	s->qemu.memory_mb = c->memory_mb ? c->memory_mb : DEFAULT_MEMORY;
	s->qemu.icount_ns = c->icount_ns;
	s->qemu.is_parallel = c->is_parallel;
	s->qemu.uefi = c->uefi;
	s->qemu.uefi_variables = c->uefi_variables;
	s->qemu.append = c->append ? arena_printf(s->arena, "%s %s", usual_append, c->append) : usual_append;
	/* In an older QEMU a processor that waits for another spins until the next timer. */
	if (c->icount_ns && s->qemu.cpus > 1 && !c->qemu) {
		strbuf_puts(why, "counting instructions (icount) works with one cpu only, or with QEMU 8.1 and newer (--qemu=PROGRAM)\n");
		return false;
	}
	choose_image(s);
	file_identity(&parts, s->agent);
	file_identity(&parts, s->busybox);
	guest_image_describe(&parts);
	vec_each(it, &s->modules)
		file_identity(&parts, *it);
	ok = make_initrd(s, strbuf_str(&parts), why);
	file_identity(&s->key, s->qemu.program);
	/* The unpacked kernel's own time is that of its last use. */
	file_identity(&s->key, s->kernel.image);
	strbuf_printf(&s->key, "%s\n", s->qemu.kernel);
	strbuf_puts(&s->key, strbuf_str(&parts));
	strbuf_deinit(&parts);
	return ok;
}

/* A saved one or, if none can be made, a booted one. */
static bool start(struct setup *s, struct guest *g, struct strbuf *why)
{
	const struct guest_config *c = s->config;
	bool ok;

	s->qemu.use_kvm = is_kvm_good(s, g);
	/* The processor's features may change only with a boot of the machine. */
	if (s->qemu.use_kvm)
		strbuf_read_file(&s->key, "/proc/sys/kernel/random/boot_id");
	qemu_describe(s->arena, &s->qemu, &s->key);
	s->entry = arena_printf(s->arena, "%s/snap-%016" PRIx64, s->cache, text_hash(s->key.s));
	ok = !c->no_snapshot && !c->uefi && restore_or_save(s, g, why);
	if (ok || guest_signal_pending() || (g->died_booting && is_unpacked(s)))
		return ok;
	if (why->len)
		note(s, why->s);
	strbuf_reset(why);
	step(s, "Booting the guest (some seconds).");
	return boot(g, &s->qemu, boot_limit(s), why) && guest_begin(g, LIMIT_RESTORE);
}

/* The unpacked kernel ended at once: from now on the compressed one is used. */
static bool start_packed(struct setup *s, struct guest *g, struct strbuf *why)
{
	note(s, strbuf_str(why));
	note(s, "the unpacked kernel does not start: using the compressed one");
	strbuf_reset(why);
	strbuf_reset(&s->key);
	if (truncate(s->qemu.kernel, 0)) {
		strbuf_printf(why, "%s: %s\n", s->qemu.kernel, strerror(errno));
		return false;
	}
	return setup_config(s, why) && start(s, g, why);
}

struct guest *guest_start(struct arena *a, const struct guest_config *c, struct strbuf *why)
{
	struct setup s = { .arena = a, .config = c };
	struct guest *g = arena_new_of(a, struct guest);
	bool ok;

	g->arena = a;
	if (!setup_find(&s, c->kernel, why) || !setup_config(&s, why)) {
		strbuf_deinit(&s.key);
		return NULL;
	}
	g->kernel = s.kernel;
	ok = start(&s, g, why);
	if (!ok && g->died_booting && is_unpacked(&s) && !guest_signal_pending())
		ok = start_packed(&s, g, why);
	strbuf_deinit(&s.key);
	if (guest_signal_pending()) {
		strbuf_reset(why);
		if (ok)
			guest_discard(g);
		ok = false;
	}
	return ok ? g : NULL;
}
