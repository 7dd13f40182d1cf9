/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Queries about the traced kernel, answered by BTF first and by DWARF if BTF cannot (DESIGN 4). A source without an
 * exact answer refuses with the reason; it never guesses. Independent of the generated C and the runtime.
 */
#ifndef MYTAP_DEBUGINFO_H
#define MYTAP_DEBUGINFO_H

#include "location.h"
#include "parser/ast.h"
#include "translator/target.h"

/* The query of a probe point. NULL / -1: not given. Patterns take * ? [ ]. */
struct place_query {
	struct image *image;		/* a program of debuginfo_program(); NULL: */
	const char *module;		/* NULL: kernel; a pattern, or the path of a .ko */
	enum place_want {
		WANT_ENTRY,		/* function: entries, and inlined instances unless call or inline is given */
		WANT_RETURN,		/* entries of functions that can return */
		WANT_STATEMENT, WANT_LABEL, WANT_CALLEE,
		WANT_ADDRESS,		/* .absolute, or kernel.statement(0xaddr) */
		WANT_SYMBOL,		/* kprobe.function: symbol table only, symbol+offset */
	} want;
	bool only_call, only_inline, only_exported, nearest;
	const char *function;		/* pattern */
	const str_vec *without;		/* patterns, "[MODULE:]FUNCTION[@FILE]": of a pattern, not these; NULL: none */
	const char *file;		/* pattern, of the path's end: "*@fs/read_write.c" */
	enum { LINE_NONE, LINE_EXACT, LINE_RELATIVE, LINE_RANGE, LINE_ALL } line_kind;
	int line, line_end;
	const char *label, *callee;	/* patterns */
	int callees_depth;
	bool callee_returns;		/* WANT_CALLEE: the callees' returns */
	uint64_t address, offset;
	bool quiet;			/* the caller ignores why: no search for similar names */
	struct loc loc;			/* for messages */
};

/* The return address of a call. */
struct place_call {
	uint64_t address;		/* DWARF link address, to tell calls apart */
	const char *module, *symbol;	/* of a module: offset counts from this symbol */
	int64_t offset;			/* else from _stext or, in a program, in its file */
};

enum { MOST_CALLS = 8 };		/* equals MYTAP_MOST_CALLS of the runtime */

/* A place that can be probed. */
struct place {
	struct image *image;		/* the image it is in */
	const char *func;		/* symbol or DWARF name; "" if unknown */
	const char *file;		/* as given to the compiler: "fs/read_write.c"; NULL if unknown */
	int line;
	const char *module;		/* NULL: kernel */
	bool has_address;		/* else only the symbol's name is known: resolved at load time */
	uint64_t address;		/* link-time */
	int64_t offset;			/* address - _stext; in a program: file offset; without has_address: from
	 * symbol `func` */
	bool is_entry;			/* of an out-of-line function */
	bool is_inline;
	bool is_plain;			/* of a return probe: debuginfo_is_plain() */
	bool is_traceable;		/* ftrace site at the entry (known only with has_address) */
	const char *label, *callee;
	const char *symbol;		/* without has_address: what offset counts from; NULL: func */
	const struct place_call *calls;	/* of a callee: its hit counts only when it returns to calls[0], ... */
	unsigned int ncalls;		/* ... out of a call that returns to calls[1], and so on; an inlined place: those of
					 * the function it is inlined in */
	uint64_t semaphore;		/* of a mark: the file offset of its counter (semaphore); 0: none */
	struct scope *scope;		/* scope for queries about variables; opaque */
};
typedef VEC(struct place *) place_vec;

/* For programs only; kernel sources may be missing. */
struct debuginfo *debuginfo_new(struct target *t);
/* NULL (reported) if there is neither BTF nor DWARF nor a symbol table. */
struct debuginfo *debuginfo_open(struct target *t);
void debuginfo_close(struct debuginfo *di);

/*
 * A user program or library, opened once: by its path or, with "build-id:HEX", by the build. NULL with the reason in
 * why. Its places (place_query.image) have link addresses, file offsets, and variables by DWARF.
 */
struct image *debuginfo_program(struct debuginfo *di, const char *path, struct strbuf *why);

/*
 * All places that match, in address order, each once. Places that cannot be
 * probed (blacklist, notrace, init text) are left out; *left_out counts them and, if the query names one function
 * exactly, why has the reason. If nothing is found, why has the name searched for and similar ones ("did you mean"),
 * or the package that would help.
 */
void debuginfo_places(struct debuginfo *di, const struct place_query *q, place_vec *ret,
		      unsigned int *left_out, struct strbuf *why);

/*
 * True if the place is the entry of a function of the kernel that is known to get all arguments, and to give its result, in registers,
 * and that returns on the stack that it was called on.
 */
bool debuginfo_is_plain(struct debuginfo *di, struct place *place);

/* A context variable that the family of a probe provides. */
struct context_var {
	const char *name;		/* "prev" of $prev, "$name" of $$name */
	struct dtype *type;		/* NULL: a number */
	struct locprog prog;		/* its value; may be made can_store, is_free */
	const char *text;		/* a text known at translation time; then neither type nor prog */
	const char *absent;		/* why it has no value at this probe; then no prog */
};
struct context_vars {
	const char *owner;		/* for messages: "tracepoint 'sched_switch'" */
	bool by_number;			/* they are arguments: $arg1 also names the first */
	VEC(struct context_var) v;
};
/* Value n passed with the hit (LOC_GIVEN); type NULL: a number. The result is valid until the next call. */
struct context_var *context_var_given(struct arena *a, struct context_vars *vars, const char *name, struct dtype *type,
				      unsigned int n);
