# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Every function that --dump-functions lists has a test that runs it, and with -v a comment that says what it does.
cat "$TESTSUITE"/emit/host/*.stp "$TESTSUITE"/live/ok/*.stp "$TESTSUITE"/live/ok/*.sh "$TESTSUITE"/live/modules/*.stp \
	"$TESTSUITE"/debuginfo/*.stp "$TESTSUITE"/cli/*.stp "$TESTSUITE"/*/*.sh > tests
run "$MYTAP" ${KERNEL:+-r "$KERNEL"} --dump-functions
expect_status 0
[ "$(wc -l < out)" -ge 220 ] || fail "only $(wc -l < out) functions"
bad=0
for name in $(sed 's/:.*//' out | sort -u); do
	grep -qE "(^|[^A-Za-z0-9_])$name *\(" tests || { echo "no test calls $name()"; bad=1; }
done
run "$MYTAP" ${KERNEL:+-r "$KERNEL"} -v --dump-functions
expect_status 0
grep -A1 -E '^[a-z_A-Z0-9]+:' out | grep -v '^--' | awk '/^[^ \t]/ { if (was) print was; was = $0 } /^\t/ { was = "" }
	END { if (was) print was }' > silent
[ -s silent ] && { echo "functions without a comment:"; cat silent; bad=1; }
expect_out '^	The number of bytes of the string\.$'
[ $bad = 0 ] || exit 1
