// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * User programs as images. testsuite/targets/image_user.c is compiled in several ways; then its functions, statements and
 * variables are asked for, and what the answers say is compared with the program as it runs: it is stopped at the file
 * offsets of the places, and the location programs are run over its registers and memory. Addresses are compared with
 * those of nm, lines with addr2line's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "translator/debuginfo/debuginfo.h"
#include "translator/debuginfo/sources.h"
#include "translator/image/arch/x86_64.h"
#include "translator/image/image.h"

static struct session s;
static struct debuginfo *di;
static int failures;
static char folder[] = "/tmp/mytap-image.XXXXXX";
static const char *variant;

#define FAIL(...) (printf("%s: ", variant), printf(__VA_ARGS__), putchar('\n'), failures++)

static void check(const char *what, const char *got, const char *wanted)
{
	if (strcmp(got, wanted))
		FAIL("%s: got '%s', wanted '%s'", what, got, wanted);
}

static bool run(const char *format, const char *a, const char *b)
{
	const char *command = arena_printf(s.arena, format, a, b);
	int status = system(command);

	if (status)
		FAIL("status %d of: %s", status, command);
	return !status;
}

/* The first line that a command prints, without its end. */
static const char *output(const char *command)
{
	FILE *f = popen(command, "r");
	char line[4096] = "";

	if (!f || !fgets(line, sizeof(line), f))
		FAIL("nothing from: %s", command);
	if (f)
		pclose(f);
	line[strcspn(line, "\n")] = 0;
	return arena_strdup(s.arena, line);
}

/* ---- a process that is stopped -------------------------------------------------------------- */

struct process {
	pid_t pid;
	struct image *image;
	struct user_regs_struct regs;
	uint64_t bias;			/* running address - link address */
};

static uint64_t peek(const struct process *p, uint64_t address)
{
	return (uint64_t)ptrace(PTRACE_PEEKDATA, p->pid, (void *)address, NULL);
}

static void poke(const struct process *p, uint64_t address, uint64_t v)
{
	ptrace(PTRACE_POKEDATA, p->pid, (void *)address, (void *)v);
}

/* Where the byte of the file at offset runs; 0: nowhere. The bias comes out of it by the image's other rule. */
static uint64_t running_address(struct process *p, uint64_t offset)
{
	FILE *f = fopen(arena_printf(s.arena, "/proc/%d/maps", (int)p->pid), "r");
	char line[4096], real[4096];
	uint64_t found = 0;

	if (!realpath(p->image->path, real))
		return 0;
	while (f && fgets(line, sizeof(line), f)) {
		unsigned long start, end, from, link;

		line[strcspn(line, "\n")] = 0;
		if (sscanf(line, "%lx-%lx %*s %lx", &start, &end, &from) != 3 || !strstr(line, real) ||
		    offset < from || offset - from >= end - start || !strstr(line, "r-xp"))
			continue;
		found = start + offset - from;
		if (image_link_address(p->image, offset, &link))
			p->bias = found - link;
	}
	if (f)
		fclose(f);
	return found;
}

static uint64_t register_value(const struct process *p, int n)
{
	const struct user_regs_struct *r = &p->regs;
	const unsigned long long v[ARCH_INTEGER_REGISTERS] = {
		r->rax, r->rdx, r->rcx, r->rbx, r->rsi, r->rdi, r->rbp, r->rsp, r->r8, r->r9, r->r10, r->r11, r->r12, r->r13,
		r->r14, r->r15, r->rip,
	};

	return n >= 0 && n < ARCH_INTEGER_REGISTERS ? v[n] : 0;
}

static int64_t extended(uint64_t v, unsigned int bits, bool is_signed)
{
	v <<= 64 - bits;
	return is_signed ? (int64_t)v >> (64 - bits) : (int64_t)(v >> (64 - bits));
}

