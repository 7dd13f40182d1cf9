/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of this folder share: the opened sources, a place's scope, and
 * a value on its way from a variable through access steps to a location program.
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
	struct dwarf *dwarf;		/* of the kernel; opened on the first question that needs it */
	bool btf_tried, dwarf_tried, fetch_tried;
	const char *btf_absent, *dwarf_absent;	/* why it could not be opened, in the user's words */
	VEC(struct module_info *) modules;
	VEC(struct module_info *) headers;	/* compiled for their types, as if they were modules: header_types.c */
	bool unknown_said;		/* that parameters of a function are not known: once is enough */
	struct elf_file *image;	/* instructions.c: with the kernel's code; NULL: none */
	struct strbuf *image_bytes;	/* it was packed */
	bool image_tried, instructions_said;
	const struct access_step *failed_step;	/* of the last access_walk(); NULL: none, or the variable itself */
	struct debuginfo_traces *traces;	/* tracepoints, once read */
};

/* places.c: a place of that image at a link address, in the arena, without a name. */
struct place *place_at(struct debuginfo *di, struct image *image, uint64_t link);

/* Each opened on the first question; NULL when there is none or --debuginfo forbids it. */
struct symtab *debuginfo_symtab(struct debuginfo *di);
struct btf *debuginfo_btf(struct debuginfo *di);
struct dwarf *debuginfo_dwarf(struct debuginfo *di);
/* The same for a question that nothing else can answer: fetched from a debuginfod server if it is not installed. */
struct dwarf *debuginfo_dwarf_fetched(struct debuginfo *di);
/* "install linux-image-6.1.0-56-cloud-amd64-dbg", appended to why: what would answer a question BTF cannot. */
void debuginfo_advise_dwarf(struct debuginfo *di, struct strbuf *why);
/* The same of any image. */
void image_advise_dwarf(struct debuginfo *di, struct image *image, struct strbuf *why);
/* The DWARF of any image; fetch: nothing else can answer the question. */
struct dwarf *image_dwarf(struct debuginfo *di, struct image *image, bool fetch, struct strbuf *why);

/* What a place knows about where its variables are. */
struct scope {
	const char *name;		/* of the function, without a clone's suffix */
	bool is_clone;			/* name.isra.0 and so on: not called by the ABI of its prototype */
	struct image *image;		/* that it is in */
	struct module_info *module;	/* NULL: not of a module */
	struct dwarf *dwarf;		/* NULL: the place came from symbols or BTF */
	uint64_t die;			/* offset of the function or inlined instance in .debug_info; 0: not known */
	uint64_t pc;			/* link address of the probe; as DWARF counts */
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
		VALUE_MEMORY,		/* ops leave its address; offset to be added */
		VALUE_PLAIN,		/* ops leave the value, bit_at bits up */
		VALUE_PIECES,
	} kind;
	op_vec ops;
	int64_t offset;			/* MEMORY: bytes; pending */
	uint64_t bit_at;		/* PLAIN, PIECES: where in the whole the current part begins */
	uint32_t bit_size;		/* of a bit-field, else 0; MEMORY: it begins bit_low bits after offset */
	uint32_t bit_low;
	struct dtype *type;
	enum loc_space space;		/* of the memory; of what it points to, unless its type says user */
	bool can_store;
	int store_register;		/* PLAIN: where it lives, or -1 */
	const char *absent_part;	/* PIECES: why an EMPTY piece has no value */
	VEC(struct value_piece) pieces;
};

/* One walk from a variable to a program: who asks, and the text so far for messages. */
struct trail {
	struct debuginfo *di;
	struct strbuf text;		/* "$file->f_path" */
	struct strbuf *why;
	uint32_t ninputs;
};

#define op_push(a, vec, ...) vec_push((a), (vec), (struct loc_op){ __VA_ARGS__ })

/* Adds n to the value on top; additions in a row are one. */
void op_push_offset(struct arena *a, op_vec *ops, int64_t n);

