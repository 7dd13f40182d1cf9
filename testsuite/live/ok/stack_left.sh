# modules: stack_left.stp stack_down.stp
# Where little of the kernel's stack is left, what a handler and the runtime take of it fits, or the hit is skipped and counted: of 83
# calls, from 9,000 to 800 bytes above the end, all below 4,096. On the task's stack, and on the one for interrupts.
fail() { echo "$*"; tail -n 5 out err; exit 1; }
mytap-run t_stack_left.ko > out 2> err & run=$!
n=0; until [ -e /proc/mytap-t_stack_left ] && grep -q . /sys/kernel/tracing/enabled_functions 2> /dev/null; do [ $n -lt 400 ] || break; n=$((n + 1)); sleep 0.05; done
mytap-run t_stack_down.ko > out2 2> err2 || fail "down: $(cat err2)"
kill -INT $run; wait $run || fail "status $?"
hits=$(sed -n 's/^hits: \([0-9]*\) and \([0-9]*\), lines: .*$/\1 \2/p' out)
lines=$(sed -n 's/^hits: .*, lines: \([0-9]*\), .*$/\1/p' out)
skipped=$(sed -n 's/.* \([0-9]*\) hits skipped (too little kernel stack was left.*/\1/p' err)
refused=$(sed -n "s/.*refused: //p" out)
for h in ${hits:-0}; do [ "$h" -gt 40 ] && [ "$h" -lt 53 ] || fail "hits: $hits, skipped: $skipped"; done
[ $((${hits% *} + ${hits#* })) = "$lines" ] && [ $((lines + ${skipped:-0})) = 166 ] || fail "hits: $hits, skipped: $skipped"
[ "${refused:-0}" -gt 10 ] || fail "refused: $refused"
exit 0
