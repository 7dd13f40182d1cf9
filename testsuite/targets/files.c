/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * files N [FOLDER]: N rounds of the same calls on files in a folder (.), in one process: nothing in them depends on time.
 * For tests that compare what two ways of probing count.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int failed(const char *what)
{
	perror(what);
	return 1;
}

static int list(const char *folder)
{
	DIR *d = opendir(folder);
	int n = 0;

	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n;
}

static int one_round(void)
{
	char text[100] = "0123456789";
	struct iovec v[2] = { { text, 3 }, { text + 5, 4 } };
	struct stat st;
	int fd = open("files.a", O_RDWR | O_CREAT | O_TRUNC, 0600), other, ends[2];

	if (fd < 0)
		return failed("open");
	if (write(fd, text, 10) != 10 || writev(fd, v, 2) != 7 || lseek(fd, 2, SEEK_SET) != 2 || read(fd, text, 5) != 5 ||
	    pread(fd, text, 50, 0) != 17 || fstat(fd, &st) || st.st_size != 17)
		return failed("input and output");
	for (int i = 0; i < 30; i++)			/* some places are hit more often than others */
		if (pread(fd, text, 5, i % 4) != 5)
			return failed("pread");
	other = dup(fd);
	close(other);
	close(fd);
	if (link("files.a", "files.b") || symlink("files.b", "files.c") || stat("files.c", &st) || lstat("files.c", &st) ||
	    rename("files.b", "files.d") || access("files.c", F_OK) != -1 || chmod("files.a", 0644))
		return failed("names");
	if (pipe(ends) || write(ends[1], text, 50) != 50 || read(ends[0], text, 50) != 50)
		return failed("pipe");
	close(ends[0]);
	close(ends[1]);
	if (list(".") < 5)
		return failed("list");
	if (mkdir("files.e", 0700) || rmdir("files.e") || unlink("files.a") || unlink("files.c") || unlink("files.d"))
		return failed("clean up");
	return open("files.none", O_RDONLY) != -1;
}

int main(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 1;

	if (argc > 2 && chdir(argv[2]))
		return failed(argv[2]);
	while (n-- > 0)
		if (one_round())
			return 1;
	return 0;
}
