/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The context of a running handler: errors, budget, room for strings; arithmetic that may fail. Part of api.h. */
#ifndef MYTAP_API_CONTEXT_H
#define MYTAP_API_CONTEXT_H

struct mytap_ctx {
	struct mytap_regs *regs;	/* at the probe; NULL: the probe has no registers */
	void *pcpu;			/* this slot's copy of the script's per-CPU variables */
	char *frame;			/* free room for string locals; see mytap_frame_push() */
	char *frame_end;
	const char *error;		/* text of a pending soft error, or NULL */
	s32 actions;			/* statements left in this part of the budget */
	s32 nesting;			/* calls left */
	const struct mytap_hit *hit;	/* the runtime's: probe, place, address */
	s32 pid;			/* tgid of the current task */
	u32 slot;			/* < mytap_nslots; set by mytap_slot_set() */
	void *entry;			/* RETURN: values saved at entry */
	u64 *args;			/* of families with values of their own: families.def says what they are */
	u64 time;			/* of this hit's output; 0 = not taken yet */
	u64 hits;			/* of this slot, for mytap ps */
	unsigned long low;		/* a stack pointer below may be near the end of the CPU's stack for interrupts (stack_left.c) */
	struct mytap_ring *ring;	/* of the first channel; its `busy` is set while the slot is in use */
	union {
		struct {
			u16 watched;	/* 1: hits are measured now (overload.c) */
			u16 closed;	/* 1: no handler runs (session_close()) */
		};
		u32 slowly;		/* != 0: one of them, so a hit goes by context_run_slowly() */
	};
	u32 slot_word;			/* of a bitmap with one bit per slot: the word, */
	u64 slot_bit;			/* and the bit in that word */
	bool in_process;		/* begin/end/error: may wait for the reader */
	bool user_regs;			/* regs are a user-space context */
	u64 user_place;			/* URETURN: where the function is in this process */
	bool may_sleep;			/* user memory may be brought in (mytap_probe.touch) */
	s64 retval;			/* scratch of embedded C */
	const char *error_where;
	char error_text[1024];
	const char *error_calls[MYTAP_CALLS_KEPT];	/* innermost first; the last one is always the outermost */
	u32 error_ncalls;		/* number of calls, including those not kept */
	/* private to the runtime from here on */
	u64 priv[34];
};

/* What a predicate has of it. The test is written as in a handler. */
struct mytap_early {
	const struct mytap_regs *regs;
	s32 pid;
};
#define MYTAP_PREDICATE(name, test)								\
	static bool name##__predicate(const struct mytap_regs *regs, s32 pid)			\
	{											\
		const struct mytap_early early = { regs, pid }, *c __attribute__((unused)) = &early;	\
		return test;									\
	}

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
/* The same with arguments: "Array overflow, check size limit (2048)". Formats by mytap_format(). */
bool mytap_errorf(struct mytap_ctx *c, const char *where, const char *fmt, const u64 *args);
/* Ends the session by an error that try/catch cannot stop (MAXACTION). */
bool mytap_fatal(struct mytap_ctx *c, const char *text, const char *where);
/* A call returned with an error: records its place for the report ("function f, called at x.stp:7:9"). */
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

/*
 * The budget is used up: sets the error, unless a begin, end or error probe, which gets its budget in parts, has
 * more.
 */
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

/* The same for calls that may nest deeply: also tests that the kernel's stack has room. */
bool mytap_stack_is_short(struct mytap_ctx *c);
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

/*
 * catch: takes the pending error's text and clears the error; false: it cannot be caught (MAXACTION, abort()). to
 * may be NULL.
 */
bool mytap_catch(struct mytap_ctx *c, char *to, size_t size);
/* abort(): exit(), and an error that is neither caught nor reported. */
bool mytap_abort(struct mytap_ctx *c);

/* Ends this hit by an error that is neither caught nor reported; the caller has counted the hit as skipped. */
void mytap_skip(struct mytap_ctx *c);

#endif
