// SPDX-License-Identifier: GPL-2.0-or-later
/* How a prototype's parameters are passed (System V ABI for AMD64): for places without debuginfo. */
#include "translator/debuginfo/sources.h"
#include "translator/image/arch/x86_64.h"

int abi_parameter(struct dtype *func, unsigned int index, const char **reason)
{
	if (dtype_is_aggregate(func->target) && dtype_strip(func->target)->size > 16) {
		*reason = "the function returns a struct through memory";
		return -1;
	}
	for (unsigned int i = 0; i <= index && i < func->members.n; i++) {
		struct dtype *type = dtype_strip(func->members.v[i].type);

		if (!type)
			break;
		if (dtype_is_aggregate(type)) {
			*reason = i == index ? "it is a struct passed by value" :
				  "a struct passed by value precedes it";
			return -1;
		}
		if (type->kind == DTYPE_FLOAT || type->size > 8) {
			*reason = "it or a parameter before it does not fit into an integer register";
			return -1;
		}
	}
	if (index >= ARCH_ARGUMENTS) {
		*reason = "only the first six parameters are passed in registers";
		return -1;
	}
	return index;
}
