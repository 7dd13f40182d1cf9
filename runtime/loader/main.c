// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mytap-run: loads a module made by mytap, shows its output, removes it. The only part of mytap that needs
 * privilege; it shares only wire.h with the rest.
 */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "about.h"
#include "channel.h"
#include "children.h"
#include "decode.h"
#include "detached.h"
#include "follow.h"
#include "globals.h"
#include "identity.h"
#include "input.h"
#include "insert.h"
#include "machine.h"
#include "memory.h"
#include "program.h"
#include "reader.h"
#include "rotation.h"
#include "server.h"
#include "say.h"
#include "symbols.h"
#include "targets.h"
#include "turn.h"
#include "user_files.h"

enum { EXIT_GOOD, EXIT_BAD };

struct settings {
	const char *module;
	bool verbose, no_warnings, suppress_errors, may_rename, is_guest, any_memory, is_timed, is_dry;
	bool leaves, attaches;		/* -L, -A */
	const char *command;		/* -c */
	struct targets targets;		/* -x */
	long namespaces;		/* --target-namespaces; 0: this process's */
	double time_limit;		/* -T */
	const char *output;		/* -o */
	struct rotation rotation;	/* -S */
	u32 faults;			/* --faults: MYTAP_START_FAULTS_* */
	long patience;			/* --patience, seconds */
	long ring_mb;			/* -b */
	long trace_depth;		/* --trace-depth; 0: all */
	long last;			/* --last; 0: all records of the function tracers */
	long trace_slower;		/* --trace-slower, ns; 0: all */
	bool trace_failed, trace_time, trace_process;
	const char *cache;		/* --cache */
	char **globals;
	int nglobals;
	struct writer_choices writers;
	struct about about;
};

static const char usage[] =
	"usage: mytap-run [-tvw] [-c COMMAND | -x PID] [-T SECONDS] [-o FILE [-S MB[,N]]] [-b MB]\n"
	"                 [--suppress-handler-errors] [--rename] [--any-memory] MODULE.ko [VARIABLE=VALUE]...\n"
	"       mytap-run -L [-b MB] MODULE.ko [VARIABLE=VALUE]...\n"
	"       mytap-run -A [-T SECONDS] [-o FILE [-S MB[,N]]] SESSION\n"
	"Loads a module made by mytap -p4, shows what the script prints, and removes it.\n"
	"  -L          load it, print its name and leave: it keeps its newest output until -A reads it\n"
	"  -A          read such a session from where it was left; when it is over, remove it\n"
	"  -c COMMAND  run it, end with it; target() is its process\n"
	"  -x PID      target() is this process; several times: the first one\n"
	"  --target-namespaces PID  ns_pid() and the like are numbers in the namespaces of this process, not of mytap-run\n"
	"  -T SECONDS  end after that time\n"
	"  -o FILE     write the output there\n"
	"  -S MB[,N]   write FILE.0, FILE.1 and so on, of at most MB each; only the newest N stay\n"
	"  -b MB       buffer of each CPU (a power of two is used)\n"
	"  -t          time the handlers, and print a table of them at the end\n"
	"  -v, -w      report what is done; no warnings\n"
	"  --suppress-handler-errors  errors in probes are counted and do not end the session\n"
	"  --faults zero|skip|stop  memory that cannot be read: it is 0, the hit is left out, or it is an error\n"
	"  --rename    when a session of this module runs already, load it under a name of its own\n"
	"  --patience SECONDS  give up a module that makes no progress (starting or ending) for this long; 300\n"
	"  --any-memory  load it even if it needs more than half of the available memory\n"
	"  --dry-run   check all that can be checked beforehand, and load nothing\n"
	"  --user UID:GID,GID...  run commands and write -o as this user (mytap gives it with sudo)\n"
	"  --times[=only]  what the functions of the graph took, at the end\n"
	"  --trace-failed, --trace-slower NS  of the function graph: only trees whose root fails, or takes longer\n"
	"  --trace-depth N  of the function graph: show no calls within N others\n"
	"  --trace-abstime, --trace-proc  of the function graph: columns with the time, with the thread\n"
	"  --last N    of what the function tracers write: keep the last N records of each CPU, and show them at the end\n"
	"  --json[=strings]  a JSON object per line instead of text; numbers over 2^53 as strings\n"
	"  --raw FILE  all records as they are, for mytap replay\n"
	"  --bulk=FILE  instead of text, all records as they are in FILE_0 and so on, one for each CPU, for mytap merge\n"
	"  --perfetto FILE, --folded FILE, --flamegraph FILE, --heatmap FILE, --report FILE  a timeline, stacks, a page of it\n"
	"  --about KEY=VALUE  shown in reports (mytap gives the script and the options)\n"
	"  --cache FOLDER  keep there what is made of programs' files for their stacks (mytap gives it)\n"
	"  --guest     messages speak of a guest (mytap --vm gives it)\n"
	"  -V, -h      version, this text\n";

