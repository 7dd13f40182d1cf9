// SPDX-License-Identifier: GPL-2.0-or-later
/* Opens a file with DWARF and its index; types by name. */
#include "translator/debuginfo/dwarf_file.h"
#include "translator/debuginfo/modules.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

struct dwarf *dwarf_open(struct debuginfo *di, struct image *image, const char *path, struct strbuf *why)
{
	struct dwarf *d = arena_new_of(di->a, struct dwarf);

	*d = (struct dwarf){ .di = di, .a = di->a, .path = path, .image = image,
			     .module = image->kind == IMAGE_MODULE ? image->name : NULL };
	d->source = (struct dtype_source){ .name = "DWARF", .module = image->name,
					   .complete = dwarf_complete, .ctx = d };
	d->split = split_find(di->t, image, path);
	d->index = dwarf_index_open(di->t, image, path, d->split);
	if (d->index && dwarf_handle_open(&d->handle, path, d->module != NULL, d->split)) {
		d->dw = d->handle.dw;
		return d;
	}
	strbuf_printf(why, "%s cannot be read as debuginfo: %s", path, d->index ? dwarf_errmsg(-1) : "no units in it");
	return NULL;
}

void dwarf_close(struct dwarf *d)
{
	dwarf_handle_close(&d->handle);
	elf_file_close(&d->frames);
	if (d->cfi)
		dwarf_cfi_end(d->cfi);
	if (d->code)
		elf_end(d->code);
	free(d->types);
}

static uint32_t tag_kinds(const char *tag)
{
	if (!tag)
		return 1u << INDEX_TYPEDEF | 1u << INDEX_BASE | 1u << INDEX_STRUCT | 1u << INDEX_UNION | 1u << INDEX_ENUM;
	if (!strcmp(tag, "struct"))
		return 1u << INDEX_STRUCT;
	return !strcmp(tag, "union") ? 1u << INDEX_UNION : 1u << INDEX_ENUM;
}

struct dtype *dwarf_named_type(struct dwarf *d, const char *tag, const char *name)
{
	const struct dwarf_index *x = d->index;
	const struct index_record *best = NULL;
	uint32_t kinds = tag_kinds(tag);
	Dwarf_Die die;

	for (uint32_t i = index_find(x, name); i < x->nrecords && !strcmp(index_string(x, x->records[i].name), name); i++) {
		const struct index_record *r = &x->records[i];

		/* Typedefs and base types take precedence over tags of the same name, as in C without a tag. */
		if (kinds >> r->kind & 1 && (!best || (best->flags & ~r->flags & INDEX_IN_ALT) || r->kind == INDEX_TYPEDEF ||
					     r->kind == INDEX_BASE))
			best = r;
	}
	return best && die_at(d->dw, index_die(x, best), &die) ? dwarf_dtype(d, &die) : NULL;
}

void dwarf_near_types(struct dwarf *d, const char *tag, struct near *near)
{
	uint32_t kinds = tag_kinds(tag);

	for (uint32_t i = 0; i < d->index->nrecords; i++)
		if (kinds >> d->index->records[i].kind & 1)
			near_try(near, index_string(d->index, d->index->records[i].name));
}

bool dwarf_scope_at(struct dwarf *d, const char *name, uint64_t link, struct scope *ret)
{
	const struct dwarf_index *x = d->index;

	for (uint32_t i = index_find(x, name); i < x->nrecords && !strcmp(index_string(x, x->records[i].name), name); i++) {
		const struct index_record *r = &x->records[i];

		if (r->kind != INDEX_FUNCTION || dwarf_link(d, index_pc(x, r)) != link)
			continue;
		ret->dwarf = d;
		ret->die = index_die(x, r);
		ret->pc = index_pc(x, r);
		return true;
	}
	return false;
}

bool dwarf_enumerator(struct dwarf *d, const char *name, int64_t *value)
{
	const struct dwarf_index *x = d->index;

	for (uint32_t i = 0; i < x->nrecords; i++) {
		Dwarf_Die die;
		struct dtype *t;

		if (x->records[i].kind != INDEX_ENUM || !die_at(d->dw, index_die(x, &x->records[i]), &die))
			continue;
		t = dwarf_dtype(d, &die);
		dtype_complete(t);
		vec_each(e, &t->enumerators)
			if (!strcmp(e->name, name)) {
				*value = e->value;
				return true;
			}
	}
	return false;
}
