/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The script, as the runtime sees it: struct mytap_script and its tables. Part of api.h. */
#ifndef MYTAP_API_SCRIPT_H
#define MYTAP_API_SCRIPT_H

struct mytap_ctx;
struct mytap_hit;
struct mytap_map;

/* The families of probes, and what the generated C tells about each probe and about the script. */
enum mytap_family {
#define FAMILY(ENUM, ...) MYTAP_##ENUM,
#define FAMILY_SCRIPT(...)
#include "families.def"
	MYTAP_FAMILIES
};
#define FAMILY(ENUM, name, type, ...) struct mytap_##name##_probe { __VA_ARGS__ };
#define FAMILY_SCRIPT(ENUM, name, ...) struct mytap_##name##_script { __VA_ARGS__ };
#include "families.def"
/* Refers to a family's code: whoever has probes of it is not linked with a runtime that lacks it (usual.h). */
#define FAMILY(ENUM, name, ...) extern const char mytap_has_##name;
#define FAMILY_SCRIPT(...)
#include "families.def"
/*
 * The same of parts that not every script needs: conditions of probes; modules that it names; calls that a place asks for; files of
 * programs, their code and tables.
 */
#define MYTAP_PARTS(PART) PART(conditions) PART(modules) PART(calls) PART(programs)
#define MYTAP_PART(name) extern const char mytap_has_##name;
MYTAP_PARTS(MYTAP_PART)
#define MYTAP_REFERENCES __attribute__((section(".discard.mytap_refs"), used))	/* not in the module */

enum mytap_probe_flags {
	MYTAP_NEEDS_REGS = 1,		/* full registers, not only the six arguments */
	MYTAP_INTERRUPTIBLE = 2,
	MYTAP_LONGER = 4,		/* has the budget of an interruptible probe without being one */
	MYTAP_PLAIN_ENTRY = 8,		/* RETURN, URETURN: entry() reads only c->regs, writes only c->entry and cannot fail */
	MYTAP_QUICK = 16,		/* handler() only adds to what the slot has for itself: it cannot fail, charges and prints nothing */
};

struct mytap_probe {
	void (*handler)(struct mytap_ctx *c);
	/* FUNCTION: false: the hit has nothing to do (the handler tests it, too); reads the task and registers; or NULL. */
	bool (*predicate)(const struct mytap_regs *regs, s32 pid);
	void (*entry)(struct mytap_ctx *c);	/* RETURN, URETURN: saves @entry values into c->entry; or NULL */
	/*
	 * UPROBE, URETURN: reads the user memory that the handler will read, where the task may sleep for it; or
	 * NULL.
	 */
	void (*touch)(struct mytap_ctx *c);
	void (*entry_touch)(struct mytap_ctx *c);	/* the same for what entry() will read */
	const char *text;
	const void *data;			/* of its family: struct mytap_FAMILY_probe; NULL: all fields are 0 */
	u16 family, flags;
	u32 entry_size;				/* bytes of c->entry */
	u32 condition;				/* probe ... if (cond): 1 + index into conditions; 0: none */
	u64 changes;				/* conditions that the handler may change: bit i; bit 63: condition 63 and all after it */
	const char *point, *script_point;	/* pp() where it is not `text`; pn() where it is not pp(); or NULL */
};

/* One address a probe sits on. Sorted by probe; the runtime sorts by address. */
struct mytap_place {
	s64 offset;			/* from _stext of the linked vmlinux; or with a name: from that symbol's start */
	u32 probe;			/* index into probes */
	u32 name;			/* 0: offset is from _stext; else 1 + index into .mytap.names */
	const char *func;		/* ppfunc(): "vfs_read"; "" if not known */
	const char *point;		/* pp(); NULL unless the script uses it */
	const char *script_point;	/* pn() where it is not pp(); or NULL */
	const struct mytap_call *calls;	/* only calls count that return to calls[0], made by a function that returns ... */
	u32 ncalls;			/* ... to calls[1], and so on; 0: all calls count */
	bool is_plain;			/* of a return: the function gets its arguments and gives its result in registers only */
	bool is_within;			/* the place is inside a function: the calls are looked up on the stack, not at the entry */
	u32 program;			/* 1 + index into .mytap.programs: offset is in that file; 0: a place of the kernel */
	bool is_nop5;			/* of a program: on a five-byte nop inside a function */
	u64 link;			/* of a program: the place's link address */
	u64 semaphore;			/* file offset of the counter that tells the program that the place is probed; 0: none */
};

/*
 * A table of places without a pointer in any, ten words each, for the assembler (translator/emit/place_row.c): offset; probe and name; func,
 * point, script_point, calls: 0; is_plain; program and is_nop5; link; semaphore.
 */
