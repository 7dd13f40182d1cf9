# modules: trace_wakeup.stp
# The highest latency of a thread that is woken on a CPU which another one holds: between the bounds that the program's own clock
# sets, with who woke it, and what the CPU did until it ran.
fail() { echo "$*"; cat out err told; exit 1; }
mytap-run -c 'wakeups told' t_trace_wakeup.ko > out 2> err || fail "status $?"
[ ! -s err ] || fail "messages"
read -r low high sleeper waker spinner < told || fail "the program"
ns=$(sed -n 's/^# latency: \([0-9]*\)\.\([0-9]*\) us, the highest of [12][0-9];.*/\1\2/p' out)
[ -n "$ns" ] && [ "$ns" -ge "$low" ] && [ "$ns" -le "$high" ] && [ "$low" -gt 20000000 ] || fail "$ns ns is not between $low and $high"
grep -qx "#    | task: sleeper-$sleeper (prio: 120)" out || fail "whose it is"
sed -n '/EVENT/,$p' out | sed '1,2d' > lines
sed -n 1p lines | grep -qx "          0.000             waker-$waker  *\[000\]  wakes sleeper-$sleeper" || fail "the first line"
tail -1 lines | sed 's/^ *[0-9.]* *//' | grep -q "^[^ ]*-[0-9]* *\[001\]  ==> sleeper-$sleeper\$" || fail "the last line"
[ "$(tail -1 lines | sed 's/^ *\([0-9]*\)\.\([0-9]*\) .*/\1\2/')" = "$ns" ] || fail "the time of the last line"
# What came between: soft interrupts, mostly, and the three calls that the spinner made last.
! grep ']  softirq' lines | grep -vE ' softirq [0-9] ([A-Z_]+|ends)$' || fail "soft interrupts"
[ "$(grep -c " spinner-$spinner  *\[001\]  __x64_sys_getppid <-" lines)" = 3 ] || fail "the calls"
! sed 1d lines | grep -v '\[001\]' || fail "of another CPU"
awk '{ if ($1 < last) exit 1; last = $1 }' lines || fail "the order"
