/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * --compatible=VERSION: the language as of an older release. systemtap_v is that
 * version (parser/conditional.c); what came later is refused, so that a script which
 * is to run with the older release is found out here.
 */
#ifndef MYTAP_COMPATIBLE_H
#define MYTAP_COMPATIBLE_H

#include "parser/base/diag.h"

struct session;

#define LANGUAGE_VERSION "5.6"		/* of SystemTap: what we claim to be */

enum compatible_feature { COMPATIBLE_ABORT, COMPATIBLE_FUNCTION_CONTEXT, COMPATIBLE_ENUM, COMPATIBLE_ENUMNAME,
			  COMPATIBLE_FEATURES };

/* A version that can be asked for: numbers with dots, not later than ours. false: *why says what is wrong. */
bool compatible_is_version(const char *version, const char **why);
/* The script of the user uses it at loc: an error if it came later, said once. */
void compatible_need(struct session *s, enum compatible_feature f, struct loc loc);

#endif
