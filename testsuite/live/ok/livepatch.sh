# modules: livepatch.stp
# What a band-aid counts on its page of metrics, and its rest: cve_count_metric(), cve_record_metric(), cve_tmpdisable().
D=/proc/systemtap/t_livepatch
fail() { echo "$1"; cat page out err; kill -INT $run; wait $run; exit 1; }
mytap-run t_livepatch.ko > out 2> err &
run=$!
i=0
while [ ! -e $D/rest ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
while ! cat $D/cve_metrics > page 2> /dev/null && [ $i -lt 200 ]; do sleep 0.1; i=$((i + 1)); done
[ "$(cat page)" = "cve_enabled 1" ] || fail "at first"
i=0		# until the probes are there
while ! grep -q refused page && [ $i -lt 100 ]; do calls 1 getppid; cat $D/cve_metrics > page; i=$((i + 1)); done
before=$(sed -n 's/^cve_metric{key="refused"} //p' page)
calls 7 getppid & wait $!; pid=$!
cat $D/cve_metrics > page
[ "$(grep -c . page)" = 3 ] && grep -qx "cve_metric{key=\"refused\"} $((before + 7))" page && grep -qx "cve_metric{key=\"last pid\"} $pid" page ||
	fail "7 calls of process $pid"
echo 1000 > $D/rest
calls 5 getppid
cat $D/cve_metrics > page
grep -qx 'cve_enabled 0' page && grep -qx "cve_metric{key=\"refused\"} $((before + 7))" page &&
	grep -qx 'cve_metric{key="left \\"alone\\""} 5' page || fail "at rest"
echo 0 > $D/rest
calls 2 getppid
cat $D/cve_metrics > page
grep -qx 'cve_enabled 1' page && grep -qx "cve_metric{key=\"refused\"} $((before + 9))" page || fail "after it"
echo 1 > $D/rest
sleep 1.5
grep -qx 'cve_enabled 1' $D/cve_metrics || fail "a second later"
kill -INT $run
wait $run || fail status
[ ! -s err ] || fail messages
