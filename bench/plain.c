// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plain VMLINUX name FUNCTION VARIABLE | plain VMLINUX file PATTERN
 *
 * Asks a vmlinux with debuginfo, through libdw and with no index, what bench/run
 * resolve asks mytap: where a function and its inlined instances are and how
 * a variable is found there, or all functions and inlined instances that source
 * files matching a pattern define. The reference for its ratios: the cost of a tool
 * that walks the units each time. Prints how many it found ("functions N, inlined M, located L").
 */
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

struct question {
	const char *name, *variable, *pattern;
	long functions, inlined, located;
};

static int variable_is(Dwarf_Die *die, const char *name)
{
	int tag = dwarf_tag(die);
	const char *own = tag == DW_TAG_formal_parameter || tag == DW_TAG_variable ? dwarf_diename(die) : NULL;

	return own && !strcmp(own, name);
}

/* The variable's location at the first address of the scope. */
static void locate(struct question *q, Dwarf_Die *scope, Dwarf_Addr pc)
{
	Dwarf_Attribute at;
	Dwarf_Op *ops;
	size_t n;
	Dwarf_Die die;

	if (!q->variable || dwarf_child(scope, &die))
		return;
	do {
		if (!variable_is(&die, q->variable))
			continue;
		if (dwarf_attr_integrate(&die, DW_AT_location, &at) && dwarf_getlocation_addr(&at, pc, &ops, &n, 1) > 0)
			q->located++;
	} while (!dwarf_siblingof(&die, &die));
}

static int is_asked(const struct question *q, Dwarf_Die *die)
{
	const char *name = q->name ? dwarf_diename(die) : NULL, *file = q->pattern ? dwarf_decl_file(die) : NULL;

	if (q->name)
		return name && !strcmp(name, q->name);
	for (; file; file = strchr(file + 1, '/'))
		if (!fnmatch(q->pattern, file + (*file == '/'), 0))
			return 1;
	return 0;
}

static void walk_code(struct question *q, Dwarf_Die *parent)
{
	Dwarf_Addr pc, base, end;
	Dwarf_Die die;

	if (dwarf_child(parent, &die))
		return;
	do {
		int tag = dwarf_tag(&die);

		if (tag != DW_TAG_subprogram && tag != DW_TAG_inlined_subroutine && tag != DW_TAG_lexical_block)
			continue;
		if (tag != DW_TAG_lexical_block) {
			/* An abstract function has neither. */
			if (dwarf_entrypc(&die, &pc) && dwarf_ranges(&die, 0, &base, &pc, &end) <= 0)
				continue;
			if (is_asked(q, &die)) {
				*(tag == DW_TAG_subprogram ? &q->functions : &q->inlined) += 1;
				locate(q, &die, pc);
			}
		}
		walk_code(q, &die);
	} while (!dwarf_siblingof(&die, &die));
}

/* A unit can only define what its own source file holds: only units of such files, as a tool would choose. */
static int unit_is_asked(const struct question *q, Dwarf_Die *cu)
{
	const char *name = q->pattern ? dwarf_diename(cu) : NULL;

	if (!q->pattern)
		return 1;
	for (; name; name = strchr(name + 1, '/'))
		if (!fnmatch(q->pattern, name + (*name == '/'), 0))
			return 1;
	return 0;
}

int main(int argc, char **argv)
{
	struct question q = { 0 };
	Dwarf_Off at = 0, next;
	size_t header;
	Dwarf *dw;

	if (argc == 5 && !strcmp(argv[2], "name")) {
		q.name = argv[3];
		q.variable = argv[4];
	} else if (argc == 4 && !strcmp(argv[2], "file")) {
		q.pattern = argv[3];
	} else {
		fprintf(stderr, "usage: plain VMLINUX name FUNCTION VARIABLE | plain VMLINUX file PATTERN\n");
		return 2;
	}
	dw = dwarf_begin(open(argv[1], O_RDONLY), DWARF_C_READ);
	if (!dw) {
		fprintf(stderr, "plain: %s: %s\n", argv[1], dwarf_errmsg(-1));
		return 1;
	}
	for (; !dwarf_nextcu(dw, at, &next, &header, NULL, NULL, NULL); at = next) {
		Dwarf_Die cu;

		if (dwarf_offdie(dw, at + header, &cu) && unit_is_asked(&q, &cu))
			walk_code(&q, &cu);
	}
	printf("functions %ld, inlined %ld, located %ld\n", q.functions, q.inlined, q.located);
	dwarf_end(dw);
	return !q.functions && !q.inlined;
}
