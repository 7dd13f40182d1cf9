// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Does what a script changes, and tells what it sees of it: a read's length, a file's position, its own name, whether it is a subreaper (a
 * bit-field of the kernel), its process group.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

struct shown { long number; unsigned int low : 3, high : 5; char text[8]; };
static struct shown shown = { 5, 2, 17, "text" };

__attribute__((noipa)) long w_plain(struct shown *s, int n)
{
	return s->number + n;
}

int main(void)
{
	char buffer[256], name[32] = "";
	int fd = open("/proc/self/exe", O_RDONLY), subreaper = -1;
	long n = read(fd, buffer, 200), at = lseek(fd, 0, SEEK_CUR);
	int append = !!(fcntl(fd, F_GETFL) & O_APPEND);

	printf("read %ld, position %ld, append %d\n", n, at, append);
	prctl(PR_GET_NAME, name);
	prctl(PR_GET_CHILD_SUBREAPER, &subreaper);
	printf("name %s, subreaper %d\n", name, subreaper);
	printf("group %d\n", (int)getpgid(0));
	n = w_plain(&shown, 3);
	printf("plain %ld, number %ld, low %u, high %u, text %s\n", n, shown.number, shown.low, shown.high, shown.text);
	return 0;
}
