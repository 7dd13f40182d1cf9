# modules: flood.stp hello.stp
# timeout: 120
# turns: 7
# kill -9 of the loader in the middle of output: the probes go, the module goes, the next script works.
(while :; do reads 500; usleep 5000; done) & load=$!
for i in 1 2 3 4 5; do
	: > out
	mytap-run t_flood.ko > out 2>&1 & run=$!
	n=0
	while [ "$(wc -l < out)" -le 10 ] && [ $n -lt 200 ]; do sleep 0.1; n=$((n + 1)); done
	kill -9 $run
	n=0
	while grep -q '^t_flood ' /proc/modules && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
	grep -q '^t_flood ' /proc/modules && { echo "round $i: the module is still there"; kill $load; exit 1; }
	[ "$(wc -l < out)" -gt 10 ] || { echo "no output"; kill $load; exit 1; }
done
kill $load
[ "$(mytap-run t_hello.ko)" = hello ]
