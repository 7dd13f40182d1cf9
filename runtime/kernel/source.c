// SPDX-License-Identifier: GPL-2.0-or-later
/* Source lines of addresses of the kernel and its modules, from tables that are part of the script's module. Any context. */

/* The link address of a run-time address; 0: it is outside of the section, or the section is not loaded. */
static u64 section_link(const struct mytap_section *s, u64 addr)
{
	u64 base = s->name ? READ_ONCE(session.addresses[s->name - 1]) : mytap_stext;
	u64 link = addr - base + s->link;

	return base && link >= s->start && link < s->end ? link : 0;
}

static struct mytap_source_line source_of(u64 addr)
{
	u32 i;

	for (i = 0; i < mytap_script.nsections; i++) {
		const struct mytap_section *s = &mytap_script.sections[i];
		u64 link = section_link(s, addr);

		if (link)
			return mytap_source_find(s->lines, link);
	}
	return (struct mytap_source_line){ 0 };
}

void mytap_source_line(char *to, size_t size, u64 addr, s64 which)
{
	struct mytap_source_line l = source_of(addr);
	size_t n = 0;

	if (l.line && which != 2)
		n = scnprintf(to, size, "%s%s", l.file, which ? "" : ":");
	if (l.line && which != 1)
		n += scnprintf(to + n, size - n, "%u", l.line);
	mytap_str_end(to, n);
}
