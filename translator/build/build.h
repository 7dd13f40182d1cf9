/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pass 4: C -> loadable module. Two back ends do the same job behind
 * build_module(): kbuild.c (the kernel's own makefiles: the reference, 3 s) and
 * fast.c (recorded commands on a runtime compiled once per kernel: 0.1 s).
 */
#ifndef MYTAP_BUILD_H
#define MYTAP_BUILD_H

#include "translator/target.h"

/*
 * How much of the runtime is compiled, which is most of what a kernel's first script waits for: all of it, what
 * scripts usually use (runtime/kernel/usual.h), or what this script refers to.
 */
enum extent { EXTENT_WHOLE, EXTENT_USUAL, EXTENT_ASKED };

struct build_input {
	const char *module_name;	/* of the module, without .ko */
	const char *script_c;		/* text of the translated script */
	const char *embed_c;		/* text of the embedded C unit, or NULL */
	const char *out;		/* path of the .ko; put in place by rename */
	enum extent extent;		/* of the runtime that is compiled */
	const char *cut;		/* not of EXTENT_WHOLE: the program that leaves out what is not needed (cut_main.c), or NULL */
	bool is_plain;			/* the runtime is compiled by the kernel's flags alone */
	const char *asks_c;		/* EXTENT_ASKED: the text of the script whose needs decide */
};

/* false: failed. A failure of the fast back end is returned in *why, not reported: kbuild is tried next. */
bool kbuild_build(struct target *t, const struct build_input *in);
bool fast_build(struct target *t, const struct build_input *in, const char **why);

/*
 * The script cache. The key is made before pass 2: script texts after argument
 * pasting, every library file's name and content hash, kernel identity, options that change the module, mytap's own
 * build. Entries: KEY.ko and KEY.c, mode 0600 in a
 * folder of mode 0700 owned by us, put in place by rename.
 */
bool cache_lookup(struct target *t);		/* sets from_cache, module_path, c_path */
void cache_store(struct target *t);
bool cache_clean(struct session *s);		/* --clean-cache */

#endif
