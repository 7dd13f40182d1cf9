// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The module part of this script, by hand: what pass 3 is to write.
 *
 *	global n, m
 *	probe kernel.function("vfs_read").return {
 *		if (pid() == 1) next
 *		n++
 *		m[pid(), execname()] <<< $count
 *		printf("%s %d %d\n", execname(), pid(), $return)
 *	}
 *	probe timer.s(1) { if (n > 10) exit() }
 *	probe end { foreach ([p, e] in m- limit 10) printf("%d %s %d\n", p, e, @count(m[p, e])) }
 */
#include "mytap_api.h"

enum { MAXSTRINGLEN = 512 };

const char mytap_formats[] MYTAP_SECTION("formats") =
	/* 0 */ "%s %d %d\n\0"
	/* 1 */ "%d %s %d\n\0";

const char mytap_probes[] MYTAP_SECTION("probes") =
	"kernel.function(\"vfs_read\").return\tread.stp:2:7\0"
	"timer.s(1)\tread.stp:8:7\0"
	"end\tread.stp:9:7\0";

/* global n */
static s64 n;
static struct mytap_lock n_lock;

/* global m: only @count is asked for */
struct m_stat {
	s64 count;
};

static void m_merge(void *to, const void *from)
{
	((struct m_stat *)to)->count += ((const struct m_stat *)from)->count;
}

static s64 m_count(const void *v)
{
	return ((const struct m_stat *)v)->count;
}

static struct mytap_map *m;

struct probe_0_entry {
	s64 count;
};

/* $count of kernel.function("vfs_read").return, taken at entry */
static void probe_0_entry(struct mytap_ctx *c)
{
	struct probe_0_entry *e = c->entry;

	e->count = (s64)c->regs->dx;
}

/* kernel.function("vfs_read").return at read.stp:2:7 */
static void probe_0(struct mytap_ctx *c)
{
	struct probe_0_frame {
		char t1[MAXSTRINGLEN] MYTAP_STRING;
		u64 k[1 + MAXSTRINGLEN / 8];
	} *f = (void *)c->frame;
	struct m_stat *v;
	u64 *k;
	char *o;

	if (mytap_pid() == 1)
		return;

	if (!mytap_write_lock(c, &n_lock))
		return;
	n++;
	mytap_write_unlock(&n_lock);

	mytap_execname(f->t1, sizeof(f->t1));
	k = f->k;
	*k++ = mytap_pid();
	k = mytap_key_str(k, f->t1);
	v = mytap_map_own(c, m, f->k, k - f->k, "operator '<<<' at read.stp:5:24");
	if (!v)
		return;
	v->count++;

	mytap_execname(f->t1, sizeof(f->t1));
	o = mytap_print_begin(c, 0, 2 * 8 + 8 + MAXSTRINGLEN);
	if (o) {
		o = mytap_put_str(o, f->t1);
		o = mytap_put_long(o, mytap_pid());
		o = mytap_put_long(o, (s64)c->regs->ax);
		mytap_print_end(c, o);
	}
}

/* timer.s(1) at read.stp:8:7 */
static void probe_1(struct mytap_ctx *c)
{
	if (!mytap_read_lock(c, &n_lock))
		return;
	if (n > 10)
		mytap_exit(c);
	mytap_read_unlock(&n_lock);
}

/* end at read.stp:9:7 */
static void probe_2(struct mytap_ctx *c)
{
	static const struct mytap_sort sort = { .direction = -1, .key = -1, .value = m_count, .limit = 10 };
	struct mytap_iter it;

	for (mytap_iter_begin(c, &it, m, &sort, "keyword 'foreach' at read.stp:9:13"); mytap_iter_next(c, &it);) {
		const u64 *k = it.key;
		s64 p = *k++;
		const char *e = (const char *)k;
		char *o;

		if (!mytap_actions(c, 1, "keyword 'foreach' at read.stp:9:13"))
			return;
		o = mytap_print_begin(c, 1, 2 * 8 + 8 + MAXSTRINGLEN);
		if (o) {
			o = mytap_put_long(o, p);
			o = mytap_put_str(o, e);
			o = mytap_put_long(o, m_count(it.value));
			mytap_print_end(c, o);
		}
	}
}

static const struct mytap_probe probes[] = {
	{ .family = MYTAP_RETURN, .handler = probe_0, .entry = probe_0_entry,
	  .entry_size = sizeof(struct probe_0_entry), .text = "kernel.function(\"vfs_read\").return" },
	{ .family = MYTAP_TIMER, .handler = probe_1, .data = &(const struct mytap_timer_probe){ .interval = 1000000000 },
	  .text = "timer.s(1)" },
	{ .family = MYTAP_END, .handler = probe_2, .text = "end" },
};
static const char *const parts[] MYTAP_REFERENCES = { &mytap_has_return, &mytap_has_timer, &mytap_has_end };

static const struct mytap_place places[] = {
	{ .offset = 0x2d94c0, .probe = 0, .func = "vfs_read" },
};

static const struct mytap_map_desc maps[] = {
	{ .map = &m, .name = "m", .nkeys = 2, .string_keys = 1 << 1, .merge = m_merge,
	  .room = &(const struct mytap_map_room){ .entries = 2048, .key_words = 1 + MAXSTRINGLEN / 8, .value_bytes = sizeof(struct m_stat), .per_cpu = 1, .sorted = 1 } },
};

const struct mytap_script mytap_script = {
	.abi = MYTAP_ABI,
	.size = sizeof(mytap_script),
	.probes = probes,
	.nprobes = 3,
	.places = places,
	.nplaces = 1,
	.maps = maps,
	.nmaps = 1,
	.frame_size = MAXSTRINGLEN * 2 + 8,
	.prints = true,
	.stext = 0xffffffff81000000,
	.anchor = 0xffffffff81a00000,
	.limits = { .maxaction = 1000, .maxaction_interruptible = 10000, .maxnesting = 1, .maxskipped = 100,
		    .minstackspace = 1024, .maxtrylock = 10000, .trylock_delay_us = 10 },
};
