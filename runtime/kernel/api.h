/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All that generated C may use. Needs no kernel header, so that a script's own
 * C compiles in 40 ms; runtime.c and embedded C include it behind theirs.
 *
 * Strings. A script string is a char buffer of MAXSTRINGLEN bytes (a multiple
 * of 8, 8-aligned), NUL-terminated, and zero up to the end of the 8-byte word
 * that holds the NUL: so strings are copied, compared and hashed by words.
 * Everything here that writes a string keeps this.
 *
 * Contexts. A handler runs with interrupts off on its CPU's context (INTERRUPTIBLE
 * handlers and begin/end/error in process context excepted), alone on its slot:
 * c->pcpu is its own. Nothing here sleeps or allocates.
 *
 * Errors. A function that can fail sets c->error; the caller goes to its error
 * label. Where: "operator '/' at x.stp:1:20", kept as text. A script function's
 * caller tests by mytap_call_failed(), for the report.
 */
#ifndef MYTAP_API_H
#define MYTAP_API_H

enum { MYTAP_ABI = 1, MYTAP_CALLS_KEPT = 12 };

#ifdef _LINUX_TYPES_H
#define MYTAP_IN_KERNEL_UNIT 1
#else
typedef signed char s8;
typedef unsigned char u8;
typedef short s16;
typedef unsigned short u16;
typedef int s32;
typedef unsigned int u32;
typedef long long s64;
typedef unsigned long long u64;
typedef _Bool bool;
typedef unsigned long size_t;
#define true 1
#define false 0
#define NULL ((void *)0)
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v) (*(volatile __typeof__(x) *)&(x) = (v))
void *memcpy(void *to, const void *from, size_t n);
void *memset(void *p, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
#endif

#include "../wire.h"
#include "../llog.h"

#define MYTAP_SECTION(name) __attribute__((section(".mytap." name), used))
#define MYTAP_STRING __attribute__((aligned(8)))	/* of every string buffer and string constant */
/* A function that need not run fast: in a long script, gcc had better be done with it soon. */
#if defined(MYTAP_LONG_SCRIPT) && !defined(__clang__)
#define MYTAP_RARE __attribute__((optimize("O0")))
#else
#define MYTAP_RARE
#endif

/* The probed registers, laid out as the kernel's struct pt_regs (asserted in runtime.c). */
#ifdef __x86_64__
struct mytap_regs {
	u64 r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp, ss;
};
#endif

/* ---- the script, as the runtime sees it ---------------------------------------------------- */

struct mytap_ctx;
struct mytap_hit;
struct mytap_map;

/* Families of probes, what each tells of a probe, and of the script. */
enum mytap_family {
#define FAMILY(ENUM, ...) MYTAP_##ENUM,
#define FAMILY_SCRIPT(...)
#include "families.def"
	MYTAP_FAMILIES
};
#define FAMILY(ENUM, name, type, ...) struct mytap_##name##_probe { __VA_ARGS__ };
#define FAMILY_SCRIPT(ENUM, name, ...) struct mytap_##name##_script { __VA_ARGS__ };
#include "families.def"

enum mytap_probe_flags {
	MYTAP_NEEDS_REGS = 1,		/* full registers, not only the six arguments */
	MYTAP_INTERRUPTIBLE = 2,
	MYTAP_LONGER = 4,		/* has the budget of an interruptible one, without being one */
};

struct mytap_probe {
	void (*handler)(struct mytap_ctx *c);
	void (*entry)(struct mytap_ctx *c);	/* RETURN, URETURN: saves @entry values into c->entry; or NULL */
	/* UPROBE, URETURN: reads what the handler will read of user memory, where the task may sleep for it; or NULL. */
	void (*touch)(struct mytap_ctx *c);
	void (*entry_touch)(struct mytap_ctx *c);	/* ... and what entry() will read */
	const char *text;
	const void *data;			/* of its family: struct mytap_FAMILY_probe; NULL: all of it 0 */
	u16 family, flags;
	u32 entry_size;				/* bytes of c->entry */
	u32 condition;				/* probe ... if (cond): 1 + index into conditions; 0: none */
	u64 changes;				/* conditions that the handler may change: bit i; 63: also all behind */
	const char *point, *script_point;	/* pp() where it is not text; pn() where it is not pp(); or NULL */
};

/* One address a probe sits on. Sorted by probe; the runtime sorts by address. */
struct mytap_place {
	s64 offset;			/* from _stext of the linked vmlinux; or with a name: from that symbol's start */
	u32 probe;			/* index into probes */
	u32 name;			/* 0: offset says it all; else 1 + index into .mytap.names */
	const char *func;		/* ppfunc(): "vfs_read"; "" if not known */
	const char *point;		/* pp(); NULL unless the script asks */
	const char *script_point;	/* pn() where it is not pp(); or NULL */
	const struct mytap_call *calls;	/* only calls count that come back to calls[0], from one that comes back ... */
	u32 ncalls;			/* ... to calls[1], and so on; 0: all calls count */
	bool is_within;			/* they are the calls of the function that the place lies in the middle of */
	u32 program;			/* 1 + index into .mytap.programs: offset counts in that file; 0: a place of the kernel */
	bool is_nop5;			/* of program: in the middle of a function, on a nop of five bytes */
	u64 link;			/* of program: the address that its own tables give the place */
	u64 semaphore;			/* where in that file the counter is that says that the place is probed; 0: none */
};

/* Where a call comes back to. */
struct mytap_call {
	s64 offset;			/* from _stext, or from the symbol `name` */
	u32 name;			/* 0, or 1 + index into .mytap.names */
};
enum { MYTAP_MOST_CALLS = 8 };

/* A scalar global that may be set from outside. */
struct mytap_global {
	const char *name;
	void *where;
	u32 size;			/* 0: s64; else a string of that many bytes */
};

/* How a global lies, for who reads a dump (dump.h); nothing here uses it. */
struct mytap_variable {
	const char *name;
	struct mytap_map **map;		/* an array; else NULL */
	const void *where;		/* the value, or its start where slots count */
	u32 own;			/* 1 + where each slot has its own; 0: it is nothing of the slots' */
	u32 size;			/* bytes of a value that is a string; else 0 */
	const char *parts;		/* of an aggregate, its words: "count sum high min max squares[3] hist[128] log"; else NULL */
};

/* An array. The runtime makes it from this at load time. */
struct mytap_map_desc {
	struct mytap_map **map;
	const char *name;
	const struct mytap_map_room *room;	/* how much it holds (wire.h); per_cpu: aggregates, merged when read */
	u32 nkeys;
	u32 string_keys;		/* bit i: key i is a string */
	bool wraps;			/* full: the oldest entry makes room */
	bool sized;			/* where it is declared, not by MAXMAPENTRIES */
	void (*merge)(void *to, const void *from);	/* per_cpu: value += value; to is zeroed when new; NULL: by words */
};

/* What return probes are made with: the best there is, or as told. */
enum mytap_returns { MYTAP_RETURNS_ANY, MYTAP_RETURNS_KRETPROBE, MYTAP_RETURNS_RETHOOK, MYTAP_RETURNS_FPROBE };

/* A module that the script was made for one build of; another one is not probed. */
struct mytap_module {
	const char *name;
	u8 build_id[32];
	u32 build_id_size;
};

struct mytap_limits {
	s32 maxaction, maxaction_interruptible, maxnesting, maxerrors, maxskipped;
	u32 minstackspace, maxtrylock, trylock_delay_us;
	s32 hist_elision;		/* rows kept around data; 0: none, < 0: all rows shown */
	bool suppress_errors;		/* --suppress-handler-errors */
	u32 maxbacktrace;		/* addresses of a backtrace at most; 0: 20 */
	u32 kretactive;			/* returns that a return probe can await at a time, for each function; 0: the runtime's choice */
	u64 overload_threshold, overload_interval;	/* cycles in handlers that are too much, and of how many; 0: the usual */
	bool no_overload;		/* that is not watched for */
};
/* What they are when nothing else is asked for; what is goes behind it. */
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
	u32 pcpu_size;			/* of the struct behind c->pcpu */
	u32 frame_size;			/* bytes of string locals for the deepest call chain */
	bool prints;			/* some probe that fires in probe context prints: full-size rings */
	u64 stext, anchor;		/* link addresses of _stext and _printk; 0 when places go by name */
	u8 build_id[32];
	u32 build_id_size;		/* 0: not known, not compared */
	u32 nprograms;			/* in .mytap.programs */
	bool walks_programs;		/* it asks for stacks of programs, or for names in them */
	const char *names;		/* .mytap.names: nnames texts, "symbol" or "module:symbol" */
	const struct mytap_module *modules;	/* of those in names or tracepoints, these builds; others are not compared */
	u32 nmodules;
	const void *family[MYTAP_FAMILIES];	/* struct mytap_FAMILY_script; NULL: all of it 0 */
	const struct mytap_variable *variables;
	u32 nvariables;
	struct mytap_limits limits;
};
extern const struct mytap_script mytap_script;	/* defined by the generated C */

