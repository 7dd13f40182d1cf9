// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Bytes -> parse_source -> unparse -> parse_source -> the same text again.
 * Aborts when what unparse wrote does not parse, or parses to something else.
 *
 * libFuzzer:	clang -DFUZZ_LIBFUZZER -fsanitize=fuzzer,address,undefined -I. ... fuzz_parse.c libmytap.a
 *		(run with -detect_leaks=0: script arguments keep their line tables)
 * AFL:		afl-clang-fast -I. ... fuzz_parse.c libmytap.a; afl-fuzz -i testsuite/fuzz/seeds -o OUT -- ./fuzz_parse @@
 * by hand:	fuzz_parse FILE... (the ordinary test run replays seeds/ so; a finding ends it with abort())
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parser/parse.h"

static const char *config(void *ctx, const char *name)
{
	(void)ctx;
	return strcmp(name, "CONFIG_SMP") ? "" : "y";
}

static char *parse_text(struct parse_env *env, const char *text, size_t len, struct arena *a)
{
	struct source *src = source_new(a, "fuzz.stp", text, len, false);
	struct file *f = parse_source(env, src, false);
	struct strbuf b = { 0 };
	char *ret = NULL;

	free(src->line);		/* made for the messages; the only thing not in the arena */
	src->line = NULL;
	if (!f)
		return NULL;
	unparse_file(&b, f);
	ret = arena_strndup(a, strbuf_str(&b), b.len);
	strbuf_deinit(&b);
	return ret;
}

static void complain(const char *what, const char *first, const char *second)
{
	fprintf(stderr, "%s\n---- unparsed\n%s", what, first);
	if (second)
		fprintf(stderr, "---- unparsed again\n%s", second);
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *args[] = { "1", "vfs.read", "\"text\" 3", "$4" };
	struct arena *a = arena_new();
	struct diag diag;
	struct parse_env env = {
		.arena = a, .diag = &diag, .kernel_release = "6.1.0-1-amd64", .kernel_version = "6.1.0", .arch = "x86_64",
		.compatible = "5.6", .privilege = "stapdev", .runtime = "kernel", .guru = true, .config = config,
		.argc = 4, .argv = args,
	};
	FILE *null = fopen("/dev/null", "w");
	char *first, *second;

	/* Not quiet: the messages are to be made, too. */
	diag_init(&diag, null ? null : stderr);
	first = parse_text(&env, (const char *)data, size, a);
	if (first) {
		second = parse_text(&env, first, strlen(first), a);
		if (!second)
			complain("what unparse wrote does not parse", first, NULL);
		if (strcmp(first, second))
			complain("what unparse wrote parses to something else", first, second);
	}
	diag_deinit(&diag);
	if (null)
		fclose(null);
	arena_free(a);
	intern_free_all();
	return 0;
}

#ifndef FUZZ_LIBFUZZER
int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct strbuf b = { 0 };

		if (!strbuf_read_file(&b, argv[i])) {
			perror(argv[i]);
			return 1;
		}
		LLVMFuzzerTestOneInput((const uint8_t *)strbuf_str(&b), b.len);
		strbuf_deinit(&b);
	}
	return 0;
}
#endif
