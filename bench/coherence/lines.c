// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A plugin of QEMU (-plugin lines.so,out=FILE): which cache lines the guest's processors take from each other.
 *
 * The guest's program marks what is looked at, by no-operations with a number in them (hit.c): ARM and DISARM stand around a
 * window; within it each processor says BEGIN and END on its own. Between these, each access to memory is noted: the line of
 * physical memory, whether it is a store, and the instruction. QEMU lets one processor run for long before the next, so when
 * the window ends the notes are put beside each other, the first access of all processors, then the second, as if all ran at
 * the same speed. Each line is then invalid, shared or modified (MSI); what is counted is a load of a line that another
 * processor has modified, and a store to a line that another one has: a transfer.
 *
 * FILE gets for each window "window N accesses A cpus C", then for each instruction and line with a transfer
 * "transfer COUNT INSTRUCTION VIRTUAL PHYSICAL load|store" (hexadecimal addresses), and "end".
 *
 * The interface is that of QEMU's plugins, version 1 (docs/devel/tcg-plugins); Debian does not package its header.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t plugin_id;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_plugin_hwaddr;

void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id id, void (*cb)(plugin_id, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn, void (*cb)(unsigned int, void *), int flags, void *data);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn, void (*cb)(unsigned int, uint32_t, uint64_t, void *), int flags,
				      int rw, void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t i);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *insn);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
struct qemu_plugin_hwaddr *qemu_plugin_get_hwaddr(uint32_t info, uint64_t vaddr);
bool qemu_plugin_hwaddr_is_io(const struct qemu_plugin_hwaddr *h);
uint64_t qemu_plugin_hwaddr_phys_addr(const struct qemu_plugin_hwaddr *h);
bool qemu_plugin_mem_is_store(uint32_t info);
void qemu_plugin_reset(plugin_id id, void (*cb)(plugin_id));

__attribute__((visibility("default"))) int qemu_plugin_version = 1;
__attribute__((visibility("default"))) int qemu_plugin_install(plugin_id id, const void *info, int argc, char **argv);

enum { CPUS = 64, LINE = 64, NO_REGS = 0, LOADS_AND_STORES = 3 };
enum mark { DISARM, ARM, BEGIN, END, MARKS };

struct access {
	uint64_t virtual, physical, instruction;
	bool is_store;
};

struct trace {				/* of one processor */
	struct access *of;
	size_t n, size;
	bool is_on;
};

static plugin_id self;
static FILE *out;
static struct trace traces[CPUS];
static bool is_armed;
static unsigned int windows;

static void *must(void *p)
{
	if (!p) {
		fputs("lines.so: out of memory\n", stderr);
		exit(1);
	}
	return p;
}

static void on_access(unsigned int cpu, uint32_t info, uint64_t virtual, void *instruction)
{
	struct trace *t = &traces[cpu % CPUS];
	struct qemu_plugin_hwaddr *h;

	if (!t->is_on)
		return;
	h = qemu_plugin_get_hwaddr(info, virtual);
	if (!h || qemu_plugin_hwaddr_is_io(h))
		return;
	if (t->n == t->size) {
		t->size = t->size ? t->size * 2 : 1 << 16;
		t->of = must(realloc(t->of, t->size * sizeof(*t->of)));
	}
	t->of[t->n++] = (struct access){ .virtual = virtual, .physical = qemu_plugin_hwaddr_phys_addr(h),
					 .instruction = (uintptr_t)instruction, .is_store = qemu_plugin_mem_is_store(info) };
}

/* --- the lines' states, and who took what: open addressing; a key is never 0 --- */

struct slot {
	uint64_t key[2];
	union {
		struct { uint64_t holders; bool is_modified; } line;	/* key: physical / LINE + 1 */
		struct { uint64_t n, virtual, physical; bool is_store; } transfer;	/* key: instruction, physical / LINE + 1 */
	};
};

struct table {
	struct slot *slots;
	size_t n, size;			/* a power of two */
};

static struct slot *table_at(struct table *t, uint64_t a, uint64_t b)
{
	uint64_t h = (a * 0x9e3779b97f4a7c15u ^ b) * 0xff51afd7ed558ccdu;
	size_t i = (h >> 20) & (t->size - 1);

	while (t->slots[i].key[0] && (t->slots[i].key[0] != a || t->slots[i].key[1] != b))
		i = (i + 1) & (t->size - 1);
	return &t->slots[i];
}

/* Zero but for its key when it is new. */
static struct slot *table_get(struct table *t, uint64_t a, uint64_t b)
{
	struct slot *s;

