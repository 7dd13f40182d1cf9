/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Places written as the assembler's words have the same bytes as those that are written as initializers of C. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "translator/emit/place_row.h"

enum { PARTS = 4, PART = 700 };		/* a part is written as initializers, all of them together as words */

static unsigned long long any(unsigned int bits)
{
	unsigned long long n = (unsigned long long)rand() << 42 ^ (unsigned long long)rand() << 21 ^ (unsigned long long)rand();

	return rand() % 3 ? n & ((2ull << (bits - 1)) - 1) : 0;
}

static struct place_row any_row(void)
{
	struct place_row r = { .offset = (long long)any(48), .has_offset = true, .probe = (unsigned int)any(32), .is_plain = rand() % 2 };

	if (rand() % 2) {
		r.program = 1 + (unsigned int)any(31);
		r.link = any(64);
		r.semaphore = any(48);
		r.is_nop5 = rand() % 2;
	} else if (rand() % 2) {
		r.name = 1 + (unsigned int)any(31);
		r.offset = -r.offset;
	}
	return r;
}

/* The table, as initializers under another name. */
static void put(FILE *f, struct emit *e, const place_row_vec *rows, const char *name)
{
	struct strbuf b = { 0 };

	place_rows_put(e, &b, rows);
	if (name)
		fprintf(f, "#define places %s\n%s#undef places\n", name, strbuf_str(&b));
	else
		fputs(strbuf_str(&b), f);
	strbuf_deinit(&b);
}

static bool run(const char *command)
{
	int status = system(command);

	if (status)
		printf("status %d: %s\n", status, command);
	return !status;
}

int main(void)
{
	char folder[] = "/tmp/mytap-place-rows.XXXXXX", line[600], name[32];
	const char *testsuite = getenv("TESTSUITE");
	place_row_vec all = { 0 }, part;
	struct arena *a = arena_new();
	struct emit e = { .a = a };
	bool ok;
	FILE *f;

	if (!testsuite || !mkdtemp(folder) || chdir(folder) || !(f = fopen("rows.c", "w"))) {
		perror("a folder, or $TESTSUITE");
		return 1;
	}
	fputs("#include <stdio.h>\n#include <string.h>\n#include \"runtime/kernel/api.h\"\n", f);
	for (int i = 0; i < PARTS; i++) {
		part = (place_row_vec){ 0 };
		for (int k = 0; k < PART; k++) {
			struct place_row r = any_row();

			vec_push(a, &part, r);
			vec_push(a, &all, r);
		}
		snprintf(name, sizeof(name), "part%d", i);
		put(f, &e, &part, name);
	}
	put(f, &e, &all, NULL);
	fputs("int main(void)\n{\n\tint bad = 0;\n", f);
	for (int i = 0; i < PARTS; i++)
		fprintf(f, "\tbad += !!memcmp(places + %d, part%d, sizeof(part%d)) + (sizeof(part%d) != %d * sizeof(*places));\n", i * PART, i, i, i, PART);
	fputs("\tif (bad)\n\t\tprintf(\"%d parts differ\\n\", bad);\n\treturn !!bad;\n}\n", f);
	ok = !fclose(f);
	snprintf(line, sizeof(line), "gcc -O1 -w -no-pie -I'%s/..' -o rows rows.c && grep -q '[.]quad' rows.c && grep -q '[.]link = ' rows.c", testsuite);
	ok = ok && run(line) && run("./rows");
	run("rm -f rows rows.c");
	return chdir("/") || rmdir(folder) || !ok;
}
