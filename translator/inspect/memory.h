/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The memory of a kernel by virtual address, wherever it comes from: /proc/kcore,
 * an ELF dump, a compressed dump. Callers see no difference.
 */
#ifndef MYTAP_INSPECT_MEMORY_H
#define MYTAP_INSPECT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "parser/base/arena.h"
#include "parser/base/strbuf.h"

struct memory {
	/* Reads up to n bytes from va; returns the number read, 0 if not even the first is available. */
	size_t (*read)(struct memory *m, uint64_t va, void *to, size_t n);
	void (*close)(struct memory *m);
	void (*forget)(struct memory *m);	/* what is remembered of a kernel that runs is out of date; NULL: nothing is */
	const char *vmcoreinfo;		/* the note's text, NUL-terminated */
	const char *format;		/* "live", "ELF", "kdump": for the report */
	bool is_live;			/* it changes while it is read */
	uint64_t reads, bytes, failed;	/* counted by memory_read() */
};

/*
 * Physical memory of a dump. read: available bytes from pa on, at most n, within the page of pa.
 */
struct physical {
	size_t (*read)(struct physical *p, uint64_t pa, void *to, size_t n);
	uint64_t (*next_page)(struct physical *p, uint64_t pa);	/* the first page from pa on that may be available;
	 * ~0: none */
	void (*close)(struct physical *p);
	const char *vmcoreinfo;		/* if the file has it */
	const char *format;
};

/* All of these return NULL with the reason and the remedy in why. */
struct memory *memory_open_live(struct arena *a, struct strbuf *why);
/* ram.c: of a guest, in the process of its QEMU, which this process or a child of it has started. */
struct memory *memory_open_guest(struct arena *a, int qemu, unsigned int mb, struct strbuf *why);
struct memory *memory_open_dump(struct arena *a, const char *path, struct strbuf *why);

/*
 * elf.c: fd is owned by the result. *is_elf: set if it is an ELF file. memory: it maps virtual addresses itself
 * (kcore).
 */
struct memory *elf_open_virtual(struct arena *a, int fd, const char *path, struct strbuf *why);
struct physical *elf_open_physical(struct arena *a, int fd, const char *path, struct strbuf *why);
/* kdump.c: by libkdumpfile, which is loaded here. */
struct physical *kdump_open(struct arena *a, int fd, const char *path, struct strbuf *why);
/* flattened.c: the dump as a temporary file, unlinked; -1 with the reason in why. */
int flattened_reassemble(int fd, const char *path, struct strbuf *why);
/* paging.c: by the kernel's own page tables. Owns p. */
struct memory *paging_open(struct arena *a, struct physical *p, const char *path, struct strbuf *why);

/* All n bytes. Missing bytes are zero. */
bool memory_read(struct memory *m, uint64_t va, void *to, size_t n);
/* The bytes available. */
size_t memory_read_part(struct memory *m, uint64_t va, void *to, size_t n);
/* 0 if not available. */
uint64_t memory_u64(struct memory *m, uint64_t va);
uint32_t memory_u32(struct memory *m, uint64_t va);
uint8_t memory_u8(struct memory *m, uint64_t va);
/* A NUL-terminated text of at most 255 bytes; unprintable ones become '?'. "": not available. */
const char *memory_text(struct arena *a, struct memory *m, uint64_t va);

/* A line "KEY=..." of VMCOREINFO. NULL: there is none. The value ends at the end of its line. */
const char *vmcoreinfo_value(const char *text, const char *key, size_t *length);
bool vmcoreinfo_number(const char *text, const char *key, int base, uint64_t *ret);
/* 0: there is none. */
uint64_t vmcoreinfo_symbol(const char *text, const char *name);

#endif
