/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text within XML and HTML. */
#ifndef MYTAP_LOADER_XML_TEXT_H
#define MYTAP_LOADER_XML_TEXT_H

#include "output.h"

/* Escapes &, <, > and quotes; characters invalid in XML or UTF-8 become U+FFFD. */
void xml_put(struct output *o, const char *s, size_t len);

#endif
