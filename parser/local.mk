# SPDX-License-Identifier: GPL-2.0-or-later
# Pass 1: text -> tree. grammar.h is made by bison and included as "parser/grammar.h".

parser_sources = \
	parser/base/arena.c parser/base/arena.h \
	parser/base/diag.c parser/base/diag.h \
	parser/base/map.c parser/base/map.h \
	parser/base/strbuf.c parser/base/strbuf.h \
	parser/base/vec.h parser/base/write_all.h parser/base/private.c parser/base/private.h \
	parser/base/stack.c parser/base/stack.h \
	parser/ast.c parser/ast.h \
	parser/build.c parser/build_print.c parser/build_stmt.c \
	parser/conditional.c \
	parser/copy.c \
	parser/declare.c \
	parser/format.c \
	parser/grammar.y \
	parser/lexer.l parser/lexer.h \
	parser/thread.c \
	parser/script_options.c parser/script_options.h \
	parser/library.c parser/limits.c parser/limits.h parser/limits.def \
	parser/library_scan.c parser/library_scan.h \
	parser/library_index.c parser/library_index.h \
	parser/parse.c parser/parse.h parser/parser.h \
	parser/preproc.c parser/preproc.h parser/preproc_impl.h parser/macros.c \
	parser/syntax_error.c \
	parser/syscall_table.c parser/syscall_table.h \
	parser/token.h \
	parser/tokens.c \
	parser/unparse.c \
	parser/unparse_expr.c \
	parser/walk.c

BUILT_SOURCES += parser/grammar.h
CLEANFILES += parser/grammar.c parser/grammar.h parser/lexer.c

check_PROGRAMS += testsuite/unit/parse_parts testsuite/fuzz/fuzz_parse
testsuite_unit_parse_parts_SOURCES = testsuite/unit/parse_parts.c
testsuite_unit_parse_parts_LDADD = $(libmytap_libs)
testsuite_fuzz_fuzz_parse_SOURCES = testsuite/fuzz/fuzz_parse.c
testsuite_fuzz_fuzz_parse_LDADD = $(libmytap_libs)
