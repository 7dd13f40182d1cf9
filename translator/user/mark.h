/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Marks that a program was compiled with (sys/sdt.h): notes of .note.stapsdt. */
#ifndef MYTAP_USER_MARK_H
#define MYTAP_USER_MARK_H

#include "translator/debuginfo/location.h"
#include "translator/image/image.h"

/* One place of a mark; a mark that the compiler has copied has several, each with texts of its own. */
struct user_mark {
	const char *provider, *name;
	const char *arguments;		/* "-4@%edi 8@16(%rsp)" */
	uint64_t address, offset;	/* link address; in the file */
	uint64_t semaphore;		/* in the file; 0: none */
};
typedef VEC(struct user_mark *) user_mark_vec;

/* In the order of the file. */
void user_marks_read(struct arena *a, const struct image *image, user_mark_vec *ret);

/* An argument of a place: its value, or why it cannot be read. */
struct mark_argument {
	const char *text;		/* "-4@%edi" */
	unsigned int size;		/* bytes */
	bool is_signed;
	VEC(struct loc_op) ops;		/* leave the value, 64 bits */
	const char *why;		/* ops are empty */
};
typedef VEC(struct mark_argument) mark_argument_vec;

void user_mark_arguments(struct arena *a, const struct image *image, const struct user_mark *m, mark_argument_vec *ret);

#endif
