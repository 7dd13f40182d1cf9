// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The arguments of a mark, "SIZE@OPERAND" each, with operands of the x86-64 assembler as gcc and clang write them:
 *
 *	$5   %rdi   %r8d   (%rax)   -8(%rbp)   -96(%rbp,%rax,8)   (,%rcx,4)   name(%rip)   8+name(%rip)   name+8(%rip)
 *
 * to location programs. SIZE is 1, 2, 4 or 8, negative for signed values. An operand that cannot be read (a floating-point
 * register, an unknown symbol) makes that argument absent, not the mark.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "translator/user/mark.h"

struct operand {
	struct arena *a;
	const struct image *image;
	struct mark_argument *ret;
	const char *at;			/* the rest of the text */
	bool has_address;		/* a value is on the stack: further ones are added to it */
};

#define push(o, ...) vec_push((o)->a, &(o)->ret->ops, (struct loc_op){ __VA_ARGS__ })

/* One more part of an address. */
#define push_term(o, ...) do {				\
	push(o, __VA_ARGS__);				\
	if ((o)->has_address)				\
		push(o, .kind = LOC_ADD);		\
	(o)->has_address = true;			\
} while (0)

static bool absent(struct operand *o, const char *why)
{
	o->ret->why = arena_printf(o->a, "its argument is '%s', %s", o->ret->text, why);
	o->ret->ops.n = 0;
	return false;
}

/* ---- registers --------------------------------------------------------------------------------- */

struct register_name { const char *name; int number; unsigned int size; bool is_high; };

/* By their DWARF numbers. */
static bool find_register(const char *s, size_t n, struct register_name *ret)
{
	static const char letters[8][3] = { "ax", "dx", "cx", "bx", "si", "di", "bp", "sp" };
	char *end;

	*ret = (struct register_name){ .size = 8 };
	if (n == 3 && !memcmp(s, "rip", 3)) {
		ret->number = 16;
		return true;
	}
	if (n >= 2 && s[0] == 'r' && isdigit((unsigned char)s[1])) {		/* r8, r8d, r8w, r8b */
		ret->number = (int)strtol(s + 1, &end, 10);
		ret->size = end == s + n ? 8 : *end == 'd' ? 4 : *end == 'w' ? 2 : *end == 'b' ? 1 : 0;
		return ret->number >= 8 && ret->number <= 15 && ret->size && end + (ret->size < 8) == s + n;
	}
	for (int i = 0; i < 8; i++) {
		const char *l = letters[i];

		ret->number = i;
		if (n == 3 && !memcmp(s + 1, l, 2) && (s[0] == 'r' || s[0] == 'e')) {
			ret->size = s[0] == 'r' ? 8 : 4;
			return true;
		}
		ret->size = n == 2 && !memcmp(s, l, 2) ? 2 : 1;
		ret->is_high = n == 2 && i < 4 && s[0] == l[0] && s[1] == 'h';
		if (ret->size == 2 || ret->is_high || (n == 2 && i < 4 && s[0] == l[0] && s[1] == 'l') ||
		    (n == 3 && i >= 4 && !memcmp(s, l, 2) && s[2] == 'l'))
			return true;
	}
	return false;
}

/* "%name" */
static bool read_register(struct operand *o, struct register_name *ret)
{
	size_t n;

	if (*o->at != '%')
		return absent(o, "of an unknown form");
	o->at++;
	for (n = 0; isalnum((unsigned char)o->at[n]); n++)
		;
	if (!find_register(o->at, n, ret))
		return absent(o, "a register that probes do not see");
	o->at += n;
	return true;
}

static bool register_operand(struct operand *o)
{
	struct register_name r;

	if (!read_register(o, &r))
		return false;
	push(o, .kind = LOC_REGISTER, .n = r.number);
	if (r.is_high) {
		push(o, .kind = LOC_CONST, .n = 8);
		push(o, .kind = LOC_SHR);
	}
	if (r.size < o->ret->size)
		push(o, .kind = LOC_ZERO_EXTEND, .size = r.size);
	return true;
}

/* ---- memory ------------------------------------------------------------------------------------ */

static bool find_symbol(const struct image *image, const char *section, const char *name, size_t n, uint64_t *ret)
{
	const Elf64_Shdr *s = elf_section(image->elf, section);
	size_t size, names_size = 0;
	const Elf64_Sym *sym = elf_contents(image->elf, s, &size);
	const char *names = s && s->sh_link < image->elf->nsections ?
			    elf_contents(image->elf, &image->elf->sections[s->sh_link], &names_size) : NULL;

	if (!sym || !names_size || names[names_size - 1])
		return false;
	for (size_t i = 0; i < size / sizeof(*sym); i++) {
		if (sym[i].st_name >= names_size || sym[i].st_shndx == SHN_UNDEF || strncmp(names + sym[i].st_name, name, n) ||
		    names[sym[i].st_name + n])
			continue;
		*ret = sym[i].st_value;
		return true;
	}
	return false;
}

