// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * process("path")[.library("lib")].data("variable" or ADDRESS)[.length(N)].write, .rw: hardware watchpoints on data of
 * programs and of their libraries, in every process that is meant, each at the place it has there. An address is that
 * of the file as it was linked, like that of .statement(ADDRESS). $value is the value after the access, $old the previous one.
 *
 * A file that is a library (process("libx.so.1"), too) lies where the dynamic linker has mapped it: process_library.c in the kernel.
 */
#include <string.h>

#include "process.h"
#include "translator/image/symtab.h"
#include "watch.h"

struct process_watch {
	struct watched of;
	struct image *image;		/* whose data it is */
	struct image *program;		/* which processes; NULL: any, or those of pid or of the target */
	bool is_library;
	int64_t pid;
	const Elf64_Phdr *code;		/* of the image: where it is mapped tells where its data is */
	uint64_t initial;		/* what the file has there */
	bool reads, optional;
};

/* As the kernel finds mm->start_code. NULL: it has none. */
static const Elf64_Phdr *first_code(const struct image *image)
{
	const Elf64_Phdr *first = NULL;

	for (unsigned int i = 0; i < image->elf->nsegments; i++) {
		const Elf64_Phdr *s = &image->elf->segments[i];

		if (s->p_type == PT_LOAD && s->p_flags & PF_X && (!first || s->p_vaddr < first->p_vaddr))
			first = s;
	}
	return first;
}

static bool is_mapped_there(const struct image *image, uint64_t address, uint64_t n)
{
	for (unsigned int i = 0; i < image->elf->nsegments; i++) {
		const Elf64_Phdr *s = &image->elf->segments[i];

		if (s->p_type == PT_LOAD && address >= s->p_vaddr && address - s->p_vaddr + n <= s->p_memsz)
			return true;
	}
	return false;
}

/* By debuginfo, else by the symbol table, which knows no type. */
static bool variable_find(struct point_match *m, struct process_watch *w, struct strbuf *why)
{
	struct place nowhere = { .image = w->image };
	struct target_context at = { .place = &nowhere };
	const struct symbol *sym;
	const struct symtab *t;
	struct locprog *prog;

	w->of.type = watched_variable(m->target, &at, w->of.name, &prog, why);
	if (prog && prog->ops.n == 1 && prog->ops.v[0].kind == LOC_ADDRESS) {
		w->of.address = (uint64_t)prog->ops.v[0].n;
		return true;
	}
	if (prog) {
		strbuf_printf(why, "'%s' has no place of its own in the program: each thread has another one, or it is none in memory",
			      w->of.name);
		return false;
	}
	t = image_symtab(m->target, w->image);
	sym = t && !strchr(w->of.name, '@') ? symtab_get(t, w->of.name) : NULL;
	if (!sym || sym->flags & SYMBOL_FUNCTION)
		return false;
	strbuf_reset(why);
	w->of.address = sym->address;
	return true;
}

/* The programs that the point names by path and that need the library; ret is empty: it names none. */
static bool programs_with(struct point_match *m, struct image *library, image_vec *ret, struct strbuf *why)
{
	image_vec programs = { 0 };
	const char *path, *pattern;

	if (!point_string(m, "library", &pattern) || !point_string(m, "process", &path))
		return true;
	if (!process_named(m, &programs, why))
		return false;
	vec_each(program, &programs) {
		image_vec libraries = { 0 };

		user_program_libraries(m->target, *program, pattern, &libraries, why);
		strbuf_reset(why);
		vec_each(l, &libraries)
			if (*l == library)
				vec_push(m->session->arena, ret, *program);
	}
	return true;
}

static void watch_add(struct point_match *m, const struct process_watch *w, struct image *program)
{
	struct process_watch *own = arena_new_of(m->session->arena, struct process_watch);
	struct dprobe *p = dprobe_add(m);

	*own = *w;
	own->program = program;
	p->detail = own;
	p->text = process_point_text(m, w->image, NULL, NULL);
}

static unsigned int data_derive_in(struct point_match *m, struct image *image, struct strbuf *why)
{
	struct process_watch w = { .image = image, .pid = process_pid(m), .code = first_code(image),
				   .is_library = point_has(m, "library") || elf_is_library(image->elf),
				   .reads = point_has(m, "rw"), .optional = m->optional };
	image_vec programs = { 0 };
	const void *bytes;
	int64_t address;

	if (point_number(m, "data", &address))
		w.of.address = (uint64_t)address;
	else if (!point_string(m, "data", &w.of.name) || !variable_find(m, &w, why))
		return 0;
	if (!watched_take_length(m, &w.of))
		return 1;		/* reported: nothing more is to be said */
	if (!w.code || !is_mapped_there(image, w.of.address, (uint64_t)w.of.length)) {
		strbuf_printf(why, "%#llx is no address of data of %s as it was linked", (unsigned long long)w.of.address, image->path);
		return 0;
	}
	bytes = elf_at(image->elf, w.of.address, (size_t)w.of.length);
	if (bytes)			/* else zero: it is in no section of the file */
		memcpy(&w.initial, bytes, (size_t)w.of.length);
	if (!programs_with(m, image, &programs, why))
		return 0;
	if (!programs.n)
		watch_add(m, &w, w.is_library ? NULL : image);
	vec_each(program, &programs)
		watch_add(m, &w, *program);
	return programs.n ? programs.n : 1;
}

static bool data_derive(struct point_match *m)
{
	return process_derive_each(m, "data", data_derive_in);
}

static void data_variables(struct target *t, const struct dprobe *p, struct context_vars *ret)
{
	watched_variables(t, p, &((const struct process_watch *)p->detail)->of, ret);
}

static void data_emit(struct family_text *t, const struct dprobe *p)
{
	const struct process_watch *w = p->detail;

	field_number(t, "pid", w->pid);
	if (w->program)
		field_number(t, "program", user_program_number(t->target, w->program));
	if (w->is_library)
		field_number(t, "library", user_program_number(t->target, w->image));
	field_unsigned(t, "code", w->code->p_vaddr);
	field_unsigned(t, "address", w->of.address);
	if (w->is_library) {
		field_unsigned(t, "offset", w->code->p_offset);
		field_unsigned(t, "initial", w->initial);
	}
	field_number(t, "length", w->of.length);
	field_true(t, "reads", w->reads);
	field_true(t, "optional", w->optional);
}

static const struct runtime_family data_runtime = { .name = "process_data", .emit = data_emit };

#define WATCH(arg) \
	PROCESS_PATTERNS("data(" arg ").write"), PROCESS_PATTERNS("data(" arg ").rw"), \
	PROCESS_PATTERNS("data(" arg ").length(number).write"), PROCESS_PATTERNS("data(" arg ").length(number).rw")

static const char *const patterns[] = { WATCH("string"), WATCH("number"), NULL };

const struct probe_family process_data_family = {
	.name = "process.data", .patterns = patterns, .derive = data_derive, .runtime = &data_runtime,
	.variables = data_variables,
};
