# modules: dead_begin.stp dead_end.stp dead_handler.stp slow_begin.stp hello.stp
# alone: yes
# leaves: t_dead_begin t_dead_end
# timeout: 180
# kernel-log: kernel BUG at|Call Trace|invalid opcode|Oops: invalid opcode
# turns: 20
# A thread of the module that dies or hangs: mytap-run tells it and ends, in bounded time, with what was printed before.
fail() { echo "$1 (status $status, $took s):"; cat out err; exit 1; }
run() { # the most seconds it may take, options, module
	most=$1
	shift
	began=$(cut -d. -f1 /proc/uptime)
	timeout -s KILL 60 mytap-run "$@" > out 2> err
	status=$?
	took=$(($(cut -d. -f1 /proc/uptime) - began))
	[ $took -le "$most" ] || fail "it took too long"
}
run 8 --patience=3 t_slow_begin.ko
[ $status = 1 ] && [ "$(cat out)" = begun ] || fail "a slow begin probe"
grep -q '^ERROR: the module ran begin probes and has made no progress for 3 s (thread [0-9]*, in msleep[a-z_]*): giving up' err ||
	grep -q '^ERROR: the module ran begin probes and has made no progress for 3 s (thread [0-9]*, in schedule_timeout[a-z_]*): giving up' err ||
	fail "where it hangs"
n=0
while grep -q '^t_slow_begin ' /proc/modules; do
	n=$((n + 1))
	[ $n -lt 200 ] || fail "it stays although it came to its end"
	sleep 0.1
done
run 20 -c 'reads 1000' t_dead_handler.ko
[ $status = 1 ] && [ "$(cat out)" = 100 ] || fail "a dead handler"
grep -q '^ERROR: a handler on CPU [0-9]* never ended' err || fail "a dead handler"
grep -q 'in probe kernel.function("vfs_read' err || fail "which handler"
for name in begin end; do
	run 20 t_dead_$name.ko
	[ $status = 1 ] || fail "a dead $name probe"
	grep -qx begun out || fail "what it printed"
	grep -q "^ERROR: the module's thread died while it ran $name" err || fail "what is said of it"
	grep -q "Module t_dead_$name stays loaded and cannot be removed" err || fail "what to do"
	timeout 5 rmmod t_dead_$name 2> /dev/null && fail "it was removed"
	grep -q "^t_dead_$name " /proc/modules || fail "it is gone"
done
grep -qx ended out || fail "what the end probe printed"
run 20 t_hello.ko
[ "$(cat out)" = hello ] || fail "the next script"
