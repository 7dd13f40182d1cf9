/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stacks of programs without frame pointers, for both sides: the loader makes a table of each file's .eh_frame
 * (runtime/loader/eh_frame.c), the module walks by it. Needs only the types of wire.h.
 *
 * A table is one block; addresses in it are offsets in the file, so that only the mappings of a process must be
 * known:
 *
 *	struct mytap_unwind	counts; `start`, a multiple of 64 kB, is what the rest counts from
 *	u32 regions[]		of each 64 kB: its first row
 *	u16 pairs[npages / 2 + 1]	of each 512 bytes: its first row, from the region's first on
 *	u8 pages[npages / 2 + 1]	the rows of the first 256 of them
 *	u16 rows[nrows]		the lowest byte of the address (upper half), a number (lower half): below nnear that of a
 *				rule, from there on that of a run, or MYTAP_UNWIND_FAR
 *	struct mytap_unwind_far fars[]	rows whose rule has no such number, by row
 *	struct mytap_unwind_rule rules[]
 *	struct mytap_unwind_run runs[]
 *
 * A rule applies from its row's address to the next row. A run stands for several rows of one page, which are found at other
 * places of the file as well: what functions push at their beginning and pop at their end. A table takes 2 bytes per row and 6
 * bytes per kB of the file.
 *
 * Tables of 32-bit programs (i386) have the same form.
 *
 * A file that walks stacks defines MYTAP_UNWIND_WALKS and the function that reads 8 bytes (word) of the program's memory, or 4 of
 * a 32-bit program:
 *	static bool unwind_read(u64 addr, u64 *value, u32 word);
 */
#ifndef MYTAP_UNWIND_H
#define MYTAP_UNWIND_H

enum {
	MYTAP_UNWIND_PAGE = 256, MYTAP_UNWIND_REGION = 65536,
	MYTAP_UNWIND_FAR = 255,		/* not a rule's number: the rule is in fars */
	MYTAP_UNWIND_BEFORE = 0xffff,	/* in a run: the rule that applied before it */
	MYTAP_UNWIND_BACK = 6,		/* runs in a row that end with that */
	MYTAP_UNWIND_RUN = 8,		/* rows of a run */
	MYTAP_UNWIND_MOST = 12 << 20,	/* bytes of a table */
};

/* DWARF numbers of registers, those of x86-64 in 32-bit programs, too. */
enum { MYTAP_UNWIND_BP = 6, MYTAP_UNWIND_SP = 7, MYTAP_UNWIND_REGISTERS = 16 };

/*
 * How to find the caller's frame address: its stack pointer after the call returns (the CFA); the return address is
 * just below it.
 */
enum mytap_unwind_kind {
	MYTAP_UNWIND_UNKNOWN,		/* the file has no rule, or one of an unsupported form */
	MYTAP_UNWIND_END,		/* the outermost function */
	MYTAP_UNWIND_REGISTER,		/* register + offset */
	MYTAP_UNWIND_MEMORY,		/* *(register + offset) + add */
	MYTAP_UNWIND_PLT,		/* sp + offset, plus a word from byte `add` of a 16-byte PLT entry on */
	MYTAP_UNWIND_SIGNAL,		/* all registers are where the kernel saved them for the signal handler; 32-bit: from sp + offset on */
};

/* The caller's rbp. */
enum mytap_unwind_bp {
	MYTAP_UNWIND_BP_SAME, MYTAP_UNWIND_BP_LOST,
	MYTAP_UNWIND_BP_AT_FRAME,	/* saved at CFA + bp_offset */
	MYTAP_UNWIND_BP_AT_BP,		/* saved at rbp + bp_offset */
	MYTAP_UNWIND_BP_IN_REGISTER,	/* of the number bp_offset */
};

struct mytap_unwind_rule {
	u8 kind, bp, reg;		/* reg: its DWARF number, below 16 */
	u8 ra;				/* 1 + the number of the register that holds the return address; 0: it is just below the CFA */
	s32 offset;
	s16 add, bp_offset;
};

struct mytap_unwind_far {
	u32 row, rule;
};

