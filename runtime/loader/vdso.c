// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * This process has the vdso of 64-bit programs mapped. That of 32-bit programs the kernel maps into any process which has
 * none: into a child, which gives its own up first and then calls nothing that would need it.
 */
#include "vdso.h"

#include <asm/prctl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file_io.h"
#include "say.h"

enum { VDSO_MOST = 32 << 10 };		/* bytes: less than a pipe takes without a reader */

/* It ends with its section headers. */
bool vdso_open(struct elf_bytes *e)
{
	const Elf64_Ehdr *h = (const void *)getauxval(AT_SYSINFO_EHDR);

	return h && elf_bytes_init(e, (const void *)h, h->e_shoff + (size_t)h->e_shnum * h->e_shentsize);
}

/* ---- of 32-bit programs ---------------------------------------------------------------------------- */

/* Calls `each` for the mappings that the kernel has made: [vdso], and the data that it reads. */
static void own_mappings(void (*each)(unsigned long start, unsigned long n, bool is_code, void *ctx), void *ctx)
{
	FILE *f = fopen("/proc/self/maps", "re");
	unsigned long start, end;
	char line[512], name[64];

	while (f && fgets(line, sizeof(line), f)) {
		*name = '\0';
		if (sscanf(line, "%lx-%lx %*s %*s %*s %*s %63s", &start, &end, name) == 3 &&
		    (!strcmp(name, "[vdso]") || !strncmp(name, "[vvar", 5)))
			each(start, end - start, *(name + 2) == 'd', ctx);
	}
	if (f)
		fclose(f);
}

static void mapping_give_up(unsigned long start, unsigned long n, bool is_code, void *ctx)
{
	(void)is_code;
	(void)ctx;
	munmap((void *)start, n);
}

static void mapping_write(unsigned long start, unsigned long n, bool is_code, void *fd)
{
	if (is_code && n <= VDSO_MOST)
		write_all(*(int *)fd, (const void *)start, n);
}

static _Noreturn void child_run(int fd)
{
	own_mappings(mapping_give_up, NULL);
	if (syscall(SYS_arch_prctl, ARCH_MAP_VDSO_32, 0UL) > 0)
		own_mappings(mapping_write, &fd);
	_exit(0);
}

/* What the child has written, which it has ended with. */
static size_t child_read(unsigned char *to)
{
	size_t n = 0;
	ssize_t part;
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC))
		return 0;
	pid = fork();
	if (!pid)
		child_run(ends[1]);
	close(ends[1]);
	while (n < VDSO_MOST && ((part = read(ends[0], to + n, VDSO_MOST - n)) > 0 || (part < 0 && errno == EINTR)))
		n += part > 0 ? (size_t)part : 0;
	close(ends[0]);
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	return n;
}

bool vdso_32_open(struct elf_bytes *e)
{
	static unsigned char *p;
	static size_t n;

	if (!p) {
		p = must_alloc(VDSO_MOST);
		n = child_read(p);
	}
	return elf_bytes_init(e, p, n);
}
