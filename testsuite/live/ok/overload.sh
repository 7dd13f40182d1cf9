# row: 1.9 overload
# modules: overload.stp overload_two.stp overload_off.stp overload_option.stp overload_once.stp overload_families.stp overload_timer.stp
# timeout: 240
# turns: 45
# Probes that take too much of a CPU: the one that costs most goes, by name, and only if that does not help the session ends.
fail() { echo "$1:"; cat out err; exit 1; }
mytap-run -c 'sleep 1' t_overload.ko > out 2> err || fail "no load"
[ "$(cat out)" = "none 0 ticks" ] && [ ! -s err ] || fail "no load"

mytap-run -c 'reads 1000000' t_overload.ko > out 2> err || fail "it does not go on"
[ "$(cat out)" = "some 1000000 ticks" ] || fail "the others go on"
grep -q '^WARNING: probe overhead exceeded threshold: handlers took [0-9]* % of the last [0-9]* ms on CPU [01], STP_OVERLOAD_THRESHOLD allows 50 %: disarmed the probe that costs most ([0-9]* % of it)$' err || fail "what is said"
grep -q '^  in probe kernel.function("vfs_read.* at .*overload.stp:4:7$' err || fail "which probe"
[ "$(wc -l < err)" = 2 ] || fail "nothing else is said"

mytap-run -c 'reads 10000000' t_overload_two.ko > out 2> err && fail "it went on"
[ "$(cat out)" = error ] || fail "error probes"
grep -q '^WARNING: probe overhead.*allows 40 %: disarmed the probe that costs most' err || fail "the first one"
grep -q '^ERROR: probe overhead.*: disarming a probe did not help; this one costs most now' err || fail "the second one"
[ "$(grep -c '^  in probe kernel.function("\(vfs\|ksys\)_read' err)" = 2 ] || fail "which probes"

for i in off option; do
	mytap-run -c 'reads 30000' t_overload_$i.ko > out 2> err || fail "$i"
	[ "$(cat out)" = 30000 ] && [ ! -s err ] || fail "$i"
done
# Several times: it depends on chance how many short hits are in the interval of the long one.
for i in 1 2 3 4 5 6; do
	mytap-run -c 'reads 1000' t_overload_once.ko > out 2> err || fail "once"
	[ "$(cat out)" = 1000 ] && [ ! -s err ] || fail "once"
done

what=0
for i in return latency tracepoint entry; do
	what=$((what + 1))
	mytap-run -c 'reads 200000' t_overload_families.ko what=$what > out 2> err || fail "$i"
	[ "$(cat out)" = end ] || fail "$i"
	case $i in
	return|latency) point='kernel.function("vfs_read.*").return' ;;
	tracepoint) point='kernel.trace("raw_syscalls:sys_exit' ;;
	entry) point='kernel.function("vfs_read' ;;
	esac
	grep -q '^WARNING: probe overhead.*: disarmed the probe that costs most' err || fail "$i is not disarmed"
	grep -q "^  in probe $point" err || fail "$i is not named"
	[ "$(wc -l < err)" = 2 ] || fail "$i: nothing else is said"
done

# The kernel itself leaves as much time between timers' interrupts as they take, and an emulated guest more than that.
# It goes on until something is said, 20 s at most: how long a busy host takes for that many hits is not known.
cat > wait_for_it << 'END'
i=0
while [ $i -lt 100 ] && ! grep -q WARNING err; do
	sleep 0.2
	i=$((i + 1))
done
END
mytap-run -c 'sh wait_for_it' t_overload_timer.ko > out 2> err || fail "timer"
[ "$(cat out)" = end ] || fail "timer"
grep -q '^WARNING: probe overhead.*allows 20 %: disarmed the probe that costs most' err || fail "timer is not disarmed"
grep -q '^  in probe timer.ms(1) at' err || fail "timer is not named"
[ "$(wc -l < err)" = 2 ] || fail "timer: nothing else is said"
