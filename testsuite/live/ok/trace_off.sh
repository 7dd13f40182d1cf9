# modules: trace_irqsoff.stp trace_preemptoff.stp held.stp
# needs: preemptirq
# The longest time with interrupts or preemption off: between what the one who switches them off measures inside and around.
fail() { echo "$1:"; cat out err told; exit 1; }
# watch TRACER WORDS WHAT: a session of the tracer while another one holds a CPU
watch() {
	rm -f out err
	mytap-run -v t_trace_$1.ko > out 2> err & run=$!
	until grep -q 'running, ' err 2> /dev/null; do sleep 0.1; done
	mytap-run t_held.ko "which=$3" > told || fail "the holder"
	kill -INT $run
	wait $run || fail "status $?"
	! grep -q 'WARNING\|ERROR' err || fail "messages"
	read -r low high < told
	ns=$(sed -n 's/^# latency: \([0-9]*\)\.\([0-9]*\) us, the highest of [0-9]*;.*/\1\2/p' out)
	[ -n "$ns" ] && [ "$ns" -ge "$low" ] && [ "$ns" -le "$high" ] || fail "$ns ns is not between $low and $high"
	grep -qx "#    | $2 from embedded_hold_$3 to embedded_hold_$3" out || fail "where it begins and ends"
	[ "$(tail -n 1 out | sed 's/^ *\([0-9]*\)\.\([0-9]*\)  .*/\1\2/')" = "$ns" ] || fail "the last event's time"
	grep -qx "# tracer: $1" out || fail "the tracer"
}
watch irqsoff "interrupts are off" interrupts
watch preemptoff "preemption is off" preemption
