// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Places that could not be probed: a few are named one by one; for many, one warning per probe and reason gives
 * their number, and each place is reported by mytap-run -v. Process context, while attaching.
 */

enum { REFUSALS_NAMED = 4 };

struct refusal {
	const struct mytap_hit *hit;
	const char *why;
	int error;
	bool said;
	struct refusal *next;
};

static struct refusal *refusals, **refusals_end = &refusals;
static u32 nrefusals;

static void kprobe_refused(const struct mytap_hit *h, const char *why, int error)
{
	struct refusal *r = kmalloc(sizeof(*r), GFP_KERNEL);

	if (!r) {
		warn_probe(h->probe, h->place, why, error);
		return;
	}
	*r = (struct refusal){ .hit = h, .why = why, .error = error };
	*refusals_end = r;
	refusals_end = &r->next;
	nrefusals++;
}

static u32 probe_places(u32 probe)
{
	u32 i, n = 0;

	for (i = 0; i < mytap_script.nplaces; i++)
		n += mytap_script.places[i].probe == probe;
	return n;
}

/* Reports all refusals that are like this one. */
static void refusals_sum_up(struct refusal *first)
{
	u32 probe = first->hit->probe, n = 0;
	struct refusal *r;
	char text[224];

	for (r = first; r; r = r->next) {
		if (r->said || r->hit->probe != probe || r->error != first->error || strcmp(r->why, first->why))
			continue;
		r->said = true;
		n++;
		if (r->hit->place->program)
			process_detail("not probed: %s at %#llx of its file: %s (error %d)", r->hit->place->func ? : "a place",
				       r->hit->place->offset, r->why, r->error);
		else
			process_detail("not probed: %pS: %s (error %d)", (void *)r->hit->address, r->why, r->error);
	}
	snprintf(text, sizeof(text), "%u of %u places are not probed: %s; -v names them", n, probe_places(probe), first->why);
	warn_probe(probe, NULL, text, first->error);
}

static void refusals_forget(void)
{
	struct refusal *r;

	while ((r = refusals)) {
		refusals = r->next;
		kfree(r);
	}
	refusals_end = &refusals;
	nrefusals = 0;
}

static void refusals_say(void)
{
	struct refusal *r;

	for (r = refusals; r; r = r->next) {
		if (nrefusals <= REFUSALS_NAMED)
			warn_probe(r->hit->probe, r->hit->place, r->why, r->error);
		else if (!r->said)
			refusals_sum_up(r);
	}
	refusals_forget();
}
