/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A file with code: a kernel, a kernel module or a user program (or library). A place is an image and a link address
 * in it, the address in the file's tables and debuginfo. How it becomes a running address depends on the kind:
 *
 *	KERNEL	link address - _stext + address of _stext: one slide for all
 *	MODULE	each section is placed separately: an offset from a symbol of the section
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

/* A symbol with a unique name in its module: addresses are offsets from it. */
struct image_anchor {
	const char *name, *section;
	uint64_t link;
};

enum image_kind { IMAGE_KERNEL, IMAGE_MODULE, IMAGE_USER };

struct image {
	enum image_kind kind;
	const char *name;		/* in messages: "kernel", "ext4", "/usr/bin/cat" */
	const char *path;		/* of the file with the code; NULL: kernel, which has several files */
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
	const char *debug_lacks;	/* what of its debuginfo is in other files that are not read; NULL: not known to */
	const char *debug_absent;	/* why the debuginfo could not be used or fetched, for messages */
	/* State of debuginfo/ for this image. */
	struct dwarf *dwarf;
	bool dwarf_tried;
};

struct image *image_new(struct arena *a, enum image_kind kind, const char *name, const char *path);
/* Its name in messages: "the kernel", "module ext4", "/usr/bin/cat". */
const char *image_text(struct arena *a, const struct image *image);

/*
 * A program or shared library of x86-64 by its path. NULL: why has what the file is instead. The cached module
 * becomes stale if the file changes (target_depends_on).
 */
struct image *image_open_user(struct target *t, const char *path, struct strbuf *why);
/*
 * The file of that build: from a distribution's links by build-id, or from a debuginfod server. A path for
 * image_open_user(); NULL: why has the places searched.
 */
const char *image_find_build(struct target *t, const uint8_t *build_id, uint32_t n, struct strbuf *why);

/* NULL if there is none. Opened once. */
struct symtab *image_symtab(struct target *t, struct image *image);

/*
 * USER: the file with its DWARF: itself, else by build-id below /usr/lib/debug, by .gnu_debuglink, in the cache of
 * debuginfod and, with fetch, from its servers. NULL: none; debug_absent has the reason if something was tried.
 */
const char *image_debug_file(struct target *t, struct image *image, bool fetch);

/* USER: between link addresses and offsets in the file; false: no such byte is mapped from the file. */
bool image_file_offset(const struct image *image, uint64_t link, uint64_t *ret);
bool image_link_address(const struct image *image, uint64_t offset, uint64_t *ret);

/* Reads the file of a MODULE, compressed or not; false with the reason in why. */
bool image_read_module(struct target *t, struct image *image, struct strbuf *why);
/* MODULE: the section an address is in, "": none; and the link address of an offset into a section, 0: not loaded. */
const char *image_section_of(const struct image *image, uint64_t link);
uint64_t image_section_link(const struct image *image, const char *section, uint64_t offset);
/* MODULE: the symbol for an address, and the offset from it; NULL: there is none. */
const char *image_anchor(const struct image *image, uint64_t link, int64_t *offset);

/*
 * The running address of a place (see above): bytes from _stext (*symbol NULL), in the file (NULL), or from a symbol:
 * in a module that of its function, or an anchor if the name is not unique in the module. false: it cannot be
 * expressed.
 */
bool image_tell(struct target *t, struct image *image, uint64_t link, const char **symbol, int64_t *offset);
/* MODULE, USER: the bytes at an address in the file; NULL: not in it. (The kernel's code may be in several files.) */
const uint8_t *image_bytes(const struct image *image, uint64_t link, uint64_t size);

#endif