/* ---- the context of a running handler ------------------------------------------------------ */

struct mytap_ctx {
	struct mytap_regs *regs;	/* at the probe; NULL where there are none */
	void *pcpu;			/* this slot's copy of the script's per-CPU variables */
	char *frame;			/* free room for string locals; see mytap_frame_push() */
	char *frame_end;
	const char *error;		/* text of a pending soft error, or NULL */
	s32 actions;			/* statements left, of this piece of the budget */
	s32 nesting;			/* calls left */
	const struct mytap_hit *hit;	/* the runtime's: probe, place, address */
	s32 pid;			/* tgid of the current task */
	u32 slot;			/* < mytap_nslots; set by mytap_slot_set() */
	u32 slot_word;			/* of a row of bits with one for each slot: the word, */
	u64 slot_bit;			/* and the bit in it */
	void *entry;			/* RETURN: values saved at entry */
	u64 *args;			/* of families that have values of their own: what they are is theirs to say */
	u64 time;			/* of this hit's output; 0 = not taken yet */
	struct mytap_ring *ring;	/* of the first channel: the slot is busy */
	u32 watched;			/* 1: hits are measured now (overload.c) */
	bool in_process;		/* begin/end/error: may wait for the reader */
	bool user_regs;			/* regs are a user-space context */
	u64 user_place;			/* URETURN: where the function is in this process */
	bool may_sleep;			/* user memory may be brought in (mytap_probe.touch) */
	s64 retval;			/* scratch of embedded C */
	const char *error_where;
	char error_text[1024];
	const char *error_calls[MYTAP_CALLS_KEPT];	/* innermost first; the last one is the outermost */
	u32 error_ncalls;		/* also those that are not kept */
	/* private to the runtime from here on */
	u64 priv[28];
};

static inline void mytap_slot_set(struct mytap_ctx *c, u32 slot)
{
	c->slot = slot;
	c->slot_word = slot / 64;
	c->slot_bit = 1ULL << slot % 64;
}

extern u32 mytap_nslots;		/* possible CPUs + 1 */
void *mytap_pcpu(u32 slot);		/* c->pcpu of a slot, for summing up */

/* Soft error: remembers the first one. text is copied. Always returns false. */
bool mytap_error(struct mytap_ctx *c, const char *text, const char *where);
/* Same with the culprit in the text: "Array overflow, check size limit (2048)". Formats by mytap_format(). */
bool mytap_errorf(struct mytap_ctx *c, const char *where, const char *fmt, const u64 *args);
/* Ends the session by an error that try/catch cannot stop (MAXACTION). */
bool mytap_fatal(struct mytap_ctx *c, const char *text, const char *where);
/* A call came back with an error: where it stands, for the report ("function f, called at x.stp:7:9"). */
void mytap_called(struct mytap_ctx *c, const char *call) __attribute__((cold));

