// SPDX-License-Identifier: GPL-2.0-or-later
/* Facts as values of json-c: text and JSON are printed from them. Addresses are text: "0xffff...". */
#include "translator/inspect/inspect.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* The length of the UTF-8 character at p, of at most n bytes; 0: invalid. */
static size_t utf8_length(const uint8_t *p, size_t n)
{
	size_t length = *p < 0x80 ? 1 : *p >= 0xc2 && *p < 0xe0 ? 2 : *p >= 0xe0 && *p < 0xf0 ? 3 : *p >= 0xf0 && *p < 0xf5 ? 4 : 0;

	if (!length || length > n || (*p == 0xe0 && p[1] < 0xa0) || (*p == 0xed && p[1] > 0x9f) || (*p == 0xf0 && p[1] < 0x90) ||
	    (*p == 0xf4 && p[1] > 0x8f))
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

struct json_object *fact_string_new(const char *p, size_t n)
{
	struct json_object *o;
	char *copy = xmalloc(n + 1);

	memcpy(copy, p, n);
	for (size_t at = 0, length; at < n; at += length ? length : 1) {
		length = utf8_length((const uint8_t *)copy + at, n - at);
		if (!length)
			copy[at] = '?';
	}
	o = json_object_new_string_len(copy, n);
	free(copy);
	return o;
}

void fact_text(struct json_object *o, const char *key, const char *text)
{
	if (text && *text)
		json_object_object_add(o, key, fact_string_new(text, strlen(text)));
}

void fact_number(struct json_object *o, const char *key, uint64_t n)
{
	json_object_object_add(o, key, json_object_new_uint64(n));
}

void fact_true(struct json_object *o, const char *key, bool is_true)
{
	if (is_true)
		json_object_object_add(o, key, json_object_new_boolean(true));
}

void fact_address(struct json_object *o, const char *key, uint64_t address)
{
	char text[32];

	snprintf(text, sizeof(text), "0x%016" PRIx64, address);
	json_object_object_add(o, key, json_object_new_string(text));
}

struct json_object *fact_place_new(struct inspect *in, uint64_t address)
{
	struct place p = place_of(in, address);
	struct json_object *o = json_object_new_object();

	fact_address(o, "address", address);
	fact_text(o, p.is_trampoline ? "trampoline_of" : "symbol", p.name);
	if (p.name)
		fact_number(o, "offset", p.offset);
	if (p.module)
		fact_text(o, "module", p.module->name);
	return o;
}

void fact_place(struct inspect *in, struct json_object *o, const char *key, uint64_t address)
{
	if (address)
		json_object_object_add(o, key, fact_place_new(in, address));
}

void fact_flags(struct json_object *o, const char *key, uint64_t flags, const struct flag_word *words, unsigned int n)
{
	struct json_object *list = NULL;
	char rest[32];

	for (unsigned int i = 0; i < n && flags; i++) {
		if (!words[i].value || (flags & words[i].value) != words[i].value)
			continue;
		list = fact_list(o, key);
		json_object_array_add(list, json_object_new_string(words[i].word));
		flags &= ~words[i].value;
	}
	if (!flags)
		return;
	snprintf(rest, sizeof(rest), "0x%" PRIx64, flags);
	json_object_array_add(fact_list(o, key), json_object_new_string(rest));
}

struct json_object *fact_list(struct json_object *o, const char *key)
{
	struct json_object *list;

	if (json_object_object_get_ex(o, key, &list))
		return list;
	list = json_object_new_array();
	json_object_object_add(o, key, list);
	return list;
}

void fact_owner(struct inspect *in, struct json_object *o, uint64_t handler)
{
	const struct kernel_module *m = handler ? module_at(in, handler) : NULL;
	struct place p;

	if (!handler)
		return;
	if (m) {
		fact_text(o, "owner", m->name);
		return;
	}
	p = place_of(in, handler);
	fact_text(o, "owner", p.name && !p.is_trampoline ? "kernel" : "unknown");
}

bool table_has(struct inspect *in, struct json_object *table, const char *const *needed)
{
	for (; *needed; needed++) {
		const char *symbol = strncmp(*needed, "symbol:", 7) ? NULL : *needed + 7;

		if (symbol ? symbol_address(in, symbol) != 0 : type_has(in, *needed))
			continue;
		if (table)
			fact_text(table, "unreadable", arena_printf(in->a, "this kernel has no %s %s", symbol ? "symbol" : strchr(*needed, '.') ?
						     "member" : "struct", symbol ? symbol : *needed));
		return false;
	}
	return true;
}

void finding(struct inspect *in, uint64_t place, const char *fmt, ...)
{
	struct json_object *o = json_object_new_object();
	va_list ap;

	va_start(ap, fmt);
	fact_text(o, "finding", arena_vprintf(in->a, fmt, ap));
	va_end(ap);
	fact_place(in, o, "place", place);
	json_object_array_add(in->findings, o);
}
