# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# --example: all are listed with their purpose, found by a word, and run by their name; each has its parts.
examples=$TESTSUITE/../doc/examples
run "$MYTAP" --example
expect_status 0
[ "$(wc -l < out)" = "$(find "$examples" -name '*.stp' | wc -l)" ] || fail "not all examples are listed"
expect_out '^opens +which files are opened'
run "$MYTAP" --example -k SIGNAL
expect_status 0
expect_out '^kills '
grep -q '^opens' out && fail "opens is not about signals"
run "$MYTAP" --example -k nosuchword
expect_status 1
expect_err "no example has the word 'nosuchword'"
run "$MYTAP" --example opns -p1
expect_status 1
expect_err "there is no example 'opns' \(did you mean 'opens'\?\)"
run "$MYTAP" --example opens -p1
expect_status 0
expect_out 'probe syscall.open'
bad=0
# Of some the argument is a program of the tests.
mkdir bin
PATH=$PWD/bin:$PATH
for f in "$examples"/*.stp; do
	n=$(basename "$f" .stp)
	head -1 "$f" | grep -q "^// $n - ." || { echo "$n: its first line is not '// $n - PURPOSE'"; bad=1; }
	for part in "^// Usage: mytap --example $n" '^// keywords: .' '^// command: .' '^// > .'; do
		grep -q "$part" "$f" || { echo "$n: no line matches $part"; bad=1; }
	done
	grep -q "doc/examples/$n.stp" "$TESTSUITE/../doc/local.mk" || { echo "$n is not in doc/local.mk"; bad=1; }
	directives "$f"
	program=$TESTSUITE/targets/${D[args]-}.c
	[ ! -f "$program" ] || gcc -O2 -static -o "bin/${D[args]}" "$program"
	eval "run \"\$MYTAP\" ${KERNEL:+-r '$KERNEL'} -p2 ${D[options]-} '$f' ${D[args]-}"
	[ "$status" = 0 ] || grep -q 'no kernel\|debuginfo\|type information' err || { echo "$n:"; head -3 err; bad=1; }
done
[ $bad = 0 ]
