# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Every script of the tree (the library, all tests, the benches) is printed by -p1 as a script that prints as itself.
# Those of parse/ko have no -p1; those of parse/ok are looked at by the driver, with their arguments.
top=$TESTSUITE/..
n=0 bad=0 TARGETS=$PWD	# of live tests; nothing is opened by pass 1
while IFS= read -r f; do
	directives "$f"
	if [[ ${D[options]-} == *--sign-key* ]]; then D[options]=; fi	# a key would have to be made
	eval "opts=(${D[options]-})"
	if [[ ${D[args]-} == *'$('* ]]; then D[args]='1 2 3'; fi	# what is known when the test runs only
	eval "set -- ${D[args]-1 2 3}"
	n=$((n + 1))
	if ! "$MYTAP" -g -w "${opts[@]}" -p1 "$f" "$@" > first.stp 2> err; then
		echo "$f does not parse:"; head -4 err
		bad=$((bad + 1))
	elif ! "$MYTAP" -g -w "${opts[@]}" -p1 first.stp > second 2> err; then
		echo "the -p1 output of $f does not parse:"; head -4 err
		bad=$((bad + 1))
	elif ! cmp -s first.stp second; then
		echo "the -p1 output of $f parses to something else:"; diff -u first.stp second | head -20
		bad=$((bad + 1))
	elif [ ! -s first.stp ]; then
		echo "$f prints as nothing"
		bad=$((bad + 1))
	fi
done < <(find "$top/tapsets" "$top/testsuite" "$top/bench" -name '*.stp' -not -path '*/parse/*' -not -path '*/fuzz/*' | sort)
[ "$n" -ge 300 ] || fail "only $n scripts were found"
[ $bad = 0 ] || fail "$bad of $n scripts"
