# modules: guru_effects.stp
# kernel-log: Call Trace
# What guru mode does to the machine: delays, the kernel's log and its trace buffer.
mount -t tracefs none /sys/kernel/tracing 2> /dev/null
mytap-run -c "reads 3" t_guru_effects.ko > out 2> err || { cat err; exit 1; }
[ ! -s err ] || { cat err; exit 1; }
cat > want <<'END'
a delay of -1: 0 to 10000000 (10 seconds) are possible
a delay of 10001: 0 to 10000 (10 seconds) are possible
END
cmp want out || { cat out; exit 1; }
[ "$(grep -c 'vfs_read: said by ftrace$' /sys/kernel/tracing/trace)" = 1 ] || { tail -3 /sys/kernel/tracing/trace; exit 1; }
dmesg | sed -n '/below is a stack/,$p' > log
grep -q 'Call Trace' log && grep -q 'vfs_read' log || { cat log; exit 1; }
