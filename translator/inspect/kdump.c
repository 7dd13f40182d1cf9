// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compressed dumps (makedumpfile, QEMU), by libkdumpfile: zlib, lzo, snappy, zstd as it
 * was built. It is loaded on demand, so that mytap needs it for these files only, and used only for physical memory.
 * One thread at a time.
 */
#include "translator/inspect/memory.h"

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include <unistd.h>

#ifdef HAVE_LIBKDUMPFILE_KDUMPFILE_H
#include <dlfcn.h>
#include <libkdumpfile/kdumpfile.h>
#include <stdlib.h>

#define LIBRARY "libkdumpfile.so.10"		/* of the 0.5 series, whose header mytap is built with */

struct functions {
	__typeof__(kdump_new) *new;
	__typeof__(kdump_free) *free;
	__typeof__(kdump_open_fdset) *open;
	__typeof__(kdump_get_err) *error;
	__typeof__(kdump_read) *read;
	__typeof__(kdump_vmcoreinfo_raw) *vmcoreinfo;
	__typeof__(kdump_get_attr) *attribute;
};

struct kdump {
	struct physical physical;
	struct functions f;
	kdump_ctx_t *context;
	uint64_t end;			/* of physical memory */
	int fd;
};

static size_t kdump_physical_read(struct physical *p, uint64_t pa, void *to, size_t n)
{
	struct kdump *k = (struct kdump *)p;
	size_t page = 4096 - (pa & 4095), got;

	if (n > page)
		n = page;
	got = n;
	return k->f.read(k->context, KDUMP_MACHPHYSADDR, pa, to, &got) == KDUMP_OK ? n : got < n ? got : 0;
}

static uint64_t kdump_next_page(struct physical *p, uint64_t pa)
{
	return pa < ((struct kdump *)p)->end ? pa : ~0ULL;
}

static void kdump_physical_close(struct physical *p)
{
	struct kdump *k = (struct kdump *)p;

	if (k->context)
		k->f.free(k->context);
	close(k->fd);
}

static bool load(struct functions *f)
{
	static const char *const names[] = {
		"kdump_new", "kdump_free", "kdump_open_fdset", "kdump_get_err", "kdump_read", "kdump_vmcoreinfo_raw", "kdump_get_attr",
	};
	void **slot = (void **)f, *library = dlopen(LIBRARY, RTLD_NOW);

	_Static_assert(sizeof(struct functions) == sizeof(names), "a name for each function");
	for (size_t i = 0; library && i < sizeof(names) / sizeof(*names); i++) {
		slot[i] = dlsym(library, names[i]);
		if (!slot[i])
			return false;
	}
	return library;
}

struct physical *kdump_open(struct arena *a, int fd, const char *path, struct strbuf *why)
{
	struct kdump *k = arena_new_of(a, struct kdump);
	kdump_attr_t max_pfn;
	char *text;

	k->fd = fd;
	k->physical = (struct physical){
		.read = kdump_physical_read, .next_page = kdump_next_page, .close = kdump_physical_close, .format = "kdump",
	};
	if (!load(&k->f)) {
		strbuf_printf(why, "%s is a compressed dump, and " LIBRARY " cannot be loaded: apt-get install libkdumpfile10 "
			      "(or makedumpfile -E makes an ELF file of the dump, which needs no library)", path);
		close(fd);
		return NULL;
	}
	k->context = k->f.new();
	if (!k->context || k->f.open(k->context, 1, &fd) != KDUMP_OK) {
		strbuf_printf(why, "%s cannot be read as a compressed dump: %s", path,
			      k->context ? k->f.error(k->context) : "there is too little memory");
		kdump_physical_close(&k->physical);
		return NULL;
	}
	if (k->f.attribute(k->context, "max_pfn", &max_pfn) == KDUMP_OK && max_pfn.type == KDUMP_NUMBER)
		k->end = max_pfn.val.number << 12;
	if (k->f.vmcoreinfo(k->context, &text) == KDUMP_OK) {
		k->physical.vmcoreinfo = arena_strdup(a, text);
		free(text);
	}
	return &k->physical;
}
#else
struct physical *kdump_open(struct arena *a, int fd, const char *path, struct strbuf *why)
{
	(void)a;
	strbuf_printf(why, "%s is a compressed dump, and mytap was built without libkdumpfile-dev: apt-get install it and build again "
		      "(or makedumpfile -E makes an ELF file of the dump, which needs no library)", path);
	close(fd);
	return NULL;
}
#endif
