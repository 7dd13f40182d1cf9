/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes the seed by kbuild with an empty script, replays the recorded commands on it, and compares the two modules:
 * the fast back end is used with this kernel only if they are equal. The seed is made once, under a lock, put in
 * place by rename, and checked by its manifest at every use.
 */
#include "seed.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "translator/image/cache_folder.h"
#include "commands.h"
#include "compiler.h"
#include "ko.h"
#include "fast.h"
#include "translator/image/folder.h"
#include "translator/image/hash.h"
#include "kbuild.h"
#include "seed_manifest.h"
#include "translator/spawn.h"
#include "translator/kernel.h"
#include "translator/options.h"
#include "translator/own_files.h"

enum { SEED_FORMAT = 6 };		/* of the folder; part of its key */

/* 55 characters: the longest name that struct module holds. */
const char seed_module_name[] = "mytap_0000000000000000000000000000000000000000000000000";

struct seed_job {
	struct seed seed;
	bool is_loaded;
	const char *folder;		/* of all seeds */
	char key[65];
	const char *dir;		/* of this one */
	enum extent extent;
	pid_t pid;			/* the process that makes the seed, or 0 */
	int fd;				/* its messages */
};

/* ---- key --------------------------------------------------------------------- */

/* Sources of one folder, in order: add() is hash_add_file() or hash_add_stamp(). */
static void hash_folder(struct target *t, struct hash *h, const char *dir, void (*add)(struct hash *h, const char *path))
{
	struct dirent **e;
	int n = scandir(dir, &e, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		const char *name = e[i]->d_name, *dot = strrchr(name, '.');

		if (dot && dot > name && (!strcmp(dot, ".c") || !strcmp(dot, ".h") || !strcmp(dot, ".def") || !strcmp(dot, ".S")))
			add(h, arena_printf(t->arena, "%s/%s", dir, name));
		free(e[i]);
	}
	if (n >= 0)
		free(e);
}

static void hash_runtime(struct target *t, void (*add)(struct hash *h, const char *path), char hex[HASH_HEX])
{
	struct hash h;

	hash_init(&h);
	hash_folder(t, &h, arena_printf(t->arena, "%s/runtime", t->s->data_dir), add);
	hash_folder(t, &h, arena_printf(t->arena, "%s/runtime/kernel", t->s->data_dir), add);
	hash_final(&h, hex);
}

/*
 * The hash of the runtime's sources by content: a seed outlives a new copy of the same sources. Reading and hashing
 * them takes a third of a run from the cache, so the hash is kept beside the stamps that the files had, for the last
 * runtime used: the cache's file seed.sources.
 */
static void sources_hash(struct target *t, char hex[HASH_HEX])
{
	const char *folder = cache_folder(t->s, "seed");
	const char *path = folder ? arena_printf(t->arena, "%s.sources", folder) : NULL, *line;
	struct strbuf known = { 0 };
	char stamps[HASH_HEX];

	hash_runtime(t, hash_add_stamp, stamps);
	if (path && file_is_private(path) && strbuf_read_file(&known, path) && known.len == 2 * HASH_HEX &&
	    !strncmp(known.s, stamps, HASH_HEX - 1)) {
		memcpy(hex, known.s + HASH_HEX, HASH_HEX - 1);
		hex[HASH_HEX - 1] = '\0';
	} else {
		hash_runtime(t, hash_add_file, hex);
		line = arena_printf(t->arena, "%s %s\n", stamps, hex);
		if (path && !file_write(path, line, strlen(line)) && t->s->opt.verbose > 1)
			fprintf(stderr, "Cannot write %s.\n", path);
	}
	strbuf_deinit(&known);
}

void seed_key(struct target *t, char key[65])
{
	const struct kernel *k = &t->kernel;
	char sources[HASH_HEX];
	struct hash h;
	int format = SEED_FORMAT;

	hash_init(&h);
	hash_add(&h, &format, sizeof(format));
	hash_add_text(&h, k->release);
	hash_add_text(&h, k->arch);
	hash_add(&h, k->build_id, k->build_id_len);
	hash_add_text(&h, k->build_dir);
	hash_add_text(&h, k->root);
	hash_add_text(&h, k->programs);
	if (k->build_dir) {
		hash_add_stamp(&h, arena_printf(t->arena, "%s/.config", k->build_dir));
		hash_add_stamp(&h, arena_printf(t->arena, "%s/Module.symvers", k->build_dir));
		hash_add_stamp(&h, arena_printf(t->arena, "%s/include/generated/autoconf.h", k->build_dir));
	}
	sources_hash(t, sources);
	hash_add_text(&h, sources);
	hash_final(&h, key);
}

static bool seed_load(struct target *t, const struct seed_job *job, struct seed *ret)
{
	bool ok = manifest_load(t, job->dir, ret);

	ret->extent = job->extent;
	return ok;
}

