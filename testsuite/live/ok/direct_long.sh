# modules: direct_many.stp
# needs: long
# timeout: 1500
# One session of ten minutes with returns of some hundred functions, under load, with tasks that sleep in them for all of that time: no call of
# a program is lost, no value is wrong, and it is gone at the end.
(while :; do calls 2000 read; done) & load="$!"
(while :; do sleep 0.3; echo x; done | while read -r x; do :; done) & load="$load $!"
(while :; do ls /proc /sys > /dev/null; done) & load="$load $!"
(mkfifo sleeps; read -r x < sleeps) & load="$load $!"
trap 'kill $load 2> /dev/null' EXIT
start=$(cut -d. -f1 /proc/uptime)
mytap-run -v -c 'sh -c "i=0; while [ \$i -lt 600 ]; do reads 5; sleep 1; i=\$((i + 1)); done"' t_direct_many.ko > out 2> err || { cat out err; exit 1; }
took=$(($(cut -d. -f1 /proc/uptime) - start))
[ "$(cat out)" = "1 0 3000 3000 3000" ] || { cat out err; exit 1; }
grep -q 'WARNING\|ERROR' err && { cat err; exit 1; }
grep -q '^t_direct_many ' /proc/modules && { echo "still there"; exit 1; }
[ "$took" -ge 600 ] || { echo "$took seconds"; exit 1; }
exit 0
