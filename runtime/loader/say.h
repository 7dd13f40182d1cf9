/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages of mytap-run on stderr, and allocations that end the program when memory runs out. */
#ifndef MYTAP_LOADER_SAY_H
#define MYTAP_LOADER_SAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "ERROR: ..." and counted: any error makes the exit status 1. */
void say_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* "WARNING: ..."; silent after say_no_warnings(). */
void say_warning(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Only with -v: "mytap-run   12.3 ms: ...". */
void say_verbose(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Of something that takes long: "mytap: ..." on a terminal; elsewhere as say_verbose(). */
void say_progress(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A script's own message, unchanged, with its prefix. */
void say_text(const char *prefix, const char *text, size_t len);

void say_init(bool verbose, bool no_warnings);
bool say_is_verbose(void);
bool say_has_warnings(void);
unsigned int say_errors(void);

/* CLOCK_MONOTONIC, the clock of the records. */
uint64_t now_ns(void);

/* CPU time of this process. */
uint64_t cpu_ns(void);

void *must_alloc(size_t size);			/* zeroed */
void *must_realloc(void *p, size_t size);
char *must_strndup(const char *s, size_t n);

#endif
