/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The protocol between the module and the loader (mytap-run), and all that they
 * share. Both sides check MYTAP_WIRE_VERSION.
 *
 * The module makes one file, /proc/mytap-NAME (NAME: the module's name):
 *   write()  one struct mytap_command with its payload
 *   poll()   readable when a ring passed its fill mark, by timer while anything
 *            is in a ring, and on every change of state
 *   mmap()   page 0: struct mytap_shared
 *            page 1 + r: struct mytap_ring of ring r
 *            MYTAP_TAKEN_OFFSET(shared): struct mytap_taken of all rings, whole pages
 *            mytap_data_offset(shared, c, s): data of slot s in channel c, its ring_size bytes
 *            (map it twice in a row and a record never wraps)
 *            The rings of a channel exist once the write of START has returned (ring_size is 0 before). A channel that
 *            uses another one's rings (ring_size 0) has no pages.
 *            MAP_SHARED only. Only the pages of struct mytap_taken may be mapped writable: the module relies on the
 *            contents of all others.
 *   release  the close by the process that wrote START stops the session: probes are detached. While
 *            the file is open the module cannot be removed.
 *
 * A flight recorder is a session whose first channel overwrites the oldest records: it goes on without a reader, and no
 * close ends it. ioctl(MYTAP_IOCTL_READ) makes the caller its reader until the file is closed (EBUSY: it has a reader).
 *
 * There is one slot per possible CPU, and one more (the last) for probes that run in
 * process context (begin, end, error): its output waits for the reader instead of
 * being dropped.
 *
 * A channel has one ring per slot, and a policy for records that do not fit. Ring r belongs to slot r % nslots in channel
 * r / nslots. The rings of the first channel always exist, and tell whether their slots are busy.
 *
 * Life:  insmod -> LOADED -(START)-> STARTING: begin probes run, probes attach
 *   -> RUNNING -(STOP, exit(), error, release)-> STOPPING: detach, end or error
 *   probes run, counters written -> DONE. The module never leaves DONE.
 */
#ifndef MYTAP_WIRE_H
#define MYTAP_WIRE_H

#if defined(MYTAP_API_H)	/* which defines them as well */
#elif defined(__KERNEL__)
#include <linux/types.h>
#else
#include <stdbool.h>
#include <stdint.h>
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;
#endif

#define MYTAP_MAGIC 0x3150415450594d7fULL	/* "\x7fMYTPTAP1" in spirit; found by dump readers */
enum { MYTAP_WIRE_VERSION = 14 };

enum mytap_state {
	MYTAP_LOADED, MYTAP_STARTING, MYTAP_RUNNING, MYTAP_STOPPING, MYTAP_DONE,
};

/* What the module's thread is doing; if the thread dies the value stays. */
enum mytap_doing {
	MYTAP_IDLE, MYTAP_RUNS_BEGIN, MYTAP_ATTACHES, MYTAP_FOLLOWS_CONDITIONS, MYTAP_DETACHES, MYTAP_RUNS_END,
};

/* The channel of each record kind, unless START combines channels (struct mytap_channel). */
enum mytap_channel_id {
	MYTAP_CHANNEL_OUTPUT,		/* output of the script, and messages */
	MYTAP_CHANNEL_TRACE,		/* output of the function tracers */
	MYTAP_CHANNELS,
};

/* The policy for a record that does not fit. */
enum mytap_policy {
	MYTAP_DROP_NEWEST,		/* the record is dropped and counted; the reader takes records all the time */
	/*
	 * The oldest records are dropped and counted. The reader copies the bytes from `oldest` to `head`, then reads
	 * `oldest` again; bytes below the new value may have been overwritten during the copy. The next reader begins at the
	 * reader's tail; only the process slot waits for it, and only while there is a reader.
	 */
	MYTAP_OVERWRITE_OLDEST,
};

struct mytap_channel {
	u32 goes_to;			/* enum mytap_channel_id: the channel whose rings are used */
	u32 policy;			/* enum mytap_policy */
	u32 ring_size;			/* bytes per slot, a power of two, whole pages; 0: no rings of its own */
	u32 pad;
};

struct mytap_shared {			/* page 0; written by the kernel */
	u64 magic;
	u32 version, size;		/* of this struct */
	u32 state;			/* enum mytap_state */
	u32 nslots;			/* the last one is the process slot */
	u32 nprobes;
	u32 failed;			/* 1: the session failed: exit status 1 */
	u32 reader_tgid;		/* the process whose hits are left out */
	u32 doing;			/* enum mytap_doing */
	u32 thread;			/* the thread that is doing it; 0: none, or not in the reader's pid namespace */
	u32 pad;
	u64 progress;			/* grows while the thread makes progress */
	u64 start_time, stop_time;	/* CLOCK_MONOTONIC ns of attach and detach */
	u64 memory;			/* bytes that the session took when it started */
	char module[64];
	struct mytap_channel channels[MYTAP_CHANNELS];
};

struct mytap_ring {			/* one page per ring; written by the kernel */
	u64 magic;
	u32 slot;
	u32 busy;			/* a handler is running on this slot; in the first channel's rings only */
	u64 head;			/* bytes ever written; the kernel stores it with release semantics */
	u64 dropped, dropped_bytes;	/* records that did not fit */
	/* OVERWRITE_OLDEST: */
	u64 sequence;			/* odd while the next two fields are being changed */
	u64 oldest;			/* start of the oldest record kept; stored before older bytes are overwritten */
	u64 overwritten;		/* records dropped before it */
};

/*
 * Written by the reader: one cache line per ring. Any value is safe: the module treats an invalid one as a full
 * ring.
 */
struct mytap_taken {
	u64 tail;			/* bytes ever taken; the reader stores it with release semantics */
	u64 records;			/* before that; OVERWRITE_OLDEST, for the next reader */
	u64 pad[6];
};

#define MYTAP_RINGS(nslots) ((nslots) * MYTAP_CHANNELS)
#define MYTAP_TAKEN_PAGES(nslots) ((MYTAP_RINGS(nslots) + 63) / 64)
#define MYTAP_TAKEN_OFFSET(sh) ((u64)4096 * (1 + MYTAP_RINGS((sh)->nslots)))

static inline u64 mytap_data_offset(const struct mytap_shared *sh, u32 channel, u32 slot)
{
	u64 at = MYTAP_TAKEN_OFFSET(sh) + (u64)4096 * MYTAP_TAKEN_PAGES(sh->nslots);
	u32 i;

	for (i = 0; i < channel; i++)
		at += (u64)sh->nslots * sh->channels[i].ring_size;
	return channel < MYTAP_CHANNELS ? at + (u64)slot * sh->channels[channel].ring_size : at;
}

/*
 * A record: header, payload, zero bytes up to a multiple of 8. Records of one hit carry the same time. Order: by
 * time, then by slot, then as written. All records with time <= T are in the rings once each slot has been seen not
 * busy after T (plus 100 us for the store buffers).
 */
struct mytap_record {
	u32 size;			/* with header, multiple of 8 */
	u32 kind_id;			/* kind << 24 | id */
	u64 time;			/* CLOCK_MONOTONIC ns (fast accessor) */
};
#define MYTAP_KIND_ID(kind, id) ((u32)(kind) << 24 | (u32)(id))

/*
 * Kinds of records: name, what decodes it in the loader (decode_NAME), the channel that it goes to. A new one is a row here
 * and a decoder there.
 *
 *	PRINT		id: number of the format in section .mytap.formats. Payload: its arguments in order: an integer conversion or
 *			`*`: s64. %s, %m, %M: u32 length, bytes, padded to 8.
 *	ERROR, WARN, WARN_PROBE  payload: u32 probe (or ~0), u32 length, text. On stderr with "ERROR: " or "WARNING: "; ERROR and
 *			WARN_PROBE with the probe as its last line.
 *	DETAIL		like WARN; with -v only
 *	HIST		payload: struct mytap_hist, then its buckets. Printed on stdout.
 *	SYSTEM		payload: u32 length, text: a command for /bin/sh (system())
 *	COUNTERS	id: probe; payload: struct mytap_probe_counters; written at the end for probes with any of them non-zero
 *	TEXT		id: enum mytap_text; text for stdout as it is: payload u32 length, bytes (embedded C's STAP_PRINTF, print of a value
 *			made in the kernel)
 *	SPECULATION	id: what; payload: u64 number of the speculation; ADD: u32 length, text. Commit and discard forget it.
 *	TRACE		id: enum mytap_trace; payload: the struct of it
 *	TIMING		id: probe; payload: struct mytap_timing; written at the end for probes that were hit
 *	USER_STACK	id: enum mytap_ustack; payload: struct mytap_user_stack, then its frames. A program's stack, for stdout.
 *	USER_FILE	id: the number that a file got which the reader has not named
 *	DEEPEST		payload: struct mytap_deepest, then its frames, innermost first: u32 depth, u32 length, text, padded to 8. A deeper
 *			stack than those of this CPU before.
 *	SWITCH_FILE	what follows goes into the next file (switch_file())
 */
#define MYTAP_RECORDS(ROW) \
	ROW(PRINT, print, OUTPUT) \
	ROW(ERROR, message, OUTPUT) \
	ROW(WARN, message, OUTPUT) \
	ROW(HIST, hist, OUTPUT) \
	ROW(SYSTEM, system, OUTPUT) \
	ROW(COUNTERS, counters, OUTPUT) \
	ROW(TEXT, text, OUTPUT) \
	ROW(DETAIL, detail, OUTPUT) \
	ROW(WARN_PROBE, message, OUTPUT) \
	ROW(SPECULATION, speculation, OUTPUT) \
	ROW(TRACE, trace, TRACE) \
	ROW(TIMING, timing, OUTPUT) \
	ROW(USER_STACK, user_stack, OUTPUT) \
	ROW(USER_FILE, user_file, OUTPUT) \
	ROW(DEEPEST, deepest, OUTPUT) \
	ROW(SWITCH_FILE, switch_file, OUTPUT)

enum mytap_record_kind {
	MYTAP_REC_NONE,
#define MYTAP_RECORD_KIND(NAME, decoder, CHANNEL) MYTAP_REC_##NAME,
	MYTAP_RECORDS(MYTAP_RECORD_KIND)
#undef MYTAP_RECORD_KIND
};

static inline enum mytap_channel_id mytap_channel_of(u32 kind)
{
	switch (kind) {
#define MYTAP_RECORD_CHANNEL(NAME, decoder, CHANNEL) case MYTAP_REC_##NAME: return MYTAP_CHANNEL_##CHANNEL;
	MYTAP_RECORDS(MYTAP_RECORD_CHANNEL)
#undef MYTAP_RECORD_CHANNEL
	default: return MYTAP_CHANNEL_OUTPUT;
	}
}

enum mytap_text { MYTAP_TEXT, MYTAP_TEXT_STACK, MYTAP_TEXT_FRAME };	/* a line of a stack: the first, each other one */
enum mytap_speculation { MYTAP_SPECULATION_ADD, MYTAP_SPECULATION_COMMIT, MYTAP_SPECULATION_DISCARD };

/* A program's stack. */
enum mytap_ustack { MYTAP_USTACK_FULL, MYTAP_USTACK_BRIEF, MYTAP_USTACK_LINES };	/* LINES: FULL, with source lines */
enum mytap_ustack_end {
	MYTAP_USTACK_WHOLE,		/* complete, or as long as requested */
	MYTAP_USTACK_NO_RULE, MYTAP_USTACK_NO_MEMORY,	/* the caller is unknown: no rule, or memory that cannot be read */
};

struct mytap_user_frame {
	u64 address, offset;		/* in the process; in the file */
	u32 file;			/* the file's number; 0: in no file */
	u32 flags;			/* MYTAP_UFRAME_* */
};
enum {
	MYTAP_UFRAME_BY_POINTER = 1,	/* found by rbp as a frame pointer, which may be wrong */
	MYTAP_UFRAME_IS_CALL = 2,	/* address is a return address */
};

struct mytap_user_stack {
	u32 pid, n;			/* of the process; frames */
	u32 end, pad;			/* enum mytap_ustack_end */
};

/* Records of the function tracers. */
enum mytap_trace {
	/* Both: and the text of the arguments, up to its NUL, if there is one. */
	MYTAP_TRACE_FUNCTION,		/* struct mytap_trace_function */
	MYTAP_TRACE_ENTER,		/* struct mytap_trace_head */
	MYTAP_TRACE_LEAVE,		/* struct mytap_trace_leave */
	MYTAP_TRACE_RETURN,		/* struct mytap_trace_return: LEAVE with the returned value */
	/* struct mytap_trace_mark, and a name up to its NUL */
	MYTAP_TRACE_SLICE_BEGIN, MYTAP_TRACE_SLICE_END, MYTAP_TRACE_COUNTER, MYTAP_TRACE_FLOW_BEGIN, MYTAP_TRACE_FLOW_END,
};
enum mytap_trace_flags {
	MYTAP_TRACE_IRQS_OFF = 1, MYTAP_TRACE_NEED_RESCHED = 2, MYTAP_TRACE_NMI = 4, MYTAP_TRACE_HARDIRQ = 8,
	MYTAP_TRACE_SOFTIRQ = 16,	/* a softirq is being served */
};

struct mytap_trace_head {
	u64 function;			/* address; 0: none */
	u32 pid;			/* of the thread */
	u16 cpu;
	u8 flags, preempt_depth;
	char comm[16];			/* up to its NUL */
};

struct mytap_trace_function {
	struct mytap_trace_head head;
	u64 caller;			/* return address; 0: unknown */
};

struct mytap_trace_leave {
	struct mytap_trace_head head;
	u64 entered;			/* the time of its ENTER record */
};

struct mytap_trace_return {
	struct mytap_trace_leave leave;
	s64 value;
};

struct mytap_trace_mark {
	struct mytap_trace_head head;	/* function: 0 */
	s64 value;			/* of a counter; of a flow: its number */
};

/*
 * The record of trace_stack(). The depth of a frame: bytes from the word that holds the address in its function to
 * the end of the task's stack; for the first frame, whose function was just entered, the word below that one, where
 * its next call would push.
 */
struct mytap_deepest {
	struct mytap_trace_head head;
	u32 used, size;			/* the first frame's depth; of the whole stack */
	u32 nframes;
	u32 is_cut;			/* 1: there are more frames */
};

/*
 * The size of the largest record of a function tracer when a name or the text of arguments has at most `text`
 * bytes.
 */
#define MYTAP_TRACE_BYTES(text) \
	(sizeof(struct mytap_record) + \
	 (sizeof(struct mytap_trace_mark) + (text) + 8 > sizeof(struct mytap_trace_return) ? \
	  sizeof(struct mytap_trace_mark) + (text) + 8 : sizeof(struct mytap_trace_return)))

struct mytap_hist {
	u32 kind;			/* 1 log, 2 linear, 3 log-linear: low: bits, high: the number of the first bucket */
	u32 nbuckets;			/* u64 each, behind this struct; log: 128, see SPEC 1.5; linear: under, ..., over */
	s64 low, high, width;		/* linear */
	s64 elision;			/* HIST_ELISION */
};

struct mytap_probe_counters {
	u64 skipped_nested;		/* a hit inside a handler on the same CPU */
	u64 skipped_lock;		/* failed to get a global's lock */
	u64 skipped_stack;		/* too little kernel stack left */
	u64 missed;			/* the kernel could not run the probe (kretprobe instances, nmissed) */
	u64 lost_records;		/* output dropped: the ring was full */
	u64 errors;			/* soft errors */
	u64 missed_among;		/* other probes that share the count `missed`: the kernel counts them together */
	u64 skipped_fault;		/* memory could not be read, and --faults=skip */
	u64 faults;			/* reads that gave 0: --faults=zero */
};

/*
 * With MYTAP_START_TIMING: ns from the start of a handler to its end, for all hits. Percentiles are accurate to
 * 1/16.
 */
struct mytap_timing {
	u64 hits, total, least, most, p50, p90, p99;
};

struct mytap_command {
	u32 command;			/* enum mytap_command_kind */
	u32 size;			/* of the payload that follows */
};

enum mytap_command_kind {
	MYTAP_CMD_START = 1,		/* payload: struct mytap_start */
	MYTAP_CMD_STOP,
	MYTAP_CMD_ADDRESSES,		/* before START: u64 run-time address per name of .mytap.names, 0 = unknown */
	MYTAP_CMD_SET_GLOBAL,		/* "name=value"; a string before START only */
	MYTAP_CMD_INPUT,		/* while the session runs: bytes of standard input; no bytes: end of input. EAGAIN: too many are waiting */
	MYTAP_CMD_PROGRAM,		/* before START: struct mytap_program_file, for each program that was found */
	MYTAP_CMD_USER_FILE,		/* before START: struct mytap_user_file, for files whose stacks will be walked */
	MYTAP_CMD_USER_TABLE,		/* any time: struct mytap_user_table, then a block of unwind.h */
	MYTAP_CMD_SERVE,		/* by a process of its own: returns at DONE, until then it runs begin, end and error probes;
					 * EINTR: a signal came, do it again */
	MYTAP_CMD_PROBE,		/* while it runs, as those below: struct mytap_probe_turn */
	MYTAP_CMD_TRACING,		/* u32: tracing_on() or tracing_off() */
	MYTAP_CMD_TARGETS,		/* before START, once: a u32 pid for each process of the target; the first is target() */
	MYTAP_CMD_NAMESPACES,		/* before START, once: u32: the target namespaces are those of this process, else the reader's */
	MYTAP_CMD_TIMING,		/* u32, 1: a viewer begins, 0: it ends. In between handlers are timed as with MYTAP_START_TIMING, without a report */
};

struct mytap_probe_turn {
	u32 probe;			/* its number in .mytap.probes (ENOENT: there is none); ~0: all but begin, end and error */
	u32 is_on;
};

enum { MYTAP_TARGETS_MOST = 64 };

struct mytap_start {
	u32 flags;			/* MYTAP_START_* */
	u32 pad;
	/*
	 * The channels requested. A channel has its own rings or uses the first one's; ring_size 0 for the first
	 * one: the module's default.
	 */
	struct mytap_channel channels[MYTAP_CHANNELS];
};
enum {
	MYTAP_START_SUPPRESS_ERRORS = 1, MYTAP_START_TRACE_READER = 2,
	MYTAP_START_COMMAND = 4,	/* the target is about to execute a command: it is the loader until then */
	MYTAP_START_TIMING = 8,		/* handlers are timed */
	MYTAP_START_FAULTS_ZERO = 16,	/* memory that cannot be read is 0 or "", and counted, not an error */
	MYTAP_START_FAULTS_SKIP = 32,	/* memory that cannot be read ends the hit, which is counted */
	MYTAP_START_SERVER = 64,	/* a process is going to SERVE */
};

/* A program that the script probes, as the reader has opened it. */
struct mytap_program_file {
	u32 program;			/* its index in .mytap.programs */
	s32 fd;
};

/*
 * Files that programs run, numbered from 1: first those that the reader names, then those that the module meets.
 * The module reports the latter, and ioctl(MYTAP_IOCTL_USER_FILE, number) opens them, whatever their path; ENODATA: it is a
 * vdso, ENOENT: no file has that number.
 */
struct mytap_user_file {
	u32 number;			/* the next free one; EEXIST: the file has one already */
	s32 fd;				/* or one of these */
};
enum { MYTAP_FILE_VDSO = -1, MYTAP_FILE_VDSO_32 = -2 };	/* what the kernel itself maps into 64-bit and 32-bit programs */
enum mytap_table_kind { MYTAP_TABLE_UNWIND, MYTAP_TABLE_NAMES, MYTAP_TABLE_LINES };
struct mytap_user_table {
	u32 number, kind;		/* the file's; enum mytap_table_kind */
};
enum { MYTAP_IOCTL_USER_FILE = 0x4d01, MYTAP_IOCTL_READ = 0x4d02, MYTAP_USER_FILES_MOST = 1024 };

/*
 * The default size of the buffers: small where no probe prints, and limited in total.
 */
enum {
	MYTAP_RING_SMALL = 64 << 10, MYTAP_RING_DEFAULT = 4 << 20, MYTAP_RING_LEAST = 16 << 10, MYTAP_RINGS_MOST = 64 << 20,
	MYTAP_RING_MOST = 1 << 30,
	MYTAP_ROOM_STEP = 2 << 10,	/* OVERWRITE_OLDEST frees at least this many bytes at once */
};

static inline u32 mytap_ring_default(bool prints, u32 nslots)
{
	u32 size = prints ? MYTAP_RING_DEFAULT : MYTAP_RING_SMALL;

	while (size > MYTAP_RING_SMALL && (u64)size * nslots > MYTAP_RINGS_MOST)
		size /= 2;
	return size;
}

/*
 * The size of rings that hold the last n records of this many bytes, plus the room being freed; 0: more than a ring
 * can have.
 */
static inline u32 mytap_ring_keeping(u64 n, u64 record_bytes)
{
	u64 bytes = (n + 1) * record_bytes + MYTAP_ROOM_STEP, size = MYTAP_RING_LEAST;

	while (size < bytes && size < MYTAP_RING_MOST)
		size *= 2;
	return size < bytes ? 0 : size;
}

/*
 * The memory that a script needs, as allocated by the module and computed in advance by the loader. Section
 * .mytap.memory: a struct mytap_need, then a struct mytap_map_room per array.
 */
struct mytap_need {
	u64 context_bytes;		/* per slot: context with frames */
	u64 own_bytes;			/* per slot: per-slot variables */
	u64 nprobes, nplaces;
	u64 prints;			/* 1: probes print, see mytap_ring_default() */
	u64 trace_bytes;		/* of the largest record of a function tracer; 0: the script has none */
	u64 stacks_bytes;		/* of the stacks kept by number */
};

struct mytap_map_room {
	u64 entries, key_words, value_bytes;
	u64 per_cpu, sorted;		/* 0 or 1 */
};

enum {
	MYTAP_NODE_BYTES = 32,		/* before key and value */
	MYTAP_SORT_BYTES = 32,		/* per entry in the index of sorted loops */
	MYTAP_HIT_BYTES = 48,		/* per place */
	MYTAP_GUARD_BYTES = 352,	/* per slot, for the overload guard ... */
	MYTAP_COST_BYTES = 16,		/* ... and per probe */
	MYTAP_TIMING_BYTES = 2520,	/* per slot and probe, when handlers are timed */
};

/* per_cpu: words of one bit per slot, before the key. */
static inline u32 mytap_slot_words(u32 nslots)
{
	return (nslots + 63) / 64;
}

static inline u64 mytap_map_buckets(const struct mytap_map_room *r)
{
	u64 n = 8;

	while (n < r->entries)
		n *= 2;
	return n;
}

static inline u64 mytap_map_stride(const struct mytap_map_room *r, u32 nslots)
{
	return MYTAP_NODE_BYTES + 8 * r->key_words + (r->per_cpu ? 8 * mytap_slot_words(nslots) : r->value_bytes);
}

/* Whole pages, each with an entry in two tables. */
static inline u64 mytap_pages_bytes(u64 bytes)
{
	return (bytes + 4095) / 4096 * (4096 + 16);
}

static inline u64 mytap_map_bytes(const struct mytap_map_room *r, u32 nslots)
{
	u64 n = mytap_pages_bytes(8 * mytap_map_buckets(r)) + mytap_pages_bytes(mytap_map_stride(r, nslots) * r->entries);

	if (r->sorted)
		n += mytap_pages_bytes(MYTAP_SORT_BYTES * r->entries);
	if (r->per_cpu)		/* one more: for merging */
		n += (nslots + 1ULL) * mytap_pages_bytes(r->value_bytes * r->entries);
	return n;
}

/* Without buffers and arrays. */
enum { MYTAP_BACKTRACE_USUAL = 20 };	/* addresses, without MAXBACKTRACE */

/* Bytes of a stack kept by number: its head, and that many addresses or struct mytap_user_frame. */
#define MYTAP_STACK_BYTES(frames, is_user) (24 + (frames) * ((is_user) ? sizeof(struct mytap_user_frame) : 8))

static inline u64 mytap_base_bytes(const struct mytap_need *need, u32 nslots)
{
	return nslots * (4096 + mytap_pages_bytes(need->context_bytes + 64)) +
	       (nslots - 1ULL) * mytap_pages_bytes(MYTAP_GUARD_BYTES + MYTAP_COST_BYTES * need->nprobes) +
	       mytap_pages_bytes(nslots * ((need->own_bytes + 63) & ~63ULL)) +
	       mytap_pages_bytes(nslots * need->nprobes * sizeof(struct mytap_probe_counters)) +
	       mytap_pages_bytes(need->stacks_bytes) + mytap_pages_bytes(need->nplaces * MYTAP_HIT_BYTES) + mytap_pages_bytes(need->nprobes * MYTAP_HIT_BYTES);
}

/* When handlers are timed. */
static inline u64 mytap_timing_bytes(const struct mytap_need *need, u32 nslots)
{
	return nslots * mytap_pages_bytes(MYTAP_TIMING_BYTES * need->nprobes);
}

/* A ring's data and its page for the reader; the first channel's page is counted above. */
static inline u64 mytap_ring_bytes(const struct mytap_need *need, const struct mytap_channel *asked, u32 nslots)
{
	return mytap_pages_bytes(asked->ring_size ? asked->ring_size : mytap_ring_default(need->prints, nslots)) +
	       (asked->goes_to ? 2 * mytap_pages_bytes(1) : 0);
}

/*
 * Sections of the module file that the loader reads, beside .mytap.memory. Each is a run of
 * NUL-terminated strings; the number of a string is its index.
 *   .mytap.formats	printf formats (C syntax already resolved: raw bytes; a NUL in a format is written "%0")
 *   .mytap.probes	probe points, for reports: "kernel.function(\"vfs_read\")\tx.stp:3:7"
 *   .mytap.names	kernel symbols whose addresses the loader is to look up ("vfs_read", "module:function")
 *   .mytap.programs	programs that are probed: "path as found\tas the script names it\tidentity\tplaces\tpages"; the identity is
 *			the build-id in hexadecimal, or "size:BYTES:HASH" (FNV-1a of all bytes, 64 bits) when it has none; how many
 *			places are probed there, and how many pages of 4 kB they are in
 *   .mytap.files	present if the script walks stacks of programs: "names" if function names are used as values, "lines"
 *			if source lines are, and the paths of files whose tables are needed from the start
 *   .mytap.globals	"name type" of every global that mod.ko name=value may set
 *   .mytap.maps	"FORMAT KEYS NAME": that format prints the global NAME at the end: KEYS keys, then its value (of an
 *			aggregate: count, min, max, sum, avg; nothing when it is empty)
 *   .mytap.input	"char" or "line": present if the script reads standard input
 *   .mytap.info	"key=value": version, release, build_id (hex), script
 */
#define MYTAP_SECTION_PREFIX ".mytap."

#endif
