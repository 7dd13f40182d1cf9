# SPDX-License-Identifier: GPL-2.0-or-later
image_sources = translator/image/image.h translator/image/image.c translator/image/parts.h \
	translator/image/module.c translator/image/user.c \
	translator/image/elf_file.h translator/image/elf_file.c \
	translator/image/unpack.h translator/image/unpack.c translator/image/bzimage.h \
	translator/image/build_id.h translator/image/build_id.c \
	translator/image/symtab.h translator/image/symtab.c translator/image/symtab_build.c translator/image/kallsyms.c \
	translator/image/debuginfod.h translator/image/debuginfod.c \
	translator/image/cache_folder.h translator/image/cache_folder.c \
	translator/image/cache_file.h translator/image/cache_file.c \
	translator/image/whole.h translator/image/whole.c \
	translator/image/thread_local.h translator/image/thread_local.c \
	translator/image/needed.h translator/image/needed.c \
	translator/image/folder.h translator/image/folder.c translator/image/hash.h translator/image/hash.c \
	translator/image/arch/x86_64.h translator/image/arch/x86_64.c

EXTRA_DIST += translator/image/README

check_PROGRAMS += testsuite/unit/image_user
testsuite_unit_image_user_SOURCES = testsuite/unit/image_user.c
testsuite_unit_image_user_LDADD = $(libmytap_libs)
