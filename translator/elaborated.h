/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What pass 2 gives pass 3: every probe resolved to a place, every name to its
 * variable or function, every expression typed, every target access a location
 * program. Emit never asks debuginfo anything.
 */
#ifndef MYTAP_ELABORATED_H
#define MYTAP_ELABORATED_H

#include "debuginfo/debuginfo.h"
#include "parser/ast.h"

struct probe_family;

/*
 * A value saved when the function was entered, for a .return probe: @entry(e),
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

struct handler {			/* one body; shared by derived probes that do not differ in it */
	struct stmt *body;
	var_vec locals;
	VEC(struct entry_value) entries;
	VEC(struct lock_use) locks;	/* empty: none needed (see global_use) */
	struct stmt *lock_first, *lock_last;	/* top-level statements of the narrowed locked stretch; NULL: whole body */
	var_vec sets;			/* globals that it writes and some probe's condition reads */
	bool uses_regs;			/* some program needs full registers */
	bool uses_pp;			/* pp() */
	bool prints;
	bool has_context;		/* $x inside: not to be shared */
	unsigned int id;
};

/* An event of perf_event_open(2), and what is done with it. */
struct perf_event {
	uint32_t type;
	int64_t config;
	int64_t period, hz;		/* from one hit to the next; both 0: no hits, it only counts */
	const char *process;		/* hits while this program runs only; or NULL */
	bool of_target;			/* hits while the target runs only (-c, -x) */
	const char *counter;		/* @perf("counter") reads it; or NULL */
	bool optional;			/* ?: goes without when the machine has no such event */
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
	const struct tracepoint *tracepoint;
	const struct perf_event *perf;
	int64_t arg, arg2;		/* of struct mytap_probe */
	bool is_return;
	bool is_raw;			/* an address as the script has it: perhaps in the middle of an instruction */
	uint32_t flags;			/* enum mytap_probe_flags of the runtime */
};

/* How a global is shared between probes; decides storage and locks. */
enum global_use {
	GLOBAL_LOCKED,			/* scalar or array behind its lock */
	GLOBAL_UNLOCKED,		/* only begin/end/error probes write it, or only one probe at a time can */
	GLOBAL_PER_CPU,			/* ++, +=, -- or <<< from probes, read only at the end: a copy per slot, summed up */
	GLOBAL_PER_CPU_LOCKED,		/* <<< from probes, read while they run: a copy per slot with a lock word each */
};

struct program {
	VEC(struct dprobe *) probes;
	VEC(struct handler *) handlers;
	VEC(struct func *) funcs;	/* used ones */
	var_vec globals;		/* used ones, in declaration order */
	enum global_use *global_use;	/* one per element of globals */
	VEC(struct embed *) embeds;	/* top-level C */
	unsigned int call_depth;	/* deepest call chain, for MAXNESTING */
	bool uses_embedded_c;
	bool prints_in_probes;
};

/* How a global is kept. */
enum global_use program_global_use(const struct program *p, const struct var *v);

#endif
