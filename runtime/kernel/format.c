// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sprintf of a handler: the directives of format.h, arguments as u64. Any context. Output that does not fit is
 * truncated, like every script string.
 */

/* %m and %M: the memory is copied here piece by piece. */
static size_t format_memory(struct mytap_ctx *c, char *to, size_t room, const struct mytap_directive *d, u64 addr)
{
	struct mytap_directive piece = *d;
	size_t n = d->precision < 0 ? 1 : d->precision, done = 0, at = 0;
	bool user = d->flags & MYTAP_SPECIAL;
	char bytes[64];

	if (n > room)
		n = room;
	while (done < n) {
		size_t part = min_t(size_t, n - done, sizeof(bytes));

		if (!fetch_memory(bytes, addr + done, part, user)) {
			fetch_failed(c, addr + done, fault_names[user], NULL);
			break;
		}
		if (done)
			piece.width = -1;
		at += mytap_format_memory(to + at, room - at, &piece, bytes, part);
		done += part;
	}
	return at;
}

/* sprint(@hist_log(s)): the text that print() would print. */
void mytap_format_hist(char *to, size_t size, int kind, s64 low, s64 high, s64 width, const u64 *buckets, u32 n)
{
	const struct mytap_histogram h = {
		.kind = kind, .n = n, .low = low, .high = high, .width = width,
		.elision = mytap_script.limits.hist_elision, .buckets = buckets,
	};

	mytap_str_end(to, mytap_histogram_text(to, size - 1, &h));
}

size_t mytap_format(struct mytap_ctx *c, char *to, size_t size, const char *fmt, const u64 *args)
{
	struct mytap_directive d;
	size_t at = 0, room;

	while ((fmt = mytap_format_next(fmt, &d))) {
		room = size - 1 - at;
		if (!d.conversion) {
			size_t n = d.length < room ? d.length : room;

			memcpy(to + at, d.text, n);
			at += n;
			continue;
		}
		if (d.width_arg)
			mytap_directive_width(&d, (s64)*args++);
		if (d.precision_arg)
			mytap_directive_precision(&d, (s64)*args++);
		if (d.conversion == 's') {
			const char *s = (const char *)*args++;

			at += mytap_format_string(to + at, room, &d, s, mytap_strlen(s));
		} else if (d.conversion == 'm' || d.conversion == 'M') {
			at += format_memory(c, to + at, room, &d, *args++);
		} else {
			at += mytap_format_number(to + at, room, &d, *args++);
		}
	}
	mytap_str_end(to, at);
	return at;
}