/* What a location program comes to there. */
static int64_t evaluate(const struct process *p, const struct locprog *prog, const int64_t *inputs)
{
	uint64_t stack[32] = { 0 };
	unsigned int n = 1;		/* [0] is never used: an operation on too few operands is seen by its result */

	for (unsigned int i = 0; i < prog->ops.n; i++) {
		const struct loc_op *op = &prog->ops.v[i];
		uint64_t *top = &stack[n - 1], v = 0;

		switch (op->kind) {
		case LOC_REGISTER:
			stack[n++] = register_value(p, (int)op->n);
			break;
		case LOC_ARG:
			stack[n++] = register_value(p, arch_argument_register((unsigned int)op->n));
			break;
		case LOC_CONST:
			stack[n++] = (uint64_t)op->n;
			break;
		case LOC_INPUT:
			stack[n++] = (uint64_t)inputs[op->n];
			break;
		case LOC_ADDRESS:
			if (op->image != p->image)
				FAIL("an address in another image");
			stack[n++] = (uint64_t)op->n + p->bias;
			break;
		case LOC_THREAD:
			FAIL("a variable of a thread: none is asked for here");
			break;
		case LOC_RETVAL:
			stack[n++] = p->regs.rax;
			break;
		case LOC_LOAD:
			if (op->space != SPACE_USER)
				FAIL("a load that is not from user memory");
			v = peek(p, *top);
			*top = (uint64_t)extended(v, op->size * 8, false);
			break;
		case LOC_SIGN_EXTEND: case LOC_ZERO_EXTEND:
			*top = (uint64_t)extended(*top, op->size * 8, op->kind == LOC_SIGN_EXTEND);
			break;
		case LOC_BITS: case LOC_SIGN_BITS:
			*top = (uint64_t)extended(*top >> op->n, op->size, op->kind == LOC_SIGN_BITS);
			break;
		case LOC_ADD: n--; top[-1] += *top; break;
		case LOC_SUB: n--; top[-1] -= *top; break;
		case LOC_MUL: n--; top[-1] *= *top; break;
		case LOC_AND: n--; top[-1] &= *top; break;
		case LOC_OR: n--; top[-1] |= *top; break;
		case LOC_XOR: n--; top[-1] ^= *top; break;
		case LOC_SHL: n--; top[-1] <<= *top; break;
		case LOC_SHR: n--; top[-1] >>= *top; break;
		case LOC_SAR: n--; top[-1] = (uint64_t)((int64_t)top[-1] >> *top); break;
		case LOC_NEG: *top = -*top; break;
		case LOC_NOT: *top = ~*top; break;
		case LOC_DUP: v = *top; stack[n++] = v; break;
		case LOC_SWAP: v = *top; *top = top[-1]; top[-1] = v; break;
		case LOC_DROP: n--; break;
		case LOC_PERCPU: case LOC_GIVEN: case LOC_DIV: case LOC_MOD:
			FAIL("an operation that has no place here");
			break;
		}
	}
	return (int64_t)stack[n - 1];
}

/* ---- questions ------------------------------------------------------------------------------ */

/* One place; NULL (failed) unless there is exactly one. */
static struct place *one_place(const struct place_query *q)
{
	struct strbuf why = { 0 };
	unsigned int left_out;
	place_vec places = { 0 };

	debuginfo_places(di, q, &places, &left_out, &why);
	if (places.n != 1)
		FAIL("%u places of '%s': %s", places.n, q->function, strbuf_str(&why));
	strbuf_deinit(&why);
	return places.n == 1 ? places.v[0] : NULL;
}