/* A sum of numbers and at most one symbol, in any order. */
static bool read_displacement(struct operand *o, int64_t *number, uint64_t *symbol, bool *has_symbol)
{
	while (*o->at && *o->at != '(') {
		const char *start = o->at + (*o->at == '+' || *o->at == '-');
		bool negative = *o->at == '-';
		char *end;
		size_t n;

		if (isdigit((unsigned char)*start)) {
			uint64_t v = strtoull(start, &end, 0);

			*number += (int64_t)(negative ? -v : v);
			o->at = end;
			continue;
		}
		for (n = 0; isalnum((unsigned char)start[n]) || strchr("_.$", start[n] ? start[n] : '('); n++)
			;
		if (!n || negative || *has_symbol)
			return absent(o, "of an unknown form");
		if (!find_symbol(o->image, ".symtab", start, n, symbol) && !find_symbol(o->image, ".dynsym", start, n, symbol))
			return absent(o, "which names a symbol that the program has not kept");
		*has_symbol = true;
		o->at = start + n;
	}
	return true;
}

/* "(base,index,scale)", of which each may be missing; adds to the address on the stack. */
static bool read_base_and_index(struct operand *o, bool has_symbol)
{
	struct register_name r;

	o->at++;
	if (*o->at == '%') {
		if (!read_register(o, &r))
			return false;
		if (r.number == 16 && !has_symbol)
			return absent(o, "relative to its place in the program, which is unknown");
		if (r.number != 16)
			push_term(o, .kind = LOC_REGISTER, .n = r.number);
	}
	if (*o->at == ',' && *++o->at == '%') {
		if (!read_register(o, &r))
			return false;
		push(o, .kind = LOC_REGISTER, .n = r.number);
		if (*o->at == ',') {
			push(o, .kind = LOC_CONST, .n = strtol(o->at + 1, (char **)&o->at, 10));
			push(o, .kind = LOC_MUL);
		}
		if (o->has_address)
			push(o, .kind = LOC_ADD);
		o->has_address = true;
	}
	if (*o->at != ')')
		return absent(o, "of an unknown form");
	o->at++;
	return true;
}

static bool memory_operand(struct operand *o)
{
	uint64_t symbol = 0;
	int64_t number = 0;
	bool has_symbol = false;

	if (!read_displacement(o, &number, &symbol, &has_symbol))
		return false;
	if (has_symbol)
		push_term(o, .kind = LOC_ADDRESS, .image = (struct image *)o->image, .n = (int64_t)(symbol + (uint64_t)number));
	if (*o->at == '(' && !read_base_and_index(o, has_symbol))
		return false;
	if (!has_symbol && (number || !o->has_address))
		push_term(o, .kind = LOC_CONST, .n = number);
	push(o, .kind = LOC_LOAD, .size = o->ret->size, .space = SPACE_USER);
	return true;
}

/* ---- arguments --------------------------------------------------------------------------------- */

/* "-4@" or nothing: then the operand is all there is. */
static bool read_size(struct operand *o)
{
	const char *cut = strchr(o->at, '@');
	char *end;
	long n;

	o->ret->size = 8;
	o->ret->is_signed = true;
	if (!cut)
		return true;
	n = strtol(o->at, &end, 10);
	o->ret->is_signed = n < 0;
	o->ret->size = (unsigned int)labs(n);
	if (end == cut - 1 && *end == 'f')
		return absent(o, "a floating-point value");
	if (end != cut || (labs(n) != 1 && labs(n) != 2 && labs(n) != 4 && labs(n) != 8))
		return absent(o, "of an unknown size");
	o->at = cut + 1;
	return true;
}

static void read_argument(struct operand *o)
{
	bool ok;

	if (!read_size(o))
		return;
	if (*o->at == '$') {
		push(o, .kind = LOC_CONST, .n = (int64_t)strtoull(o->at + 1, (char **)&o->at, 0));
		ok = true;
	} else {
		ok = *o->at == '%' ? register_operand(o) : memory_operand(o);
	}
	if (!ok)
		return;
	if (*o->at) {
		absent(o, "of an unknown form");
		return;
	}
	if (o->ret->size < 8)
		push(o, .kind = o->ret->is_signed ? LOC_SIGN_EXTEND : LOC_ZERO_EXTEND, .size = o->ret->size);
}

void user_mark_arguments(struct arena *a, const struct image *image, const struct user_mark *m, mark_argument_vec *ret)
{
	for (const char *at = m->arguments + strspn(m->arguments, " "); *at; at += strspn(at, " ")) {
		size_t n = strcspn(at, " ");
		struct mark_argument argument = { .text = arena_strndup(a, at, n) };
		struct operand o = { .a = a, .image = image, .ret = &argument, .at = argument.text };

		read_argument(&o);
		vec_push(a, ret, argument);
		at += n;
	}
}
