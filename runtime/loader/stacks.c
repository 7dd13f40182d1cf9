// SPDX-License-Identifier: GPL-2.0-or-later
/* See stacks.h. */
#include "stacks.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"
#include "say.h"

static u32 hash_of(const char *name, size_t len)
{
	u32 h = 0x811c9dc5;

	while (len--)
		h = (h ^ (unsigned char)*name++) * 0x01000193;
	return h;
}

/* The child of parent for a function. Recently used ones are at the front of the list. */
static struct stack_node *child_of(struct stacks *s, struct stack_node *parent, const char *name, size_t len)
{
	u32 hash = hash_of(name, len);
	struct stack_node **p, *n;

	for (p = &parent->child; (n = *p) != NULL; p = &n->next)
		if (n->hash == hash && !strncmp(n->name, name, len) && !n->name[len])
			break;
	if (n) {
		*p = n->next;
	} else {
		n = must_alloc(sizeof(*n));
		n->name = must_strndup(name, len);
		n->hash = hash;
		s->nodes++;
	}
	n->next = parent->child;
	parent->child = n;
	return n;
}

static struct stack_node *child_at(struct stacks *s, struct stack_node *parent, struct writer *w, u64 address)
{
	const char *name = writer_name(w, address);

	return child_of(s, parent, name, strlen(name));
}

/* Adds the thread, the open calls around the call, then the call. */
static void add_call(struct stacks *s, struct writer *w, const struct event *e)
{
	const struct mytap_trace_head *h = e->call.head;
	struct stack_node *n = &s->root[STACKS_GRAPH];
	const struct call *open;
	unsigned int depth;
	struct call call;

	calls_leave(&s->calls, h->pid, h->function, e->call.entered, e->time, &call, &depth);
	open = calls_open(&s->calls, h->pid, &depth);

	n = child_of(s, n, h->comm, strnlen(h->comm, sizeof(h->comm)));
	for (unsigned int i = 0; i < depth; i++)
		n = child_at(s, n, w, open[i].function);
	child_at(s, n, w, h->function)->own += e->call.own;
}

/* ---- printed stacks ----------------------------------------------------------------------------- */

static void printed_close(struct stacks *s)
{
	struct stack_node *n = &s->root[STACKS_PRINTED];
	size_t i = s->printed.n;

	if (!i)
		return;
	while (i-- > 0)
		n = child_of(s, n, s->printed.v[i].name, s->printed.v[i].name_len);
	n->own++;
	stack_frames_clear(&s->printed);
}

static bool is_of_kernel(u64 address)
{
	return address >> 63;
}

/* True for the first line of a program's stack that the same hit prints behind the kernel's: together they are one. */
static bool goes_on_in_program(const struct stacks *s, const struct event *e)
{
	const char *text = e->text.s;
	u64 address;

	return s->printed.n && s->printed_time == e->time && is_of_kernel(s->printed.v[s->printed.n - 1].address) &&
	       format_next_address(&text, e->text.s + e->text.len, &address) && !is_of_kernel(address);
}

static bool printed_add(struct stacks *s, const struct event *e)
{
	if (e->kind == EVENT_STACK && !goes_on_in_program(s, e))
		printed_close(s);
	s->printed_time = e->time;
	return stack_frames_add(&s->printed, e->text.s, e->text.len);
}

/* ---- globals ------------------------------------------------------------------------------------ */

enum { KEYS_MOST = 16, FRAMES_MOST = 1024 };

static size_t addresses_of(const struct format_value *v, u64 *ret)
{
	const char *s = v->s, *end = v->s + v->len;
	size_t n = 0;

	while (n < FRAMES_MOST && format_next_address(&s, end, &ret[n]))
		n++;
	return s == end ? n : 0;
}

static struct stack_node *add_key(struct stacks *s, struct writer *w, struct stack_node *n, const struct format_value *v)
{
	u64 addresses[FRAMES_MOST];
	char number[24];
	size_t i;

	if (v->kind != VALUE_STRING) {
		snprintf(number, sizeof(number), "%lld", (long long)v->number);
		return child_of(s, n, number, strlen(number));
	}
	i = addresses_of(v, addresses);
	if (!i)
		return child_of(s, n, v->s, v->len);
	while (i-- > 0)
		n = child_at(s, n, w, addresses[i]);
	return n;
}

enum key_kind { KEY_OTHER, KEY_OF_PROGRAM, KEY_OF_KERNEL, KEY_KINDS };

static enum key_kind key_kind(const struct format_value *v)
{
	u64 addresses[FRAMES_MOST];

	if (v->kind != VALUE_STRING || !addresses_of(v, addresses))
		return KEY_OTHER;
	return is_of_kernel(addresses[0]) ? KEY_OF_KERNEL : KEY_OF_PROGRAM;
}

/*
 * The weight of an aggregate is its sum. A program's stack is below the kernel's; other keys are frames below both, at
 * the root.
 */
