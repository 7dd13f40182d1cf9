// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Source lines as the loader reads them against libdw's, at every address where a line begins, and a byte behind it: of
 * this program, of a program that gcc makes as DWARF 2 to 5 and compressed, for 64 and 32 bits, of the C library's debuginfo where it is.
 *
 * user_lines FILE [DEBUGINFO]: times, and how many of a file differ.
 */
#include <dirent.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "runtime/loader/debug_line.h"
#include "runtime/loader/say.h"

static int failures;

static void fail(const char *what, const char *path)
{
	printf("%s: %s\n", what, path);
	failures++;
}

static unsigned char *read_whole(const char *path, struct elf_bytes *ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	unsigned char *p;
	struct stat st;

	if (fd < 0 || fstat(fd, &st))
		exit(1);
	p = malloc((size_t)st.st_size);
	if (!p || read(fd, p, (size_t)st.st_size) != st.st_size || !elf_bytes_init(ret, p, (size_t)st.st_size))
		exit(1);
	close(fd);
	return p;
}

/* The end of the path that libdw makes of folders and file, on a border of its parts. */
static bool is_end_of(const char *text, const char *whole)
{
	size_t n = strlen(text), all = strlen(whole);

	return n <= all && !strcmp(whole + all - n, text) && (n == all || whole[all - n - 1] == '/');
}

static bool is_same(Dwarf *dw, const struct user_lines *lines, const struct elf_bytes *of, u64 at)
{
	const struct user_line *l = user_lines_find(lines, at);
	const char *source;
	Dwarf_Line *row;
	Dwarf_Addr address;
	Dwarf_Die cu;
	int line;

	if (!elf_bytes_address(of, at, &address) || !dwarf_addrdie(dw, address, &cu))
		return true;	/* libdw knows no unit for it */
	row = dwarf_getsrc_die(&cu, address);
	if (!row || dwarf_lineno(row, &line) || !line)
		return !l;
	source = dwarf_linesrc(row, NULL, NULL);
	if (l && source && (int)l->line == line && is_end_of(lines->texts + l->text, source))
		return true;
	printf("at 0x%lx: %s:%d, libdw %s:%d\n", address, l ? lines->texts + l->text : "-", l ? (int)l->line : 0, source, line);
	return false;
}

static void compare(const char *what, const char *path, const char *debuginfo, size_t least)
{
	struct elf_bytes of, e;
	unsigned char *p = read_whole(path, &of), *q = debuginfo ? read_whole(debuginfo, &e) : NULL;
	int fd = open(debuginfo ? debuginfo : path, O_RDONLY | O_CLOEXEC), differ = 0;
	Dwarf *dw = dwarf_begin(fd, DWARF_C_READ);
	struct user_lines lines;
	struct timespec a, b;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
	if (!user_lines_read(&lines, q ? &e : &of, &of) || !dw)
		fail("no lines", what);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
	for (size_t i = 0; i < lines.n && differ < 10; i++)
		differ += (lines.v[i].line && !is_same(dw, &lines, &of, lines.v[i].at)) + !is_same(dw, &lines, &of, lines.v[i].at + 1);
	printf("%s: %zu lines, %zu bytes of texts, %ld us\n", what, lines.n, lines.texts_n,
	       (b.tv_sec - a.tv_sec) * 1000000 + (b.tv_nsec - a.tv_nsec) / 1000);
	if (differ)
		fail("lines differ", what);
	if (lines.n < least)
		fail("too few lines", what);
	dwarf_end(dw);
	close(fd);
	user_lines_free(&lines);
	free(p);
	free(q);
}

static void compare_compiled(const char *folder, const char *how)
{
	char command[512], path[256];

	snprintf(path, sizeof(path), "%s/x", folder);
	snprintf(command, sizeof(command), "cd %s && gcc -O2 %s -Ifar sub/one.c two.c -o x", folder, how);
	if (system(command))
		fail("cannot be compiled", how);
	else
		compare(how, path, NULL, 20);
}

static void put_file(const char *folder, const char *name, const char *text)
{
	char path[300];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "w");
	if (!f || fputs(text, f) < 0 || fclose(f))
		exit(1);
}

static void make_sources(const char *folder)
{
	char path[300];

	snprintf(path, sizeof(path), "%s/sub", folder);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/far", folder);
	mkdir(path, 0700);
	put_file(folder, "far/in.h", "static inline int in(int n)\n{\n\tif (n > 3)\n\t\treturn n * n;\n\treturn n + 1;\n}\n");
	put_file(folder, "sub/one.c", "#include <in.h>\nint two(int);\nint main(int argc, char **argv)\n{\n\tint n = in(argc);\n\n\t(void)argv;\n"
		 "\tfor (int i = 0; i < n; i++)\n\t\tn += two(i) * in(i);\n\treturn n;\n}\n");
	put_file(folder, "two.c", "#include <in.h>\n__attribute__((section(\".text.gone\"))) int gone(void) { return 7; }\n"
		 "int two(int n)\n{\n\treturn in(n) *\n\t\tin(n + 2);\n}\n");
}

int main(int argc, char **argv)
{
	static const char *const ways[] = { "-gdwarf-2 -gstrict-dwarf", "-gdwarf-3", "-gdwarf-4", "-gdwarf-5", "-gdwarf-5 -gz=zlib",
					    "-gdwarf-4 -gz=zlib -flto", "-gdwarf-5 -ffunction-sections -Wl,--gc-sections",
					    "-m32 -nostdlib -Wl,-e,main -gdwarf-3", "-m32 -nostdlib -Wl,-e,main -gdwarf-5 -gz=zlib" };
	static const char libc[] = "/lib/x86_64-linux-gnu/libc.so.6";
	char self[4096], folder[] = "/tmp/user_lines.XXXXXX", command[64], id[65], path[160];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	struct elf_bytes e;
	unsigned char *p;

	if (argc > 1) {
		compare(argv[1], argv[1], argc > 2 ? argv[2] : NULL, 1);
		return failures != 0;
	}
	self[n] = '\0';
	compare("self", self, NULL, 1000);
	if (!mkdtemp(folder))
		return 1;
	make_sources(folder);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		compare_compiled(folder, ways[i]);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	if (system(command))
		failures++;
	p = read_whole(libc, &e);
	if (elf_bytes_build_id(&e, id)) {
		snprintf(path, sizeof(path), "/usr/lib/debug/.build-id/%.2s/%s.debug", id, id + 2);
		if (!access(path, R_OK))
			compare("libc", libc, path, 50000);
	}
	free(p);
	return failures != 0;
}
