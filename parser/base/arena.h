/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory that lives as long as the run. Everything comes zeroed; nothing is
 * freed by hand; running out of memory ends the program here.
 */
#ifndef MYTAP_ARENA_H
#define MYTAP_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a);

/* Zeroed and aligned for any object. Never returns NULL. */
void *arena_alloc(struct arena *a, size_t size);
/* A copy of the first old_size bytes of p in a block of new_size bytes. */
void *arena_grow(struct arena *a, const void *p, size_t old_size, size_t new_size);
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap);

#define arena_new_of(a, type) ((type *)arena_alloc((a), sizeof(type)))

/* malloc and friends that end the program instead of returning NULL. */
/* Reports that memory ran out and ends the program; for libraries that return an error instead. */
void out_of_memory(size_t size) __attribute__((noreturn));
void *xmalloc(size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup(const char *s);

/* An error in mytap itself, not in the user's input: reports it and aborts. */
#define bug(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
void bug_at(const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4), noreturn));

#endif
