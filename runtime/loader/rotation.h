/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -S SIZE[,N], switch_file(), SIGUSR2: an output that is several files, one after the other. */
#ifndef MYTAP_LOADER_ROTATION_H
#define MYTAP_LOADER_ROTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rotation {
	const char *path;		/* of -o, as it was given: strftime() conversions are of when a file is opened */
	uint64_t most;			/* bytes of a file; 0: any number, and the first one has no number in its name */
	unsigned int keep;		/* the newest files that stay; 0: all */
	unsigned int number;		/* of the file that is written */
	uint64_t bytes;			/* in it */
	bool is_inside;			/* of a line */
	char **names;			/* of the last `keep` files, by number; NULL: not known yet */
};

/* "1", "1,2": SIZE in MB, N. False: it is neither (nothing is reported). */
bool rotation_parse(const char *text, struct rotation *ret);
/* free(). A name may hold strftime() conversions: "trace-%F.txt". */
char *name_expand(const char *name);
/* free(). Of the file of that number, if it is opened now. */
char *rotation_name(const struct rotation *r, unsigned int number);
/* The file of that number is there: removes the one that is no longer to stay. */
void rotation_took(struct rotation *r, unsigned int number, const char *name);
/* Of n bytes at p, how many go into the file that is written, whole lines; 0: the next file is to be opened first. */
size_t rotation_piece(const struct rotation *r, const char *p, size_t n);
void rotation_wrote(struct rotation *r, const char *p, size_t n);
void rotation_deinit(struct rotation *r);

#endif