struct mytap_unwind_run {
	u8 last;			/* its rows, less one */
	u8 after[MYTAP_UNWIND_RUN - 1];	/* bytes from its beginning to the second row, the third ... */
	u16 rules[MYTAP_UNWIND_RUN];	/* or MYTAP_UNWIND_BEFORE */
};

struct mytap_unwind {
	u32 version, size;		/* MYTAP_UNWIND_VERSION; bytes of the block, with this struct */
	u64 start;
	u32 npages, nrows, nfars, nrules;
	u32 nnear, nruns;		/* rules and runs that have numbers in rows */
};
enum { MYTAP_UNWIND_VERSION = 4 };

struct mytap_unwind_parts {
	const u32 *regions;
	const u16 *pairs, *rows;
	const u8 *pages;
	const struct mytap_unwind_far *fars;
	const struct mytap_unwind_rule *rules;
	const struct mytap_unwind_run *runs;
	u64 size;			/* of the block, by its counts */
};

static inline u32 mytap_unwind_regions(u32 npages)
{
	return npages / (MYTAP_UNWIND_REGION / MYTAP_UNWIND_PAGE) + 1;
}

static inline struct mytap_unwind_parts mytap_unwind_parts(const struct mytap_unwind *t)
{
	u64 npairs = t->npages / 2 + 1, regions = sizeof(*t), pairs = regions + 4 * (u64)mytap_unwind_regions(t->npages),
	    pages = pairs + 2 * npairs, rows = (pages + npairs + 1) & ~1ULL,
	    fars = (rows + 2ULL * t->nrows + 3) & ~3ULL, rules = fars + (u64)t->nfars * sizeof(struct mytap_unwind_far),
	    runs = rules + (u64)t->nrules * sizeof(struct mytap_unwind_rule);
	const char *p = (const char *)t;

	return (struct mytap_unwind_parts){
		.regions = (const void *)(p + regions), .pairs = (const void *)(p + pairs), .pages = (const void *)(p + pages), .rows = (const void *)(p + rows),
		.fars = (const void *)(p + fars), .rules = (const void *)(p + rules), .runs = (const void *)(p + runs),
		.size = runs + (u64)t->nruns * sizeof(struct mytap_unwind_run),
	};
}

static inline u32 mytap_unwind_first_row(const struct mytap_unwind_parts *t, u32 page)
{
	return t->regions[page / (MYTAP_UNWIND_REGION / MYTAP_UNWIND_PAGE)] + t->pairs[page / 2] + (page & 1 ? t->pages[page / 2] : 0);
}

/*
 * False: a page's index leads outside of the rows. When all pages and the counts are good, the table is safe to
 * use, whatever it contains.
 */
static inline bool mytap_unwind_page_is_good(const struct mytap_unwind *t, u32 page)
{
	struct mytap_unwind_parts p = mytap_unwind_parts(t);
	u32 first = mytap_unwind_first_row(&p, page);

	return first <= t->nrows && first <= mytap_unwind_first_row(&p, page + 1) &&
	       mytap_unwind_first_row(&p, page + 1) <= t->nrows;
}

static inline bool mytap_unwind_is_block(const struct mytap_unwind *t, u64 size)
{
	return size >= sizeof(*t) && size <= MYTAP_UNWIND_MOST && t->version == MYTAP_UNWIND_VERSION && t->size == size &&
	       t->npages <= MYTAP_UNWIND_MOST && t->nrows <= MYTAP_UNWIND_MOST && t->nfars <= MYTAP_UNWIND_MOST &&
	       t->nrules <= MYTAP_UNWIND_MOST && t->nnear <= t->nrules && t->nnear <= MYTAP_UNWIND_FAR &&
	       t->nruns <= MYTAP_UNWIND_FAR - t->nnear && mytap_unwind_parts(t).size == size;
}

