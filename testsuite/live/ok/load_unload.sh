# modules: busy_count.stp
# timeout: 600
# turns: 20
# 12 times (MYTAP_TEST_LONG: 200) in and out while other processes run through the probed functions all the time.
rounds=12
[ ! -e /t/rounds ] || rounds=200
(while :; do reads 20000; done) &
(while :; do echo x > /dev/null; usleep 1000; done) &
i=0
while [ $i -lt $rounds ]; do
	mytap-run -T 0.01 t_busy_count.ko > out 2> err || { echo "round $i:"; cat err; kill $(jobs -p); exit 1; }
	i=$((i + 1))
done
kill $(jobs -p)
[ ! -s err ] || { cat err; exit 1; }
