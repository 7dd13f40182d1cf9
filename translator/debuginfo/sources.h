/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Shared by the files of this folder: the opened sources, a place's scope, and the state of an access from a variable
 * through its steps to a location program.
 */
#ifndef MYTAP_DEBUGINFO_SOURCES_H
#define MYTAP_DEBUGINFO_SOURCES_H

#include "translator/debuginfo/debuginfo.h"
#include "translator/image/image.h"

struct btf;
struct elf_file;
struct symtab;
struct dwarf;
struct module_info;

struct debuginfo {
	struct target *t;
	struct session *s;		/* the target's */
	struct arena *a;
	struct image *kernel;
	VEC(struct image *) programs;	/* those opened by debuginfo_program() */
	struct btf *btf;		/* of the kernel; NULL: none */
	struct dwarf *dwarf;		/* of the kernel; opened on the first query that needs it */
	bool btf_tried, dwarf_tried, fetch_tried;
	const char *btf_absent, *dwarf_absent;	/* why it could not be opened, for messages */
	VEC(struct module_info *) modules;
	VEC(struct module_info *) headers;	/* compiled for their types, kept as modules: header_types.c */
	bool unknown_said;		/* the warning about unknown parameters was printed */
	struct elf_file *image;	/* instructions.c: with the kernel's code; NULL: none */
	struct strbuf *image_bytes;	/* it was compressed */
	bool image_tried, instructions_said;
	const struct access_step *failed_step;	/* of the last access_walk(); NULL: none, or the variable itself */
	struct debuginfo_traces *traces;	/* tracepoints, once read */
};

/* places.c: a place of that image at a link address, in the arena, without a name. */
struct place *place_at(struct debuginfo *di, struct image *image, uint64_t link);

/* Each is opened on first use; NULL if there is none or --debuginfo forbids it. */
struct symtab *debuginfo_symtab(struct debuginfo *di);
struct btf *debuginfo_btf(struct debuginfo *di);
struct dwarf *debuginfo_dwarf(struct debuginfo *di);
/* The same for a query that no other source can answer: fetched from a debuginfod server if not installed. */
struct dwarf *debuginfo_dwarf_fetched(struct debuginfo *di);
/* "install linux-image-6.1.0-56-cloud-amd64-dbg", appended to why: the source for a query that BTF cannot answer. */
void debuginfo_advise_dwarf(struct debuginfo *di, struct strbuf *why);
/* The same for any image. */
void image_advise_dwarf(struct debuginfo *di, struct image *image, struct strbuf *why);
/* The DWARF of any image; fetch: no other source can answer the query. */
struct dwarf *image_dwarf(struct debuginfo *di, struct image *image, bool fetch, struct strbuf *why);

/* The scope of a place: where its variables are found. */
struct scope {
	const char *name;		/* of the function, without a clone's suffix */
	bool is_clone;			/* name.isra.0 and so on: may not follow the ABI of its prototype */
	struct image *image;		/* the image it is in */
	struct module_info *module;	/* NULL: not of a module */
	struct dwarf *dwarf;		/* NULL: the place came from symbols or BTF */
	uint64_t die;			/* die_id() of the function or inlined instance; 0: unknown */
	uint64_t pc;			/* address of the probe in DWARF */
};

typedef VEC(struct loc_op) op_vec;

/* A piece of an object that is spread over several places. */
struct value_piece {
	enum { PIECE_MEMORY, PIECE_VALUE, PIECE_EMPTY } kind;
	uint64_t bit_offset, bit_size;	/* within the object */
	op_vec ops;
	int store_register;		/* -1: none */
};

struct value {
	enum {
		VALUE_MEMORY,		/* ops leave its address; offset is still to be added */
		VALUE_PLAIN,		/* ops leave the value, bit_at bits up */
		VALUE_PIECES,
	} kind;
	op_vec ops;
	int64_t offset;			/* MEMORY: bytes still to be added */
	uint64_t bit_at;		/* PLAIN, PIECES: where in the whole the current part begins */
	uint32_t bit_size;		/* of a bit-field, else 0; MEMORY: it begins bit_low bits after offset */
	uint32_t bit_low;
	struct dtype *type;
	enum loc_space space;		/* of the memory; of its target, unless its type is __user */
	bool can_store;
	int store_register;		/* PLAIN: its register, or -1 */
	const char *absent_part;	/* PIECES: why an EMPTY piece has no value */
	VEC(struct value_piece) pieces;
};

