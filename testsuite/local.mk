# SPDX-License-Identifier: GPL-2.0-or-later
# Unit test programs: check_PROGRAMS += testsuite/unit/x; testsuite_unit_x_SOURCES = ...; testsuite_unit_x_LDADD = $(libmytap_libs)
check_PROGRAMS += testsuite/unit/build_parts
testsuite_unit_build_parts_SOURCES = testsuite/unit/build_parts.c
testsuite_unit_build_parts_LDADD = $(libmytap_libs)
# Pure files of the kernel's half, on the host.
check_PROGRAMS += testsuite/unit/memory_text
testsuite_unit_memory_text_SOURCES = testsuite/unit/memory_text.c
check_PROGRAMS += testsuite/unit/fp
testsuite_unit_fp_SOURCES = testsuite/unit/fp.c
testsuite_unit_fp_LDADD = -lm
