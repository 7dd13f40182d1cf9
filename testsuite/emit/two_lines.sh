# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# The C of a script of two lines, an array of aggregates with a condition and its sorted report, can be read in a minute.
cat > two.stp <<'END'
global a; probe kernel.function("vfs_read") { if (pid() > 1) a[pid()] <<< $count }
probe end { foreach (k in a- limit 10) printf("%d %d\n", k, @sum(a[k])) }
END
run "$MYTAP" -r "$KERNEL" -p3 two.stp
expect_status 0
n=$(wc -l < out)
# Two of them are for who reads a crash dump: how the array lies; two are what is asked before a hit's context is taken.
[ "$n" -le 64 ] || { cat out; fail "$n lines"; }
# What it does is all there.
for what in 'probe_kernel_function_vfs_read\(struct mytap_ctx \*c\)' 'c->pid > 1' 'mytap_map_own_quick_word\(c, a,' 'count\+\+;' \
	'\.direction = -1, \.key = -1, \.limit = 10' 'mytap_print_end\(c, mytap_put_long\(mytap_put_long\(o, k_?\), a_here->sum\)\)'; do
	expect_out "$what"
done
# Nothing that is at its default is said.
! grep -qE '= 0[,; ]|= false|= NULL|maxaction|maxskipped' out || { cat out; fail "defaults are written"; }
# A limit that is not as usual is.
run "$MYTAP" -r "$KERNEL" -D MAXERRORS=7 -p3 two.stp
expect_out '\.limits = \{ MYTAP_USUAL_LIMITS, \.maxerrors = 7 \}'
