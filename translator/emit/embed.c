// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Embedded C: the translation unit embed.c, with kernel headers. A function's
 * text becomes a static body that sees its arguments as STAP_ARG_x and THIS->x;
 * around it stands the function that the script's C calls. #line maps the compiler's messages to the script.
 */
#include "emit.h"

#include <string.h>

#include "translator/defines.h"

static bool text_has(const struct embed *c, const char *word)
{
	size_t n = strlen(word);

	for (uint32_t i = 0; i + n <= c->len; i++)
		if (!memcmp(c->text + i, word, n))
			return true;
	return false;
}

/* CONTEXT->kregs and the like are SystemTap's names: filled in only for functions that use one. */
bool embed_wants_context(const struct embed *c)
{
	static const char *const members[] = { "kregs", "uregs", "last_error", "probe_point", "user_mode_p" };

	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++) {
		char word[32];

		snprintf(word, sizeof(word), "CONTEXT->%s", members[i]);
		if (text_has(c, word))
			return true;
	}
	return false;
}

static void put_text(struct strbuf *b, const struct embed *c)
{
	uint32_t l = 1, col;

	if (c->loc.src) {
		source_position(c->loc.src, c->loc.beg, &l, &col);
		strbuf_printf(b, "#line %u \"", l);
		strbuf_put_escaped(b, c->loc.src->name, strlen(c->loc.src->name));
		strbuf_puts(b, "\"\n");
	}
	strbuf_add(b, c->text, c->len);
	strbuf_putc(b, '\n');
}

/* The label for a faulting kread(), if the text has none. */
static void put_fault_label(struct strbuf *b, const struct embed *c)
{
	if (!text_has(c, "CATCH_DEREF_FAULT"))
		strbuf_puts(b, "\tCATCH_DEREF_FAULT();\n");
}

/* ---- expressions ---------------------------------------------------------------------------- */

const char *embed_expr_name(struct emit *e, const struct expr *x, const char *c, bool wanted)
{
	const char *body = c ? c : text(e, "%.*s", (int)x->embed->len, x->embed->text);
	const char *key = text(e, "%d %d %s", x->type == TYPE_STRING, wanted, body), *name = map_get(&e->embed_known, key), *proto;
	struct embed text_only = { .text = body, .len = (uint32_t)strlen(body), .loc = c ? x->loc : x->embed->loc };

	if (name)
		return name;
	name = text(e, "embedded_expr_%u", ++e->nembed_exprs);
	map_put(&e->embed_known, key, (void *)name);
	proto = text(e, x->type == TYPE_STRING ? "void %s(struct mytap_ctx *c, char *to)" : "s64 %s(struct mytap_ctx *c)", name);
	vec_push(e->a, &e->embed_protos, proto);
	strbuf_printf(&e->embed_exprs, "\n/* at %s */\n%s\n{\n\tstruct mytap_ctx *CONTEXT __maybe_unused = c;\n", position(e, x->loc),
		      proto);
	if (x->type == TYPE_STRING) {
		strbuf_puts(&e->embed_exprs, "\tmytap_strcpy_raw(to, MAXSTRINGLEN, (\n");
		put_text(&e->embed_exprs, &text_only);
		strbuf_puts(&e->embed_exprs, "\t));\n");
		put_fault_label(&e->embed_exprs, &text_only);
		strbuf_puts(&e->embed_exprs, "}\n");
	} else {
		/* as a statement it may be of any type, also void */
		strbuf_puts(&e->embed_exprs, wanted ? "\treturn (s64)(\n" : "\t(void)(\n");
		put_text(&e->embed_exprs, &text_only);
		strbuf_puts(&e->embed_exprs, "\t);\n");
		put_fault_label(&e->embed_exprs, &text_only);
		strbuf_puts(&e->embed_exprs, "\treturn 0;\n}\n");
	}
	return name;
}

/* ---- functions ------------------------------------------------------------------------------ */

