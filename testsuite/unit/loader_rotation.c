// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * -S: lines of random lengths, some longer than a file, written in random pieces. What the files hold, one after the other, is what was
 * written; none is longer than it may be, but for its last line, or has room for the next line; none ends within a line; and only the
 * newest stay.
 */
#include <errno.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/loader/output.h"
#include "runtime/loader/rotation.h"
#include "runtime/loader/say.h"
#include "loader_fake.h"

enum { FILE_SIZE = 1000, ALL = 200000 };

static char dir[] = "/tmp/mytap-rotation.XXXXXX", path[64];
static char text[ALL + 8 * FILE_SIZE];

static bool never(void)
{
	return false;
}

static void text_make(void)
{
	size_t n = 0;

	while (n < ALL) {
		size_t length = rand() % 40 ? (size_t)(rand() % 120) : (size_t)(rand() % (3 * FILE_SIZE));

		memset(text + n, 'a' + rand() % 26, length);
		text[n + length] = '\n';
		n += length + 1;
	}
	text[n] = '\0';
}

/* NULL: there is no such file. */
static char *read_number(unsigned int number, size_t *n)
{
	static char content[4 * FILE_SIZE + 1];
	char name[96];
	FILE *f;

	snprintf(name, sizeof(name), "%s.%u", path, number);
	f = fopen(name, "r");
	if (!f)
		return NULL;
	*n = fread(content, 1, sizeof(content) - 1, f);
	content[*n] = '\0';
	fclose(f);
	unlink(name);
	return content;
}

static void write_all(struct rotation *r)
{
	struct output o;
	size_t all = strlen(text), at = 0;

	expect(output_open_rotating(&o, path, r, never), "%s", path);
	while (at < all) {
		size_t n = 1 + rand() % 300;

		n = n < all - at ? n : all - at;
		output_add(&o, text + at, n);
		at += n;
		if (rand() % 3 == 0)
			output_flush(&o);
	}
	expect(output_finish(&o), "finish");
	rotation_deinit(r);
}

/* What a line began with is written before its end is known: the last one of a file may be longer than its room. */
static size_t bytes_before_last_line(const char *content, size_t n)
{
	const char *newline = n ? memrchr(content, '\n', n - 1) : NULL;

	return newline ? (size_t)(newline + 1 - content) : 0;
}

static void check_files(unsigned int keep)
{
	struct rotation r = { .most = FILE_SIZE, .keep = keep };
	unsigned int files = 0, first = 0, last;
	const char *expected = text;
	size_t before = FILE_SIZE;

	write_all(&r);
	last = r.number;
	expect(last > 50, "%u files", last);
	for (unsigned int i = 0; i <= last; i++) {
		size_t n = 0;
		char *content = read_number(i, &n);

		if (!content) {
			expect(!files, "file %u is missing behind others", i);
			continue;
		}
		if (!files++) {
			first = i;
			expected = keep ? strstr(text, content) : text;
		}
		expect(n && content[n - 1] == '\n', "file %u ends within a line", i);
		expect(bytes_before_last_line(content, n) <= FILE_SIZE, "file %u has %zu bytes", i, n);
		expect(before + strcspn(content, "\n") >= FILE_SIZE, "the first line of file %u fits into the one before", i);
		before = n;
		expect(expected && !strncmp(expected, content, n), "file %u holds something else", i);
		expected = expected ? expected + n : NULL;
	}
	expect(expected && !*expected, "the end is missing");
	expect(files == (keep ? keep : last + 1) && first == last + 1 - files, "%u files from %u to %u", files, first, last);
}

/* switch_file() without a size, and where there is no next file. */
static void check_switch(void)
{
	struct rotation r = { 0 };
	struct output o;
	struct stat st;
	char name[96];

	expect(output_open_rotating(&o, path, &r, never), "%s", path);
	output_add(&o, "zero\n", 5);
	output_switch(&o);
	output_add(&o, "one\n", 4);
	output_flush(&o);
	expect(!stat(path, &st) && st.st_size == 5, "%s", path);
	snprintf(name, sizeof(name), "%s.1", path);
	expect(!stat(name, &st) && st.st_size == 4, "%s", name);
	unlink(name);
	unlink(path);
	snprintf(name, sizeof(name), "%s.2", path);
	expect(!mkdir(name, 0700), "%s", name);
	output_switch(&o);			/* a folder is there */
	expect(o.is_broken && say_errors() == 1, "a folder in the way");
	rmdir(name);
	output_finish(&o);
	rotation_deinit(&r);
}

static void check_words(void)
{
	static const char *const wrong[] = { "", "0", "1,", "1,0", "1,2,", "1,2,3", " 1", "-1", "+1", "1 ", "x", "99999999999999999999", "1048577", "1,65537" };
	struct rotation r;

	for (unsigned int i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		expect(!rotation_parse(wrong[i], &r), "'%s'", wrong[i]);
	expect(rotation_parse("3", &r) && r.most == 3 << 20 && !r.keep, "3");
	expect(rotation_parse("1048576,65536", &r) && r.most == 1ULL << 40 && r.keep == 65536, "the largest");
}

int main(void)
{
	say_init(false, false);
	if (!mkdtemp(dir))
		return 1;
	snprintf(path, sizeof(path), "%s/out", dir);
	text_make();
	check_files(0);
	check_files(1);
	check_files(3);
	check_words();
	fprintf(stderr, "the next message is asked for: ");
	check_switch();
	rmdir(dir);
	return failures != 0;
}
