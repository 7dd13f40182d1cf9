/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * facts: a process that tells what /proc says of it. It is in the folder /facts.d, has /facts.d/three open as 3 and
 * /facts.d/ninety as 90, and 1,000 pages of data in memory. It calls getpriority(0, &facts) three times, and, as user 1000,
 * getpriority(0, 0) once. Between them it reads one byte of 3.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct {
	long size, rss, shared, text, data;	/* pages: 0, 8, 16, 24, 32 */
	long files, room;			/* 40, 48: descriptors in use, and FDSize */
	long start;				/* 56: in hundredths of a second since boot */
	char load[24];				/* 64 */
} facts;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static char *slurp(const char *path)
{
	static char text[8192];
	int fd = open(path, O_RDONLY);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (n < 0)
		fail(path);
	text[n] = '\0';
	close(fd);
	return text;
}

static long files_in_use(void)
{
	DIR *d = opendir("/proc/self/fd");
	long n = -3;			/* ".", ".." and the folder itself */

	if (!d)
		fail("/proc/self/fd");
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static void find_facts(void)
{
	char *s = strrchr(slurp("/proc/self/stat"), ')'), *word;

	for (int i = 0; i < 20; i++)
		s = strchr(s + 1, ' ');
	facts.start = atol(s);
	facts.files = files_in_use();
	word = strstr(slurp("/proc/self/status"), "FDSize:");
	facts.room = atol(word + 7);
	s = slurp("/proc/loadavg");
	for (int i = 0, blanks = 0; i < 23; i++) {
		blanks += s[i] == ' ';
		if (blanks == 3)
			break;
		facts.load[i] = s[i];
	}
	sscanf(slurp("/proc/self/statm"), "%ld %ld %ld %ld %*d %ld", &facts.size, &facts.rss, &facts.shared, &facts.text, &facts.data);
}

int main(void)
{
	char *pages, byte;
	int fd;

	for (fd = 3; fd < 200; fd++)
		close(fd);
	mkdir("/facts.d", 0755);
	if (chdir("/facts.d"))
		fail("/facts.d");
	fd = open("three", O_RDWR | O_CREAT | O_TRUNC, 0644);
	if (fd != 3 || write(fd, "xyz", 3) != 3 || lseek(fd, 0, SEEK_SET) || dup2(open("ninety", O_RDWR | O_CREAT, 0644), 90) != 90)
		fail("files");
	pages = mmap(NULL, 1000 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (pages == MAP_FAILED || prctl(PR_SET_NAME, "facts"))
		fail("pages");
	for (int i = 0; i < 3; i++) {
		find_facts();
		syscall(SYS_getpriority, 0, &facts);
	}
	if (read(3, &byte, 1) != 1 || setuid(1000))
		fail("read");
	syscall(SYS_getpriority, 0, 0);
	return 0;
}
