// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Thousands of kprobes at once: register_kprobe() takes 2 to 3.5 ms per place (figures in doc/HACKING), nearly all
 * of it for walks through whole tables of the kernel. Here each table is walked once for all places. The work for
 * one place is done by the kernel's own functions and results in ordinary kprobes: they are in the kernel's table,
 * other users may probe the same places, and unregister_kprobes() removes them.
 *
 * In: places of family MYTAP_STATEMENT, where the compiler's debuginfo vouches for the start of an instruction
 * (else the kernel has to decode the function up to the place, 0.16 ms). A place that is not certainly free is left
 * to register_kprobe().
 *
 * The kernel exports few of these functions; the compiler knows their addresses if it has the symbols of this build
 * (build_id_check() has passed, and the symbols' file has the same build-id). Without addresses, or when the
 * self-test fails (kprobe_test.c), register_kprobe() is used for all places. Optimised kprobes are not prepared:
 * when a place has been hit, kprobe_hot.c has the kernel optimise it in the background.
 *
 * Locks, as register_kprobe() has them: kprobe_mutex, cpus_read_lock, text_mutex.
 */

enum { BULK_LEAST = 32 };		/* for fewer places the kernel's own registration is used, which optimises them at once */

static bool bulk_wants(const struct mytap_hit *h)
{
	return h->address && probe_of(h)->family == MYTAP_STATEMENT && !h->place->name;
}

static u32 bulk_count(void)
{
	u32 i, n = 0;

	for (i = 0; i < mytap_script.nplaces; i++)
		n += bulk_wants(&session.hits[i]);
	return n;
}

static void bulk_is_not(u32 n, const char *why)
{
	if (n >= BULK_LEAST)
		process_detail("%u places are set one by one, which takes its time: %s", n, why);
}

#if defined(HAVE_KPROBE_BULK) && !defined(CONFIG_X86_KERNEL_IBT) && !defined(CONFIG_CFI_CLANG)
#include <linux/bug.h>
#include <linux/jump_label.h>
#include <linux/perf_event.h>
#include <linux/rcupdate.h>
#include <linux/sort.h>
#include <linux/static_call_types.h>
#include <asm/text-patching.h>

/* Exported, but declared only in a private header of the kernel. */
void rcu_expedite_gp(void);
void rcu_unexpedite_gp(void);

enum {
	BULK_HASH_BITS = 6,		/* of the kernel's table; bulk_insert() checks it */
	BULK_SITE = 5,			/* bytes of a jump label or static call at most */
	BULK_REACH = 20,		/* bytes that an optimised kprobe may have replaced */
};

enum bulk_verdict { BULK_TAKE, BULK_ASK, BULK_REFUSE };	/* ASK: left to register_kprobe() */

/* An address and the probes on it. */
struct bulk_place {
	unsigned long address;
	struct mytap_hit *hit;		/* chained by next */
	struct mytap_kprobe *k;
	u8 verdict;
};

static struct {
	struct bulk_place *places;	/* sorted */
	u32 n;
	struct mytap_kprobe *kprobes;	/* is_bulk is set once they are registered */
	u32 nkprobes;
	struct mytap_hit *joints;	/* stand for all probes of one address */
	u32 nset;			/* kprobes registered here */
	struct irq_work hot_irq_work;
	struct delayed_work hot_work;
} bulk;

/* A kernel symbol by its name: as a function to call, or as a mutex. */
#define bulk_symbol(name) ((void *)(mytap_stext + FAMILY_SCRIPT_DATA(STATEMENT, statement)->name))
#define bulk_call(name) ((typeof(name) *)bulk_symbol(name))
#define bulk_mutex(name) ((struct mutex *)bulk_symbol(name))

/* ---- the places ---------------------------------------------------------------------------- */

static int bulk_compare(const void *a, const void *b)
{
	const struct bulk_place *p = a, *q = b;

	if (p->address != q->address)
		return p->address < q->address ? -1 : 1;
	return p->hit < q->hit ? -1 : p->hit > q->hit;
}

/* One element per address, with its probes in script order. Probes with a condition are attached separately. */
static void bulk_join(void)
{
	struct bulk_place *to = bulk.places, *p;
	struct mytap_hit *last = NULL;
	u32 i;

	for (i = 0; i < bulk.n; i++) {
		p = &bulk.places[i];
		if (i && to[-1].address == p->address) {
			last->next = p->hit;
			if (probe_of(p->hit)->condition || probe_of(last)->condition)
				to[-1].verdict = BULK_ASK;
		} else {
			*to++ = *p;
		}
		last = p->hit;
	}
	bulk.n = to - bulk.places;
}

static bool bulk_collect(u32 n)
{
	bool sorted = true;
	u32 i;

	bulk.places = kvcalloc(n, sizeof(*bulk.places), MEMORY_FLAGS);
	bulk.joints = kvcalloc(n / 2, sizeof(*bulk.joints), MEMORY_FLAGS);
	bulk.kprobes = kvcalloc(n, sizeof(*bulk.kprobes), MEMORY_FLAGS);
	if (!bulk.places || !bulk.joints || !bulk.kprobes)
		return false;
	for (i = 0; i < mytap_script.nplaces; i++) {
		struct bulk_place *p = &bulk.places[bulk.n];

		if (!bulk_wants(&session.hits[i]))
			continue;
		p->hit = &session.hits[i];
		p->address = p->hit->address;
		sorted &= !bulk.n++ || bulk_compare(p - 1, p) < 0;
	}
	if (!sorted)
		sort(bulk.places, bulk.n, sizeof(*bulk.places), bulk_compare, NULL);
	bulk_join();
	return true;
}

/* The first place at or after an address. */
static struct bulk_place *bulk_from(unsigned long address)
{
	u32 low = 0, high = bulk.n;

	while (low < high) {
		u32 i = low + (high - low) / 2;

		if (bulk.places[i].address < address)
			low = i + 1;
		else
			high = i;
	}
	return &bulk.places[low];
}

/* ---- may a breakpoint be set there? ------------------------------------------------------------ */

static void bulk_judge(unsigned long from, unsigned long size, enum bulk_verdict first, enum bulk_verdict others)
{
	struct bulk_place *p = bulk_from(from);

	for (; p < bulk.places + bulk.n && p->address < from + size; p++)
		p->verdict = max_t(u8, p->verdict, p->address == from ? first : others);
}

/*
 * Size of a jump label: 2 or 5 bytes. One that is being patched looks like 5; the place is then left to
 * register_kprobe().
 */
static unsigned long bulk_jump_size(unsigned long code)
{
	u16 start;

	if (!kernel_copy(&start, code, sizeof(start)))
		return BULK_SITE;
	return (u8)start == JMP8_INSN_OPCODE || start == 0x9066 ? 2 : BULK_SITE;	/* or a nop of two bytes */
}

static bool bulk_has_places(unsigned long from, unsigned long size)
{
	struct bulk_place *p = bulk_from(from);

	return p < bulk.places + bulk.n && p->address < from + size;
}

/* Instructions that the kernel patches itself. */
static void bulk_judge_sites(void)
{
	const struct jump_entry *j = bulk_symbol(__start___jump_table);
	const struct static_call_site *s = bulk_symbol(__start_static_call_sites);

	for (; j < (const struct jump_entry *)bulk_symbol(__stop___jump_table); j++)
		if (bulk_has_places(jump_entry_code(j), BULK_SITE))
			bulk_judge(jump_entry_code(j), bulk_jump_size(jump_entry_code(j)), BULK_REFUSE, BULK_ASK);
	cond_resched();
	for (; s < (const struct static_call_site *)bulk_symbol(__stop_static_call_sites); s++)
		bulk_judge((unsigned long)&s->addr + s->addr, BULK_SITE, BULK_REFUSE, BULK_REFUSE);
}

/* kprobe_mutex is held. (The compiler has left out clones of listed functions, such as .isra.0.) */
static void bulk_judge_blacklist(void)
{
	const struct list_head *list = bulk_symbol(kprobe_blacklist);
	struct kprobe_blacklist_entry *e;

	list_for_each_entry(e, list, list)
		bulk_judge(e->start_addr, e->end_addr - e->start_addr, BULK_ASK, BULK_ASK);
}

/* Kprobes of other users: on the address itself, or optimised to a jump that covers it. kprobe_mutex is held. */
static void bulk_judge_neighbours(void)
{
	const struct hlist_head *table = bulk_symbol(kprobe_table);
	struct kprobe *p;
	u32 i;

	for (i = 0; i < 1 << BULK_HASH_BITS; i++)
		hlist_for_each_entry(p, &table[i], hlist)
			bulk_judge((unsigned long)p->addr, BULK_REACH, BULK_ASK, BULK_ASK);
}

/* Tests the code itself, as register_kprobe() does. */
static void bulk_judge_code(void)
{
	struct bulk_place *p;

	for (p = bulk.places; p < bulk.places + bulk.n; p++) {
		unsigned long at = p->address;

		if (p->verdict == BULK_REFUSE)
			continue;
		if (!bulk_call(core_kernel_text)(at) ||
		    bulk_call(arch_within_kprobe_blacklist)(at) ||
		    bulk_call(ftrace_location_range)(at, at) ||
		    bulk_call(alternatives_text_reserved)((void *)at, (void *)at))
			p->verdict = BULK_ASK;
		else if (*(u16 *)at == 0x0b0f)		/* ud2: BUG or WARN */
			p->verdict = bulk_call(find_bug)(at) ? BULK_REFUSE : BULK_ASK;
		cond_resched();
	}
}

/* ---- setting them ------------------------------------------------------------------------------ */

#include "kprobe_hot.c"

static void hot_irq_work(struct irq_work *work)
{
	queue_delayed_work(compat_unbound_wq, &bulk.hot_work, msecs_to_jiffies(HOT_DELAY_MS));
}

/* The handler until the place is optimised; then kprobe_hit(). */
static int bulk_hit(struct kprobe *kp, struct pt_regs *regs)
{
	struct mytap_kprobe *k = container_of(kp, struct mytap_kprobe, kp);

	if (unlikely(!k->heat++))
		irq_work_queue(&bulk.hot_irq_work);
	return kprobe_hit(kp, regs);
}
NOKPROBE_SYMBOL(bulk_hit);

static struct mytap_hit *bulk_hit_of(const struct bulk_place *p, u32 *njoints)
{
	struct mytap_hit *joint = &bulk.joints[*njoints];

	if (!p->hit->next)
		return p->hit;
	*joint = *p->hit;
	joint->handler = handler_each;
	joint->next = p->hit;
	++*njoints;
	return joint;
}

/* The places to be probed, as far as this is known before the locks are taken. */
static void bulk_make(void)
{
	u32 i, njoints = 0;

	for (i = 0; i < bulk.n; i++) {
		struct bulk_place *p = &bulk.places[i];
		struct mytap_kprobe *k;

		if (p->verdict != BULK_TAKE)
			continue;
		k = &bulk.kprobes[bulk.nkprobes++];
		k->at.hit = bulk_hit_of(p, &njoints);
		k->kp.addr = (kprobe_opcode_t *)p->address;
		k->kp.pre_handler = bulk_hit;
		k->kp.flags = hit_is_wanted(p->hit) ? 0 : KPROBE_FLAG_DISABLED;
		INIT_LIST_HEAD(&k->kp.list);
		INIT_HLIST_NODE(&k->kp.hlist);
		p->k = k;
	}
}

/* Into the kernel's table: a breakpoint hit from now on finds the kprobe. */
static bool bulk_insert(struct kprobe *kp)
{
	struct hlist_head *table = (struct hlist_head *)bulk_symbol(kprobe_table);

	hlist_add_head_rcu(&kp->hlist, &table[hash_ptr(kp->addr, BULK_HASH_BITS)]);
	if (bulk_call(get_kprobe)(kp->addr) == kp)
		return true;
	hlist_del_rcu(&kp->hlist);
	return false;
}

/* Copies the instruction and lets the kernel prepare the copy. */
static bool bulk_prepare(struct kprobe *kp)
{
	struct kprobe_insn_cache *slots = (struct kprobe_insn_cache *)bulk_symbol(kprobe_insn_slots);

	kp->ainsn.insn = bulk_call(__get_insn_slot)(slots);
	if (!kp->ainsn.insn)
		return false;
	if (!((int (*)(struct kprobe *))bulk_symbol(arch_copy_kprobe))(kp) && bulk_insert(kp))
		return true;
	bulk_call(__free_insn_slot)(slots, kp->ainsn.insn, 0);
	kp->ainsn.insn = NULL;
	return false;
}

/* Writes one byte of code; text_mutex is held. Visible on all CPUs after text_poke_sync(). */
static void bulk_poke(struct kprobe *kp, u8 old, u8 new)
{
	bulk_call(text_poke)(kp->addr, &new, sizeof(new));
	bulk_call(perf_event_text_poke)(kp->addr, &old, sizeof(old), &new, sizeof(new));
}

static void bulk_lock(void)
{
	mutex_lock(bulk_mutex(kprobe_mutex));
	cpus_read_lock();
	mutex_lock(bulk_mutex(text_mutex));
}

static void bulk_unlock(void)
{
	mutex_unlock(bulk_mutex(text_mutex));
	cpus_read_unlock();
	mutex_unlock(bulk_mutex(kprobe_mutex));
}

/* Prepares and arms all places with no objection; the others are left to register_kprobe(). */
static void bulk_set(void)
{
	struct bulk_place *p;

	bulk_lock();
	bulk_judge_blacklist();
	bulk_judge_neighbours();
	bulk_judge_code();
	for (p = bulk.places; p < bulk.places + bulk.n; p++) {
		if (p->verdict == BULK_TAKE && (session_is_stopping() || !bulk_prepare(&p->k->kp)))
			p->verdict = BULK_ASK;
		cond_resched();
	}
	for (p = bulk.places; p < bulk.places + bulk.n; p++) {
		if (p->verdict != BULK_TAKE || kprobe_disabled(&p->k->kp))
			continue;
		bulk_poke(&p->k->kp, p->k->kp.opcode, INT3_INSN_OPCODE);
		cond_resched();
	}
	bulk_call(text_poke_sync)();
	bulk_unlock();
}

/* ---- attach and detach ----------------------------------------------------------------------------- */

static void bulk_finish(struct bulk_place *p)
{
	struct mytap_hit *h, *next;

	for (h = p->hit; h; h = next) {
		next = h->next;
		if (p->verdict == BULK_REFUSE)
			kprobe_refused(h, "the kernel patches or recognises this very instruction (jump label, static call, BUG)", -EINVAL);
		if (p->verdict != BULK_ASK)
			h->flags |= KPROBE_IS_DONE;
		else
			h->next = NULL;		/* one by one */
	}
	if (p->verdict != BULK_TAKE)
		return;
	attached_add(&kprobes_attached, &p->k->at, &p->k->kp);
	WRITE_ONCE(p->k->is_bulk, true);
	bulk.nset++;
}

static void bulk_free(void)
{
	kvfree(bulk.joints);
	bulk.joints = NULL;
	kvfree(bulk.kprobes);
	bulk.kprobes = NULL;
	bulk.nkprobes = 0;
	bulk.nset = 0;
}

/*
 * Restores the code of all places at once; afterwards no breakpoint handler runs. Places on which the kernel has
 * since combined several kprobes are left to unregister_kprobes().
 */
static void bulk_disarm(void)
{
	struct mytap_kprobe *k = bulk.kprobes;

	if (!bulk.nset)
		return;
	bulk_lock();
	for (; k < bulk.kprobes + bulk.nkprobes; k++) {
		if (!k->is_bulk || kprobe_disabled(&k->kp) ||
		    bulk_call(get_kprobe)(k->kp.addr) != &k->kp)
			continue;
		bulk_poke(&k->kp, INT3_INSN_OPCODE, k->kp.opcode);
		k->kp.flags |= KPROBE_FLAG_DISABLED;
		cond_resched();
	}
	bulk_call(text_poke_sync)();
	bulk_unlock();
	rcu_expedite_gp();	/* unregister_kprobes() waits once per page of copied instructions */
}

/* No place is hit any more. */
static void bulk_detach(void)
{
	if (!bulk.nset)
		return;
	rcu_unexpedite_gp();
	irq_work_sync(&bulk.hot_irq_work);
	cancel_delayed_work_sync(&bulk.hot_work);
	hot_say();
}

#include "kprobe_test.c"

static struct mytap_hit *bulk_first(void)
{
	u32 i = 0;

	while (!bulk_wants(&session.hits[i]))
		i++;
	return &session.hits[i];
}

/* Why places cannot be set at once; NULL: they can. */
static const char *bulk_hindrance(void)
{
	static char text[128];
	const char *why;

	if (!FAMILY_SCRIPT_DATA(STATEMENT, statement)->kprobe_table || !mytap_script.build_id_size)
		return "the addresses of this kernel's own functions are not known, or MYTAP_KPROBES=single is set";
	if (*(const bool *)bulk_symbol(kprobes_all_disarmed))
		return "kprobes are switched off (kprobes/enabled in debugfs)";
	why = bulk_test_run(bulk_first());
	if (!why)
		return NULL;
	snprintf(text, sizeof(text), "the self-test of setting them at once failed: %s", why);
	return text;
}

static void bulk_attach(void)
{
	u32 i, n = bulk_count();
	const char *why;

	if (n < BULK_LEAST)
		return;
	init_irq_work(&bulk.hot_irq_work, hot_irq_work);
	INIT_DELAYED_WORK(&bulk.hot_work, hot_work);
	why = bulk_hindrance();
	if (why) {
		bulk_is_not(n, why);
		return;
	}
	if (bulk_collect(n)) {
		bulk_judge_sites();
		bulk_make();
		bulk_set();
		for (i = 0; i < bulk.n; i++)
			bulk_finish(&bulk.places[i]);
	}
	kvfree(bulk.places);
	bulk.places = NULL;
	if (bulk.nset)
		irq_work_queue(&bulk.hot_irq_work);	/* for places hit before is_bulk was set */
	else
		bulk_free();
	process_detail("the self-test passed: %u of %u places set at once, the others one by one", bulk.nset, bulk.n);
}

#else
static void bulk_attach(void)
{
	bulk_is_not(bulk_count(), "mytap does it for kernel 6.1 only");
}

static void bulk_disarm(void) { }
static void bulk_detach(void) { }
static void bulk_free(void) { }
#endif
