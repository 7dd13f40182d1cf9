# modules: vfs_star.stp
# All matches by one ftrace_ops: the kernel's own list shows one callback for each, and many of them.
mytap-run -c 'reads 7' t_vfs_star.ko > out 2> err || { cat err; exit 1; }
grep -q '^vfs_read 7$' out || { cat out err; exit 1; }
mount -t tracefs t /sys/kernel/tracing 2> /dev/null
mytap-run -c 'cat /sys/kernel/tracing/enabled_functions' t_vfs_star.ko > list 2> err || { cat err; exit 1; }
n=$(grep -c '^vfs_[a-z_]* (1)' list)
[ "$n" -ge 50 ] || { echo "$n functions attached"; head list; exit 1; }
# One ops: a function that several ops watch would say so in the count.
grep '^vfs_.*(' list | grep -v '(1)' && exit 1
[ "$(wc -l < /sys/kernel/tracing/enabled_functions)" = 0 ] || { echo "left attached"; exit 1; }
