# modules: inlines_some.stp
# needs: dwarf linux-6.1 parallel
# timeout: 500
# What inlines_load does, by the kernel's own means: the places that mytap has set there are set by kprobe_events, and the
# functions around them are traced by the function tracer; both come and go under the same load. An emulator whose
# processors run in parallel may fail at this, too: that is no fault of ours.
mount -t debugfs d /sys/kernel/debug 2> /dev/null
mount -t tracefs t /sys/kernel/tracing 2> /dev/null
events=/sys/kernel/tracing
trap 'echo 0 > $events/events/control/enable; echo > $events/kprobe_events; echo nop > $events/current_tracer; echo > $events/set_ftrace_filter' EXIT
mytap-run -c 'awk "{ print \$3 }" /sys/kernel/debug/kprobes/list > places' t_inlines_some.ko > out 2> err || { cat err; exit 1; }
awk 'NR % 2 { print "p:control/p" NR " " $1 }' places | head -500 > wanted
while read -r line; do echo "$line" >> $events/kprobe_events; done < wanted 2> refused
set=$(wc -l < $events/kprobe_events)
[ "$set" -gt 200 ] || { echo "$set of $(wc -l < wanted) places were set"; head -3 refused; exit 1; }
for name in 'path_*' 'vfs_*' 'do_*' '*dentry*' 'link_path*' 'walk_*' '*fd*'; do
	echo "$name" >> $events/set_ftrace_filter
done
mkdir -p /tmp/load
(while files 20 /tmp/load; do find / -xdev > /dev/null 2>&1; done) &
(while :; do (true) & wait $!; dd if=/dev/zero of=/tmp/load/zeros bs=4096 count=100 2> /dev/null; done) &
loads=$(jobs -p)
i=0
while [ $i -lt 15 ]; do
	echo function > $events/current_tracer
	echo 1 > $events/events/control/enable
	sleep 0.2
	echo nop > $events/current_tracer
	echo 0 > $events/events/control/enable
	i=$((i + 1))
done
kill $loads
echo "15 rounds with $set places"
