// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel.data("symbol" or ADDRESS)[.length(N)].write, .rw: hardware watchpoints. A symbol is a variable of the
 * kernel, with the length of its type; an address is one of the running kernel, as in /proc/kallsyms. $value is the
 * value after the access, $old the previous one.
 */
#include "watch.h"

struct watch {
	struct watched of;
	int64_t offset;			/* of the variable, from _stext */
	bool reads, optional;
};

enum { KERNEL_HALF_BIT = 63, DEFAULT_LENGTH = 8 };

static bool is_of_kernel(uint64_t address)
{
	return address >> KERNEL_HALF_BIT;
}

struct dtype *watched_variable(struct target *t, const struct target_context *at, const char *name, struct locprog **ret_prog,
			       struct strbuf *why)
{
	struct access a = { .base = ACCESS_VAR, .name = name, .address_of = true };
	struct locprog *p = debuginfo_access(target_debuginfo(t), at, &a, NULL, why);
	struct dtype *pointer = p ? dtype_strip(p->type) : NULL;

	*ret_prog = p;
	return pointer && pointer->kind == DTYPE_POINTER ? pointer->target : NULL;
}

static bool find_variable(struct point_match *m, struct watch *w)
{
	struct debuginfo *di = target_debuginfo(m->target);
	struct diag *d = &m->session->diag;
	static const struct target_context nowhere;
	struct strbuf why = { 0 };
	struct locprog *prog;
	uint64_t address;

	if (!di)
		return false;
	address = debuginfo_symbol(di, w->of.name);
	if (!address && !m->optional)
		diag_error(d, point_loc(m, "data"), "the kernel has no symbol '%s'", w->of.name);
	if (!address)
		return false;
	if (!is_of_kernel(address)) {
		diag_error(d, point_loc(m, "data"),
			   "'%s' is per CPU, there is one for each: give the address of the one to watch", w->of.name);
		return false;
	}
	w->of.address = address;
	w->offset = (int64_t)(address - debuginfo_stext(di));
	w->of.type = watched_variable(m->target, &nowhere, w->of.name, &prog, &why);
	strbuf_deinit(&why);
	return true;
}

static bool is_length(int64_t n)
{
	return n == 1 || n == 2 || n == 4 || n == 8;
}

/* .length(N) takes precedence over the type. */
bool watched_take_length(struct point_match *m, struct watched *w)
{
	struct diag *d = &m->session->diag;
	struct dtype *s = dtype_strip(w->type);

	if (!point_number(m, "length", &w->length)) {
		if (w->name && !s) {
			diag_error(d, point_loc(m, "data"), "the type of '%s' is not known here: give its length, as "
				   ".data(\"%s\").length(4)", w->name, w->name);
			return false;
		}
		w->length = s ? (int64_t)s->size : DEFAULT_LENGTH;
		if (!is_length(w->length)) {
			diag_error(d, point_loc(m, "data"), "'%s' has %lld bytes, and the processor watches 1, 2, 4 or 8: say how "
				   "many of its first ones by .length(N)", w->name, (long long)w->length);
			return false;
		}
	} else if (!is_length(w->length)) {
		diag_error(d, point_loc(m, "length"), "the processor watches 1, 2, 4 or 8 bytes, not %lld", (long long)w->length);
		return false;
	}
	if (s && s->size != (uint64_t)w->length)
		w->type = NULL;
	if (w->address % (uint64_t)w->length) {
		diag_error(d, point_loc(m, "data"), "%lld bytes are watched at a multiple of %lld only, and %#llx is none",
			   (long long)w->length, (long long)w->length, (unsigned long long)w->address);
		return false;
	}
	return true;
}

static bool watch_derive(struct point_match *m)
{
	struct watch *w = arena_new_of(m->session->arena, struct watch);
	struct dprobe *p;
	int64_t address;

	w->reads = point_has(m, "rw");
	w->optional = m->optional;
	if (point_number(m, "data", &address)) {
		w->of.address = (uint64_t)address;
		if (!is_of_kernel(w->of.address)) {
			diag_error(&m->session->diag, point_loc(m, "data"), "%#llx is no address of the kernel",
				   (unsigned long long)w->of.address);
			return false;
		}
	} else if (!point_string(m, "data", &w->of.name) || !find_variable(m, w)) {
		return false;
	}
	if (!watched_take_length(m, &w->of))
		return false;
	p = dprobe_add(m);
	p->detail = w;
	p->has_address = w->of.name != NULL;
	return true;
}

void watched_variables(struct target *t, const struct dprobe *p, const struct watched *w, struct context_vars *ret)
{
	ret->owner = arena_printf(t->arena, "'%s'", p->text);
	context_var_given(t->arena, ret, "value", w->type, 0);
	context_var_given(t->arena, ret, "old", w->type, 1);
}

static void watch_variables(struct target *t, const struct dprobe *p, struct context_vars *ret)
{
	watched_variables(t, p, &((const struct watch *)p->detail)->of, ret);
}

static void watch_emit(struct family_text *t, const struct dprobe *p)
{
	const struct watch *w = p->detail;

	if (w->of.name)
		field_kernel_offset(t, "offset", w->offset);
	else
		field_unsigned(t, "address", w->of.address);
	field_number(t, "length", w->of.length);
	field_true(t, "reads", w->reads);
	field_true(t, "optional", w->optional);
}

static const struct runtime_family watch_runtime = { .name = "watch", .emit = watch_emit };

#define WATCH(arg) \
	"kernel.data(" arg ").write", "kernel.data(" arg ").rw", \
	"kernel.data(" arg ").length(number).write", "kernel.data(" arg ").length(number).rw"

static const char *const patterns[] = { WATCH("string"), WATCH("number"), NULL };

const struct probe_family watch_family = {
	.name = "watch", .patterns = patterns, .derive = watch_derive, .runtime = &watch_runtime,
	.variables = watch_variables,
};
