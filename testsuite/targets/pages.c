/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pages: what tests know of a file whose pages are in memory, and of a terminal; prints nothing.
 * Of /ram/known, on a ramfs: 12288 bytes are written at once, read from 4096 on (5000), mapped (8192), put into a pipe (4096 from the
 * beginning), by pieces written (100 and 200) and read (300). Of a pseudo terminal: "hello" is written to it, "abc" and a
 * newline come to it and are read, and its size becomes 50 rows of 100.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <termios.h>
#include <unistd.h>

static char bytes[12288];

static void must(const char *what, long got, long want)
{
	if (got == want)
		return;
	fprintf(stderr, "pages: %s gave %ld, not %ld\n", what, got, want);
	exit(1);
}

static void file(void)
{
	struct iovec v[2] = { { bytes, 100 }, { bytes, 200 } }, all = { bytes, 300 };
	int fd, p[2];

	mkdir("/ram", 0700);
	must("mount", mount("none", "/ram", "ramfs", 0, NULL), 0);
	fd = open("/ram/known", O_RDWR | O_CREAT, 0600);
	must("write", write(fd, bytes, 12288), 12288);
	must("lseek", lseek(fd, 4096, SEEK_SET), 4096);
	must("read", read(fd, bytes, 5000), 5000);
	if (mmap(NULL, 8192, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED)
		must("mmap", 0, 1);
	lseek(fd, 0, SEEK_SET);
	must("pipe", pipe(p), 0);
	must("splice", splice(fd, NULL, p[1], NULL, 4096, 0), 4096);
	must("writev", writev(fd, v, 2), 300);
	must("readv", readv(fd, &all, 1), 300);
	close(fd);
}

static void terminal(void)
{
	struct winsize size = { 24, 80, 0, 0 };
	char name[64] = "";
	int m, s, n, unlock = 0;

	mkdir("/dev/pts", 0755);
	mount("devpts", "/dev/pts", "devpts", 0, "ptmxmode=666");
	m = open("/dev/pts/ptmx", O_RDWR | O_NOCTTY);
	if (m < 0 || ioctl(m, TIOCSPTLCK, &unlock) || ioctl(m, TIOCGPTN, &n))
		must("ptmx", 0, 1);
	snprintf(name, sizeof(name), "/dev/pts/%d", n);
	s = open(name, O_RDWR | O_NOCTTY);
	ioctl(s, TIOCSWINSZ, &size);
	must("write", write(s, "hello", 5), 5);
	must("read", read(m, bytes, 64), 5);
	must("write", write(m, "abc\n", 4), 4);
	must("read", read(s, bytes, 64), 4);
	size.ws_row = 50;
	size.ws_col = 100;
	must("size", ioctl(s, TIOCSWINSZ, &size), 0);
	close(s);
	close(m);
}

int main(void)
{
	file();
	terminal();
	return 0;
}
