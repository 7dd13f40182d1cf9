# SPDX-License-Identifier: GPL-2.0-or-later
top_sources = translator/top/top.h translator/top/top.c translator/top/show.h translator/top/show.c

# The screen, a program of its own: mytap does not load ncurses.
screen_sources = translator/top/screen.c translator/top/terminal.c translator/top/terminal.h translator/top/state.c translator/top/state.h translator/top/tables.c \
	translator/top/document.h translator/top/tables.h translator/top/draw.c translator/top/draw.h \
	parser/base/arena.c parser/base/arena.h parser/base/strbuf.c parser/base/strbuf.h parser/base/private.c parser/base/private.h
if HAVE_NCURSES
pkglibexec_PROGRAMS += mytap-screen
endif
EXTRA_PROGRAMS = mytap-screen
mytap_screen_SOURCES = $(screen_sources)
mytap_screen_CFLAGS = $(AM_CFLAGS) $(NCURSES_CFLAGS) $(SANITIZE_CFLAGS)
mytap_screen_LDADD = $(NCURSES_LIBS) $(JSON_LIBS)
EXTRA_DIST += translator/top/README
