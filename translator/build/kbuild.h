/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A folder that kbuild makes a module in; also where the seed of the fast back end comes from. */
#ifndef MYTAP_KBUILD_H
#define MYTAP_KBUILD_H

#include "build.h"

/*
 * Fills dir with Makefile, sources and feature tests: runtime.c + script.c
 * (+ embed.c) -> name.ko. false (said) when that cannot be done.
 */
bool kbuild_prepare(struct target *t, const char *dir, const struct build_input *in);
/* Flags for the script's own unit, behind the kernel's; NULL-terminated. Both back ends take them. */
const char *const *kbuild_script_flags(const char *script_c);
/* One of them: an error when a function of it needs too much of the kernel's stack. */
extern const char kbuild_frame_guard[];
/* Runs make there; false with all it said in log. */
bool kbuild_make(struct target *t, const char *dir, struct strbuf *log);
/* Says what the compiler did not like, and whose fault it is. */
void kbuild_explain(struct target *t, const char *log);

/* The first line of a compiler's output that says error, or the last of all that is not a part of the one before. */
const char *kbuild_first_error(struct target *t, const char *log);

/* An environment in which nothing of the user's changes what is compiled. */
extern const char *const clean_environment[];

#endif
