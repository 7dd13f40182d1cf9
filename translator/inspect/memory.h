/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The memory of a kernel by virtual address, wherever it comes from: /proc/kcore,
 * an ELF dump, a compressed dump. What is above this knows no difference.
 */
#ifndef MYTAP_INSPECT_MEMORY_H
#define MYTAP_INSPECT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "parser/base/arena.h"
#include "parser/base/strbuf.h"

struct memory {
	/* Bytes from va on, up to n; returns how many there are, 0 when not even the first is. */
	size_t (*read)(struct memory *m, uint64_t va, void *to, size_t n);
	void (*close)(struct memory *m);
	const char *vmcoreinfo;		/* the note's text, NUL-terminated */
	const char *format;		/* "live", "ELF", "kdump": for the report */
	bool is_live;			/* it changes while it is read */
	uint64_t reads, bytes, failed;	/* counted by memory_read() */
};

/*
 * Physical memory of a dump. read: bytes from pa on that are there, up to n, not beyond the
 * end of the page that pa is in.
 */
struct physical {
	size_t (*read)(struct physical *p, uint64_t pa, void *to, size_t n);
	uint64_t (*next_page)(struct physical *p, uint64_t pa);	/* the first page from pa on that may be there; ~0: none */
	void (*close)(struct physical *p);
	const char *vmcoreinfo;		/* if the file has it */
	const char *format;
};

/* All of these: NULL with the reason, and what to do, in why. */
struct memory *memory_open_live(struct arena *a, struct strbuf *why);
struct memory *memory_open_dump(struct arena *a, const char *path, struct strbuf *why);

/* elf.c: fd is owned by the result. *is_elf: the file says so. memory: it maps virtual addresses itself (kcore). */
struct memory *elf_open_virtual(struct arena *a, int fd, const char *path, struct strbuf *why);
struct physical *elf_open_physical(struct arena *a, int fd, const char *path, struct strbuf *why);
/* kdump.c: by libkdumpfile, which is loaded here. */
struct physical *kdump_open(struct arena *a, int fd, const char *path, struct strbuf *why);
/* flattened.c: the dump as a file of its own, unlinked; -1: why says. */
int flattened_reassemble(int fd, const char *path, struct strbuf *why);
/* paging.c: by the kernel's own page tables. Owns p. */
struct memory *paging_open(struct arena *a, struct physical *p, const char *path, struct strbuf *why);

/* All n bytes. What is missing is zero. */
bool memory_read(struct memory *m, uint64_t va, void *to, size_t n);
/* As many as there are. */
size_t memory_read_part(struct memory *m, uint64_t va, void *to, size_t n);
/* 0 when it is not there. */
uint64_t memory_u64(struct memory *m, uint64_t va);
uint32_t memory_u32(struct memory *m, uint64_t va);
uint8_t memory_u8(struct memory *m, uint64_t va);
/* A NUL-terminated text of at most 255 bytes, printable ones; what is not is shown as '?'. "": not there. */
const char *memory_text(struct arena *a, struct memory *m, uint64_t va);

/* A line "KEY=..." of VMCOREINFO. NULL: there is none. The value ends at the end of its line. */
const char *vmcoreinfo_value(const char *text, const char *key, size_t *length);
bool vmcoreinfo_number(const char *text, const char *key, int base, uint64_t *ret);
/* 0: there is none. */
uint64_t vmcoreinfo_symbol(const char *text, const char *name);

#endif
