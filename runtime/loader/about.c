// SPDX-License-Identifier: GPL-2.0-or-later
/* See about.h. */
#include "about.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <time.h>

#include "say.h"

static void add(struct about *a, const char *key, const char *value)
{
	struct string_table *t = &a->table;
	size_t len = strlen(key) + 1 + strlen(value);
	char *text = must_alloc(len + 1);

	sprintf(text, "%s=%s", key, value);
	t->v = must_realloc(t->v, (t->n + 1) * sizeof(*t->v));
	t->len = must_realloc(t->len, (t->n + 1) * sizeof(*t->len));
	t->v[t->n] = text;
	t->len[t->n++] = len;
}

static void add_machine(struct about *a)
{
	struct utsname u;
	struct sysinfo s;
	char text[64];

	if (!uname(&u)) {
		add(a, "host", u.nodename);
		add(a, "kernel", u.release);
		add(a, "machine", u.machine);
	}
	snprintf(text, sizeof(text), "%d", get_nprocs());
	add(a, "cpus", text);
	if (!sysinfo(&s)) {
		snprintf(text, sizeof(text), "%llu", (unsigned long long)s.totalram * s.mem_unit >> 20);
		add(a, "memory_mb", text);
	}
}

/* The wall clock and the records' clock at one moment. */
static void add_time(struct about *a)
{
	struct timespec now;
	char text[64];
	struct tm tm;

	clock_gettime(CLOCK_REALTIME, &now);
	snprintf(text, sizeof(text), "%llu", (unsigned long long)now_ns());
	add(a, "started_clock", text);
	if (strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S%z", localtime_r(&now.tv_sec, &tm)))
		add(a, "started", text);
}

void about_make(struct about *a, const struct module_file *m)
{
	for (size_t i = 0; i < m->info.n; i++) {
		const char *equals = strchr(m->info.v[i], '=');
		char key[32];

		if (!equals || equals - m->info.v[i] >= (int)sizeof(key))
			continue;
		snprintf(key, sizeof(key), "%.*s", (int)(equals - m->info.v[i]), m->info.v[i]);
		add(a, key, equals + 1);
	}
	add(a, "module", m->name);
	add_machine(a);
	add_time(a);
	for (unsigned int i = 0; i < a->ngiven; i++) {
		char *equals = strchr(a->given[i], '=');

		*equals = '\0';
		add(a, a->given[i], equals + 1);
		*equals = '=';
	}
}

void about_free(struct about *a)
{
	for (size_t i = 0; i < a->table.n; i++)
		free((char *)a->table.v[i]);
	free(a->table.v);
	free(a->table.len);
	a->table = (struct string_table){ 0 };
}

const char *about_find(const struct string_table *about, const char *key)
{
	size_t n = strlen(key);

	for (size_t i = 0; about && i < about->n; i++)
		if (!strncmp(about->v[i], key, n) && about->v[i][n] == '=')
			return about->v[i] + n + 1;
	return NULL;
}