static inline bool mytap_call_failed(struct mytap_ctx *c, const char *call)
{
	if (likely(!c->error))
		return false;
	mytap_called(c, call);
	return true;
}

/* exit(): no new hits; running handlers finish. */
void mytap_exit(struct mytap_ctx *c);

/* The budget is used up: error set, unless there is more (of a begin, end or error probe, which gets it in pieces). */
bool mytap_actions_end(struct mytap_ctx *c, const char *where);

/* Calls are nested deeper than MAXNESTING: error set, false. */
bool mytap_nesting_end(struct mytap_ctx *c, const char *where);

/* n statements run: false (error set) when the budget is used up. For loops and recursive functions only. */
static inline bool mytap_actions(struct mytap_ctx *c, s32 n, const char *where)
{
	if (likely((c->actions -= n) >= 0))
		return true;
	return mytap_actions_end(c, where);
}

/* Room for a function's string locals; NULL (error set, nothing taken) when MAXNESTING or the room is exceeded. */
static inline void *mytap_frame_push(struct mytap_ctx *c, size_t size, const char *where)
{
	char *f = c->frame;

	if (unlikely(--c->nesting < 0 || (size_t)(c->frame_end - f) < size)) {
		c->nesting++;
		mytap_nesting_end(c, where);
		return NULL;
	}
	c->frame = f + size;
	return f;
}

/* The same where calls may go deep: also looks whether the kernel's stack has room for them. */
bool mytap_stack_is_short(const struct mytap_ctx *c);
static inline void *mytap_deep_push(struct mytap_ctx *c, size_t size, const char *where)
{
	if (unlikely(mytap_stack_is_short(c))) {
		mytap_error(c, "calls are nested too deep for the kernel's stack", where);
		return NULL;
	}
	return mytap_frame_push(c, size, where);
}

static inline void mytap_frame_pop(struct mytap_ctx *c, void *f)
{
	if (!f)
		return;
	c->frame = f;
	c->nesting++;
}

/* ---- numbers ------------------------------------------------------------------------------- */

static inline s64 mytap_div(struct mytap_ctx *c, s64 a, s64 b, const char *where)
{
	if (unlikely(b == 0)) {
		mytap_error(c, "division by 0", where);
		return 0;
	}
	return b == -1 ? (s64)(0 - (u64)a) : a / b;
}

static inline s64 mytap_mod(struct mytap_ctx *c, s64 a, s64 b, const char *where)
{
	if (unlikely(b == 0)) {
		mytap_error(c, "division by 0", where);
		return 0;
	}
	return b == -1 || b == 1 ? 0 : a % b;
}

/* ---- strings: size is that of the buffer --------------------------------------------------- */

static inline bool mytap_has_zero(u64 w)
{
	return (w - 0x0101010101010101ULL) & ~w & 0x8080808080808080ULL;
}

size_t mytap_strlen(const char *s);
/* "" as a script string: a whole word. */
#define MYTAP_EMPTY ((const char *)(const u64[]){ 0 })
void mytap_strcpy(char *to, size_t size, const char *from);		/* from: a script string */
void mytap_strcpy_raw(char *to, size_t size, const char *from);		/* from: any NUL-terminated text */
void mytap_strncpy_raw(char *to, size_t size, const char *from, size_t n);	/* at most n bytes of it */
void mytap_strcat(char *to, size_t size, const char *from);
int mytap_strcmp(const char *a, const char *b);				/* bytewise: <0, 0, >0 */
bool mytap_streq(const char *a, const char *b);
/* A text that a handler makes for somebody: of its own size, not a string's. What does not fit is left out, and is_cut. */
struct mytap_answer {
	char *text;			/* as a string; its room, 8-aligned, is size rounded up to 8 */
	u32 size, length;
	bool is_cut;
};
void mytap_answer_set(struct mytap_answer *a, const char *s);
void mytap_answer_add(struct mytap_answer *a, const char *s);
/* Ends a string of n bytes that was written by other means: NUL and zeros. n < size. */
static inline void mytap_str_end(char *s, size_t n)
{
	do
		s[n] = '\0';
	while (++n & 7);
}

/*
 * sprintf: the same directives as in .mytap.formats; args: one u64 each, strings as
 * pointers, %m/%M as precision (if `*`), address. Returns the length.
 */
size_t mytap_format(struct mytap_ctx *c, char *to, size_t size, const char *fmt, const u64 *args);
/* The text of a histogram; its parameters are those of mytap_print_hist(). */
void mytap_format_hist(char *to, size_t size, int kind, s64 low, s64 high, s64 width, const u64 *buckets, u32 n);

/* ---- output: one record per print statement ------------------------------------------------- */

/*
 * Room for a record of at most `most` payload bytes (8 a number; 8 + MAXSTRINGLEN a
 * string); NULL when the ring is full (counted). Then put the arguments, then end.
 *	char *o = mytap_print_begin(c, 3, 24);
 *	if (o) { o = mytap_put_long(o, pid); o = mytap_put_str(o, s); mytap_print_end(c, o); }
 */
char *mytap_print_begin(struct mytap_ctx *c, u32 format, u32 most);
void mytap_print_end(struct mytap_ctx *c, char *end);
/* A format without arguments. */
void mytap_print_text(struct mytap_ctx *c, u32 format);

static inline char *mytap_put_long(char *o, s64 v)
{
	*(s64 *)o = v;
	return o + 8;
}

