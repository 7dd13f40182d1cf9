/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which file a script means by a program, and how the loader finds the same one again (.mytap.programs). */
#ifndef MYTAP_USER_PROGRAM_H
#define MYTAP_USER_PROGRAM_H

#include "translator/image/image.h"

struct user_program {
	struct image *image;
	const char *name;		/* as the script has it: "bash" */
	const char *identity;		/* of .mytap.programs (runtime/wire.h) */
	unsigned int number;		/* from 1 on: of those that the module names; 0: it does not */
	struct user_program *next;
};

/* What was said of programs: each once. */
struct user_mistake {
	const char *text;
	struct user_mistake *next;
};

typedef VEC(struct image *) image_vec;

/* The first in $PATH that can be run, as a shell finds it; NULL: none. */
const char *program_in_path(struct target *t, const char *name);
/* By path, or by a name that $PATH leads to. Each file once for a target. NULL: why says it. */
struct image *user_program_open(struct target *t, const char *name, struct strbuf *why);
/* The program of -c or -x, of that process. NULL: why says it. */
struct image *user_program_of_target(struct target *t, struct strbuf *why);
struct image *user_program_of_process(struct target *t, int64_t pid, struct strbuf *why);
/* Every program that a pattern with wildcards matches. */
bool user_programs_matching(struct target *t, const char *pattern, image_vec *ret, struct strbuf *why);
/* Those of the libraries that it needs, however indirectly, whose path, file name or soname the pattern matches. */
bool user_program_libraries(struct target *t, struct image *program, const char *pattern, image_vec *ret, struct strbuf *why);

/* Its number in .mytap.programs, from 1 on; given when it is first asked for. */
unsigned int user_program_number(struct target *t, const struct image *image);
/* That of a number; NULL: there are no more. */
const struct user_program *user_program_numbered(struct target *t, unsigned int number);

#endif
