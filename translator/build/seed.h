/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The seed: the runtime compiled once for a kernel, and the commands that
 * kbuild used for it. It has the usual runtime (runtime/kernel/usual.h), until a script needs more: then the whole
 * one is compiled, and used for all scripts from then on. A folder in the cache, of the usual runtime KEY-usual:
 *
 *	runtime.o, module.mod.o, seed.ko, features.h, extra objects of the last link
 *	commands	"cc", "include", "objtool", "link", "final" and "extra" words, one per line
 *	manifest	checksums of these files, stamps of the tools; written last
 */
#ifndef MYTAP_SEED_H
#define MYTAP_SEED_H

#include "translator/target.h"

struct seed {
	const char *dir;		/* the folder */
	str_vec cc;			/* compiler and its flags, without include paths */
	str_vec include;		/* -I, -include, -D of the kernel's headers, for embedded C */
	str_vec objtool;		/* empty: the kernel needs none */
	str_vec link;			/* first ld -r */
	str_vec final;			/* last ld, up to -o */
	str_vec extra;			/* objects of the last link, in dir */
	str_vec env;			/* NAME=VALUE: environment of kbuild that the tools read */
	bool is_usual;			/* not the whole runtime */
	bool objtool_is_late;		/* on the linked object, not on each unit */
	const char *unfit;		/* why the fast back end must not be used with it, or NULL */
};

/* The module name the seed is built under; long enough for every legal name. */
extern const char seed_module_name[];

/* Starts compiling the runtime in the background if there is no seed for the kernel yet. */
void seed_start(struct target *t);
/* The seed; makes it or waits for it if necessary. NULL with why. */
const struct seed *seed_get(struct target *t, const char **why);
/* The same, of the whole runtime. */
const struct seed *seed_get_whole(struct target *t, const char **why);
/* True if a usable seed exists; makes none. why: the reason against the fast build, or NULL. */
bool seed_is_ready(struct target *t, const char **why);
/* Ends background work that was not waited for. */
void seed_stop(struct target *t);
/* --prewarm */
bool seed_prewarm(struct target *t);
/* The key of everything that a seed, and every module made with it, depends on. */
void seed_key(struct target *t, char key[65]);

#endif