enum { OPTION_SUPPRESS = 256, OPTION_RENAME, OPTION_USER, OPTION_PATIENCE, OPTION_GUEST, OPTION_ANY_MEMORY, OPTION_TRACE_DEPTH,
       OPTION_TRACE_FAILED, OPTION_TRACE_SLOWER, OPTION_TRACE_TIME, OPTION_TRACE_PROCESS, OPTION_DRY_RUN, OPTION_FAULTS, OPTION_ABOUT, OPTION_LAST, OPTION_CACHE, OPTION_NAMESPACES, OPTION_WRITER };	/* OPTION_WRITER: of the first row of writers.c; the others follow */

enum { WRITERS_MOST = OUTPUTS_MOST };

/* The writers' options come first (options_init()). */
static struct option all_options[WRITERS_MOST + 28];

static const struct option long_options[] = {
	{ "about", required_argument, NULL, OPTION_ABOUT },
	{ "suppress-handler-errors", no_argument, NULL, OPTION_SUPPRESS },
	{ "rename", no_argument, NULL, OPTION_RENAME },
	{ "any-memory", no_argument, NULL, OPTION_ANY_MEMORY },
	{ "user", required_argument, NULL, OPTION_USER },
	{ "patience", required_argument, NULL, OPTION_PATIENCE },
	{ "guest", no_argument, NULL, OPTION_GUEST },
	{ "faults", required_argument, NULL, OPTION_FAULTS },
	{ "dry-run", no_argument, NULL, OPTION_DRY_RUN },
	{ "trace-depth", required_argument, NULL, OPTION_TRACE_DEPTH },
	{ "last", required_argument, NULL, OPTION_LAST },
	{ "cache", required_argument, NULL, OPTION_CACHE },
	{ "target-namespaces", required_argument, NULL, OPTION_NAMESPACES },
	{ "trace-failed", no_argument, NULL, OPTION_TRACE_FAILED },
	{ "trace-slower", required_argument, NULL, OPTION_TRACE_SLOWER },
	{ "trace-abstime", no_argument, NULL, OPTION_TRACE_TIME },
	{ "trace-proc", no_argument, NULL, OPTION_TRACE_PROCESS },
	{ "version", no_argument, NULL, 'V' },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

static void options_init(void)
{
	const struct writer_kind *kind;
	unsigned int n = 0;

	for (; (kind = writer_number(n)) != NULL; n++)
		all_options[n] = (struct option){ kind->name, kind->has_file ? required_argument : optional_argument, NULL, OPTION_WRITER + n };
	_Static_assert(sizeof(all_options) >= sizeof(long_options) + WRITERS_MOST * sizeof(*all_options), "all options");
	memcpy(all_options + n, long_options, sizeof(long_options));
}

static bool take_about(struct settings *s, char *text)
{
	if (!strchr(text, '=') || s->about.ngiven == sizeof(s->about.given) / sizeof(*s->about.given)) {
		say_error("--about takes KEY=VALUE, at most %zu times", sizeof(s->about.given) / sizeof(*s->about.given));
		return false;
	}
	s->about.given[s->about.ngiven++] = text;
	return true;
}

static bool parse_long(const char *option, const char *text, long low, long high, long *ret)
{
	char *end;

	errno = 0;
	*ret = strtol(text, &end, 10);
	if (!errno && end != text && !*end && *ret >= low && *ret <= high)
		return true;
	say_error("%s takes a number from %ld to %ld, not '%s'", option, low, high, text);
	return false;
}

static bool parse_seconds(const char *text, double *ret)
{
	char *end;

	*ret = strtod(text, &end);
	if (end != text && !*end && *ret > 0 && *ret < 1e9)
		return true;
	say_error("-T takes a time in seconds, not '%s'", text);
	return false;
}

static bool parse_faults(const char *text, u32 *ret)
{
	if (strcmp(text, "zero") && strcmp(text, "skip") && strcmp(text, "stop")) {
		say_error("--faults takes zero, skip or stop, not '%s'", text);
		return false;
	}
	*ret = !strcmp(text, "zero") ? MYTAP_START_FAULTS_ZERO : !strcmp(text, "skip") ? MYTAP_START_FAULTS_SKIP : 0;
	return true;
}

static bool parse_rotation(const char *text, struct rotation *ret)
{
	if (!rotation_parse(text, ret))
		say_error("-S takes SIZE (in MB) or SIZE,N, not '%s'", text);
	return ret->most;
}

static bool take_target(struct settings *s, const char *text)
{
	long pid;

	return parse_long("-x", text, 1, 1L << 30, &pid) && targets_add(&s->targets, pid);
}

/* The result of getopt; false: reported, or (is_over) nothing is left to do. */
static bool take_option(struct settings *s, int option, bool *is_over)
{
	if (option >= OPTION_WRITER)
		return writers_choose(&s->writers, writer_number(option - OPTION_WRITER)->name, optarg);
	switch (option) {
	case 'v':
		s->verbose = true;
		return true;
	case 'w':
		s->no_warnings = true;
		return true;
	case 'c':
		s->command = optarg;
		return true;
	case 'x':
		return take_target(s, optarg);
	case 'T':
		return parse_seconds(optarg, &s->time_limit);
	case 'o':
		s->output = optarg;
		return true;
	case 'S':
		return parse_rotation(optarg, &s->rotation);
	case 'b':
		return parse_long("-b", optarg, 1, 1024, &s->ring_mb);
	case 't':
		return s->is_timed = true;
	case 'L':
		return s->leaves = true;
	case 'A':
		return s->attaches = true;
	case OPTION_SUPPRESS:
		s->suppress_errors = true;
		return true;
	case OPTION_FAULTS:
		return parse_faults(optarg, &s->faults);
	case OPTION_DRY_RUN:
		return s->is_dry = true;
	case OPTION_RENAME:
		s->may_rename = true;
		return true;
	case OPTION_PATIENCE:
		return parse_long("--patience", optarg, 1, 86400, &s->patience);
	case OPTION_TRACE_DEPTH:
		return parse_long("--trace-depth", optarg, 1, 1000, &s->trace_depth);
	case OPTION_TRACE_FAILED:
		s->trace_failed = true;
		return true;
	case OPTION_TRACE_TIME:
		return s->trace_time = true;
	case OPTION_TRACE_PROCESS:
		return s->trace_process = true;
	case OPTION_TRACE_SLOWER:
		return parse_long("--trace-slower", optarg, 1, LONG_MAX, &s->trace_slower);
	case OPTION_ABOUT:
		return take_about(s, optarg);
	case OPTION_LAST:
		return parse_long("--last", optarg, 1, 1L << 30, &s->last);
	case OPTION_NAMESPACES:
		return parse_long("--target-namespaces", optarg, 1, 1L << 30, &s->namespaces);
	case OPTION_CACHE:
		s->cache = optarg;
		return true;
	case OPTION_GUEST:
		s->is_guest = true;
		return true;
	case OPTION_ANY_MEMORY:
		s->any_memory = true;
		return true;
	case OPTION_USER:
		return identity_set(optarg);
	case 'V':
		printf("mytap-run, messages of version %d\n", MYTAP_WIRE_VERSION);
		*is_over = true;
		return false;
	case 'h':
		fputs(usage, stdout);
		*is_over = true;
		return false;
	default:
		fputs(usage, stderr);
		return false;
	}
}

/* Options that need a reader are refused with -L; options that set up the session are refused with -A. */
static bool detaching_is_sensible(const struct settings *s)
{
	if (s->leaves && s->attaches)
		say_error("-L leaves a session to itself, -A reads one: give one of them");
	else if (s->leaves && (s->command || s->time_limit || s->output || s->writers.n || s->last))
		say_error("-L leaves the session to itself: -c, -T, --last do not go with it, and outputs are for mytap-run -A");
	else if (s->attaches && (s->command || s->targets.n || s->namespaces || s->ring_mb || s->last || s->is_timed || s->nglobals))
		say_error("-A reads a session as it is: -c, -x, --target-namespaces, -b, -t, --last and variables are for who starts it");
	else
		return true;
	return false;
}

static bool parse_options(struct settings *s, int argc, char **argv, bool *is_over)
{
	int option;

	*is_over = false;
	options_init();
	while ((option = getopt_long(argc, argv, "+tvwc:x:T:o:S:b:LAVh", all_options, NULL)) != -1)
		if (!take_option(s, option, is_over))
			return false;
	if (optind == argc) {
		fputs(usage, stderr);
		return false;
	}
	s->module = argv[optind];
	s->globals = argv + optind + 1;
	s->nglobals = argc - optind - 1;
	if (!detaching_is_sensible(s))
		return false;
	if (s->command && s->targets.n) {
		say_error("-c and -x both say what target() is: give one of them");
		return false;
	}
	if (s->rotation.most && !s->output) {
		say_error("-S is about the files of -o FILE: give that, too");
		return false;
	}
	return true;
}

/* All resources of a session, acquired in this order and released in reverse order. */
struct session_run {
	struct settings set;
	struct module_file module;
	struct output out;
	bool has_output, has_rings, is_inserted;
	bool is_loading;		/* the kernel hangs in it */
	struct children children;
	struct watcher watcher;
	struct channel channel;
	struct mytap_channel channels[MYTAP_CHANNELS];	/* as requested */
	struct merge merge;
	struct kept kept;
	struct followed followed;
	struct report report;
	struct report_rings lost;
	struct decoder decoder;
	struct user_files user_files;
	struct reader reader;
	struct input input;
	u64 *addresses;
	pid_t server;			/* server.h */
	bool has_failed;		/* the module reports a failure */
	bool has_left;			/* it goes on without us */
};

static void system_command(void *ctx, const char *command, size_t len)
{
	struct session_run *run = ctx;

	children_system(&run->children, command, len);
}

static bool look_up_symbols(struct session_run *run)
{
	if (!run->module.names.n)
		return true;
	run->addresses = symbols_resolve(&run->module.names);
	if (run->addresses)
		say_verbose("%zu kernel symbols looked up", run->module.names.n);
	return run->addresses;
}

static u32 ring_size(const struct settings *set)
{
	u32 size = 1 << 20;

	if (!set->ring_mb)
		return 0;
	while (size < (u32)set->ring_mb << 20)
		size *= 2;
	return size;
}

static bool choose_channels(struct session_run *run)
{
	run->channels[MYTAP_CHANNEL_OUTPUT].ring_size = ring_size(&run->set);
	if (run->set.leaves)
		run->channels[MYTAP_CHANNEL_OUTPUT].policy = MYTAP_OVERWRITE_OLDEST;
	run->kept.most = run->set.last;
	return !run->set.last || kept_channel_choose(&run->module, run->set.last, &run->channels[MYTAP_CHANNEL_TRACE]);
}

static bool open_outputs(struct session_run *run)
{
	struct settings *set = &run->set;

	if (!output_open_rotating(&run->out, set->output, &set->rotation, reader_is_interrupted))
		return false;
	run->has_output = true;
	if (set->writers.n)
		about_make(&set->about, &run->module);
	return writers_open(&set->writers, &run->out, reader_is_interrupted);
}

/* All errors that can be found without loading the module. */
static bool prepare(struct session_run *run)
{
	struct settings *set = &run->set;

	if (set->attaches)
		return detached_find(&run->module, set->module) && open_outputs(run);
	if (!module_file_open(&run->module, set->module))
		return false;
	if (!globals_check(&run->module.globals, set->globals, set->nglobals) | !machine_is_able(&run->module))
		return false;
	if (!choose_channels(run) || !memory_is_enough(&run->module, run->channels, set->is_timed, set->any_memory))
		return false;
	if (!symbols_name_modules(&run->module.names) && !look_up_symbols(run))
		return false;
	if (set->is_dry)
		return true;
	return open_outputs(run);
}

/* Until START; after it the script begins, and ends with its end probes. */
static bool is_in_time(void)
{
	static const char text[] = "interrupted before the script began";

	if (!reader_is_interrupted())
		return true;
	say_text("mytap-run: ", text, sizeof(text) - 1);
	return false;
}

/*
 * A module of this name loaded by others must not be removed: the watcher starts when the name is known to be free.
 */
static enum insert_result insert_watched(struct session_run *run)
{
	enum insert_result result;

	if (!module_name_free(&run->module, run->set.may_rename) || !watcher_start(&run->watcher, &run->module))
		return INSERT_FAILED;
	/* A unique name needs no turn. */
	if (run->module.renamed)
		turn_give(run->module.fd);
	result = module_insert(&run->module, run->set.patience);
	if (result == INSERT_HANGS)
		watcher_take_over(&run->watcher);
	else if (result != INSERTED)
		watcher_dismiss(&run->watcher);
	return result;
}

static bool insert_and_open(struct session_run *run)
{
	enum insert_result result;

	/* Another run of the same script may be faster, but hardly ten times: the second name is unique. */
	for (int i = 0; i < 10; i++) {
		if (!is_in_time())
			return false;
		result = insert_watched(run);
		if (result != INSERT_NAME_TAKEN)
			break;
	}
	if (result == INSERT_NAME_TAKEN)
		say_error("a module named %s is loaded already, after ten attempts", run->module.name);
	run->is_inserted = result == INSERTED;
	run->is_loading = result == INSERT_HANGS;
	if (!run->is_inserted)
		return false;
	say_verbose("module %s loaded", run->module.name);
	return channel_open(&run->channel, run->module.name);
}

static bool insert(struct session_run *run)
{
	const char *command = run->set.command;
	bool has_turn, ok;

	if (command && !children_start_command(&run->children, command))
		return false;
	has_turn = turn_take(run->module.fd, TURN_SOON);
	ok = insert_and_open(run);
	/* A load that hangs keeps its turn: since 6.5 another one of the same file would be given its result. */
	if (has_turn && !run->is_loading)
		turn_give(run->module.fd);
	return ok;
}

/* A process that has ended by now may not be the one that was named: the module looks its number up. */
static bool send_targets(struct session_run *run)
{
	const struct targets *t = &run->set.targets;
	u32 command = run->children.command;
	bool ok = command ? channel_command(&run->channel, MYTAP_CMD_TARGETS, &command, sizeof(command)) :
		  !t->n || channel_command(&run->channel, MYTAP_CMD_TARGETS, t->pids, t->n * sizeof(*t->pids));

	if (!targets_are_alive(t))
		return false;
	if (!ok)
		say_error("the module does not take the target: %s", strerror(errno));
	return ok;
}

static bool send_namespaces(struct session_run *run)
{
	u32 pid = run->set.namespaces;

	if (!pid || channel_command(&run->channel, MYTAP_CMD_NAMESPACES, &pid, sizeof(pid)))
		return true;
	if (errno == ESRCH)
		say_error("--target-namespaces: there is no process %u", pid);
	else
		say_error("the module does not take the target namespaces: %s", strerror(errno));
	return false;
}

static bool start(struct session_run *run)
{
	const struct settings *set = &run->set;
	struct mytap_start start = {
		.flags = (set->suppress_errors ? MYTAP_START_SUPPRESS_ERRORS : 0) | (set->command ? MYTAP_START_COMMAND : 0) |
			 (set->is_timed ? MYTAP_START_TIMING : 0) | set->faults,
	};

	memcpy(start.channels, run->channels, sizeof(start.channels));
	/* Resolves symbols of modules after loading, when the module is told of those that come and go. */
	if (symbols_name_modules(&run->module.names) && !look_up_symbols(run))
		return false;
	if (run->addresses && !channel_command(&run->channel, MYTAP_CMD_ADDRESSES, run->addresses,
					       run->module.names.n * sizeof(*run->addresses))) {
		say_error("the module does not take the addresses of kernel functions: %s", strerror(errno));
		return false;
	}
	if (!send_targets(run) || !send_namespaces(run))
		return false;
	if (!user_files_send(&run->user_files, &run->channel, &run->module.files) ||
	    !programs_send(&run->channel, &run->module.programs, &run->user_files, &set->targets))
		return false;
	if (!globals_send(&run->channel, &run->module.globals, set->globals, set->nglobals) || !is_in_time())
		return false;
	run->server = server_start(&run->channel, &run->module);
	if (run->server)
		start.flags |= MYTAP_START_SERVER;
	if (!channel_command(&run->channel, MYTAP_CMD_START, &start, sizeof(start))) {
		say_error("the module does not start: %s%s", strerror(errno),
			  errno == ENOMEM ? " (use a smaller buffer, -s, or smaller arrays)" : "");
		return false;
	}
	return true;
}

/* The session is there: what it writes is ours to take. */
static bool map_rings(struct session_run *run)
{
	if (!channel_map_rings(&run->channel, &run->merge, decode_record, &run->decoder))
		return false;
	run->has_rings = true;
	say_verbose("started: %u slots of %u kB", run->channel.nslots, run->channel.rings[MYTAP_CHANNEL_OUTPUT].size >> 10);
	return true;
}

/* Of a session that goes on by itself. */
static bool attach(struct session_run *run)
{
	if (!detached_read(&run->channel, run->module.name) || !map_rings(run))
		return false;
	run->reader.followed = &run->followed;
	run->decoder.kept = NULL;
	if (run->set.attaches)
		user_files_meet(&run->user_files, &run->channel, &run->module.files);
	return follow_add(&run->followed, &run->channel, MYTAP_CHANNEL_OUTPUT, &run->merge);
}

/* The file is kept first: another process may read the session as soon as it runs. */
static bool leave(struct session_run *run)
{
	if (!start(run))
		return false;
	run->has_left = detached_keep(&run->module) && reader_sees_it_run(&run->reader);
	if (run->has_left)
		return printf("%s\n", run->module.name) > 0 && !fflush(stdout);
	channel_command(&run->channel, MYTAP_CMD_STOP, NULL, 0);
	return attach(run);
}

/* Of all ways here; then the records come, unless it was left. */
static bool begin(struct session_run *run)
{
	if (run->set.attaches)
		return attach(run);
	return run->set.leaves ? leave(run) : start(run) && map_rings(run);
}

static bool read_all(struct session_run *run)
{
	struct session_end end = { 0 };
	u64 cpu;

	run->decoder = (struct decoder){
		.formats = format_table_new(&run->module.formats),
		.report = &run->report, .system = system_command, .ctx = run, .tracer = { .most_depth = run->set.trace_depth, .has_time = run->set.trace_time, .has_process = run->set.trace_process },
		.trees = { .failed = run->set.trace_failed, .slower = run->set.trace_slower },
	};
	format_table_set_maps(run->decoder.formats, &run->module.maps);
	run->decoder.about = &run->set.about.table;
	run->decoder.stream = &run->merge.current;
	writers_add(&run->set.writers, &run->decoder, &run->out);
	user_files_place(&run->user_files, &run->decoder.places);
	run->reader.channel = &run->channel;
	run->reader.merge = &run->merge;
	run->reader.kept = &run->kept;
	run->decoder.kept = &run->kept;
	run->reader.out = &run->out;
	run->reader.children = &run->children;
	run->reader.input = &run->input;
	run->reader.targets = &run->set.targets;
	run->reader.patience_seconds = run->set.patience;
	run->reader.time_limit = (uint64_t)(run->set.time_limit * 1e9);
	if (!begin(run))
		return false;
	if (run->set.leaves && run->has_left)
		return true;
	cpu = cpu_ns();
	decode_begin(&run->decoder);
	end.is_complete = reader_run(&run->reader);
	run->has_left = run->reader.is_leaving;
	end.rings = (struct report_rings){
		.dropped = merge_dropped(&run->merge, &end.rings.most_dropped), .most_dropped = end.rings.most_dropped,
		.overwritten = follow_lost(&run->followed),
		.taken = run->merge.records, .taken_bytes = run->merge.bytes, .ring_size = run->channel.rings[MYTAP_CHANNEL_OUTPUT].size,
	};
	run->lost = end.rings;
	decode_finish(&run->decoder, &end);
	reader_write_rest(&run->reader);
	if (run->decoder.tracer.calls.unpaired)
		say_warning("%llu calls have an entry or a return only in the trace (they began before it, did not end in it, or "
			    "were missed)", (unsigned long long)run->decoder.tracer.calls.unpaired);
	run->has_failed = run->channel.shared->failed;
	say_verbose("done: %llu records of %llu bytes, %llu bytes of text, %.1f ms CPU",
		    (unsigned long long)run->merge.records, (unsigned long long)run->merge.bytes,
		    (unsigned long long)run->out.written + (run->out.end - run->out.start), (cpu_ns() - cpu) / 1e6);
	if (trees_are_asked_for(&run->decoder.trees))
		say_verbose("%llu trees were shown, %llu were not", (unsigned long long)run->decoder.trees.kept,
			    (unsigned long long)run->decoder.trees.dropped);
	if (run->decoder.trees.too_long)
		say_warning("%llu trees of over %d records are not shown (use --max-depth)",
			    (unsigned long long)run->decoder.trees.too_long, TREE_MOST);
	if (run->decoder.senseless)
		say_error("%llu records could not be read: module and mytap-run do not match",
			  (unsigned long long)run->decoder.senseless);
	if (!end.is_complete)
		say_warning("left before the end: some output may be missing");
	return true;
}

/* The module is removed before anything that may wait for other processes. */
static void remove_module(struct session_run *run)
{
	if (run->has_rings)
		merge_deinit(&run->merge);
	kept_deinit(&run->kept);
	follow_deinit(&run->followed);
	server_end(run->server, &run->channel);
	channel_close(&run->channel);
	if (!run->is_inserted || run->has_left) {
		watcher_dismiss(&run->watcher);
		return;
	}
	/* A module whose thread is dead keeps a reference on itself: it can never be removed. */
	if (run->reader.given_up == PATIENCE_DEAD) {
		watcher_dismiss(&run->watcher);
		return;
	}
	if (module_remove(&run->module, run->reader.given_up ? 0 : 10)) {
		say_verbose("module %s removed", run->module.name);
		if (run->set.leaves || run->set.attaches)
			detached_forget(&run->module);
		watcher_dismiss(&run->watcher);
		return;
	}
	/* The watcher is not dismissed: it keeps trying. */
	if (errno != ETIMEDOUT && !run->reader.given_up)
		say_error("module %s cannot be removed yet: %s; removal is tried for another minute (then use rmmod %s)",
			  run->module.name, strerror(errno), run->module.name);
}

static void finish(struct session_run *run)
{
	children_cancel_command(&run->children);
	remove_module(run);
	if (run->has_output && !output_finish(&run->out) && run->out.lost)
		say_error("%llu bytes of output were not written", (unsigned long long)run->out.lost);
	if (run->has_output)
		output_deinit(&run->out);
	rotation_deinit(&run->set.rotation);
	writers_finish(&run->set.writers);
	if (run->has_rings)
		report_say(&run->report, &run->lost);
	reader_wait_children(&run->reader);
	children_deinit(&run->children);
	decode_deinit(&run->decoder);
	about_free(&run->set.about);
	user_files_deinit(&run->user_files);
	free(run->addresses);
	patience_deinit(&run->reader.patience);
	report_deinit(&run->report);
	module_file_close(&run->module);
	targets_deinit(&run->set.targets);
}

/* --dry-run: all checks are done. */
static bool stay_dry(struct session_run *run)
{
	say_verbose("module %s could be loaded", run->module.name);
	free(run->addresses);
	module_file_close(&run->module);
	targets_deinit(&run->set.targets);
	return true;
}

/* -A. Its module is ours to remove when it is over. */
static bool open_there(struct session_run *run)
{
	run->is_inserted = channel_open(&run->channel, run->module.name);
	run->has_left = true;		/* unless it is over when we are through with it */
	return run->is_inserted;
}

static bool run_session(struct session_run *run)
{
	bool has_begun;

	report_init(&run->report, &run->module.probes);
	input_init(&run->input, &run->module.input, run->set.is_guest);
	run->children.has_no_input = run->input.is_wanted;
	has_begun = (run->set.attaches ? open_there(run) : insert(run)) && read_all(run);
	input_deinit(&run->input);
	finish(run);
	return has_begun;
}

int main(int argc, char **argv)
{
	struct session_run run = { .set.targets = TARGETS_INIT, .watcher.fd = -1, .channel.fd = -1, .module.fd = -1, .reader.signals = -1,
				   .reader.patience.pidfd = -1 };
	bool is_over, has_begun = false;

	say_init(false, false);
	/* First: the parent may have blocked the signals, to lose none. */
	run.reader.signals = reader_signals();
	if (run.reader.signals < 0)
		return EXIT_BAD;
	if (!parse_options(&run.set, argc, argv, &is_over))
		return is_over ? EXIT_GOOD : EXIT_BAD;
	say_init(run.set.verbose, run.set.no_warnings);
	run.user_files.cache = run.set.cache;
	children_init(&run.children);
	run.children.is_guest = run.set.is_guest;
	run.reader.children = &run.children;
	if (prepare(&run))
		has_begun = run.set.is_dry ? stay_dry(&run) : run_session(&run);
	if (say_errors() || run.has_failed || run.children.has_command_failed)
		return EXIT_BAD;
	return has_begun ? EXIT_GOOD : EXIT_BAD;
}
