/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The files that programs run, for their stacks: tables for the module, names for the output. Numbers as in wire.h.
 */
#ifndef MYTAP_LOADER_USER_FILES_H
#define MYTAP_LOADER_USER_FILES_H

#include "channel.h"
#include "module_file.h"
#include "user_names.h"
#include "user_stack.h"

struct user_file;

/* Code that a process has made at run time. */
struct jit_names {
	u32 pid;
	u64 read_at;			/* ns */
	struct user_names names;
};

struct user_files {
	struct channel *channel;
	const char *cache;		/* the folder of kept unwind tables; NULL: none. Set before the rest */
	struct user_file *v;		/* by number - 1 */
	u32 n;
	bool is_wanted, wants_names, wants_lines;	/* stacks are walked; the module needs names; source lines */
	bool is_full;			/* the limit of the tables was reached and reported */
	u64 table_bytes;
	u32 nkept;			/* tables that were in the cache */
	struct jit_names jit;		/* of the process that was asked for last */
};

/* Before START: sends the tables of the files that the script needs (.mytap.files). false: reported. */
bool user_files_send(struct user_files *f, struct channel *c, const struct string_table *wanted);
/* The same for an open file, which the caller keeps. */
bool user_files_send_open(struct user_files *f, int fd);
/* Instead of both: the files that the module already has, for a session started by another process. */
void user_files_meet(struct user_files *f, struct channel *c, const struct string_table *wanted);
/* Makes the decoder look up places in these files. */
void user_files_place(struct user_files *f, struct user_places *ret);
void user_files_deinit(struct user_files *f);

#endif
