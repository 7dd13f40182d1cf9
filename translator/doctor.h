/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * `mytap doctor`: what mytap can do on this machine, what is missing, and how to get it. A check tests one thing and
 * fills a finding; doctor.c prints it. Checks of
 * the running kernel are in doctor_machine.c, those of a kernel that modules
 * can be built for in doctor_kernel.c.
 */
#ifndef MYTAP_DOCTOR_H
#define MYTAP_DOCTOR_H

#include "translator/target.h"

enum doctor_status { DOCTOR_OK, DOCTOR_WARNING, DOCTOR_MISSING };

/* The result of one check. The texts are in the arena. */
struct doctor_finding {
	enum doctor_status status;	/* OK until a check says something else */
	const char *text;		/* what was checked, and the result */
	const char *remedy;		/* the remedy; NULL: none */
	const char *detail;		/* for -v; NULL: none */
};

/* A check is about the kernel of its target; checks of the machine and of mytap get a target without a kernel. */
struct doctor_check {
	const char *name;
	void (*check)(struct target *t, struct doctor_finding *ret);
	bool is_needed;			/* without it, the subject of its section does not work */
};

extern const struct doctor_check doctor_machine_checks[], doctor_kernel_checks[];	/* end with a row without name */

/* Prints the report on stdout; 0 if scripts can run here or in a guest, else 1. */
int doctor_run(struct session *s);

#endif
