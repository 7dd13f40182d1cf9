#!/bin/sh
# In the guest, for bench/places.sh: guest-places.sh PROGRAM. Lines "ROW WHAT PROCESSES MODULE BEGIN END" (ms), three of each.
program=$1
# by_hand NAME [PARAMETER]
by_hand() {
	begin=$(./stamp)
	insmod places.ko path="$program" $2
	middle=$(./stamp)
	rmmod places
	echo "$begin $middle $(./stamp)" | awk -v p=$processes -v n="$1" '{ print "ROW attach", p, n, $1 / 1e6, $2 / 1e6; print "ROW detach", p, n, $2 / 1e6, $3 / 1e6 }'
}
for processes in 0 1; do
	if [ $processes = 1 ]; then
		./map "$program" >mapped &
		until grep -q mapped mapped 2>/dev/null; do :; done
	fi
	for i in 1 2 3; do
		for s in none all; do
			./mytap-run -v $s.ko 2>&1 | awk -v p=$processes -v n=$s '/ loaded$/ { loaded = $2 } / running, / { running = $2 } / done: / { done = $2 }
				END { print "ROW load", p, n, 0, loaded; print "ROW attach", p, n, loaded, running; print "ROW detach", p, n, running, done }'
		done
		by_hand nothing n=0
		by_hand places
	done
done
kill %1
