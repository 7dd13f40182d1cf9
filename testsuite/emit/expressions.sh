# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# row: 1.3 precedence; 1.3 ternary; 1.3 && ||; 1.3 + - *; 1.3 / %; 1.3 shifts; 1.3 concatenation; 1.3 comparisons
# 3,000 random expressions, always the same, compared with what expressions.py makes of them. MYTAP_TEST_LONG=1: 9,000 more.
command -v gcc > /dev/null || skip "no gcc"
command -v python3 > /dev/null || skip "no python3"
src=$TESTSUITE/.. here=$TESTSUITE/emit
flags=(-O0 -fwrapv -fsanitize=address,undefined
	-fno-sanitize=alignment,shift,signed-integer-overflow,pointer-overflow -I. -I"$src")
echo '#include "runtime/kernel/api.h"' > mytap_api.h
gcc "${flags[@]}" -w -c -o host.o "$here/api_host.c" || fail "api_host.c does not compile"

compare() {
	python3 "$here/expressions.py" 3000 "$1" x.stp want
	run "$MYTAP" ${KERNEL:+-r "$KERNEL"} -p3 -w -DMAXSTRINGLEN=64 -DMAXACTION=1000000 x.stp
	expect_status 0
	cp out x.c
	gcc "${flags[@]}" -w -o x.run x.c host.o || fail "seed $1: the script's C does not compile"
	./x.run > got 2> msg || { cat msg; fail "seed $1: status $?"; }
	cmp -s want got && return
	diff -a want got | head -10
	bad=$(diff -a want got | sed -n 's/^< \([0-9]*\)|.*/\1/p' | head -1)
	grep -aF "(\"|\", $bad," x.stp | head -2
	fail "seed $1: other results than expressions.py"
}

seeds=(5)
[ -n "${MYTAP_TEST_LONG-}" ] && seeds=(5 3 4 2)
for seed in "${seeds[@]}"; do
	compare "$seed"
done
