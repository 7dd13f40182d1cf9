// SPDX-License-Identifier: GPL-2.0-or-later
/* See names.h. */
#include "names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "say.h"

#define KALLSYMS "/proc/kallsyms"

/* Modules come and go: what is in none of the known ones may be in a new one. Not at each unknown address, though. */
enum { READ_AGAIN = 1000000000 };

static void put(struct names *n, u64 address, const char *name, size_t len, const char *module, size_t module_len)
{
	size_t need = len + module_len + 4;

	if (n->n == n->room) {
		n->room = n->room ? 2 * n->room : 1 << 16;
		n->v = must_realloc(n->v, n->room * sizeof(*n->v));
	}
	if (n->text_room - n->text_len < need) {
		n->text_room = 2 * n->text_room + need + (1 << 20);
		n->text = must_realloc(n->text, n->text_room);
	}
	n->v[n->n++] = (struct name){ .address = address, .text = n->text_len };
	n->text_len += 1 + (module_len ? sprintf(n->text + n->text_len, "%.*s [%.*s]", (int)len, name, (int)module_len, module) :
					 sprintf(n->text + n->text_len, "%.*s", (int)len, name));
}

/* "ffffffff81000000 T name\t[module]\n" */
static bool take_line(struct names *n, char *line)
{
	char *p, *name, *module = NULL;
	size_t len, module_len = 0;
	u64 address = strtoull(line, &p, 16);

	if (*p != ' ' || !p[1] || p[2] != ' ')
		return false;
	if (!strchr("tTwW", p[1]))
		return address != 0;
	name = p + 3;
	len = strcspn(name, "\t \n");
	if (name[len] == '\t' && name[len + 1] == '[') {
		module = name + len + 2;
		module_len = strcspn(module, "]\n");
	}
	put(n, address, name, len, module, module_len);
	return address != 0;
}

/* By address; of several names of one place the file's first. */
static int compare(const void *a, const void *b)
{
	const struct name *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	return x->text < y->text ? -1 : x->text > y->text;
}

bool names_read(struct names *n, const char *path)
{
	FILE *f = fopen(path, "re");
	bool has_addresses = false;
	char *line = NULL;
	size_t room = 0;

	n->n = n->text_len = 0;
	n->read_at = now_ns();
	if (!f)
		return false;
	while (getline(&line, &room, f) > 0)
		has_addresses |= take_line(n, line);
	free(line);
	fclose(f);
	if (!has_addresses)
		n->n = 0;
	if (n->n)
		qsort(n->v, n->n, sizeof(*n->v), compare);
	return n->n;
}

static const char *find(const struct names *n, u64 address)
{
	size_t low = 0, high = n->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (n->v[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return NULL;
	address = n->v[low - 1].address;
	while (low > 1 && n->v[low - 2].address == address)
		low--;
	return n->text + n->v[low - 1].text;
}

const char *names_find(struct names *n, u64 address)
{
	/* Behind the last symbol, or before the first: of a module that came later. */
	bool is_outside = !n->n || address < n->v[0].address || address > n->v[n->n - 1].address;

	if (n->other)
		return n->other(n->ctx, address);
	if (!n->read_at || (is_outside && now_ns() - n->read_at > READ_AGAIN))
		names_read(n, KALLSYMS);
	return address ? find(n, address) : NULL;
}

void names_deinit(struct names *n)
{
	free(n->v);
	free(n->text);
	*n = (struct names){ 0 };
}
