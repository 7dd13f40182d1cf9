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
	DTYPE_DECLARED,				/* struct x; with no definition in sight */
};

/*
 * Which memory an address is in. EITHER: the address tells when it is read, since the two halves never overlap;
 * for what a target variable points to, where no type says __user. Writes then go to the kernel's alone.
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
	uint64_t size;			/* bytes; 0: none or not known */
	bool is_signed;
	enum loc_space space;		/* of a pointer: where it points to (__user); DTYPE_QUALIFIER: where that lies */
	struct dtype *target;		/* of POINTER, ARRAY, FUNCTION (result), TYPEDEF, QUALIFIER; NULL: void */
	uint64_t count;			/* ARRAY elements; see has_count */
	bool has_count;
	const struct dtype_source *source;	/* who fills in members when asked */
	uint64_t id;			/* of the source */
	/* by dtype_complete(): */
	bool complete;
	VEC(struct dtype_member) members;		/* STRUCT, UNION; parameters of FUNCTION */
	VEC(struct dtype_enumerator) enumerators;	/* ENUM */
};

struct dtype_source {
	const char *name;		/* "BTF", "DWARF" */
	const char *module;		/* "kernel" or a module's name */
	/* Fills members, enumerators, and the definition behind a DECLARED type where there is one. */
	void (*complete)(const struct dtype_source *src, struct dtype *t);
	void *ctx;
};

void dtype_complete(struct dtype *t);
/* Through typedefs and qualifiers. NULL stays NULL (void). */
struct dtype *dtype_strip(struct dtype *t);
/* Where a pointer points to, or an array or struct lies. */
enum loc_space dtype_space(const struct dtype *t);
/* The type, of what points to, or lies, there; of anything else itself. */
struct dtype *dtype_in(struct arena *a, struct dtype *t, enum loc_space space);
bool dtype_same(struct dtype *a, struct dtype *b);
/* Member by name, also inside anonymous ones; its bit offset from the start of t goes to *bit_offset. */
const struct dtype_member *dtype_member_find(struct dtype *t, const char *name, uint64_t *bit_offset);
/* "struct file *", "unsigned int", "char [16]" */
void dtype_print(struct strbuf *b, const struct dtype *t);

#endif
