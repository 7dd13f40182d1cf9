# modules: probe_switch.stp
# cpus: 1
# timeout: 120
# probe_off() and probe_on(): from the call on a probe has no hits, whatever it sits on, and then it has them again.
fail() { echo "$*"; cat out err; exit 1; }
for mark in off on end; do cp "$(command -v reads)" mark_$mark; done
# The session ends when all have hits again, and its module goes then.
echo 'reads 50; ./mark_off 0; reads 50; sleep 0.2; reads 50; ./mark_on 0; n=0
while grep -q "^t_probe_switch " /proc/modules && [ $n -lt 300 ]; do reads 5; ./mark_end 0; sleep 0.05; n=$((n + 1)); done' > command
mytap-run -c 'sh command' t_probe_switch.ko > out 2> err || fail "status $?"
[ ! -s err ] || fail "messages"
# Before: all 50 reads, in each. While they are off: none, and of the timer none. Afterwards all have some.
printf '%s\n' "no probe of this script is called 'kernel.function(\"vfs_write\")' (pn() gives a probe's name)" > want
printf '%s 0 50\n' alias function kprobe return tracepoint > first
printf '%s 2 1\n' alias begin function kprobe return timer tracepoint > last
head -1 out | cmp - want || fail "a name that there is not"
grep ' 0 50$' out | sort | cmp - first || fail "before"
grep ' 2 1$' out | sort | cmp - last || fail "afterwards"
grep ' 1 ' out && fail "while they were off"
grep '^begin 0 ' out && fail "off from the beginning"
grep 'that is off' out && fail "the end probe"
exit 0
