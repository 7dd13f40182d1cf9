/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * --compatible=VERSION: the language as of an older release. systemtap_v is that version (parser/conditional.c);
 * later features are refused, so that scripts for the older release are checked here.
 */
#ifndef MYTAP_COMPATIBLE_H
#define MYTAP_COMPATIBLE_H

#include "parser/base/diag.h"

struct session;

#define LANGUAGE_VERSION "5.6"		/* the release of SystemTap that systemtap_v reports */

enum compatible_feature { COMPATIBLE_ABORT, COMPATIBLE_FUNCTION_CONTEXT, COMPATIBLE_ENUM, COMPATIBLE_ENUMNAME,
			  COMPATIBLE_FEATURES };

/* Checks a version: numbers with dots, not later than LANGUAGE_VERSION. false with the reason in *why. */
bool compatible_is_version(const char *version, const char **why);
/* The script of the user uses it at loc: an error if it came later, said once. */
void compatible_need(struct session *s, enum compatible_feature f, struct loc loc);

#endif
