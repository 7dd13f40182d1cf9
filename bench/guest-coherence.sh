#!/bin/sh
# Runs inside the guest (busybox) under coherence/lines.c. For each row: its script is loaded, and N calls are made on each processor,
# which is one window of the plugin; "WINDOW row" tells which. The first window is without a script. "SYMBOL row address name": of the module.
# guest-coherence.sh CPUS N
cd /bench || exit 1
export PATH="/bench:$PATH"
cpus=$1 n=$2
cat /proc/kallsyms > /root/kallsyms
for workload in $(cut -f 3 rows | grep -v '^workload' | sort -u); do
	./hit "$workload" "$n" 1 "$cpus" >/dev/null || exit 1
	echo "WINDOW bare_$workload"
done
while IFS='	' read -r name script workload floor target calls only options; do
	case $name in '#'*|'') continue;; esac
	[ -f "$script.ko" ] || { echo "$name missing"; continue; }
	# shellcheck disable=SC2086
	./mytap-run -v -w $options "$script.ko" > /tmp/out 2> /tmp/err &
	run=$!
	until grep -q 'running, ' /tmp/err || ! kill -0 $run 2>/dev/null; do usleep 20000; done
	./hit "$workload" "$n" 1 "$cpus" >/dev/null	# the arrays' keys are there, and pages of rings were touched
	echo "WINDOW -"
	./hit "$workload" "$n" 1 "$cpus" >/dev/null
	echo "WINDOW $name $workload"
	grep "	\[.*$script\]\$" /proc/kallsyms | sed "s/^/SYMBOL $name /"
	kill -INT $run
	wait $run || echo "$name failed: $(head -3 /tmp/err | tr '\n' ' ')"
done < rows
