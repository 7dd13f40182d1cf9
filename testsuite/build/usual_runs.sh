# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest headers
# turns: 25
# timeout: 900
# A module with the usual runtime (runtime/kernel/usual.h) in a guest: returns agree with entries, and so on. A cache of its own,
# since the whole runtime is used where it is compiled.
own_cache
run timeout 800 "$MYTAP" -v --vm="$KERNEL" --debuginfo=btf -w -c 'dd if=/proc/version of=/dev/null bs=16 count=4' -e 'global n, s, t, m
	probe kernel.function("vfs_read") { if (execname() == "dd") n++ }
	probe kernel.function("vfs_read").return { if (execname() == "dd") s <<< n }
	probe kernel.trace("sched_switch") { t++ }
	probe timer.ms(10) { m[execname(), "tick"] <<< 1 }
	probe end {
		printf("reads %d returns %d switches %d\n", n >= 4, n == @count(s), t > 0)
		foreach ([e, x] in m- limit 1) printf("%s %d %d\n", x, @count(m[e, x]) > 0, @avg(m[e, x]))
	}'
expect_status 0
grep -q '^reads 1 returns 1 switches 1$' out && grep -q '^tick 1 1$' out || { cat out err; fail 'what the usual runtime counts'; }
! grep -q '^Compiling the whole runtime' err || fail 'the whole runtime was compiled for it'
