/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A folder that goes when we go, however we go: crashed, killed, out of memory. */
#ifndef MYTAP_TIDY_H
#define MYTAP_TIDY_H

/* Starts the process that will remove the folder; a descriptor for tidy_dismiss(), or -1 (then nobody will). */
int tidy_start(const char *folder);
/* The folder is removed already, or is to be kept. */
void tidy_dismiss(int fd);

#endif
