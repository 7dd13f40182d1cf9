// SPDX-License-Identifier: GPL-2.0-or-later
/* Images of every kind: made, and asked for their symbols. */
#include "translator/image/image.h"

#include "translator/image/symtab.h"

struct image *image_new(struct arena *a, enum image_kind kind, const char *name, const char *path)
{
	struct image *image = arena_new_of(a, struct image);

	image->kind = kind;
	image->name = name;
	image->path = path;
	return image;
}

struct symtab *image_symtab(struct session *s, struct image *image)
{
	if (image->symtab_tried)
		return image->symtab;
	image->symtab_tried = true;
	switch (image->kind) {
	case IMAGE_KERNEL:
		image->symtab = symtab_open(s);
		break;
	case IMAGE_USER:
		image->symtab = symtab_open_user(s, image);
		break;
	case IMAGE_MODULE:
		break;
	}
	return image->symtab;
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
