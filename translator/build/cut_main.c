/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mytap-cut FROM TO: the part of a preprocessed unit that is compiled with -fwhole-program (unit_cut.h). Run by make, between the
 * preprocessor and the compiler (kbuild.c). Its memory is given back at the end.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "unit_cut.h"

static int complain(const char *path)
{
	fprintf(stderr, "mytap-cut: %s: %s\n", path, strerror(errno));
	return 1;
}

int main(int argc, char **argv)
{
	struct strbuf unit = { 0 }, cut = { 0 };
	FILE *to;

	if (argc != 3) {
		fputs("Usage: mytap-cut FROM TO\nFor mytap itself: the part of a preprocessed C unit that its functions need.\n", stderr);
		return 2;
	}
	if (!strbuf_read_file(&unit, argv[1]))
		return complain(argv[1]);
	unit_cut(arena_new(), strbuf_str(&unit), &cut);
	to = fopen(argv[2], "w");
	if (!to)
		return complain(argv[2]);
	if (fwrite(strbuf_str(&cut), 1, cut.len, to) != cut.len || fclose(to))
		return complain(argv[2]);
	return 0;
}
