// SPDX-License-Identifier: GPL-2.0-or-later
/* See stack_text.h. */
#include "stack_text.h"

#include <stdlib.h>
#include <string.h>

#include "say.h"

/* Reads "+0x1c/0x2b0" at p; returns its end, or p. */
static const char *read_offset(struct stack_frame *f, const char *p)
{
	char *end;

	f->offset = strtoull(p + 1, &end, 16);
	if (*end != '/')
		return p;
	f->size = strtoull(end + 1, &end, 16);
	f->has_offset = true;
	return end;
}

/* Reads " at src/x.c:12" at p; returns its end, or p. */
static const char *read_source(struct stack_frame *f, const char *p)
{
	const char *source = p + 4, *end = strstr(source, " ["), *colon = end;
	char *behind;

	while (colon && colon > source && *colon != ':')
		colon--;
	if (!colon || colon == source)
		return p;
	f->line = strtoul(colon + 1, &behind, 10);
	if (behind != end)
		return p;
	f->source = source;
	f->source_len = (size_t)(colon - source);
	return end;
}

/* text: NUL-terminated, must live as long as the frame. */
static bool read_frame(struct stack_frame *f, const char *text)
{
	const char *name, *p, *bracket;
	char *end;

	*f = (struct stack_frame){ .text = f->text, .address = strtoull(text, &end, 16) };
	if (end == text)
		return false;
	name = strncmp(end, " : ", 3) ? end : end + 3;
	f->name = name;
	f->name_len = strcspn(name, "+ \n");
	p = name + f->name_len;
	if (*p == '+')
		p = read_offset(f, p);
	if (!strncmp(p, " at ", 4))
		p = read_source(f, p);
	bracket = strchr(p, '[');
	if (bracket) {
		f->module = bracket + 1;
		f->module_len = strcspn(f->module, "]\n");
	}
	return true;
}

bool stack_frames_add(struct stack_frames *f, const char *line, size_t len)
{
	char *copy = must_strndup(line, len);

	if (f->n == f->room) {
		f->room = f->room ? 2 * f->room : 32;
		f->v = must_realloc(f->v, f->room * sizeof(*f->v));
	}
	f->v[f->n].text = copy;
	if (!read_frame(&f->v[f->n], copy)) {
		free(copy);
		return false;
	}
	f->n++;
	return true;
}

void stack_frames_clear(struct stack_frames *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->v[i].text);
	f->n = 0;
}

void stack_frames_deinit(struct stack_frames *f)
{
	stack_frames_clear(f);
	free(f->v);
	*f = (struct stack_frames){ 0 };
}
