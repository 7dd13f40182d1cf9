# modules: trace_function.stp trace_graph.stp trace_values.stp
# cpus: 1
# timeout: 120
# The lines of our function tracers beside those of the kernel's own, of the same run of the same program: names, callers,
# state and nesting are the same, line by line.
T=/sys/kernel/tracing
mount -t tracefs t $T 2> /dev/null
fail() { echo "$*"; head -20 ours theirs; exit 1; }
# kernels_own TRACER PATTERN...: it waits for its pid
kernels_own() {
	echo nop > $T/current_tracer
	: > $T/set_ftrace_filter
	tracer=$1; shift
	for p in "$@"; do echo "$p" >> $T/set_ftrace_filter || fail "$p"; done
	echo 4096 > $T/buffer_size_kb
	echo mono > $T/trace_clock
	echo $tracer > $T/current_tracer || fail "no $tracer"
	: > $T/trace
}
run() {
	mytap-run $2 -c "sh -c 'echo \$\$ > $T/set_ftrace_pid; exec files 3'" "$1" > out 2> err || { cat err; fail "$1"; }
	[ ! -s err ] || { cat err; fail "$1 has messages"; }
	cat $T/trace > trace
	pid=$(cat $T/set_ftrace_pid)
	echo nop > $T/current_tracer
	: > $T/set_ftrace_pid
	: > $T/set_ftrace_filter
}
kernels_own function 'vfs_*' 'ksys_*' path_openat
run t_trace_function.ko
grep -q '^# tracer: function$' out || fail "no header"
# The kernel names a process as it was last called, we as it was then: so the last lines, from exec on. Without need-resched,
# which a tick between the two may set, and the depth of preemption, in which the kernel's tracer counts what ftrace did to
# call two.
lines() { sed -n 's/^ *files-[0-9]* *\[000\] \(.\).\(.\)[.0-9]* *[0-9]*\.[0-9]*: \(.*\)$/\1\2 \3/p' "$1"; }
same_ends() {
	n=$(wc -l < ours)
	[ "$(wc -l < theirs)" -ge "$n" ] || n=$(wc -l < theirs)
	[ "$n" -ge "$1" ] || fail "$n lines only"
	tail -n "$n" ours > a; tail -n "$n" theirs > b
	cmp a b || { diff a b | head -40; fail "$2"; }
}
lines out > ours; lines trace > theirs
same_ends 100 "not as the kernel's function tracer has it"
# At the same time, too, but where the host took the processor away in between.
stamps() { sed -n 's/^ *files-[0-9]* *\[000\] ..[.0-9]* *\([0-9]*\.[0-9]*\): .*$/\1/p' "$1" | tail -n "$n"; }
stamps out > a; stamps trace > b
paste a b | awk '{ d = ($1 - $2) * 1000000; if (d > 200 || d < -200) far++ } END { print far + 0 " of " NR " lines"; exit far > NR / 10 }' > far ||
	fail "not at the times of the kernel's function tracer: $(cat far)"
grep -c ' \[000\] ...\. ' out | grep -q '^[0-9][0-9]' || fail "the depth of preemption is not 0"
kernels_own function_graph 'vfs_*' 'ksys_*' path_openat do_sys_openat2 'security_file_*'
run t_trace_graph.ko
grep -q '^# tracer: function_graph$' out || fail "no header"
# Of that process only, without CPU and duration, nor the names at ends, which depend on who else is there.
calls() { awk -v pid="$pid" '/^ *0\) .* => / { is_it = $NF ~ "-" pid "$" } /^ *0\) [^|]*\|  / { if (is_it) { sub(/^[^|]*\|  /, ""); sub(/ \/\*.*/, ""); print } }'; }
# What has nothing in it opens and closes where an interrupt or another thread came between: one line, then.
joined() {
	awk '{ if (open != "") { end = open; sub(/[^ ].*/, "}", end)
		if ($0 == end) { sub(/ \{$/, ";", open); print open; open = ""; next }
		print open; open = "" } }
	/\{$/ { open = $0; next } { print } END { if (open != "") print open }'
}
{ echo "0) x => x-$pid"; cat out; } | calls | joined > ours
calls < trace | joined > theirs
same_ends 100 "not as the kernel's function graph tracer has it"
# Durations are there, with marks from 10 us on.
awk -F'[)|]' '/ us / { split($2, d, " "); m = (d[1] ~ /^[0-9]/) ? " " : d[1]; v = (m == " ") ? d[1] : d[2]; n++
	want = v > 1e6 ? "$" : v > 1e5 ? "@" : v > 1e4 ? "*" : v > 1000 ? "#" : v > 100 ? "!" : v > 10 ? "+" : " "
	if (m != want) { print "mark: " $0; bad = 1 } } END { exit bad || n < 30 }' out || fail "marks of durations"
# No deeper than that, by both; what has only such calls in it is one line.
kernels_own function_graph 'vfs_*' 'ksys_*' path_openat do_sys_openat2 'security_file_*'
echo 2 > $T/max_graph_depth
run t_trace_graph.ko '--trace-depth 2'
echo 0 > $T/max_graph_depth
{ echo "0) x => x-$pid"; cat out; } | calls | joined > ours
calls < trace | joined > theirs
same_ends 50 "not as the kernel's function graph tracer has it, two calls deep"
grep -q '^  [a-z_0-9]*();$' ours && ! grep -q '^   ' ours || fail "not two calls deep"

# What is handed over and returned: as the program did it.
mytap-run -c 'sh -c "echo 12345678; exec cat /no/file /proc/self/comm"' t_trace_values.ko > out 2> err
grep -q '|  *ksys_write(fd=0x1 buf=0x[0-9a-f]* count=0x9) {$' out || fail "arguments"
grep -q '|  *vfs_write(file=0x[0-9a-f]* buf=0x[0-9a-f]* count=0x9 pos=0x[0-9a-f]*); /\* = 9 \*/$' out || fail "what a leaf returns"
grep -A3 '|  *ksys_write(.* count=0x9) {$' out | grep -q '|  } /\* = 9 \*/$' || fail "what a call returns"
grep -q '/\* = -2 (ENOENT) \*/$' out || fail "errors by name"
grep -q '|  *do_fil[pe]_open(dfd=.*); /\* = 0xff[0-9a-f]\{14\} \*/$' out || fail "addresses"
grep -q '|  *security_file_free(file=0x[0-9a-f]*);$' out || fail "a function that returns nothing"
