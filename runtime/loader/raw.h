/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A session's records in a file (--raw), and out of it again (mytap replay): everything
 * that is needed to show them elsewhere is in it.
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
	u32 not_size;			/* ~size: whether it ends behind the file's end, or is damaged */
	u64 hash;			/* raw_hash() of them */
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
	size_t size, used;		/* used: up to the end of its last whole block */
	struct string_table tables[RAW_TABLES];
	struct raw_symbol *symbols;	/* by address */
	size_t nsymbols;
	const struct raw_end *end;	/* NULL: it was cut off */
	/* where raw_next_record() is */
	size_t block_end, at;
};

/*
 * Reads and checks all of it. False: said: it is none, of another version or damaged. A file
 * that was cut off is good up to there, and has no end.
 */
bool raw_open(struct raw_file *f, const char *path);
/* The next record of the session; NULL: that was the last. */
const struct mytap_record *raw_next_record(struct raw_file *f);
/* For struct names. */
const char *raw_symbol_name(void *file, u64 address);
void raw_close(struct raw_file *f);

#endif
