# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# row: 1.5 extractors; 1.5 @hist_log; 1.5 @hist_linear; 1.5 histogram text; 1.4 histogram buckets
# Every statistic of 50 sets of values, spread over 16 CPUs, in scalars and in arrays, with extremes, and the text of
# their histograms, compared with what figures.py works out by itself.
command -v gcc > /dev/null || skip "no gcc"
command -v python3 > /dev/null || skip "no python3"
src=$TESTSUITE/.. here=$TESTSUITE/emit
flags=(-O0 -fwrapv -fsanitize=address,undefined
	-fno-sanitize=alignment,shift,signed-integer-overflow,pointer-overflow -I. -I"$src")
echo '#include "runtime/kernel/api.h"' > mytap_api.h
gcc "${flags[@]}" -w -c -o host.o "$here/api_host.c" || fail "api_host.c does not compile"
python3 "$here/figures.py" script > x.stp

# HIST_ELISION, MAXSTRINGLEN: the text of sprint() is cut by the second
compare() {
	run "$MYTAP" ${KERNEL:+-r "$KERNEL"} -p3 -DHIST_ELISION="$1" -DMAXSTRINGLEN="$2" -DMAXACTION=1000000 x.stp
	expect_status 0
	cp out x.c
	gcc "${flags[@]}" -w -o x.run x.c host.o || fail "the script's C does not compile"
	MYTAP_HOST_SLOTS=17 MYTAP_HOST_ROUNDS=24 ./x.run > got 2> msg || { cat msg; fail "status $?"; }
	python3 "$here/figures.py" want "$1" "$2" > want
	[ "$(wc -l < want)" -gt 2000 ] || fail "figures.py gives too few lines"
	diff want got > differ || { head -20 differ; fail "HIST_ELISION $1: other figures than figures.py"; }
}

compare 2 512
compare 0 16384
compare -1 4096
