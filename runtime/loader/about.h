/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The description of a session for reports: "key=value" of its module, of this machine and of the user who started
 * it.
 */
#ifndef MYTAP_LOADER_ABOUT_H
#define MYTAP_LOADER_ABOUT_H

#include "module_file.h"

struct about {
	struct string_table table;
	char *given[16];		/* --about KEY=VALUE; not copied */
	unsigned int ngiven;
};

void about_make(struct about *a, const struct module_file *m);
void about_free(struct about *a);
/* The value of a key, or NULL. */
const char *about_find(const struct string_table *about, const char *key);

#endif
