/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The module file as the loader reads it: its name and the string tables of wire.h. */
#ifndef MYTAP_LOADER_MODULE_FILE_H
#define MYTAP_LOADER_MODULE_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* NUL-terminated strings of one section, by number. */
struct string_table {
	const char **v;
	size_t *len;			/* the strings of .mytap.formats may hold anything but NUL */
	size_t n;
};

struct module_file {
	const char *path;
	int fd;				/* open for reading; keeps the file's identity from check to insertion */
	char *bytes;			/* the whole file */
	size_t size;
	char *name;			/* the module's name in the kernel */
	const char *release;		/* first word of vermagic, or NULL */
	size_t release_len;
	bool is_signed;
	char *renamed;			/* the file's bytes with another name; NULL: not renamed */
	struct string_table formats, probes, names, programs, files, globals, info, input, maps;
	const char *memory;		/* section .mytap.memory, aligned to 8; NULL: none */
	size_t memory_size;
};

/* false: it cannot be read or is not a mytap module for this machine; reported. */
bool module_file_open(struct module_file *m, const char *path);
void module_file_close(struct module_file *m);

/*
 * Gives the module a unique name, so that one script can run several times at once. False: it cannot be renamed (it
 * is signed, or the name is not at the expected offset).
 */
bool module_file_rename(struct module_file *m);

/* The value of a key of .mytap.info, or NULL. */
const char *module_file_info(const struct module_file *m, const char *key);

#endif
