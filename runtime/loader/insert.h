/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The module into the kernel and out of it again. */
#ifndef MYTAP_LOADER_INSERT_H
#define MYTAP_LOADER_INSERT_H

#include "module_file.h"

/*
 * Sees to it that the module's name is free: removes a dead session of that name;
 * where a live one has it, takes another if may_rename. False: said who has it.
 */
bool module_name_free(struct module_file *m, bool may_rename);

enum insert_result { INSERTED, INSERT_FAILED, INSERT_HANGS, INSERT_NAME_TAKEN };
/*
 * Loads it; seconds: for so long at most, 0: as long as a kernel under load may take. INSERT_FAILED: said, with the
 * kernel's own words where they can be read; INSERT_HANGS: said, and it may be there yet, one day; INSERT_NAME_TAKEN:
 * somebody was faster; not said.
 */
enum insert_result module_insert(const struct module_file *m, double seconds);
/*
 * Tries for up to seconds. False: it is still there; errno says why; nothing is said, but of ETIMEDOUT: the removal hangs
 * in the kernel, which was said.
 */
bool module_remove(const struct module_file *m, double seconds);

/*
 * A process that removes the module when this one is gone without having done so
 * (kill -9). Started before the module is loaded and before its file is opened.
 */
struct watcher {
	int fd;				/* -1: none */
};
bool watcher_start(struct watcher *w, const struct module_file *m);
/* The module is gone: the watcher may go too. */
void watcher_dismiss(struct watcher *w);
/* It removes the module as soon as that can be done: nobody else will. */
void watcher_take_over(struct watcher *w);

#endif
