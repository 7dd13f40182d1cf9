// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Every line is one write(), so that lines of several processes on one
 * terminal do not mix.
 */
#include "say.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct {
	bool verbose, no_warnings;
	unsigned int errors;
	uint64_t start;
} say;

uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

uint64_t cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

void say_init(bool verbose, bool no_warnings)
{
	say.verbose = verbose;
	say.no_warnings = no_warnings;
	say.errors = 0;
	say.start = now_ns();
}

bool say_is_verbose(void)
{
	return say.verbose;
}

bool say_has_warnings(void)
{
	return !say.no_warnings;
}

unsigned int say_errors(void)
{
	return say.errors;
}

/* If stderr cannot be written there is nothing else to do. */
static void put(const char *s, size_t n)
{
	while (n) {
		ssize_t k = write(STDERR_FILENO, s, n);

		if (k <= 0)
			return;
		s += k;
		n -= k;
	}
}

void say_text(const char *prefix, const char *text, size_t len)
{
	size_t prefix_len = strlen(prefix);
	bool has_newline = len && text[len - 1] == '\n';
	char *line = must_alloc(prefix_len + len + 1);

	memcpy(line, prefix, prefix_len);
	memcpy(line + prefix_len, text, len);
	if (!has_newline)
		line[prefix_len + len++] = '\n';
	put(line, prefix_len + len);
	free(line);
}

static void say_formatted(const char *prefix, const char *fmt, va_list ap)
{
	char *text;
	int n = vasprintf(&text, fmt, ap);

	if (n < 0)
		return;
	say_text(prefix, text, n);
	free(text);
}

void say_error(const char *fmt, ...)
{
	va_list ap;

	say.errors++;
	va_start(ap, fmt);
	say_formatted("ERROR: ", fmt, ap);
	va_end(ap);
}

void say_warning(const char *fmt, ...)
{
	va_list ap;

	if (say.no_warnings)
		return;
	va_start(ap, fmt);
	say_formatted("WARNING: ", fmt, ap);
	va_end(ap);
}

static void say_timed(const char *fmt, va_list ap)
{
	char prefix[48];

	snprintf(prefix, sizeof(prefix), "mytap-run %7.1f ms: ", (now_ns() - say.start) / 1e6);
	say_formatted(prefix, fmt, ap);
}

void say_verbose(const char *fmt, ...)
{
	va_list ap;

	if (!say.verbose)
		return;
	va_start(ap, fmt);
	say_timed(fmt, ap);
	va_end(ap);
}

void say_progress(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (say.verbose)
		say_timed(fmt, ap);
	else if (isatty(STDERR_FILENO))
		say_formatted("mytap: ", fmt, ap);
	va_end(ap);
}

static void *check(void *p)
{
	if (p)
		return p;
	put("ERROR: mytap-run is out of memory\n", 34);
	_exit(1);
}

void *must_alloc(size_t size)
{
	return check(calloc(1, size ? size : 1));
}

void *must_realloc(void *p, size_t size)
{
	return check(realloc(p, size));
}

char *must_strndup(const char *s, size_t n)
{
	return check(strndup(s, n));
}
