# SPDX-License-Identifier: GPL-2.0-or-later
# The script from a file, standard input, -e, with -E beside it; arguments; options after the script; "--".
echo 'probe begin { printf("%d %s\n", $1, @2) }' > a.stp
run "$MYTAP" -p1 a.stp 17 text
expect_status 0
expect_out '17'
expect_out '"text"'
status=0; echo 'probe begin { log(@1) }' | "$MYTAP" -p1 - word > out 2> err || status=$?
expect_status 0
expect_out 'log\("word"\)'
run "$MYTAP" -p1 -e 'probe begin { log(@1) }' word
expect_status 0
expect_out 'word'
run "$MYTAP" -p1 -e 'probe begin { a() }' -E 'function a() { println("extra") }'
expect_status 0
expect_out 'extra'
run "$MYTAP" a.stp 1 -p1 two
expect_status 0
run "$MYTAP" -p1 -e 'probe begin { log(@1) }' -- -v
expect_status 0
expect_out '"-v"'
run "$MYTAP" -p1 -e 'probe begin { exit() }' unused
expect_status 0
expect_err "argument 1, 'unused', is not used"
