// SPDX-License-Identifier: GPL-2.0-or-later
/* Memory that can be written and executed, and memory that becomes executable. */
#include <stddef.h>
#include <sys/mman.h>

int main(void)
{
	void *one = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	void *two = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return one == MAP_FAILED || two == MAP_FAILED || mprotect(two, 4096, PROT_READ | PROT_EXEC);
}
