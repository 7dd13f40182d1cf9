/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * marked: passes marks of PostgreSQL and of CPython, as these define them: query__start and query__done for "SELECT 1" three
 * times and for "SELECT 2" twice; function__entry and function__return of f() in a.py (line 3) four times, which calls g() in
 * b.py (line 7) each second time.
 */
#include "mark.h"

static __attribute__((noipa)) void query(const char *text)
{
	MARK("postgresql", "query__start", "0", "8@%0", "r"(text));
	MARK("postgresql", "query__done", "0", "8@%0", "r"(text));
}

static __attribute__((noipa)) void function(const char *file, const char *name, int line, int calls_g)
{
	MARK("python", "function__entry", "0", "8@%0 8@%1 -4@%k2", "r"(file), "r"(name), "r"(line));
	if (calls_g)
		function("b.py", "g", 7, 0);
	MARK("python", "function__return", "0", "8@%0 8@%1 -4@%k2", "r"(file), "r"(name), "r"(line));
}

int main(void)
{
	for (int i = 0; i < 5; i++)
		query(i < 3 ? "SELECT 1" : "SELECT 2");
	for (int i = 0; i < 4; i++)
		function("a.py", "f", 3, i % 2);
	return 0;
}
