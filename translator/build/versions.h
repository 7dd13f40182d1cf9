/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MYTAP_VERSIONS_H
#define MYTAP_VERSIONS_H

#include "translator/target.h"

/*
 * C text of the __versions rows of these symbols, by the kernel's
 * Module.symvers. false with why if one is not exported, is in a namespace, or belongs to another module: only
 * modpost handles these.
 */
bool versions_print(struct target *t, const str_vec *symbols, struct strbuf *ret, const char **why);

#endif
