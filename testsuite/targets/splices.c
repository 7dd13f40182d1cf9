/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * splices: copies 5 bytes from standard input, a pipe, to standard output, in a system call that begins now and goes by the
 * file's position as it is now (as sendfile(2) and copy_file_range(2) do, by which cat copies). Where splice(2) refuses,
 * by write(2).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int main(void)
{
	char text[5];
	ssize_t n = splice(STDIN_FILENO, NULL, STDOUT_FILENO, NULL, sizeof(text), 0);

	if (n < 0 && errno == EINVAL)
		n = write(STDOUT_FILENO, text, (size_t)read(STDIN_FILENO, text, sizeof(text)));
	return n != sizeof(text);
}
