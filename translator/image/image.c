// SPDX-License-Identifier: GPL-2.0-or-later
/* Images of all kinds: creation, and their symbols. */
#include "translator/image/image.h"

#include "translator/image/parts.h"
#include "translator/image/symtab.h"

struct image *image_new(struct arena *a, enum image_kind kind, const char *name, const char *path)
{
	struct image *image = arena_new_of(a, struct image);

	image->kind = kind;
	image->name = name;
	image->path = path;
	return image;
}

struct symtab *image_symtab(struct target *target, struct image *image)
{
	if (image->symtab_tried)
		return image->symtab;
	image->symtab_tried = true;
	switch (image->kind) {
	case IMAGE_KERNEL:
		image->symtab = symtab_open(target);
		break;
	case IMAGE_USER:
		image->symtab = symtab_open_user(target, image);
		break;
	case IMAGE_MODULE:
		image->symtab = image->elf ? symtab_open_module(target, image) : NULL;
		break;
	}
	return image->symtab;
}

static bool tell_in_module(struct target *target, struct image *image, uint64_t link, const char **symbol, int64_t *offset)
{
	const struct symtab *t = image_symtab(target, image);
	const struct symbol *sym = t ? symtab_at(t, link) : NULL;

	if (sym && !symtab_is_shared(t, sym)) {
		*symbol = symbol_name(t, sym);
		*offset = (int64_t)(link - sym->address);
	} else {
		*symbol = image_anchor(image, link, offset);
	}
	return *symbol;
}

bool image_tell(struct target *target, struct image *image, uint64_t link, const char **symbol, int64_t *offset)
{
	uint64_t in_file = 0;
	bool ok = true;

	*symbol = NULL;
	switch (image->kind) {
	case IMAGE_KERNEL:
		*offset = (int64_t)(link - (image_symtab(target, image) ? image->symtab->stext : 0));
		break;
	case IMAGE_MODULE:
		return tell_in_module(target, image, link, symbol, offset);
	case IMAGE_USER:
		ok = image_file_offset(image, link, &in_file);
		*offset = (int64_t)in_file;
		break;
	}
	return ok;
}

const uint8_t *image_bytes(const struct image *image, uint64_t link, uint64_t size)
{
	return image->kind == IMAGE_MODULE ? module_bytes(image, link, size) : size ? elf_at(image->elf, link, size) : NULL;
}

const char *image_text(struct arena *a, const struct image *image)
{
	switch (image->kind) {
	case IMAGE_KERNEL:
		return "the kernel";
	case IMAGE_MODULE:
		return arena_printf(a, "module %s", image->name);
	case IMAGE_USER:
		break;
	}
	return image->name;
}
