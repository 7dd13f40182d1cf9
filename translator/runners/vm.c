/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The runner that does not depend on this machine's kernel: puts the module, the
 * loader and the user's files into a guest and runs the loader there. Output
 * comes as it is written; signals go to the loader, so end probes run. Messages of the guest's kernel, warnings and
 * worse, are printed: they show what went wrong in a script.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "parser/base/write_all.h"
#include "translator/replay.h"
#include "translator/spawn.h"
#include "translator/runners/guest.h"
#include "translator/runners/guest_signals.h"
#include "translator/runners/runner.h"
#include "translator/runners/travel.h"

/* Printed by every kernel for the first external module. */
static const char *const expected_lines[] = {
	"loading out-of-tree module taints kernel",
	"module verification failed: signature and/or required key missing",
};

struct vm_outputs {
	int out;			/* standard output */
	int file;			/* file of -o for the script's output; -1: none */
	bool has_failed;
};

static bool is_expected(const char *line, size_t n)
{
	for (size_t i = 0; i < sizeof(expected_lines) / sizeof(expected_lines[0]); i++) {
		if (memmem(line, n, expected_lines[i], strlen(expected_lines[i])))
			return true;
	}
	return false;
}

/* A closed pipe is not reported; a full disk is. */
static bool put_output(struct vm_outputs *o, int fd, const char *p, size_t n)
{
	if (write_all(fd, p, n))
		return true;
	if (errno != EPIPE) {
		fprintf(stderr, "ERROR: cannot write the output: %s\n", strerror(errno));
		o->has_failed = true;
	}
	return false;
}

static bool vm_output(void *ctx, enum guest_stream stream, const char *p, size_t n)
{
	struct vm_outputs *o = ctx;

	switch (stream) {
	case GUEST_OUT:
		return put_output(o, o->out, p, n);
	case GUEST_DATA:
		return put_output(o, o->file, p, n);
	case GUEST_ERR:
		write_all(STDERR_FILENO, p, n);
		return true;
	case GUEST_LOG:
		if (!is_expected(p, n))
			dprintf(STDERR_FILENO, "guest kernel: %.*s", (int)n, p);
		return true;
	}
	return true;
}

