# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# kernels: one
# A seed that is damaged or made from another runtime is made again, never used.
data=$(dirname "$TESTSUITE")
mkdir -p d/runtime d/tapsets
cp -r "$data"/runtime/. d/runtime/
export MYTAP_DATA_DIR=$PWD/d MYTAP_CACHE_DIR=$PWD/cache
build() { run "$MYTAP" -r "$KERNEL" -v --disable-cache -m m --build=fast -p4 -e 'probe begin { exit() }'; expect_status 0; }
made() { grep -q '^Compiling the runtime' err; }
build
made || fail 'no seed was made'
build
! made || fail 'the seed is made each time'
seed=$(echo cache/seed/*/)
cp m.ko first.ko
printf x | dd of="${seed}runtime.o" bs=1 seek=200 conv=notrunc status=none
build
made || fail 'a damaged runtime.o was used'
echo '/* changed */' >> d/runtime/kernel/runtime.c
build
made || fail 'a changed runtime was not compiled again'
chmod o+w "$(ls -d cache/seed/*/ | head -1)manifest" "$(ls -d cache/seed/*/ | tail -1)manifest"
build
made || fail 'a manifest that others may write was believed'
