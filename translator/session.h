/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One run of mytap: the script, the options, the diagnostics and the arena. The results for a kernel are in a target
 * (target.h).
 */
#ifndef MYTAP_SESSION_H
#define MYTAP_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "parser/parse.h"
#include "translator/compatible.h"

struct command;			/* commands.h */
struct target;			/* target.h */

typedef VEC(const char *) str_vec;

/* Set by options.c from the command line, read-only afterwards. */
/* mytap inspect */
struct inspect_options {
	const char *core, *vmlinux;	/* --core, --vmlinux, or NULL */
	bool is_json;			/* --json */
};

/* mytap trace */
struct trace_options {
	const char *tracer;		/* -p NAME */
	str_vec without;		/* -n PATTERN */
	const char *condition;		/* --if */
	const char *cpu, *comm, *from;	/* --cpu, --comm, --from */
	const char *until;		/* --until EXPRESSION */
	long lines;			/* --lines; 0: any */
	bool has_args, has_values;	/* --args, --retval */
	long most_depth;		/* --max-depth; 0: all */
	long last;			/* --last; 0: all */
	bool failed;			/* --failed */
	long slower;			/* --slower, ns; 0: any */
	bool has_time, has_process;	/* --abstime, --proc */
};

/* --json, --raw FILE and the like: rows of runtime/loader/writers.c */
struct writer_option {
	const char *name, *value;	/* value: NULL: none */
};

struct options {
	const char *script_file;	/* path, "-" for standard input, or NULL with -e */
	const char *script_text;	/* -e */
	str_vec extra_scripts;		/* -E */
	str_vec args;			/* script arguments */
	str_vec script_options;		/* --opt NAME=VALUE */
	int last_pass;			/* -p N; 5 by default */
	int verbose;			/* -v count */
	bool keep_tmpdir;		/* -k */
	const char *tmpdir;		/* --tmpdir */
	bool guru;			/* -g */
	bool no_elision;		/* -u */
	bool no_warnings, warnings_are_errors;	/* -w -W */
	const char *list;		/* -l or -L point */
	bool list_vars;			/* -L */
	bool dump_probe_types, dump_probe_aliases, dump_functions, dump_library;
	const char *help_on;		/* help NAME: of the library */
	const char *command;		/* -c */
	VEC(long) target_pids;		/* -x, each */
	long target_namespaces;		/* --target-namespaces; 0: of mytap-run */
	double time_limit;		/* -T seconds, 0 = none */
	const char *output;		/* -o */
	const char *rotation;		/* -S */
	VEC(struct writer_option) writers;
	char *const *words;		/* the whole command line; the last is NULL */
	bool timing;			/* -t */
	bool monitor;			/* --monitor */
	double monitor_interval;	/* seconds, 0 = default; of top too */
	bool plan, dry_run;
	const char *faults;		/* --faults: zero, skip, or NULL: stop */
	long buffer_mb;			/* -s or -F=, 0 = default */
	bool is_recorder;		/* -F */
	bool is_bulk;			/* -b */
	str_vec defines;		/* -D NAME=VALUE */
	str_vec globals;		/* -G VAR=VALUE */
	str_vec make_args, modinfo, sysenv;	/* -B, --modinfo, --sysenv: NAME=VALUE each */
	const char *module_name;	/* -m */
	const char *release;		/* -r RELEASE or build directory */
	const char *sysroot;		/* --sysroot, absolute, or NULL */
	str_vec include_dirs;		/* -I */
	bool skip_badvars;
	bool suppress_handler_errors;
	bool suppress_time_limits;
	bool no_overload;		/* --overload=off */
	int overload_percent;		/* --overload; 0: not given */
	bool any_memory;
	bool no_global_var_display;
	const char *compatible;		/* --compatible */
	const char *privilege;
	enum { DEBUGINFO_AUTO, DEBUGINFO_BTF, DEBUGINFO_DWARF } debuginfo;
	enum { BUILD_AUTO, BUILD_FAST, BUILD_KBUILD } build;
	bool disable_cache, poison_cache, clean_cache;
	const char *vm;			/* --vm[=RELEASE|vmlinuz]: "" without a value; NULL: not given */
	long vm_cpus, vm_memory_mb;	/* 0 = default */
	const char *sign_key;		/* KEY[,CERT] */
	bool brief;			/* doctor --brief */
	struct trace_options trace;
	struct inspect_options inspect;
	const char *example_word;	/* example -k */
	const char *baseline;		/* replay --baseline */
	const struct command *action;	/* mytap NAME: a command (commands.h) instead of a script; or NULL */
	int pass_verbose[6];		/* --vp: added to verbose during pass N */
	bool check_only;		/* -h, -V and the like were served: end now, status 0 */
	str_vec stack_files;		/* -d: FILE, that stacks of programs may go through, or a MODULE, whose source lines are wanted */
	str_vec vm_add;			/* --vm-add FILE[:PATH]: goes into the guest, under its own name or there */
	enum { VM_IDLE_AUTO, VM_IDLE_ON, VM_IDLE_OFF } vm_idle;	/* --vm-idle: a little life in the guest */
};

struct session {
	struct arena *arena;
	struct diag diag;
	struct options opt;

	const char *data_dir;		/* holds runtime/ and tapsets/ */
	str_vec env_asked;		/* names that session_env() was asked for */
	const char *tmpdir;		/* made on first use by session_tmpdir(), removed at the end unless -k */
	int tidy;			/* pipe to the process that removes it after a crash (tidy.h); -1: none */
	bool cache_refused;		/* the missing cache was reported */
	bool said_newer[COMPATIBLE_FEATURES];	/* compatible.c */
	struct source *script;		/* read once: it may be standard input; NULL: not yet, or it cannot be read */
	struct target *target;		/* the script's kernel, owned by the session; NULL: no kernel is needed */
};

void session_init(struct session *s);
/* Removes the temporary folder unless -k, frees everything. */
void session_deinit(struct session *s);
/*
 * One of our programs ("mytap-run"): beside mytap when run from the build
 * tree, else where it was installed; NULL (reported) if it is missing.
 */
const char *session_program(struct session *s, const char *name);
/* The temporary folder of this run, created on first use; NULL (reported) on failure. */
const char *session_tmpdir(struct session *s);
/* The value of -D name, or NULL. */
const char *session_define(const struct session *s, const char *name);
/*
 * An environment variable for finding the script's programs: of --sysenv, else of mytap's environment. A cached module
 * goes by its value.
 */
const char *session_env(struct session *s, const char *name);
/* A limit: -D name=N or the default. */
int64_t session_limit(const struct session *s, const char *name, int64_t otherwise);

#endif
