// SPDX-License-Identifier: GPL-2.0-or-later
/* The terminal of the screen. A file of its own: the names of term.h are those of everybody. */
#include "translator/top/terminal.h"

#include <curses.h>
#include <stdlib.h>
#include <term.h>

#include "parser/base/strbuf.h"
#include "parser/base/write_all.h"

/* "restore HEX": for who has to put the terminal back when this process cannot. */
static void say_strings(int to)
{
	const char *strings[] = { exit_attribute_mode, cursor_normal, keypad_local, exit_ca_mode };
	struct strbuf b = { 0 };

	strbuf_puts(&b, "restore ");
	for (unsigned int i = 0; i < sizeof(strings) / sizeof(*strings); i++)
		for (const char *p = strings[i]; p && p != (char *)-1 && *p; p++)
			strbuf_printf(&b, "%02x", (unsigned char)*p);
	strbuf_putc(&b, '\n');
	(void)!write_all(to, b.s, b.len);
	strbuf_deinit(&b);
}

bool terminal_begin(int to)
{
	SCREEN *screen = newterm(NULL, stdout, stdin);

	if (!screen) {
		fprintf(stderr, "mytap: the terminal '%s' cannot show a screen (TERM)\n", getenv("TERM") ? getenv("TERM") : "");
		return false;
	}
	set_term(screen);
	say_strings(to);
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	curs_set(0);
	set_escdelay(50);
	return true;
}
