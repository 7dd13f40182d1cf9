/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stubs by which a program calls functions of its libraries. */
#ifndef MYTAP_USER_PLT_H
#define MYTAP_USER_PLT_H

#include "translator/image/image.h"

struct user_plt {
	const char *name;		/* of the function, without its version */
	uint64_t address, offset;	/* link address of the stub; in the file */
};
typedef VEC(struct user_plt *) user_plt_vec;

/* In the order of the file. A program that calls its libraries without stubs (-fno-plt) has none. */
void user_plt_read(struct arena *a, const struct image *image, user_plt_vec *ret);

#endif
