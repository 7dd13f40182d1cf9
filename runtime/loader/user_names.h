/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of functions in a program's file, and of code that programs make while they run. */
#ifndef MYTAP_LOADER_USER_NAMES_H
#define MYTAP_LOADER_USER_NAMES_H

#include "eh_frame.h"

struct user_name {
	u64 start, size;		/* offset in the file, or address */
	const char *text;
};

struct user_names {
	struct user_name *v;		/* ascending, each start once */
	size_t n;
	char *texts;
};

/* Of a file: its own symbol table, else that of its debuginfo, else what it offers to others. */
void user_names_read(struct user_names *names, const struct elf_bytes *e);
/* As programs that compile at run time write them: "START SIZE NAME" a line, in hexadecimal. */
void user_names_of_map(struct user_names *names, const char *text, size_t n);
void user_names_free(struct user_names *names);
/* NULL: there is none. */
const struct user_name *user_names_find(const struct user_names *names, u64 at);
/* The block that the module takes (unwind.h); free(). NULL: it would be too large. */
struct mytap_file_names *user_names_block(const struct user_names *names, const char *path);

/* A whole file in memory; free(). NULL: it cannot be read, or has over 512 MB. */
unsigned char *read_file(int fd, size_t *size);
/* The file's debuginfo, where it is installed apart by build-id, in memory; free(). NULL: there is none. */
unsigned char *debuginfo_read(const struct elf_bytes *e, struct elf_bytes *ret);

#endif