char *mytap_put_str(char *o, const char *s);				/* s: a script string */
char *mytap_put_execname(char *o);
char *mytap_put_memory(struct mytap_ctx *c, char *o, u64 addr, s64 n, bool user, const char *where);	/* %m %M */
void mytap_print_hist(struct mytap_ctx *c, int kind, s64 low, s64 high, s64 width, const u64 *buckets, u32 n);
void mytap_warn(struct mytap_ctx *c, const char *text);
void mytap_system(struct mytap_ctx *c, const char *command);
/* Output that waits for a commit: the loader keeps it, up to 64 MB of it. */
s64 mytap_speculation(void);
void mytap_speculate(struct mytap_ctx *c, s64 id, const char *text);
void mytap_commit(struct mytap_ctx *c, s64 id);
void mytap_discard(struct mytap_ctx *c, s64 id);
/* The function tracers (trace.c): at a function's entry; at its entry, the time; at its return, with that time. */
void mytap_trace_function(struct mytap_ctx *c);
s64 mytap_trace_enter(struct mytap_ctx *c);
s64 mytap_trace_enter_args(struct mytap_ctx *c, const char *args);
void mytap_trace_leave(struct mytap_ctx *c, s64 entered);
void mytap_trace_function_if_on(struct mytap_ctx *c);
s64 mytap_trace_enter_if_on(struct mytap_ctx *c);
s64 mytap_trace_enter_args_if_on(struct mytap_ctx *c, const char *args);
void mytap_tracing(bool is_on);
s64 mytap_tracing_is_on(void);
void mytap_slice_begin(struct mytap_ctx *c, const char *name);
void mytap_slice_end(struct mytap_ctx *c, const char *name);
void mytap_trace_counter(struct mytap_ctx *c, const char *name, s64 value);
void mytap_trace_return(struct mytap_ctx *c, s64 entered, s64 value);

/* ---- locks of globals: readers/writer; who comes late waits in a queue, for a bounded time; false: the hit is to be
 * skipped (counted) -- */

/* state: a byte that is 1 while a writer has it, a byte that is 1 while others wait, and readers in the upper half. */
struct mytap_lock {
	u32 state;
	u32 last;			/* 1 + slot of the last of those who wait; 0: none */
};

enum { MYTAP_LOCK_WRITER = 1, MYTAP_LOCK_QUEUED = 1 << 8, MYTAP_LOCK_READER = 1 << 16 };


bool mytap_lock_slow(struct mytap_ctx *c, struct mytap_lock *l, bool write);

static inline bool mytap_read_lock(struct mytap_ctx *c, struct mytap_lock *l)
{
	u32 n = READ_ONCE(l->state);

	/* Neither a writer nor one who waits for his turn. */
	if (likely(!(n & (MYTAP_LOCK_READER - 1)) &&
		   __atomic_compare_exchange_n(&l->state, &n, n + MYTAP_LOCK_READER, false,
					       __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)))
		return true;
	return mytap_lock_slow(c, l, false);
}

static inline bool mytap_write_lock(struct mytap_ctx *c, struct mytap_lock *l)
{
	u32 n = 0;

	if (likely(__atomic_compare_exchange_n(&l->state, &n, MYTAP_LOCK_WRITER, false,
					       __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)))
		return true;
	return mytap_lock_slow(c, l, true);
}

static inline void mytap_read_unlock(struct mytap_lock *l)
{
	__atomic_fetch_sub(&l->state, MYTAP_LOCK_READER, __ATOMIC_RELEASE);
}

static inline void mytap_write_unlock(struct mytap_lock *l)
{
	__atomic_store_n((u8 *)&l->state, 0, __ATOMIC_RELEASE);	/* its own byte: no locked instruction */
}

/*
 * The gate of an array of aggregates that some probes only add to. Who adds raises the
 * word of its own slot and finds the gate open: nothing that another processor writes
 * is written. Who reads, or does anything else, closes the gate and waits until all
 * words are down; those who come meanwhile wait until it is open again.
 */
struct mytap_gate {
	struct mytap_lock lock;		/* its state not 0: closed, or about to be */
	u32 word;			/* where a slot's word is in the per-slot variables */
} __attribute__((aligned(64)));		/* no neighbour is written either */

bool mytap_gate_enter_slow(struct mytap_ctx *c, struct mytap_gate *g, u32 *word);
bool mytap_gate_close(struct mytap_ctx *c, struct mytap_gate *g);

/* word: this slot's. */
static inline bool mytap_gate_enter(struct mytap_ctx *c, struct mytap_gate *g, u32 *word)
{
	__atomic_exchange_n(word, 1, __ATOMIC_SEQ_CST);		/* before the gate is looked at */
	if (likely(!READ_ONCE(g->lock.state)))
		return true;
	return mytap_gate_enter_slow(c, g, word);
}

static inline void mytap_gate_leave(u32 *word)
{
	__atomic_store_n(word, 0, __ATOMIC_RELEASE);
}

static inline void mytap_gate_open(struct mytap_gate *g)
{
	mytap_write_unlock(&g->lock);
}

/* Several at once, for who takes many: in the order of the table, which ends with MYTAP_TAKES_NO_MORE. */
enum mytap_lock_kind { MYTAP_TAKES_NO_MORE, MYTAP_READS, MYTAP_WRITES, MYTAP_ENTERS, MYTAP_CLOSES };
struct mytap_lock_use {
	enum mytap_lock_kind kind;
	void *what;			/* struct mytap_lock, or struct mytap_gate of the last two */
};

bool mytap_lock_all(struct mytap_ctx *c, const struct mytap_lock_use *l);
void mytap_unlock_all(struct mytap_ctx *c, const struct mytap_lock_use *l);

/* ---- associative arrays ---------------------------------------------------------------------- */

/*
 * A key is a run of words: a long is one; a string its words up to and with the
 * one that holds the NUL. Built on the stack or in the frame:
 *	u64 k[2], *e = k; *e++ = pid; e = mytap_key_str(e, s); n = e - k;
 */
