// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One line per frame: address, function with offset and size, file. A function without a name is printed as its
 * file and start offset, since the nearest name below may belong to another function.
 *
 *	 0x401136 : main+0x10/0x20 [/usr/bin/x]
 *	 0x401136 : main+0x10/0x20 at src/x.c:12 [/usr/bin/x]
 *	 0x7f0012 : libx.so.1+0x1a2b40 (function at 0x1a2ae0) [/usr/lib/libx.so.1]
 */
#include "user_stack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "say.h"

enum { LINE = 8192 };		/* bytes of a line are fewer */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int line_full(char *to, const struct mytap_user_frame *f, const struct user_place *p)
{
	unsigned long long address = f->address, at = p->address, start = p->start, size = p->size;
	const char *how = f->flags & MYTAP_UFRAME_BY_POINTER ? " (by frame pointer)" : "";
	char source[LINE / 2] = "";

	if (p->source)
		snprintf(source, sizeof(source), " at %s:%u", p->source, p->line);
	if (p->name && !p->path)
		return snprintf(to, LINE, " 0x%llx : %s+0x%llx/0x%llx%s\n", address, p->name, at - start, size, how);
	if (p->name)
		return snprintf(to, LINE, " 0x%llx : %s+0x%llx/0x%llx%s [%s]%s\n", address, p->name, at - start, size, source, p->path,
				how);
	if (p->path && size)
		return snprintf(to, LINE, " 0x%llx : %s+0x%llx (function at 0x%llx)%s [%s]%s\n", address, base_name(p->path), at, start,
				source, p->path, how);
	if (p->path)
		return snprintf(to, LINE, " 0x%llx : %s+0x%llx%s [%s]%s\n", address, base_name(p->path), at, source, p->path, how);
	return snprintf(to, LINE, " 0x%llx : 0x%llx%s\n", address, address, how);
}

static int line_brief(char *to, const struct mytap_user_frame *f, const struct user_place *p)
{
	if (p->name)
		return snprintf(to, LINE, "%s+0x%llx\n", p->name, (unsigned long long)(p->address - p->start));
	return snprintf(to, LINE, "0x%llx\n", (unsigned long long)f->address);
}

/* Why the stack ends here; NULL: it is complete, or as long as requested. */
static const char *end_text(u32 end)
{
	switch (end) {
	case MYTAP_USTACK_NO_RULE:
		return " (what called it is not known: there is neither unwind information nor a frame pointer)\n";
	case MYTAP_USTACK_NO_MEMORY:
		return " (what called it is not known: the stack cannot be read there)\n";
	default:
		return NULL;
	}
}

/* To be freed. NULL: it is invalid. */
static char *stack_text(const struct user_places *places, u32 style, const char *payload, u32 size, u32 *length)
{
	struct mytap_user_stack s;
	const char *end;
	char *text = NULL;
	size_t used = 0;

	if (size < sizeof(s))
		return NULL;
	memcpy(&s, payload, sizeof(s));
	if (s.n > (size - sizeof(s)) / sizeof(struct mytap_user_frame))
		return NULL;
	for (u32 i = 0; i < s.n; i++) {
		struct user_place p = { 0 };
		struct mytap_user_frame f;
		int n;

		memcpy(&f, payload + sizeof(s) + i * sizeof(f), sizeof(f));
		if (places->find)
			places->find(places->ctx, s.pid, &f, style == MYTAP_USTACK_LINES, &p);
		text = must_realloc(text, used + LINE);
		n = style == MYTAP_USTACK_BRIEF ? line_brief(text + used, &f, &p) : line_full(text + used, &f, &p);
		used += (size_t)n < LINE ? (size_t)n : LINE - 1;
	}
	end = style == MYTAP_USTACK_BRIEF ? NULL : end_text(s.end);
	text = must_realloc(text, used + LINE);
	*length = (u32)(used + (size_t)sprintf(text + used, "%s", end ? end : ""));
	return text;
}

bool user_stack_lines(const struct user_places *places, u32 style, const char *payload, u32 size,
		      bool (*line)(void *ctx, enum mytap_text what, const char *text, u32 n), void *ctx)
{
	u32 length, n;
	char *text = stack_text(places, style, payload, size, &length);
	bool is_good = text;

	for (u32 at = 0; is_good && at < length; at += n) {
		const char *p = text + at, *newline = memchr(p, '\n', length - at);
		bool is_frame = style != MYTAP_USTACK_BRIEF && !strncmp(p, " 0x", 3);

		n = style == MYTAP_USTACK_BRIEF || !newline ? length - at : (u32)(newline + 1 - p);
		is_good = line(ctx, !is_frame ? MYTAP_TEXT : at ? MYTAP_TEXT_FRAME : MYTAP_TEXT_STACK, p, n);
	}
	free(text);
	return is_good;
}
