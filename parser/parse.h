/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pass 1: text -> struct file. Messages go to the diag; NULL is returned only if there was an error in that text.
 */
#ifndef MYTAP_PARSE_H
#define MYTAP_PARSE_H

#include "ast.h"
#include "script_options.h"

/* The values of %( conditions %) and of $1 @1; filled by the driver. */
struct parse_env {
	struct arena *arena;
	struct diag *diag;
	const char *kernel_release;		/* "6.1.0-56-cloud-amd64" (kernel_vr) */
	const char *kernel_version;		/* "6.1.0" (kernel_v) */
	const char *arch;			/* "x86_64" */
	const char *compatible;			/* --compatible, or the version reported (systemtap_v): "5.6" */
	const char *privilege;			/* "stapdev" */
	const char *runtime;			/* "kernel" */
	bool guru;				/* -g */
	const char *(*config)(void *ctx, const char *name);	/* CONFIG_X of the target kernel: "y", "m", "\"text\"", "" */
	void *config_ctx;
	int argc;				/* script arguments */
	const char **argv;
	script_option_vec options;		/* of the user's scripts, by name */
	bool *arg_used;				/* argc flags set as $N @N are used; may be NULL */
	struct macro_table *macros;		/* from .stpm files and the user's script; see preproc.h */
};

/* True if --compatible asks for a language older than this release of SystemTap. */
bool parse_before(const struct parse_env *env, const char *release);

/* src must outlive the tree. is_library: guru rights, function priority 1. */
struct file *parse_source(struct parse_env *env, struct source *src, bool is_library);

/* True if a variable of a script may be called that: it is no keyword. */
bool is_script_name(struct arena *a, const char *name);

/* A source whose text is kept in the arena. */
struct source *source_new(struct arena *a, const char *name, const char *text, size_t len, bool library);

/*
 * The tapset folders. Opened once; a file is parsed only when a name of it is asked for.
 */
struct library;

/* The functions that are part of the grammar ("println"); NULL-terminated. A script cannot define one of these names. */
extern const char *const print_names[];

/* Where the index of the folders is kept between two starts, by a key of hexadecimal digits; a wrong text is noticed. */
struct library_store {
	void *ctx;
	bool (*load)(void *ctx, const char *key, struct strbuf *ret);
	void (*save)(void *ctx, const char *key, const char *text, size_t n);
};

/* dirs: -I in order, then the installed tapsets. Also loads the .stpm macros. store: or NULL. */
struct library *library_open(struct parse_env *env, const char **dirs, unsigned int n, const struct library_store *store);
/* Frees what is not in the arena, also of env->macros. */
void library_close(struct library *lib);
/* Number of .stp files found, for the -v line. */
unsigned int library_size(const struct library *lib);
/*
 * The files that define the function, the global, or a probe alias that a
 * point beginning with these component names could match (wildcards allowed).
 * Each file is returned once per run; the caller adds it to the program.
 */
typedef VEC(struct file *) file_vec;
void library_find_function(struct library *lib, const char *name, file_vec *ret);
void library_find_global(struct library *lib, const char *name, file_vec *ret);
void library_find_alias(struct library *lib, const struct probe_point *pp, file_vec *ret);
/* Every file, for --dump-functions, --dump-probe-aliases, wildcards at the front. */
void library_find_all(struct library *lib, file_vec *ret);
/* Calls back with every function, then alias, name known, for "did you mean". */
void library_each_name(struct library *lib, void (*fn)(void *ctx, const char *name), void *ctx);
/* Calls back with the components of every alias known. */
void library_each_alias(struct library *lib, void (*fn)(void *ctx, const char *const *parts, unsigned int n), void *ctx);

#endif
