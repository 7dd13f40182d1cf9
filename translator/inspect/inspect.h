/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Shared by the files of inspect: one kernel whose memory is read (struct inspect), and for each kind of object a
 * table that reads it into facts (json-c), and the rows by which facts are printed as text.
 *
 * Names and layouts come from the memory itself: VMCOREINFO -> kallsyms -> BTF. A member
 * that BTF lacks makes its table "not readable", never a guess. Every walk is bounded and checked: the memory may be
 * damaged, or change meanwhile.
 */
#ifndef MYTAP_INSPECT_INSPECT_H
#define MYTAP_INSPECT_INSPECT_H

#include <elf.h>
#include <json-c/json.h>
#include <stdio.h>

#include "parser/base/map.h"
#include "parser/base/vec.h"
#include "translator/debuginfo/btf.h"
#include "translator/inspect/memory.h"

enum {
	WALK_MOST = 1 << 20,		/* elements of any list */
	HASH_BITS_MOST = 20,
	TEXT_NAMES = 8,			/* names of a list that are printed as text, unless -v */
};

/* kallsyms of the kernel, by address. */
struct kernel_symbols {
	uint32_t n;
	uint64_t *addresses;		/* rising */
	uint32_t *names;		/* offset in text; the first letter is the kind */
	char *text;
	uint32_t *slots, nslots;	/* hash of the names: index + 1 */
	uint64_t begin, end;		/* of the image, _text to _end */
};

struct kernel_module {
	uint64_t at;			/* struct module */
	const char *name;
	struct { uint64_t begin, size; } ranges[8];
	unsigned int nranges;
	uint32_t nsymbols;
	Elf64_Sym *symbols;
	const char *strings;
	uint32_t strings_size;
};

/* A name for an address: a symbol and the offset from it. */
struct place {
	uint64_t address;
	const char *name;		/* NULL: no symbol is near */
	uint64_t offset;
	const struct kernel_module *module;
	bool is_trampoline;		/* name: that of an ftrace_ops */
};

struct ftrace_ops_seen {
	uint64_t at, func, private, trampoline, trampoline_size;
	uint32_t flags;
	const char *name;
	VEC(uint64_t) filter, notrace;	/* addresses, ascending; none in filter: everything */
	bool is_damaged;		/* its hashes are inconsistent */
};
typedef VEC(struct ftrace_ops_seen) ops_vec;

struct ftrace_record { uint64_t ip, flags; };

struct kprobe_seen {
	uint64_t at, address, pre, post;
	uint32_t flags;
	uint8_t opcode;
	uint64_t aggregate;		/* its parent; 0: it is in the table itself */
};
typedef VEC(struct kprobe_seen) kprobe_vec;

struct inspect {
	struct arena *a;
	struct memory *mem;
	struct kernel_symbols symbols;
	struct btf *btf;
	struct map offsets;		/* "struct.member" -> 1 + offset, or a NULL entry: missing */
	VEC(struct kernel_module) modules;
	struct json_object *findings;
	bool verbose;
	const char *function;		/* of `inspect function` */
	const char *vmlinux;		/* of --vmlinux; or NULL */
	const char *image_path;		/* of --core; or NULL */
	uint32_t elements_most;		/* of an array, that are read; 0: all */

	/* read on first use */
	bool dwarf_tried;
	void *dwarf;			/* source.c */
	bool has_ops, has_records, has_kprobes, has_sessions;
	VEC(struct session_seen *) sessions;	/* session.h */
	ops_vec ops;
	VEC(struct ftrace_record) records;	/* by ip */
	kprobe_vec kprobes;
};

/* ---- symbols.c, modules.c, types.c -------------------------------------------------------------- */

bool symbols_read(struct inspect *in, struct strbuf *why);
void symbols_free(struct kernel_symbols *s);
/* 0: the kernel has no such symbol. */
uint64_t symbol_address(const struct inspect *in, const char *name);
/* The address of the next symbol, or 0: an upper bound for an object's size. */
uint64_t symbol_after(const struct inspect *in, uint64_t address);
struct place place_of(struct inspect *in, uint64_t address);
bool place_is(struct inspect *in, uint64_t address, const char *name);

void modules_read(struct inspect *in);
const struct kernel_module *module_at(const struct inspect *in, uint64_t address);
uint64_t module_symbol(const struct kernel_module *m, const char *name);

bool types_read(struct inspect *in, struct strbuf *why);
bool type_has(struct inspect *in, const char *path);		/* "kprobe" or "kprobe.addr" or "module.mem.base" */
uint32_t type_offset(struct inspect *in, const char *path);	/* its member must exist: type_has() */
uint32_t type_size(struct inspect *in, const char *name);
/* Enumerators with that prefix, in the order of their values. */
struct flag_word { const char *word; uint64_t value; };
typedef VEC(struct flag_word) flag_vec;
void type_enumerators(struct inspect *in, const char *prefix, flag_vec *ret);

static inline uint64_t field_u64(struct inspect *in, uint64_t at, const char *path)
{
	return memory_u64(in->mem, at + type_offset(in, path));
}

