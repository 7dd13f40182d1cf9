# modules: direct_sleepers.stp direct_tail.stp
# timeout: 300
# A session ends while processes sleep in functions whose returns it probes by a direct trampoline: it does not wait for them, its
# module goes at once, and they go on where they were, with what they read, and end as ever. By STOP, by kill -9 of its loader, with
# kretprobes of another session on the way, and with the kernel's function graph tracer.
T=/sys/kernel/tracing
mount -t tracefs t $T 2> /dev/null
fail() { echo "round $round: $*"; cat out err out2 2> /dev/null; grep '^t_' /proc/modules; ps; exit 1; }
# until CONDITION, 30 s at most
await() { n=0; until eval "$1"; do usleep 20000; n=$((n + 1)); [ $n -lt 1500 ] || fail "waited in vain: $1"; done; }
are_asleep() {
	for p in $readers; do
		[ "$(cat /proc/$p/comm)" = dd ] && grep -q '^0 ' /proc/$p/syscall || return 1
	done
	[ "$(cat /proc/$sleeper/comm)" = sleep ] && grep -q '^[1-9]' /proc/$sleeper/syscall
}
mkfifo fifo
exec 3<> fifo
for round in stop kill9 kretprobe_in kretprobe_out graph; do
	tail=
	[ $round != kretprobe_out ] || { mytap-run t_direct_tail.ko > out2 2>&1 & tail=$!; await "grep -q '^[1-9]' /sys/kernel/debug/kprobes/list 2> /dev/null || [ \$n -gt 50 ]"; }
	# The command begins when all is attached.
	rm -f begun
	mytap-run -c 'sh -c "echo > begun; exec sleep 1000"' t_direct_sleepers.ko > out 2> err & run=$!
	await '[ -f begun ]'
	[ $round != kretprobe_in ] || { mytap-run t_direct_tail.ko > out2 2>&1 & tail=$!; usleep 500000; }
	if [ $round = graph ]; then
		for f in ksys_read vfs_read hrtimer_nanosleep do_nanosleep; do echo $f >> $T/set_ftrace_filter; done
		echo function_graph > $T/current_tracer || fail "no tracer"
	fi
	readers=
	for i in 0 1 2 3 4 5 6 7; do dd bs=2 count=1 < fifo > got$i 2> /dev/null & readers="$readers $!"; done
	sleep 1000 & sleeper=$!
	await are_asleep
	if [ $round = kill9 ]; then kill -9 $run; else kill -INT $run; fi
	wait $run 2> /dev/null
	await "! grep -q '^t_direct_sleepers ' /proc/modules"
	for p in $readers; do [ "$(cat /proc/$p/comm)" = dd ] && grep -q '^0 ' /proc/$p/syscall || fail "a reader was woken"; done
	[ $round = kill9 ] || [ "$(cat out)" = "1 0" ] || fail "the output"
	[ ! -s err ] || fail "messages"
	for p in $readers; do printf 'ab' >&3; done
	for p in $readers; do wait $p || fail "a reader failed"; done
	kill $sleeper; wait $sleeper; [ $? = 143 ] || fail "the sleeper"
	[ "$(cat got?)" = abababababababab ] || fail "what was read: $(cat got?)"
	[ $round != graph ] || echo nop > $T/current_tracer
	[ -z "$tail" ] || { kill -INT $tail; wait $tail; [ "$(cat out2)" = 1 ] || fail "the kretprobes"; }
done
exit 0
