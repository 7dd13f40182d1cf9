/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A kernel that the script is for, and the results of each pass: a pass writes only the fields under its heading.
 * Even pass 1 depends on the kernel, by %( kernel_v ... %). A run may have several targets (doctor checks all
 * installed kernels), which share a session.
 */
#ifndef MYTAP_TARGET_H
#define MYTAP_TARGET_H

#include "translator/session.h"

struct program;			/* elaborated.h */
struct debuginfo;		/* debuginfo/debuginfo.h */
struct seed_job;		/* build/seed.h */
struct user_program;		/* user/program.h */
struct user_mistake;

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
	uint32_t build_id_len;		/* 0: not read yet */
	bool is_running;		/* it is this machine's kernel */
	struct map config;		/* CONFIG_X -> "y", "m", text; read on first use by kernel_config() */
	bool config_read;
};

struct target {
	struct session *s;
	struct arena *arena;		/* the session's */
	struct kernel kernel;

	/* inputs of the module besides texts, options and kernel; see target_depends_on() */
	str_vec depends;
	bool depends_on_command;

	/* pass 1 */
	struct parse_env parse_env;
	struct library *library;
	file_vec user_files;		/* the script, then -E */
	unsigned int library_files;	/* for the -v line */

	/* pass 2 */
	struct debuginfo *debuginfo;	/* opened on first question */
	struct program *program;
	struct user_program *programs;	/* that the script probes, each file once */
	struct user_mistake *program_mistakes;	/* already reported */
	unsigned int nprograms;		/* those of them named in the module */

	/* pass 3 */
	const char *module_name;	/* "mytap_<hash16>" or -m */
	struct strbuf script_c;		/* the generated C */
	struct strbuf embed_c;		/* embedded C translation unit; empty if there is none */

	/* pass 4 */
	const char *c_path;		/* where script.c was left, for the -v line */
	const char *module_path;	/* the .ko */
	const char *cache_entry;	/* the cached .ko, or NULL */
	bool from_cache;		/* passes 2 to 4 were skipped */
	const char *summary;		/* pass 2's counts for the -v line; kept in the cache */
	char cache_key[65];		/* hex; "" when this run cannot be cached */
	struct seed_job *seed_job;	/* the runtime, compiled in parallel with passes 1 to 3, or NULL */
};

/* In the session's arena. It has no kernel yet: kernel_choose(). */
struct target *target_new(struct session *s);
/* Frees what is not in the arena. NULL is none. */
void target_deinit(struct target *t);
/* Pass 2 read this file (a user program, a kernel module): a changed one makes the cached module stale. */
void target_depends_on(struct target *t, const char *path);

/* The debuginfo of the kernel; NULL (reported) if there is none. Opened once. */
struct debuginfo *target_debuginfo(struct target *t);
/* "y", "m", a text with quotes, or "" */
const char *kernel_config(struct target *t, const char *name);

/* One pass each. false: failed, and reported. */
bool parse_scripts(struct target *t);			/* translator/pass.c + parser/ */
bool elaborate_program(struct target *t);		/* elaborate/elaborate.c */
bool emit_program(struct target *t);			/* emit/module.c: fills script_c, embed_c */
bool build_module(struct target *t);			/* build/build.c */
bool run_is_able(struct target *t);			/* runners/run.c: before pass 1; false: reported what is
 * missing */
int run_module(struct target *t, int monitor);	/* runners/run.c: exit status of the session; monitor: struct
						 * run_request */
int run_attach(struct session *s);			/* ... of one that runs already: opt.args has its name */

/* Text of -p1, -p2, on out. */
void print_parsed(struct target *t, FILE *out);
void print_elaborated(struct target *t, FILE *out);	/* elaborate/list.c */
bool list_probes(struct target *t, FILE *out);		/* -l, -L: false when nothing matched */

#endif
