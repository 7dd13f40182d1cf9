/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * splices SECONDS: writes "done" to standard output after that time, in a system call that begins now and goes by the
 * file's position as it is now (as sendfile(2) and copy_file_range(2) do, by which cat copies). Where splice(2) refuses,
 * by write(2).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int fds[2];
	char text[5];
	ssize_t n;

	if (argc != 2 || pipe(fds))
		return 2;
	if (fork() == 0) {
		usleep((useconds_t)(strtod(argv[1], NULL) * 1e6));
		return write(fds[1], "done\n", sizeof(text)) != sizeof(text);
	}
	n = splice(fds[0], NULL, STDOUT_FILENO, NULL, sizeof(text), 0);
	if (n < 0 && errno == EINVAL)
		n = write(STDOUT_FILENO, text, (size_t)read(fds[0], text, sizeof(text)));
	return n != sizeof(text);
}