u64 *mytap_key_str(u64 *k, const char *s);
static inline u32 mytap_str_words(const char *s)
{
	const u64 *w = (const u64 *)s;
	u32 n = 1;

	while (!mytap_has_zero(*w++))
		n++;
	return n;
}

/*
 * What goes through an array is counted in steps (an entry looked at, two compared, a
 * cache line of values merged), and MYTAP_STEPS of them count as a statement of MAXACTION:
 * some microseconds. false, or the end of the loop, with the error set when it is exceeded.
 */
enum { MYTAP_STEPS = 256 };

/* The value of a key, or NULL. per_cpu maps: only whether it is there. */
void *mytap_map_find(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words);
/* ... made (zeroed) if it is not there; NULL: full, error set. Not for per_cpu maps. */
void *mytap_map_slot(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, const char *where);
/* per_cpu: the value of this slot, made (zeroed) if it is not there; NULL: full, or the hit is skipped, error set. */
void *mytap_map_own(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, const char *where);
bool mytap_map_delete(struct mytap_map *m, const u64 *key, u32 words);	/* per_cpu: in every slot */
bool mytap_map_clear(struct mytap_ctx *c, struct mytap_map *m, const char *where);
s64 mytap_map_count(struct mytap_map *m);
/* per_cpu: the key's values of all slots merged into *value; zeros when there is none. */
bool mytap_map_merged(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, void *value,
		      const char *where);

/* One pattern per key for slices: a NULL `match` is `*`. */
struct mytap_match { bool any; s64 number; const char *string; };
/* `in` with *; c->error may be set. */
bool mytap_map_any(struct mytap_ctx *c, struct mytap_map *m, const struct mytap_match *match, const char *where);
bool mytap_map_delete_matching(struct mytap_ctx *c, struct mytap_map *m, const struct mytap_match *match,
			       const char *where);

/*
 * Iteration, under the map's lock; the map does not change meanwhile. per_cpu maps are
 * merged first, into room made at load time.
 *	struct mytap_iter it;
 *	for (mytap_iter_begin(c, &it, m, &sort, where); mytap_iter_next(c, &it); )
 *		... it.key (words), it.value ...
 *	if (c->error) ...
 */
struct mytap_sort {
	s32 direction;			/* 0: any order; +1, -1 */
	s32 key;			/* index of the key; -1: by value */
	s64 (*value)(const void *v);	/* by value: its number; NULL: the s64 that many bytes behind v, */
	u32 at;
	bool string_value;		/* ... or a string at v */
	s64 limit;			/* at most this many, < 0: all */
	const struct mytap_match *match;	/* slice, or NULL */
};
struct mytap_iter {
	const u64 *key;
	void *value;
	struct mytap_map *map;
	struct mytap_sort sort;
	const char *where;
	u32 next, left, steps;
	u64 priv[2];
};
void mytap_iter_begin(struct mytap_ctx *c, struct mytap_iter *it, struct mytap_map *m, const struct mytap_sort *sort,
		      const char *where);
bool mytap_iter_next(struct mytap_ctx *c, struct mytap_iter *it);

/* ---- memory of the probed context: a fault sets c->error and gives 0 -------------------------- */

u64 mytap_read_kernel(struct mytap_ctx *c, u64 addr, u32 size, const char *where);	/* 1 2 4 8, zero-extended */
u64 mytap_read_user(struct mytap_ctx *c, u64 addr, u32 size, const char *where);
/* n bytes of user memory are going to be read: in mytap_probe.touch. */
void mytap_touch(struct mytap_ctx *c, u64 addr, u64 n);
/* Of what a target variable points to: user memory when the address is none of the kernel's half. */
u64 mytap_read_either(struct mytap_ctx *c, u64 addr, u32 size, const char *where);
bool mytap_is_user_address(u64 addr);
bool mytap_write_kernel(struct mytap_ctx *c, u64 addr, u32 size, u64 value, const char *where);
bool mytap_write_user(struct mytap_ctx *c, u64 addr, u32 size, u64 value, const char *where);
/* A NUL-terminated string there, at most max bytes of it. false: fault, nothing said; to is "". */
bool mytap_string_kernel(char *to, size_t size, u64 addr, size_t max);
bool mytap_string_user(char *to, size_t size, u64 addr, size_t max);
u64 mytap_percpu_address(u64 base);	/* this CPU's copy of a kernel per-CPU variable at link offset base */
u64 mytap_kernel_address(u64 offset);	/* run-time address of _stext + offset */
/* ... of a symbol by its index in .mytap.names, plus delta; 0: it is not there, as of a module that is not loaded. */
u64 mytap_named_address(u32 name, s64 delta);

/* ... of what the probed program's own tables have at `link`. */
u64 mytap_program_address(const struct mytap_ctx *c, u64 link);

/* @perf: the count of the n-th perf probe on this CPU since the session began; in begin and end probes of all CPUs. */
s64 mytap_perf_read(struct mytap_ctx *c, u32 n, const char *where);

/* ---- what built-in functions stand on ---------------------------------------------------------- */

