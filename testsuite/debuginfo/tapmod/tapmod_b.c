// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/module.h>
#include "tapmod.h"

static int counter = 4000;

static noinline int shared(int b)
{
	counter += 100 * b;
	return counter;
}

int tapmod_shared_too(int b)
{
	return shared(b);
}

noinline int tapmod_exported(int x)
{
	barrier();
	return 2 * x;
}
EXPORT_SYMBOL_GPL(tapmod_exported);
