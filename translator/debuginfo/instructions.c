// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Instruction boundaries: decoded from the start of a function by Zydis, which is loaded on first use (most scripts
 * need none). Without it, or without the bytes, no place is refused here: the kernel checks when it attaches a probe.
 * The bytes are those of the file. The kernel patches some at run time (alternatives, paravirt calls, static calls);
 * for these its own check decides.
 */
#include "translator/debuginfo/instructions.h"

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#ifdef HAVE_ZYDIS_ZYDIS_H
#include <Zydis/Zydis.h>
#endif

#include "translator/image/elf_file.h"
#include "translator/debuginfo/modules.h"
#include "translator/kernel.h"
#include "translator/image/unpack.h"

static void say_unchecked(struct debuginfo *di, const char *reason)
{
	if (di->s->opt.verbose && !di->instructions_said)
		fprintf(stderr, "instruction boundaries are left to the kernel to check: %s\n", reason);
	di->instructions_said = true;
}

#ifdef HAVE_ZYDIS_ZYDIS_H
static struct {
	bool is_tried;
	ZydisDecoder decoder;
	__typeof__(ZydisDecoderDecodeInstruction) *decode;
} zydis;

static bool decoder_load(struct debuginfo *di)
{
	__typeof__(ZydisDecoderInit) *init;
	char name[64];
	void *library;

	if (zydis.is_tried)
		return zydis.decode;
	zydis.is_tried = true;
	snprintf(name, sizeof(name), "libZydis.so.%d.%d", (int)ZYDIS_VERSION_MAJOR(ZYDIS_VERSION),
		 (int)ZYDIS_VERSION_MINOR(ZYDIS_VERSION));
	library = dlopen(name, RTLD_NOW);
	init = library ? dlsym(library, "ZydisDecoderInit") : NULL;
	if (init && ZYAN_SUCCESS(init(&zydis.decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64)))
		zydis.decode = dlsym(library, "ZydisDecoderDecodeInstruction");
	if (!zydis.decode)
		say_unchecked(di, arena_printf(di->a, "%s cannot be loaded (apt-get install libzydis-dev)", name));
	return zydis.decode;
}

/* Length of the instruction; 0: not an instruction. */
static unsigned int instruction_length(const uint8_t *p, uint64_t left)
{
	ZydisDecodedInstruction in;

	return ZYAN_SUCCESS(zydis.decode(&zydis.decoder, NULL, p, left, &in)) ? in.length : 0;
}
#else
static bool decoder_load(struct debuginfo *di)
{
	say_unchecked(di, "mytap was built without libzydis-dev");
	return false;
}

static unsigned int instruction_length(const uint8_t *p, uint64_t left)
{
	(void)p, (void)left;
	return 0;
}
#endif

bool instruction_begins(struct debuginfo *di, const struct code *c, uint64_t offset, struct strbuf *why)
{
	uint64_t at = 0;

	if (offset >= c->size) {
		strbuf_printf(why, "%s+0x%llx is behind the function's end: it has 0x%llx bytes", c->name,
			      (unsigned long long)offset, (unsigned long long)c->size);
		return false;
	}
	if (!decoder_load(di))
		return true;
	while (at < offset) {
		unsigned int n = instruction_length(c->bytes + at, c->size - at);

		if (!n) {
			say_unchecked(di, arena_printf(di->a, "the bytes at %s+0x%llx are no known instruction", c->name,
						       (unsigned long long)at));
			return true;
		}
		if (at + n > offset) {
			strbuf_printf(why, "%s+0x%llx is in the middle of an instruction: the nearest begin at %s+0x%llx and "
				      "%s+0x%llx", c->name, (unsigned long long)offset, c->name, (unsigned long long)at, c->name,
				      (unsigned long long)(at + n));
			return false;
		}
		at += n;
	}
	return true;
}

/* ---- bytes ---------------------------------------------------------------------------------- */

/* The kernel's image with code, kept open. */
static const struct elf_file *kernel_image(struct debuginfo *di)
{
	const struct kernel *k = &di->t->kernel;
	struct strbuf why = { 0 };
	struct strbuf *unpacked;

	if (di->image_tried)
		return di->image;
	di->image_tried = true;
	di->image = arena_new_of(di->a, struct elf_file);
	if (k->vmlinux_dwarf && elf_file_open(di->image, k->vmlinux_dwarf)) {
		size_t size;

		if (elf_contents(di->image, elf_section(di->image, ".text"), &size))
			return di->image;
		elf_file_close(di->image);
	}
	unpacked = arena_new_of(di->a, struct strbuf);
	if (!k->vmlinuz || !vmlinuz_unpack(k->vmlinuz, unpacked, &why) ||
	    !elf_file_over(di->image, (const uint8_t *)unpacked->s, unpacked->len))
		di->image = NULL;
	else
		di->image_bytes = unpacked;
	strbuf_deinit(&why);
	return di->image;
}

bool code_of_symbol(struct debuginfo *di, struct image *image, const char *name, uint64_t link, uint64_t size,
		    struct code *ret)
{
	const struct elf_file *kernel = image->kind == IMAGE_KERNEL ? kernel_image(di) : NULL;

	*ret = (struct code){ .name = name, .size = size };
	if (image->kind != IMAGE_KERNEL)
		ret->bytes = image_bytes(image, link, size);
	else if (kernel && size)
		ret->bytes = elf_at(kernel, link, size);
	if (!ret->bytes)
		say_unchecked(di, image->kind != IMAGE_KERNEL || kernel ? "the size of a function, or its bytes, are not known" :
			      "neither a vmlinux nor a vmlinuz with the kernel's code is there");
	return ret->bytes;
}
