# SPDX-License-Identifier: GPL-2.0-or-later
# The scripts that mytap trace makes, and what it refuses. (What they print: live/ok/trace.)
run "$MYTAP" trace -p1 'vfs_*' 'a"b\c@fs/x.c' dummy:xmit
expect_status 0
has() { grep -qF -- "$1" out || { cat out; fail "not in the script: $1"; }; }
has 'probe kernel.function("vfs_*").call, kernel.function("a\"b\\c@fs/x.c").call, module("dummy").function("xmit").call {'
has 'trace_function();'
run "$MYTAP" -p1 trace -p function_graph -c true --comm 'a b' --cpu 1 --if '$count > 4096 || pid() == 1' --from ksys_read vfs_read
expect_status 0
has '= @entry(!(pid() == target() && cpu() == 1 && execname() == "a b" && mytap_trace_inside[tid()] && ($count > 4096 || pid() == 1)) ? 0 : trace_enter());'
has 'probe kernel.function("ksys_read").return {'
run "$MYTAP" trace -p1 -x 1 -x 2 vfs_read
has 'if (!__is_target())'
run "$MYTAP" trace -p1 -p function_graph --args --retval --max-depth 3 vfs_read
expect_status 0
has 'entered = @entry(trace_enter_args($$parms));'
has 'if (@defined($return))'
has 'trace_return(entered, $return);'
for i in --retval '--max-depth 3' --failed '--slower 1ms' --abstime --proc; do
	run "$MYTAP" trace -p1 $i vfs_read
	expect_status 1
	expect_err '^mytap: trace: --retval, --max-depth, --failed, --slower, --abstime and --proc are for -p function_graph$'
done
run "$MYTAP" trace -p1 -p function_graph --failed --slower 1ms vfs_read
expect_status 0
has 'trace_return(entered, $return);'
for i in 1 ms 0us 1e30s 1m -1s; do
	run "$MYTAP" trace -p1 -p function_graph --slower $i vfs_read
	expect_status 1
	expect_err "^mytap: --slower takes a time as 500us, 1ms or 2s, not '$i'"
done
run "$MYTAP" trace -p1 -p function_graph --max-depth 0 vfs_read
expect_status 1
expect_err '^mytap: --max-depth '
run "$MYTAP" trace -p1 --last 0 vfs_read
expect_status 1
expect_err '^mytap: --last '
run "$MYTAP" trace -p1 -p stack --comm sh 'vfs_*'
expect_status 0
has 'probe kernel.function("vfs_*").call {'
has 'trace_stack();'
for i in --args '--lines 3' '--until pid()==1'; do
	run "$MYTAP" trace -p1 -p stack $i vfs_read
	expect_status 1
	expect_err '^mytap: trace: --args, --lines and --until are for -p function and function_graph$'
done
run "$MYTAP" trace -p1 --args --lines 3 --until '$count == 7' vfs_read
expect_status 0
has 'trace_function_args($$parms);'
has 'if (mytap_trace_line > 3)'
has 'if ($count == 7)'
run "$MYTAP" trace -p1 -p function_graph --lines 3 --until '$count == 7' vfs_read
expect_status 0
has '= @entry(!mytap_trace_takes($count == 7) ? 0 : mytap_trace_took(trace_enter()));'
run "$MYTAP" trace -p1 -p stack --last 10 vfs_read
expect_status 1
expect_err '^mytap: trace: --last is for -p function and function_graph; -p stack keeps the deepest of each CPU$'
run "$MYTAP" trace -p1
has 'probe kernel.function("*").call {'
run "$MYTAP" -r "$KERNEL" trace -p2 -p irqsoff
expect_status 1
expect_err "no tracepoint 'preemptirq:irq_disable' in kernel"
expect_err '^note: Instead: .* CONFIG_PREEMPTIRQ_TRACEPOINTS'
run "$MYTAP" trace -p1 -p preemptoff --cpu 1 'vfs_*'
expect_status 0
has 'probe _latency.preempt_on {'
has 'if (cpu() == 1)'
has 'probe kernel.function("vfs_*").call {'
# What live/ok/trace_wakeup and trace_off run is what this makes.
for words in 'wakeup --comm sleeper __x64_sys_getppid' irqsoff preemptoff; do
	# shellcheck disable=SC2086 # words
	run "$MYTAP" trace -p1 -p $words
	expect_status 0
	cp out made
	run "$MYTAP" -p1 "$TESTSUITE/live/modules/trace_${words%% *}.stp"
	expect_same made out
done
run "$MYTAP" trace -p1 -p wakeup --if 'pid() == 1'
expect_status 1
expect_err '^mytap: trace -p wakeup looks at tasks: of the options only --comm, --cpu'
run "$MYTAP" trace -p1 -p osnoise vfs_read
expect_status 1
expect_err '^mytap: trace -p osnoise looks at CPUs'
run "$MYTAP" trace -p1 -p osnoise --cpu 1
expect_status 0
has 'if (cpu() == 1)'
run "$MYTAP" trace -p nop vfs_read
expect_status 1
expect_err 'the tracers are function, function_graph, stack, osnoise, wakeup, irqsoff and preemptoff'
run "$MYTAP" -p function_graph -e 'probe begin { exit() }'
expect_status 1
expect_err '^mytap: -p takes a number from 1 to 5, not .function_graph.'
run "$MYTAP" --from vfs_read -e 'probe begin { exit() }'
expect_status 1
expect_err '^mytap: unknown option --from'
run "$MYTAP" trace -p1 --if 'pid() ==' vfs_read
expect_status 1
expect_err 'parse error'
# A script of that name.
mkdir a && echo 'probe begin { println(42) }' > a/trace
run "$MYTAP" -p1 a/trace
expect_status 0
has 'println(42)'
