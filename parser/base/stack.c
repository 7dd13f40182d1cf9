/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See stack.h. The thread stays the same, only its stack changes: signals, children and PDEATHSIG are not affected. */
#include "parser/base/stack.h"

#include <stddef.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <ucontext.h>

enum { STACK_SIZE = 256 << 20, GUARD = 4096 };		/* bytes */

static struct {
	const char *lowest;		/* NULL: unknown */
	size_t size;
	ucontext_t back, on;
	int (*fn)(void *ctx);
	void *ctx;
	int ret;
} stack;

static void run(void)
{
	stack.ret = stack.fn(stack.ctx);
}

int stack_run(int (*fn)(void *ctx), void *ctx)
{
	char *p = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);

	if (p == MAP_FAILED || mprotect(p, GUARD, PROT_NONE) || getcontext(&stack.on))
		return fn(ctx);
	stack.fn = fn;
	stack.ctx = ctx;
	stack.lowest = p;
	stack.size = STACK_SIZE;
	stack.on.uc_stack.ss_sp = p;
	stack.on.uc_stack.ss_size = STACK_SIZE;
	stack.on.uc_link = &stack.back;
	makecontext(&stack.on, run, 0);
	swapcontext(&stack.back, &stack.on);
	munmap(p, STACK_SIZE);
	stack.lowest = NULL;
	return stack.ret;
}

bool stack_is_used_up(void)
{
	const char here = 0, *at = &here;

	return stack.lowest && at - stack.lowest < (ptrdiff_t)(stack.size / 2);
}
