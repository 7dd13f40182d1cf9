# SPDX-License-Identifier: GPL-2.0-or-later
elaborate_sources = \
	translator/elaborate/alias.c \
	translator/elaborate/builds.c \
	translator/elaborate/calls.c \
	translator/elaborate/check.c \
	translator/elaborate/comment.c \
	translator/elaborate/constants.c \
	translator/elaborate/dtypes.c \
	translator/elaborate/elaborate.c \
	translator/elaborate/elaborate.h \
	translator/elaborate/end_probe.c \
	translator/elaborate/families.c \
	translator/elaborate/fold.c \
	translator/elaborate/list.c \
	translator/elaborate/locks.c \
	translator/elaborate/point_mismatch.c \
	translator/elaborate/pretty.c \
	translator/elaborate/pretty.h \
	translator/elaborate/print_format.c \
	translator/elaborate/probe_point.c \
	translator/elaborate/probe_point.h \
	translator/elaborate/prune.c \
	translator/elaborate/rounds.c translator/elaborate/rounds.h \
	translator/elaborate/fails.c \
	translator/elaborate/ptrmap.h \
	translator/elaborate/reference.c \
	translator/elaborate/settings.c \
	translator/elaborate/stats.c \
	translator/elaborate/declarations.c \
	translator/elaborate/symbols.c \
	translator/elaborate/used.c \
	translator/elaborate/target.c \
	translator/elaborate/settle.c \
	translator/elaborate/types.c translator/elaborate/types_expr.c translator/elaborate/types_impl.h \
	translator/elaborate/uses.c \
	translator/elaborate/uses.h
