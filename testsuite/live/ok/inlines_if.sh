# row: 1.9 conditions
# modules: inlines_if.stp
# needs: dwarf linux-6.1
# timeout: 120
# Places that were set all at once follow their condition one by one: the kernel's list says so.
mount -t debugfs d /sys/kernel/debug 2> /dev/null
list=/sys/kernel/debug/kprobes/list
off() { grep vfs_rename $list | grep -c DISABLED; }
wait_for() {
	i=0
	while [ "$(off)" != "$1" ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
	[ "$(off)" = "$1" ] || { echo "$2: $(off) of $all off"; cat err $list; kill $run; exit 1; }
}
mytap-run -v t_inlines_if.ko > out 2> err & run=$!
i=0
while ! grep -q running err && [ $i -lt 200 ]; do sleep 0.1; i=$((i + 1)); done
all=$(grep -c vfs_rename $list)
[ "$all" -ge 30 ] && grep -q 'places set at once' err || { cat err $list; kill $run; exit 1; }
touch a
wait_for "$all" "at the start"
mv a b
for round in 1 2; do
	sync
	wait_for 0 "round $round, on"
	[ $round = 1 ] || mv b c
	sync
	wait_for "$all" "round $round, off"
	grep vfs_link $list | grep DISABLED && { echo "those without a condition are off, too"; kill $run; exit 1; }
done
ln c d
kill $run
wait $run
[ "$(cat out)" = "1 1" ] || { cat out err; exit 1; }
[ "$(wc -l < $list)" = 0 ] || { echo "left behind"; cat $list; exit 1; }
