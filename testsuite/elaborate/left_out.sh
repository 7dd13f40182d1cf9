# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# row: 1.2 elision
# What is left out is a warning, but not of a library or an alias; -w says nothing, -u keeps it.
cat > x.stp <<'X'
probe mine = begin { provided = 1; wanted = 2 }
probe mine { println(wanted); x = 3; x++; wanted + 1 }
function f(n) { unread = n; return n }
probe end { println(f(1), 7); log(ctime(0)) }
X
run "$MYTAP" ${KERNEL:+-r "$KERNEL"} -p2 x.stp
expect_status 0
cat > want <<'X'
WARNING: nothing reads 'x': the assignment is left out: '=' at x.stp:2:33
WARNING: nothing reads 'x': the assignment is left out: '++' at x.stp:2:39
WARNING: an expression without effect is left out: '+' at x.stp:2:50
WARNING: nothing reads 'unread': the assignment is left out: '=' at x.stp:3:24
X
grep '^WARNING' err | sort > got
sort want | diff - got || fail "other warnings"
if grep -q 'provided\|unread' out; then fail "it is not left out"; fi
run "$MYTAP" ${KERNEL:+-r "$KERNEL"} -p2 -w x.stp
[ ! -s err ] || fail "-w: $(cat err)"
run "$MYTAP" ${KERNEL:+-r "$KERNEL"} -p2 -u x.stp
expect_status 0
expect_out 'unread = n'
expect_out 'provided = 1'
