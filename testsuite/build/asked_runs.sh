# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest headers
# turns: 25
# timeout: 900
# A module with the runtime of a kernel's first script, which has what this script refers to, in a guest.
export MYTAP_CACHE_DIR=$PWD/cache
run timeout 800 "$MYTAP" -v --vm="$KERNEL" --debuginfo=btf -w -c 'dd if=/proc/version of=/dev/null bs=16 count=4' -e 'global n, s
	probe kernel.function("vfs_read") { if (pid() == target()) n++ }
	probe kernel.function("vfs_read").return { if (pid() == target()) s <<< n }
	probe end { printf("reads %d returns %d\n", n >= 4, n == @count(s)) }'
expect_status 0
grep -q '^reads 1 returns 1$' out || { cat out err; fail 'what it counts'; }
grep -q '^Compiling the runtime' err || { cat err; fail 'it was not the first script'; }
! grep -q '^Compiling the \(usual\|whole\)' err || fail 'more was compiled for it'
