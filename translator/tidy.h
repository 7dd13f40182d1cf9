/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Removes a folder when mytap ends in any way: crashed, killed, out of memory. */
#ifndef MYTAP_TIDY_H
#define MYTAP_TIDY_H

/* Starts the process that will remove the folder; a descriptor for tidy_dismiss(), or -1 (then it is not removed). */
int tidy_start(const char *folder);
/* The folder is removed already, or is to be kept. */
void tidy_dismiss(int fd);

#endif
