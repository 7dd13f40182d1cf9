/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * `mytap doctor`: what this machine can do, what it lacks, and how to get it.
 * A check looks at one thing and fills a finding; doctor.c prints it. Checks of
 * the running kernel are in doctor_machine.c, those of a kernel that modules
 * can be built for in doctor_kernel.c.
 */
#ifndef MYTAP_DOCTOR_H
#define MYTAP_DOCTOR_H

#include "translator/target.h"

enum doctor_status { DOCTOR_OK, DOCTOR_WARNING, DOCTOR_MISSING };

/* What one check found. The texts are the arena's. */
struct doctor_finding {
	enum doctor_status status;	/* OK until a check says something else */
	const char *text;		/* what was looked at, and what it says */
	const char *remedy;		/* what to do; NULL: nothing */
	const char *detail;		/* for -v; NULL: none */
};

/* A check is about the kernel of the target that it is given; those of the machine and of mytap get one without a kernel. */
struct doctor_check {
	const char *name;
	void (*check)(struct target *t, struct doctor_finding *ret);
	bool is_needed;			/* when it is missing, what its section is about does not work */
};

extern const struct doctor_check doctor_machine_checks[], doctor_kernel_checks[];	/* end with a row without name */

/* Prints it all on stdout; 0 when scripts can run somehow, here or in a guest, else 1. */
int doctor_run(struct session *s);

#endif
