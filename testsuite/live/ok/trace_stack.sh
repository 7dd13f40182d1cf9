# modules: trace_stack.stp
# cpus: 1
# The deepest stack beside that of the kernel's own stack tracer, at the entries of the same functions in the same run: frame by
# frame the same function, depth and size. Of the function that was just entered the kernel counts what its tracer pushes there,
# too; we count the one word of its return address below the caller's frame.
T=/sys/kernel/tracing
mount -t tracefs t $T 2> /dev/null
[ -e $T/stack_trace ] || { echo "this kernel has no stack tracer"; exit 77; }
fail() { echo "$*"; head -40 out err theirs; exit 1; }
for f in copy_process alloc_pid security_task_alloc perf_event_init_task sched_fork cgroup_can_fork; do
	echo $f >> $T/stack_trace_filter
done
echo 1 > /proc/sys/kernel/stack_tracer_enabled
# The loader's own forks are over when the command runs; the shell's first words are no fork.
mytap-run -c "sh -c 'echo 0 > $T/stack_max_size; clones 2; cat $T/stack_trace > theirs; cat $T/stack_max_size > their_max'" t_trace_stack.ko > out 2> err || fail "status $?"
echo 0 > /proc/sys/kernel/stack_tracer_enabled
echo > $T/stack_trace_filter
[ ! -s err ] || fail "messages"
# lines FILE: number, depth, size, function
lines() { sed -n 's/^ *\([0-9]*\)) *\([0-9]*\) *\([0-9]*\) *\([^ +]*\)+\(0x[0-9a-f]*\)\/.*/\1 \2 \3 \4 \5/p' "$1" | sed '1s/ [^ ]*$//'; }
lines out > ours; lines theirs > kernels
below=$(sed -n '2s/^1 \([0-9]*\) .*/\1/p' kernels)
sed -i "1s/^0 [0-9]* [0-9]* /0 $((below + 8)) 8 /" kernels
[ "$(wc -l < kernels)" -ge 5 ] || fail "the kernel's has no frames"
cmp ours kernels || { diff ours kernels; fail "not as the kernel has it"; }
grep -q "^        Depth    Size   Location    ($(wc -l < ours) entries)$" out && grep -q '^# tracer: stack$' out || fail "header"
used=$(sed -n 's/^ *0) *\([0-9]*\) .*/\1/p' out)
# (a kernel with KASAN has larger stacks)
grep -q "^# CPU 0: $used of \(16384\|32768\) bytes, by [a-z]*-[0-9]* at [0-9.]*$" out || fail "whose it is"
grep -q "^stack_max $used, deeper in the probe: 1$" out || fail "stack_max()"
grep -q '^unwound by others: 1$' out || fail "the kernel's own walk is a hit"
grep -q '^stack_used' out && fail "stack_used()"
# The sizes of the frames are all there is.
[ "$(awk '{ sum += $3 } END { print sum }' ours)" = "$used" ] || fail "sum of the sizes"
