// SPDX-License-Identifier: GPL-2.0-or-later
/* The source line of a place in the kernel, if its vmlinux (with debuginfo) is given. */
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "translator/inspect/inspect.h"

static Dwarf *dwarf_of(struct inspect *in)
{
	int fd;

	if (in->dwarf || in->dwarf_tried || !in->vmlinux)
		return in->dwarf;
	in->dwarf_tried = true;
	fd = open(in->vmlinux, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	in->dwarf = dwarf_begin(fd, DWARF_C_READ);
	close(fd);		/* libelf has mapped it */
	return in->dwarf;
}

/* Paths are those of the build machine: only the part after its source folder is kept. */
static const char *path_tail(const char *path, const char *folder)
{
	size_t n = folder ? strlen(folder) : 0;

	if (n && !strncmp(path, folder, n) && path[n] == '/')
		path += n + 1;
	while (!strncmp(path, "./", 2))
		path += 2;
	return path;
}

void fact_source(struct inspect *in, struct json_object *o, uint64_t address)
{
	Dwarf *dwarf = module_at(in, address) ? NULL : dwarf_of(in);
	uint64_t slide;
	Dwarf_Attribute folder;
	Dwarf_Die unit;
	Dwarf_Line *line;
	int number;

	if (!dwarf || !vmcoreinfo_number(in->mem->vmcoreinfo, "KERNELOFFSET", 16, &slide) ||
	    !dwarf_addrdie(dwarf, address - slide, &unit))
		return;
	line = dwarf_getsrc_die(&unit, address - slide);
	if (!line || dwarf_lineno(line, &number) || !dwarf_linesrc(line, NULL, NULL))
		return;
	fact_text(o, "source", arena_printf(in->a, "%s:%d", path_tail(dwarf_linesrc(line, NULL, NULL),
		  dwarf_formstring(dwarf_attr(&unit, DW_AT_comp_dir, &folder))), number));
}

void source_close(struct inspect *in)
{
	if (in->dwarf)
		dwarf_end(in->dwarf);
	in->dwarf = NULL;
}
