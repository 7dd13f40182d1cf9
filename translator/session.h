/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One run of mytap: what was asked for, and what each pass leaves for the next.
 * Passes write only the fields under their own heading.
 */
#ifndef MYTAP_SESSION_H
#define MYTAP_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "parser/parse.h"
#include "translator/compatible.h"

struct command;			/* commands.h */
struct program;			/* elaborated.h */
struct debuginfo;		/* debuginfo/debuginfo.h */
struct seed_job;		/* build/seed.h */
struct user_program;		/* user/program.h */
struct user_mistake;

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
	const char *condition;		/* --if */
	const char *cpu, *comm, *from;	/* --cpu, --comm, --from */
	bool has_args, has_values;	/* --args, --retval */
	long most_depth;		/* --max-depth; 0: all */
};

struct options {
	const char *script_file;	/* path, "-" for standard input, or NULL with -e */
	const char *script_text;	/* -e */
	str_vec extra_scripts;		/* -E */
	str_vec args;			/* script arguments */
	int last_pass;			/* -p N; 5 by default */
	int verbose;			/* -v count */
	bool keep_tmpdir;		/* -k */
	const char *tmpdir;		/* --tmpdir */
	bool guru;			/* -g */
	bool no_elision;		/* -u */
	bool no_warnings, warnings_are_errors;	/* -w -W */
	const char *list;		/* -l or -L point */
	bool list_vars;			/* -L */
	bool dump_probe_types, dump_probe_aliases, dump_functions;
	const char *command;		/* -c */
	long target_pid;		/* -x, 0 = none */
	double time_limit;		/* -T seconds, 0 = none */
	const char *output;		/* -o */
	long buffer_mb;			/* -s, 0 = default */
	str_vec defines;		/* -D NAME=VALUE */
	str_vec globals;		/* -G VAR=VALUE */
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
	const char *vm;			/* --vm[=RELEASE|vmlinuz]: "" when no value; NULL = not asked for */
	long vm_cpus, vm_memory_mb;	/* 0 = default */
	const char *sign_key;		/* KEY[,CERT] */
	bool brief;			/* doctor --brief */
	struct trace_options trace;
	struct inspect_options inspect;
	const char *example_word;	/* example -k */
	const struct command *action;	/* mytap NAME: a command (commands.h) instead of a script; or NULL */
	int pass_verbose[6];		/* --vp: added to verbose during pass N */
	bool check_only;		/* -h, -V and the like were served: end now, status 0 */
	str_vec vm_add;			/* --vm-add FILE[:PATH]: goes into the guest, under its own name or there */
	enum { VM_IDLE_AUTO, VM_IDLE_ON, VM_IDLE_OFF } vm_idle;	/* --vm-idle: a little life in the guest */
};

/* The kernel the module is for. Filled by kernel.c before pass 1; no debuginfo is opened for it. */
struct kernel {
	const char *release;		/* "6.1.0-56-cloud-amd64" */
	const char *version;		/* "6.1.0" */
	const char *root;		/* the root folder that it is in, "" for this system */
	const char *programs;		/* that root if its compiler is there, too, "": this system's does; see kernel_inside() */
	const char *arch;		/* "x86_64" */
	const char *build_dir;		/* /lib/modules/REL/build, absolute, links followed; NULL if there is none */
	const char *vmlinux_btf;	/* file that holds .BTF: /sys/kernel/btf/vmlinux when running, build_dir/vmlinux, ... or NULL */
	const char *vmlinux_dwarf;	/* vmlinux with .debug_info, or NULL */
	const char *vmlinuz;		/* /boot/vmlinuz-REL, or NULL */
	const char *system_map;		/* a full System.map, or NULL (Debian's in /boot is a stub) */
	const char *modules_dir;	/* /lib/modules/REL, in root */
	uint8_t build_id[32];		/* of the vmlinux; see build_id_len */
	uint32_t build_id_len;		/* 0 = not known yet */
	bool is_running;		/* it is this machine's kernel */
	struct map config;		/* CONFIG_X -> "y", "m", text; read on first use by kernel_config() */
	bool config_read;
};

