# SPDX-License-Identifier: GPL-2.0-or-later
# Unit test programs: check_PROGRAMS += testsuite/unit/x; testsuite_unit_x_SOURCES = ...; testsuite_unit_x_LDADD = $(libmytap_libs)
check_PROGRAMS += testsuite/unit/place_rows
testsuite_unit_place_rows_SOURCES = testsuite/unit/place_rows.c
testsuite_unit_place_rows_LDADD = $(libmytap_libs)
check_PROGRAMS += testsuite/unit/build_parts
testsuite_unit_build_parts_SOURCES = testsuite/unit/build_parts.c
testsuite_unit_build_parts_LDADD = $(libmytap_libs)
# Pure files of the kernel's half, on the host.
check_PROGRAMS += testsuite/unit/memory_text
testsuite_unit_memory_text_SOURCES = testsuite/unit/memory_text.c
check_PROGRAMS += testsuite/unit/fp
testsuite_unit_fp_SOURCES = testsuite/unit/fp.c
testsuite_unit_fp_LDADD = -lm
check_PROGRAMS += testsuite/unit/inspect_parts
testsuite_unit_inspect_parts_SOURCES = testsuite/unit/inspect_parts.c
testsuite_unit_inspect_parts_LDADD = $(libmytap_libs)
check_PROGRAMS += testsuite/fuzz/fuzz_inspect
testsuite_fuzz_fuzz_inspect_SOURCES = testsuite/fuzz/fuzz_inspect.c
testsuite_fuzz_fuzz_inspect_LDADD = $(libmytap_libs)
