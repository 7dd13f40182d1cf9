/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `mytap doctor`: what this machine can do, what it lacks, and how to get it. */
#ifndef MYTAP_DOCTOR_H
#define MYTAP_DOCTOR_H

#include "translator/session.h"

/* Prints it on stdout; 0 when scripts can run somehow, here or in a guest, else 1. */
int doctor_run(struct session *s);

#endif
