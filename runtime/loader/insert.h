/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loading and removing the module. */
#ifndef MYTAP_LOADER_INSERT_H
#define MYTAP_LOADER_INSERT_H

#include "module_file.h"

/*
 * Makes the module's name free: removes a dead session of that name; if a live session has it, takes another name
 * if may_rename. False: reported, with the owner.
 */
bool module_name_free(struct module_file *m, bool may_rename);

enum insert_result { INSERTED, INSERT_FAILED, INSERT_HANGS, INSERT_NAME_TAKEN };
/*
 * Loads it within seconds; 0: the limit for a kernel under load. INSERT_FAILED: reported, with the kernel's own
 * messages if they can be read; INSERT_HANGS: reported, and it may be loaded later; INSERT_NAME_TAKEN: another
 * process was faster; not reported.
 */
enum insert_result module_insert(const struct module_file *m, double seconds);
/*
 * Tries for at most seconds. False: it is still loaded; errno says why. Not reported, except ETIMEDOUT: the removal
 * hangs in the kernel.
 */
bool module_remove(const struct module_file *m, double seconds);

/*
 * A process that removes the module if this one ends without removing it (kill -9). Started before the module is
 * loaded and before its file is opened.
 */
struct watcher {
	int fd;				/* -1: none */
};
bool watcher_start(struct watcher *w, const struct module_file *m);
/* The module is gone: the watcher ends. */
void watcher_dismiss(struct watcher *w);
/* The watcher removes the module as soon as possible, since this process will not. */
void watcher_take_over(struct watcher *w);

#endif
