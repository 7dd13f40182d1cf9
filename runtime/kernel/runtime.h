/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Declarations shared by the files of the runtime. runtime.c includes them all: one translation unit, everything
 * static but the functions of api.h.
 *
 * Contexts, by file:
 *	session, control, begin_end, the attach and detach of every family:
 *		process context, may sleep (the session's own work queue, or a system call)
 *	everything else: probe context; may be NMI. Allocates nothing, never sleeps,
 *		bounded; and holds a slot (context.c), so nothing in it nests.
 */
#ifndef MYTAP_RUNTIME_H
#define MYTAP_RUNTIME_H

/* A probe at one place (or a probe without a place, such as a timer), as passed to handlers. */
struct mytap_hit {
	void (*handler)(struct mytap_ctx *c);
	const struct mytap_place *place;
	unsigned long address;		/* 0: no place, or not resolved */
	u32 probe;
	u32 flags;			/* enum mytap_probe_flags */
	struct mytap_hit *next;		/* the next probe of the same address */
	bool (*predicate)(const struct mytap_regs *regs, s32 pid);	/* of the probe, where it alone decides; or NULL */
};

/* How far a pending error goes: only the first kind can be caught by try. */
enum mytap_fatality { MYTAP_MAY_BE_CAUGHT, MYTAP_ENDS_SESSION, MYTAP_SAYS_NOTHING };

/* A condition is being evaluated outside of a hit: failing to get a lock is then not a skipped hit. */
enum mytap_looking { MYTAP_LOOKS_NOT, MYTAP_LOOKING, MYTAP_LOOK_FAILED };

/* The entry of a slot in the queue of a lock (lock.c). */
struct mytap_wait {
	struct mytap_lock *lock;
	u32 state;			/* enum wait_state */
	u32 next;			/* 1 + slot of the successor; 0: none yet */
};

/* "(it is 1000; more: -D MAXACTION=N)", in the report of an error about a limit. */
struct mytap_raise {
	const char *how;		/* with a %s for the name; NULL: the error is not about a limit */
	const char *name;
	u32 is;				/* the limit's value; 0: the error's text contains it */
};

/* One of the session's channels (channel.c): a ring for each slot. */
struct channel {
	u32 id;				/* enum mytap_channel_id */
	u32 policy;			/* enum mytap_policy */
	u32 ring_size;			/* 0: the channel has no rings of its own */
	u32 mark;			/* bytes between two wakes of the reader */
};

/* The writer's state of a ring; only the owner of the slot writes it. */
struct channel_ring {
	u64 head;			/* the writer's; the reader sees only a copy */
	u64 limit;			/* the head may grow up to here, by the last look at the reader's tail */
	u64 oldest;			/* OVERWRITE_OLDEST: start of the oldest record kept */
	u64 wake_at;			/* the head at which the reader is woken */
	u64 stuck_at;			/* process slot: the reader's position when the wait for it was given up; ~0: not given up */
	char *data;			/* mapped twice in a row */
	u64 mask;
	struct mytap_ring *shown;	/* one page, which the reader can read */
	struct mytap_taken *taken;	/* written by the reader: may hold any value */
	const struct channel *channel;
	struct page **pages;		/* of the data, each mapped twice */
};

/* The time of records between two values of the TSC (clock.c): ns at the first, and ns per cycle times 2^32. */
struct clock_line {
	u64 from, span, ns, rate;
};

/* The runtime's part of the context, in mytap_ctx.priv. */
struct mytap_priv {
	struct channel_ring output;	/* of the first channel */
	struct channel_ring *rings[MYTAP_CHANNELS];	/* the ring for each channel's records */
	unsigned long flags;		/* interrupt flags at the hit */
	struct clock_line line;		/* the slot's copy of the one that it was last on; span 0: none */
	char *frame_base;
	unsigned long *stack;		/* stack_room() bytes, for the entries of one kernel stack and one program stack */
	struct mytap_probe_counters *counters;	/* of this slot, by probe */
	u32 fatal;			/* enum mytap_fatality of the pending error */
	u32 looking;			/* enum mytap_looking */
	bool is_fault;			/* the pending error is a memory fault */
	bool calls_kernel;		/* the runtime calls functions that may be probed: such hits do not count as missed */
	bool is_again;			/* the second run of a hit that had left for absent user memory */
	struct overload_slot *overload;	/* overload.c; NULL: no guard, or the process slot */
	struct timing_probe *timing;	/* by probe (timing.c); NULL: not timed */
	s64 actions_more;		/* of a begin, end or error probe: budget not handed out yet */
	struct mytap_raise raise;	/* the option that raises the limit of the pending error */
	struct mytap_wait wait;
	unsigned long stack_begin, stack_size;	/* a stack of this CPU that is not a task's (stack_left.c); 0: none is known */
};

static inline struct mytap_priv *priv_of(struct mytap_ctx *c)
{
	return (struct mytap_priv *)c->priv;
}

#define MYTAP_BY_OPTION "-D %s=N"

/* The pending error is about this limit. */
static inline void error_may_raise(struct mytap_ctx *c, const char *how, const char *name, u32 is)
{
	priv_of(c)->raise = (struct mytap_raise){ .how = how, .name = name, .is = is };
}

/* A slot: a context with its rings. The last slot belongs to process context. */
struct mytap_slot {
	struct mytap_ctx *context;
	struct channel_ring *rings[MYTAP_CHANNELS];	/* by channel; NULL: none */
	struct irq_work stack_work;	/* stack_left.c */
	bool stack_is_asked;		/* once: where the unwinder does not know the stack, it will not know it later */
};

struct probed_module;			/* module.c */
struct overload_slot;			/* overload.c */
struct timing_probe;			/* timing.c */

enum mytap_fail { MYTAP_FAIL_NONE, MYTAP_FAIL_SAID, MYTAP_FAIL_SKIPPED };

struct mytap_session {
	struct mytap_shared *shared;	/* page 0 */
	unsigned long *stack;		/* stack_room() bytes, for the entries of one kernel stack */
	struct mytap_taken *taken;	/* by ring; whole pages, the only ones the reader may write */
	struct mytap_slot *slots;	/* mytap_nslots */
	struct mytap_probe_counters *counters;
	struct mytap_hit *hits;		/* one per place */
	struct mytap_hit *probe_hits;	/* one per probe, for probes without a place */
	char *pcpu;			/* nslots times pcpu_stride bytes */
	size_t pcpu_stride;
	struct channel channels[MYTAP_CHANNELS];
	const struct file *reader_file;	/* the file of the reader; NULL: a flight recorder without a reader */
	bool reader_takes;		/* the reader takes records, so waiting for room makes sense */
	bool traces_reader;
	bool target_is_command;		/* the target is still the loader and is about to execute a command */
	u32 reader;			/* the loader's process and its user */
	kuid_t user;
	u64 *addresses;			/* by name; from the loader, or for modules from module.c */
	struct probed_module **name_modules;	/* by name; NULL: no name is in a module */
	bool suppress_errors;
	enum mytap_faults { MYTAP_FAULTS_STOP, MYTAP_FAULTS_ZERO, MYTAP_FAULTS_SKIP } faults;	/* --faults */
	bool reader_knows_threads;	/* the reader is in the initial pid namespace */
	bool stop_wanted;		/* exit(), STOP, release, too many errors */
	atomic_t errors, skipped;
	u32 fail;			/* enum mytap_fail */
	struct mutex lock;		/* commands, the reader */
	const struct file *told_by;	/* whose command runs */
	wait_queue_head_t wait;		/* pollers */
	unsigned long event;		/* bit 0: a state change that has not been polled */
	struct workqueue_struct *queue;
	struct work_struct start_work, stop_work;
	struct delayed_work tick_work;
	struct irq_work wake_work, stop_irq_work;
	bool attached;			/* the families are attached and must be detached */
};

/*
 * A family of probes: defined by its file, named by its row of families.def. Process context; all members may be
 * NULL. m: the places in this module; NULL: the kernel's places, and probes without a place.
 */
struct mytap_family_ops {
	int (*attach)(struct probed_module *m);	/* warns of single places that fail; < 0: the session cannot run (no memory) */
	void (*detach)(struct probed_module *m); /* no handler runs after it returns; also called after a failed attach */
	void (*arm)(struct probed_module *m);	/* arms exactly the places that are wanted (hit_is_wanted()); NULL: not supported */
	void (*start)(void);			/* handlers run from here on */
	int (*input)(const char *bytes, u32 n);	/* bytes of standard input; 0: end of input; -EAGAIN: later */
	void (*free)(void);			/* frees what was kept for the end probes */
	bool has_modules;			/* attach, detach and arm are also called for modules */
	bool in_programs;			/* of places in programs: mytap_probe.data begins with struct mytap_uprobe_probe */
	bool names_process;			/* mytap_probe.data begins with the pid of a process, 0: none */
	bool is_return;				/* its hits are at a function's return; only at the entry is the caller known */
	bool samples;				/* its hits sample the CPU; no action of a task causes them */
	bool in_process;			/* run by the session's own thread (begin_end.c) */
};

static struct mytap_session session;
static DEFINE_PER_CPU(struct mytap_ctx *, mytap_context);
static u32 mytap_closed = 1;		/* 0: handlers run */
static u32 mytap_reader = ~0U;	/* tgid whose hits are left out; ~0: none, 0 is the idle tasks' */
/*
 * Bytes that a hit may take of the task's stack besides MINSTACKSPACE: the frame of a handler (or of a function of the script) is at
 * most kbuild_frame_guard; the runtime's largest, of a line of a kernel stack, with the kernel's functions below it.
 */
enum { HANDLER_STACK = 1536, RUNTIME_STACK = 1536 };
static u32 mytap_min_stack;
static unsigned long mytap_stack_mask;
static u64 mytap_budget;		/* initial actions and nesting of a context, in the context's layout */
static unsigned long mytap_stext;	/* run-time address of _stext */

static inline const struct mytap_probe *probe_of(const struct mytap_hit *h)
{
	return &mytap_script.probes[h->probe];
}

static const u64 mytap_nothing[32];	/* all fields 0: for probes and families without data */

/* The data of a probe: FAMILY_DATA(timer, h)->interval; of a family: FAMILY_SCRIPT_DATA(RETURN, return)->by. */
#define FAMILY_DATA(name, h) ((const struct mytap_##name##_probe *)(probe_of(h)->data ?: mytap_nothing))
#define FAMILY_SCRIPT_DATA(ENUM, name) \
	((const struct mytap_##name##_script *)(mytap_script.family[MYTAP_##ENUM] ?: mytap_nothing))

/* Probes of the script in this family. */
static inline u32 probes_count(u16 family)
{
	u32 i, n = 0;

	for (i = 0; i < mytap_script.nprobes; i++)
		n += mytap_script.probes[i].family == family;
	return n;
}

/* The bit of condition i in a set; all from the 63rd on share a bit. */
static inline u64 condition_bit(u32 i)
{
	return 1ULL << min(i, 63u);
}

/* Conditions of probes: none in a runtime that has no code for them, which is linked with scripts that have none. */
static inline u32 script_conditions(void)
{
	return part_is_compiled(conditions) ? mytap_script.nconditions : 0;
}

/* The module that contains the place of a hit; NULL: the kernel, or no place. */
static inline struct probed_module *hit_module(const struct mytap_hit *h)
{
	return part_is_compiled(modules) && session.name_modules && h->place && h->place->name ? session.name_modules[h->place->name - 1] : NULL;
}

static inline struct mytap_ctx *process_context(void)
{
	return session.slots[mytap_nslots - 1].context;
}

/* session.c */
static const struct mytap_family_ops *family_of(const struct mytap_hit *h);
static const char *family_type(const struct mytap_hit *h);	/* probe_type() */
static void session_stop_soon(void);			/* any context */
static void session_close(bool is_closed);		/* any context: no handler runs, or they do */
static void session_fail(enum mytap_fail why);		/* any context; then stops */
static bool session_is_stopping(void);
static int families_attach(struct probed_module *m);	/* what the script has in the kernel or in a module */
static void families_detach(struct probed_module *m);
static void session_wake(void);				/* process context, interrupts */
static void session_at(enum mytap_doing what);		/* records what the session's thread is doing */
static void session_gets_on(void);			/* records progress within it */

/* transport.c */
static void record_text(struct mytap_ctx *c, u32 kind, u32 id, const char *text, size_t n);
static void record_message(struct mytap_ctx *c, u32 kind, u32 probe, const char *text);

/* context.c */
static u64 call_address(const struct mytap_call *call);

/* error.c */
static void error_report(struct mytap_ctx *c);

static void error_forget(struct mytap_ctx *c);

/* overload.c */
/* What became of a hit. Absent: the handler left for user memory that is not there (mytap_absent()). */
enum context_result { CONTEXT_FAILED, CONTEXT_RAN, CONTEXT_ABSENT };

static enum context_result overload_call(struct mytap_ctx *c, const struct mytap_hit *h);
static enum context_result overload_part(struct mytap_ctx *c, const struct mytap_hit *h);
static bool overload_is_measuring(const struct mytap_ctx *c);
static bool probe_is_disarmed(u32 probe);
static bool all_are_disarmed(const unsigned long *probes);	/* probes: bits */
static bool wants_vary(void);			/* some hits may not be wanted now */
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
static void switches_settle(void);			/* in works of the session, and when a module was loaded */
static bool switches_init(void);
static void switches_stop(void);
static void switches_free(void);
static void families_arm(void);

/* stack.c */
static bool stack_has_calls(const struct mytap_place *p, unsigned long address);

/* user_stack.c */
static bool user_call_is_wanted(struct mytap_ctx *c);

/* kprobe.c */
static bool kprobe_takes(struct mytap_hit *h);

/* refusal.c: printed by refusals_say() when everything is attached */
static void kprobe_refused(const struct mytap_hit *h, const char *why, int error);

/* A place whose return is hooked by kernel means on the kernel's stack, i.e. not in a program (return.c). */
static bool is_kernel_return(const struct mytap_hit *h);
/* A return, or an entry of the same function, that a direct trampoline takes (return_direct.c). */
static bool direct_has(const struct mytap_hit *h);
/* Takes the trampoline's own return address out of a stack; returns the number of the others. */
static u32 direct_strip(unsigned long *frames, u32 n);
/* A return probe that is attached at the function's entry, like an entry probe (return_rethook.c). */
static bool return_is_by_entry(const struct mytap_hit *h);
static void return_to_kretprobe(struct mytap_hit *h);

/* A warning that names the probe; process context. */
static void warn_probe(u32 probe, const struct mytap_place *place, const char *what, int error);

#endif
