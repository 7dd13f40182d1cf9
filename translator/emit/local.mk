# SPDX-License-Identifier: GPL-2.0-or-later
emit_sources = translator/builtins.h translator/builtins.c \
	translator/emit/emit.h translator/emit/handler.h \
	translator/emit/alike.c translator/emit/assign.c translator/emit/call.c translator/emit/condition.c translator/emit/effects.c \
	translator/emit/embed.c translator/emit/execname.c \
	translator/emit/expr.c translator/emit/foreach.c translator/emit/frame.c translator/emit/func.c \
	translator/emit/globals.c translator/emit/handler.c translator/emit/location.c translator/emit/locks.c translator/emit/map.c \
	translator/emit/module.c translator/emit/names.c translator/emit/out.c translator/emit/plain.c translator/emit/predicate.c translator/emit/print.c translator/emit/quick.c \
	translator/emit/place_row.c translator/emit/probe.c translator/emit/rare.c translator/emit/user_files.c \
	translator/regex/regex.h translator/regex/regex.c translator/regex/parse.c translator/regex/compile.c translator/regex/dfa.c \
	translator/emit/regex.c translator/emit/source_lines.c translator/emit/splice.c translator/emit/stable.c translator/emit/stat.c translator/emit/stmt.c \
	translator/emit/tables.c translator/emit/touch.c translator/emit/value.c
