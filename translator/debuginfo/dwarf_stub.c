// SPDX-License-Identifier: GPL-2.0-or-later
#include "translator/debuginfo/dwarf.h"
struct dwarf *dwarf_open(struct debuginfo *di, const char *path, const char *module, struct strbuf *why)
{ (void)di; (void)path; (void)module; (void)why; return NULL; }
void dwarf_close(struct dwarf *d) { (void)d; }
struct dtype *dwarf_named_type(struct dwarf *d, const char *tag, const char *name) { (void)d;(void)tag;(void)name; return NULL; }
bool dwarf_enumerator(struct dwarf *d, const char *name, int64_t *value) { (void)d;(void)name;(void)value; return false; }
void dwarf_places(struct dwarf *d, const struct place_query *q, place_vec *ret, struct near *near, unsigned int *nlike, struct strbuf *why)
{ (void)d;(void)q;(void)ret;(void)near;(void)nlike;(void)why; }
bool dwarf_variable(struct trail *t, const struct target_context *at, const char *name, struct value *ret)
{ (void)t;(void)at;(void)name;(void)ret; return false; }
bool dwarf_return_value(struct trail *t, const struct target_context *at, struct value *ret)
{ (void)t;(void)at;(void)ret; return false; }
bool dwarf_global(struct trail *t, struct dwarf *d, const char *name, const char *cu, struct value *ret)
{ (void)t;(void)d;(void)name;(void)cu;(void)ret; return false; }
void dwarf_variable_names(struct debuginfo *di, const struct target_context *at, target_var_vec *ret)
{ (void)di;(void)at;(void)ret; }
