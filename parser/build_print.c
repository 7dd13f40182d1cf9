// SPDX-License-Identifier: GPL-2.0-or-later
/* The print family: which functions take a format, which a delimiter, and what their arguments may be. */
#include <string.h>

#include "parser.h"
#include "parser/grammar.h"

static enum print_kind print_kind(const char *name, bool *to_string)
{
	static const char *const names[] = {
		[PRINT_PRINT] = "print", [PRINT_PRINTLN] = "println", [PRINT_PRINTD] = "printd",
		[PRINT_PRINTDLN] = "printdln", [PRINT_PRINTF] = "printf",
	};

	*to_string = name[0] == 's';
	name += *to_string;
	for (enum print_kind k = PRINT_PRINT; k <= PRINT_PRINTF; k++)
		if (!strcmp(names[k], name))
			return k;
	bug("no print function '%s'", name);
}

static void drop_first(expr_vec *v)
{
	v->v++;
	v->n--;
	v->cap--;
}

/* The format or delimiter in front; NULL after an error. */
static struct expr *first_literal(struct parser *p, const char *name, struct loc close,
				  const struct operand_list *args, const char *what)
{
	struct expr *e;

	if (!args->v.n) {
		diag_error(p->diag, close, "'%s' needs a %s: expected a string literal", name, what);
		return NULL;
	}
	e = args->v.v[0];
	if (e->kind != EXPR_STRING) {
		diag_error(p->diag, e->loc, "the %s of '%s' must be a string literal", what, name);
		return NULL;
	}
	return e;
}

static void check_hists(struct parser *p, const char *name, const struct expr *e)
{
	bool alone = e->print.args.n == 1 &&
		(e->print.kind == PRINT_PRINT || e->print.kind == PRINT_PRINTLN);

	vec_each(a, &e->print.args) {
		if ((*a)->kind != EXPR_HIST)
			continue;
		hist_place(p, *a);
		if (!alone)
			diag_error(p->diag, (*a)->loc, "a histogram can only be printed by itself: print(@hist...), not with '%s'",
				   name);
	}
}

/* Before 1.3 a pointer was printed in all its digits. */
static void widen_pointers(struct parser *p, struct format *f)
{
	if (!f || p->is_library || !parse_before(p->env, "1.3"))
		return;
	vec_each(part, &f->parts)
		if (part->conv == CONV_POINTER && part->width_kind == SIZE_NONE) {
			part->width_kind = SIZE_FIXED;
			part->width = 2 + 16;
			part->zero = true;
		}
}

struct operand build_print(struct parser *p, struct loc loc, const char *name, struct loc close,
			   struct operand_list args)
{
	struct expr *e = expr_new(p->arena, EXPR_PRINT, loc), *first;

	e->print.kind = print_kind(name, &e->print.to_string);
	if (e->print.kind == PRINT_PRINTF) {
		first = first_literal(p, name, close, &args, "format");
		if (first) {
			e->print.format_loc = first->loc;
			e->print.format = format_parse(p->arena, p->diag, args.text);
			widen_pointers(p, e->print.format);
			drop_first(&args.v);
		}
	} else if (e->print.kind == PRINT_PRINTD || e->print.kind == PRINT_PRINTDLN) {
		first = first_literal(p, name, close, &args, "delimiter");
		if (first) {
			e->print.format_loc = first->loc;
			e->print.delimiter = text_string(p, args.text);
			drop_first(&args.v);
		}
		if (first && args.v.n < 2)
			diag_error(p->diag, close, "'%s' needs two values or more behind its delimiter, which stands between them",
				   name);
	} else if (e->print.kind == PRINT_PRINT && !args.v.n) {
		diag_error(p->diag, close, "'%s' needs a value to print", name);
	}
	if (args.v.n > LIMIT_PRINT_VALUES)
		limit_error(p->diag, args.v.v[LIMIT_PRINT_VALUES]->loc, PRINT_VALUES);
	e->print.args = args.v;
	check_hists(p, name, e);
	if (args.depth + 1 > LIMIT_NESTING)
		give_up(p, loc);
	return operand_of(e, args.depth + 1);
}
