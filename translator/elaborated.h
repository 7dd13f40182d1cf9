/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The result of pass 2, input of pass 3: every probe resolved to a place, every name to its
 * variable or function, every expression typed, every target access a location
 * program. Emit makes no query to debuginfo.
 */
#ifndef MYTAP_ELABORATED_H
#define MYTAP_ELABORATED_H

#include "parser/ast.h"

struct place;				/* debuginfo.h */
struct probe_family;
struct runtime_family;

/*
 * A value saved at the function's entry, for a .return probe: @entry(e),
 * or $x of a parameter. The expression in the body is replaced by a SYMBOL
 * whose var (scope LOCAL) is `var`; the entry handler evaluates `value`.
 */
struct entry_value {
	struct var *var;
	struct expr *value;
};

/* Lock needs of one handler, in the one global order; filled by elaborate/locks.c. */
struct lock_use {
	struct var *global;
	bool is_write;
};

struct handler {			/* one body; shared by derived probes with the same code */
	struct stmt *body;
	var_vec locals;
	VEC(struct entry_value) entries;
	VEC(struct lock_use) locks;	/* empty: none needed (see global_use) */
	struct stmt *lock_first, *lock_last;	/* top-level statements of the narrowed locked stretch; NULL: whole body */
	var_vec sets;			/* globals that it writes and a probe's condition reads */
	bool uses_regs;			/* some program needs full registers */
	bool uses_pp;			/* pp() */
	bool prints;
	bool has_context;		/* contains $x: not shared */
	unsigned int id;
};

struct dprobe {				/* a derived probe */
	const struct probe_family *family;
	struct probe *source;
	const char *text;		/* "kernel.function(\"vfs_read@fs/read_write.c:450\").call" */
	const char *named;		/* as the script names it, patterns filled in; NULL: as text */
	const char *given;		/* as the user wrote the point: "kernel.function(\"vfs_*\")" */
	struct loc loc;
	struct handler *handler;
	struct expr *condition;		/* and-ed through aliases; or NULL */
	struct place *place;		/* families that sit on an address */
	const char *module;		/* without a place: the module whose build must match; NULL: the kernel */
	const void *detail;		/* data of its family, opaque to others */
	bool has_address;		/* its family uses offsets from _stext */
	bool is_return;
	bool is_raw;			/* an address from the script: may be in the middle of an instruction */
};

/* A family used by probes of the program. */
struct family_use {
	const struct runtime_family *family;
	unsigned int nprobes;
	const int64_t *symbols;		/* offsets from _stext, in the order of family->symbols; NULL: unknown, or not
	 * needed */
};

/* How a global is shared between probes; decides storage and locks. */
enum global_use {
	GLOBAL_LOCKED,			/* scalar or array behind its lock */
	GLOBAL_UNLOCKED,		/* only begin/end/error probes write it, or only one probe at a time can */
	GLOBAL_PER_CPU,			/* ++, +=, -- or <<< from probes, read only at the end: a copy per slot, added
	 * up */
	GLOBAL_PER_CPU_LOCKED,		/* <<< from probes, read while they run: a copy per slot, each with a lock
	 * word */
};

/* A module that the program names. */
struct module_use {
	const char *name;
	uint8_t build_id[32];
	uint32_t build_id_size;		/* 0: unknown */
	const char *path, *other;	/* its file; a file of another build that is also used, or NULL */
};

struct program {
	VEC(struct dprobe *) probes;
	VEC(struct family_use) families;
	VEC(struct handler *) handlers;
	VEC(struct func *) funcs;	/* used ones */
	var_vec globals;		/* used ones, in declaration order */
	enum global_use *global_use;	/* one per element of globals */
	VEC(struct embed *) embeds;	/* top-level C */
	VEC(struct module_use) modules;
	VEC(struct source_lines) source_lines;	/* debuginfo.h: where a script asks for lines of addresses */
	bool has_addresses;		/* some offsets are from _stext */
	uint64_t stext, anchor;		/* link addresses of _stext and _printk; 0: not needed, or unknown */
	unsigned int call_depth;	/* deepest call chain, for MAXNESTING */
	bool uses_embedded_c;
	bool prints_in_probes;
};

/* NULL: removed. */
const struct runtime_family *dprobe_runtime(const struct dprobe *p);
/* Its number among the probes of its family. */
unsigned int dprobe_number(const struct program *prog, const struct dprobe *p);
/* The storage of a global. */
enum global_use program_global_use(const struct program *p, const struct var *v);

#endif
