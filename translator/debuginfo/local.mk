# SPDX-License-Identifier: GPL-2.0-or-later
debuginfo_sources = translator/debuginfo/debuginfo.h translator/debuginfo/debuginfo.c \
	translator/debuginfo/sources.h \
	translator/debuginfo/dtype.h translator/debuginfo/dtype.c \
	translator/debuginfo/location.h translator/debuginfo/location.c \
	translator/debuginfo/elf_image.h translator/debuginfo/elf_image.c \
	translator/debuginfo/cache_file.h translator/debuginfo/cache_file.c \
	translator/debuginfo/glob.c translator/debuginfo/typename.c translator/debuginfo/types.c \
	translator/debuginfo/symtab.h translator/debuginfo/symtab.c translator/debuginfo/symtab_build.c \
	translator/debuginfo/kallsyms.c \
	translator/debuginfo/btf.h translator/debuginfo/btf_reader.h translator/debuginfo/btf.c \
	translator/debuginfo/btf_types.c translator/debuginfo/btf_vars.c \
	translator/debuginfo/places.c translator/debuginfo/traces.c \
	translator/debuginfo/value.c translator/debuginfo/variable.c translator/debuginfo/path.c \
	translator/debuginfo/pretty.c \
	translator/debuginfo/dwarf.h translator/debuginfo/dwarf_stub.c
