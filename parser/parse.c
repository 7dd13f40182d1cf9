// SPDX-License-Identifier: GPL-2.0-or-later
/* Pass 1: text -> tree. In: a source. Out: a struct file, or NULL and messages. */
#include "parse.h"

#include <string.h>

#include "parser.h"
#include "parser/grammar.h"

struct source *source_new(struct arena *a, const char *name, const char *text, size_t len, bool library)
{
	struct source *src = arena_new_of(a, struct source);

	src->name = arena_strdup(a, name);
	src->text = arena_strndup(a, text, len);
	src->len = (uint32_t)len;
	src->library = library;
	return src;
}

bool parse_before(const struct parse_env *env, const char *release)
{
	return env->compatible && strverscmp(env->compatible, release) < 0;
}

struct file *parse_source(struct parse_env *env, struct source *src, bool is_library)
{
	const char *kind = env->diag->kind;
	unsigned int errors = env->diag->errors;
	struct parser p = {
		.env = env, .arena = env->arena, .diag = env->diag,
		.guru = env->guru || is_library, .is_library = is_library,
	};
	bool failed;

	env->diag->kind = "parse";
	if (src->len > LIMIT_SCRIPT_SIZE) {
		limit_error(env->diag, (struct loc){ 0 }, SCRIPT_SIZE);
		env->diag->kind = kind;
		return NULL;
	}
	p.file = arena_new_of(env->arena, struct file);
	p.file->src = src;
	p.file->is_library = is_library;
	p.pp = preproc_new(env, src, NULL);
	failed = yyparse(&p) != 0;
	hists_check(&p);
	if (!failed && env->diag->errors == errors)
		threads_rewrite(&p);
	preproc_free(p.pp);
	map_deinit(&p.globals);
	if (!failed && !is_library && p.ntokens <= 1 && env->diag->errors == errors)
		diag_error(env->diag, (struct loc){ src, 0, 0, NULL }, "this script is empty: it needs a probe, "
			   "such as 'probe begin { println(1) }'");
	failed = failed || env->diag->errors != errors;
	if (failed && env->diag->errors == errors)
		bug("'%s' did not parse, but no error was reported", src->name);
	env->diag->kind = kind;
	return failed ? NULL : p.file;
}
