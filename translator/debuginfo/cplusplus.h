/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Functions of C++: their names in symbol tables are mangled ("_ZN2ns3Foo3addEi"); a script names them as the source does.
 * By libiberty's demangler.
 */
#ifndef MYTAP_CPLUSPLUS_H
#define MYTAP_CPLUSPLUS_H

#include <stdbool.h>

bool cplus_is_mangled(const char *symbol);
/* With its scopes, without parameters: "ns::Foo::add". Interned; NULL: it is no mangled name. */
const char *cplus_name(const char *symbol);

/*
 * A script's name or pattern of a function. Without scopes it names the last part, of any class and namespace. With scopes
 * ("Foo::add") it names the last parts; "::" in front means from the outermost. Parameters ("add(int)") choose among functions
 * of one name. Without template arguments it stands for all instances.
 */
bool cplus_matches(const char *pattern, const char *symbol);
/* It has scopes or parameters, so no function of C has the name. */
bool cplus_is_qualified(const char *pattern);
/* Its last part without parameters, as debuginfo has it. Interned. */
const char *cplus_last_part(const char *pattern);
/* A text that all symbols have that match: "3add". Interned; "": none is known. */
const char *cplus_hint(const char *pattern);

#endif