static void add_map(struct stacks *s, struct writer *w, const struct event *e, u32 nkeys)
{
	struct format_value keys[KEYS_MOST], value[5];
	struct stack_node *n = &s->root[STACKS_MAP];
	struct format_values values;
	enum key_kind kinds[KEYS_MOST];
	unsigned int nvalues = 0;
	bool has_stack = false;

	format_values_begin(&values, w->decoder->formats, &e->print);
	for (u32 i = 0; i < nkeys && nkeys <= KEYS_MOST; i++) {
		if (!format_values_next(&values, &keys[i]))
			return;
		kinds[i] = key_kind(&keys[i]);
		has_stack |= kinds[i] != KEY_OTHER;
	}
	while (nvalues < 5 && format_values_next(&values, &value[nvalues]))
		nvalues++;
	if (!has_stack || !nvalues || value[0].kind == VALUE_STRING)
		return;
	for (enum key_kind kind = 0; kind < KEY_KINDS; kind++)
		for (u32 i = 0; i < nkeys; i++)
			if (kinds[i] == kind)
				n = add_key(s, w, n, &keys[i]);
	if (value[nvalues > 3 ? 3 : 0].number > 0)
		n->own += value[nvalues > 3 ? 3 : 0].number;
}

bool stacks_event(struct stacks *s, struct writer *w, const struct event *e)
{
	const struct format_map *map;

	if (e->kind == EVENT_STACK || e->kind == EVENT_FRAME)
		return printed_add(s, e);
	printed_close(s);
	if (e->kind == EVENT_ENTER)
		calls_enter(&s->calls, e->call.head->pid, e->call.head->function, e->time, e->call.head->cpu);
	if (e->kind == EVENT_LEAVE)
		add_call(s, w, e);
	if (e->kind == EVENT_PRINT && (map = format_map(w->decoder->formats, e->print.format)) != NULL)
		add_map(s, w, e, map->nkeys);
	return true;
}

/* ---- the end ------------------------------------------------------------------------------------ */

static int by_name(const void *a, const void *b)
{
	return strcmp((*(struct stack_node *const *)a)->name, (*(struct stack_node *const *)b)->name);
}

static void sort_children(struct stack_node *parent)
{
	struct stack_node **v, *n;
	size_t count = 0, i = 0;

	for (n = parent->child; n; n = n->next)
		count++;
	if (count < 2)
		return;
	v = must_alloc(count * sizeof(*v));
	for (n = parent->child; n; n = n->next)
		v[i++] = n;
	qsort(v, count, sizeof(*v), by_name);
	parent->child = v[0];
	for (i = 0; i < count; i++)
		v[i]->next = i + 1 < count ? v[i + 1] : NULL;
	free(v);
}

/* Recursion is as deep as the deepest stack, at most a few hundred. */
static u64 sum_up(struct stack_node *n)
{
	n->all = n->own;
	n->all_before = n->own_before;
	sort_children(n);
	for (struct stack_node *c = n->child; c; c = c->next) {
		n->all += sum_up(c);
		n->all_before += c->all_before;
	}
	return n->all;
}

struct stack_node *stacks_take(struct stacks *s, const char **ret_unit)
{
	static const char *const units[] = { [STACKS_GRAPH] = "ns", [STACKS_MAP] = "", [STACKS_PRINTED] = "stacks" };

	printed_close(s);
	for (int i = 0; i < STACKS_KINDS; i++) {
		*ret_unit = units[i];
		if (sum_up(&s->root[i]))
			return &s->root[i];
	}
	return NULL;
}

/* "a;b;c 12" */
static bool add_folded(struct stacks *s, struct stack_node *n, char *line)
{
	char *number = strrchr(line, ' '), *end, *name = line, *semicolon;
	u64 weight;

	if (!number || number == line)
		return false;
	weight = strtoull(number + 1, &end, 10);
	if (end == number + 1 || (*end && *end != '\n'))
		return false;
	*number = '\0';
	for (; (semicolon = strchr(name, ';')) != NULL; name = semicolon + 1)
		n = child_of(s, n, name, semicolon - name);
	child_of(s, n, name, strlen(name))->own_before += weight;
	return true;
}

bool stacks_compare(struct stacks *s, struct stack_node *root, const char *path)
{
	FILE *f = fopen(path, "re");
	unsigned int n = 0;
	bool is_good = f;
	char *line = NULL;
	size_t room = 0;

	if (!f) {
		say_error("cannot read %s: %s", path, strerror(errno));
		return false;
	}
	while (is_good && getline(&line, &room, f) >= 0) {
		n++;
		is_good = add_folded(s, root, line);
	}
	if (!is_good)
		say_error("%s, line %u, is not as --folded writes it: names with ; between them, a blank, a number", path, n);
	free(line);
	fclose(f);
	sum_up(root);
	return is_good;
}

static void free_children(struct stack_node *parent)
{
	struct stack_node *n;

	while ((n = parent->child) != NULL) {
		parent->child = n->next;
		free_children(n);
		free(n->name);
		free(n);
	}
}

void stacks_deinit(struct stacks *s)
{
	for (int i = 0; i < STACKS_KINDS; i++)
		free_children(&s->root[i]);
	stack_frames_deinit(&s->printed);
	calls_deinit(&s->calls);
}
