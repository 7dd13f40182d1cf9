# SPDX-License-Identifier: GPL-2.0-or-later
# Unit test programs: check_PROGRAMS += testsuite/unit/x; testsuite_unit_x_SOURCES = ...; testsuite_unit_x_LDADD = $(libmytap_libs)
