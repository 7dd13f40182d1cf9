// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Function returns by fprobe (6.2 and later, when configured): one fprobe a probe of
 * the script, with all its functions; its misses are that probe's.
 */

#ifdef HAVE_FPROBE
#include <linux/fprobe.h>

struct mytap_fprobe {
	struct fprobe fp;
	struct mytap_fprobe *next;
	struct probed_module *module;
	u32 probe;
	bool registered, was_registered;
	unsigned long *ips;		/* what ftrace takes */
	u32 n;
	struct address_table table;	/* of this probe's places: hit is the return's, ... */
	struct mytap_hit *entries;	/* ... and this, by place from `first`, the entry's */
	u32 first;
};

/* In front of what the entry saved. */
struct fprobe_data {
	const struct mytap_hit *hit;
	u64 data[];
};

static struct mytap_fprobe *fprobes_attached;

enum { FPROBE_IS_FULL = 1u << 29 };	/* in mytap_hit.flags: there was no room left at this function */

/* 0: the return is to be watched. */
static __always_inline int fprobe_enter(struct fprobe *fp, unsigned long ip, unsigned long ret_ip, void *regs, void *data)
{
	struct mytap_fprobe *f = container_of(fp, struct mytap_fprobe, fp);
	const struct mytap_hit *h = address_find(&f->table, ip)->hit;
	struct fprobe_data *d = data;
	const struct mytap_hit *entry;

	if (!h || (h->place->ncalls && !is_call_wanted(h->place, ret_ip)))
		return 1;
	d->hit = h;
	entry = &f->entries[h->place - mytap_script.places - f->first];
	return entry->handler && !context_run(entry, regs, EXTRA_ENTRY, d->data);
}

static __always_inline void fprobe_leave(void *regs, void *data)
{
	struct fprobe_data *d = data;

	context_run(d->hit, regs, EXTRA_ENTRY, d->data);
}

COMPAT_FPROBE_HANDLERS(fprobe_entry, fprobe_exit, fprobe_enter, fprobe_leave)

static bool fprobe_is_known(void)
{
	return true;
}

/* Places of this probe, unless they are full. */
static bool fprobe_suits(const struct mytap_hit *h)
{
	return probe_of(h)->arg <= 0 &&		/* .maxactive(n) is by function */
	       sizeof(struct fprobe_data) + probe_of(h)->entry_size <= COMPAT_FPROBE_DATA_MOST;
}

static bool fprobe_takes(const struct mytap_hit *h)
{
	return fprobe_suits(h) && !(h->flags & FPROBE_IS_FULL);
}

/* The places of a probe lie together. */
static int fprobe_fill(struct mytap_fprobe *f, u32 first, u32 n)
{
	u32 i;

	f->entries = kvcalloc(n, sizeof(*f->entries), GFP_KERNEL);
	f->ips = kvmalloc_array(n, sizeof(*f->ips), GFP_KERNEL);
	if (!f->entries || !f->ips || !address_table_make(&f->table, n))
		return -ENOMEM;
	f->first = first;
	for (i = 0; i < n; i++) {
		struct mytap_hit *h = &session.hits[first + i];
		struct address_entry *e;

		f->entries[i] = *h;
		f->entries[i].handler = probe_of(h)->entry;
		if (!is_return(h) || hit_module(h) != f->module || !fprobe_takes(h))
			continue;
		e = address_find(&f->table, compat_fentry(h->address));
		if (e->hit)			/* twice the same function: once is enough */
			continue;
		e->address = compat_fentry(h->address);
		e->hit = h;
		f->ips[f->n++] = e->address;
	}
	return 0;
}

/* What ftrace does not take goes to kretprobes. */
static void fprobe_refused(void *fprobe, unsigned long address)
{
	struct mytap_fprobe *f = fprobe;
	struct address_entry *e = address_find(&f->table, address);

	kretprobe_takes(e->hit);
	e->hit = NULL;
	e->address = ADDRESS_REFUSED;
}

/*
 * Anew each time: the kernel leaves in an unregistered one what it has freed. Returns
 * that were hooked before look at it until a grace period is over.
 */
static int fprobe_try(struct mytap_fprobe *f)
{
	if (f->was_registered)
		synchronize_rcu();
	memset(&f->fp, 0, sizeof(f->fp));
	f->fp.entry_handler = fprobe_entry;
	f->fp.exit_handler = fprobe_exit;
	f->fp.entry_data_size = sizeof(struct fprobe_data) + mytap_script.probes[f->probe].entry_size;
	compat_fprobe_maxactive(&f->fp, clamp_t(u32, 8 * f->n, 1024, 16384));
	return f->n ? register_fprobe_ips(&f->fp, f->ips, f->n) : 0;
}

