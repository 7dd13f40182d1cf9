// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * process("path").data("variable" or ADDRESS)[.length(N)].write, .rw: hardware watchpoints on data of programs, in every
 * process that is meant, each at the place it has there. An address is that of the program as it was linked, like that
 * of .statement(ADDRESS). $value is the value after the access, $old the previous one.
 */
#include <string.h>

#include "process.h"
#include "translator/image/symtab.h"
#include "watch.h"

struct process_watch {
	struct watched of;
	struct image *program;
	int64_t pid;
	uint64_t code;			/* link address of the program's code: where it runs tells where its data is */
	bool reads, optional;
};

/* As the kernel finds mm->start_code. */
static uint64_t first_code(const struct image *image)
{
	uint64_t first = ~0ULL;

	for (unsigned int i = 0; i < image->elf->nsegments; i++) {
		const Elf64_Phdr *s = &image->elf->segments[i];

		if (s->p_type == PT_LOAD && s->p_flags & PF_X && s->p_vaddr < first)
			first = s->p_vaddr;
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
	struct place nowhere = { .image = w->program };
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
	t = image_symtab(m->target, w->program);
	sym = t && !strchr(w->of.name, '@') ? symtab_get(t, w->of.name) : NULL;
	if (!sym || sym->flags & SYMBOL_FUNCTION)
		return false;
	strbuf_reset(why);
	w->of.address = sym->address;
	return true;
}

static unsigned int data_derive_in(struct point_match *m, struct image *image, struct strbuf *why)
{
	struct process_watch *w = arena_new_of(m->session->arena, struct process_watch);
	struct dprobe *p;
	int64_t address;

	*w = (struct process_watch){ .program = image, .pid = process_pid(m), .code = first_code(image),
				     .reads = point_has(m, "rw"), .optional = m->optional };
	if (point_number(m, "data", &address))
		w->of.address = (uint64_t)address;
	else if (!point_string(m, "data", &w->of.name) || !variable_find(m, w, why))
		return 0;
	if (!watched_take_length(m, &w->of))
		return 1;		/* reported: nothing more is to be said */
	if (!is_mapped_there(image, w->of.address, (uint64_t)w->of.length)) {
		strbuf_printf(why, "%#llx is no address of data of %s as it was linked", (unsigned long long)w->of.address, image->path);
		return 0;
	}
	p = dprobe_add(m);
	p->detail = w;
	p->text = process_point_text(m, image, NULL, NULL);
	return 1;
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
	field_number(t, "program", user_program_number(t->target, w->program));
	field_unsigned(t, "code", w->code);
	field_unsigned(t, "address", w->of.address);
	field_number(t, "length", w->of.length);
	field_true(t, "reads", w->reads);
	field_true(t, "optional", w->optional);
}

static const struct runtime_family data_runtime = { .name = "process_data", .emit = data_emit };

#define OF_PROCESS(rest) "process." rest, "process(string)." rest, "process(number)." rest
#define WATCH(arg) \
	OF_PROCESS("data(" arg ").write"), OF_PROCESS("data(" arg ").rw"), \
	OF_PROCESS("data(" arg ").length(number).write"), OF_PROCESS("data(" arg ").length(number).rw")

static const char *const patterns[] = { WATCH("string"), WATCH("number"), NULL };

const struct probe_family process_data_family = {
	.name = "process.data", .patterns = patterns, .derive = data_derive, .runtime = &data_runtime,
	.variables = data_variables,
};
