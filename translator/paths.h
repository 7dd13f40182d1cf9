/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MYTAP_PATHS_H
#define MYTAP_PATHS_H

#include "translator/session.h"

/* Sets data_dir; false (reported) if mytap's files are not found. */
bool paths_find(struct session *s);

#endif
