#!/bin/sh
# Runs inside the guest (busybox), under -icount when it has one CPU. For each row with the guest's number of CPUs (default
# 1): the bare call, the hand-written module, the script; prints "name bare floor script" in ns (= instructions) per call.
# Short bursts keep the reader of a printing script out of the loop: its cost is measured separately.
cd /bench || exit 1
export PATH="/bench:$PATH"	# where the loader finds the program
here=$(grep -c ^processor /proc/cpuinfo)
while IFS='	' read -r name script workload floor target calls cpus options; do
	case $name in '#'*|'') continue;; esac
	[ "${cpus:-1}" = "$here" ] || continue
	[ -f "$script.ko" ] || { echo "$name missing"; continue; }
	n=${calls:-20000} burst=400
	[ "$n" -ge $burst ] && [ -z "$cpus" ] || burst=$n
	# in a program: its offset is asked for there
	floor=$(eval "echo \"$floor\"")
	bare=$(./hit "$workload" $n 3 $cpus)
	# shellcheck disable=SC2086
	if [ "$floor" != - ] && insmod floor.ko $floor 2>/dev/null; then
		sleep 1
		hand=$(./hit "$workload" $n 3 $cpus)
		rmmod floor
	else
		hand=-
	fi
	# shellcheck disable=SC2086
	./mytap-run -w $options "$script.ko" > /tmp/out 2> /tmp/err &
	run=$!
	i=0
	while [ ! -e "/proc/mytap-$script" ] && [ $i -lt 50 ]; do sleep 0.1; i=$((i + 1)); done
	sleep 1
	inner=$(./hit "$workload" $burst 5 $cpus)
	sleep 1			# places set in bulk that were hit become jumps meanwhile
	long=$(./hit "$workload" $n 3 $cpus)
	kill -INT $run
	wait $run || echo "$name failed: $(head -3 /tmp/err | tr '\n' ' ')"
	grep -qs "hits=0\$" /tmp/out && echo "$name was not hit"
	echo "ROW $name $bare $hand $inner $long $target $(grep -h -m1 hits= /tmp/out)"
done < rows