/* value.c: each says in t->why what is wrong and gives false. */
bool value_member(struct trail *t, struct value *v, const char *name);
bool value_member_of(struct trail *t, struct value *v, const struct dtype_member *m, uint64_t bit_offset);
/* The index is the script value ninputs (and ninputs grows), or with constant >= 0 that number. */
bool value_index(struct trail *t, struct value *v, int64_t constant);
/* v becomes what the pointer v points to. */
bool value_dereference(struct trail *t, struct value *v);
/* The program that gives the value of v (address_of: its address); NULL: why says it. */
struct locprog *value_program(struct trail *t, struct value *v, bool address_of);
struct value value_copy(struct arena *a, const struct value *v);
bool dtype_is_aggregate(struct dtype *t);
/* A type made here: pointer to t. */
struct dtype *dtype_pointer_to(struct debuginfo *di, struct dtype *t);

/* variable.c: what $name, $return, @var and @cast stand for, before any step. */
bool variable_find(struct trail *t, const struct target_context *at, const char *name, struct value *ret);
bool context_is_of_program(const struct target_context *at);
bool access_begin(struct trail *t, const struct target_context *at, const struct access *a,
		  struct dtype *operand_type, struct value *ret);
/* All steps but a last pretty one; its depth in *depth (0: none). */
bool access_walk(struct trail *t, const struct target_context *at, const struct access *a,
		 struct dtype *operand_type, struct value *ret, int *depth);
/* at_entry and needs_regs as the context wants them. */
void program_finish(const struct target_context *at, const struct access *a, struct locprog *p);

/* dwarf_vars.c; each false when why says what is wrong. */
/* Puts debuginfo under a place that was found without; false: it has none there. */
bool dwarf_place_adopt(struct dwarf *d, struct place *p);
/* The same for what begins at its address, whatever its name. */
bool dwarf_program_adopt(struct dwarf *d, struct place *p);
bool dwarf_variable(struct trail *t, const struct target_context *at, const char *name, struct value *ret);
bool dwarf_return_value(struct trail *t, const struct target_context *at, struct value *ret);
/* @var("name@cu"): cu NULL for any. */
bool dwarf_global(struct trail *t, struct dwarf *d, const char *name, const char *cu, struct value *ret);
void dwarf_variable_names(struct debuginfo *di, const struct target_context *at, target_var_vec *ret);

/* btf_vars.c: entry parameters and results by prototype and calling convention. */
bool btf_can_answer(struct debuginfo *di, const struct target_context *at, struct strbuf *why);
bool btf_parameter(struct trail *t, const struct target_context *at, const char *name, struct value *ret);
bool btf_return_value(struct trail *t, const struct target_context *at, struct value *ret);
void btf_variable_names(struct debuginfo *di, const struct target_context *at, target_var_vec *ret);
bool btf_global(struct trail *t, const char *name, struct value *ret);

/* abi.c: which integer argument parameter `index` is; -1: the prototype does not tell, and reason says why. */
int abi_parameter(struct dtype *func, unsigned int index, const char **reason);

/* types.c */
/* As debuginfo_type(); is_user: what has that type is memory of programs. */
struct dtype *type_find(struct debuginfo *di, const struct target_context *at, const char *name, const char *module, bool *is_user,
			struct strbuf *why);

/* typename.c: "const struct file *" taken apart. */
struct type_name {
	const char *tag;		/* "struct", "union", "enum" or NULL */
	const char *base;		/* canonical: "file", "unsigned long"; "" for void */
	int pointers;
};
void type_name_parse(struct arena *a, const char *text, struct type_name *ret);
/* "long unsigned int" -> "unsigned long": words of a C integer type in one order; other names stay. */
const char *type_name_canonical(struct arena *a, const char *text);

/* glob.c */
bool glob_match(const char *pattern, const char *name);
bool glob_is_pattern(const char *s);
/* The pattern against the path or what stands behind any of its slashes: "read_write.c", "fs/ *.c". */
bool glob_match_path(const char *pattern, const char *path);

#endif
