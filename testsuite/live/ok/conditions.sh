# row: 1.9 conditions
# modules: conditions.stp
# timeout: 120
# While its condition is false a probe is not attached: the kernel's own lists say so. When it becomes true it is.
mount -t tracefs t /sys/kernel/tracing 2> /dev/null
mount -t debugfs d /sys/kernel/debug 2> /dev/null
functions=/sys/kernel/tracing/enabled_functions kprobes=/sys/kernel/debug/kprobes/list
statement=0
case $(uname -r) in 6.1.*) statement=1 ;; esac

# What is attached now, in one line: functions that ftrace watches, kprobes that are on and off, the timer.
attached() {
	for f in vfs_statx vfs_readlink vfs_symlink; do grep -q "^$f (" $functions && printf '%s ' $f; done
	printf 'kprobes %s off %s ' "$(grep -v DISABLED $kprobes | grep -c 'vfs_rename\|vfs_mkdir')" "$(grep -c DISABLED $kprobes)"
	printf 'timer %s\n' "$(grep -c 'timer_tick' /proc/timer_list)"
}
none="kprobes 0 off $((1 + statement)) timer 0"
all="vfs_statx vfs_readlink vfs_symlink kprobes $((1 + statement)) off 0 timer 1"

wait_for() {
	n=0
	while now=$(attached); [ "$now" != "$1" ]; do		# looked at once: a timer that runs is in no list for a moment
		[ $n -lt 100 ] || { echo "$2: $now, expected: $1"; cat $functions $kprobes out err; kill $run; exit 1; }
		sleep 0.1; n=$((n + 1))
	done
}

act() {
	touch a; stat a > stat.out; ln -sf a link; readlink link > link.out; mv a b; mkdir d; rmdir d
	usleep 50000
}

mytap-run t_conditions.ko > out 2> err & run=$!
n=0
while ! grep -q '^ksys_sync (' $functions && [ $n -lt 200 ]; do sleep 0.1; n=$((n + 1)); done
wait_for "$none" "at the start"
act
for round in 1 2 3; do
	sync
	wait_for "$all" "round $round, on"
	act
	wait_for "$all" "round $round, still on"
	sync
	wait_for "$none" "round $round, off"
	act
done
kill -INT $run
wait $run
cat out err
[ ! -s err ] || exit 1
grep -v '^entry\|^array\|^tracepoint' out > rest
{ echo "kretprobe 3"; echo "return 3"; [ $statement = 0 ] || echo "statement 3"; echo "ticks 1 1"; } | diff - rest || exit 1
for s in array entry tracepoint; do
	n=$(sed -n "s/^$s //p" out)
	[ "${n:-0}" -ge 3 ] || { echo "$s: $n"; exit 1; }
done
[ "$(wc -l < $functions)" = 0 ] && ! grep -q . $kprobes || { echo "left attached"; cat $functions $kprobes; exit 1; }