/* ... and is the address of a string of MAXSTRINGLEN bytes. */
struct context_var *context_var_string(struct arena *a, struct context_vars *vars, const char *name, unsigned int n);
/* ... and one that the handler may write: value n is the address of its text, value n + 1 of its struct mytap_answer. */
void context_var_answer(struct arena *a, struct context_vars *vars, const char *name, unsigned int n);
/* A constant; NULL: none. */
void context_var_text(struct arena *a, struct context_vars *vars, const char *name, const char *text);

/* The meaning of the context variable $name at a place. is_return: in its .return probe. */
struct target_context {
	struct place *place;		/* NULL: none */
	bool is_return;
	bool with_types;		/* $$parms and the like show the types */
	const struct context_vars *own;	/* then only these exist; NULL: the variables of the place */
};
/* The family's variable of that name, without steps; NULL if there is none. */
const struct context_var *context_var_find(const struct target_context *at, const struct access *access);
/* Its program if it is a number or a string; NULL: use debuginfo_access(). */
struct locprog *context_var_program(struct arena *a, const struct context_var *v);

/*
 * The program for $name, @var, @cast or pointer access with its steps (not the
 * pretty ones). operand_type: of ACCESS_POINTER, the dtype of its operand.
 * NULL: why has the reason with the step, similar names, and the remedy.
 */
struct locprog *debuginfo_access(struct debuginfo *di, const struct target_context *at, const struct access *a,
				 struct dtype *operand_type, struct strbuf *why);

/* True if there is a module of that name, pattern or path: for messages about the part of a point that is wrong. */
bool debuginfo_has_module(struct debuginfo *di, const char *pattern);

/* The step at which the last access failed; NULL: at the variable itself. */
const struct access_step *debuginfo_failed_step(const struct debuginfo *di);

/* $$vars, $$parms, $$locals, $$return, $x$, $x$$: text and values in turn. */
struct pretty_part {
	const char *text;		/* literal, or NULL: */
	struct locprog *prog;		/* NULL with text == NULL: not available, shown as "?" */
	enum { PRETTY_SIGNED, PRETTY_UNSIGNED, PRETTY_HEX, PRETTY_CHAR, PRETTY_STRING } how;
	enum loc_space space;		/* location of the string */
};
typedef VEC(struct pretty_part) pretty_vec;
bool debuginfo_pretty(struct debuginfo *di, const struct target_context *at, const struct access *a,
		      struct dtype *operand_type, pretty_vec *ret, struct strbuf *why);

/* Names of the variables at a place, with types, for -L and "did you mean": "file:struct file*". */
struct target_var { const char *name; struct dtype *type; bool is_parameter; };
typedef VEC(struct target_var) target_var_vec;
void debuginfo_vars(struct debuginfo *di, const struct target_context *at, target_var_vec *ret);

/*
 * "struct task_struct", "unsigned long", "pid_t"; module as in @cast: places with colons between them, NULL or "": the program
 * of `at`, or its module and then the kernel. at NULL: not for a probe.
 */
struct dtype *debuginfo_type(struct debuginfo *di, const struct target_context *at, const char *name, const char *module,
			     struct strbuf *why);
/* @enum: of the program or module of `at`, then of the kernel. */
bool debuginfo_enumerator(struct debuginfo *di, const struct target_context *at, const char *name, int64_t *value);
/* @enumname: the enum of that name. NULL: not found; why is set to near names or NULL. */
struct dtype *debuginfo_enum_type(struct debuginfo *di, const struct target_context *at, const char *name, const char *module,
				  struct strbuf *why);

/* Tracepoints, with the arguments of their BTF prototype. */
struct tracepoint {
	const char *name, *system;	/* system may be NULL */
	const char *module;		/* that defines it; NULL: kernel */
	target_var_vec args;		/* without the first void * */
};
typedef VEC(struct tracepoint *) tracepoint_vec;
/* module NULL: of the kernel or, if it has none of that name, of any module. */
void debuginfo_tracepoints(struct debuginfo *di, const char *module, const char *pattern, tracepoint_vec *ret,
			   struct strbuf *why);

/* Its arguments, $$name and $$system as context variables. */
void tracepoint_vars(struct arena *a, const struct tracepoint *tp, struct context_vars *ret);

/*
 * The build-id and file of a module whose symbols were used; 0: it has none, or was not used. other: a file of
 * another build that was used, too; NULL: none.
 */
uint32_t debuginfo_module_build_id(struct debuginfo *di, const char *name, uint8_t *ret, const char **path,
				   const char **other);

/* A piece of an image that goes as one wherever it runs. */
struct source_section {
	const char *module, *symbol;	/* what its address is told by; NULL: the kernel's _stext */
	uint64_t link;			/* of that */
	uint64_t start, end;		/* link addresses of the piece */
};

/* Source lines of an image, packed in a file for the running script (runtime/source_lines.h). */
struct source_lines {
	const char *path;
	unsigned int head;		/* bytes of the file before them */
	VEC(struct source_section) sections;
};
/* Of a module that is named, or NULL, the kernel. false: it has no DWARF here, or none is to be used. */
bool debuginfo_lines(struct debuginfo *di, const char *module, struct source_lines *ret);
/* What they say of a link address: the file, and its line; NULL: nothing. */
const char *debuginfo_line_at(const struct source_lines *lines, uint64_t link, int *line);

/* Link addresses and identity for the module's header. 0: not known. */
uint64_t debuginfo_stext(struct debuginfo *di);
uint64_t debuginfo_symbol(struct debuginfo *di, const char *name);
/* True if the symbols are of the build that the kernel's build-id names; else they are at best of its release. */
bool debuginfo_is_this_build(struct debuginfo *di);

#endif
