# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers installed
# `mytap doctor` says what is there and what is not, with the way out, and its status is what it concludes.
export MYTAP_CACHE_DIR=$PWD/cache
unset MYTAP_SIGN_KEY MYTAP_SIGN_CERT
doctor() { run "$MYTAP" doctor --kernel="$KERNEL" "$@"; }

doctor
expect_out "^Kernel ${KERNEL//+/\\+}"
expect_out '^  ok +headers +/'
expect_out '^  ok +compiler +.*gcc'
expect_out '^  ok +tools +make, ld'
expect_out '^  ok +image +/boot/'
expect_out '^  warning +runtime +not compiled yet'
expect_out "^ +-> mytap --prewarm ${KERNEL//+/\\+}"
expect_out '^  ok +mytap-run +/'
expect_out '^  ok +cache +.*ours alone'
[ ! -s err ] || fail "messages: $(cat err)"
! grep -q "$(printf '\033')" out || fail 'color, and no terminal'
[ -z "$(sed -n 's/^  \(ok\|warning\|missing\) .*/&/p' out | cut -c 11 | tr -d ' \n')" ] || fail 'not aligned'
if grep -q '^Scripts can run' out; then expect_status 0; else expect_status 1; expect_out '^Scripts cannot run'; fi
if has guest; then
	expect_status 0
	expect_out '^  ok +guest +kernel .*(KVM|emulated)'
fi
for word in --doctor -vv; do doctor $word; expect_out "^Kernel ${KERNEL//+/\\+}"; done
expect_out '^ +seed: 0 files'
if has dwarf; then expect_out '^  ok +debuginfo +.*vmlinux'; else expect_out '^  warning +debuginfo'; fi

own_cache
doctor
expect_out '^  ok +runtime +compiled and cached'

# All kernels, the running one too.
run "$MYTAP" doctor
expect_out "^Kernel ${KERNEL//+/\\+}"
expect_out "^This machine .kernel $(uname -r)"
expect_out "^Kernel $(uname -r) .running"

# Another compiler; none.
mkdir bin
printf '#!/bin/sh\necho "gcc (Other 4.8.5-1) 4.8.5"\n' > bin/gcc
chmod +x bin/gcc
PATH=$PWD/bin run "$MYTAP" doctor --kernel="$KERNEL"
expect_status 1
expect_out '^  warning +compiler +gcc .Other 4.8.5-1. 4.8.5, but the kernel was built with'
expect_out '^ +-> apt-get install gcc'
expect_out '^  missing +tools +make, ld'
expect_out '^ +-> apt-get install make binutils'
expect_out '^Scripts cannot run'
rm bin/gcc
PATH=$PWD/bin run "$MYTAP" doctor --kernel="$KERNEL"
expect_status 1
expect_out '^  missing +compiler +gcc does not start'
expect_out '^  missing +(kernel|guest) '

# A cache that others may write; none of our files.
chmod o+w cache
doctor
expect_out '^  warning +cache +not used: others may write'
chmod o-w cache
MYTAP_DATA_DIR=$PWD doctor
expect_status 1
expect_out '^  missing +tapsets +not found'

run "$MYTAP" doctor --kernel=9.9.9-none
expect_status 1
expect_err 'there is no kernel 9.9.9-none here'
run "$MYTAP" doctor something
expect_status 1
expect_err "doctor takes options only, not 'something'"
echo 'probe begin { exit() }' > doctor
run "$MYTAP" -p1 ./doctor
expect_status 0
expect_out 'probe begin'
