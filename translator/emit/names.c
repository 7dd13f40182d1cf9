// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * C names. Script names are kept; one that is a C keyword, a name of the api or of the emitter, or already taken gets
 * a suffix.
 */
#include "emit.h"

#include <ctype.h>
#include <string.h>

static const char *const taken_words[] = {
	/* C */
	"auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern",
	"float", "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed",
	"sizeof", "static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile", "while", "asm",
	"typeof", "_Bool", "bool", "true", "false", "NULL", "main", "alignas", "alignof", "constexpr", "nullptr",
	"static_assert", "thread_local", "linux", "unix", "i386",
	/* the api, kernel words */
	"s8", "u8", "s16", "u16", "s32", "u32", "s64", "u64", "size_t", "likely", "unlikely", "READ_ONCE",
	"WRITE_ONCE", "memcpy", "memset", "memcmp", "MAXSTRINGLEN", "STRING_ROOM",
	/* functions that gcc knows as built-ins */
	"printf", "sprintf", "snprintf", "strlen", "strcpy", "strncpy", "strcmp", "strcat", "strchr", "abs", "labs",
	"exit", "abort", "log", "exp", "sin", "cos", "pow", "sqrt", "floor", "ceil", "round", "index", "rindex",
	"memchr", "memmove", "malloc", "free", "calloc", "puts", "putchar", "isalpha", "isdigit", "isspace",
	"toupper", "tolower", "fork", "execv", "y0", "y1", "yn", "j0", "j1", "jn", "gamma", "fabs", "isupper",
	"islower", "isalnum", "isprint", "ispunct", "iscntrl", "isgraph", "isxdigit", "strstr", "strdup", "strspn",
	"strcspn", "strpbrk", "strrchr", "strncmp", "strncat", "fprintf", "fputs", "fputc", "fwrite", "scanf",
	"sscanf", "vprintf", "ffs", "bcmp", "bcopy", "bzero", "printk", "alloca", "stpcpy", "mempcpy", "cexp",
	/* the emitter's own */
	"c", "f", "o", "own", "entry", "ret", "next", "out", "unlock", "probes", "places", "maps", "globals",
	"args", "to", "from", "total", "rest", "frame", "rethook", "bulk", "conditions", "is_true",
	"calls", "modules", "perfs", "sections",
};

/* Names the temporaries have: t1, v, v2, key ... */
static const char *const temps[] = { "t", "v", "vs", "k", "key", "str", "text", "it" };

static bool is_taken_word(const char *s)
{
	for (size_t i = 0; i < sizeof(taken_words) / sizeof(*taken_words); i++)
		if (!strcmp(taken_words[i], s))
			return true;
	for (size_t i = 0; i < sizeof(temps) / sizeof(*temps); i++) {
		size_t n = strlen(temps[i]);

		if (!strncmp(s, temps[i], n) && !s[n + strspn(s + n, "0123456789")] && (i || s[n]))
			return true;
	}
	return !strncmp(s, "mytap_", 6) || !strncmp(s, "MYTAP_", 6) || !strncmp(s, "__", 2) || !strncmp(s, "probe_", 6) ||
	       !strncmp(s, "condition_", 10) || !strncmp(s, "locks_", 6) || !strncmp(s, "text_", 5) ||
	       !strncmp(s, "str_", 4) || !strncmp(s, "lines_", 6) || !strncmp(s, "regex_", 6) || !strncmp(s, "per_slot", 8) || !strncmp(s, "sort", 4) || !strncmp(s, "caught", 6);
}

/* `$` in script names is replaced: gcc accepts it, but it is hard to read. */
static const char *c_letters(struct emit *e, const char *s)
{
	char *r = arena_strdup(e->a, s);

	for (char *p = r; *p; p++)
		if (!isalnum((unsigned char)*p) && *p != '_')
			*p = '_';
	return r;
}

const char *name_global(struct emit *e, const char *wanted)
{
	const char *name = wanted;
	size_t n = strlen(wanted);

	for (unsigned int i = 2; map_get(&e->names, name); i++)
		name = text(e, n && isdigit((unsigned char)wanted[n - 1]) ? "%s_%u" : "%s%u", wanted, i);
	name = intern(name);
	map_put(&e->names, name, (void *)name);
	return name;
}

