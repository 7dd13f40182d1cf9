// SPDX-License-Identifier: GPL-2.0-or-later
/* See names.h. */
#include "names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kallsyms.h"
#include "say.h"

/* An unknown address may be in a module loaded since; the list is read again at most once per READ_AGAIN ns. */
enum { READ_AGAIN = 1000000000 };

static void put(void *ctx, const struct kallsym *k)
{
	size_t need = k->name_len + k->module_len + 4;
	struct names *n = ctx;

	if (!kallsym_is_code(k))
		return;
	if (n->n == n->room) {
		n->room = n->room ? 2 * n->room : 1 << 16;
		n->v = must_realloc(n->v, n->room * sizeof(*n->v));
	}
	if (n->text_room - n->text_len < need) {
		n->text_room = 2 * n->text_room + need + (1 << 20);
		n->text = must_realloc(n->text, n->text_room);
	}
	n->v[n->n++] = (struct name){ .address = k->address, .text = n->text_len };
	n->text_len += 1 + (k->module ? sprintf(n->text + n->text_len, "%.*s [%.*s]", (int)k->name_len, k->name, (int)k->module_len, k->module) :
					sprintf(n->text + n->text_len, "%.*s", (int)k->name_len, k->name));
}

/* By address; of several names at one address the first one in the file. */
static int compare(const void *a, const void *b)
{
	const struct name *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	return x->text < y->text ? -1 : x->text > y->text;
}

bool names_read(struct names *n, const char *path)
{
	n->n = n->text_len = 0;
	n->read_at = now_ns();
	if (kallsyms_read(path, put, n) != KALLSYMS_READ)
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
	/* After the last symbol or before the first: in a module loaded later. */
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
