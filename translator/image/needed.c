/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds libraries in the order in which the dynamic linker does, by ld.so(8): DT_RPATH of the requester and of those
 * that needed it (if it has no DT_RUNPATH), LD_LIBRARY_PATH, DT_RUNPATH, ld.so.cache, the default folders. The linker
 * itself is not run: the program names it, and a program meant for a guest must not run code here. Variants of a
 * library for newer processors are skipped: the guest's processor may be older.
 */
#include "translator/image/needed.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parser/base/strbuf.h"

enum { MOST_LIBRARIES = 1000 };

typedef VEC(const char *) name_list;

struct object {
	const char *path, *origin;	/* $ORIGIN: the folder of the file that the path leads to */
	const struct object *asked_by;	/* NULL: the program */
	int class, machine;
	const char *interpreter, *rpath, *runpath;
	name_list needed;
};

struct search {
	struct arena *arena;
	const char *library_path;	/* LD_LIBRARY_PATH */
	struct strbuf cache;		/* ld.so.cache */
	struct needed *ret;
};

/* ---- one file ------------------------------------------------------------------------------------------------ */

/* The file offset of an address of the program; 0: not in the file. */
static size_t file_offset(Elf *e, GElf_Addr address)
{
	size_t n = 0;
	GElf_Phdr p;

	elf_getphdrnum(e, &n);
	for (size_t i = 0; i < n; i++) {
		if (gelf_getphdr(e, i, &p) && p.p_type == PT_LOAD && address >= p.p_vaddr &&
		    address - p.p_vaddr < p.p_filesz)
			return p.p_offset + (address - p.p_vaddr);
	}
	return 0;
}

/* The string at an offset, in the arena; NULL: not within the file. */
static const char *text_at(struct arena *a, Elf *e, size_t offset)
{
	size_t size;
	const char *file = elf_rawfile(e, &size);

	if (!file || offset >= size || !memchr(file + offset, 0, size - offset))
		return NULL;
	return arena_strdup(a, file + offset);
}

static void take_dynamic(struct arena *a, Elf *e, const GElf_Phdr *p, struct object *ret)
{
	Elf_Data *d = elf_getdata_rawchunk(e, p->p_offset, p->p_filesz, ELF_T_DYN);
	size_t n = d ? p->p_filesz / gelf_fsize(e, ELF_T_DYN, 1, EV_CURRENT) : 0, strings = 0;
	GElf_Dyn dyn;

	for (size_t i = 0; i < n && gelf_getdyn(d, i, &dyn) && dyn.d_tag != DT_NULL; i++) {
		if (dyn.d_tag == DT_STRTAB)
			strings = file_offset(e, dyn.d_un.d_ptr);
	}
	for (size_t i = 0; strings && i < n && gelf_getdyn(d, i, &dyn) && dyn.d_tag != DT_NULL; i++) {
		const char *text = text_at(a, e, strings + dyn.d_un.d_val);

		if (!text)
			continue;
		if (dyn.d_tag == DT_NEEDED)
			vec_push(a, &ret->needed, text);
		else if (dyn.d_tag == DT_RPATH)
			ret->rpath = text;
		else if (dyn.d_tag == DT_RUNPATH)
			ret->runpath = text;
	}
}

static bool take_elf(struct arena *a, Elf *e, struct object *ret)
{
	size_t n = 0;
	GElf_Ehdr head;
	GElf_Phdr p;

	if (elf_kind(e) != ELF_K_ELF || !gelf_getehdr(e, &head) || (head.e_type != ET_EXEC && head.e_type != ET_DYN))
		return false;
	ret->class = gelf_getclass(e);
	ret->machine = head.e_machine;
	elf_getphdrnum(e, &n);
	for (size_t i = 0; i < n; i++) {
		if (!gelf_getphdr(e, i, &p))
			continue;
		if (p.p_type == PT_INTERP)
			ret->interpreter = text_at(a, e, p.p_offset);
		if (p.p_type == PT_DYNAMIC)
			take_dynamic(a, e, &p, ret);
	}
	return true;
}

static bool object_read(struct arena *a, const char *path, const struct object *asked_by, struct object *ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	char real[PATH_MAX];
	bool ok = false;
	Elf *e;

	*ret = (struct object){ .path = path, .asked_by = asked_by };
	if (fd < 0)
		return false;
	elf_version(EV_CURRENT);
	e = !fstat(fd, &st) && S_ISREG(st.st_mode) ? elf_begin(fd, ELF_C_READ_MMAP, NULL) : NULL;
	if (e && realpath(path, real)) {
		ret->origin = arena_strndup(a, real, strrchr(real, '/') - real);
		ok = take_elf(a, e, ret);
	}
	elf_end(e);
	close(fd);
	return ok;
}

/* ---- the search ------------------------------------------------------------------------------------------------ */

/* $ORIGIN, ${ORIGIN}; $LIB as lib says. */
static const char *expand(struct arena *a, const struct object *o, const char *dir, size_t n, const char *lib)
{
	const struct {
		const char *name, *value;
	} tokens[] = {
		{ "$ORIGIN", o->origin }, { "${ORIGIN}", o->origin }, { "$LIB", lib }, { "${LIB}", lib },
		{ "$PLATFORM", "x86_64" }, { "${PLATFORM}", "x86_64" },
	};
	struct strbuf b = { 0 };
	const char *ret;

	for (size_t i = 0, step; i < n; i += step) {
		step = 0;
		for (size_t t = 0; t < sizeof(tokens) / sizeof(tokens[0]) && !step; t++) {
			size_t len = strlen(tokens[t].name);

			if (n - i >= len && !memcmp(dir + i, tokens[t].name, len)) {
				strbuf_puts(&b, tokens[t].value);
				step = len;
			}
		}
		if (!step) {
			strbuf_putc(&b, dir[i]);
			step = 1;
		}
	}
	ret = arena_strdup(a, strbuf_str(&b));
	strbuf_deinit(&b);
	return ret;
}

