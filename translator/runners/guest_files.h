/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a guest on disk: its kernel, its first file system, the folder they are kept in. */
#ifndef MYTAP_GUEST_FILES_H
#define MYTAP_GUEST_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "parser/base/arena.h"
#include "parser/base/strbuf.h"
#include "parser/base/vec.h"

struct guest_kernel {
	const char *release;
	const char *image;		/* vmlinuz or vmlinux, absolute */
	const char *modules;		/* its /lib/modules/RELEASE, or NULL: all it needs must be built in */
};

/*
 * spec: a release, the path of a vmlinuz or vmlinux, an unpacked package tree, or
 * NULL: the running kernel if its image and modules are here, else the newest with both. false: why has what was
 * searched for and what to install.
 */
bool guest_kernel_find(struct arena *a, const char *spec, struct guest_kernel *ret, struct strbuf *why);

/* ~/.cache/mytap/guest, created; NULL with the reason in why on failure. */
const char *guest_cache(struct arena *a, struct strbuf *why);
/* Written to a temporary name and renamed. */
bool file_put(const char *path, const void *p, size_t n, struct strbuf *why);
/* One line that changes when the file does: path, size, time. */
bool file_identity(struct strbuf *b, const char *path);
uint64_t text_hash(const char *s);

typedef VEC(const char *) name_vec;
/* The modules to load before the virtio-serial port works, in order; empty when all is built in. */
void guest_modules(struct arena *a, const struct guest_kernel *k, name_vec *ret);
enum guest_module { GUEST_MODULE_FILES, GUEST_MODULE_BUILTIN, GUEST_MODULE_NONE };
/* The modules that modprobe NAME would load (NAME may be an alias), in order. */
enum guest_module guest_module_find(struct arena *a, const struct guest_kernel *k, const char *name, name_vec *ret);
/* The first file system: agent as /init, busybox, the modules; an uncompressed cpio archive. */
bool guest_image_make(name_vec *modules, const char *agent,
		      const char *busybox, struct strbuf *ret, struct strbuf *why);
/* The rest of its content, as text: a saved guest is made again if it differs. */
void guest_image_describe(struct strbuf *ret);

#endif
