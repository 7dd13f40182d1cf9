/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A session's records in a file (--raw), and reading them again (mytap replay). The file has everything needed to
 * show the session on another machine.
 *
 * The file: struct raw_head, then blocks: struct raw_block and its bytes. The bytes are
 * whole records, as in the rings (wire.h), in the order in which they were read; and these:
 *	RAW_TABLE	id: enum raw_table; u64 how many, then strings, each with its NUL. Before all others.
 *	RAW_SYMBOL	u64 address, text with its NUL: the function that holds it. Before what uses it.
 *	RAW_PART	u32 number, u32 0: the file is one of several of -b (bulk.c), with the records of one stream.
 *	RAW_END		struct raw_end: the last one. A file without it was cut off.
 */
#ifndef MYTAP_LOADER_RAW_H
#define MYTAP_LOADER_RAW_H

#include "formats.h"
#include "module_file.h"
#include "names.h"
#include "report.h"

#define RAW_MAGIC 0x3157415250415459ULL		/* "YTAPRAW1" */
enum { RAW_VERSION = 2, RAW_BLOCK = 64 << 10 };	/* bytes from which a block is closed */
enum raw_kind { RAW_TABLE = 0xf0, RAW_SYMBOL, RAW_END, RAW_PART };
enum raw_table { RAW_FORMATS, RAW_PROBES, RAW_MAPS, RAW_ABOUT, RAW_TABLES };

struct raw_head {
	u64 magic;
	u32 version, wire_version;	/* RAW_VERSION, MYTAP_WIRE_VERSION */
};

struct raw_block {
	u32 size;			/* of the bytes behind it, a multiple of 8 */
	u32 not_size;			/* ~size: tells a truncated block from a damaged one */
	u64 hash;			/* raw_hash() of those bytes */
};

struct raw_end {
	struct report_rings rings;
	u64 is_complete;
	u64 parts;			/* files of the session, 0: the one */
};

u64 raw_hash(const void *p, size_t n);

/* The writer of the file, as one of the parts of a session. */
struct writer;
struct session_end;
void raw_begin_part(struct writer *w, u32 number);
void raw_end_part(struct writer *w, const struct session_end *end, u64 parts);

/* ---- reading -------------------------------------------------------------------------------- */

struct raw_symbol;

struct raw_file {
	const char *path;
	char *bytes;			/* the whole file, mapped */
	size_t size, used;		/* used: up to the end of the last whole block */
	struct string_table tables[RAW_TABLES];
	struct raw_symbol *symbols;	/* by address */
	size_t nsymbols;
	const struct raw_end *end;	/* NULL: the file was truncated */
	const u32 *part;		/* its number; NULL: it is the whole session */
	/* position of raw_next_record() */
	size_t block_end, at;
	/* of raw_set.c */
	const struct mytap_record *next;	/* NULL: no more */
	u64 last;			/* time of the last one returned */
};

/*
 * Reads and checks the whole file. False: not such a file, another version, or damaged; reported. A truncated file
 * is valid up to its last whole block, and has no end.
 */
bool raw_open(struct raw_file *f, const char *path);
/* The next record of the session; NULL: no more. */
const struct mytap_record *raw_next_record(struct raw_file *f);
/* For struct names.other. */
const char *raw_symbol_name(void *file, u64 address);
void raw_close(struct raw_file *f);

/* ---- one file, or the parts of one session ---------------------------------------------------- */

struct raw_set {
	struct raw_file *v;
	size_t n;
};

/*
 * Files that cannot be read or do not belong together: false, reported. is_whole: also reports parts that are not given.
 * To be closed in any case.
 */
bool raw_set_open(struct raw_set *s, const char *const *paths, size_t n, bool is_whole);
const struct mytap_record *raw_set_next(struct raw_set *s);
/* The first file that was cut off; NULL: none. */
const struct raw_file *raw_set_cut(const struct raw_set *s);
const char *raw_set_symbol_name(void *set, u64 address);
void raw_set_close(struct raw_set *s);

#endif