s64 mytap_pid(void);			/* c->pid, where there is no c */
s64 mytap_tid(void);
s64 mytap_ppid(void);
s64 mytap_uid(void);
s64 mytap_euid(void);
s64 mytap_gid(void);
s64 mytap_egid(void);
s64 mytap_pgrp(void);
s64 mytap_sid(void);
s64 mytap_cpu(void);
s64 mytap_task(void);			/* address of current */
s64 mytap_target(void);			/* -c, -x */
void mytap_execname(char *to, size_t size);
void mytap_pexecname(char *to, size_t size);
s64 mytap_realtime_ns(void);		/* gettimeofday_ns() */
s64 mytap_monotonic_ns(void);		/* ktime_get_ns(): safe in any context */
s64 mytap_cycles(void);
s64 mytap_jiffies(void);
s64 mytap_hz(void);
s64 mytap_user_mode(struct mytap_ctx *c);
s64 mytap_uaddr(struct mytap_ctx *c);
s64 mytap_probing_32bit_app(void);
bool mytap_has_32bit_calls(void);
void mytap_raise(struct mytap_ctx *c, s64 signal, const char *where);
void mytap_probe_point(struct mytap_ctx *c, char *to, size_t size);	/* pp() */
const char *mytap_point_text(struct mytap_ctx *c);			/* the same, as it stands in the module */
void mytap_place_source(struct mytap_ctx *c, char *to, size_t size, s64 which);
void mytap_script_point(struct mytap_ctx *c, char *to, size_t size);
void mytap_symname(char *to, size_t size, u64 addr);			/* "vfs_read+0x5" without offset: name only */
void mytap_symdata(char *to, size_t size, u64 addr);			/* "vfs_read+0x5/0x100 [module]" */
void mytap_backtrace(struct mytap_ctx *c, char *to, size_t size);	/* kernel stack as hex addresses */
void mytap_print_backtrace(struct mytap_ctx *c);

/* Stacks of programs, and what is at their addresses (user_stack.c); stk: addresses as mytap_ubacktrace() writes them. */
void mytap_print_ubacktrace(struct mytap_ctx *c, bool is_brief);
void mytap_print_ustack(struct mytap_ctx *c, const char *stk);
void mytap_ubacktrace(struct mytap_ctx *c, char *to, size_t size);
void mytap_ucallers(struct mytap_ctx *c, char *to, size_t size, s64 n);
s64 mytap_ustack(struct mytap_ctx *c, s64 n);
void mytap_sprint_ubacktrace(struct mytap_ctx *c, char *to, size_t size);
void mytap_sprint_ustack(struct mytap_ctx *c, char *to, size_t size, const char *stk);
void mytap_usymname(struct mytap_ctx *c, char *to, size_t size, u64 addr);
void mytap_usymdata(struct mytap_ctx *c, char *to, size_t size, u64 addr);
void mytap_umodname(struct mytap_ctx *c, char *to, size_t size, u64 addr, const char *where);

/* ---- what generated C and built-in functions use beside (builtin_text.c, builtin_calls.c) -------- */

/* catch: takes the pending error's text and clears it; false: not to be caught (MAXACTION, abort()). to may be NULL. */
bool mytap_catch(struct mytap_ctx *c, char *to, size_t size);
/* abort(): exit(), and an error that nobody catches and nobody reports. */
bool mytap_abort(struct mytap_ctx *c);

/* The rest of the hit is left out; who left it out has counted it: an error that nobody catches and nobody reports. */
void mytap_skip(struct mytap_ctx *c);

/* An element as a value: 0 or "" when there is none. */
static inline s64 mytap_map_long(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words)
{
	const s64 *v = mytap_map_find(c, m, key, words);

	return v ? *v : 0;
}

static inline const char *mytap_map_string(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words)
{
	static const u64 none;
	const char *v = mytap_map_find(c, m, key, words);

	return v ? v : (const char *)&none;
}

/* An aggregate of a map that is not per CPU; zeros when there is none. */
static inline void mytap_map_copy(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, void *to, size_t size)
{
	const void *v = mytap_map_find(c, m, key, words);

	if (v)
		memcpy(to, v, size);
	else
		memset(to, 0, size);
}

/*
 * Aggregates (aggregate.c). The sum that an average or a variance is made from has 128 bits, in two words; the sum of
 * squares has 192, in three, the lowest first: no values of 64 bits overflow them. Any context.
 */
enum { MYTAP_SQUARES = 3 };
#define MYTAP_MOST 0x7fffffffffffffffLL

static inline void mytap_wide_merge(s64 *sum, s64 *high, s64 low2, s64 high2)
{
#ifdef __x86_64__
	asm("addq %2, %0\n\tadcq %3, %1" : "+m"(*sum), "+m"(*high) : "er"(low2), "er"(high2) : "cc");
#else
	*high += high2 + __builtin_add_overflow((u64)*sum, (u64)low2, (u64 *)sum);
#endif
}

static inline void mytap_wide_add(s64 *sum, s64 *high, s64 n)
{
	mytap_wide_merge(sum, high, n, n >> 63);
}

static inline void mytap_squares_merge(u64 *to, const u64 *from)
{
	bool carry = false;

	for (int i = 0; i < MYTAP_SQUARES; i++) {
		bool over = __builtin_add_overflow(to[i], from[i], &to[i]);

		carry = __builtin_add_overflow(to[i], (u64)carry, &to[i]) || over;
	}
}

static inline void mytap_square_add(u64 *squares, s64 n)
{
	unsigned __int128 square = (unsigned __int128)((__int128)n * n);
	u64 high = (u64)(square >> 64);		/* at most 2^62: a carry fits in */

	high += __builtin_add_overflow(squares[0], (u64)square, &squares[0]);
	squares[2] += __builtin_add_overflow(squares[1], high, &squares[1]);
}

s64 mytap_average_wide(s64 count, s64 sum, s64 high);

/* Cut towards 0, as `/` is. */
static inline s64 mytap_average(s64 count, s64 sum, s64 high)
{
	if (likely(high == sum >> 63 && count > 0))
		return sum / count;
	return mytap_average_wide(count, sum, high);
}

/* The sample variance, rounded down; 0 of less than two values; -1: it does not fit. */
s64 mytap_variance(s64 count, s64 sum, s64 high, const u64 *squares);

/*
 * What `part` of `whole` (0 to whole, > 0) of the values do not exceed, by buckets as mytap_llog_signed() has them: the
 * value of that rank to within a 2^(bits + 1)-th, and never beyond the least and the most. count > 0.
 */
s64 mytap_percentile(const u64 *hist, u32 bits, s64 count, s64 least, s64 most, s64 part, s64 whole);