static void put_args_struct(struct strbuf *b, const struct func *f)
{
	strbuf_printf(b, "struct %s_args {\n", f->c_name);
	for (unsigned int i = 0; i < f->params.n; i++)
		strbuf_printf(b, "\t%s%s;\n", f->params.v[i]->type == TYPE_STRING ? "char *" : "s64 ", f->params.v[i]->name);
	if (f->type == TYPE_STRING)
		strbuf_puts(b, "\tchar *__retvalue;\n");
	else
		strbuf_puts(b, "\ts64 __retvalue;\n");
	strbuf_puts(b, "\tbool *__next;\n};\n");
	for (unsigned int i = 0; i < f->params.n; i++)
		strbuf_printf(b, "#define STAP_ARG_%s THIS->%s\n", f->params.v[i]->name, f->params.v[i]->name);
}

static const char *return_macro(const struct func *f)
{
	if (f->type == TYPE_STRING)
		return "do { strscpy(STAP_RETVALUE, (v), MAXSTRINGLEN); return; } while (0)";
	if (f->type == TYPE_LONG)
		return "do { STAP_RETVALUE = (s64)(v); return; } while (0)";
	return "return";
}

static void put_caller(struct emit *e, struct strbuf *b, const struct func *f)
{
	strbuf_printf(b, "%s\n{\n\tstruct %s_args args = {", func_proto(e, f), f->c_name);
	for (unsigned int i = 0; i < f->params.n; i++)
		strbuf_printf(b, " .%s = %s%s,", f->params.v[i]->name, f->params.v[i]->type == TYPE_STRING ? "(char *)" : "",
			      f->params.v[i]->c_name);
	if (f->type == TYPE_STRING)
		strbuf_puts(b, " .__retvalue = ret,");
	if (facts_of_func(e, f)->may_next)
		strbuf_puts(b, " .__next = next,");
	strbuf_printf(b, " };\n%s\n%s", embed_wants_context(f->embed) ? "\tstruct mytap_embed_context context;\n" : "",
		      f->type == TYPE_STRING ? "\tret[0] = '\\0';\n" : "");
	if (embed_wants_context(f->embed))
		strbuf_printf(b, "\tmytap_embed_context_fill(&context, c);\n\t%s_body(c, &context, &args);\n"
			      "\tif (context.last_error)\n\t\tmytap_error(c, context.last_error, \"embedded C\");\n", f->c_name);
	else
		strbuf_printf(b, "\t%s_body(c, &args);\n", f->c_name);
	if (f->type == TYPE_STRING)
		strbuf_puts(b, "\tmytap_str_end(ret, strnlen(ret, MAXSTRINGLEN - 1));\n");
	if (f->type == TYPE_LONG)
		strbuf_puts(b, "\treturn args.__retvalue;\n");
	strbuf_puts(b, "}\n");
}

static void put_func(struct emit *e, struct strbuf *b, const struct func *f)
{
	strbuf_printf(b, "\n/* function %s at %s */\n", f->name, position(e, f->loc));
	put_args_struct(b, f);
	strbuf_printf(b, "#undef STAP_RETURN\n#define STAP_RETURN(v) %s\n", return_macro(f));
	if (embed_wants_context(f->embed))
		strbuf_printf(b, "#undef MYTAP_CONTEXT\n#define MYTAP_CONTEXT mytap_c_\n"
			      "static void %s_body(struct mytap_ctx *mytap_c_, struct mytap_embed_context *CONTEXT, struct %s_args *THIS)\n{\n",
			      f->c_name, f->c_name);
	else
		strbuf_printf(b, "static void %s_body(struct mytap_ctx *CONTEXT, struct %s_args *THIS)\n{\n", f->c_name,
			      f->c_name);
	put_text(b, f->embed);
	put_fault_label(b, f->embed);
	strbuf_puts(b, embed_wants_context(f->embed) ? "}\n#undef MYTAP_CONTEXT\n#define MYTAP_CONTEXT CONTEXT\n" : "}\n");
	for (unsigned int i = 0; i < f->params.n; i++)
		strbuf_printf(b, "#undef STAP_ARG_%s\n", f->params.v[i]->name);
	strbuf_putc(b, '\n');
	put_caller(e, b, f);
}

/* ---- globals ---------------------------------------------------------------------------------- */

