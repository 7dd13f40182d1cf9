# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# The commands are rows of one table: each is in the usage and in the manual, has help of its own, options that only it
# knows, and a message for words that it does not take.
export MYTAP_CACHE_DIR=$PWD/cache
man=$TESTSUITE/../doc/mytap.1
run "$MYTAP" help
expect_status 0
cp out all
run "$MYTAP" -h
cmp out all || fail "help is not -h"
for c in $(sed -n 's/^       mytap \([a-z]*\) .*/\1/p' all); do
	found=${found-}$c,
	grep -qE "mytap $c\$" "$man" || fail "$c is not in the manual's synopsis"
	run "$MYTAP" help "$c"
	expect_status 0
	expect_out "^Usage: mytap \[OPTIONS\] $c"
	cp out own
	run "$MYTAP" "$c" -h
	cmp out own || fail "$c -h is not help $c"
	case $c in inspect|trace|ctl|replay|merge|example) continue ;; esac	# they look at their words themselves
	run "$MYTAP" "$c" one two three
	expect_status 1
	expect_err "^mytap: $c takes .*, not '(one|two)' .a script of that name is ./$c.\$"
done
[ "$found" = doctor,inspect,trace,ps,ctl,top,attach,replay,merge,example,prewarm,help, ] || fail "commands: $found"
run "$MYTAP" help nobody
expect_status 1
expect_err "no command, function, probe alias or macro 'nobody'"
# An option of one command's own is nobody else's.
run "$MYTAP" help doctor
expect_out '^  --brief '
! grep -q -e --brief all || fail "--brief is in the general help"
run "$MYTAP" --brief -p1 -e 'probe begin {}'
expect_status 1
expect_err 'unknown option --brief'
run "$MYTAP" doctor --kernel="$KERNEL"
cp out whole
run "$MYTAP" doctor --brief --kernel="$KERNEL"
! grep -q '^  ok ' out || fail "what is ok was not left out"
grep -q '^  ok ' whole || fail "nothing is ok"
diff <(grep -E '^  (warning|missing) ' whole) <(grep -E '^  (warning|missing) ' out) || fail "brief leaves out more"
# A script that has the name of a command; an argument that has it.
echo 'probe begin { println("the script") exit() }' > doctor
run "$MYTAP" -p1 ./doctor
expect_status 0
expect_out 'the script'
run "$MYTAP" -p2 -e 'probe begin { println(@1) }' doctor
expect_status 0
expect_out '"doctor"'