static int fprobe_register(struct mytap_fprobe *f)
{
	int error = fprobe_try(f);

	if (error == -EINVAL || error == -ENOENT) {
		f->n = functions_filter(f->ips, f->n, fprobe_refused, f);
		error = fprobe_try(f);
	}
	f->registered = !error && f->n;
	f->was_registered |= f->registered;
	return error;
}

/* Waits for those that run. Misses that come while it is taken out are not of this session any more. */
static void fprobe_unregister(struct mytap_fprobe *f)
{
	if (!f->registered)
		return;
	session.counters[f->probe].missed += f->fp.nmissed;
	unregister_fprobe(&f->fp);
	f->registered = false;
}

/* As its condition wants it. */
static int fprobe_arm(struct mytap_fprobe *f)
{
	bool wanted = hit_is_wanted(&session.hits[f->first]);

	if (wanted && !f->registered)
		return fprobe_register(f);
	if (!wanted)
		fprobe_unregister(f);
	return 0;
}

static void fprobes_arm(struct probed_module *m)
{
	struct mytap_fprobe *f;

	for (f = fprobes_attached; f && !session_is_stopping(); f = f->next) {
		int error = f->module == m ? fprobe_arm(f) : 0;

		if (error)
			warn_probe(f->probe, NULL, "cannot be armed", error);
	}
}

static u32 fprobe_places(u32 first)
{
	u32 n = first;

	while (n < mytap_script.nplaces && mytap_script.places[n].probe == mytap_script.places[first].probe)
		n++;
	return n - first;
}

static bool fprobe_has_places(const struct probed_module *m, u32 first, u32 n)
{
	while (n--)
		if (hit_module(&session.hits[first + n]) == m && is_return(&session.hits[first + n]) &&
		    fprobe_takes(&session.hits[first + n]))
			return true;
	return false;
}

/* Which places there is room for, the first probes first; the others go to kretprobes. */
static int fprobe_share(struct probed_module *m, u32 returns)
{
	struct address_table t;		/* words used of each function, in hit */
	u32 i;

	if (!COMPAT_FPROBE_WORDS)
		return 0;
	if (!address_table_make(&t, returns))
		return -ENOMEM;
	for (i = 0; i < mytap_script.nplaces; i++) {
		struct mytap_hit *h = &session.hits[i];
		struct address_entry *e;
		unsigned long words;

		if (!is_return(h) || hit_module(h) != m || !fprobe_suits(h))
			continue;
		e = address_find(&t, h->address);
		e->address = h->address;
		words = (unsigned long)e->hit + 1 +
			DIV_ROUND_UP(sizeof(struct fprobe_data) + probe_of(h)->entry_size, sizeof(long));
		if (words > COMPAT_FPROBE_WORDS) {
			h->flags |= FPROBE_IS_FULL;
			continue;
		}
		h->flags &= ~FPROBE_IS_FULL;
		e->hit = (struct mytap_hit *)words;
	}
	address_table_free(&t);
	return 0;
}

static int fprobe_attach(struct probed_module *m, u32 returns)
{
	int error = fprobe_share(m, returns);
	u32 i, n;

	for (i = 0; i < mytap_script.nplaces && !error && !session_is_stopping(); i += n) {
		struct mytap_fprobe *f;

		n = fprobe_places(i);
		if (probe_of(&session.hits[i])->family != MYTAP_RETURN || !fprobe_suits(&session.hits[i]) ||
		    !fprobe_has_places(m, i, n))
			continue;
		f = kzalloc(sizeof(*f), GFP_KERNEL);
		if (!f)
			return -ENOMEM;
		f->module = m;
		f->probe = mytap_script.places[i].probe;
		f->next = fprobes_attached;
		fprobes_attached = f;
		error = fprobe_fill(f, i, n);
		if (!error)
			error = fprobe_arm(f);
	}
	return error;
}

static void fprobe_detach(struct probed_module *m)
{
	struct mytap_fprobe *f, **at, *gone = NULL, *next;

	for (at = &fprobes_attached; (f = *at);) {
		if (f->module != m) {
			at = &f->next;
			continue;
		}
		*at = f->next;
		f->next = gone;
		gone = f;
		fprobe_unregister(f);
	}
	if (gone)
		synchronize_rcu();
	for (f = gone; f; f = next) {
		next = f->next;
		address_table_free(&f->table);
		kvfree(f->entries);
		kvfree(f->ips);
		kfree(f);
	}
}

#else
static bool fprobe_is_known(void) { return false; }
static bool fprobe_takes(const struct mytap_hit *h) { return false; }
static int fprobe_attach(struct probed_module *m, u32 n) { return -EOPNOTSUPP; }
static void fprobes_arm(struct probed_module *m) { }
static void fprobe_detach(struct probed_module *m) { }
#endif