/* "s64 k1, const char *k2": the keys of an array as parameters, or their names only. */
static void put_keys(struct strbuf *b, const struct var *v, bool with_types)
{
	for (int i = 0; i < v->arity; i++)
		strbuf_printf(b, "%s%sk%d", with_types || i ? ", " : "",
			      !with_types ? "" : v->key_type[i] == TYPE_STRING ? "const char *" : "s64 ", i + 1);
}

static void put_access_proto(struct strbuf *b, const struct var *v, bool is_set)
{
	const char *type = v->type == TYPE_STRING ? "const char *" : "s64 ";

	strbuf_printf(b, "%sembedded_%s_%s(struct mytap_ctx *c", is_set ? "void " : type, is_set ? "set" : "get", v->name);
	put_keys(b, v, true);
	if (is_set)
		strbuf_printf(b, ", %sto", type);
	strbuf_puts(b, ")");
}

/* Strings of embedded C need not be in the script's format: the key is made from a converted copy. */
static void put_access(struct emit *e, struct strbuf *b, const struct var *v, bool is_set)
{
	bool is_string = v->type == TYPE_STRING;

	strbuf_puts(b, "\n");
	put_access_proto(b, v, is_set);
	strbuf_puts(b, ";\n");
	put_access_proto(b, v, is_set);
	strbuf_printf(b, "\n{\n\tstruct {\n\t\tchar text[%s] MYTAP_STRING;\n\t\tu64 key[%u];\n\t} *f = "
		      "mytap_frame_push(c, sizeof(*f), \"embedded C\");\n", string_size(e), key_words(e, v));
	if (is_set)
		strbuf_printf(b, "\t%s*slot;\n", is_string ? "char " : "s64 ");
	else
		strbuf_printf(b, "\t%sv;\n", is_string ? "const char *" : "s64 ");
	strbuf_printf(b, "\tu64 *k;\n\n\tif (!f)\n\t\treturn%s;\n\tk = f->key;\n", is_set ? "" : is_string ? " \"\"" : " 0");
	for (int i = 0; i < v->arity; i++) {
		if (v->key_type[i] == TYPE_STRING)
			strbuf_printf(b, "\tmytap_strcpy_raw(f->text, %s, k%d);\n\tk = mytap_key_str(k, f->text);\n",
				      kept_size(e, string_kept_key(e, v)), i + 1);
		else
			strbuf_printf(b, "\t*k++ = k%d;\n", i + 1);
	}
	if (!is_set) {
		strbuf_printf(b, "\tv = mytap_map_%s(c, %s, f->key, k - f->key);\n\tmytap_frame_pop(c, f);\n\treturn v;\n}\n",
			      is_string ? "string" : "long", v->c_name);
		return;
	}
	strbuf_printf(b, "\tslot = mytap_map_slot(c, %s, f->key, k - f->key, \"embedded C\");\n\tif (slot)\n\t\t%s\n"
		      "\tmytap_frame_pop(c, f);\n}\n", v->c_name,
		      is_string ? text(e, "mytap_strcpy_raw(slot, %s, to);", kept_size(e, string_kept(e, v))) : "*slot = to;");
}

/* In the script's unit. The caller holds the array's lock, as the function's pragma declares. */
void embed_access_write(struct emit *e, struct strbuf *b)
{
	bool any = false;

	for (unsigned int i = 0; i < e->p->globals.n; i++) {
		if (!e->globals[i].in_embedded || !e->globals[i].var->is_array)
			continue;
		strbuf_puts(b, any ? "" : "\n/* arrays, for embedded C */");
		any = true;
		put_access(e, b, e->globals[i].var, false);
		put_access(e, b, e->globals[i].var, true);
	}
}

static void put_array_macros(struct strbuf *b, const struct var *v)
{
	put_access_proto(b, v, false);
	strbuf_puts(b, ";\n");
	put_access_proto(b, v, true);
	strbuf_printf(b, ";\n#define STAP_GLOBAL_GET_%s(", v->name);
	put_keys(b, v, false);
	strbuf_printf(b, ") embedded_get_%s(MYTAP_CONTEXT, ", v->name);
	put_keys(b, v, false);
	strbuf_printf(b, ")\n#define STAP_GLOBAL_SET_%s(", v->name);
	put_keys(b, v, false);
	strbuf_printf(b, ", to) embedded_set_%s(MYTAP_CONTEXT, ", v->name);
	put_keys(b, v, false);
	strbuf_puts(b, ", to)\n");
}

