// SPDX-License-Identifier: GPL-2.0-or-later
#include "strbuf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"

static void make_room(struct strbuf *b, size_t n)
{
	size_t need = b->len + n + 1;

	if (need <= b->cap)
		return;
	b->cap = b->cap * 2 > need ? b->cap * 2 : need + 64;
	b->s = xrealloc(b->s, b->cap);
}

void strbuf_deinit(struct strbuf *b)
{
	free(b->s);
	*b = (struct strbuf){ 0 };
}

void strbuf_reset(struct strbuf *b)
{
	b->len = 0;
	if (b->s)
		b->s[0] = '\0';
}

void strbuf_add(struct strbuf *b, const void *p, size_t n)
{
	make_room(b, n);
	if (n)
		memcpy(b->s + b->len, p, n);
	b->len += n;
	b->s[b->len] = '\0';
}

void strbuf_putc(struct strbuf *b, char c)
{
	strbuf_add(b, &c, 1);
}

void strbuf_puts(struct strbuf *b, const char *s)
{
	strbuf_add(b, s, strlen(s));
}

enum { MOST_TEXTS = 120 };	/* bytes: room for most texts, so that few are formatted twice */

void strbuf_vprintf(struct strbuf *b, const char *fmt, va_list ap)
{
	va_list again;
	size_t room;
	int n;

	make_room(b, MOST_TEXTS);
	room = b->cap - b->len;
	va_copy(again, ap);
	n = vsnprintf(b->s + b->len, room, fmt, ap);
	if (n < 0)
		bug("bad format '%s'", fmt);
	if ((size_t)n >= room) {
		make_room(b, (size_t)n);
		vsnprintf(b->s + b->len, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	b->len += (size_t)n;
}

void strbuf_printf(struct strbuf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strbuf_vprintf(b, fmt, ap);
	va_end(ap);
}

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static void put_escape(struct strbuf *b, unsigned char c)
{
	static const char special[] = "\a\b\f\n\r\t\v\"\\", name[] = "abfnrtv\"\\";
	const char *p = c ? strchr(special, c) : NULL;

	if (p)
		strbuf_printf(b, "\\%c", name[p - special]);
	else
		strbuf_printf(b, "\\%03o", c);	/* three digits: no digit after it becomes part of the escape */
}

void strbuf_put_escaped(struct strbuf *b, const char *s, size_t n)
{
	const char *end = s + n, *from;

	while (s < end) {
		for (from = s; s < end && is_plain((unsigned char)*s); s++)
			;
		strbuf_add(b, from, (size_t)(s - from));
		if (s < end)
			put_escape(b, (unsigned char)*s++);
	}
}

void strbuf_put_literal(struct strbuf *b, const char *s, size_t n)
{
	strbuf_putc(b, '"');
	for (size_t i = 0; i < n; i++) {
		/* "??" would be a trigraph */
		if (s[i] == '?' && i && s[i - 1] == '?')
			strbuf_putc(b, '\\');
		strbuf_put_escaped(b, s + i, 1);
	}
	strbuf_putc(b, '"');
}

const char *strbuf_str(const struct strbuf *b)
{
	return b->s ? b->s : "";
}

bool strbuf_read_fd(struct strbuf *b, int fd)
{
	for (;;) {
		ssize_t n;

		make_room(b, 64 * 1024);
		n = read(fd, b->s + b->len, 64 * 1024);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		b->len += (size_t)n;
		b->s[b->len] = '\0';
		if (n == 0)
			return true;
	}
}

bool strbuf_read_file(struct strbuf *b, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err;
	bool ok;

	if (fd < 0)
		return false;
	ok = strbuf_read_fd(b, fd);
	err = errno;
	close(fd);
	errno = err;
	return ok;
}
