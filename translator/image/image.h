/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a file with code is: a kernel, a kernel module or a user program (a library is one). A place is an image and a
 * link address in it, the address that the file's own tables and debuginfo use. What has to be known to turn that into
 * a running address is the rule of the kind:
 *
 *	KERNEL	link address - _stext, plus where _stext is: one slide for all
 *	MODULE	each section goes where it likes: counted from a symbol of the section
 *	USER	file offset = image_file_offset(); running = mapping's start - mapping's file offset + file offset
 *
 * Several images of one kind at once are the normal case; two files of one build (build_id) are one.
 */
#ifndef MYTAP_IMAGE_H
#define MYTAP_IMAGE_H

#include "translator/image/build_id.h"
#include "translator/image/elf_file.h"
#include "translator/target.h"

struct symtab;
struct btf;
struct dwarf;

/* A name that only one thing in a module has: addresses are counted from there. */
struct image_anchor {
	const char *name, *section;
	uint64_t link;
};

enum image_kind { IMAGE_KERNEL, IMAGE_MODULE, IMAGE_USER };

struct image {
	enum image_kind kind;
	const char *name;		/* in messages: "kernel", "ext4", "/usr/bin/cat" */
	const char *path;		/* of the file with the code; NULL: the kernel's is in several */
	uint8_t build_id[BUILD_ID_MAX];
	uint32_t build_id_len;		/* 0: it has none */
	struct elf_file *elf;		/* the file at path; NULL: not read */
	bool is_position_independent;	/* USER: it can be mapped anywhere (ET_DYN) */
	const uint64_t *layout;		/* MODULE: link address of each section of elf; 0: it is not loaded */
	VEC(struct image_anchor) anchors;	/* MODULE, by name */
	struct symtab *symtab;		/* use image_symtab() */
	bool symtab_tried;
	bool debug_tried, fetch_tried;	/* image_debug_file() */
	const char *debug_path;
	const char *debug_absent;	/* why the debuginfo could not be used or fetched, in the user's words */
	/* What debuginfo/ has read of it. */
	struct dwarf *dwarf;
	bool dwarf_tried;
};

struct image *image_new(struct arena *a, enum image_kind kind, const char *name, const char *path);
/* As messages name it: "the kernel", "module ext4", "/usr/bin/cat". */
const char *image_text(struct arena *a, const struct image *image);

/*
 * A program or shared library of x86-64 by its path. NULL: why says what the file is instead. The module is stale when
 * the file changes (target_depends_on).
 */
struct image *image_open_user(struct target *t, const char *path, struct strbuf *why);
/*
 * The file of that build: what distributions link by build-id, or what a debuginfod server has. The path goes to
 * image_open_user(); NULL: why says where it was looked for.
 */
const char *image_find_build(struct target *t, const uint8_t *build_id, uint32_t n, struct strbuf *why);

/* NULL when there is none. Opened once. */
struct symtab *image_symtab(struct target *t, struct image *image);

/*
 * USER: the file with its DWARF: itself, else by build-id below /usr/lib/debug, by .gnu_debuglink, by what debuginfod
 * has fetched before and, with fetch, by asking it. NULL: none; debug_absent says why if anything was tried.
 */
const char *image_debug_file(struct target *t, struct image *image, bool fetch);

/* USER: between link addresses and offsets in the file; false: no such byte is mapped from the file. */
bool image_file_offset(const struct image *image, uint64_t link, uint64_t *ret);
bool image_link_address(const struct image *image, uint64_t offset, uint64_t *ret);

/* Reads the file of a MODULE, packed or not; false: why says what is wrong with it. */
bool image_read_module(struct target *t, struct image *image, struct strbuf *why);
/* MODULE: the section an address is in, "": none; and the link address of an offset into a section, 0: not loaded. */
const char *image_section_of(const struct image *image, uint64_t link);
uint64_t image_section_link(const struct image *image, const char *section, uint64_t offset);
/* MODULE: the symbol that stands for an address, and how far that is from it; NULL: none can. */
const char *image_anchor(const struct image *image, uint64_t link, int64_t *offset);

/*
 * How a running place is told (see above): bytes from _stext (*symbol NULL), into the file (NULL), or from a symbol: of a
 * module its function's, or an anchor when others of the module have its name. false: it cannot be told.
 */
bool image_tell(struct target *t, struct image *image, uint64_t link, const char **symbol, int64_t *offset);
/* MODULE, USER: the bytes there, as in the file; NULL: not in it. (The kernel's code may be in several files.) */
const uint8_t *image_bytes(const struct image *image, uint64_t link, uint64_t size);

#endif