/* ---- making -------------------------------------------------------------------- */

/*
 * An empty script that refers to every symbol that gcc may call implicitly, so that modpost notes their versions. The
 * section of these references is dropped by the kernel's module.lds.
 */
static void print_stub(const char *symvers, struct strbuf *b)
{
	static const char *const symbols[] = {
		"memcpy", "memset", "memmove", "memcmp", "strlen", "__fentry__", "__stack_chk_fail",
		"__stack_chk_guard", "__ref_stack_chk_guard", "__x86_return_thunk",
		"__x86_indirect_thunk_rax", "__x86_indirect_thunk_rbx", "__x86_indirect_thunk_rcx",
		"__x86_indirect_thunk_rdx", "__x86_indirect_thunk_rsi", "__x86_indirect_thunk_rdi",
		"__x86_indirect_thunk_rbp", "__x86_indirect_thunk_r8", "__x86_indirect_thunk_r9",
		"__x86_indirect_thunk_r10", "__x86_indirect_thunk_r11", "__x86_indirect_thunk_r12",
		"__x86_indirect_thunk_r13", "__x86_indirect_thunk_r14", "__x86_indirect_thunk_r15",
	};
	struct strbuf needle = { 0 };

	strbuf_puts(b, "#include \"mytap_api.h\"\n"
		    "const struct mytap_script mytap_script = { .abi = MYTAP_ABI, .size = sizeof(struct mytap_script) };\n"
		    "__asm__(\".pushsection .discard.mytap_refs,\\\"\\\",@progbits\\n\"\n");
	for (unsigned int i = 0; i < sizeof(symbols) / sizeof(*symbols); i++) {
		strbuf_reset(&needle);
		strbuf_printf(&needle, "\t%s\tvmlinux\t", symbols[i]);
		if (strstr(symvers, needle.s))
			strbuf_printf(b, "\t\"\\t.quad %s\\n\"\n", symbols[i]);
	}
	strbuf_puts(b, "\t\".popsection\\n\");\n");
	strbuf_deinit(&needle);
}

