# What pass 3 knows of the C it writes are facts, not words found in its text: names and literals that look like its own change nothing.
translate() { run "$MYTAP" -p3 "$@"; expect_status 0; }
# A script without strings has no size of them, whatever its names are.
translate -e 'global STRING, n; probe begin { STRING = n / 2; exit() }'
! grep MAXSTRINGLEN out || fail "a size of strings"
translate -e 'global s = "x"; probe begin { println(s) }'
expect_out 'MAXSTRINGLEN = 512'
# A key that only the places in messages seem to name ("x.stp:1:2") is not taken from the entry.
echo 'global a, b; probe timer.s(1) { a[pid()]++ } probe end { foreach (x in a) b[1]++; foreach (x in a) println(x, b[1]) }' > x.stp
translate x.stp
[ "$(grep -c 's64 x = ' out)" = 1 ] || fail "a key that nobody asks for, or none: $(grep 's64 x = ' out)"
# From the ninth on, handlers that differ in a string constant are calls of one function; a global named text is none of its parameters.
for i in 0 1 2 3 4 5 6 7 8 9; do
	echo "probe number.n$i = kernel.function(\"vfs_read\") { name = \"number $i\" }"
done > alike.stp
echo 'global text; probe number.* { text[name]++ } probe end { foreach (s in text) println(s, text[s]) }' >> alike.stp
translate -r "$KERNEL" alike.stp
[ "$(grep -c '	probes_alike(c, str_number' out)" = 2 ] || fail "$(grep -c '	probes_alike' out) calls of what handlers have in common"
# Who never stops the tracing does not ask whether it goes on.
trace='probe kernel.function("vfs_read") { trace_function() } probe kernel.function("vfs_read").return { trace_leave(@entry(trace_enter())) }'
translate -r "$KERNEL" -e "$trace"
expect_out 'mytap_trace_function\(c\);'
expect_out 'mytap_trace_enter\(c\)'
translate -r "$KERNEL" -e "$trace probe timer.s(1) { if (tracing_is_on()) tracing_off() }"
expect_out 'mytap_trace_function_if_on\(c\);'
expect_out 'mytap_trace_enter_if_on\(c\)'