/* An argument for the guest's shell. */
static void put_quoted(struct strbuf *b, const char *s)
{
	strbuf_puts(b, " '");
	for (; *s; s++) {
		if (*s == '\'')
			strbuf_puts(b, "'\\''");
		else
			strbuf_putc(b, *s);
	}
	strbuf_putc(b, '\'');
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Outputs that are files of this machine: the guest sends all records through its one port, and the files are made
 * here. */
static bool has_files(const struct run_request *r)
{
	for (unsigned int i = 0; i < r->nwriters; i++)
		if (replay_has_file(&r->writers[i]))
			return true;
	return r->rotation;
}

static void writers_there(struct session *s, const struct run_request *r, struct run_request *there)
{
	VEC(struct writer_option) v = { 0 };

	for (unsigned int i = 0; i < r->nwriters; i++)
		if (!replay_has_file(&r->writers[i]) && !r->output)
			vec_push(s->arena, &v, r->writers[i]);
	vec_push(s->arena, &v, ((struct writer_option){ "raw", "/proc/self/fd/3" }));
	there->writers = v.v;
	there->nwriters = v.n;
}

static void put_command(struct session *s, const struct run_request *r, struct strbuf *b)
{
	struct run_request there = *r;
	str_vec words = { 0 };

	there.is_guest = true;
	there.module = base_name(r->module);
	/* The output of -c is not for that file. */
	if (r->output)
		there.output = "/proc/self/fd/3";
	if (has_files(r)) {
		there.rotation = NULL;
		there.output = r->output ? "/dev/null" : NULL;
		writers_there(s, r, &there);
	}
	loader_arguments(s, &there, &words);
	strbuf_puts(b, "exec /root/mytap-run");
	vec_each(w, &words)
		put_quoted(b, *w);
}

static bool vm_is_wanted(const struct session *s)
{
	return s->opt.vm != NULL;
}

static const char *vm_kernel(const struct target *t, const char *release)
{
	if (*t->kernel.root && t->kernel.vmlinuz)
		return t->kernel.vmlinuz;
	/* If no file of the running kernel is installed, the message is about any image. */
	if (t->s->opt.vm && !*t->s->opt.vm && !t->kernel.build_dir && !t->kernel.vmlinuz && t->kernel.is_running)
		return NULL;
	return t->s->opt.vm && *t->s->opt.vm ? t->s->opt.vm : release;
}

static bool vm_is_able(struct target *t, struct strbuf *ret)
{
	return guest_is_able(t->arena, vm_kernel(t, t->kernel.release), ret);
}

/* -o is a file of this machine; its name may hold strftime() conversions. */
static int open_output(const char *name)
{
	char path[4096];
	time_t now = time(NULL);
	int fd;

	if (!strftime(path, sizeof(path), name, localtime(&now)))
		snprintf(path, sizeof(path), "%s", name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		fprintf(stderr, "ERROR: cannot write the output to %s: %s\n", path, strerror(errno));
	return fd;
}

static bool is_empty(const char *path)
{
	struct stat st;

	return stat(path, &st) || !st.st_size;
}

/* The names of the guest's own programs, a line each. */
static const char *own_programs(struct session *s)
{
	const char *ask[] = { "busybox", "--list", NULL };
	struct spawn what = { .argv = ask };
	struct strbuf list = { 0 };
	const char *ret = "";

	if (spawn_run(&what, &list) == 0)
		ret = arena_strdup(s->arena, strbuf_str(&list));
	strbuf_deinit(&list);
	return ret;
}

static bool put_all(struct guest *g, const struct travel *t, struct strbuf *why)
{
	vec_each(it, &t->files) {
		if (!guest_put(g, it->from, it->to, why))
			return false;
	}
	vec_each(it, &t->links)
		guest_link(g, it->path, it->target);
	return true;
}

/* Copies mytap-run and its module, the files of --vm-add, and those that the command needs. */
static bool put_files(struct session *s, const struct run_request *r, struct guest *g, struct strbuf *why)
{
	const char *module = arena_printf(s->arena, "/root/%s", base_name(r->module));
	struct travel t;
	bool ok = true;

	travel_init(&t, s->arena, r->command || s->opt.vm_add.n ? own_programs(s) : "");
	vec_each(it, &s->opt.vm_add)
		ok = ok && travel_add(&t, *it, why);
	if (r->command)
		travel_command(&t, r->command);
	travel_module(&t, r->module);
	ok = ok && guest_put(g, r->loader, "/root/mytap-run", why) && guest_put(g, r->module, module, why) &&
	     put_all(g, &t, why);
	travel_deinit(&t);
	return ok;
}

/* By default only if no command runs there. */
static bool has_idle_life(const struct session *s, const struct run_request *r)
{
	return s->opt.vm_idle == VM_IDLE_ON || (s->opt.vm_idle == VM_IDLE_AUTO && !r->command);
}

static int run_in(struct target *t, const struct run_request *r, struct guest *g, struct vm_outputs *o,
		  struct strbuf *why)
{
	struct strbuf text = { 0 };
	struct guest_command c = {
		.holds_signals = true, .has_data = o->file >= 0, .watched = o->out, .orders = r->monitor, .sink = vm_output, .ctx = o,
	};
	struct monitor_guest at;
	enum guest_end end = GUEST_NOT_BEGUN;
	int status = 0;

	put_command(t->s, r, &text);
	c.text = text.s;
	if (put_files(t->s, r, g, why)) {
		if (has_idle_life(t->s, r))
			guest_idle(g);
		guest_memory(g, &at.pid, &at.memory_mb);
		if (r->monitor >= 0)
			send(r->monitor, &at, sizeof(at), MSG_NOSIGNAL);
		end = guest_run(g, &c, &status, why);
	}
	strbuf_deinit(&text);
	if (end == GUEST_EXITED && WIFSIGNALED(status))
		fprintf(stderr, "ERROR: mytap-run was killed in the guest by signal %d\n", WTERMSIG(status));
	if (end == GUEST_KILLED)
		fputs("WARNING: ended by a second signal: some output may be missing\n", stderr);
	return end == GUEST_EXITED && status == 0 ? 0 : 1;
}

/* From the start of the guest to its end; signals are noted meanwhile. */
static int run_guest(struct target *t, const struct run_request *r, struct vm_outputs *o)
{
	struct guest_config c = {
		.kernel = vm_kernel(t, r->release),
		.cpus = t->s->opt.vm_cpus,
		.memory_mb = t->s->opt.vm_memory_mb,
		.verbose = r->verbose,
	};
	struct strbuf why = { 0 };
	struct guest *g = guest_start(t->arena, &c, &why);
	int ret = 1;

	if (g)
		ret = run_in(t, r, g, o, &why);
	if (why.len)
		fprintf(stderr, "ERROR: %s", why.s);
	guest_stop(g);
	strbuf_deinit(&why);
	return ret;
}

/* Where the guest's data go: the file of -o, or a file of all records for the other outputs; -1: none, or an error
 * was reported. */
static int open_data(struct target *t, const struct run_request *r, const char **ret_raw)
{
	const char *dir;

	*ret_raw = NULL;
	if (!has_files(r))
		return r->output ? open_output(r->output) : -1;
	dir = session_tmpdir(t->s);
	if (!dir)
		return -1;
	*ret_raw = arena_printf(t->s->arena, "%s/records.raw", dir);
	return open_output(*ret_raw);
}

static int vm_run(struct target *t, const struct run_request *r)
{
	struct vm_outputs o = { .out = STDOUT_FILENO, .file = -1 };
	const char *raw;
	int ret = 1;

	if (t->s->opt.target_pids.n) {
		fputs("ERROR: -x PID names a process of this machine; with --vm start one in the guest with -c CMD\n",
		      stderr);
		return 1;
	}
	if (t->s->opt.target_namespaces) {
		fputs("ERROR: --target-namespaces names a process of this machine; in the guest of --vm there is none of that number yet\n",
		      stderr);
		return 1;
	}
	o.file = open_data(t, r, &raw);
	if (o.file < 0 && (r->output || has_files(r)))
		return 1;
	if (!r->command && !t->s->opt.no_warnings && isatty(STDERR_FILENO))
		fprintf(stderr, "%s in the guest: -c COMMAND starts something there, Ctrl-C ends.\n",
			has_idle_life(t->s, r) ? "Little happens" : "Nothing but the script runs");
	signal(SIGPIPE, SIG_IGN);
	guest_signals_begin();
	if (!spawn_interrupted)
		ret = run_guest(t, r, &o);
	/* A signal not taken yet arrived before the script began. */
	if (guest_signal_take() && ret)
		spawn_interrupted = 1;
	guest_signals_end();
	if (o.file >= 0 && close(o.file)) {
		fprintf(stderr, "ERROR: cannot write the output: %s\n", strerror(errno));
		o.has_failed = true;
	}
	/* A session that never began wrote nothing. */
	if (raw && !is_empty(raw) && !replay_to_files(t->s, raw))
		o.has_failed = true;
	return o.has_failed ? 1 : ret;
}

const struct runner runner_vm = {
	.name = "vm",
	.is_wanted = vm_is_wanted,
	.is_able = vm_is_able,
	.run = vm_run,
};
