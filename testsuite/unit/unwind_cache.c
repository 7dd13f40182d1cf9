// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Kept unwind tables: read back as they were made, and not used when they are damaged, of other contents or build-id, or when
 * others can write them. unwind_cache FOLDER FILE...: CPU time of tables made and of tables read back.
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "runtime/loader/eh_frame.h"
#include "runtime/loader/elf_parts.h"
#include "runtime/loader/say.h"
#include "runtime/loader/unwind_cache.h"
#include "runtime/loader/user_names.h"
#include "loader_fake.h"

static struct elf_parts parts;
static struct unwind_source source;
static struct mytap_unwind *table;
static char path[128];

static struct elf_bytes whole_of(const char *file)
{
	int fd = open(file, O_RDONLY);
	struct elf_bytes e;
	unsigned char *p;
	size_t n;

	p = read_file(fd, &n);
	if (!p || !elf_bytes_init(&e, p, n))
		abort();
	close(fd);
	return e;
}

static void parts_of(const char *file, struct elf_parts *ret)
{
	int fd = open(file, O_RDONLY);

	if (!elf_parts_read(ret, fd))
		abort();
	close(fd);
}

/* Of the same file: the parts say all that the whole says. */
static void test_parts(const char *file)
{
	struct elf_bytes whole = whole_of(file);
	struct unwind_source of_whole;
	struct mytap_unwind *t = eh_frame_table(&whole, NULL);

	parts_of(file, &parts);
	table = eh_frame_table(&parts.e, NULL);
	expect(t && table && t->size == table->size && !memcmp(t, table, t->size), "the table of the parts is another one");
	expect(t && t->nrows > 1000, "few rows: %u", t ? t->nrows : 0);
	if (!unwind_source_of(&parts.e, &source) || !unwind_source_of(&whole, &of_whole))
		abort();
	expect(!memcmp(&source, &of_whole, sizeof(source)), "the source is another one");
	snprintf(path, sizeof(path), "./unwind-%s", source.build_id);
	free(t);
	free((void *)whole.p);
}

static bool is_kept(void)
{
	struct mytap_unwind *t = unwind_cache_read(".", &source);
	bool is_same = t && t->size == table->size && !memcmp(t, table, t->size);

	expect(!t || is_same, "another table came back");
	free(t);
	return is_same;
}

static void write_byte(off_t at, int change)
{
	int fd = open(path, O_RDWR);
	unsigned char c;

	if (fd < 0 || pread(fd, &c, 1, at) != 1)
		abort();
	c ^= change;
	if (pwrite(fd, &c, 1, at) != 1 || close(fd))
		abort();
}

/* Each byte of the head, and some of the table. */
static void test_damage(off_t size)
{
	for (off_t at = 0; at < size; at += at < 200 ? 1 : 997) {
		for (int change = 1; change < 256; change *= 16) {
			write_byte(at, change);
			expect(!is_kept(), "byte %ld was changed by %d", (long)at, change);
			write_byte(at, change);
		}
	}
	expect(is_kept(), "undone");
	for (off_t n = size - 1; n > 0; n /= 3) {
		expect(!truncate(path, n) && !is_kept(), "cut to %ld bytes", (long)n);
		unwind_cache_write(".", &source, table);
		expect(is_kept(), "it was not replaced");
	}
	expect(!truncate(path, size + 1) && !is_kept(), "longer");
	unwind_cache_write(".", &source, table);
}

static void test_others(void)
{
	struct unwind_source same = source;

	source.sum++;
	expect(!is_kept(), "other contents with the same build-id");
	source = same;
	source.size++;
	expect(!is_kept(), "another size with the same build-id");
	source = same;
	source.build_id[0] ^= 1;
	expect(!is_kept(), "another build-id");
	source = same;
	expect(!chmod(path, 0622) && !is_kept(), "others can write it");
	expect(!chmod(path, 0600) && is_kept(), "nobody else can");
	expect(!rename(path, "elsewhere") && !symlink("elsewhere", path) && !is_kept(), "a link");
	unwind_cache_write(".", &source, table);
	expect(is_kept(), "the link was not replaced");
	if (!geteuid()) {
		expect(!chown(path, 54321, 0) && !is_kept(), "another user's");
		unwind_cache_write(".", &source, table);
		expect(is_kept(), "another user's was not replaced");
	}
	unwind_cache_write("./none", &source, table);
	expect(access("none", F_OK), "a folder was made");
}

/* What a session does with a file. */
static void measure(const char *folder, char *const *files)
{
	uint64_t made = 0, kept = 0, bytes = 0;
	unsigned int n = 0;

	for (; *files; files++, n++) {
		uint64_t at = cpu_ns();
		struct mytap_unwind *t;

		parts_of(*files, &parts);
		t = eh_frame_table(&parts.e, NULL);
		made += cpu_ns() - at;
		elf_parts_free(&parts);
		at = cpu_ns();
		parts_of(*files, &parts);
		if (unwind_source_of(&parts.e, &source)) {
			struct mytap_unwind *again = unwind_cache_read(folder, &source);

			if (!again && t)
				unwind_cache_write(folder, &source, t);
			free(again);
		}
		kept += cpu_ns() - at;
		elf_parts_free(&parts);
		bytes += t ? t->size : 0;
		free(t);
	}
	printf("%u files, tables of %llu kB: made in %.1f ms, from the folder %.1f ms\n", n, (unsigned long long)bytes >> 10, made / 1e6,
	       kept / 1e6);
}

int main(int argc, char **argv)
{
	char folder[] = "/tmp/mytap-unwind.XXXXXX", command[64];
	struct stat st;

	say_init(false, false);
	if (argc > 2) {
		measure(argv[1], argv + 2);
		return 0;
	}
	if (!mkdtemp(folder) || chdir(folder))
		abort();
	test_parts("/proc/self/exe");
	expect(!is_kept(), "it is there before it was written");
	unwind_cache_write(".", &source, table);
	expect(is_kept() && !stat(path, &st) && st.st_mode == (S_IFREG | 0600), "it is not there");
	test_damage(st.st_size);
	test_others();
	snprintf(command, sizeof(command), "rm -r %s", folder);
	return system(command) || failures;
}
