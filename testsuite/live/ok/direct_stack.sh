# modules: direct_stack.stp direct_stack_none.stp
# A stack that passes through functions with direct trampolines is what it is without them; the kernel's own (/proc/PID/stack) has one
# frame more for each, of the module, and goes on behind it.
fail() { echo "$*"; cat with without err own 2> /dev/null; exit 1; }
mytap-run -c 'reads 3' t_direct_stack_none.ko > without 2> err && [ ! -s err ] || fail "without"
mytap-run -c 'reads 3' t_direct_stack.ko > with 2> err && [ ! -s err ] || fail "with"
[ "$(grep -c '^entry 0x.* 0x.* 0x.* 0x' with)" = 1 ] && [ "$(grep -c '^return 0x.* 0x.* 0x' with)" = 1 ] || fail "no stacks"
cmp with without || fail "they differ"
mkfifo fifo
exec 3<> fifo
mytap-run t_direct_stack.ko > with 2> err & run=$!
n=0
while :; do
	dd bs=1 count=1 < fifo > got 2> /dev/null & reader=$!
	until grep -q '^0 ' /proc/$reader/syscall; do usleep 10000; done
	cat /proc/$reader/stack > own
	printf a >&3; wait $reader
	grep -q 'mytap_direct_trampoline.*t_direct_stack' own && break
	n=$((n + 1)); [ $n -lt 200 ] || fail "no trampoline in /proc/PID/stack"
done
kill -INT $run; wait $run
grep -v mytap_direct_trampoline own | grep -q vfs_read && grep -q 'do_syscall_64' own && grep -q entry_SYSCALL_64 own || fail "the kernel's stack"
