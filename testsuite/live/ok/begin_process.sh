# modules: begin_process.stp begin_raises.stp begin_writes.stp
# timeout: 120
# row: 1.9 begin end error
# turns: 9
# begin, end and error probes are in a process of mytap-run; signals raised there are for mytap-run; when it is killed, nothing stays.
fail() { echo "$1 (status $status):"; cat out err; exit 1; }
MARK=here mytap-run t_begin_process.ko told=me > out 2> err
status=$?
[ $status = 0 ] || fail "a session"
sed 's/^begin mytap-run \([0-9]*\) .*/\1/p; d' out > pid
[ -s pid ] && [ "$(grep -c "^[a-z]* mytap-run $(cat pid) 1 1 mytap-run t_begin_process.ko told=me|here$" out)" = 2 ] || fail "one process for begin and end"
[ -e "/proc/$(cat pid)" ] && fail "its process is still there"

# error instead of end.
mytap-run t_begin_process.ko told=error > out 2> err
status=$?
[ $status = 1 ] && grep -q '^error mytap-run [0-9]* 1 1 mytap-run t_begin_process.ko told=error|$' out || fail "an error probe"

# A raised signal ends the session in order, and the end probe is in the same process.
mytap-run t_begin_raises.ko > out 2> err
status=$?
[ $status = 0 ] && [ "$(cat out)" = "$(printf 'begin\nend 1')" ] || fail "raise() in a begin probe"

# Killed while its begin probe waits for a reader that is stuck, and while it only waits: the module goes.
mkfifo stuck
sleep 100 < stuck & sleeper=$!
for when in 1 3; do
	mytap-run t_begin_writes.ko wait=$when > stuck 2> err & run=$!
	n=0
	until [ -e /proc/mytap-t_begin_writes ] || [ $n -gt 100 ]; do n=$((n + 1)); sleep 0.1; done
	sleep $when
	kill -9 $run
	n=0
	while grep -q '^t_begin_writes ' /proc/modules; do
		n=$((n + 1))
		[ $n -lt 100 ] || { status=-; fail "the module stays"; }
		sleep 0.1
	done
done
kill $sleeper
for p in /proc/[0-9]*; do
	[ "$(cat $p/comm 2> /dev/null)" != mytap-run ] || { status=-; cat "$p/stack"; fail "a process of mytap-run is left"; }
done
exit 0
