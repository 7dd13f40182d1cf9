// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A structure in user memory as text, by a layout: text in which %OFFSET SIZE CONVERSION stands for a field, as in
 * "[%0qd.%8qn]" for a struct timespec. SIZE is b h w q for 1 2 4 8 bytes. CONVERSION: d u x o as for printf, n and
 * m with at least nine and six digits, f flags or an enumeration, s the same but empty for 0 (both use the next
 * table), p a port, i an IPv4 and I an IPv6 address. Any context; bounded by the length of the layout. If a field
 * cannot be read the result is the address in hexadecimal.
 */

struct struct_text {
	char *to;
	size_t size, n;
	u64 addr;
	const char *tables;
	unsigned int table;		/* index of the next table for f and s */
};

static s64 user_struct_signed(u64 value, unsigned int bytes)
{
	unsigned int shift = 64 - 8 * bytes;

	return (s64)(value << shift) >> shift;
}

static void user_struct_add(struct struct_text *s, char conversion, u64 value, unsigned int bytes)
{
	char *to = s->to + s->n;
	size_t room = s->size - s->n;

	switch (conversion) {
	case 'd':
		s->n += scnprintf(to, room, "%lld", user_struct_signed(value, bytes));
		break;
	case 'n':
		s->n += scnprintf(to, room, "%09lld", user_struct_signed(value, bytes));
		break;
	case 'm':
		s->n += scnprintf(to, room, "%06lld", user_struct_signed(value, bytes));
		break;
	case 'u':
		s->n += scnprintf(to, room, "%llu", value);
		break;
	case 'o':
		s->n += scnprintf(to, room, "0%llo", value);
		break;
	case 'p':
		s->n += scnprintf(to, room, "%u", (u32)(value & 0xff) << 8 | (u32)(value >> 8 & 0xff));
		break;
	case 'f':
	case 's':
		if (value || conversion == 'f')
			s->n = bits_add(s->to, s->size, s->n, value, bits_table(s->tables, s->table));
		s->table++;
		break;
	default:
		s->n += scnprintf(to, room, "0x%llx", value);
	}
}

/* %OFFSET SIZE CONVERSION; false: the memory cannot be read. */
static bool user_struct_field(struct struct_text *s, const char **layout)
{
	static const char sizes[] = "bhwq";
	u64 offset = 0, value = 0;
	u8 bytes[16];
	const char *p = *layout + 1;
	unsigned int log = 0;

	for (; *p >= '0' && *p <= '9'; p++)
		offset = 10 * offset + (*p - '0');
	if (*p == 'i' || *p == 'I') {
		if (!user_copy(bytes, s->addr + offset, *p == 'i' ? 4 : 16))
			return false;
		s->n += scnprintf(s->to + s->n, s->size - s->n, *p == 'i' ? "%pI4" : "%pI6c", bytes);
		*layout = p + 1;
		return true;
	}
	while (log < 3 && sizes[log] != *p)
		log++;
	if (!user_copy(&value, s->addr + offset, 1u << log))
		return false;
	p += *p != '\0';
	user_struct_add(s, *p, value, 1u << log);
	*layout = p + (*p != '\0');
	return true;
}

void mytap_user_struct(char *to, size_t size, u64 addr, const char *layout, const char *tables)
{
	struct struct_text s = { .to = to, .size = size, .addr = addr, .tables = tables };

	if (!addr) {
		mytap_str_end(to, scnprintf(to, size, "NULL"));
		return;
	}
	while (*layout) {
		if (*layout != '%') {
			if (s.n + 1 < size)
				to[s.n++] = *layout;
			layout++;
		} else if (!user_struct_field(&s, &layout)) {
			mytap_str_end(to, scnprintf(to, size, "0x%llx", addr));
			return;
		}
	}
	mytap_str_end(to, s.n);
}

/* len bytes in quotes, or the first `most` of them and "..."; the address if they cannot be read. */
void mytap_syscall_buffer(char *room, char *to, size_t size, u64 addr, s64 len, s64 most, bool user)
{
	size_t n = len < 0 || len > (s64)size - 1 ? size - 1 : (size_t)len, at = 0, i;
	bool cut = len < 0 || len > (s64)n;

	if (most > 0 && (size_t)most < n) {
		n = (size_t)most;
		cut = true;
	}
	if (!fetch_memory(room, addr, n ? n : 1, user)) {	/* reads at least one byte, so that an unmapped address is noticed */
		mytap_str_end(to, scnprintf(to, size, "0x%llx", addr));
		return;
	}
	to[at++] = '"';
	for (i = 0; i < n; i++) {
		char one[TEXT_ESCAPE];
		u32 k = mytap_escape(one, room[i], '"');

		if (at + k > size - 6) {	/* room for "..." and the quote */
			cut = true;
			break;
		}
		memcpy(to + at, one, k);
		at += k;
	}
	to[at++] = '"';
	if (cut) {
		memcpy(to + at, "...", 3);
		at += 3;
	}
	mytap_str_end(to, at);
}

enum { MOST_SHOWN = 16, MOST_COUNTED = 1000 };

/* A pointer of a NULL-terminated array in user memory; 0 also if it cannot be read. */
static u64 user_pointer(u64 array, u32 i, u32 bytes)
{
	u64 value = 0;

	return user_copy(&value, array + (u64)i * bytes, bytes) ? value : 0;
}

static size_t struct_text_put(char *to, size_t size, size_t n, const char *s)
{
	for (; *s && n + 1 < size; s++)
		to[n++] = *s;
	return n;
}

/* ["ls", "-l"]: the strings of an array of pointers; room and one: buffers of to's size. */
void mytap_user_argv(char *room, char *one, char *to, size_t size, u64 array, u32 bytes)
{
	size_t n = 0;
	u64 addr;
	u32 i;

	if (!array) {
		mytap_str_end(to, struct_text_put(to, size, 0, "NULL"));
		return;
	}
	n = struct_text_put(to, size, n, "[");
	for (i = 0; (addr = user_pointer(array, i, bytes)); i++) {
		n = struct_text_put(to, size, n, i ? ", " : "");
		if (i == MOST_SHOWN) {
			n = struct_text_put(to, size, n, "...");
			break;
		}
		mytap_string_quoted(room, one, size, addr, -1, true);
		n = struct_text_put(to, size, n, one);
	}
	mytap_str_end(to, struct_text_put(to, size, n, "]"));
}

/* The number of pointers before the NULL of an array, at most 1000. */
s64 mytap_user_pointers(u64 array, u32 bytes)
{
	u32 i = 0;

	while (i < MOST_COUNTED && user_pointer(array, i, bytes))
		i++;
	return i;
}
