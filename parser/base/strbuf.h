/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A growing string on the heap. Always NUL-terminated once something was added. */
#ifndef MYTAP_STRBUF_H
#define MYTAP_STRBUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct strbuf {
	char *s;
	size_t len, cap;
};

void strbuf_deinit(struct strbuf *b);
void strbuf_reset(struct strbuf *b);			/* empty, memory kept */
void strbuf_putc(struct strbuf *b, char c);
void strbuf_puts(struct strbuf *b, const char *s);
void strbuf_add(struct strbuf *b, const void *p, size_t n);
void strbuf_printf(struct strbuf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void strbuf_vprintf(struct strbuf *b, const char *fmt, va_list ap);
/* s as the inside of a C (and script) string literal: quotes, backslashes, control bytes escaped. */
void strbuf_put_escaped(struct strbuf *b, const char *s, size_t n);
/* ... with its quotes. */
void strbuf_put_literal(struct strbuf *b, const char *s, size_t n);
/* The text, or "" when nothing was added. Owned by b. */
const char *strbuf_str(const struct strbuf *b);

/* The whole file, NUL-terminated behind len bytes; false with errno set. */
bool strbuf_read_fd(struct strbuf *b, int fd);
bool strbuf_read_file(struct strbuf *b, const char *path);

#endif
