/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A C type of the traced program, the same whether it came from BTF or DWARF. Made lazily; compared by dtype_same(). */
#ifndef MYTAP_DTYPE_H
#define MYTAP_DTYPE_H

#include "parser/base/strbuf.h"
#include "parser/base/vec.h"

#include <stdint.h>

enum dtype_kind {
	DTYPE_VOID, DTYPE_INT, DTYPE_BOOL, DTYPE_CHAR, DTYPE_FLOAT, DTYPE_ENUM,
	DTYPE_POINTER, DTYPE_ARRAY, DTYPE_STRUCT, DTYPE_UNION, DTYPE_FUNCTION,
	DTYPE_TYPEDEF, DTYPE_QUALIFIER,		/* const, volatile, restrict, type tags */
	DTYPE_DECLARED,				/* struct x; without a definition */
};

/*
 * The memory that an address is in. EITHER: decided by the address at run time, since the ranges do not overlap; for
 * targets of pointers without __user. Writes go to kernel memory only.
 */
enum loc_space { SPACE_KERNEL, SPACE_EITHER, SPACE_USER };

struct dtype;

struct dtype_member {
	const char *name;		/* NULL: anonymous struct or union */
	struct dtype *type;
	uint64_t bit_offset;		/* from the start of the struct */
	uint32_t bit_size;		/* of a bit-field, else 0 */
};

struct dtype_enumerator {
	const char *name;
	int64_t value;
};

struct dtype {
	enum dtype_kind kind;
	const char *name;		/* without "struct "; NULL when anonymous; of a qualifier: "const" ... */
	uint64_t size;			/* bytes; 0: none or unknown */
	bool is_signed;
	enum loc_space space;		/* of a pointer: the memory of its target (__user); DTYPE_QUALIFIER: that of
	 * the qualified type */
	struct dtype *target;		/* of POINTER, ARRAY, FUNCTION (result), TYPEDEF, QUALIFIER; NULL: void */
	uint64_t count;			/* ARRAY elements; see has_count */
	bool has_count;
	const struct dtype_source *source;	/* fills in members on demand */
	uint64_t id;			/* private data of the source */
	/* by dtype_complete(): */
	bool complete;
	VEC(struct dtype_member) members;		/* STRUCT, UNION; parameters of FUNCTION */
	VEC(struct dtype_enumerator) enumerators;	/* ENUM */
};

struct dtype_source {
	const char *name;		/* "BTF", "DWARF" */
	const char *module;		/* "kernel" or a module's name */
	/* Fills members, enumerators, and the definition of a DECLARED type if there is one. */
	void (*complete)(const struct dtype_source *src, struct dtype *t);
	void *ctx;
};

void dtype_complete(struct dtype *t);
/* Strips typedefs and qualifiers. NULL stays NULL (void). */
struct dtype *dtype_strip(struct dtype *t);
/* The memory of a pointer's target, or of an array or struct. */
enum loc_space dtype_space(const struct dtype *t);
/* The type with its memory changed; a type without one is returned unchanged. */
struct dtype *dtype_in(struct arena *a, struct dtype *t, enum loc_space space);
bool dtype_same(struct dtype *a, struct dtype *b);
/* Member by name, also inside anonymous ones; its bit offset from the start of t goes to *bit_offset. */
const struct dtype_member *dtype_member_find(struct dtype *t, const char *name, uint64_t *bit_offset);
/* "struct file *", "unsigned int", "char [16]" */
void dtype_print(struct strbuf *b, const struct dtype *t);

#endif