static bool copy_parts(struct target *t, const char *from, const char *to, struct seed *seed)
{
	struct { const char *name, *as; } parts[] = {
		{ "runtime.o", "runtime.o" }, { "features.h", "features.h" },
		{ arena_printf(t->arena, "%s.mod.o", seed_module_name), "module.mod.o" },
		{ arena_printf(t->arena, "%s.ko", seed_module_name), "seed.ko" },
	};

	for (unsigned int i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (!file_copy(arena_printf(t->arena, "%s/%s", from, parts[i].name),
			       arena_printf(t->arena, "%s/%s", to, parts[i].as)))
			return false;
	for (unsigned int i = 0; i < seed->extra.n; i++) {
		const char *path = seed->extra.v[i], *slash = strrchr(path, '/');
		const char *name = arena_printf(t->arena, "extra%u.o", i);

		if (!file_copy(slash && *path == '/' ? kernel_outside(t, path) : arena_printf(t->arena, "%s/%s", from, path),
			       arena_printf(t->arena, "%s/%s", to, name)))
			return false;
		seed->extra.v[i] = name;
	}
	return true;
}

/* Replays the recorded commands on the same stub: the seed is unfit unless the module is the same. */
static void replay(struct target *t, const char *work, const char *stub, struct seed *seed)
{
	struct build_input in = {
		.module_name = seed_module_name, .script_c = stub,
		.out = arena_printf(t->arena, "%s/replay.ko", work),
	};
	struct ko a, b;
	struct strbuf differences = { 0 };
	const char *why, *lacks;

	if (!fast_make(t, seed, &in, work, &why, &lacks)) {
		seed->unfit = why;
	} else if (!ko_open(&a, in.out) ||
		   !ko_open(&b, arena_printf(t->arena, "%s/seed.ko", seed->dir))) {
		seed->unfit = "the replayed module cannot be read";
	} else {
		if (!ko_compare(&a, &b, &differences))
			seed->unfit = arena_printf(t->arena, "replayed commands give another module: %.*s",
						   (int)strcspn(differences.s, "\n"), differences.s);
		ko_close(&a);
		ko_close(&b);
	}
	strbuf_deinit(&differences);
}

static void judge_config(struct target *t, struct seed *seed)
{
	static const char *const unfit[] = { "CONFIG_LTO_CLANG", "CONFIG_CFI_CLANG", "CONFIG_CC_IS_CLANG" };

	for (unsigned int i = 0; i < sizeof(unfit) / sizeof(*unfit); i++)
		if (!strcmp(kernel_config(t, unfit[i]), "y"))
			seed->unfit = arena_printf(t->arena, "the kernel is built with %s", unfit[i]);
}

/* What reduces the runtime's unit to what is needed; NULL: not possible here. */
static const char *cut_program(struct target *t, enum extent extent)
{
	return extent == EXTENT_WHOLE || *t->kernel.programs ? NULL : own_program(t->arena, "mytap-cut");
}

/* A seed in the new folder dir; false with the reason in ret. */
static bool make_in(struct target *t, const char *dir, const char *work, enum extent extent, struct strbuf *ret)
{
	struct seed seed = { .dir = dir };
	struct strbuf stub = { 0 }, symvers = { 0 }, words = { 0 };
	const char *why = "Module.symvers cannot be read";
	bool ok = false;
	int error;

	if (!strbuf_read_file(&symvers, arena_printf(t->arena, "%s/Module.symvers", t->kernel.build_dir)))
		goto out;
	print_stub(strbuf_str(&symvers), &stub);
	struct build_input in = {
		.module_name = seed_module_name, .script_c = stub.s, .extent = extent, .asks_c = strbuf_str(&t->script_c),
		.cut = cut_program(t, extent),
	};
	why = "kbuild failed";
	if (!kbuild_prepare(t, work, &in))
		goto out;
	if (!kbuild_make(t, work, &in, ret)) {
		why = NULL;
		goto out;
	}
	strbuf_reset(ret);		/* warnings */
	why = "";
	if (!commands_record(t, work, &seed, &seed.unfit))
		seed.extra.n = 0;
	if (!copy_parts(t, work, dir, &seed))
		goto out;
	if (!seed.unfit)
		judge_config(t, &seed);
	if (!compiler_ask(t, &seed, work, dir))
		goto out;
	if (!seed.unfit)
		replay(t, work, stub.s, &seed);
	commands_print(&seed, &words);
	ok = file_write(arena_printf(t->arena, "%s/commands", dir), strbuf_str(&words), words.len) &&
	     manifest_write(t, dir, &seed);
out:
	error = errno;
	if (!ok && why && *why)
		strbuf_printf(ret, "%s\n", why);
	else if (!ok && why)
		strbuf_printf(ret, "cannot write the seed: %s\n", strerror(error));
	strbuf_deinit(&stub);
	strbuf_deinit(&symvers);
	strbuf_deinit(&words);
	return ok;
}

/* Waits for other processes that make the same seed. */
static bool seed_make(struct target *t, const struct seed_job *job, struct strbuf *ret)
{
	char key_now[65];
	const char *work = arena_printf(t->arena, "%s/seed", t->s->tmpdir);
	char *fresh = arena_printf(t->arena, "%s.new.XXXXXX", job->dir);
	int lock = lock_take(arena_printf(t->arena, "%s.lock", job->dir));
	struct seed seed;
	bool ok = true;

	if (!seed_load(t, job, &seed)) {
		folder_remove(work);
		ok = mkdtemp(fresh) && make_in(t, fresh, work, job->extent, ret) && !spawn_interrupted;
		seed_key(t, key_now);
		if (ok && strcmp(job->key, key_now)) {
			strbuf_puts(ret, "the runtime's sources changed meanwhile");
			ok = false;
		}
		if (ok) {
			folder_remove(job->dir);
			ok = rename(fresh, job->dir) == 0;
		}
		if (!ok)
			folder_remove(fresh);
	}
	if (lock >= 0)
		close(lock);
	return ok;
}

/* ---- the background process ------------------------------------------------------ */

static bool has_manifest(struct target *t, const char *dir)
{
	return access(arena_printf(t->arena, "%s/manifest", dir), R_OK) == 0;
}

static void job_set_extent(struct target *t, struct seed_job *job, enum extent extent)
{
	static const char *const suffixes[] = { [EXTENT_WHOLE] = "", [EXTENT_USUAL] = "-usual", [EXTENT_ASKED] = "-asked" };

	job->extent = extent;
	job->dir = arena_printf(t->arena, "%s/%.32s%s", job->folder, job->key, suffixes[extent]);
}

static struct seed_job *job_new(struct target *t, enum extent extent)
{
	struct seed_job *job = arena_new_of(t->arena, struct seed_job);

	job->folder = cache_folder(t->s, "seed");
	if (!job->folder)
		return NULL;
	seed_key(t, job->key);
	job_set_extent(t, job, extent);
	return job;
}

/* The largest runtime that is compiled already, else what the script refers to. */
static struct seed_job *job_choose(struct target *t)
{
	struct seed_job *job = job_new(t, EXTENT_WHOLE);

	while (job && job->extent != EXTENT_ASKED && !has_manifest(t, job->dir))
		job_set_extent(t, job, job->extent + 1);
	return job;
}

static void run_job(struct target *t, struct seed_job *job, int fd, pid_t parent)
{
	struct strbuf b = { 0 };

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(1);
	t->s->opt.verbose = t->s->opt.verbose > 2 ? t->s->opt.verbose : 0;
	bool ok = seed_make(t, job, &b);
	if (!ok && write(fd, strbuf_str(&b), b.len < 60000 ? b.len : 60000) < 0)
		_exit(2);
	_exit(ok ? 0 : 1);
}

static void job_start(struct target *t, struct seed_job *job)
{
	static const char *const names[] = { [EXTENT_WHOLE] = "whole ", [EXTENT_USUAL] = "usual ", [EXTENT_ASKED] = "" };
	int fds[2];
	pid_t parent = getpid();

	if (!session_tmpdir(t->s) || pipe(fds) < 0)
		return;
	if (t->s->opt.verbose || isatty(STDERR_FILENO))
		fprintf(stderr, "Compiling the %sruntime for kernel %s (once; takes some seconds).\n",
			names[job->extent], t->kernel.release);
	fflush(NULL);
	job->pid = fork();
	if (job->pid == 0) {
		close(fds[0]);
		run_job(t, job, fds[1], parent);
	}
	close(fds[1]);
	job->fd = fds[0];
	if (job->pid < 0) {
		close(fds[0]);
		job->pid = 0;
	}
}

/* True if the job made a seed, else false with its messages in ret. */
static bool job_wait(struct seed_job *job, struct strbuf *ret)
{
	char buf[4096];
	int status = 1;
	ssize_t n;
	pid_t pid;

	while ((n = read(job->fd, buf, sizeof(buf))) > 0 || (n < 0 && errno == EINTR)) {
		if (n > 0)
			strbuf_add(ret, buf, n);
		if (spawn_interrupted)
			kill(job->pid, SIGTERM);
	}
	close(job->fd);
	while ((pid = waitpid(job->pid, &status, 0)) < 0 && errno == EINTR)
		;
	job->pid = 0;
	return pid > 0 && status == 0;
}

static const struct seed *job_end(struct target *t, struct seed_job *job, const char **why)
{
	struct strbuf text = { 0 };

	t->seed_job = job;
	*why = "there is no cache to keep the compiled runtime in";
	if (!job)
		return NULL;
	if (!job->pid && !job->is_loaded)
		job->is_loaded = seed_load(t, job, &job->seed);
	if (!job->is_loaded && !job->pid)
		job_start(t, job);
	if (!job->is_loaded && job->pid) {
		if (job_wait(job, &text))
			job->is_loaded = seed_load(t, job, &job->seed);
		*why = arena_printf(t->arena, "the runtime was not compiled: %s",
				    text.len ? kbuild_first_error(t, text.s) : "interrupted or out of space");
		if (!job->is_loaded && t->s->opt.verbose > 1)
			fputs(strbuf_str(&text), stderr);
	}
	strbuf_deinit(&text);
	if (!job->is_loaded)
		return NULL;
	/* Its mtime is the time of last use, by which cleaning sorts: every new script needs the seed. */
	utimensat(AT_FDCWD, arena_printf(t->arena, "%s/manifest", job->dir), NULL, 0);
	return &job->seed;
}

const struct seed *seed_get(struct target *t, const char **why)
{
	return job_end(t, t->seed_job ? t->seed_job : job_choose(t), why);
}

const struct seed *seed_get_of(struct target *t, enum extent extent, const char **why)
{
	if (t->seed_job && t->seed_job->extent == extent)
		return job_end(t, t->seed_job, why);
	seed_stop(t);
	return job_end(t, job_new(t, extent), why);
}

bool seed_is_ready(struct target *t, const char **why)
{
	struct seed_job *job = job_choose(t);
	bool is_ready = job && seed_load(t, job, &job->seed);

	*why = is_ready ? job->seed.unfit : NULL;
	return is_ready;
}

void seed_stop(struct target *t)
{
	struct seed_job *job = t->seed_job;
	int status;

	if (!job || !job->pid)
		return;
	kill(job->pid, SIGTERM);
	close(job->fd);
	while (waitpid(job->pid, &status, 0) < 0 && errno == EINTR)
		;
	job->pid = 0;
}

bool seed_prewarm(struct target *t)
{
	const struct seed *seed;
	const char *why;

	if (!kernel_check_headers(t))
		return false;
	seed = seed_get_of(t, EXTENT_WHOLE, &why);
	if (!seed)
		return options_complain("kernel %s: %s", t->kernel.release, why);
	if (seed->unfit)
		options_complain("kernel %s: the fast build cannot be used (%s); kbuild will be", t->kernel.release,
				 seed->unfit);
	else if (t->s->opt.verbose)
		fprintf(stderr, "The runtime for kernel %s is in %s.\n", t->kernel.release, seed->dir);
	return true;
}
