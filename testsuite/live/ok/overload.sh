# row: 1.9 overload
# modules: overload.stp
# Most of the time in handlers ends the session; some of it does not.
mytap-run -c 'sleep 1' t_overload.ko > out 2> err || { cat out err; exit 1; }
[ "$(cat out)" = well ] && [ ! -s err ] || { cat out err; exit 1; }
mytap-run -c 'reads 1000000' t_overload.ko > out 2> err && { echo "it went on"; cat out err; exit 1; }
cat out err
[ "$(cat out)" = error ] || exit 1
grep -q '^ERROR: probe overhead exceeded threshold: [0-9]* of [0-9]* cycles, STP_OVERLOAD_THRESHOLD is 2000000$' err || exit 1
grep -q '^  in probe kernel.function("vfs_read' err
