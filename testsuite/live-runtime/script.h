/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the hand-written scripts of this folder share. Each defines formats, probes[],
 * places[] and names as it needs them, then SCRIPT(...).
 */
#include "mytap_api.h"

enum { MAXSTRINGLEN = 512 };

#define FORMATS const char mytap_formats[] MYTAP_SECTION("formats")
#define PROBES const char mytap_probes[] MYTAP_SECTION("probes")
#define NAMES const char mytap_names[] MYTAP_SECTION("names")
#define GLOBALS const char mytap_globals[] MYTAP_SECTION("globals")

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define SCRIPT(...) \
const struct mytap_script mytap_script = { \
	.abi = MYTAP_ABI, .size = sizeof(mytap_script), .frame_size = 8192, .prints = true, \
	.probes = probes, .nprobes = COUNT(probes), \
	.limits = { .maxaction = 1000, .maxaction_interruptible = 10000, .maxnesting = 10, .maxskipped = 100, \
		    .minstackspace = 1024, .maxtrylock = 10000, .trylock_delay_us = 10, .hist_elision = 2 }, \
	__VA_ARGS__ \
}

/* print of up to three numbers */
static inline void say(struct mytap_ctx *c, u32 format, u32 n, s64 a, s64 b, s64 d)
{
	s64 v[3] = { a, b, d };
	char *o = mytap_print_begin(c, format, n * 8);
	u32 i;

	if (!o)
		return;
	for (i = 0; i < n; i++)
		o = mytap_put_long(o, v[i]);
	mytap_print_end(c, o);
}

static inline void say_string(struct mytap_ctx *c, u32 format, const char *s, s64 n)
{
	char *o = mytap_print_begin(c, format, 16 + MAXSTRINGLEN);

	if (!o)
		return;
	o = mytap_put_str(o, s);
	o = mytap_put_long(o, n);
	mytap_print_end(c, o);
}
