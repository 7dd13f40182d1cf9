# modules: loader_ticks.stp
# timeout: 90
# turns: 6
# One module several times: refused, or under other names; what a dead session left is removed first.
fail() { echo "$1:"; cat out* err*; exit 1; }
mytap-run t_loader_ticks.ko > out 2> err & run=$!
n=0
while [ ! -s out ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
mytap-run -T 0.1 t_loader_ticks.ko > out1 2> err1 && fail "loaded twice"
grep -q "is being run by process $run already" err1 || fail "who has it"
mytap-run --rename -T 0.1 t_loader_ticks.ko > out1 2> err1 || fail "renamed"
grep -qx 'end [01]' out1 && [ ! -s err1 ] || fail "renamed"
kill -TERM $run
wait $run || fail "the first one is well"
jobs=
for i in 1 2 3 4 5 6; do mytap-run --rename -T 0.5 t_loader_ticks.ko > out$i 2> err$i & jobs="$jobs $!"; done
for j in $jobs; do wait "$j" || fail "six at once"; done
[ "$(cat out? | grep -cx 'end [01]')" = 6 ] || fail "six at once"
insmod ko/t_loader_ticks.ko 2> /dev/null || insmod t_loader_ticks.ko || fail "insmod"
mytap-run -T 0.1 t_loader_ticks.ko > out 2> err || fail "after a dead one"
! grep -q '^t_loader_ticks' /proc/modules