/* 64: 0; above: 1, 2, 4, 8 ...; below: -1, -2, -4 ... */
static inline u32 mytap_log_bucket(s64 n)
{
	u64 size = n < 0 ? 0 - (u64)n : (u64)n;
	int log;

	if (!n)
		return 64;
	log = 63 - __builtin_clzll(size);
	return n > 0 ? 65 + log : 63 - log;
}

/* 0: below low; the last: above high. */
static inline u32 mytap_linear_bucket(s64 n, s64 low, s64 width, u32 buckets)
{
	u64 i;

	if (n < low)
		return 0;
	i = ((u64)n - (u64)low) / (u64)width;
	return i >= buckets - 2 ? buckets - 1 : (u32)i + 1;
}

/* Strings (builtin_text.c). */
void mytap_substr(char *to, size_t size, const char *s, s64 start, s64 length);
s64 mytap_stringat(struct mytap_ctx *c, const char *s, s64 at, const char *where);
s64 mytap_strpos(const char *s, const char *part);
void mytap_str_replace(char *to, size_t size, const char *s, const char *search, const char *by);
s64 mytap_strtol(const char *s, s64 base);
/* Unprintable bytes escaped; at most length bytes of it (<= 0: what fits); quoted: see string_quoted() (builtins.c). */
void mytap_text_str(char *to, size_t size, const char *s, s64 length, bool quoted);
/* As it stands between quotes of JSON, or of a label of Prometheus; what is no UTF-8 becomes U+FFFD. Longer than a string: an error. */
void mytap_text_for(struct mytap_ctx *c, char *to, size_t size, const char *s, bool json, const char *where);
/* Flags or an enumeration by a table "NAME:VALUE[:MASK],..." in hexadecimal; what is left over as a number (bits.c). */
void mytap_bits_str(char *to, size_t size, u64 value, const char *table);
/* A structure of user memory by a layout (user_struct.c). */
void mytap_user_struct(char *to, size_t size, u64 addr, const char *layout, const char *tables);
/* len bytes of memory in quotes, at most the first most of them (<= 0: what the string holds); room: as long as to. */
void mytap_syscall_buffer(char *room, char *to, size_t size, u64 addr, s64 len, s64 most, bool user);
/* The strings of a user array of pointers of that many bytes each, and how many those are; room, one: as long as to. */
void mytap_user_argv(char *room, char *one, char *to, size_t size, u64 array, u32 bytes);
s64 mytap_user_pointers(u64 array, u32 bytes);
/* The name of a system call's number, the number of a name; -1: there is none of it (syscall_names.c). */
void mytap_syscall_name(char *to, size_t size, s64 number, bool is_32);
s64 mytap_syscall_num(const char *name, bool is_32);
void mytap_tokenize(char *state, s64 *at, char *to, size_t size, const char *s, const char *delim);

/* The name of an error number ("ENOENT" of 2), "" when nothing is called by it (errno_names.c). */
void mytap_errno_name(char *to, size_t size, s64 number);

/* Regular expressions: a DFA that searches; state 0 first. */
struct mytap_regex {
	const u8 *classes;		/* of a byte */
	const u16 *next;		/* [state * nclasses + class] */
	const u8 *ends;			/* by state: is it a match when the string ends here? */
	u32 nclasses;
	u16 accept, dead;		/* found, whatever follows; never to be found */
};
bool mytap_regex_search(const struct mytap_regex *r, const char *s);

/* With groups: a program that is followed along all ways at once. */
enum mytap_regex_op {
	MYTAP_RE_SET, MYTAP_RE_SPLIT, MYTAP_RE_JUMP, MYTAP_RE_SAVE, MYTAP_RE_BEGIN, MYTAP_RE_END, MYTAP_RE_MATCH,
};
struct mytap_regex_inst { u8 op; u8 x, y; };	/* SET: x: set; SPLIT: x before y; SAVE: x: 2 * group + is end */
struct mytap_regex_program {
	const struct mytap_regex_inst *inst;
	const u64 (*sets)[4];
	u32 ninst, ngroups;
};
enum { MYTAP_GROUPS = 10, MYTAP_RE_MOST = 200 };
struct mytap_regex_thread { s16 at[2 * MYTAP_GROUPS]; };	/* where its groups begin and end; -1: not yet */
struct mytap_match_state {		/* of a slot: what matched last, and room to find out */
	s64 ngroups;			/* with group 0, the whole; 0: it did not match */
	struct mytap_regex_thread found;
	u64 seen[(MYTAP_RE_MOST + 63) / 64];
	u8 list[2][MYTAP_RE_MOST], stack[2 * MYTAP_RE_MOST];
	struct mytap_regex_thread threads[2][MYTAP_RE_MOST];
};
/* text: where the subject is kept for matched(). */
bool mytap_regex_match(const struct mytap_regex_program *r, const char *s, struct mytap_match_state *m, char *text,
		       size_t size);
void mytap_matched(struct mytap_ctx *c, const struct mytap_match_state *m, const char *text, char *to, size_t size,
		   s64 n, const char *where);
s64 mytap_ngroups(struct mytap_ctx *c, const struct mytap_match_state *m, const char *where);

/* The probe, memory, and the rest (builtin_calls.c). n < 0: as much as fits. */
s64 mytap_ip(const struct mytap_ctx *c);	/* the probed address; where an interrupt came in, of a sample */
void mytap_probe_func(struct mytap_ctx *c, char *to, size_t size);
void mytap_symbol_hit(struct mytap_ctx *c, char *to, size_t size);	/* the same; of a sample, where it was taken */
void mytap_kernel_string(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n, const char *where);
void mytap_user_string(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n, const char *where);
void mytap_string_or(char *to, size_t size, u64 addr, s64 n, bool user, const char *otherwise);
void mytap_user_string_warn(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n);
/* room: another buffer of that size */
void mytap_string_quoted(char *room, char *to, size_t size, u64 addr, s64 n, bool user);
void mytap_user_string_warn_or(struct mytap_ctx *c, char *to, size_t size, u64 addr, s64 n, const char *otherwise);
/* Memory as text (memory_text.c). outlen: characters of the output at most; <= 0: what a string holds. */
bool mytap_buffer_quoted(char *room, char *to, size_t size, u64 addr, s64 length, s64 outlen, bool user);
void mytap_buffer_quoted_need(struct mytap_ctx *c, char *room, char *to, size_t size, u64 addr, s64 length, s64 outlen,
			      bool user, const char *where);
