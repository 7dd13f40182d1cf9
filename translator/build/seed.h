/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The seed: the runtime compiled once for a kernel, and the commands that
 * kbuild used for it. The first script's has what that script refers to. For a script that needs more the usual
 * runtime is compiled (runtime/kernel/usual.h), or the whole one, if the script needs more than that; the largest
 * that is there is used for all scripts from then on. A folder in the cache, KEY, KEY-usual or KEY-asked:
 *
 *	runtime.o, module.mod.o, seed.ko, features.h, extra objects of the last link
 *	api.i	the header of the script's unit, preprocessed (header_cut.h); empty: not known
 *	commands	"cc", "cc1", "as", "include", "objtool", "link", "final" and "extra" words, one per line
 *	manifest	checksums of these files, stamps of the tools; written last
 */
#ifndef MYTAP_SEED_H
#define MYTAP_SEED_H

#include "build.h"
#include "translator/target.h"

struct seed {
	const char *dir;		/* the folder */
	str_vec cc;			/* compiler and its flags, without include paths */
	str_vec cc1, as;		/* what cc starts for a unit, with fast_words for its files; empty: not known */
	str_vec include;		/* -I, -include, -D of the kernel's headers, for embedded C */
	str_vec objtool;		/* empty: the kernel needs none */
	str_vec link;			/* first ld -r */
	str_vec final;			/* last ld, up to -o */
	str_vec extra;			/* objects of the last link, in dir */
	str_vec env;			/* NAME=VALUE: environment of kbuild that the tools read */
	enum extent extent;		/* of the runtime */
	bool objtool_is_late;		/* on the linked object, not on each unit */
	const char *unfit;		/* why the fast back end must not be used with it, or NULL */
};

/* The module name the seed is built under; long enough for every legal name. */
extern const char seed_module_name[];

/* The seed; makes it or waits for it if necessary. NULL with why. */
const struct seed *seed_get(struct target *t, const char **why);
/* The same, of that runtime. */
const struct seed *seed_get_of(struct target *t, enum extent extent, const char **why);
/* True if a usable seed exists; makes none. why: the reason against the fast build, or NULL. */
bool seed_is_ready(struct target *t, const char **why);
/* Ends background work that was not waited for. */
void seed_stop(struct target *t);
/* --prewarm */
bool seed_prewarm(struct target *t);
/* The key of everything that a seed, and every module made with it, depends on. */
void seed_key(struct target *t, char key[65]);

#endif