struct session {
	struct arena *arena;
	struct diag diag;
	struct options opt;
	struct kernel kernel;

	const char *data_dir;		/* holds runtime/ and tapsets/ */

	/* what the result depends on beside texts, options and kernel; see session_depends_on() */
	str_vec depends;
	bool depends_on_command;
	bool said_newer[COMPATIBLE_FEATURES];	/* compatible.c */

	/* pass 1 */
	struct parse_env parse_env;
	struct library *library;
	file_vec user_files;		/* the script, then -E */
	unsigned int library_files;	/* for the -v line */

	/* pass 2 */
	struct debuginfo *debuginfo;	/* opened on first question */
	struct program *program;
	struct user_program *programs;	/* that the script probes, each file once */
	struct user_mistake *program_mistakes;	/* said of them */
	unsigned int nprograms;		/* of them, those that the module names */

	/* pass 3 */
	const char *module_name;	/* "mytap_<hash16>" or -m */
	struct strbuf script_c;		/* the generated C */
	struct strbuf embed_c;		/* embedded C translation unit; empty if there is none */

	/* pass 4 */
	const char *tmpdir;		/* made on first use by session_tmpdir(), removed at the end unless -k */
	int tidy;			/* of the process that removes it if we crash (tidy.h); -1: none */
	const char *c_path;		/* where script.c was left, for the -v line */
	const char *module_path;	/* the .ko */
	const char *cache_entry;	/* the cached .ko, or NULL */
	bool cache_refused;		/* it was said that there is no cache */
	bool from_cache;		/* passes 2 to 4 were skipped */
	const char *summary;		/* pass 2's counts for the -v line; kept in the cache */
	char cache_key[65];		/* hex; "" when this run cannot be cached */
	struct seed_job *seed_job;	/* the runtime being compiled beside passes 1 to 3, or NULL */
};

void session_init(struct session *s);
/* Removes the temporary folder unless -k, frees everything. */
void session_deinit(struct session *s);
/*
 * One of our programs ("mytap-run"): beside mytap when run from the build
 * tree, else where it was installed; NULL (said) when it is not there.
 */
const char *session_program(struct session *s, const char *name);
/* Pass 2 read this file (a user program, a kernel module): a changed one makes the cached module stale. */
void session_depends_on(struct session *s, const char *path);

/* The temporary folder of this run, made now if need be; NULL (said) when that fails. */
const char *session_tmpdir(struct session *s);
/* What has to be opened to know types and addresses; NULL (said) if there is nothing. Opened once. */
struct debuginfo *session_debuginfo(struct session *s);
/* "y", "m", a text with quotes, or "" */
const char *kernel_config(struct session *s, const char *name);
/* The value of -D name, or NULL. */
const char *session_define(const struct session *s, const char *name);
/* A limit: -D name=N or the default. */
int64_t session_limit(const struct session *s, const char *name, int64_t otherwise);

/* One pass each. false: it failed, and said why. */
bool parse_scripts(struct session *s);			/* translator/pass.c + parser/ */
bool elaborate_program(struct session *s);		/* elaborate/elaborate.c */
bool emit_program(struct session *s);			/* emit/module.c: fills script_c, embed_c */
bool build_module(struct session *s);			/* build/build.c */
bool run_is_able(struct session *s);			/* runners/run.c: before pass 1; false: said what is missing */
int run_module(struct session *s);			/* runners/run.c: exit status of the session */

/* Text of -p1, -p2, on out. */
void print_parsed(struct session *s, FILE *out);
void print_elaborated(struct session *s, FILE *out);	/* elaborate/list.c */
bool list_probes(struct session *s, FILE *out);		/* -l, -L: false when nothing matched */

#endif