void mytap_string_quoted_most(char *room, char *to, size_t size, u64 addr, s64 n, s64 outlen, bool user);
/* Strings of units of 2 (UTF-16) or 4 bytes (UTF-32), as UTF-8. */
enum mytap_wide { MYTAP_WIDE_OK, MYTAP_WIDE_FAULT, MYTAP_WIDE_INVALID };
enum mytap_wide mytap_wide_string(char *to, size_t size, u64 addr, u32 unit, bool user);
void mytap_wide_string_or(char *to, size_t size, u64 addr, u32 unit, bool user, const char *otherwise);
void mytap_wide_string_need(struct mytap_ctx *c, char *to, size_t size, u64 addr, u32 unit, bool user, const char *where);
void mytap_wide_string_quoted(struct mytap_ctx *c, char *room, char *to, size_t size, u64 addr, u32 unit, bool user,
			      const char *where);
/* Writes a string with its NUL, at most n bytes of that (< 0: all); false: fault, error set. */
bool mytap_set_string(struct mytap_ctx *c, u64 addr, s64 n, const char *s, bool user, const char *where);
void mytap_set_string_warn(struct mytap_ctx *c, u64 addr, const char *s);
u64 mytap_read_user_or_0(struct mytap_ctx *c, u64 addr, u32 size);
u64 mytap_read_user_warn(struct mytap_ctx *c, u64 addr, u32 size);
u64 mytap_argument(struct mytap_ctx *c, s64 n, const char *where);
/* At an entry function of a system call: a word of the registers it is called with, which it reads itself next. */
static inline s64 mytap_syscall_register(const struct mytap_ctx *c, s64 n)
{
	return c->regs ? ((const s64 *)c->regs->di)[n] : 0;
}
s64 mytap_set_argument(struct mytap_ctx *c, s64 n, u64 value, const char *where);	/* gives value */
s64 mytap_register(struct mytap_ctx *c, const char *name, bool is_signed, const char *where);
/* false: the probe has none, which is an error now. */
bool mytap_has_registers(struct mytap_ctx *c, const char *where);
s64 mytap_registers_valid(struct mytap_ctx *c);
s64 mytap_returnval(struct mytap_ctx *c, const char *where);
void mytap_print_syms(struct mytap_ctx *c, const char *addresses);
void mytap_printk(s64 level, const char *text);
s64 mytap_randint(s64 n);

/* Doubles by their bits (fp.c). */
s64 mytap_fp_add(u64 a, u64 b);
s64 mytap_fp_sub(u64 a, u64 b);
s64 mytap_fp_mul(u64 a, u64 b);
s64 mytap_fp_div(u64 a, u64 b);
s64 mytap_fp_rem(u64 a, u64 b);
s64 mytap_fp_sqrt(u64 a);
s64 mytap_fp_eq(u64 a, u64 b);
s64 mytap_fp_le(u64 a, u64 b);
s64 mytap_fp_lt(u64 a, u64 b);
s64 mytap_fp_from_long(s64 n);
s64 mytap_fp_from_single(u64 a);
s64 mytap_fp_to_long(struct mytap_ctx *c, u64 a, s64 how, const char *where);
s64 mytap_fp_from_string(const char *s);
void mytap_fp_to_string(char *to, size_t size, u64 a, s64 precision);

/* The machine, the module, stacks and registers (machine.c). */
s64 mytap_loadavg(struct mytap_ctx *c, s64 i, const char *where);	/* in parts of 2048 */
s64 mytap_node_of(u64 addr);
s64 mytap_cpu_clock(struct mytap_ctx *c, s64 cpu, const char *where);
s64 mytap_bits_set(struct mytap_ctx *c, u64 addr, s64 n, const char *where);
s64 mytap_pid_task(s64 pid);
s64 mytap_is_myproc(void);
s64 mytap_reader_pid(void);
void mytap_module_name(char *to, size_t size);
void mytap_module_size(char *to, size_t size);
s64 mytap_is_return(const struct mytap_ctx *c);
void mytap_probe_type(const struct mytap_ctx *c, char *to, size_t size);
void mytap_module_of(char *to, size_t size, u64 addr);
void mytap_modname(struct mytap_ctx *c, char *to, size_t size, u64 addr, const char *where);
s64 mytap_stack(struct mytap_ctx *c, s64 n);
void mytap_callers(struct mytap_ctx *c, char *to, size_t size, s64 n);
void mytap_sprint_backtrace(struct mytap_ctx *c, char *to, size_t size);
void mytap_sprint_syms(char *to, size_t size, const char *addresses);
s64 mytap_stack_size(void);
s64 mytap_stack_unused(void);
s64 mytap_stack_used(void);
void mytap_trace_stack(struct mytap_ctx *c);	/* deepest.c */
s64 mytap_stack_max(void);
void mytap_print_regs(struct mytap_ctx *c);
void mytap_delay(struct mytap_ctx *c, s64 n, s64 per_ms, const char *where);
void mytap_panic(const char *text);
void mytap_dump_stack(void);
void mytap_ftrace(struct mytap_ctx *c, const char *text);

/* What the current process was started with (process_args.c). */
void mytap_cmdline(char *to, size_t size, s64 first, s64 last, const char *delim);
void mytap_env_var(char *to, size_t size, const char *name);

#endif
