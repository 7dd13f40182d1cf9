# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The C of every script here compiles without a warning, as the kernel compiles.
command -v gcc > /dev/null || skip "no gcc"
echo '#include "runtime/kernel/api.h"' > mytap_api.h
for f in "$TESTSUITE"/emit/ok/*.stp "$TESTSUITE"/emit/host/*.stp; do
	options=$(sed -n 's/^\/\/ options: //p' "$f" | head -1)
	case $options in *KERNEL*) [ -n "${KERNEL-}" ] || continue ;; esac
	eval "options=($options)"
	eval "args=($(sed -n 's/^\/\/ args: //p' "$f" | head -1))"
	"$MYTAP" ${KERNEL:+-r "$KERNEL"} -p3 "${options[@]}" "$f" "${args[@]}" > x.c 2> err || { echo "$f is not translated:"; cat err; exit 1; }
	gcc -std=gnu11 -O2 -Wall -Wextra -Werror -Wno-unused-parameter -Wno-override-init -mcmodel=kernel -fno-pic -mgeneral-regs-only \
		-ffreestanding -fno-strict-overflow -fno-strict-aliasing -I. -I"$TESTSUITE/.." -c -o x.o x.c 2> err ||
		{ echo "$f:"; cat err; exit 1; }
done
