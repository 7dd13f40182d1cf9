/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -S SIZE[,N], switch_file(), SIGUSR2: an output that is several files, one after the other. */
#ifndef MYTAP_LOADER_ROTATION_H
#define MYTAP_LOADER_ROTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rotation {
	const char *path;		/* of -o, as given; strftime() conversions are expanded when a file is opened */
	uint64_t most;			/* bytes per file; 0: no limit, and the first file has no number in its name */
	unsigned int keep;		/* number of files that are kept, the newest; 0: all */
	unsigned int number;		/* of the current file */
	uint64_t bytes;			/* written to the current file */
	bool is_inside;			/* the current file ends within a line */
	char **names;			/* of the last `keep` files, at number % keep; NULL: none yet */
};

/* Reads "SIZE" or "SIZE,N", SIZE in MB. False: the text is invalid (not reported). */
bool rotation_parse(const char *text, struct rotation *ret);
/* Expands strftime() conversions ("trace-%F.txt"). The caller frees the result. */
char *name_expand(const char *name);
/* The name of the file with this number, if it is opened now. The caller frees it. */
char *rotation_name(const struct rotation *r, unsigned int number);
/* After the file with this number was opened: removes the file that is no longer kept. */
void rotation_took(struct rotation *r, unsigned int number, const char *name);
/* How many of n bytes at p go into the current file, in whole lines; 0: the next file must be opened first. */
size_t rotation_piece(const struct rotation *r, const char *p, size_t n);
void rotation_wrote(struct rotation *r, const char *p, size_t n);
void rotation_deinit(struct rotation *r);

#endif
