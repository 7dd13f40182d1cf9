/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files that programs run, for their stacks: tables for the module, names for who reads. Numbers as in wire.h. */
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
	struct user_file *v;		/* by number - 1 */
	u32 n;
	bool is_wanted, wants_names, wants_lines;	/* stacks are walked; the module wants names, source lines, too */
	bool is_full;			/* of tables: said */
	u64 table_bytes;
	struct jit_names jit;		/* of the process that was asked for last */
};

/* Before START: hands over the tables of what the script says (.mytap.files). false: said. */
bool user_files_send(struct user_files *f, struct channel *c, const struct string_table *wanted);
/* ... of a file that is open, which stays the caller's. */
bool user_files_send_open(struct user_files *f, int fd);
/* In place of both: those that the module has already, of a session that somebody else started. */
void user_files_meet(struct user_files *f, struct channel *c, const struct string_table *wanted);
/* Makes the decoder's places those of these files. */
void user_files_place(struct user_files *f, struct user_places *ret);
void user_files_deinit(struct user_files *f);

#endif
