/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text within XML and HTML. */
#ifndef MYTAP_LOADER_XML_TEXT_H
#define MYTAP_LOADER_XML_TEXT_H

#include "output.h"

/* &, <, > and quotes escaped; what neither XML nor UTF-8 has becomes U+FFFD. */
void xml_put(struct output *o, const char *s, size_t len);

#endif