	if (t->n * 2 >= t->size) {
		struct table old = *t;

		t->size = old.size ? old.size * 2 : 1 << 12;
		t->slots = must(calloc(t->size, sizeof(*t->slots)));
		for (size_t i = 0; i < old.size; i++)
			if (old.slots[i].key[0])
				*table_at(t, old.slots[i].key[0], old.slots[i].key[1]) = old.slots[i];
		free(old.slots);
	}
	s = table_at(t, a, b);
	if (!s->key[0]) {
		s->key[0] = a;
		s->key[1] = b;
		t->n++;
	}
	return s;
}

/* True if the line has to come from another processor. */
static bool take(struct table *lines, unsigned int cpu, const struct access *a)
{
	struct slot *s = table_get(lines, a->physical / LINE + 1, 0);
	uint64_t me = 1ull << cpu, others = s->line.holders & ~me;
	bool is_transfer = others && (a->is_store || s->line.is_modified);

	if (a->is_store) {
		s->line.holders = me;
		s->line.is_modified = true;
	} else {
		if (others)
			s->line.is_modified = false;
		s->line.holders |= me;
	}
	return is_transfer;
}

static void simulate(void)
{
	struct table lines = { 0 }, transfers = { 0 };
	size_t longest = 0, all = 0;
	unsigned int cpus = 0;

	for (unsigned int c = 0; c < CPUS; c++) {
		cpus += traces[c].n > 0;
		all += traces[c].n;
		longest = traces[c].n > longest ? traces[c].n : longest;
	}
	if (!cpus)
		return;
	for (size_t i = 0; i < longest; i++)
		for (unsigned int c = 0; c < CPUS; c++) {
			const struct access *a = &traces[c].of[i];
			struct slot *s;

			if (i >= traces[c].n || !take(&lines, c, a))
				continue;
			s = table_get(&transfers, a->instruction, a->physical / LINE + 1);
			s->transfer.n++;
			s->transfer.virtual = a->virtual;
			s->transfer.physical = a->physical;
			s->transfer.is_store = a->is_store;
		}
	fprintf(out, "window %u accesses %zu cpus %u\n", windows++, all, cpus);
	for (size_t i = 0; i < transfers.size; i++) {
		const struct slot *s = &transfers.slots[i];

		if (s->key[0])
			fprintf(out, "transfer %" PRIu64 " %" PRIx64 " %" PRIx64 " %" PRIx64 " %s\n", s->transfer.n, s->key[0],
				s->transfer.virtual, s->transfer.physical, s->transfer.is_store ? "store" : "load");
	}
	fputs("end\n", out);
	fflush(out);
	free(lines.slots);
	free(transfers.slots);
}

/* --- marks --- */

static void on_translation(plugin_id id, struct qemu_plugin_tb *tb);

static void on_reset(plugin_id id)
{
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
}

/* A window begins. From the first on code is translated with a callback for each access, all of it again; QEMU 7.2 dies when that is undone. */
static void arm(void)
{
	for (unsigned int c = 0; c < CPUS; c++) {
		traces[c].n = 0;
		traces[c].is_on = false;
	}
	if (is_armed)
		return;
	is_armed = true;
	qemu_plugin_reset(self, on_reset);
}

static void on_mark(unsigned int cpu, void *mark)
{
	switch ((enum mark)(uintptr_t)mark) {
	case ARM:
		arm();
		break;
	case DISARM:
		simulate();
		break;
	case BEGIN:
	case END:
		traces[cpu % CPUS].is_on = (uintptr_t)mark == BEGIN;
		break;
	case MARKS:
		break;
	}
}

/* nopl 0x6d7974NN(%rax), NN the mark. */
static int mark_of(const struct qemu_plugin_insn *insn)
{
	static const unsigned char start[] = { 0x0f, 0x1f, 0x80 }, rest[] = { 0x74, 0x79, 0x6d };
	const unsigned char *code = qemu_plugin_insn_data(insn);

	if (qemu_plugin_insn_size(insn) != 7 || memcmp(code, start, 3) || memcmp(code + 4, rest, 3) || code[3] >= MARKS)
		return -1;
	return code[3];
}

static void on_translation(plugin_id id, struct qemu_plugin_tb *tb)
{
	(void)id;
	for (size_t i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		int mark = mark_of(insn);

		if (mark >= 0)
			qemu_plugin_register_vcpu_insn_exec_cb(insn, on_mark, NO_REGS, (void *)(uintptr_t)mark);
		else if (is_armed)
			qemu_plugin_register_vcpu_mem_cb(insn, on_access, NO_REGS, LOADS_AND_STORES,
							 (void *)(uintptr_t)qemu_plugin_insn_vaddr(insn));
	}
}

int qemu_plugin_install(plugin_id id, const void *info, int argc, char **argv)
{
	(void)info;
	for (int i = 0; i < argc; i++)
		if (!strncmp(argv[i], "out=", 4))
			out = fopen(argv[i] + 4, "w");
	if (!out) {
		fputs("lines.so: out=FILE is missing, or cannot be written\n", stderr);
		return 1;
	}
	self = id;
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
	return 0;
}
