# SPDX-License-Identifier: GPL-2.0-or-later
# -h and -V go to stdout and succeed; every option that is served is in the help and in the man page.
run "$MYTAP" -h
expect_status 0
expect_out '^Usage: mytap '
for o in -p -e -v -l -L -c -x -T -o -G -D -g -m -r -k --vm --build --disable-cache --prewarm; do
	expect_out "^  $o[ ,=\[]|^  $o\$|, $o[ =\[]"
done
[ ! -s err ] || fail 'something on stderr'
man=$TESTSUITE/../doc/mytap.1
for o in $(grep -oE '^  (-[a-zA-Z]|--[a-z-]+)(, --[a-z-]+)?' out | tr -d ,); do
	grep -qF -- "$(printf %s "$o" | sed 's/-/\\-/g')" "$man" || fail "$o is not in doc/mytap.1"
done
run "$MYTAP" -V
expect_status 0
expect_out '^mytap [0-9]'
run "$MYTAP" --help -p9
expect_status 0
