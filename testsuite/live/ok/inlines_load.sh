# modules: inlines_some.stp
# needs: dwarf linux-6.1
# timeout: 500
# Many times in and out of many places while everything runs through them, before, while and after they become jumps; and some
# times not quite in. MYTAP_TEST_LONG: more often.
rounds=8
[ ! -e /t/rounds ] || rounds=60
mkdir -p /tmp/load
mount -t debugfs d /sys/kernel/debug 2> /dev/null
(while files 20 /tmp/load; do find / -xdev > /dev/null 2>&1; done) &
(while :; do (true) & wait $!; dd if=/dev/zero of=/tmp/load/zeros bs=4096 count=100 2> /dev/null; done) &
loads=$(jobs -p)
i=0
while [ $i -lt $rounds ]; do
	mytap-run -v -T 0.$((2 + i % 6)) t_inlines_some.ko > out 2> err || { echo "round $i:"; cat err; kill $loads; exit 1; }
	[ "$(cat out)" -gt 100 ] || { echo "round $i: $(cat out) hits"; cat err; kill $loads; exit 1; }
	i=$((i + 1))
done
i=0
while [ $i -lt 5 ]; do
	mytap-run -w t_inlines_some.ko > out 2> err &
	run=$!
	usleep $((i * 100000))
	kill $run		# before, while or after it attaches
	wait $run
	i=$((i + 1))
done
kill $loads
mytap-run -v -c true t_inlines_some.ko > out 2> err || { cat err; exit 1; }
grep 'places set at once' err | awk '{ exit !($4 > 500) }' || { cat err; exit 1; }
[ "$(grep -c WARNING err)" -le 4 ] || { echo "too many words:"; grep WARNING err; exit 1; }
[ "$(wc -l < /sys/kernel/debug/kprobes/list)" = 0 ] || { echo "left behind"; head /sys/kernel/debug/kprobes/list; exit 1; }
