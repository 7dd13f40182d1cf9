/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of functions in a program's file, and of code generated at run time. */
#ifndef MYTAP_LOADER_USER_NAMES_H
#define MYTAP_LOADER_USER_NAMES_H

#include "eh_frame.h"

struct user_name {
	u64 start, size;		/* file offset, or address */
	const char *text;
};

struct user_names {
	struct user_name *v;		/* ascending, each start once */
	size_t n;
	char *texts;
};

/* For a file: its symbol table, else that of its debuginfo, else its dynamic symbols. */
void user_names_read(struct user_names *names, const struct elf_bytes *e);
/* In the format of programs that compile at run time: "START SIZE NAME" per line, in hexadecimal. */
void user_names_of_map(struct user_names *names, const char *text, size_t n);
void user_names_free(struct user_names *names);
/* NULL: none. */
const struct user_name *user_names_find(const struct user_names *names, u64 at);
/* The block for the module (unwind.h); to be freed. NULL: it would be too large. */
struct mytap_file_names *user_names_block(const struct user_names *names, const char *path, const struct elf_bytes *e);

enum { USER_FILE_MOST = 512 << 20 };	/* bytes of a file that is read */

/* A whole file in memory; to be freed. NULL: it cannot be read, or is larger than that. */
unsigned char *read_file(int fd, size_t *size);
/* The file's debuginfo, if it is installed separately by build-id, in memory; to be freed. NULL: none. */
unsigned char *debuginfo_read(const struct elf_bytes *e, struct elf_bytes *ret);

#endif
