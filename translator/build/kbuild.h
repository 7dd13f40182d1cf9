/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The folder in which kbuild makes a module; also makes the seed of the fast back end. */
#ifndef MYTAP_KBUILD_H
#define MYTAP_KBUILD_H

#include "build.h"

/*
 * Fills dir with Makefile, sources and feature tests: runtime.c + script.c
 * (+ embed.c) -> name.ko. false (reported) on failure.
 */
bool kbuild_prepare(struct target *t, const char *dir, const struct build_input *in);
/* Flags for the script's unit, after the kernel's; NULL-terminated. Used by both back ends. */
const char *const *kbuild_script_flags(const char *script_c);
/* One of them: a function that needs too much of the kernel's stack is an error. */
extern const char kbuild_frame_guard[];
/*
 * Runs make in dir; again with the whole runtime if its needed part does not compile, and with the kernel's flags alone if the kernel
 * would stop at a call in the module. false with the last run's whole output in log.
 */
bool kbuild_make(struct target *t, const char *dir, const struct build_input *in, struct strbuf *log);
/* Reports the compiler's error, and whether the script, mytap or the kernel's headers caused it. */
void kbuild_explain(struct target *t, const char *log);

/* The first line of a compiler's output with "error", else the last line that does not continue another. */
const char *kbuild_first_error(struct target *t, const char *log);

/* An environment without the user's variables that would change what is compiled. */
extern const char *const clean_environment[];

#endif
