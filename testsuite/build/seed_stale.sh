# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# turns: 60
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
# The same sources copied again, and their kept hash edited where others may write: neither is another runtime.
cp d/runtime/kernel/runtime.c again && mv again d/runtime/kernel/runtime.c
build
! made || fail 'a copy of the same sources was compiled again'
grep -Eq '^[0-9a-f]{64} [0-9a-f]{64}$' cache/seed.sources || fail "no hash of the sources is kept: $(cat cache/seed.sources)"
sed -i 's/ ./ x/' cache/seed.sources
chmod o+w cache/seed.sources
build
! made || fail 'a hash of the sources that others may write was believed'
# Changed without a trace in size and time of modification.
cp -p d/runtime/kernel/runtime.c before
sed -i 's/^static int __init mytap_init/static int __init mytap_inut/; s/^module_init(mytap_init)/module_init(mytap_inut)/' d/runtime/kernel/runtime.c
touch -r before d/runtime/kernel/runtime.c
[ "$(stat -c %s d/runtime/kernel/runtime.c)" = "$(stat -c %s before)" ] || fail 'the change has another size'
build
made || fail 'a changed runtime was not compiled again'
chmod o+w "$(ls -d cache/seed/*/ | head -1)manifest" "$(ls -d cache/seed/*/ | tail -1)manifest"
build
made || fail 'a manifest that others may write was believed'
