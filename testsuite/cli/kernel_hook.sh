# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers installed
# timeout: 1500
# The hook for installed kernels: prewarms when there are headers, says nothing, never fails.
export MYTAP_CACHE_DIR=$PWD/cache MYTAP_PREWARM_NOW=1
hook=$TESTSUITE/../tools/kernel-postinst
quiet() { run "$hook" "$@"; expect_status 0; [ ! -s out ] && [ ! -s err ] || fail "it says something: $(cat out err)"; }
quiet
quiet 9.9.9-none
[ ! -e cache ] || fail 'work without headers'
MYTAP=/nonexistent/mytap quiet "$KERNEL"
MYTAP=false quiet "$KERNEL"
quiet "$KERNEL" "$(image_of "$KERNEL")"
[ -n "$(find cache/seed -name manifest)" ] || fail 'nothing was compiled'
run "$MYTAP" doctor --kernel="$KERNEL"
expect_out '^  ok +runtime'
# At idle priority; that is why it may take as long as it does on a busy host.
printf '#!/bin/sh\nnice > %s/nice\n' "$PWD" > spy
chmod +x spy
MYTAP=$PWD/spy quiet "$KERNEL"
[ "$(cat nice)" = 19 ] || fail "at priority $(cat nice)"
# Without MYTAP_PREWARM_NOW it does not wait.
printf '#!/bin/sh\nsleep 2; : > %s/done\n' "$PWD" > spy
unset MYTAP_PREWARM_NOW
MYTAP=$PWD/spy quiet "$KERNEL"
[ ! -e done ] || fail 'it waits'
sleep 4
[ -e done ] || fail 'it did nothing'
