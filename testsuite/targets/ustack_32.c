// SPDX-License-Identifier: GPL-2.0-or-later
// needs: i386
// cflags: -m32 -idirafter /usr/include/x86_64-linux-gnu -fPIE -pie -pthread -Wl,--build-id
// link: -nostartfiles -nodefaultlibs /usr/lib32/Scrt1.o /usr/lib32/crti.o
// libraries: -lc /usr/lib32/libgcc_s.so.1 /usr/lib32/crtn.o
/* A 32-bit program with the system's libraries, linked by hand: the compiler's own parts for i386 are in large packages. */
#include "ustack.c"
