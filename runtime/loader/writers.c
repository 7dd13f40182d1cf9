// SPDX-License-Identifier: GPL-2.0-or-later
/* See writer.h. The table of writers, and those that a user has chosen. */
#include "writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"
#include "say.h"

static const struct writer_kind *const kinds[] = {
	&writer_json, &writer_raw, &writer_bulk, &writer_perfetto, &writer_folded, &writer_flamegraph, &writer_heatmap, &writer_report, &writer_times,
};
enum { NKINDS = sizeof(kinds) / sizeof(*kinds) };

const struct writer_kind *writer_number(unsigned int n)
{
	return n < NKINDS ? kinds[n] : NULL;
}

const struct writer_kind *writer_find(const char *name)
{
	for (unsigned int i = 0; i < NKINDS; i++)
		if (!strcmp(kinds[i]->name, name))
			return kinds[i];
	return NULL;
}

struct writer *writer_add(struct decoder *d, const struct writer_kind *kind, struct output *out)
{
	struct writer *w = must_alloc(sizeof(*w)), **p = &d->writers;

	*w = (struct writer){ .kind = kind, .out = out, .decoder = d, .own = must_alloc(kind->size) };
	while (*p)
		p = &(*p)->next;
	*p = w;
	d->wants_records |= kind->record != NULL;
	d->only = d->writers == w && !d->wants_records && kind->print ? w : NULL;
	return w;
}

const char *writer_name(struct writer *w, u64 address)
{
	static char number[20];
	const char *name = names_find(&w->decoder->names, address);

	if (name)
		return name;
	snprintf(number, sizeof(number), "0x%llx", (unsigned long long)address);
	return number;
}

bool writers_choose(struct writer_choices *c, const char *name, const char *value)
{
	const struct writer_kind *kind = writer_find(name);

	for (unsigned int i = 0; i < c->n && !kind->has_file; i++) {
		if (c->v[i].kind->has_file)
			continue;
		say_error("--%s and --%s do not go into one output: give one of them", c->v[i].kind->name, name);
		return false;
	}
	if (c->n == sizeof(c->v) / sizeof(*c->v)) {
		say_error("there are more outputs than %u", c->n);
		return false;
	}
	c->v[c->n++] = (struct writer_choice){ .kind = kind, .value = value };
	return true;
}

bool writers_open(struct writer_choices *c, struct output *main, bool (*is_to_end)(void))
{
	struct output *last = main;

	for (unsigned int i = 0; i < c->n; i++) {
		struct writer_choice *choice = &c->v[i];

		if (!choice->kind->has_file)
			continue;
		if (!output_open(&choice->out, choice->value, is_to_end))
			return false;
		choice->is_open = true;
		last->next = &choice->out;
		last = &choice->out;
	}
	return true;
}

void writers_add(struct writer_choices *c, struct decoder *d, struct output *main)
{
	const char *setting = NULL;
	bool has_main = false;

	d->main = main;
	for (unsigned int i = 0; i < c->n; i++) {
		has_main |= !c->v[i].kind->has_file && !c->v[i].kind->is_behind;
		if (c->v[i].kind->is_behind)
			setting = c->v[i].value;
	}
	if (!has_main && main)
		writer_add(d, &writer_text, main)->setting = setting;
	for (unsigned int i = 0; i < c->n; i++) {
		struct writer_choice *choice = &c->v[i];

		if (choice->kind->has_file)
			writer_add(d, choice->kind, &choice->out)->setting = choice->kind->has_baseline ? c->baseline : NULL;
		else
			writer_add(d, choice->kind, main)->setting = choice->value;
	}
}

bool writers_finish(struct writer_choices *c)
{
	bool is_good = true;

	for (unsigned int i = 0; i < c->n; i++) {
		struct writer_choice *choice = &c->v[i];

		if (!choice->is_open)
			continue;
		if (!output_finish(&choice->out)) {
			is_good = false;
			if (choice->out.lost)
				say_error("%llu bytes of %s were not written", (unsigned long long)choice->out.lost, choice->out.name);
		}
		output_deinit(&choice->out);
	}
	return is_good;
}