/* Globals that some function uses: lvalues under their script names. */
static void put_globals(struct emit *e, struct strbuf *b)
{
	for (unsigned int i = 0; i < e->p->globals.n; i++) {
		const struct var *v = e->globals[i].var;

		if (e->globals[i].in_embedded && v->is_array)
			put_array_macros(b, v);
		if (!e->globals[i].is_extern)
			continue;
		if (v->type == TYPE_STRING) {
			strbuf_printf(b, "extern char %s[];\n#define STAP_GLOBAL_GET_%s() (%s)\n"
				      "#define STAP_GLOBAL_SET_%s(v) mytap_strcpy_raw(%s, %s, (v))\n",
				      v->c_name, v->name, v->c_name, v->name, v->c_name, kept_size(e, string_kept(e, v)));
		} else {
			strbuf_printf(b, "extern s64 %s;\n#define STAP_GLOBAL_GET_%s() (%s)\n"
				      "#define STAP_GLOBAL_SET_%s(v) (%s = (v))\n",
				      v->c_name, v->name, v->c_name, v->name, v->c_name);
		}
	}
}

bool has_embedded(struct emit *e)
{
	if (e->p->embeds.n || e->nembed_exprs)
		return true;
	for (unsigned int i = 0; i < e->p->funcs.n; i++)
		if (e->p->funcs.v[i]->embed)
			return true;
	return false;
}

static void put_top_level(struct emit *e, struct strbuf *b, bool late)
{
	for (unsigned int i = 0; i < e->p->embeds.n; i++)
		if (text_has(e->p->embeds.v[i], "pragma:suffix") == late)
			put_text(b, e->p->embeds.v[i]);
}

/* ---- macros given by -D ------------------------------------------------------------------- */

/* For the user's embedded C only: tapsets must not be changed from outside. */
static bool script_names(struct emit *e, const char *word)
{
	for (unsigned int i = 0; i < e->all_embedded.n; i++)
		if (e->all_embedded.v[i]->loc.src && !e->all_embedded.v[i]->loc.src->library && text_has(e->all_embedded.v[i], word))
			return true;
	return false;
}

static void put_defines(struct emit *e, struct strbuf *b)
{
	const char *name;

	for (unsigned int i = 0; (name = define_of_script(e->s, i)) != NULL; i++) {
		if (script_names(e, name))
			strbuf_printf(b, "#define %s %s\n", name, session_define(e->s, name));
		else
			define_warn_unused(e->s, name);
	}
}

void embed_emit(struct emit *e)
{
	struct strbuf *b = &e->t->embed_c;

	strbuf_reset(b);
	for (unsigned int i = 0; i < e->p->funcs.n; i++)
		if (e->p->funcs.v[i]->embed)
			vec_push(e->a, &e->embed_protos, func_proto(e, e->p->funcs.v[i]));
	if (!has_embedded(e)) {
		put_defines(e, b);	/* none is used: suppresses warnings */
		return;
	}
	strbuf_printf(b, "// SPDX-License-Identifier: GPL-2.0-or-later\n/* The embedded C of the script. */\n"
		      "#define MAXSTRINGLEN %lld\n#include \"mytap_embed.h\"\n\n", (long long)e->maxstringlen);
	put_defines(e, b);
	put_globals(e, b);
	for (unsigned int i = 0; i < e->embed_protos.n; i++)
		strbuf_printf(b, "%s;\n", e->embed_protos.v[i]);
	put_top_level(e, b, false);
	for (unsigned int i = 0; i < e->p->funcs.n; i++)
		if (e->p->funcs.v[i]->embed)
			put_func(e, b, e->p->funcs.v[i]);
	strbuf_add(b, strbuf_str(&e->embed_exprs), e->embed_exprs.len);
	put_top_level(e, b, true);
}
