/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * texts: a page at 0x20000000 with nothing behind it, in which there are
 *	at 0	"aé€😀z" in UTF-16	at 64	the same in UTF-32	at 128	'x' and half a pair of UTF-16
 *	at 192	'y' and 0x110000 as UTF-32	at 256	a, newline, NUL, "bcdefgh"
 *	its last four bytes "tail", without an end.
 *	at 512	64 times '.'
 * Then it calls getpriority(0, 11), and getpriority(0, 12) if the dots are "whole words: 12.", "thr", 13 dots, "all", NUL, 12 dots,
 * "argument", NUL, 7 dots afterwards; else getpriority(0, 13).
 */
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <uchar.h>

int main(void)
{
	char *page = mmap((void *)0x20000000, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	static const char16_t text16[] = u"aé€😀z", half[] = { 'x', 0xd83d, 0 };
	static const char written[] = "whole words: 12." "thr............." "all\0............" "argument\0.......";
	static const char32_t text32[] = U"aé€😀z", beyond[] = { 'y', 0x110000, 0 };

	if (page == MAP_FAILED)
		return 1;
	memcpy(page, text16, sizeof(text16));
	memcpy(page + 64, text32, sizeof(text32));
	memcpy(page + 128, half, sizeof(half));
	memcpy(page + 192, beyond, sizeof(beyond));
	memcpy(page + 256, "a\n\0bcdefgh", 11);
	memcpy(page + 4092, "tail", 4);
	memset(page + 512, '.', 64);
	getpriority(PRIO_PROCESS, 11);
	getpriority(PRIO_PROCESS, memcmp(page + 512, written, 64) ? 13 : 12);
	return 0;
}
