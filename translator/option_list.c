/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every option mytap knows: setters first, then the table. A new option is a row, and a setter if no macro fits. */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/wire.h"
#include "translator/commands.h"
#include "translator/option_set.h"
#include "translator/replay.h"

/* ---- setters --------------------------------------------------------------- */

#define ADD_TEXT(name, field)							\
static bool set_##name(struct session *s, const char *arg)			\
{										\
	vec_push(s->arena, &s->opt.field, arg);					\
	return true;								\
}

SET_FLAG(keep_tmpdir, keep_tmpdir)
SET_FLAG(guru, guru)
SET_FLAG(no_elision, no_elision)
SET_FLAG(timing, timing)
SET_FLAG(dry_run, dry_run)
SET_FLAG(no_warnings, no_warnings)
SET_FLAG(warnings_are_errors, warnings_are_errors)
SET_FLAG(dump_probe_types, dump_probe_types)
SET_FLAG(dump_probe_aliases, dump_probe_aliases)
SET_FLAG(dump_functions, dump_functions)
SET_FLAG(dump_library, dump_library)
SET_FLAG(skip_badvars, skip_badvars)
SET_FLAG(suppress_handler_errors, suppress_handler_errors)
SET_FLAG(suppress_time_limits, suppress_time_limits)
SET_FLAG(any_memory, any_memory)
SET_FLAG(no_global_var_display, no_global_var_display)
SET_FLAG(disable_cache, disable_cache)
SET_FLAG(poison_cache, poison_cache)
SET_FLAG(clean_cache, clean_cache)
SET_FLAG(bulk, is_bulk)
SET_TEXT(command, command)
SET_TEXT(output, output)
SET_TEXT(release, release)
SET_TEXT(sign_key, sign_key)
ADD_TEXT(extra_script, extra_scripts)
ADD_TEXT(include_dir, include_dirs)

