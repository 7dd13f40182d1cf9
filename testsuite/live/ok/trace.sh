# modules: trace_function.stp trace_graph.stp
# cpus: 1
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
	echo $tracer > $T/current_tracer || fail "no $tracer"
	: > $T/trace
}
run() {
	mytap-run -c "sh -c 'echo \$\$ > $T/set_ftrace_pid; exec known'" "$1" > out 2> err || { cat err; fail "$1"; }
	[ ! -s err ] || { cat err; fail "$1 has messages"; }
	cat $T/trace > trace
	echo nop > $T/current_tracer
	: > $T/set_ftrace_pid
	: > $T/set_ftrace_filter
}
kernels_own function 'vfs_*' 'ksys_*' path_openat
run t_trace_function.ko
grep -q '^# tracer: function$' out || fail "no header"
# From exec on: both saw it, and neither the shell before its pid was known.
lines() { sed -n 's/^ *known-[0-9]* *\[000\] \(....\)[.0-9]* *[0-9]*\.[0-9]*: \(.*\)$/\1 \2/p' "$1"; }
lines out > ours; lines trace > theirs
[ "$(wc -l < theirs)" -ge 40 ] || fail "the kernel has $(wc -l < theirs) lines only"
cmp ours theirs || { diff ours theirs | head -20; fail "not as the kernel's function tracer has it"; }
kernels_own function_graph 'vfs_*' 'ksys_*' path_openat do_filp_open do_sys_openat2 'security_file_*'
run t_trace_graph.ko
grep -q '^# tracer: function_graph$' out || fail "no header"
# Without CPU and duration; from the first read after exec on.
calls() { sed -n '/security_file_mprotect\|vfs_read\|ksys_read/,$ s/^ *0) [^|]*|  //p' "$1"; }
calls out > ours; calls trace > theirs
[ "$(wc -l < theirs)" -ge 60 ] || fail "the kernel has $(wc -l < theirs) lines only"
cmp ours theirs || { diff ours theirs | head -20; fail "not as the kernel's function graph tracer has it"; }
# Durations are there, with marks from 10 us on.
awk -F'[)|]' '/ us / { split($2, d, " "); m = (d[1] ~ /^[0-9]/) ? " " : d[1]; v = (m == " ") ? d[1] : d[2]; n++
	want = v > 1e6 ? "$" : v > 1e5 ? "@" : v > 1e4 ? "*" : v > 1000 ? "#" : v > 100 ? "!" : v > 10 ? "+" : " "
	if (m != want) { print "mark: " $0; bad = 1 } } END { exit bad || n < 30 }' out || fail "marks of durations"
