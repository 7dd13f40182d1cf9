// SPDX-License-Identifier: GPL-2.0-or-later
/* map FILE: a process that has the file's bytes mapped executable, as the dynamic linker maps them, until it is killed. */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int fd = argc > 1 ? open(argv[1], O_RDONLY) : -1;
	struct stat st;

	if (fd < 0 || fstat(fd, &st) || mmap(NULL, st.st_size, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0) == MAP_FAILED ||
	    write(1, "mapped\n", 7) != 7)
		return 1;
	pause();
	return 0;
}
