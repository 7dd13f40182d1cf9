# modules: lock_short.stp
# timeout: 120
# Places in the queue of a lock are given up and taken again all the time: every hit is counted or reported as skipped,
# nobody waits for ever, and the lock is free at the end.
mytap-run -c 'for cpu in 1 2 4 8; do for i in 1 2; do taskset $cpu reads 5000 2> /dev/null & done; done; wait' \
	t_lock_short.ko > out 2> err || { cat out err; exit 1; }
read -r writes reads low < out
# Those that skip have counted themselves before: the lock is taken as late as possible.
[ "$writes" -ge 20000 ] && [ "$writes" = "$reads" ] || { cat out err; exit 1; }
[ "$low" = 0 ] || { echo "$low times an array was seen before it was filled"; cat out err; exit 1; }
grep -q 'lock for too long' err || echo "no hit gave up here"
grep -vE 'skipped' err && exit 1
exit 0
