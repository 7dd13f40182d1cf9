# row: 1.9 interrupts
# modules: interruptible.stp interruptible_not.stp
# timeout: 120
# -D INTERRUPTIBLE=1: handlers run with interrupts as they find them; what hits a probe meanwhile is skipped and counted.
fail() { echo "$1:"; cat out err; exit 1; }
mytap-run -c 'reads 30000' t_interruptible.ko > out 2> err || fail "interruptible"
[ "$(cat out)" = on ] || fail "interruptible"
grep -q '^WARNING: kernel.function("hrtimer_interrupt.*: [0-9]* hits skipped (it came while a probe ran on the same CPU)' err || fail "interrupts in between"
mytap-run -c 'reads 30000' t_interruptible_not.ko > out 2> err || fail "not interruptible"
[ "$(cat out)" = off ] && [ ! -s err ] || fail "not interruptible"
