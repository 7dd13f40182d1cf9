# modules: flood.stp hello.stp
# timeout: 120
# rmmod while probes run: refused or clean, never a stuck or broken kernel; a second load of the same module is refused.
(while :; do reads 500; usleep 5000; done) & load=$!
mytap-run t_flood.ko > out 2>&1 & run=$!
n=0
while [ ! -s out ] && [ $n -lt 600 ]; do sleep 0.1; n=$((n + 1)); done		# it runs
i=0
while [ $i -lt 50 ]; do rmmod t_flood 2> /dev/null && echo "taken out" >> removed; i=$((i + 1)); done
mytap-run t_flood.ko > out2 2> err2 && { echo "loaded twice"; kill $load $run; exit 1; }
grep -q 'ERROR' err2 || { echo "no message"; cat err2; kill $load $run; exit 1; }
kill -INT $run
wait $run || { tail -3 out; kill $load; exit 1; }
kill $load
[ "$(mytap-run t_hello.ko)" = hello ]
