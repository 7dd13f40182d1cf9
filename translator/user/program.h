/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file of a program named in a script, and how the loader finds the same file (.mytap.programs). */
#ifndef MYTAP_USER_PROGRAM_H
#define MYTAP_USER_PROGRAM_H

#include "translator/image/image.h"

struct user_program {
	struct image *image;
	const char *name;		/* as written in the script: "bash" */
	const char *identity;		/* of .mytap.programs (runtime/wire.h) */
	unsigned int number;		/* number in .mytap.programs, from 1 on; 0: not listed */
	struct user_program *next;
};

/* Errors about programs already reported. */
struct user_mistake {
	const char *text;
	struct user_mistake *next;
};

typedef VEC(struct image *) image_vec;

/* The first in $PATH that can be run, as a shell finds it; NULL: none. */
const char *program_in_path(struct target *t, const char *name);
/* By path, or by a name that $PATH leads to. Each file once per target. NULL with the reason in why. */
struct image *user_program_open(struct target *t, const char *name, struct strbuf *why);
/* The program of -c, or those of -x, each once. False with the reason in why. */
bool user_programs_of_target(struct target *t, image_vec *ret, struct strbuf *why);
/* The program of that process. NULL with the reason in why. */
struct image *user_program_of_process(struct target *t, int64_t pid, struct strbuf *why);
/* Every program that a pattern with wildcards matches. */
bool user_programs_matching(struct target *t, const char *pattern, image_vec *ret, struct strbuf *why);
/* The libraries that it needs, directly or not, whose path, file name or soname matches the pattern. */
bool user_program_libraries(struct target *t, struct image *program, const char *pattern, image_vec *ret, struct strbuf *why);

/* Its number in .mytap.programs, from 1 on; assigned on first use. */
unsigned int user_program_number(struct target *t, const struct image *image);
/* The program of a number; NULL: there are no more. */
const struct user_program *user_program_numbered(struct target *t, unsigned int number);

#endif
