# modules: process_pid.stp
# timeout: 60
# turns: 11
# process(PID): that process and no other of the same program, and by /proc/PID/exe when its file has another name or none.
fail() { echo "$1:"; cat out err; kill "$pid" $b 2> /dev/null; exit 1; }
echo 4194304 > /proc/sys/kernel/pid_max
mytap-run -T 0.2 t_process_pid.ko > out 2> err
pid=$(sed -n 's/^of //p' out)
[ "$pid" -gt 1 ] || fail "which process"
# It is alive until it is told to end: the breakpoint did it no harm.
ends() { kill "$1"; wait "$2"; [ $? = 143 ]; }
uprog wait 1000000 & b=$!
withpid "$pid" uprog wait 1000000 & a=$!
mytap-run -T 1.5 t_process_pid.ko > out 2> err || fail "a process"
grep -qx 'called some, events 1, other 0, later 0' out || fail "calls of the process"
ends "$pid" $a || fail "the process"
# It ends while it is probed, and another process of the same program gets its number.
withpid "$pid" uprog wait 1000000 & a=$!
until [ -e /proc/$pid/exe ]; do sleep 0.05; done
mytap-run -v -T 60 t_process_pid.ko > out 2> err & s=$!
until grep -q 'running, ' err; do sleep 0.1; done
ends "$pid" $a || fail "the process that was named"
withpid "$pid" uprog wait 1000000 & a=$!
until [ "$(cat /proc/$pid/comm 2> /dev/null)" = uprog ]; do sleep 0.05; done
before=$(awk '{ print $14 + $15 }' /proc/$pid/stat)
until [ "$(awk '{ print $14 + $15 }' /proc/$pid/stat)" -ge $((before + 20)) ]; do sleep 0.1; done
ends "$pid" $a || fail "the process that came later"
kill -INT $s
wait $s || fail "the session whose process ended"
grep -qE '^called (some|none), events 2, other 0, later 0$' out || fail "a process that came later with that number"
# Its file is gone, and one of that name is another.
cp /bin/uprog /bin/gone
withpid "$pid" gone wait 1000000 & a=$!
until [ "$(readlink /proc/$pid/exe)" = /bin/gone ]; do sleep 0.1; done
rm /bin/gone
mv /bin/uprog /bin/uprog.kept
mytap-run -T 1.5 t_process_pid.ko > out 2> err || fail "a process without its file"
mv /bin/uprog.kept /bin/uprog
grep -qx 'called some, events 1, other 0, later 0' out || fail "calls of the process without its file"
ends "$pid" $a || fail "the process without its file"
ends $b $b || fail "the other process"
