# modules: busy_count.stp inlines_few.stp
# needs: long dwarf linux-6.1
# timeout: 20000
# $ROUNDS times in and out while other processes run through the probed functions; each fourth time with many places.
(while :; do reads 20000; done) &
(while files 20 /tmp > /dev/null 2>&1; do :; done) &
loads=$(jobs -p)
i=0
while [ $i -lt "$ROUNDS" ]; do
	module=t_busy_count
	[ $((i % 4)) = 3 ] && module=t_inlines_few
	mytap-run -T 0.01 $module.ko > out 2> err || { echo "round $i:"; cat err; kill $loads; exit 1; }
	[ ! -s err ] || { echo "round $i:"; cat err; kill $loads; exit 1; }
	i=$((i + 1))
done
kill $loads