static bool is_derived_name(struct emit *e, const char *name);

static const char *file_name(struct emit *e, const char *script_name)
{
	const char *name = c_letters(e, script_name);

	if (is_taken_word(name) || is_derived_name(e, name))
		name = text(e, "%s_", name);
	return name_global(e, name);
}

/* Suffixes that the emitter adds to the name of a global: n_lock, m_stat. */
static bool is_derived_name(struct emit *e, const char *name)
{
	static const char *const tails[] = { "_lock", "_gate", "_inside", "_stat", "_add", "_merge", "_total", "_set", "_reset", "_sum",
					     "_here", "_v", "_count", "_min", "_max", "_avg", "_variance" };

	for (unsigned int i = 0; i < e->p->globals.n; i++) {
		const char *g = e->p->globals.v[i]->name;
		size_t n = strlen(g);

		if (strncmp(g, name, n) || !name[n])
			continue;
		for (size_t k = 0; k < sizeof(tails) / sizeof(*tails); k++)
			if (!strcmp(name + n, tails[k]))
				return true;
	}
	return false;
}

/* Names visible to embedded C must not collide with the kernel's. */
void names_assign(struct emit *e)
{
	for (unsigned int i = 0; i < e->p->globals.n; i++) {
		struct var *v = e->p->globals.v[i];

		v->c_name = file_name(e, e->globals[i].is_extern ? text(e, "global_%s", v->name) : v->name);
	}
	vec_each(f, &e->p->funcs)
		(*f)->c_name = file_name(e, (*f)->embed ? text(e, "embedded_%s", (*f)->name) : (*f)->name);
}

static void name_local(struct emit *e, struct map *names, struct var *v)
{
	const char *base = c_letters(e, v->name), *name = base;

	if (is_taken_word(name) || is_derived_name(e, name) || map_get(&e->names, name))
		name = text(e, "%s_", base);
	for (unsigned int i = 2; map_get(names, name) || map_get(&e->names, name); i++)
		name = text(e, "%s_%u", base, i);
	v->c_name = name;
	map_put(names, name, v);
}

void names_locals(struct emit *e, const var_vec *locals, const var_vec *params)
{
	struct map names = { 0 };

	if (params)
		vec_each(v, params)
			name_local(e, &names, *v);
	vec_each(v, locals)
		if ((*v)->scope != SCOPE_PARAM)
			name_local(e, &names, *v);
	map_deinit(&names);
}

const char *c_name_of_local(struct emit *e, const struct var *v)
{
	if (e->fn && is_loop_bound(e->fn, v))
		vec_push(e->a, &e->fn->named, (struct var *)v);
	return v->c_name ? v->c_name : v->name;
}

static bool is_entry_value(const struct fn *fn, const struct var *v)
{
	if (!fn->handler)
		return false;
	for (unsigned int i = 0; i < fn->handler->entries.n; i++)
		if (fn->handler->entries.v[i].var == v)
			return true;
	return false;
}

enum var_place var_place(struct emit *e, const struct var *v)
{
	if (v->scope == SCOPE_GLOBAL)
		return VAR_GLOBAL;
	if (is_entry_value(e->fn, v))
		return VAR_ENTRY;
	if (v->type == TYPE_LONG && e->fn->longs_in_frame && v->scope != SCOPE_PARAM && !is_loop_bound(e->fn, v))
		return VAR_FRAME;
	if (v->type != TYPE_STRING || is_loop_bound(e->fn, v) || (v->scope == SCOPE_PARAM && !param_needs_copy(e->fn->func, v)))
		return VAR_C;
	return VAR_FRAME;
}

const char *var_text(struct emit *e, const struct var *v)
{
	switch (var_place(e, v)) {
	case VAR_GLOBAL:
		return v->c_name;
	case VAR_ENTRY:
		e->fn->uses_entry = true;
		return text(e, "entry->%s", c_name_of_local(e, v));
	case VAR_FRAME:
		return text(e, "%s%s", frame_prefix(e->fn), c_name_of_local(e, v));
	case VAR_C:
		break;
	}
	return c_name_of_local(e, v);
}
