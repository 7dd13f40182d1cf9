// SPDX-License-Identifier: GPL-2.0-or-later
/* Resolves the script's places to addresses in this kernel. Process context. */

static unsigned long place_address(const struct mytap_place *p)
{
	if (!p->name)
		return mytap_stext + p->offset;
	if (p->name > mytap_script.nnames || !session.addresses || !session.addresses[p->name - 1])
		return 0;
	return session.addresses[p->name - 1] + p->offset;
}

/* Resolves the kernel's places (NULL: and makes all hits), or those of a module each time it is loaded. */
static void places_resolve(const struct probed_module *m)
{
	u32 i;

	for (i = 0; i < mytap_script.nplaces; i++) {
		const struct mytap_place *p = &mytap_script.places[i];
		struct mytap_hit *h = &session.hits[i];

		if (!m || hit_module(h) == m)
			hit_init(h, p->probe, p);
		if (hit_module(h) != m || p->program)
			continue;
		h->address = place_address(p);
		if (!h->address)
			warn_probe(p->probe, p, "its symbol was not found in the running kernel", -ENOENT);
	}
}
