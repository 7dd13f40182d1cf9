# row: 1.9 conditions
# modules: conditions_flip.stp
# timeout: 300
# turns: 15
# Attaching and detaching all the time, and ending in the middle of it, also by kill -9 of the loader.
(while :; do reads 300; stat /bin/sh > /dev/null; usleep 2000; done) & load=$!
for signal in INT INT 9 INT 9 INT; do
	: > out		# or the last round's may still be there to be read
	mytap-run t_conditions_flip.ko > out 2> err & run=$!
	n=0
	while ! grep -q hit out && [ $n -lt 1200 ]; do sleep 0.05; n=$((n + 1)); done
	usleep $((50000 + n % 10 * 37000))
	kill -$signal $run
	wait $run 2> /dev/null
	n=0
	while grep -q '^t_conditions_flip ' /proc/modules && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
	grep -q '^t_conditions_flip ' /proc/modules && { echo "$signal: still there"; kill $load; exit 1; }
	[ "$(cat out)" = hit ] && ! grep -q ERROR err || { echo "$signal, $n:"; cat out err; kill $load; exit 1; }
done
kill $load
