/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Symbols at their link addresses and, for a kernel, which may be probed: ftrace sites, the kprobe blacklist, init
 * text. Made once per file, cached on disk.
 */
#ifndef MYTAP_SYMTAB_H
#define MYTAP_SYMTAB_H

#include "translator/target.h"

enum symbol_flags {
	SYMBOL_FUNCTION = 1, SYMBOL_GLOBAL = 2,
	SYMBOL_TRACEABLE = 4,		/* ftrace site at its entry (after endbr, if any) */
	SYMBOL_BLACKLISTED = 8,		/* kprobes refuses it */
	SYMBOL_INIT = 16,		/* gone after boot */
	SYMBOL_EXPORTED = 32,
	SYMBOL_PERCPU = 64,		/* address: offset in a CPU's area */
	SYMBOL_TEXT = 128,		/* in an executable section, function or not */
};

struct symbol {
	uint64_t address;
	uint32_t size, name;		/* name: use symbol_name() */
	uint32_t flags, pad;
};

struct symtab {
	const struct symbol *symbols;	/* by address; per-CPU ones at their offset, which is below all addresses */
	const uint32_t *by_name;
	const char *strings;
	uint32_t n, strings_size;
	uint64_t stext;
	bool has_traceable, has_blacklist;
	bool is_this_build;		/* its file has the kernel's build-id, not only its release */
};

/* image.c: of the kernel; NULL: none of its files has symbols. */
struct symtab *symtab_open(struct target *t);
/* Of a program: .symtab of its file or of its debuginfo's, else .dynsym and .gnu_debugdata. */
struct image;
struct symtab *symtab_open_user(struct target *t, struct image *image);
/* Of a module, at the addresses of its layout. */
struct symtab *symtab_open_module(struct target *t, struct image *image);
const char *symbol_name(const struct symtab *t, const struct symbol *sym);
/* The first symbol of that name in by_name order, or -1; the following ones may have the same name. */
int64_t symtab_find(const struct symtab *t, const char *name);
/* The one of that name, preferring global ones; NULL if there is none. */
const struct symbol *symtab_get(const struct symtab *t, const char *name);
/* True if several functions have its name. */
bool symtab_is_shared(const struct symtab *t, const struct symbol *sym);
/* The function that contains the address; NULL if none. */
const struct symbol *symtab_at(const struct symtab *t, uint64_t address);
/* "foo.isra.0" -> 3: characters before a clone's suffix; the whole length if it is no clone. */
size_t symbol_base_length(const char *name);

/* symtab_build.c: a symbol table under construction. */
struct symtab_maker {
	struct arena *a;
	VEC(struct symbol) symbols;
	struct strbuf strings;
	uint64_t init_begin, init_end, percpu_end, stext, etext;	/* 0: unknown */
	struct { uint64_t begin, end; } forbidden[4];	/* ranges kprobes refuses */
	const uint64_t *mcount, *blacklist;	/* link addresses; NULL: unknown */
	size_t nmcount, nblacklist;
	bool has_blacklist;
};
void symtab_maker_add(struct symtab_maker *m, const char *name, uint64_t address, uint32_t size, uint32_t flags);
/* Reads tables at addresses of symbols from the image (mcount table, blacklist). */
struct elf_file;
void symtab_maker_read_tables(struct symtab_maker *m, const struct elf_file *e);
/* The table of that section: ".symtab", ".dynsym". layout: where its sections are, NULL: where their headers say. */
bool symtab_from_elf(struct symtab_maker *m, const struct elf_file *e, const char *section, const uint64_t *layout);
/* A module's ftrace sites. */
void symtab_maker_read_sites(struct symtab_maker *m, const struct elf_file *e, const uint64_t *layout);
bool symtab_from_map(struct symtab_maker *m, const char *path);
/* kallsyms.c: the tables inside a vmlinux without a symbol table. */
bool symtab_from_kallsyms(struct symtab_maker *m, const struct elf_file *e);
/* The file's image, in malloc memory: see symtab.c. */
void *symtab_maker_finish(struct symtab_maker *m, size_t *size);

/* The layout on disk. */
#include "translator/image/cache_file.h"
struct symtab_file {
	struct cache_head head;
	uint64_t stext;
	uint32_t n, strings_size;
	uint32_t has_traceable, has_blacklist;
	/* struct symbol [n], uint32_t by_name[n], strings */
};
enum { SYMTAB_VERSION = 2 };

#endif
