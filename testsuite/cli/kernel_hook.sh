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
# It compiles at idle priority, for which a busy host has no time at all: here the programs that set that do not.
mkdir plain
printf '#!/bin/sh\necho "${0##*/}" >> %s/asked\nshift 2\nexec "$@"\n' "$PWD" > plain/nice
chmod +x plain/nice
cp plain/nice plain/chrt
cp plain/nice plain/ionice
PATH=$PWD/plain:$PATH quiet "$KERNEL" "$(image_of "$KERNEL")"
[ -n "$(find cache/seed -name manifest)" ] || fail 'nothing was compiled'
[ "$(sort asked | tr '\n' ' ')" = 'chrt ionice nice ' ] || fail "asked: $(cat asked)"
run "$MYTAP" doctor --kernel="$KERNEL"
expect_out '^  ok +runtime'
printf '#!/bin/sh\nnice > %s/nice\n' "$PWD" > spy
chmod +x spy
MYTAP=$PWD/spy quiet "$KERNEL"
[ "$(cat nice)" = 19 ] || fail "at priority $(cat nice)"
# Without MYTAP_PREWARM_NOW it does not wait: what it starts ends only when it has come back.
printf '#!/bin/sh\nuntil [ -e %s/go ]; do sleep 0.1; done\n: > %s/done\n' "$PWD" "$PWD" > spy
unset MYTAP_PREWARM_NOW
PATH=$PWD/plain:$PATH MYTAP=$PWD/spy quiet "$KERNEL"
: > go
for ((i = 0; i < 600; i++)); do [ -e done ] && break; sleep 0.1; done
[ -e done ] || fail 'it did nothing'
