/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A session's records in a file (--raw), and reading them again (mytap replay). The file has everything needed to
 * show the session on another machine.
 *
 * The file: struct raw_head, then blocks: struct raw_block and its bytes. The bytes are
 * whole records, as in the rings (wire.h), in the order in which they were read; and these:
 *	RAW_TABLE	id: enum raw_table; u64 how many, then strings, each with its NUL. Before all others.
 *	RAW_SYMBOL	u64 address, text with its NUL: the function that holds it. Before what uses it.
 *	RAW_END		struct raw_end: the last one. A file without it was cut off.
 */
#ifndef MYTAP_LOADER_RAW_H
#define MYTAP_LOADER_RAW_H

#include "formats.h"
#include "module_file.h"
#include "names.h"
#include "report.h"

#define RAW_MAGIC 0x3157415250415459ULL		/* "YTAPRAW1" */
enum { RAW_VERSION = 1, RAW_BLOCK = 64 << 10 };	/* bytes from which a block is closed */
enum raw_kind { RAW_TABLE = 0xf0, RAW_SYMBOL, RAW_END };
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
};

u64 raw_hash(const void *p, size_t n);

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
	/* position of raw_next_record() */
	size_t block_end, at;
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

#endif
