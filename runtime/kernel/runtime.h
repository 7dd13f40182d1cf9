/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of the runtime know of each other. runtime.c includes them all:
 * one translation unit, everything static but the functions of api.h.
 *
 * Contexts, by file:
 *	session, control, begin_end, the attach and detach of every family:
 *		process context, may sleep (the session's own work queue, or a system call)
 *	everything else: probe context; may be NMI. Allocates nothing, never sleeps,
 *		bounded; and holds a slot (context.c), so nothing in it nests.
 */
#ifndef MYTAP_RUNTIME_H
#define MYTAP_RUNTIME_H

/* A probe at one place (or one without place: timers and such), as the handlers see it. */
struct mytap_hit {
	void (*handler)(struct mytap_ctx *c);
	const struct mytap_place *place;
	unsigned long address;		/* 0: none, or not resolved */
	u32 probe;
	u32 flags;			/* enum mytap_probe_flags */
	struct mytap_hit *next;		/* of another probe on the same address */
};

/* What becomes of an error that is pending: but for the first, no try can catch it. */
enum mytap_fatality { MYTAP_MAY_BE_CAUGHT, MYTAP_ENDS_SESSION, MYTAP_SAYS_NOTHING };

/* A condition is being looked at, not for a hit: failing to get a lock is no skipped hit then. */
enum mytap_looking { MYTAP_LOOKS_NOT, MYTAP_LOOKING, MYTAP_LOOK_FAILED };

/* The place of a slot in the queue for a lock (lock.c). */
struct mytap_wait {
	struct mytap_lock *lock;
	u32 state;			/* enum wait_state */
	u32 next;			/* 1 + slot of who came next; 0: nobody yet */
};

/* "(it is 1000; more: -D MAXACTION=N)", in the report of an error about a limit. */
struct mytap_raise {
	const char *how;		/* with a %s for the name, or NULL: the error is about none */
	const char *name;
	u32 is;				/* 0: the error's text says it */
};

/* One of the session's channels (channel.c): a ring for each slot. */
struct channel {
	u32 id;				/* enum mytap_channel_id */
	u32 policy;			/* enum mytap_policy */
	u32 ring_size;			/* 0: it has no rings of its own */
	u32 mark;			/* bytes from one wake of the reader to the next */
};

/* What whoever holds the slot knows of a ring; nobody else writes it. */
struct channel_ring {
	u64 head;			/* ours; the reader sees only its copy */
	u64 limit;			/* the head may grow up to here, as last seen */
	u64 oldest;			/* OVERWRITE_OLDEST: what is kept begins there */
	u64 wake_at;			/* the head at which the reader is woken */
	u64 stuck_at;			/* process slot: where the reader was when it was given up; ~0: it gets on */
	char *data;			/* mapped twice in a row */
	u64 mask;
	struct mytap_ring *shown;	/* one page, which the reader can read */
	struct mytap_taken *taken;	/* the reader's: may hold anything */
	const struct channel *channel;
	struct page **pages;		/* of the data, each twice */
};

/* What the runtime keeps in mytap_ctx.priv. */
struct mytap_priv {
	struct channel_ring output;	/* of the first channel */
	struct channel_ring *rings[MYTAP_CHANNELS];	/* where each channel's records go */
	unsigned long flags;		/* interrupt flags that the hit found */
	char *frame_base;
	unsigned long *stack;		/* stack_room() bytes, for a walk over the kernel's stack and one over a program's */
	struct mytap_probe_counters *counters;	/* of this slot, by probe */
	u32 fatal;			/* enum mytap_fatality of the pending error */
	u32 looking;			/* enum mytap_looking */
	bool is_fault;			/* the pending error: memory could not be read or written */
	bool calls_kernel;		/* functions that it calls now may be probed: such hits are none that was missed */
	struct overload_slot *overload;	/* overload.c; NULL: no guard, or the process slot */
	struct timing_probe *timing;	/* by probe (timing.c); NULL: not asked for */
	s64 actions_more;		/* of a begin, end or error probe: not handed out yet */
	struct mytap_raise raise;	/* what allows more than the limit that the pending error is about */
	struct mytap_wait wait;
};

static inline struct mytap_priv *priv_of(struct mytap_ctx *c)
{
	return (struct mytap_priv *)c->priv;
}

#define MYTAP_BY_OPTION "-D %s=N"

/* The error that was just set is about this limit. */
static inline void error_may_raise(struct mytap_ctx *c, const char *how, const char *name, u32 is)
{
	priv_of(c)->raise = (struct mytap_raise){ .how = how, .name = name, .is = is };
}

/* A slot: its context and its rings. The last one belongs to process context. */
struct mytap_slot {
	struct mytap_ctx *context;
	struct channel_ring *rings[MYTAP_CHANNELS];	/* each channel's own; NULL: there is none */
};

struct probed_module;			/* module.c */
struct overload_slot;			/* overload.c */
struct timing_probe;			/* timing.c */

enum mytap_fail { MYTAP_FAIL_NONE, MYTAP_FAIL_SAID, MYTAP_FAIL_SKIPPED };

struct mytap_session {
	struct mytap_shared *shared;	/* page 0 */
	unsigned long *stack;		/* stack_room() bytes, for a walk over the kernel's stack */
	struct mytap_taken *taken;	/* by ring; whole pages, the only ones that the reader can write */
	struct mytap_slot *slots;	/* mytap_nslots */
	struct mytap_probe_counters *counters;
	struct mytap_hit *hits;		/* one per place */
	struct mytap_hit *probe_hits;	/* one per probe, for those without place */
	char *pcpu;			/* nslots of pcpu_stride */
	size_t pcpu_stride;
	struct channel channels[MYTAP_CHANNELS];
	const struct file *reader_file;	/* who loaded it, or reads it now; NULL: nobody, of a flight recorder */
	bool reader_takes;		/* it takes what is in the rings, and room may be waited for */
	bool traces_reader;
	u64 target;
	bool target_is_command;		/* it is still the loader, and is going to execute a command */
	u32 reader;			/* the loader's process, and whose it is */
	kuid_t user;
	u64 *addresses;			/* by name, from the loader or (of modules) from module.c */
	struct probed_module **name_modules;	/* by name; NULL: no name is of a module */
	bool suppress_errors;
	enum mytap_faults { MYTAP_FAULTS_STOP, MYTAP_FAULTS_ZERO, MYTAP_FAULTS_SKIP } faults;	/* --faults */
	bool reader_knows_threads;	/* it is in the first pid namespace */
	bool stop_wanted;		/* exit(), STOP, release, too many errors */
	atomic_t errors, skipped;
	u32 fail;			/* enum mytap_fail */
	struct mutex lock;		/* commands, the reader */
	const struct file *told_by;	/* whose command runs */
	wait_queue_head_t wait;		/* pollers */
	unsigned long event;		/* bit 0: a state change nobody polled yet */
	struct workqueue_struct *queue;
	struct work_struct start_work, stop_work;
	struct delayed_work tick_work;
	struct irq_work wake_work, stop_irq_work;
	bool attached;			/* the families' detach is due */
};

/*
 * A family of probes: what its file defines, by its row of families.def. Process context; all may be NULL. m: the places
 * in this module; NULL: the kernel's, and all that has no place.
 */
struct mytap_family_ops {
	int (*attach)(struct probed_module *m);	/* may fail for single places, which it warns of; < 0: nothing can run (memory) */
	void (*detach)(struct probed_module *m); /* no handler runs when this returns; also after a failed attach */
	void (*arm)(struct probed_module *m);	/* arms the places that are wanted (hit_is_wanted()), and no others; NULL: cannot */
	void (*start)(void);			/* handlers run from here on */
	int (*input)(const char *bytes, u32 n);	/* of standard input; 0: it is over; -EAGAIN: later */
	void (*free)(void);			/* what was kept for the end probes */
	bool has_modules;			/* called for modules, too */
	bool in_programs;			/* of places in programs: mytap_probe.data begins with struct mytap_uprobe_probe */
	bool is_return;				/* its hits are at a function's return; of the place only the entry can tell who called */
	bool samples;				/* its hits tell what the processor does, not what somebody does */
	bool in_process;			/* run by the session's own thread (begin_end.c) */
};

static struct mytap_session session;
static DEFINE_PER_CPU(struct mytap_ctx *, mytap_context);
static u32 mytap_closed = 1;		/* 0: handlers run */
static u32 mytap_reader = ~0U;	/* tgid that is left out; ~0: nobody's, 0 is the idle tasks' */
static u32 mytap_min_stack;
static unsigned long mytap_stack_mask;
static u64 mytap_budget;		/* actions and nesting of a hit, as they lie in the context */
static unsigned long mytap_stext;	/* run-time address of _stext */

static inline const struct mytap_probe *probe_of(const struct mytap_hit *h)
{
	return &mytap_script.probes[h->probe];
}

static const u64 mytap_nothing[32];	/* where a script tells nothing of a probe, or of a family */

/* What the script tells of a probe: FAMILY_DATA(timer, h)->interval; of a family: FAMILY_SCRIPT_DATA(RETURN, return)->by. */
#define FAMILY_DATA(name, h) ((const struct mytap_##name##_probe *)(probe_of(h)->data ?: mytap_nothing))
#define FAMILY_SCRIPT_DATA(ENUM, name) \
	((const struct mytap_##name##_script *)(mytap_script.family[MYTAP_##ENUM] ?: mytap_nothing))

/* How many probes of the script are of this family. */
static inline u32 probes_count(u16 family)
{
	u32 i, n = 0;

	for (i = 0; i < mytap_script.nprobes; i++)
		n += mytap_script.probes[i].family == family;
	return n;
}

/* Of condition i in a set of them: those behind the 63rd share a bit. */
static inline u64 condition_bit(u32 i)
{
	return 1ULL << min(i, 63u);
}

/* The module that the place of a hit lies in; NULL: the kernel, or nowhere. */
static inline struct probed_module *hit_module(const struct mytap_hit *h)
{
	return session.name_modules && h->place && h->place->name ? session.name_modules[h->place->name - 1] : NULL;
}

static inline struct mytap_ctx *process_context(void)
{
	return session.slots[mytap_nslots - 1].context;
}

/* session.c */
static const struct mytap_family_ops *family_of(const struct mytap_hit *h);
static const char *family_type(const struct mytap_hit *h);	/* probe_type() */
static void session_stop_soon(void);			/* any context */
static void session_fail(enum mytap_fail why);		/* any context; then stops */
static bool session_is_stopping(void);
static int families_attach(struct probed_module *m);	/* what the script has in it */
static void families_detach(struct probed_module *m);
static void session_wake(void);				/* process context, interrupts */
static void session_at(enum mytap_doing what);		/* the session's own works */
static void session_gets_on(void);			/* likewise: a step of many */

/* transport.c */
static void record_text(struct mytap_ctx *c, u32 kind, u32 id, const char *text, size_t n);
static void record_message(struct mytap_ctx *c, u32 kind, u32 probe, const char *text);

/* context.c */
static u64 call_address(const struct mytap_call *call);

/* error.c */
static void error_report(struct mytap_ctx *c);

static void error_forget(struct mytap_ctx *c);

/* overload.c */
static bool overload_call(struct mytap_ctx *c, const struct mytap_hit *h);
static bool overload_part(struct mytap_ctx *c, const struct mytap_hit *h);
static bool overload_is_measuring(const struct mytap_ctx *c);
static bool probe_is_disarmed(u32 probe);
static bool all_are_disarmed(const unsigned long *probes);	/* bits */
static bool wants_vary(void);			/* some hit may not be wanted now */
static void handler_disarmed(struct mytap_ctx *c);

/* condition.c */
static bool hit_is_wanted(const struct mytap_hit *h);		/* process context */
static inline u64 conditions_armed(void);				/* likewise; bits as condition_bit() */
static void conditions_changed(struct mytap_ctx *c, const struct mytap_probe *p);
static void conditions_start(void);
static void conditions_stop(void);
static bool conditions_init(void);
static void conditions_free(void);

/* switch.c */
static void switches_settle(void);			/* the session's own works, and when a module has come */
static bool switches_init(void);
static void switches_stop(void);
static void switches_free(void);
static void families_arm(void);

/* stack.c */
static bool stack_has_calls(const struct mytap_place *p, unsigned long address);

/* kprobe.c */
static bool kprobe_takes(struct mytap_hit *h);

/* refusal.c: said by refusals_say(), when all is attached */
static void kprobe_refused(const struct mytap_hit *h, const char *why, int error);

/* A place whose return the kernel's means hook, with the kernel's stack under it: no program's (return.c). */
static bool is_kernel_return(const struct mytap_hit *h);
/* A return probe that hangs on the function's entry like an entry probe does (return_rethook.c). */
static bool return_is_by_entry(const struct mytap_hit *h);
static void return_to_kretprobe(struct mytap_hit *h);

/* A warning that names the probe; process context. */
static void warn_probe(u32 probe, const struct mytap_place *place, const char *what, int error);

#endif
