# needs: guest headers
# timeout: 600
# A session in a guest, all records in a raw file: what that one shows later is what was printed, names of the guest's
# kernel included; JSON by its description.
command -v jq > /dev/null || skip "needs jq"
cat > s.stp << 'END'
global reads, sizes, stacks, writes, wakes, woken
probe kernel.function("vfs_read").return { reads[execname()]++; sizes <<< $return; printf("%s %d %p\n", execname(), $return, 0xffff888000000001) }
probe kernel.function("vfs_read") { stacks[backtrace()]++; trace_function() }
probe kernel.function("ksys_read").return { entered = @entry(trace_enter()); trace_leave(entered) }
probe kernel.function("vfs_write").call { slice_begin("write"); slice_begin("the same"); trace_counter("writes", ++writes) }
probe kernel.function("vfs_write").return { slice_end("the same"); slice_end("write") }
probe kernel.trace("sched_wakeup") { n = (++wakes << 22) + $p->pid; woken[$p->pid] = n; flow_begin("wake", n) }
probe scheduler.cpu_on { if ([tid()] in woken) { flow_end("wake", woken[tid()]); delete woken[tid()] } }
probe end { print_backtrace(); print(@hist_log(sizes)); warn("a warning") }
END
run timeout 200 "$MYTAP" --vm="$KERNEL" -r "$KERNEL" --vm-idle=off s.stp -c 'dd if=/proc/cpuinfo of=/dev/null bs=64 2> /dev/null' --raw s.raw
expect_status 0
expect_err '^WARNING: a warning$'
cp out printed
[ "$(wc -l < printed)" -gt 20 ] || { cat printed err; fail "too little"; }
grep -q ' vfs_read <-' printed && grep -q '|  *ksys_read()[; ]' printed || { head -30 printed; fail "no names"; }
grep -q '^stacks\["0xffffffff' printed || fail "no stacks"
run "$MYTAP" replay s.raw
expect_same printed out
sed -n '/^```jq$/,/^```$/p' "$TESTSUITE/../doc/records.md" | sed '1d;$d' > records.jq
run "$MYTAP" replay --json s.raw
cp out json
jq -rnf records.jq < json > wrong 2>&1
[ ! -s wrong ] || fail "$(head -5 wrong)"
[ "$(jq -r 'select(.type == "start") | .kernel' json)" = "$KERNEL" ] || fail "of another kernel"
# Each print is there, in order.
jq -j 'select(.type == "print" and .args != null) | .text' json > prints
grep -v '^ \|^#\|^stacks\|^reads\|^ *$\|^value\|~$\|| \|<-' printed > want
grep -v '^ \|^#\|^stacks\|^reads\|^ *$\|^value\|~$\|| \|<-' prints > got
expect_same want got
[ "$(jq -s '[.[] | select(.type == "map" and .name == "reads") | .value] | add' json)" = "$(grep -c ' 0xffff888000000001$' printed)" ] ||
	fail "as many reads as lines"
# The same live, with a file of what is printed and one of records at once.
run timeout 200 "$MYTAP" --vm="$KERNEL" -r "$KERNEL" --vm-idle=off s.stp -c 'dd if=/proc/version of=/dev/null bs=64 2> /dev/null' --json -o live.json --raw live.raw
expect_status 0
jq -rnf records.jq < live.json > wrong 2>&1
[ ! -s wrong ] || fail "$(head -5 wrong)"
run "$MYTAP" replay --json live.raw
expect_same live.json out

# The timeline: as many slices as there are returns, each with its end; calls as in the trace.
run "$MYTAP" replay live.raw -o text --perfetto t.json --flamegraph t.svg --report t.html --folded t.folded
expect_status 0
if command -v python3 > /dev/null; then
	python3 "$TESTDIR/timeline.py" t.json > verdict 2>&1 || { cat verdict; fail "the timeline"; }
	# An arrow for each wake that led to a run, at the thread that was woken.
	n=$(jq -s '[.[] | select(.what == "flow_end")] | length' live.json)
	[ "$n" -gt 0 ] && grep -q " flows $n\$" verdict || { cat verdict; fail "$n arrows"; }
fi
[ "$(jq '[.traceEvents[] | select(.ph == "X" and .pid == 1 and .args.own_us != null)] | length' t.json)" = "$(jq -s '[.[] | select(.what == "leave")] | length' live.json)" ] ||
	fail "as many calls in the timeline as in the records"
[ "$(jq -s '[.[] | select(.what == "flow_end") | .pid == .value % 4194304] | all' live.json)" = true ] || fail "whose arrows they are"
jq '.traceEvents[] | select(.ph == "B") | .name' t.json | sort -u > names
printf '"the same"\n"write"\n' > want
expect_same want names
[ "$(jq -s '[.[] | select(.what == "counter") | .value] | max' live.json)" = "$(jq -s '[.[] | select(.what == "slice_begin" and .name == "write")] | length' live.json)" ] ||
	fail "the counter counts the slices"
grep -q '^dd;ksys_read [1-9]' t.folded || { cat t.folded; fail "no calls of dd"; }
grep -q 'data-n="ksys_read"' t.svg || fail "the flame graph lacks them"
grep -q 'print_backtrace(); print(@hist_log(sizes))' t.html || fail "the page lacks the script"