/* The other outputs: one row of runtime/loader/writers.c each. */
#define WRITER(name)								\
static bool set_##name(struct session *s, const char *arg)			\
{										\
	vec_push(s->arena, &s->opt.writers, ((struct writer_option){ #name, arg }));	\
	return true;								\
}

WRITER(raw)
WRITER(perfetto)
WRITER(folded)
WRITER(flamegraph)
WRITER(heatmap)
WRITER(report)

static bool set_times(struct session *s, const char *arg)
{
	if (arg && strcmp(arg, "only"))
		return options_complain("--times takes nothing or =only (without the calls), not '%s'", arg);
	vec_push(s->arena, &s->opt.writers, ((struct writer_option){ "times", arg }));
	return true;
}

static bool set_json(struct session *s, const char *arg)
{
	if (arg && strcmp(arg, "strings"))
		return options_complain("--json takes nothing or =strings (numbers over 2^53 as strings), not '%s'", arg);
	vec_push(s->arena, &s->opt.writers, ((struct writer_option){ "json", arg }));
	return true;
}

static bool set_script(struct session *s, const char *arg)
{
	if (s->opt.script_text)
		return options_complain("-e is given twice, and there is one script: more texts beside it go with -E");
	s->opt.script_text = arg;
	return true;
}

/* The script is translated even if it is cached. */
static bool set_plan(struct session *s, const char *arg)
{
	(void)arg;
	s->opt.poison_cache = true;
	return s->opt.plan = true;
}

static bool set_compatible(struct session *s, const char *arg)
{
	const char *why;

	if (!compatible_is_version(arg, &why))
		return options_complain("--compatible %s, not '%s'", why, arg);
	s->opt.compatible = arg;
	return true;
}

static bool set_help(struct session *s, const char *arg)
{
	(void)arg;
	if (s->opt.action)
		command_print_help(stdout, s->opt.action);
	else
		options_print_help(stdout);
	return s->opt.check_only = true;
}

static bool set_version(struct session *s, const char *arg)
{
	(void)arg;
	options_print_version(stdout);
	return s->opt.check_only = true;
}

static bool set_verbose(struct session *s, const char *arg)
{
	(void)arg;
	s->opt.verbose++;
	return true;
}

bool options_read_number(const char *option, const char *arg, long low, long high, long *ret)
{
	char *end;

	errno = 0;
	*ret = strtol(arg, &end, 0);
	if (end == arg || *end || errno || *ret < low || *ret > high)
		return options_complain("%s takes a number from %ld to %ld, not '%s'", option, low, high, arg);
	return true;
}

bool options_set_pass(struct session *s, const char *arg)
{
	long n;

	if (!options_read_number("-p", arg, 1, 5, &n))
		return false;
	s->opt.last_pass = n;
	return true;
}

static bool set_pass_verbose(struct session *s, const char *arg)
{
	if (!*arg || strlen(arg) > 5 || arg[strspn(arg, "0123456789")])
		return options_complain("--vp takes up to five digits, one per pass, not '%s'", arg);
	for (int i = 0; arg[i]; i++)
		s->opt.pass_verbose[i + 1] = arg[i] - '0';
	return true;
}

static bool set_tmpdir(struct session *s, const char *arg)
{
	if (access(arg, W_OK | X_OK) < 0)
		return options_complain("--tmpdir=%s: %s", arg, strerror(errno));
	s->opt.tmpdir = arg;
	return true;
}

static bool set_list(struct session *s, const char *arg)
{
	s->opt.list = arg;
	return true;
}

static bool set_list_vars(struct session *s, const char *arg)
{
	s->opt.list = arg;
	return s->opt.list_vars = true;
}

static bool set_target(struct session *s, const char *arg)
{
	long pid;

	if (!options_read_number("-x", arg, 1, 1L << 30, &pid))
		return false;
	vec_each(known, &s->opt.target_pids)
		if (*known == pid)
			return true;
	if (s->opt.target_pids.n == MYTAP_TARGETS_MOST)
		return options_complain("-x can be given for %d processes", MYTAP_TARGETS_MOST);
	vec_push(s->arena, &s->opt.target_pids, pid);
	return true;
}

static bool set_target_namespaces(struct session *s, const char *arg)
{
	return options_read_number("--target-namespaces", arg, 1, 1L << 30, &s->opt.target_namespaces);
}

static bool set_time_limit(struct session *s, const char *arg)
{
	char *end;
	double t = strtod(arg, &end);

	if (end == arg || *end || !isfinite(t) || t <= 0)
		return options_complain("-T takes a number of seconds greater than 0, not '%s'", arg);
	s->opt.time_limit = t;
	return true;
}

bool options_set_interval(struct session *s, const char *arg)
{
	char *end;
	double t = strtod(arg, &end);

	if (end == arg || *end || !(t >= 0.1 && t <= 3600))
		return options_complain("between two looks at a session are 0.1 to 3600 seconds, not '%s'", arg);
	s->opt.monitor_interval = t;
	return true;
}

static bool set_monitor(struct session *s, const char *arg)
{
	s->opt.monitor = s->opt.timing = true;		/* hits and times of each probe */
	return !arg || options_set_interval(s, arg);
}

static bool set_rotation(struct session *s, const char *arg)
{
	if (!replay_takes_rotation(arg))
		return options_complain("-S takes the size of a file in MB, and how many of them stay: SIZE or SIZE,N, not '%s'", arg);
	s->opt.rotation = arg;
	return true;
}

static bool set_buffer(struct session *s, const char *arg)
{
	return options_read_number("-s", arg, 1, 4095, &s->opt.buffer_mb);
}

/* -F, -F=16 */
static bool set_recorder(struct session *s, const char *arg)
{
	s->opt.is_recorder = true;
	return !arg || options_read_number("-F", arg + (*arg == '='), 1, 1024, &s->opt.buffer_mb);
}

static bool set_define(struct session *s, const char *arg)
{
	if (!option_is_name(arg, strcspn(arg, "=")))
		return options_complain("-D takes NAME or NAME=VALUE, not '%s'", arg);
	vec_push(s->arena, &s->opt.defines, arg);
	return true;
}

static bool set_global(struct session *s, const char *arg)
{
	if (!strchr(arg, '=') || !option_is_name(arg, strcspn(arg, "=")))
		return options_complain("-G takes NAME=VALUE, not '%s'", arg);
	vec_push(s->arena, &s->opt.globals, arg);
	return true;
}

static bool set_module(struct session *s, const char *arg)
{
	char *name = arena_strdup(s->arena, arg);
	size_t n = strlen(name);

	if (n > 3 && !strcmp(name + n - 3, ".ko"))
		name[n -= 3] = '\0';
	if (!option_is_name(name, n) || n > 55)
		return options_complain("-m takes letters, digits and _, at most 55 of them, not '%s'", arg);
	s->opt.module_name = name;
	return true;
}

struct choice {
	const char *word;
	int value;
};

/* One of the words; the error lists them all. */
static bool choose(const char *option, const char *arg, const struct choice *c, int *ret)
{
	struct strbuf all = { 0 };

	for (; c->word; c++) {
		if (!strcmp(c->word, arg)) {
			*ret = c->value;
			strbuf_deinit(&all);
			return true;
		}
		strbuf_printf(&all, "%s%s", all.len ? ", " : "", c->word);
	}
	options_complain("%s takes one of %s, not '%s'", option, strbuf_str(&all), arg);
	strbuf_deinit(&all);
	return false;
}

static bool set_faults(struct session *s, const char *arg)
{
	static const struct choice choices[] = { { "zero", 0 }, { "skip", 1 }, { "stop", 2 }, { 0 } };
	int v;

	if (!choose("--faults", arg, choices, &v))
		return false;
	s->opt.faults = v == 2 ? NULL : arg;
	return true;
}

static bool set_overload(struct session *s, const char *arg)
{
	char *end;
	long percent = strtol(arg, &end, 10);

	s->opt.no_overload = !strcmp(arg, "off");
	s->opt.overload_percent = 0;
	if (s->opt.no_overload)
		return true;
	if (end == arg || *end || percent < 1 || percent > 100)
		return options_complain("--overload takes a number from 1 to 100 (percent of a processor's time), or off, not '%s'", arg);
	s->opt.overload_percent = percent;
	return true;
}

static bool set_debuginfo(struct session *s, const char *arg)
{
	static const struct choice choices[] = {
		{ "auto", DEBUGINFO_AUTO }, { "btf", DEBUGINFO_BTF }, { "dwarf", DEBUGINFO_DWARF }, { 0 },
	};
	int v;

	if (!choose("--debuginfo", arg, choices, &v))
		return false;
	s->opt.debuginfo = v;
	return true;
}

static bool set_build(struct session *s, const char *arg)
{
	static const struct choice choices[] = {
		{ "auto", BUILD_AUTO }, { "fast", BUILD_FAST }, { "kbuild", BUILD_KBUILD }, { 0 },
	};
	int v;

	if (!choose("--build", arg, choices, &v))
		return false;
	s->opt.build = v;
	return true;
}

static bool set_privilege(struct session *s, const char *arg)
{
	if (strcmp(arg, "stapdev"))
		return options_complain("--privilege=%s is not supported: modules are loaded by root alone, with all rights (stapdev)", arg);
	s->opt.privilege = arg;
	return true;
}

static bool set_runtime(struct session *s, const char *arg)
{
	(void)s;
	if (strcmp(arg, "kernel"))
		return options_complain("--runtime=%s is not supported: scripts run as kernel modules (--runtime=kernel)", arg);
	return true;
}

static bool set_color(struct session *s, const char *arg)
{
	static const struct choice choices[] = { { "auto", 2 }, { "always", 1 }, { "never", 0 }, { 0 } };
	int v = 1;

	if (arg && !choose("--color", arg, choices, &v))
		return false;
	if (v != 2)
		s->diag.color = v;
	return true;
}

static bool set_vm(struct session *s, const char *arg)
{
	s->opt.vm = arg ? arg : "";
	return true;
}

static bool set_vm_cpus(struct session *s, const char *arg)
{
	return options_read_number("--vm-cpus", arg, 1, 64, &s->opt.vm_cpus);
}

static bool set_vm_memory(struct session *s, const char *arg)
{
	return options_read_number("--vm-memory", arg, 96, 1 << 20, &s->opt.vm_memory_mb);
}

static bool set_vm_add(struct session *s, const char *arg)
{
	const char *colon = strrchr(arg, ':');
	const char *file = colon && colon[1] == '/' && access(arg, F_OK) ? arena_strndup(s->arena, arg, colon - arg) : arg;

	if (access(file, R_OK) < 0)
		return options_complain("--vm-add=%s: %s", arg, strerror(errno));
	vec_push(s->arena, &s->opt.vm_add, arg);
	return true;
}

static bool set_vm_idle(struct session *s, const char *arg)
{
	static const struct choice choices[] = {
		{ "auto", VM_IDLE_AUTO }, { "on", VM_IDLE_ON }, { "off", VM_IDLE_OFF }, { 0 },
	};
	int v = VM_IDLE_AUTO;

	if (!choose("--vm-idle", arg, choices, &v))
		return false;
	s->opt.vm_idle = v;
	return true;
}

static bool set_sysroot(struct session *s, const char *arg)
{
	char *real = realpath(arg, NULL);

	if (!real || access(arena_printf(s->arena, "%s/usr", real), X_OK) < 0)
		options_complain("--sysroot=%s: %s", arg, real ? "there is no usr in it" : strerror(errno));
	else
		s->opt.sysroot = strcmp(real, "/") ? arena_strdup(s->arena, real) : NULL;
	bool ok = real && (s->opt.sysroot || !strcmp(real, "/"));
	free(real);
	return ok;
}

static bool set_arch(struct session *s, const char *arg)
{
	(void)s;
	if (strcmp(arg, "x86_64") && strcmp(arg, "x86"))
		return options_complain("--arch=%s is not supported: only x86_64 is", arg);
	return true;
}

static bool set_symbols_of(struct session *s, const char *arg)
{
	vec_push(s->arena, &s->opt.stack_files, arg);
	return true;
}

/* Options of SystemTap for what mytap always does; see the manual page. */
static bool set_nothing(struct session *s, const char *arg)
{
	(void)s;
	(void)arg;
	return true;
}

static bool set_prologue_searching(struct session *s, const char *arg)
{
	static const struct choice choices[] = { { "always", 0 }, { "never", 0 }, { "auto", 0 }, { 0 } };
	int v;

	(void)s;
	return !arg || choose("--prologue-searching", arg, choices, &v);
}

static bool set_prewarm(struct session *s, const char *arg)
{
	s->opt.action = command_find("prewarm");
	if (arg)
		s->opt.release = arg;
	return true;
}

static bool set_doctor(struct session *s, const char *arg)
{
	(void)arg;
	s->opt.action = command_find("doctor");
	return true;
}

static bool set_example(struct session *s, const char *arg)
{
	(void)arg;
	s->opt.action = command_find("example");
	return true;
}

/* ---- the table --------------------------------------------------------------- */

#define MISSING(letter, name, arg, metavar, why) { letter, name, arg, metavar, NULL, NULL, why }
/* Options that are not supported, and why. */
#define REFUSED(letter, name, arg, metavar, why) { letter, name, arg, metavar, NULL, NULL, ": " why }
#define SERVER "modules are built on this machine, in a fraction of a second; there are no servers"
#define RUNTIME "scripts run as kernel modules (--runtime=kernel)"

const struct option_row option_list[] = {
	{ 'h', "help", ARG_NONE, NULL, "print this and end", set_help, NULL },
	{ 'V', "version", ARG_NONE, NULL, "print the version and end", set_version, NULL },
	{ 'v', NULL, ARG_NONE, NULL, "report what is done and how long it takes; repeat for more", set_verbose, NULL },
	{ 0, "vp", ARG_NEEDED, "ABCDE", "the same for single passes: one digit per pass, added to -v", set_pass_verbose, NULL },
	{ 'p', NULL, ARG_NEEDED, "N", "end after pass N: 1 parse, 2 elaborate, 3 translate, 4 compile, 5 run", options_set_pass, NULL },
	{ 'e', NULL, ARG_NEEDED, "SCRIPT", "the script is this text", set_script, NULL },
	{ 'E', NULL, ARG_NEEDED, "SCRIPT", "this text too, beside the script; may be repeated", set_extra_script, NULL },
	{ 0, "opt", ARG_NEEDED, "NAME=VALUE", "an option that the script declares (-h SCRIPT lists them)", set_script_option, NULL },
	{ 'l', NULL, ARG_NEEDED, "PROBE", "list the probe points that match", set_list, NULL },
	{ 'L', NULL, ARG_NEEDED, "PROBE", "the same, with the variables each has", set_list_vars, NULL },
	{ 0, "dump-probe-types", ARG_NONE, NULL, "list the kinds of probe points", set_dump_probe_types, NULL },
	{ 0, "dump-probe-aliases", ARG_NONE, NULL, "list the probe aliases of the library", set_dump_probe_aliases, NULL },
	{ 0, "dump-functions", ARG_NONE, NULL, "list the functions of the library (-v: and what they do)", set_dump_functions, NULL },
	{ 0, "dump-library", ARG_NONE, NULL, "the same, probe aliases and macros with what they do, as lines for programs",
	  set_dump_library, NULL },
	{ 0, "example", ARG_NONE, NULL, "the same as the command example: run that example, or list them", set_example, NULL },
	{ 'c', NULL, ARG_NEEDED, "COMMAND", "run this, and end when it ends; target() is its process", set_command, NULL },
	{ 'x', NULL, ARG_NEEDED, "PID", "target() is this process; several times: the first one, and all are the target", set_target, NULL },
	{ 0, "target-namespaces", ARG_NEEDED, "PID", "ns_pid() and the like are numbers in the namespaces of this process", set_target_namespaces, NULL },
	{ 'T', NULL, ARG_NEEDED, "SECONDS", "end after that time", set_time_limit, NULL },
	{ 'o', NULL, ARG_NEEDED, "FILE", "write the output there", set_output, NULL },
	{ 'S', NULL, ARG_NEEDED, "MB[,N]", "write FILE.0, FILE.1 and so on, of at most MB each; only the newest N stay", set_rotation, NULL },
	{ 'b', "bulk", ARG_NONE, NULL, "with -o FILE: all records as they are in FILE_0 and so on, one for each CPU, for mytap merge", set_bulk, NULL },
	{ 0, "json", ARG_OPTIONAL, "strings", "one JSON object per line instead of text; with =strings numbers over 2^53 are strings", set_json, NULL },
	{ 0, "times", ARG_OPTIONAL, "only", "at the end, what the functions of the graph took; with =only without the calls", set_times, NULL },
	{ 0, "raw", ARG_NEEDED, "FILE", "write all records there, too, as they are, for mytap replay", set_raw, NULL },
	{ 0, "perfetto", ARG_NEEDED, "FILE", "write a timeline there, for ui.perfetto.dev and speedscope", set_perfetto, NULL },
	{ 0, "folded", ARG_NEEDED, "FILE", "write the stacks there, one line each, with their weights", set_folded, NULL },
	{ 0, "flamegraph", ARG_NEEDED, "FILE.svg", "draw the stacks there", set_flamegraph, NULL },
	{ 0, "heatmap", ARG_NEEDED, "FILE.svg", "draw the histograms that are printed there, over time", set_heatmap, NULL },
	{ 0, "report", ARG_NEEDED, "FILE.html", "write a page about the session there", set_report, NULL },
	{ 's', NULL, ARG_NEEDED, "MB", "size of each CPU's output buffer", set_buffer, NULL },
	{ 'F', NULL, ARG_OPTIONAL, "MB", "flight recorder: leave it running, it keeps its newest output for mytap attach", set_recorder, NULL },
	{ 't', NULL, ARG_NONE, NULL, "time the handlers, and print a table of them at the end", set_timing, NULL },
	{ 0, "monitor", ARG_OPTIONAL, "SECONDS", "show probes, variables and output on the terminal while it runs, new each second", set_monitor, NULL },
	{ 0, "plan", ARG_NONE, NULL, "print what would be probed, how, and what it costs; run nothing", set_plan, NULL },
	{ 0, "dry-run", ARG_NONE, NULL, "build the module, check everything possible, and load nothing", set_dry_run, NULL },
	{ 'G', NULL, ARG_NEEDED, "NAME=VALUE", "first value of a global variable", set_global, NULL },
	{ 'D', NULL, ARG_NEEDED, "NAME=VALUE", "set a limit, such as MAXACTION or MAXSTRINGLEN", set_define, NULL },
	{ 'B', NULL, ARG_NEEDED, "NAME=VALUE", "build with make, which gets this, such as CONFIG_DEBUG_INFO=y", set_make_arg, NULL },
	{ 0, "modinfo", ARG_NEEDED, "NAME=VALUE", "a line for modinfo in the module", set_modinfo, NULL },
	{ 'g', NULL, ARG_NONE, NULL, "guru mode: embedded C, writing to the kernel's memory", set_guru, NULL },
	{ 'u', NULL, ARG_NONE, NULL, "keep code that has no effect", set_no_elision, NULL },
	{ 'w', NULL, ARG_NONE, NULL, "no warnings", set_no_warnings, NULL },
	{ 'W', NULL, ARG_NONE, NULL, "warnings are errors", set_warnings_are_errors, NULL },
	{ 'I', NULL, ARG_NEEDED, "DIR", "look for the library there, too; may be repeated", set_include_dir, NULL },
	{ 'm', NULL, ARG_NEEDED, "NAME", "name of the module; with -p4 it is left here as NAME.ko", set_module, NULL },
	{ 'r', NULL, ARG_NEEDED, "RELEASE", "for this kernel: a release, or its build folder", set_release, NULL },
	{ 0, "sysroot", ARG_NEEDED, "DIR", "the kernel, its headers and compiler are below that folder", set_sysroot, NULL },
	{ 0, "sysenv", ARG_NEEDED, "VAR=VALUE", "PATH or LD_LIBRARY_PATH, for the script's programs only", set_sysenv, NULL },
	{ 'R', NULL, ARG_NEEDED, "DIR", "mytap's own folders runtime/ and tapsets/ are there", set_data_dir, NULL },
	{ 0, "download-debuginfo", ARG_OPTIONAL, "WHEN", "from the servers of DEBUGINFOD_URLS: yes, no, or within that many seconds", set_download, NULL },
	{ 'k', NULL, ARG_NONE, NULL, "keep the temporary folder", set_keep_tmpdir, NULL },
	{ 0, "tmpdir", ARG_NEEDED, "DIR", "make the temporary folder there", set_tmpdir, NULL },
	{ 0, "rlimit-as", ARG_NEEDED, "BYTES", "limit of the build's address space", set_rlimit_as, NULL },
	{ 0, "rlimit-cpu", ARG_NEEDED, "SECONDS", "limit of its processor time", set_rlimit_cpu, NULL },
	{ 0, "rlimit-nproc", ARG_NEEDED, "N", "limit of the user's processes", set_rlimit_nproc, NULL },
	{ 0, "rlimit-stack", ARG_NEEDED, "BYTES", "limit of a stack", set_rlimit_stack, NULL },
	{ 0, "rlimit-fsize", ARG_NEEDED, "BYTES", "limit of a file that is written", set_rlimit_fsize, NULL },
	{ 0, "skip-badvars", ARG_NONE, NULL, "a $variable that is not available is 0, not an error", set_skip_badvars, NULL },
	{ 0, "suppress-handler-errors", ARG_NONE, NULL, "errors while running only count", set_suppress_handler_errors, NULL },
	{ 0, "faults", ARG_NEEDED, "WHAT", "memory that cannot be read: zero (it is 0), skip (the hit is left out), stop (an error)", set_faults, NULL },
	{ 0, "any-memory", ARG_NONE, NULL, "run it though it needs over half of the memory that is available", set_any_memory, NULL },
	{ 0, "suppress-time-limits", ARG_NONE, NULL, "no limit on statements per hit (needs -g)", set_suppress_time_limits, NULL },
	{ 0, "overload", ARG_NEEDED, "PERCENT", "of a processor's time that probes may take (50); off: any", set_overload, NULL },
	{ 0, "no-global-var-display", ARG_NONE, NULL, "do not print unread globals at the end", set_no_global_var_display, NULL },
	{ 0, "compatible", ARG_NEEDED, "VERSION", "understand the language as of that release of SystemTap", set_compatible, NULL },
	{ 0, "privilege", ARG_NEEDED, "LEVEL", "refuse what this level may not do (only stapdev so far)", set_privilege, NULL },
	{ 0, "runtime", ARG_NEEDED, "MODE", "how scripts run: kernel", set_runtime, NULL },
	{ 0, "debuginfo", ARG_NEEDED, "KIND", "where types come from: auto, btf, dwarf", set_debuginfo, NULL },
	{ 0, "build", ARG_NEEDED, "WAY", "how the module is built: auto, fast, kbuild", set_build, NULL },
	{ 0, "disable-cache", ARG_NONE, NULL, "neither use nor fill the cache of scripts", set_disable_cache, NULL },
	{ 0, "poison-cache", ARG_NONE, NULL, "fill the cache of scripts, but do not use it", set_poison_cache, NULL },
	{ 0, "clean-cache", ARG_NONE, NULL, "trim the cache now; alone: and end", set_clean_cache, NULL },
	{ 0, "sign-key", ARG_NEEDED, "KEY[,CERT]", "sign the module; CERT is found in or beside KEY when not given", set_sign_key, NULL },
	{ 0, "prewarm", ARG_OPTIONAL, "RELEASE", "compile the runtime for that kernel now, and end", set_prewarm, NULL },
	{ 0, "doctor", ARG_NONE, NULL, "report what mytap can do on this machine and what is missing, and end", set_doctor, NULL },
	{ 0, "kernel", ARG_NEEDED, "RELEASE", "the same as -r", set_release, NULL },
	{ 0, "vm", ARG_OPTIONAL, "KERNEL", "run in a throw-away guest: its release, or a vmlinuz", set_vm, NULL },
	{ 0, "vm-cpus", ARG_NEEDED, "N", "processors of the guest", set_vm_cpus, NULL },
	{ 0, "vm-memory", ARG_NEEDED, "MB", "memory of the guest", set_vm_memory, NULL },
	{ 0, "vm-add", ARG_NEEDED, "FILE[:PATH]", "copy this file or folder into the guest; may be repeated", set_vm_add, NULL },
	{ 0, "vm-idle", ARG_NEEDED, "WHEN", "the guest does a little by itself: auto (without -c), on, off", set_vm_idle, NULL },
	{ 0, "color", ARG_OPTIONAL, "WHEN", "color messages: auto, always, never", set_color, NULL },
	{ 'a', "arch", ARG_NEEDED, "ARCH", "the kernel's architecture: x86_64", set_arch, NULL },

	/* Accepted for compatibility; there is nothing to switch on. */
	{ 'd', NULL, ARG_NEEDED, "MODULE", "a program or library by its path: walk stacks in it from the first hit on; a module of the kernel: source lines of its addresses (symline)", set_symbols_of, NULL },
	{ 0, "ldd", ARG_NONE, NULL, "nothing: the same for libraries", set_nothing, NULL },
	{ 0, "all-modules", ARG_NONE, NULL, "nothing: the same for all modules", set_nothing, NULL },
	{ 'P', NULL, ARG_NONE, NULL, "nothing: variables are right at function entries", set_nothing, NULL },
	{ 0, "prologue-searching", ARG_OPTIONAL, "WHEN", "nothing: always, never or auto", set_prologue_searching, NULL },
	{ 0, "check-version", ARG_NONE, NULL, "nothing: --compatible refuses later features", set_nothing, NULL },
	{ 0, "semantic-keep-going", ARG_NONE, NULL, "nothing: all errors of a pass are shown", set_nothing, NULL },

	{ 0, "save-uprobes", ARG_NONE, NULL, "nothing: the kernel has uprobes", set_nothing, NULL },

	MISSING('i', "interactive", ARG_NONE, NULL, NULL),
	MISSING(0, "language-server", ARG_NONE, NULL, NULL),

	REFUSED('j', NULL, ARG_NONE, NULL, "the script is one text: a file, -, or -e"),
	REFUSED('J', NULL, ARG_NONE, NULL, "the script is one text: a file, -, or -e"),
	REFUSED('q', NULL, ARG_NONE, NULL, "it is for the tests of SystemTap's own library: which of its lines were compiled"),
	REFUSED(0, "benchmark-sdt", ARG_NONE, NULL, "it measures SystemTap's own <sys/sdt.h>"),
	REFUSED(0, "benchmark-sdt-loops", ARG_NEEDED, "N", "it measures SystemTap's own <sys/sdt.h>"),
	REFUSED(0, "benchmark-sdt-threads", ARG_NEEDED, "N", "it measures SystemTap's own <sys/sdt.h>"),
	REFUSED(0, "bpf", ARG_NONE, NULL, RUNTIME),
	REFUSED(0, "build-as", ARG_NEEDED, "USER", "build as that user with -p4 -m NAME, and run NAME.ko by mytap-run"),
	REFUSED(0, "client-options", ARG_NONE, NULL, SERVER),
	REFUSED(0, "debug", ARG_NONE, NULL, "-k keeps the generated C, and -B CONFIG_DEBUG_INFO=y builds the module with debuginfo"),
	REFUSED(0, "dyninst", ARG_NONE, NULL, RUNTIME),
	REFUSED(0, "list-servers", ARG_OPTIONAL, "WHAT", SERVER),
	REFUSED(0, "remote", ARG_NEEDED, "URL", "build for its kernel here (-r RELEASE -p4) and run the module there by mytap-run; --vm runs in a guest"),
	REFUSED(0, "remote-prefix", ARG_NONE, NULL, "scripts run on this machine or in a guest of it (--vm)"),
	REFUSED(0, "sign-module", ARG_OPTIONAL, "KEY", "use --sign-key=KEY"),
	REFUSED(0, "trust-servers", ARG_OPTIONAL, "WHAT", SERVER),
	REFUSED(0, "unprivileged", ARG_NONE, NULL, "modules are loaded by root alone, with all rights (stapdev)"),
	REFUSED(0, "use-http-server", ARG_NEEDED, "URL", SERVER),
	REFUSED(0, "use-server", ARG_OPTIONAL, "ADDRESS", SERVER),
	REFUSED(0, "use-server-on-error", ARG_OPTIONAL, "WHEN", SERVER),
	{ 0 },
};
