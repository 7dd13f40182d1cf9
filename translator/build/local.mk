# SPDX-License-Identifier: GPL-2.0-or-later
build_sources = translator/build/build.h translator/build/build.c \
	translator/build/kbuild.c translator/build/fast.c translator/build/seed.c translator/build/seed.h \
	translator/build/seed_manifest.c translator/build/seed_manifest.h \
	translator/build/features.c translator/build/ko.c translator/build/ko.h \
	translator/build/compiler.c translator/build/compiler.h translator/build/header_cut.c translator/build/header_cut.h \
	translator/build/pieces.c translator/build/pieces.h translator/build/unit_cut.c translator/build/unit_cut.h \
	translator/build/beside.c translator/build/beside.h \
	translator/build/cache.c \
	translator/build/commands.c translator/build/commands.h translator/build/fast.h \
	translator/build/versions.c translator/build/versions.h translator/build/features.h translator/build/kbuild.h \
	translator/build/sign.c translator/build/sign.h

pkglibexec_PROGRAMS += mytap-cut
mytap_cut_SOURCES = translator/build/cut_main.c
mytap_cut_LDADD = libmytap.a
