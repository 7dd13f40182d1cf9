/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "header_cut.h"

#include <ctype.h>
#include <string.h>

#include "pieces.h"

static void read_directive(struct pieces *c, const char *p, const char *end, bool *is_file)
{
	struct c_token word = c_token_next(p + 1), name = c_token_next(word.s + word.n);

	if (isdigit((unsigned char)*word.s)) {		/* # 1 "file": or "<built-in>", "<command-line>" */
		*is_file = !(name.n > 1 && name.s[1] == '<');
	} else if (c_token_is(&word, "define") && *is_file) {
		pieces_define(c, name.s, name.n);
		pieces_add(c, p, end, true);
	} else if (c_token_is(&word, "undef")) {
		pieces_forget_macro(c, name.s, name.n);
	}
}

/* Lines that are no directives, which all are macros or tell where the others come from. */
static const char *read_lines(struct pieces *c, const char *header)
{
	struct strbuf code = { 0 };
	bool is_file = true;
	const char *end;

	for (const char *p = header; *p; p = end) {
		end = p + strcspn(p, "\n");
		end += *end == '\n';
		if (*p == '#')
			read_directive(c, p, end, &is_file);
		else
			strbuf_add(&code, p, end - p);
	}
	end = arena_strndup(c->a, strbuf_str(&code), code.len);
	strbuf_deinit(&code);
	return end;
}

void header_cut(struct arena *a, const char *header, const char *text, struct strbuf *ret)
{
	struct pieces c = { .a = a };

	for (const char *p = read_lines(&c, header); c_token_next(p).n;)
		p = pieces_read(&c, p);
	pieces_need(&c, text, strlen(text));
	pieces_close(&c);
	vec_each(p, &c.all) {
		if (!p->is_needed || !p->n)
			continue;
		strbuf_add(ret, p->s, p->n);
		strbuf_putc(ret, '\n');
	}
	map_deinit(&c.names);
}