/* A library of that name in a folder, for the same machine type. */
static bool is_right(struct arena *a, const struct object *o, const char *path, struct object *found)
{
	return object_read(a, path, o, found) && found->class == o->class && found->machine == o->machine;
}

/* In folders separated by ':'; $ORIGIN is the owner's folder. */
static bool find_in(struct arena *a, const struct object *o, const struct object *owner, const char *folders,
		    const char *name, struct object *found)
{
	static const char *const libs[] = { "lib/x86_64-linux-gnu", "lib64", "lib" };

	while (folders && *folders) {
		size_t n = strcspn(folders, ":;");

		for (size_t i = 0; n && i < sizeof(libs) / sizeof(libs[0]); i++) {
			const char *dir = expand(a, owner, folders, n, libs[i]);

			if (is_right(a, o, arena_printf(a, "%s/%s", dir, name), found))
				return true;
			if (!memmem(folders, n, "LIB", 3))
				break;
		}
		folders += n + (folders[n] != '\0');
	}
	return false;
}

/* The head and an entry of the cache, in the format of glibc 2.32 and later (before: after an older one). */
struct cache_head {
	char magic[20];
	uint32_t n, strings;
	uint32_t unused[5];
};
struct cache_entry {
	int32_t flags;
	uint32_t name, path;
	uint32_t os_version;
	uint64_t hardware;
};

static const char *cache_text(const struct strbuf *b, size_t at)
{
	return at < b->len ? b->s + at : "";	/* the buffer ends with a zero byte */
}

static bool find_in_cache(struct search *s, const struct object *o, const char *name, struct object *found)
{
	static const char magic[] = "glibc-ld.so.cache1.1";
	const char *at = s->cache.len ? memmem(s->cache.s, s->cache.len, magic, sizeof(magic) - 1) : NULL;
	size_t base = at ? at - s->cache.s : 0;
	struct cache_head head;
	struct cache_entry e;

	if (!at || s->cache.len - base < sizeof(head))
		return false;
	memcpy(&head, at, sizeof(head));
	for (size_t i = 0, where = base + sizeof(head); i < head.n && where + sizeof(e) <= s->cache.len; i++) {
		memcpy(&e, s->cache.s + where, sizeof(e));
		where += sizeof(e);
		if (e.hardware || strcmp(cache_text(&s->cache, base + e.name), name))
			continue;
		if (is_right(s->arena, o, arena_strdup(s->arena, cache_text(&s->cache, base + e.path)), found))
			return true;
	}
	return false;
}

static bool library_find(struct search *s, const struct object *o, const char *name, struct object *found)
{
	static const char usual[] = "/lib/x86_64-linux-gnu:/usr/lib/x86_64-linux-gnu:/lib64:/usr/lib64:/lib:/usr/lib";
	static const char usual_32[] = "/lib/i386-linux-gnu:/usr/lib/i386-linux-gnu:/lib32:/usr/lib32:/lib:/usr/lib";

	if (strchr(name, '/'))
		return is_right(s->arena, o, expand(s->arena, o, name, strlen(name), "lib"), found);
	for (const struct object *by = o; by && !o->runpath; by = by->asked_by) {
		if (!by->runpath && find_in(s->arena, o, by, by->rpath, name, found))
			return true;
	}
	return find_in(s->arena, o, o, s->library_path, name, found) ||
	       find_in(s->arena, o, o, o->runpath, name, found) || find_in_cache(s, o, name, found) ||
	       find_in(s->arena, o, o, o->class == ELFCLASS64 ? usual : usual_32, name, found);
}

static bool is_known(const struct needed *n, const char *name)
{
	vec_each(it, &n->libraries) {
		if (!strcmp(it->name, name))
			return true;
	}
	vec_each(it, &n->missing) {
		if (!strcmp(*it, name))
			return true;
	}
	return false;
}

/* Breadth first, as in the linker: the first requester of a name decides where it is searched. */
static void libraries_find(struct search *s, const struct object *program)
{
	VEC(const struct object *) queue = { 0 };

	vec_push(s->arena, &queue, program);
	for (unsigned int i = 0; i < queue.n && queue.n < MOST_LIBRARIES; i++) {
		const struct object *o = queue.v[i];

		vec_each(it, &o->needed) {
			struct object *found;

			if (is_known(s->ret, *it))
				continue;
			found = arena_new_of(s->arena, struct object);
			if (!library_find(s, o, *it, found)) {
				vec_push(s->arena, &s->ret->missing, *it);
				continue;
			}
			vec_push(s->arena, &s->ret->libraries, (struct needed_library){ *it, found->path });
			vec_push(s->arena, &queue, found);
		}
	}
}

bool needed_find(struct arena *a, const char *path, const char *library_path, struct needed *ret)
{
	struct search s = { .arena = a, .library_path = library_path, .ret = ret };
	struct object program;

	memset(ret, 0, sizeof(*ret));
	if (!object_read(a, path, NULL, &program))
		return false;
	ret->interpreter = program.interpreter;
	if (!program.needed.n)
		return true;
	strbuf_read_file(&s.cache, "/etc/ld.so.cache");
	libraries_find(&s, &program);
	strbuf_deinit(&s.cache);
	return true;
}
