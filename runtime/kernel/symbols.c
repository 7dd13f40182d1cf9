// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of addresses, and of the probe itself. Any context that holds a slot. */

void mytap_symname(char *to, size_t size, u64 addr)
{
	char name[KSYM_SYMBOL_LEN] __attribute__((uninitialized));
	char *end;

	sprint_symbol_no_offset(name, addr);
	end = strchr(name, ' ');	/* " [module]" */
	if (end)
		*end = '\0';
	mytap_strcpy_raw(to, size, name);
}

void mytap_symdata(char *to, size_t size, u64 addr)
{
	char name[KSYM_SYMBOL_LEN] __attribute__((uninitialized));

	sprint_symbol(name, addr);
	mytap_strcpy_raw(to, size, name);
}

bool mytap_has_registers(struct mytap_ctx *c, const char *where)
{
	if (!c->regs)
		mytap_error(c, "this probe has no registers", where);
	return c->regs;
}

const char *mytap_point_text(struct mytap_ctx *c)
{
	const struct mytap_place *place = c->hit->place;
	const struct mytap_probe *p = probe_of(c->hit);
	const char *point = place && place->point ? place->point : p->point ? p->point : p->text;

	return point ? point : "";
}

void mytap_probe_point(struct mytap_ctx *c, char *to, size_t size)
{
	mytap_strcpy_raw(to, size, mytap_point_text(c));
}

/*
 * "fs/read_write.c:450" from kernel.function("vfs_read@fs/read_write.c:450").call; which: 1 the file, 2 the line,
 * else both. "": not known.
 */
void mytap_place_source(struct mytap_ctx *c, char *to, size_t size, s64 which)
{
	const char *from = strchr(mytap_point_text(c), '@'), *end = from ? strchr(from, '"') : NULL, *colon = end;
	char text[256];

	while (colon && colon > from && *colon != ':')
		colon--;
	text[0] = '\0';
	if (colon && *colon == ':') {
		from = which == 2 ? colon + 1 : from + 1;
		end = which == 1 ? colon : end;
		snprintf(text, sizeof(text), "%.*s", (int)(end - from), from);
	}
	mytap_strcpy_raw(to, size, text);
}

void mytap_script_point(struct mytap_ctx *c, char *to, size_t size)
{
	const struct mytap_place *place = c->hit->place;
	const char *point = place ? place->script_point : probe_of(c->hit)->script_point;

	if (point)
		mytap_strcpy_raw(to, size, point);
	else
		mytap_probe_point(c, to, size);
}