#define MYTAP_PLACE_AT(member, at) __builtin_offsetof(struct mytap_place, member) == (at)
#define MYTAP_PLACES_AS_WORDS(table, rows) \
	_Static_assert(sizeof(struct mytap_place) == 80 && MYTAP_PLACE_AT(offset, 0) && MYTAP_PLACE_AT(probe, 8) && \
		       MYTAP_PLACE_AT(name, 12) && MYTAP_PLACE_AT(func, 16) && MYTAP_PLACE_AT(calls, 40) && MYTAP_PLACE_AT(ncalls, 48) && \
		       MYTAP_PLACE_AT(is_plain, 52) && MYTAP_PLACE_AT(program, 56) && MYTAP_PLACE_AT(is_nop5, 60) && \
		       MYTAP_PLACE_AT(link, 64) && MYTAP_PLACE_AT(semaphore, 72), "the words of a place"); \
	asm(".pushsection .rodata\n.balign 8\n" #table ":\n" rows ".popsection\n"); \
	extern const struct mytap_place table[] __attribute__((visibility("hidden")))

/* A return address. */
struct mytap_call {
	s64 offset;			/* from _stext, or from the symbol `name`; of a program: in its file */
	u32 name;			/* 0, or 1 + index into .mytap.names */
};
enum { MYTAP_MOST_CALLS = 8 };

/* A scalar global that may be set from outside. */
struct mytap_global {
	const char *name;
	void *where;
	u32 size;			/* 0: s64; else a string of `size` bytes */
};

/* The layout of a global, for readers of a dump (dump.h); the runtime does not use it. */
struct mytap_variable {
	const char *name;
	struct mytap_map **map;		/* an array; else NULL */
	const void *where;		/* the value; or its offset, where each slot has its own */
	u32 own;			/* 1 + offset in a slot's variables; 0: not per slot */
	u32 size;			/* bytes of a value that is a string; else 0 */
	const char *parts;		/* of an aggregate, its words: "count sum high min max squares[3] hist[128] log"; else NULL */
};

/* An array. The runtime allocates it at load time. */
struct mytap_map_desc {
	struct mytap_map **map;
	const char *name;
	const struct mytap_map_room *room;	/* capacity (wire.h); per_cpu: aggregates, merged when read */
	u32 nkeys;
	u32 string_keys;		/* bit i: key i is a string */
	bool wraps;			/* full: the oldest entry makes room */
	bool sized;			/* sized by its declaration, not by MAXMAPENTRIES */
	void (*merge)(void *to, const void *from);	/* per_cpu: adds `from` to `to`, which is zeroed when new; NULL: word by word */
};

/* The back end of return probes: the best one available, or a fixed one. */
enum mytap_returns { MYTAP_RETURNS_ANY, MYTAP_RETURNS_KRETPROBE, MYTAP_RETURNS_RETHOOK, MYTAP_RETURNS_FPROBE, MYTAP_RETURNS_DIRECT };

/* A module that the script was compiled for by build-id; other builds are not probed. */
struct mytap_module {
	const char *name;
	u8 build_id[32];
	u32 build_id_size;
};

/* A piece of the kernel or of a module whose source lines are known (source_lines.h). */
struct mytap_section {
	u64 link;			/* link address of the symbol `name`, or of _stext */
	u64 start, end;			/* of the piece, link addresses */
	const struct mytap_source_lines *lines;
	u32 name;			/* 0, or 1 + index into .mytap.names */
};

/* A file of them, without its first bytes. */
#define MYTAP_SOURCE_LINES(name, file, skip) \
	asm(".pushsection .rodata\n\t.balign 8\n" #name ":\n\t.incbin " file ", " skip "\n\t.popsection"); \
	extern const struct mytap_source_lines name

struct mytap_limits {
	s32 maxaction, maxaction_interruptible, maxnesting, maxerrors, maxskipped;
	u32 minstackspace, maxtrylock, trylock_delay_us;
	s32 hist_elision;		/* rows kept around data; 0: none, < 0: all rows shown */
	bool suppress_errors;		/* MAXBACKTRACE: addresses of a backtrace at most; 0: 20 */
	u32 maxbacktrace;		/* addresses of a backtrace at most; 0: 20 */
	u32 kretactive;			/* returns that a return probe can await at a time, for each function; 0: the runtime's choice */
	u64 overload_threshold, overload_interval;	/* cycles in handlers that are an overload, and per how many cycles; 0: the default */
	bool no_overload;		/* the overload guard is off */
	bool kernel_clock;		/* records get the time of the kernel's own clock (clock.c) */
};
/* The defaults; designated initializers after the macro override them. */
#define MYTAP_USUAL_LIMITS \
	.maxaction = 1000, .maxaction_interruptible = 10000, .maxnesting = 1, .maxskipped = 100, .minstackspace = 1024, \
	.maxtrylock = 10000, .trylock_delay_us = 10, .hist_elision = 2

struct mytap_script {
	u32 abi, size;			/* MYTAP_ABI, sizeof(struct mytap_script) */
	const struct mytap_probe *probes;
	const struct mytap_place *places;
	const struct mytap_map_desc *maps;
	const struct mytap_global *globals;
	bool (*const *conditions)(struct mytap_ctx *c);	/* of `if (cond)`; false also when it failed to get a lock */
	u32 nprobes, nplaces, nmaps, nglobals, nnames, nconditions;
	u32 pcpu_size;			/* sizeof the struct behind c->pcpu */
	u32 frame_size;			/* bytes of string locals for the deepest call chain */
	bool prints;			/* some probe that fires in probe context prints: full-size rings */
	u64 stext, anchor;		/* link addresses of _stext and _printk; 0 when places are resolved by name */
	u8 build_id[32];
	u32 build_id_size;		/* 0: unknown, not compared */
	u32 nprograms;			/* entries of .mytap.programs */
	u32 maxstacks;			/* MAXSTACKS: numbered stacks at most; 0: the script uses none */
	bool walks_programs;		/* the script uses stacks of programs, or names in them */
	const char *names;		/* .mytap.names: nnames texts, "symbol" or "module:symbol" */
	const struct mytap_module *modules;	/* builds of the modules in names or tracepoints; other modules are not compared */
	const struct mytap_section *sections;
	u32 nmodules, nsections;
	const void *family[MYTAP_FAMILIES];	/* struct mytap_FAMILY_script; NULL: all of it 0 */
	const struct mytap_variable *variables;
	u32 nvariables;
	struct mytap_limits limits;
};
extern const struct mytap_script mytap_script;	/* defined by the generated C */

#endif