/* The rule of a row in fars; NULL: none. */
static inline const struct mytap_unwind_rule *mytap_unwind_far_rule(const struct mytap_unwind *t, const struct mytap_unwind_parts *p,
								   u32 row)
{
	u32 low = 0, high = t->nfars;

	while (low < high) {
		u32 middle = low + (high - low) / 2;

		if (p->fars[middle].row == row)
			return p->fars[middle].rule < t->nrules ? &p->rules[p->fars[middle].rule] : NULL;
		if (p->fars[middle].row < row)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* The rule of a run, that many bytes after its beginning. */
static inline u32 mytap_unwind_run_rule(const struct mytap_unwind_run *run, u32 bytes)
{
	u32 i = run->last % MYTAP_UNWIND_RUN;

	while (i && run->after[i - 1] > bytes)
		i--;
	return run->rules[i];
}

/* The rule of a row with this number, which is not that of a rule; bytes: how far it is back. NULL: none. */
static inline const struct mytap_unwind_rule *mytap_unwind_row_rule(const struct mytap_unwind *t, const struct mytap_unwind_parts *p,
								   u32 row, u32 number, u32 bytes)
{
	u32 back, rule;

	for (back = 0; back <= MYTAP_UNWIND_BACK; back++) {
		if (number - t->nnear >= t->nruns)
			return number == MYTAP_UNWIND_FAR ? mytap_unwind_far_rule(t, p, row) : NULL;
		rule = mytap_unwind_run_rule(&p->runs[number - t->nnear], bytes);
		if (rule != MYTAP_UNWIND_BEFORE)
			return rule < t->nrules ? &p->rules[rule] : NULL;
		if (!row--)
			return NULL;
		bytes = MYTAP_UNWIND_PAGE;
		number = p->rows[row] & 0xff;
		if (number < t->nnear)
			return &p->rules[number];
	}
	return NULL;
}

/* The rule that applies at an offset of the file; NULL: none. */
static inline const struct mytap_unwind_rule *mytap_unwind_find(const struct mytap_unwind *t, u64 offset)
{
	struct mytap_unwind_parts p = mytap_unwind_parts(t);
	u64 at = offset - t->start;
	u32 page = (u32)(at / MYTAP_UNWIND_PAGE), low = (u32)(at % MYTAP_UNWIND_PAGE), begin, first, row, rule;

	if (offset < t->start || at / MYTAP_UNWIND_PAGE >= t->npages)
		return NULL;
	first = p.regions[page / (MYTAP_UNWIND_REGION / MYTAP_UNWIND_PAGE)] + p.pairs[page / 2];
	row = first + p.pages[page / 2];
	if (page & 1) {
		first = row;
		row = mytap_unwind_first_row(&p, page + 1);
	}
	begin = first;
	while (row - first > 4) {
		u32 middle = first + (row - first) / 2;

		if ((u32)p.rows[middle] >> 8 > low)
			row = middle;
		else
			first = middle;
	}
	while (row > first && (u32)p.rows[row - 1] >> 8 > low)
		row--;
	if (!row)
		return NULL;
	rule = p.rows[--row] & 0xff;
	if (rule < t->nnear)
		return &p.rules[rule];
	return mytap_unwind_row_rule(t, &p, row, rule, row >= begin ? low - (p.rows[row] >> 8) : MYTAP_UNWIND_PAGE);
}

/* ---- tables of names and of lines ---------------------------------------------------------------- */

/* Rows that begin with a start, in ascending order: the number of rows that start at or before offset. */
static inline u32 mytap_rows_upto(const void *rows, u32 row_bytes, u32 n, u64 offset)
{
	u32 low = 0, high = n;

	while (low < high) {
		u32 middle = low + (high - low) / 2;

		if (*(const u32 *)((const char *)rows + (u64)middle * row_bytes) <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A text of a block of that size, whose texts begin at `texts`. */
static inline const char *mytap_block_text(const void *block, u32 size, u32 texts, u32 text)
{
	return text < size - texts ? (const char *)block + texts + text : "";
}

/* ---- names ---------------------------------------------------------------------------------------- */

enum { MYTAP_FILE_PARTS = 8 };

/*
 * The functions of a file, for scripts that use their names as values: this struct, mytap_file_name[n] by start,
 * texts.
 */
struct mytap_file_names {
	u32 size, n;			/* bytes of the block; names */
	u32 path, texts;		/* path: the file's, a text; texts: where texts begin in the block, which ends with a NUL */
	u32 build_id, nparts;		/* in hexadecimal, a text, "" if it has none */
	struct mytap_file_part { u64 offset, size, address; } parts[MYTAP_FILE_PARTS];	/* what is loaded, by the file's own tables */
};

struct mytap_file_name {
	u32 start, size, text;		/* offset in the file, bytes, offset of the name in the texts */
};

static inline bool mytap_names_are_block(const struct mytap_file_names *t, u64 size)
{
	return size > sizeof(*t) && size <= MYTAP_UNWIND_MOST && t->size == size && t->n <= MYTAP_UNWIND_MOST &&
	       t->texts == sizeof(*t) + (u64)t->n * sizeof(struct mytap_file_name) && t->texts < size &&
	       t->path < size - t->texts && t->build_id < size - t->texts && t->nparts <= MYTAP_FILE_PARTS && !((const char *)t)[size - 1];
}

static inline const char *mytap_names_text(const struct mytap_file_names *t, u32 text)
{
	return mytap_block_text(t, t->size, t->texts, text);
}

/* By the file's own tables: what its symbols and its debuginfo are told by; the offset where they have none for it. */
static inline u64 mytap_names_address(const struct mytap_file_names *t, u64 offset)
{
	u32 i;

	for (i = 0; i < t->nparts; i++)
		if (offset - t->parts[i].offset < t->parts[i].size)
			return t->parts[i].address + (offset - t->parts[i].offset);
	return offset;
}

/* NULL: no function there. */
static inline const struct mytap_file_name *mytap_names_find(const struct mytap_file_names *t, u64 offset)
{
	const struct mytap_file_name *v = (const void *)(t + 1);
	u32 low = mytap_rows_upto(v, sizeof(*v), t->n, offset);

	return low && offset - v[low - 1].start < (v[low - 1].size ? v[low - 1].size : 1) ? &v[low - 1] : NULL;
}

/* ---- source lines --------------------------------------------------------------------------------- */

/*
 * The source lines of a file, for scripts that use them as values: this struct, mytap_file_line[n] by start, each
 * valid up to the next one, texts.
 */
struct mytap_file_lines {
	u32 size, n;			/* bytes of the block; lines */
	u32 texts, pad;			/* as above */
};

struct mytap_file_line {
	u32 start, line, text;		/* offset in the file; line, 0: unknown; offset of the source file's name in the texts */
};

static inline bool mytap_lines_are_block(const struct mytap_file_lines *t, u64 size)
{
	return size > sizeof(*t) && size <= MYTAP_UNWIND_MOST && t->size == size && t->n <= MYTAP_UNWIND_MOST &&
	       t->texts == sizeof(*t) + (u64)t->n * sizeof(struct mytap_file_line) && t->texts < size && !((const char *)t)[size - 1];
}

static inline const char *mytap_lines_text(const struct mytap_file_lines *t, u32 text)
{
	return mytap_block_text(t, t->size, t->texts, text);
}

/* NULL: unknown. */
static inline const struct mytap_file_line *mytap_lines_find(const struct mytap_file_lines *t, u64 offset)
{
	const struct mytap_file_line *v = (const void *)(t + 1);
	u32 low = mytap_rows_upto(v, sizeof(*v), t->n, offset);

	return low && v[low - 1].line ? &v[low - 1] : NULL;
}

#ifdef MYTAP_UNWIND_WALKS

/* ---- a walk ------------------------------------------------------------------------------------- */

struct mytap_unwind_state {
	u64 ip, r[MYTAP_UNWIND_REGISTERS];	/* by DWARF number */
	u32 known;			/* bits: registers of r that are known */
	bool is_call;			/* ip is a return address: the call is before it */
	u64 slot;			/* after a step: the stack address of the return address; 0: from a signal frame, or in a register */
};

enum mytap_unwind_result { MYTAP_UNWIND_GOES_ON, MYTAP_UNWIND_IS_END, MYTAP_UNWIND_HAS_NO_RULE, MYTAP_UNWIND_FAULTS };

static inline bool mytap_unwind_knows(const struct mytap_unwind_state *s, u32 reg)
{
	return reg < MYTAP_UNWIND_REGISTERS && s->known >> reg & 1;
}

static bool unwind_read(u64 addr, u64 *value, u32 word);

/* The kernel's struct ucontext: flags, link and stack of 40 bytes in all, then r8-r15, di, si, bp, bx, dx, ax, cx, sp, ip. */
static inline enum mytap_unwind_result mytap_unwind_signal_64(struct mytap_unwind_state *s)
{
	static const u8 order[MYTAP_UNWIND_REGISTERS] = { 8, 9, 10, 11, 12, 13, 14, 15, 5, 4, 6, 3, 1, 0, 2, 7 };
	u64 at = s->r[MYTAP_UNWIND_SP] + 40, r[MYTAP_UNWIND_REGISTERS + 1];
	u32 i;

	for (i = 0; i <= MYTAP_UNWIND_REGISTERS; i++)
		if (!unwind_read(at + 8 * i, &r[i], 8))
			return MYTAP_UNWIND_FAULTS;
	for (i = 0; i < MYTAP_UNWIND_REGISTERS; i++)
		s->r[order[i]] = r[i];
	s->ip = r[MYTAP_UNWIND_REGISTERS];
	s->known = (1u << MYTAP_UNWIND_REGISTERS) - 1;
	s->is_call = false;
	s->slot = 0;
	return s->ip ? MYTAP_UNWIND_GOES_ON : MYTAP_UNWIND_IS_END;
}

/* The kernel's struct sigcontext_32: gs, fs, es, ds, then di, si, bp, sp, bx, dx, cx, ax, trapno, err, ip. */
static inline enum mytap_unwind_result mytap_unwind_signal_32(struct mytap_unwind_state *s, const struct mytap_unwind_rule *rule)
{
	static const u8 order[] = { 5, 4, 6, 7, 3, 1, 2, 0 };
	u64 at = s->r[MYTAP_UNWIND_SP] + (s64)rule->offset, r[sizeof(order)], ip;
	u32 i;

	for (i = 0; i < sizeof(order); i++)
		if (!unwind_read((u32)(at + 16 + 4 * i), &r[i], 4))
			return MYTAP_UNWIND_FAULTS;
	if (!unwind_read((u32)(at + 56), &ip, 4))
		return MYTAP_UNWIND_FAULTS;
	for (i = 0; i < sizeof(order); i++)
		s->r[order[i]] = r[i];
	s->ip = ip;
	s->known = (1u << sizeof(order)) - 1;
	s->is_call = false;
	s->slot = 0;
	return ip ? MYTAP_UNWIND_GOES_ON : MYTAP_UNWIND_IS_END;
}

/* An address as programs of this width have it. */
static __always_inline u64 mytap_unwind_address(u64 address, u32 word)
{
	return word == 4 ? (u32)address : address;
}

static __always_inline enum mytap_unwind_result mytap_unwind_frame(struct mytap_unwind_state *s, const struct mytap_unwind_rule *rule,
								   u32 word, u64 *ret)
{
	if (!mytap_unwind_knows(s, rule->reg))
		return MYTAP_UNWIND_HAS_NO_RULE;
	*ret = mytap_unwind_address(s->r[rule->reg & 15] + (s64)rule->offset, word);
	switch (rule->kind) {
	case MYTAP_UNWIND_REGISTER:
		return MYTAP_UNWIND_GOES_ON;
	case MYTAP_UNWIND_MEMORY:
		if (!unwind_read(*ret, ret, word))
			return MYTAP_UNWIND_FAULTS;
		*ret = mytap_unwind_address(*ret + (s64)rule->add, word);
		return MYTAP_UNWIND_GOES_ON;
	case MYTAP_UNWIND_PLT:
		*ret = mytap_unwind_address(*ret + ((s64)(s->ip & 15) >= rule->add ? word : 0), word);
		return MYTAP_UNWIND_GOES_ON;
	case MYTAP_UNWIND_END:
		return MYTAP_UNWIND_IS_END;
	default:
		return MYTAP_UNWIND_HAS_NO_RULE;
	}
}

/*
 * The return address. A caller's frame that is not above its callee's would make the walk loop; an equal frame is
 * allowed if the return address was in a register (as in libgcc's jump to a handler), since that register is then
 * no longer known.
 */
static __always_inline bool mytap_unwind_return(const struct mytap_unwind_state *s, const struct mytap_unwind_rule *rule, u64 frame,
						u32 word, u64 *ret)
{
	if (!rule->ra)
		return frame > s->r[MYTAP_UNWIND_SP] && unwind_read(frame - word, ret, word);
	*ret = s->r[(rule->ra - 1) & 15];
	return frame >= s->r[MYTAP_UNWIND_SP];
}

/* Whether the caller's rbp is known; it is in bp, but where a register has it, which comes there. */
static __always_inline bool mytap_unwind_bp(const struct mytap_unwind_state *s, const struct mytap_unwind_rule *rule, u64 *bp)
{
	switch (rule->bp) {
	case MYTAP_UNWIND_BP_SAME:
		return mytap_unwind_knows(s, MYTAP_UNWIND_BP);
	case MYTAP_UNWIND_BP_LOST:
		return false;
	case MYTAP_UNWIND_BP_IN_REGISTER:
		*bp = s->r[rule->bp_offset & 15];
		return mytap_unwind_knows(s, (u32)rule->bp_offset);
	default:
		return true;
	}
}

/* From a frame to its caller's. word: a constant, the bytes of a word: 8, or 4 in a 32-bit program. */
static __always_inline enum mytap_unwind_result mytap_unwind_step(struct mytap_unwind_state *s, const struct mytap_unwind_rule *rule,
								  u32 word)
{
	enum mytap_unwind_result result;
	u64 frame, ip, bp = s->r[MYTAP_UNWIND_BP];

	if (rule->kind == MYTAP_UNWIND_SIGNAL)
		return word == 4 ? mytap_unwind_signal_32(s, rule) : mytap_unwind_signal_64(s);
	result = mytap_unwind_frame(s, rule, word, &frame);
	if (result != MYTAP_UNWIND_GOES_ON)
		return result;
	if (rule->ra && !mytap_unwind_knows(s, rule->ra - 1))
		return MYTAP_UNWIND_HAS_NO_RULE;
	if (!mytap_unwind_return(s, rule, frame, word, &ip))
		return MYTAP_UNWIND_FAULTS;
	if ((rule->bp == MYTAP_UNWIND_BP_AT_FRAME && !unwind_read(mytap_unwind_address(frame + (s64)rule->bp_offset, word), &bp, word)) ||
	    (rule->bp == MYTAP_UNWIND_BP_AT_BP && !unwind_read(mytap_unwind_address(bp + (s64)rule->bp_offset, word), &bp, word)))
		return MYTAP_UNWIND_FAULTS;
	s->known = 1u << MYTAP_UNWIND_SP | (mytap_unwind_bp(s, rule, &bp) ? 1u << MYTAP_UNWIND_BP : 0);
	s->r[MYTAP_UNWIND_BP] = bp;
	s->r[MYTAP_UNWIND_SP] = frame;
	s->ip = ip;
	s->slot = rule->ra ? 0 : frame - word;
	s->is_call = true;
	return ip ? MYTAP_UNWIND_GOES_ON : MYTAP_UNWIND_IS_END;
}

/* Without a table: treats rbp as a frame pointer, which it may not be. */
static __always_inline enum mytap_unwind_result mytap_unwind_by_pointer(struct mytap_unwind_state *s, u32 word)
{
	const struct mytap_unwind_rule rule = {
		.kind = MYTAP_UNWIND_REGISTER, .reg = MYTAP_UNWIND_BP, .offset = 2 * (s32)word,
		.bp = MYTAP_UNWIND_BP_AT_FRAME, .bp_offset = -2 * (s32)word,
	};

	if (!mytap_unwind_knows(s, MYTAP_UNWIND_BP) || s->r[MYTAP_UNWIND_BP] & (word - 1))
		return MYTAP_UNWIND_HAS_NO_RULE;
	return mytap_unwind_step(s, &rule, word);
}

#endif

#endif
