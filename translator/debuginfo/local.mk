# SPDX-License-Identifier: GPL-2.0-or-later
debuginfo_sources = translator/debuginfo/debuginfo.h translator/debuginfo/debuginfo.c \
	translator/debuginfo/sources.h \
	translator/debuginfo/dtype.h translator/debuginfo/dtype.c \
	translator/debuginfo/location.h translator/debuginfo/location.c \
	translator/debuginfo/glob.c translator/debuginfo/cplusplus.h translator/debuginfo/cplusplus.c translator/debuginfo/typename.c translator/debuginfo/types.c \
	translator/debuginfo/btf.h translator/debuginfo/btf_reader.h translator/debuginfo/btf.c \
	translator/debuginfo/btf_types.c translator/debuginfo/btf_vars.c \
	translator/debuginfo/abi.c translator/debuginfo/plain.c translator/debuginfo/places.c translator/debuginfo/place_reasons.c translator/debuginfo/search.h translator/debuginfo/traces.c \
	translator/debuginfo/header_types.h translator/debuginfo/header_types.c \
	translator/debuginfo/instructions.h translator/debuginfo/instructions.c \
	translator/debuginfo/module_traces.h translator/debuginfo/module_traces.c \
	translator/debuginfo/value.c translator/debuginfo/variable.c translator/debuginfo/path.c \
	translator/debuginfo/pretty.c translator/debuginfo/modules.h translator/debuginfo/modules.c translator/debuginfo/source_lines.c \
	translator/debuginfo/dwarf.h translator/debuginfo/dwarf_file.h translator/debuginfo/dwarf.c \
	translator/debuginfo/dwarf_units.h translator/debuginfo/dwarf_units.c translator/debuginfo/dwarf_split.c \
	translator/debuginfo/dwarf_index.h translator/debuginfo/dwarf_index.c translator/debuginfo/dwarf_files.c \
	translator/debuginfo/dwarf_types.c translator/debuginfo/dwarf_expr.c translator/debuginfo/dwarf_cfa.c \
	translator/debuginfo/dwarf_vars.c translator/debuginfo/dwarf_places.c translator/debuginfo/dwarf_callees.c translator/debuginfo/dwarf_finder.h translator/debuginfo/dwarf_lacks.c translator/debuginfo/dwarf_module.c

# Without arguments a unit test, with some the tool of the tests in testsuite/debuginfo.
check_PROGRAMS += testsuite/unit/dbg_query
testsuite_unit_dbg_query_SOURCES = testsuite/unit/dbg_query.c
testsuite_unit_dbg_query_LDADD = $(libmytap_libs)

EXTRA_DIST += translator/debuginfo/README

check_PROGRAMS += testsuite/unit/cplus
testsuite_unit_cplus_SOURCES = testsuite/unit/cplus.c
testsuite_unit_cplus_LDADD = $(libmytap_libs)
