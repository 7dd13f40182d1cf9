/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Module.symvers has one line per symbol: CRC \t symbol \t module \t kind \t namespace. */
#include "versions.h"

#include <string.h>

enum { NAME_BYTES = 56 };		/* of struct modversion_info */

static bool print_one(struct target *t, const char *symvers, const char *symbol, struct strbuf *ret,
		      const char **why)
{
	const char *needle = arena_printf(t->arena, "\t%s\tvmlinux\t", symbol);
	const char *p = strstr(symvers, needle), *line = p;

	if (!p || strlen(symbol) >= NAME_BYTES) {
		*why = arena_printf(t->arena, "the kernel itself does not export %s", symbol);
		return false;
	}
	while (line > symvers && line[-1] != '\n')
		line--;
	p += strlen(needle);
	p += strcspn(p, "\t\n");
	if (*p == '\t' && p[1] != '\n') {
		*why = arena_printf(t->arena, "%s is in the namespace %.*s", symbol,
				    (int)strcspn(p + 1, "\n"), p + 1);
		return false;
	}
	strbuf_printf(ret, "\t{ %.*s, \"%s\" },\n", (int)strcspn(line, "\t"), line, symbol);
	return true;
}

bool versions_print(struct target *t, const str_vec *symbols, struct strbuf *ret, const char **why)
{
	struct strbuf symvers = { 0 };
	bool ok = strbuf_read_file(&symvers, arena_printf(t->arena, "%s/Module.symvers", t->kernel.build_dir));

	if (!ok)
		*why = "Module.symvers cannot be read";
	strbuf_printf(ret, "const struct { unsigned long crc; char name[%d]; } mytap_versions[]\n"
		      "__attribute__((section(\"__versions\"), used, aligned(32))) = {\n", NAME_BYTES);
	for (unsigned int i = 0; i < symbols->n && ok; i++)
		ok = print_one(t, strbuf_str(&symvers), symbols->v[i], ret, why);
	strbuf_puts(ret, "};\n");
	strbuf_deinit(&symvers);
	return ok;
}