static inline uint32_t field_u32(struct inspect *in, uint64_t at, const char *path)
{
	return memory_u32(in->mem, at + type_offset(in, path));
}

/* ---- facts.c: values of json-c --------------------------------------------------------------------- */

/* Invalid UTF-8 becomes '?', as JSON requires UTF-8. */
struct json_object *fact_string_new(const char *p, size_t n);
void fact_text(struct json_object *o, const char *key, const char *text);	/* "" and NULL: left out */
void fact_number(struct json_object *o, const char *key, uint64_t n);
void fact_true(struct json_object *o, const char *key, bool is_true);		/* left out if false */
void fact_address(struct json_object *o, const char *key, uint64_t address);
void fact_place(struct inspect *in, struct json_object *o, const char *key, uint64_t address);	/* 0: left out */
struct json_object *fact_place_new(struct inspect *in, uint64_t address);
/* An array of words; none: left out. */
void fact_flags(struct json_object *o, const char *key, uint64_t flags, const struct flag_word *words, unsigned int n);
struct json_object *fact_list(struct json_object *o, const char *key);		/* the array of that key, created if
 * missing */
/* The owner of a handler, for example its module. */
void fact_owner(struct inspect *in, struct json_object *o, uint64_t handler);
/* source.c: file and line, if there is a vmlinux with debuginfo. */
void fact_source(struct inspect *in, struct json_object *o, uint64_t address);
void source_close(struct inspect *in);
/* sessions.c: the probes of a script at these places, if the handler belongs to a session of mytap. */
void fact_probes(struct inspect *in, struct json_object *o, uint64_t handler, const uint64_t *places, unsigned int n);
/* False if one of these is missing, so that the table cannot be read; the reason is in the table. "symbol:x": a
 * symbol of the kernel. */
bool table_has(struct inspect *in, struct json_object *table, const char *const *needed);
void finding(struct inspect *in, uint64_t place, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* ---- text.c ------------------------------------------------------------------------------------------ */

/* How a fact is printed. label NULL: on the first line of its item. items: rows of an array of objects. */
struct text_row {
	const char *key, *label;
	const struct text_row *items;
};
void text_print_table(FILE *out, const char *title, struct json_object *table, const struct text_row *rows, bool is_verbose);
void text_print_findings(FILE *out, struct json_object *findings);

/* ---- the tables --------------------------------------------------------------------------------------- */

struct inspect_table {
	const char *name, *title;
	void (*read)(struct inspect *in, struct json_object *table);
	const struct text_row *rows;
	bool is_in_all;
	const char *argument;		/* structures that it needs; or NULL */
	const char *what;		/* for the help */
};
extern const struct inspect_table modules_table, kprobes_table, ftrace_table, tracers_table, tracepoints_table, uprobes_table,
	fprobes_table, function_table, sessions_table, text_table;

/* ftrace.c, kprobes.c: read once. false: the reason is in the table. */
bool ops_read(struct inspect *in, struct json_object *table);
bool records_read(struct inspect *in, struct json_object *table);
bool kprobes_read(struct inspect *in, struct json_object *table);
const struct ftrace_record *record_find(const struct inspect *in, uint64_t begin, uint64_t end);
bool ops_has(const struct ftrace_ops_seen *o, uint64_t ip);
const struct ftrace_ops_seen *ops_of_trampoline(const struct inspect *in, uint64_t address);
const struct kprobe_seen *kprobe_at(const struct inspect *in, uint64_t address);
/* With the checks: a difference to the code is a finding. */
struct json_object *record_facts(struct inspect *in, const struct ftrace_record *r);
struct json_object *kprobe_facts_with_code(struct inspect *in, const struct kprobe_seen *k);
extern const struct text_row kprobe_rows[];

/* code.c: the instruction at a place that may be patched. */
enum code_kind { CODE_UNREADABLE, CODE_NOP, CODE_CALL, CODE_JUMP, CODE_INT3, CODE_OTHER };
struct code_seen {
	enum code_kind kind;
	uint8_t bytes[16];
	uint64_t target;		/* of CALL and JUMP */
};
struct code_seen code_look(struct inspect *in, uint64_t address);
/* "call trampoline of x", "nop", ... */
const char *code_text(struct inspect *in, const struct code_seen *c);
void fact_code(struct inspect *in, struct json_object *o, const struct code_seen *c);

/* ---- inspect.c ------------------------------------------------------------------------------------------ */

struct inspect_request {
	const char *table;		/* its name, or "all" */
	const char *function;		/* the argument of the table */
	const char *core, *vmlinux;	/* or NULL */
	bool is_json, verbose;
};
/* Reads and prints the requested tables; closes m. Returns the exit status. */
int inspect_memory(struct arena *a, struct memory *m, const struct inspect_request *r);

/* ---- inspect.c ------------------------------------------------------------------------------------ */

/* Symbols, types and modules of in->mem; false: the reason is in why. */
bool inspect_open(struct inspect *in, struct strbuf *why);
/* Closes in->mem too. */
void inspect_close(struct inspect *in);
/* A table of the running kernel, for who shows it otherwise; NULL: it cannot be read (said). */
struct json_object *inspect_live(struct arena *a, const struct inspect_table *t);

#endif