/* One walk from a variable to a program: the access, and the text so far for messages. */
struct trail {
	struct debuginfo *di;
	struct strbuf text;		/* "$file->f_path" */
	struct strbuf *why;
	uint32_t ninputs;
};

#define op_push(a, vec, ...) vec_push((a), (vec), (struct loc_op){ __VA_ARGS__ })

/* Adds n to the value on top; merged with a preceding addition. */
void op_push_offset(struct arena *a, op_vec *ops, int64_t n);

/* value.c: each returns false with the reason in t->why. */
bool value_member(struct trail *t, struct value *v, const char *name);
bool value_member_of(struct trail *t, struct value *v, const struct dtype_member *m, uint64_t bit_offset);
/* The index is the script value ninputs (and ninputs grows), or with constant >= 0 that number. */
bool value_index(struct trail *t, struct value *v, int64_t constant);
/* v becomes the target of the pointer v. */
bool value_dereference(struct trail *t, struct value *v);
/* The program for the value of v (address_of: its address); NULL with the reason in why. */
struct locprog *value_program(struct trail *t, struct value *v, bool address_of);
struct value value_copy(struct arena *a, const struct value *v);
bool dtype_is_aggregate(struct dtype *t);
/* A type made here: pointer to t. */
struct dtype *dtype_pointer_to(struct debuginfo *di, struct dtype *t);

/* variable.c: the value of $name, $return, @var and @cast before any step. */
bool variable_find(struct trail *t, const struct target_context *at, const char *name, struct value *ret);
bool context_is_of_program(const struct target_context *at);
bool access_begin(struct trail *t, const struct target_context *at, const struct access *a,
		  struct dtype *operand_type, struct value *ret);
/* All steps but a last pretty one; its depth in *depth (0: none). */
bool access_walk(struct trail *t, const struct target_context *at, const struct access *a,
		 struct dtype *operand_type, struct value *ret, int *depth);
/* Sets at_entry and needs_regs by the context. */
void program_finish(const struct target_context *at, const struct access *a, struct locprog *p);

/* dwarf_vars.c; each returns false with the reason in why. */
/* Adds debuginfo to a place found without; false: there is none. */
bool dwarf_place_adopt(struct dwarf *d, struct place *p);
/* The same for a function at its address, under any name. */
bool dwarf_program_adopt(struct dwarf *d, struct place *p);
bool dwarf_variable(struct trail *t, const struct target_context *at, const char *name, struct value *ret);
bool dwarf_return_value(struct trail *t, const struct target_context *at, struct value *ret);
/* @var("name@cu"): cu NULL for any. */
bool dwarf_global(struct trail *t, struct dwarf *d, const char *name, const char *cu, struct value *ret);
void dwarf_variable_names(struct debuginfo *di, const struct target_context *at, target_var_vec *ret);

/* btf_vars.c: entry parameters and results by prototype and calling convention. */
bool btf_can_answer(struct debuginfo *di, const struct target_context *at, struct strbuf *why);
/* Of the function that the place is the entry of; NULL: not known exactly. */
struct dtype *btf_prototype(struct debuginfo *di, const struct target_context *at);
bool btf_parameter(struct trail *t, const struct target_context *at, const char *name, struct value *ret);
bool btf_return_value(struct trail *t, const struct target_context *at, struct value *ret);
void btf_variable_names(struct debuginfo *di, const struct target_context *at, target_var_vec *ret);
bool btf_global(struct trail *t, const char *name, struct value *ret);

/* abi.c: which integer argument parameter `index` is; -1 with the reason in reason if the prototype does not
 * determine it. */
int abi_parameter(struct dtype *func, unsigned int index, const char **reason);

/* types.c */
/* Like debuginfo_type(); is_user: objects of the type are in user memory. */
struct dtype *type_find(struct debuginfo *di, const struct target_context *at, const char *name, const char *module, bool *is_user,
			struct strbuf *why);

/* typename.c: "const struct file *" parsed. */
struct type_name {
	const char *tag;		/* "struct", "union", "enum" or NULL */
	const char *base;		/* canonical: "file", "unsigned long"; "" for void */
	int pointers;
};
void type_name_parse(struct arena *a, const char *text, struct type_name *ret);
/* "long unsigned int" -> "unsigned long": words of a C integer type in one order; other names are unchanged. */
const char *type_name_canonical(struct arena *a, const char *text);

/* glob.c */
bool glob_match(const char *pattern, const char *name);
bool glob_is_pattern(const char *s);
/* Matches the pattern with the path or its part after any slash: "read_write.c", "fs/ *.c". */
bool glob_match_path(const char *pattern, const char *path);

#endif
