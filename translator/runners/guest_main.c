/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mytap-guest: a shell command in a throw-away guest, with files in and out.
 *
 *	mytap-guest --smp 2 --add prog --get /tmp/result:result -- './prog > /tmp/result'
 *
 * Ends with the command's status; 124: time limit, 125: no guest, 128 + n: killed by signal n, or not begun because of it.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "parser/base/vec.h"
#include "parser/base/write_all.h"
#include "translator/runners/guest.h"
#include "translator/runners/guest_signals.h"

enum { EXIT_TIME = 124, EXIT_GUEST = 125, EXIT_KILLED = 137 };

struct transfer {
	const char *from, *to;
};

struct request {
	struct guest_config config;
	double time_limit;
	const char *log_file;		/* where the kernel's warnings go; NULL: stderr, each with a word before it */
	VEC(struct transfer) add, get;
	const char *command;
};

static const char usage[] =
	"Usage: mytap-guest [OPTION]... -- COMMAND...\n"
	"Runs a shell command in a throw-away virtual machine.\n"
	"\n"
	"  --kernel=RELEASE|PATH    its kernel: an installed release, an image, an unpacked package\n"
	"  --smp=N, --memory=MB     processors (1) and memory (256)\n"
	"  --parallel               emulated processors run at the same time (wants QEMU 10)\n"
	"  --qemu=PROGRAM           this one, not the qemu-system-x86_64 of PATH\n"
	"  --icount[=NS]            count instructions: one is NS (1, 2, 4, ...) nanoseconds of the guest's time\n"
	"  --vmlinuz                start the packed image, which puts itself at a random address\n"
	"  --uefi=FIRMWARE[,VARS]   boot by this firmware image; VARS: its variables, which the guest may change\n"
	"  --append=WORDS           more for the kernel's command line\n"
	"  --no-snapshot            boot it, instead of restoring a saved one\n"
	"  --timeout=SEC            end it after this time, status 124\n"
	"  --add=HOST[:GUEST]       copy a file in (to /root/NAME)\n"
	"  --get=GUEST:HOST         copy a file out afterwards, whatever the command's status\n"
	"  --log=FILE               the guest kernel's warnings go there; otherwise to stderr\n"
	"  -v                       say what takes time\n";

enum option_id {
	OPT_KERNEL = 256, OPT_SMP, OPT_MEMORY, OPT_PARALLEL, OPT_QEMU, OPT_ICOUNT, OPT_VMLINUZ, OPT_UEFI, OPT_APPEND,
	OPT_NO_SNAPSHOT, OPT_TIMEOUT, OPT_ADD, OPT_GET, OPT_LOG,
};

static const struct option options[] = {
	{ "kernel", required_argument, NULL, OPT_KERNEL },
	{ "smp", required_argument, NULL, OPT_SMP },
	{ "memory", required_argument, NULL, OPT_MEMORY },
	{ "parallel", no_argument, NULL, OPT_PARALLEL },
	{ "qemu", required_argument, NULL, OPT_QEMU },
	{ "icount", optional_argument, NULL, OPT_ICOUNT },
	{ "vmlinuz", no_argument, NULL, OPT_VMLINUZ },
	{ "uefi", required_argument, NULL, OPT_UEFI },
	{ "append", required_argument, NULL, OPT_APPEND },
	{ "no-snapshot", no_argument, NULL, OPT_NO_SNAPSHOT },
	{ "timeout", required_argument, NULL, OPT_TIMEOUT },
	{ "add", required_argument, NULL, OPT_ADD },
	{ "get", required_argument, NULL, OPT_GET },
	{ "log", required_argument, NULL, OPT_LOG },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 }
};

static double number_of(const char *what, const char *s)
{
	char *end;
	double v = strtod(s, &end);

	if (end == s || *end || v < 0 || v > 1e9) {
		fprintf(stderr, "mytap-guest: %s: not a number: %s\n", what, s);
		exit(EXIT_GUEST);
	}
	return v;
}

static struct transfer add_of(struct arena *a, const char *s)
{
	const char *colon = strrchr(s, ':'), *slash;
	struct transfer t = { .from = s };

	if (colon && colon[1] == '/') {
		t.from = arena_strndup(a, s, colon - s);
		t.to = colon + 1;
		return t;
	}
	slash = strrchr(s, '/');
	t.to = arena_printf(a, "/root/%s", slash ? slash + 1 : s);
	return t;
}

static struct transfer get_of(struct arena *a, const char *s)
{
	const char *colon = strchr(s, ':');
	struct transfer t = { 0 };

	if (!colon || s[0] != '/') {
		fprintf(stderr, "mytap-guest: --get=/PATH/IN/GUEST:PATH/ON/HOST, not %s\n", s);
		exit(EXIT_GUEST);
	}
	t.from = arena_strndup(a, s, colon - s);
	t.to = colon + 1;
	return t;
}

/* Nanoseconds per instruction: a power of two, as QEMU requires. */
static unsigned int icount_of(const char *s)
{
	unsigned int ns = s ? number_of("--icount", s) : 1;

	if (ns && ns <= 1024 && !(ns & (ns - 1)))
		return ns;
	fprintf(stderr, "mytap-guest: --icount: 1, 2, 4, 8, ... or 1024 nanoseconds per instruction, not %s\n", s);
	exit(EXIT_GUEST);
}

