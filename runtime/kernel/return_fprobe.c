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
	u32 probe;
	bool registered;
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

/* 0: the return is to be watched. */
static __always_inline int fprobe_enter(struct fprobe *fp, unsigned long ip, unsigned long ret_ip, void *regs, void *data)
{
	struct mytap_fprobe *f = container_of(fp, struct mytap_fprobe, fp);
	const struct mytap_hit *h = address_find(&f->table, ip)->hit;
	struct fprobe_data *d = data;
	const struct mytap_hit *entry;

	if (!h || (h->place->call_return && ret_ip != mytap_stext + h->place->call_return))
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

static bool fprobe_takes(const struct mytap_hit *h)
{
	return probe_of(h)->arg <= 0 &&		/* .maxactive(n) is by function */
	       sizeof(struct fprobe_data) + probe_of(h)->entry_size <= COMPAT_FPROBE_DATA_MOST;
}

/* The places of a probe lie together. */
static int fprobe_fill(struct mytap_fprobe *f, u32 first, u32 n, unsigned long *ips)
{
	u32 i, known = 0;

	f->entries = kvcalloc(n, sizeof(*f->entries), GFP_KERNEL);
	if (!f->entries || !address_table_make(&f->table, n))
		return -ENOMEM;
	f->first = first;
	for (i = 0; i < n; i++) {
		struct mytap_hit *h = &session.hits[first + i];
		struct address_entry *e;

		f->entries[i] = *h;
		f->entries[i].handler = probe_of(h)->entry;
		if (!is_return(h))
			continue;
		e = address_find(&f->table, compat_fentry(h->address));
		if (e->hit)			/* twice the same function: once is enough */
			continue;
		e->address = compat_fentry(h->address);
		e->hit = h;
		ips[known++] = e->address;
	}
	return known;
}

/* What ftrace does not take goes to kretprobes. */
static void fprobe_refused(unsigned long address)
{
	struct mytap_fprobe *f = fprobes_attached;
	struct address_entry *e = address_find(&f->table, address);

	kretprobe_takes(e->hit);
	e->hit = NULL;
	e->address = ADDRESS_REFUSED;
}

static int fprobe_attach_one(struct mytap_fprobe *f, u32 first, u32 n, unsigned long *ips)
{
	static struct ftrace_ops probe = { .func = function_hit };
	int known = fprobe_fill(f, first, n, ips), error;

	if (known <= 0)
		return known;
	f->fp.entry_handler = fprobe_entry;
	f->fp.exit_handler = fprobe_exit;
	f->fp.entry_data_size = sizeof(struct fprobe_data) + mytap_script.probes[f->probe].entry_size;
	compat_fprobe_maxactive(&f->fp, clamp_t(u32, 8 * known, 1024, 16384));
	error = register_fprobe_ips(&f->fp, ips, known);
	if (error == -EINVAL || error == -ENOENT) {
		known = functions_filter(&probe, ips, known, fprobe_refused);
		ftrace_free_filter(&probe);
		error = known ? register_fprobe_ips(&f->fp, ips, known) : 0;
	}
	f->registered = !error && known;
	return error;
}

static u32 fprobe_places(u32 first)
{
	u32 n = first;

	while (n < mytap_script.nplaces && mytap_script.places[n].probe == mytap_script.places[first].probe)
		n++;
	return n - first;
}

static int fprobe_attach(u32 unused)
{
	unsigned long *ips = kvmalloc_array(mytap_script.nplaces, sizeof(*ips), GFP_KERNEL);
	int error = ips ? 0 : -ENOMEM;
	u32 i, n;

	for (i = 0; i < mytap_script.nplaces && !error && !session_is_stopping(); i += n) {
		struct mytap_fprobe *f;

		n = fprobe_places(i);
		if (probe_of(&session.hits[i])->family != MYTAP_RETURN || !fprobe_takes(&session.hits[i]))
			continue;
		f = kzalloc(sizeof(*f), GFP_KERNEL);
		if (!f) {
			error = -ENOMEM;
			break;
		}
		f->probe = mytap_script.places[i].probe;
		f->next = fprobes_attached;
		fprobes_attached = f;
		error = fprobe_attach_one(f, i, n, ips);
	}
	kvfree(ips);
	return error;
}

static void fprobe_detach(void)
{
	struct mytap_fprobe *f, *next;

	for (f = fprobes_attached; f; f = f->next) {
		if (!f->registered)
			continue;
		/* Before: what comes while it is taken out counts as missed, too, and is not of this session any more. */
		session.counters[f->probe].missed += f->fp.nmissed;
		unregister_fprobe(&f->fp);	/* waits for those that run */
	}
	if (fprobes_attached)
		synchronize_rcu();
	for (f = fprobes_attached; f; f = next) {
		next = f->next;
		address_table_free(&f->table);
		kvfree(f->entries);
		kfree(f);
	}
	fprobes_attached = NULL;
}

#else
static bool fprobe_is_known(void) { return false; }
static bool fprobe_takes(const struct mytap_hit *h) { return false; }
static int fprobe_attach(u32 n) { return -EOPNOTSUPP; }
static void fprobe_detach(void) { }
#endif
