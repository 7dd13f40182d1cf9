// SPDX-License-Identifier: GPL-2.0-or-later
/* A full ring: what is printed and what is counted as lost add up to the hits. */
#include "script.h"

FORMATS = "hit %d\n\0" "hits %d\n";
NAMES = "__x64_sys_getppid";

static s64 n;
static struct mytap_lock n_lock;

static void hit(struct mytap_ctx *c)
{
	s64 mine;

	if (!mytap_write_lock(c, &n_lock))
		return;
	mine = n++;
	mytap_write_unlock(&n_lock);
	say(c, 0, 1, mine, 0, 0);
}

static void end(struct mytap_ctx *c) { say(c, 1, 1, n, 0, 0); }

static const struct mytap_probe probes[] = {
	{ .family = MYTAP_FUNCTION, .handler = hit, .text = "getppid" },
	{ .family = MYTAP_END, .handler = end, .text = "end" },
};
PROBES = "getppid\tfull.stp:1:1\0" "end\tfull.stp:2:1";

static const struct mytap_place places[] = { { .name = 1, .func = "getppid" } };

SCRIPT(.places = places, .nplaces = 1, .nnames = 1, .limits.maxskipped = 1000000);
