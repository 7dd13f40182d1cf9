/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * strings: three pages at 0x20000000 with nothing behind them, in which the byte at n is the letter n % 26. Then, for each place
 * from 9 bytes in front of the second page to 9 behind its start, and for the last 9 bytes of all: puts a NUL there, calls
 * getpriority(0, place), and puts the letter back.
 */
#include <sys/mman.h>
#include <sys/resource.h>

enum { PAGE = 4096, SIZE = 3 * PAGE };

static void end_at(char *s, int place)
{
	char letter = s[place];

	s[place] = '\0';
	getpriority(PRIO_PROCESS, (unsigned int)place);
	s[place] = letter;
}

int main(void)
{
	char *s = mmap((void *)0x20000000, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	if (s == MAP_FAILED)
		return 1;
	for (int i = 0; i < SIZE; i++)
		s[i] = (char)('a' + i % 26);
	for (int i = PAGE - 9; i < PAGE + 9; i++)
		end_at(s, i);
	for (int i = SIZE - 9; i < SIZE; i++)
		end_at(s, i);
	return 0;
}