/* "$item->at.x", "$item[1]->name", "@counter": what base and steps are made of it. */
static void read_access(struct access *a, const char *text)
{
	static const char word[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	size_t n = strspn(text + 1, word);

	a->base = *text == '@' ? ACCESS_VAR : ACCESS_TARGET;
	a->name = intern_n(*text == '@' ? text + 1 : text, *text == '@' ? n : n + 1);
	for (text += n + 1; *text; text += n) {
		struct access_step step = { .kind = *text == '[' ? STEP_INDEX : STEP_FIELD };

		if (*text == '[') {
			n = strcspn(text, "]") + 1;
		} else {
			text += *text == '-' ? 2 : 1;
			n = strspn(text, word);
			step.field = intern_n(text, n);
		}
		vec_push(s.arena, &a->steps, step);
	}
}

static void check_value(const struct process *p, const struct target_context *at, const char *text, const char *wanted)
{
	struct strbuf why = { 0 };
	struct access a = { 0 };
	const char *index = strchr(text, '['), *got;
	int64_t inputs[] = { index ? atoi(index + 1) : 0 };
	struct locprog *prog;

	read_access(&a, text);
	prog = debuginfo_access(di, at, &a, NULL, &why);
	if (prog && *wanted == '"') {			/* a string: eight bytes of it are enough */
		uint64_t v = peek(p, (uint64_t)evaluate(p, prog, inputs));

		got = arena_printf(s.arena, "\"%.8s\"", (char *)&v);
	} else {
		got = prog ? arena_printf(s.arena, "%lld", (long long)evaluate(p, prog, inputs)) : strbuf_str(&why);
	}
	if (prog ? strcmp(got, wanted) : !strstr(got, wanted))
		FAIL("%s in %s%s: got '%s', wanted '%s'", text, at->place->func, at->place->is_entry ? "'s entry" : "", got, wanted);
	strbuf_deinit(&why);
}

static int line_of(const char *source, const char *mark)
{
	return atoi(output(arena_printf(s.arena, "grep -n '%s' '%s'", mark, source)));
}

/* ---- the table ------------------------------------------------------------------------------ */

struct expectation { const char *access, *value; };	/* value: or what the refusal says */

static const struct stop {
	const char *function, *mark;	/* mark: a comment on the statement's line; NULL: the entry */
	bool is_inline;
	struct expectation at[12];
} stops[] = {
	{ "work", NULL, false, {
		{ "$count", "2" }, { "$color", "5" }, { "$item->size", "1000" }, { "$item->at->y", "-4" }, { "$item->flags", "5" },
		{ "$item->level", "19" }, { "$item[1]->at->x", "7" }, { "$item->name", "\"first\"" }, { "@counter", "40" },
		{ "@total", "0" }, { "$sum", "no value at this address" }, { 0 } } },
	{ "work", "work: the sum is there", false, {
		{ "$sum", "15" }, { "$item->at->x", "3" }, { "@total", "15" }, { "$item->name", "\"first\"" },
		{ "$nothing", "there is no '$nothing'" }, { 0 } } },
	{ "last", NULL, false, {
		{ "$a", "15" }, { "$b", "2" }, { "$f", "6" }, { "$seventh", "77" },
		{ "$by_value->y", "-4" }, { 0 } } },
	{ "scaled", "scaled: all are known", true, {
		{ "$value", "6" }, { "$product", "42" }, { "$factor", "7" }, { "@counter", "40" }, { "@total", "57" }, { 0 } } },
};

enum { NSTOPS = sizeof(stops) / sizeof(*stops) };

static struct place *stop_place(struct image *image, const char *source, const struct stop *stop)
{
	struct place_query q = { .image = image, .want = stop->mark ? WANT_STATEMENT : WANT_ENTRY, .function = stop->function };
	struct place *p;

	if (stop->mark) {
		q.file = "image_user.c";
		q.line_kind = LINE_EXACT;
		q.line = line_of(source, stop->mark);
		q.only_inline = stop->is_inline;
	}
	p = one_place(&q);
	if (p && p->is_inline != stop->is_inline)
		FAIL("%s is %san inlined place", stop->function, p->is_inline ? "" : "not ");
	return p;
}

static void check_stop(struct process *p, const struct stop *stop, struct place *place)
{
	struct target_context at = { .place = place };

	for (const struct expectation *e = stop->at; e->access; e++)
		check_value(p, &at, e->access, e->value);
}

/* Runs the program to each of the places, by their file offsets. */
static void run_to(struct image *image, const char *program, struct place **places)
{
	struct process p = { .image = image };
	uint64_t at[NSTOPS], saved[NSTOPS];
	unsigned int hits = 0;
	int status;

	fflush(stdout);
	p.pid = fork();
	if (p.pid == 0) {
		if (!freopen("/dev/null", "w", stdout))
			_exit(126);
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		execl(program, program, NULL);
		_exit(127);
	}
	waitpid(p.pid, &status, 0);
	for (unsigned int i = 0; i < NSTOPS; i++) {
		at[i] = places[i] ? running_address(&p, (uint64_t)places[i]->offset) : 0;
		if (!at[i]) {
			FAIL("%s runs nowhere", stops[i].function);
			continue;
		}
		saved[i] = peek(&p, at[i]);
		poke(&p, at[i], (saved[i] & ~0xffull) | 0xcc);
	}
	while (!ptrace(PTRACE_CONT, p.pid, NULL, NULL) && waitpid(p.pid, &status, 0) == p.pid && WIFSTOPPED(status)) {
		ptrace(PTRACE_GETREGS, p.pid, NULL, &p.regs);
		p.regs.rip--;
		for (unsigned int i = 0; i < NSTOPS; i++) {
			if (at[i] != p.regs.rip)
				continue;
			poke(&p, at[i], saved[i]);	/* each once */
			check_stop(&p, &stops[i], places[i]);
			at[i] = 0;
			hits++;
		}
		ptrace(PTRACE_SETREGS, p.pid, NULL, &p.regs);
	}
	if (hits != NSTOPS || !WIFEXITED(status) || WEXITSTATUS(status))
		FAIL("%u stops of %d, status %x", hits, NSTOPS, (unsigned int)status);
}

/* Addresses against nm's; of statements the line against addr2line's. with_debug: the file that these two read. */
static void check_address(const struct stop *stop, const struct place *p, const char *with_debug, const char *source)
{
	const char *address = arena_printf(s.arena, "%016llx", (unsigned long long)p->address), *line;

	if (!stop->mark) {
		check(stop->function, address, output(arena_printf(s.arena, "nm %s | sed -n 's/ T %s$//p'", with_debug, stop->function)));
		return;
	}
	line = output(arena_printf(s.arena, "addr2line -e %s %s | sed 's/.*://; s/ .*//'", with_debug, address));
	check(stop->mark, arena_printf(s.arena, "%d", p->line), line);
	check(stop->mark, arena_printf(s.arena, "%d", line_of(source, stop->mark)), line);
}

static void check_lists(struct image *image, bool optimized)
{
	struct place_query q = { .image = image, .function = "[lw]*", .only_call = true, .file = "image_user.c" };
	struct strbuf why = { 0 }, names = { 0 };
	unsigned int left_out;
	place_vec places = { 0 };
	target_var_vec vars = { 0 };
	struct place *p;

	debuginfo_places(di, &q, &places, &left_out, &why);
	vec_each(place, &places)
		strbuf_printf(&names, "%s ", (*place)->func);
	check("functions by pattern", strstr(strbuf_str(&names), "work") ? "work" : "", "work");
	check("functions by pattern", places.n == 2 ? "2" : strbuf_str(&names), "2");
	strbuf_reset(&names);
	p = one_place(&(struct place_query){ .image = image, .function = "work" });
	if (p)
		debuginfo_vars(di, &(struct target_context){ .place = p }, &vars);
	vec_each(v, &vars) {
		strbuf_printf(&names, "%s%s:", v->is_parameter ? "" : "local ", v->name);
		dtype_print(&names, v->type);
		strbuf_putc(&names, ' ');
	}
	check("variables", strbuf_str(&names), "item:struct item * count:int color:enum color local sum:long int ");
	/* Where calls are, compilers say of optimized code only. */
	p = optimized ? one_place(&(struct place_query){ .image = image, .want = WANT_CALLEE, .function = "work", .callee = "last",
							 .callees_depth = 1 }) : NULL;
	if (p)
		check("callee", p->callee ? p->callee : "", "last");
	strbuf_reset(&why);
	places.n = 0;
	debuginfo_places(di, &(struct place_query){ .image = image, .function = "wark" }, &places, &left_out, &why);
	check("near name", strstr(strbuf_str(&why), "did you mean 'work'?") ? "work" : strbuf_str(&why), "work");
	strbuf_deinit(&why);
	strbuf_deinit(&names);
}

static void check_program(const char *program, const char *with_debug, const char *source, bool optimized)
{
	struct place *places[NSTOPS];
	struct strbuf why = { 0 };
	struct image *image = debuginfo_program(di, program, &why);

	if (!image) {
		FAIL("%s", strbuf_str(&why));
		strbuf_deinit(&why);
		return;
	}
	if (debuginfo_program(di, program, &why) != image)
		FAIL("a program opened twice is two images");
	for (unsigned int i = 0; i < NSTOPS; i++) {
		places[i] = stop_place(image, source, &stops[i]);
		if (places[i])
			check_address(&stops[i], places[i], with_debug, source);
	}
	check_lists(image, optimized);
	run_to(image, program, places);
	strbuf_deinit(&why);
}

/* By its build-id it is the same image. */
static void check_build_id(const char *program)
{
	struct strbuf why = { 0 };
	struct image *image = debuginfo_program(di, program, &why);
	const char *id = output(arena_printf(s.arena, "readelf -n %s | sed -n 's/.*Build ID: //p'", program));

	check("build-id", image ? build_id_text(s.arena, image->build_id, image->build_id_len) : "", id);
	if (debuginfo_program(di, arena_printf(s.arena, "build-id:%s", id), &why) != image)
		FAIL("by its build-id it is another image: %s", strbuf_str(&why));
	if (debuginfo_program(di, "build-id:00112233445566778899", &why) || !strstr(strbuf_str(&why), "no program with build-id"))
		FAIL("a build that is nowhere: '%s'", strbuf_str(&why));
	strbuf_reset(&why);
	if (debuginfo_program(di, "build-id:0x12", &why) || !strstr(strbuf_str(&why), "is not a build-id"))
		FAIL("not a build-id: '%s'", strbuf_str(&why));
	strbuf_deinit(&why);
}

/* Without debuginfo: functions by their symbols, and reasons. */
static void check_stripped(const char *program)
{
	struct strbuf why = { 0 };
	struct image *image = debuginfo_program(di, program, &why);
	struct place *p = one_place(&(struct place_query){ .image = image, .function = "work" });
	struct place_query q = { .image = image, .want = WANT_STATEMENT, .function = "*", .file = "image_user.c", .line = 1,
				 .line_kind = LINE_EXACT };
	unsigned int left_out;
	place_vec places = { 0 };

	if (p)
		check_value(NULL, &(struct target_context){ .place = p }, "$count", "without debuginfo");
	debuginfo_places(di, &q, &places, &left_out, &why);
	if (places.n || !strstr(strbuf_str(&why), "-dbgsym"))
		FAIL("lines without debuginfo: '%s'", strbuf_str(&why));
	strbuf_deinit(&why);
}

static void check_refused(const char *path, const char *wanted)
{
	struct strbuf why = { 0 };

	variant = path;
	if (debuginfo_program(di, path, &why) || !strstr(strbuf_str(&why), wanted))
		FAIL("'%s', wanted '%s'", strbuf_str(&why), wanted);
	strbuf_deinit(&why);
}

/* Compiled with options; then what else is done to it: %1$s is the program. */
static const struct { const char *name, *options, *then; } variants[] = {
	{ "pie", "-g -O2", NULL },
	{ "no-pie", "-g -O2 -no-pie -fno-pie", NULL },
	{ "dwarf4", "-g -gdwarf-4 -O2", NULL },
	{ "unoptimized", "-g -O0", NULL },
	{ "compressed", "-g -O2 -gz", NULL },
	/* What it has in common with its copy goes to a third file. */
	{ "dwz", "-g -O2", "cp %1$s %1$s.copy && { ! command -v dwz >/dev/null || dwz -m %1$s.common %1$s %1$s.copy; }" },
	{ "dwz-alone", "-g -O2", "! command -v dwz >/dev/null || dwz %1$s" },
	{ "by-link", "-g -O2 -Wl,--build-id=none", "objcopy --only-keep-debug %1$s %1$s.debug && objcopy --strip-all "
	  "--add-gnu-debuglink=%1$s.debug %1$s" },
	{ "by-link-in-folder", "-g -O2", "mkdir %1$s.d && cd %1$s.d && objcopy --only-keep-debug %1$s in-folder.debug && "
	  "objcopy --strip-all --add-gnu-debuglink=in-folder.debug %1$s && mkdir -p ../.debug && mv in-folder.debug ../.debug" },
};

int main(void)
{
	const char *source = MYTAP_SRCDIR "/testsuite/targets/image_user.c", *program;

	variant = "begin";
	if (!mkdtemp(folder))
		return 1;
	setenv("MYTAP_CACHE_DIR", folder, 1);
	unsetenv("DEBUGINFOD_URLS");
	session_init(&s);
	s.target = target_new(&s);
	di = debuginfo_new(s.target);
	for (unsigned int i = 0; i < sizeof(variants) / sizeof(*variants); i++) {
		variant = variants[i].name;
		program = arena_printf(s.arena, "%s/%s", folder, variant);
		if (!run(arena_printf(s.arena, "gcc %s -o %%s '%%s'", variants[i].options), program, source))
			continue;
		const char *with_debug = program;
		if (variants[i].then) {
			with_debug = arena_printf(s.arena, "%s.whole", program);
			if (!run("cp %s %s", program, with_debug) || !run(variants[i].then, program, ""))
				continue;
		}
		check_program(program, with_debug, source, strstr(variants[i].options, "-O2"));
	}
	variant = "build-id";
	check_build_id(arena_printf(s.arena, "%s/pie", folder));
	variant = "symbols only";
	program = arena_printf(s.arena, "%s/symbols", folder);
	if (run("gcc -O2 -o %s '%s'", program, source))
		check_stripped(program);
	variant = "dynamic symbols only";
	program = arena_printf(s.arena, "%s/dynamic", folder);
	if (run("gcc -O2 -rdynamic -s -o %s '%s'", program, source))
		check_stripped(program);
	run("printf '#!/bin/sh\\n' > %s/script", folder, "");
	check_refused(arena_printf(s.arena, "%s/script", folder), "it is a script");
	check_refused(arena_printf(s.arena, "%s/absent", folder), "No such file");
	check_refused(source, "not an ELF file");
	debuginfo_close(di);
	session_deinit(&s);
	if (!failures)
		run("rm -r %s", folder, "");
	return failures != 0;
}
