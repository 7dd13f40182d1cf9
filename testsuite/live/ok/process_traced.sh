# modules: process_traced.stp
# A debugger at the same place: before us, when its breakpoint does not stop its program any more and takes ours out when it
# goes, which is said before; and after us, when it finds our breakpoint and all calls are counted. Nothing dies.
fail() { echo "$1:"; cat out err said; exit 1; }
traced 7 > said || fail "without a session"
grep -qx 'found 90' said && grep -qx 'stopped 7 times' said || fail "the debugger alone"
mytap-run -c 'traced 7' t_process_traced.ko > out 2> err || fail "the session first"
grep -qx 'found cc' out && grep -qx 'stopped 0 times' out && grep -qx 'hits 21' out && [ ! -s err ] || fail "what was found and counted"
rm -f go
traced 7 go > said & d=$!
until grep -q found said; do sleep 0.05; done
mytap-run -v t_process_traced.ko > out 2> err & s=$!
until grep -q 'running, ' err; do sleep 0.05; done
touch go
wait $d || fail "the program of the debugger that was first"
kill -INT $s
wait $s || fail "the debugger first"
grep -qx 'stopped 0 times' said || fail "its breakpoint"
grep -qx 'hits 7' out || fail "the calls until it took its breakpoint out"
[ "$(grep -c '^WARNING: process [0-9]* is traced by [0-9]*:' err)" = 1 ] || fail "that the program has a debugger"