static void option_take(struct arena *a, struct request *r, int id)
{
	switch (id) {
	case OPT_KERNEL:
		r->config.kernel = optarg;
		return;
	case OPT_SMP:
		r->config.cpus = number_of("--smp", optarg);
		return;
	case OPT_MEMORY:
		r->config.memory_mb = number_of("--memory", optarg);
		return;
	case OPT_PARALLEL:
		r->config.is_parallel = true;
		return;
	case OPT_QEMU:
		r->config.qemu = optarg;
		return;
	case OPT_ICOUNT:
		r->config.icount_ns = icount_of(optarg);
		return;
	case OPT_VMLINUZ:
		r->config.use_vmlinuz = true;
		return;
	case OPT_UEFI:
		r->config.uefi = arena_strndup(a, optarg, strcspn(optarg, ","));
		if (strchr(optarg, ','))
			r->config.uefi_variables = strchr(optarg, ',') + 1;
		return;
	case OPT_APPEND:
		r->config.append = optarg;
		return;
	case OPT_NO_SNAPSHOT:
		r->config.no_snapshot = true;
		return;
	case OPT_TIMEOUT:
		r->time_limit = number_of("--timeout", optarg);
		r->config.boot_limit = r->time_limit;	/* who waits longer for a command has a slow guest */
		return;
	case OPT_ADD:
		vec_push(a, &r->add, add_of(a, optarg));
		return;
	case OPT_GET:
		vec_push(a, &r->get, get_of(a, optarg));
		return;
	case OPT_LOG:
		r->log_file = optarg;
		return;
	case 'v':
		r->config.verbose++;
		return;
	case 'h':
		fputs(usage, stdout);
		exit(0);
	default:
		fputs("mytap-guest --help lists the options\n", stderr);
		exit(EXIT_GUEST);
	}
}

static void request_read(struct arena *a, struct request *r, int argc, char **argv)
{
	struct strbuf b = { 0 };
	int id;

	while ((id = getopt_long(argc, argv, "+vh", options, NULL)) != -1)
		option_take(a, r, id);
	for (int i = optind; i < argc; i++)
		strbuf_printf(&b, "%s%s", i > optind ? " " : "", argv[i]);
	if (b.len == 0) {
		fputs("mytap-guest: no command; mytap-guest --help lists the options\n", stderr);
		exit(EXIT_GUEST);
	}
	r->command = arena_strdup(a, b.s);
	strbuf_deinit(&b);
}

struct outputs {
	int fd[GUEST_LOG + 1];	/* by enum guest_stream */
	bool is_log_marked;
};

static bool output(void *ctx, enum guest_stream stream, const char *p, size_t n)
{
	struct outputs *o = ctx;

	if (stream == GUEST_LOG && o->is_log_marked)
		write_all(o->fd[stream], "kernel: ", 8);
	return write_all(o->fd[stream], p, n) || stream != GUEST_OUT;
}

/* Files in, the command, files out. */
static int request_do(const struct request *r, struct guest *g, struct outputs *o, struct strbuf *why)
{
	struct guest_command c = {
		.orders = -1,
		.text = r->command, .time_limit = r->time_limit, .watched = -1, .sink = output, .ctx = o,
	};
	int status = 0, ret = EXIT_GUEST;

	for (unsigned int i = 0; i < r->add.n; i++) {
		if (!guest_put(g, r->add.v[i].from, r->add.v[i].to, why))
			return EXIT_GUEST;
	}
	switch (guest_run(g, &c, &status, why)) {
	case GUEST_EXITED:
		ret = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
		break;
	case GUEST_DIED:
		return EXIT_GUEST;
	case GUEST_TIMED_OUT:
		return EXIT_TIME;
	case GUEST_KILLED:
		return EXIT_KILLED;
	case GUEST_NOT_BEGUN:
		return EXIT_GUEST;
	}
	for (unsigned int i = 0; i < r->get.n; i++) {
		if (!guest_get(g, r->get.v[i].from, r->get.v[i].to, why) && ret == 0)
			ret = EXIT_GUEST;
	}
	return ret;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct request r = { 0 };
	struct outputs o = { .fd = { 1, 2, -1, 2 }, .is_log_marked = true };
	struct strbuf why = { 0 };
	struct guest *g;
	FILE *log = NULL;
	int ret = EXIT_GUEST, number;

	signal(SIGPIPE, SIG_IGN);
	request_read(a, &r, argc, argv);
	guest_signals_begin();
	if (r.log_file) {
		log = fopen(r.log_file, "we");
		if (!log) {
			fprintf(stderr, "mytap-guest: %s: %s\n", r.log_file, strerror(errno));
			return EXIT_GUEST;
		}
		o.fd[GUEST_LOG] = fileno(log);
		o.is_log_marked = false;
	}
	g = guest_start(a, &r.config, &why);
	if (g)
		ret = request_do(&r, g, &o, &why);
	if (why.len)
		fprintf(stderr, "mytap-guest: %s", why.s);
	guest_stop(g);
	number = guest_signal_take();
	if (number && ret == EXIT_GUEST)
		ret = 128 + number;
	if (log)
		fclose(log);
	strbuf_deinit(&why);
	arena_free(a);
	return ret;
}
