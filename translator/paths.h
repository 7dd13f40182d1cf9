/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MYTAP_PATHS_H
#define MYTAP_PATHS_H

#include "translator/session.h"

/* Sets own_dir and data_dir; false (said) when our files are not to be found. */
bool paths_find(struct session *s);
/* session_program() without a word when it is not there. */
const char *paths_program(struct session *s, const char *name);

#endif
