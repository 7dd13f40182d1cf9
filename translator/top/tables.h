/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of the tables, what keys ask for as well: the variable of the pane of values, and elements of it. */
#ifndef MYTAP_TOP_TABLES_H
#define MYTAP_TOP_TABLES_H

#include "translator/top/state.h"

/* NULL: the plain numbers and strings, which have one table. */
struct json_object *variable_shown(struct state *s);
/* The number of tables that the pane of values can show. */
unsigned int variables_count(struct state *s);
/* An array's element by the text of its key, made in a; NULL: there is none now. */
struct json_object *element_find(struct arena *a, struct json_object *list, const char *key);

#endif
