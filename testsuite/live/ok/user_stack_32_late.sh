# modules: user_stack_late.stp user_stack_32_contexts.stp
# needs: i386
# guest: --add=/lib32/libc.so.6:/lib32/libc.so.6 --add=/lib32/libgcc_s.so.1:/lib32/libgcc_s.so.1 --add=/lib32/ld-linux.so.2:/lib/ld-linux.so.2
# timeout: 120
# turns: 30
# Stacks of 32-bit programs: code made at run time and what is below it, names when the process has gone, and stacks from timers,
# the scheduler and page faults.
fail() { echo "$1:"; tail -60 out; cat err; exit 1; }
mytap-run -c 'ustack_32 20000 jit out' t_user_stack_late.ko > out 2> err || fail "jit"
[ ! -s err ] || fail "messages of jit"
rm -f /tmp/perf-*.map
last=$(grep -n '^stack ' out | tail -1 | cut -d: -f1)
sed -n "$((last + 1)),\$p" out | sed '/^brief/,$d' > whole
head -n 1 whole | grep -qE '^ 0x[0-9a-f]{8} : __kernel_vsyscall\+0x[0-9a-f]*/0x[0-9a-f]* \[vdso32\]$' || fail "the system call"
sed -n 2p whole | grep -q ' : syscall+0x[0-9a-f]*/0x[0-9a-f]* \[/lib32/libc.so.6\]$' || fail "its caller"
sed -n 3p whole | grep -q ' : s_leaf+0x[0-9a-f]*/0x[0-9a-f]* \[/bin/ustack_32\]$' || fail "the leaf"
sed -n 4p whole | grep -qE '^ 0x[0-9a-f]+ : made_here\+0x6/0x8$' || fail "the code that was made"
sed -n 5p whole | grep -q ' : main+0x[0-9a-f]*/0x[0-9a-f]* \[/bin/ustack_32\] (by frame pointer)$' || fail "below it"
tail -n 1 whole | grep -q ' : _start+0x[0-9a-f]*/0x[0-9a-f]* \[/bin/ustack_32\]$' || fail "the outermost function"
sed -n '/^at the end/,/^again/p' out > end
grep -q ' : s_leaf+0x[0-9a-f]*/0x[0-9a-f]* \[/bin/ustack_32\]$' end && grep -q ' : made_here+0x6/0x8$' end || fail "names at the end"
[ "$(sed -n '/^at the end/,/^again/p' out | grep '^ ')" = "$(sed -n '/^again/,/^as text/p' out | grep '^ ')" ] || fail "print_usyms"
# A stack is whole if it ends, by tables alone. The script ends when it has seen enough of each, however slow the machine is.
ustack_32 100000000 map &
mytap-run -w t_user_stack_32_contexts.ko > out 2> err
status=$?
kill $!
[ $status = 0 ] || fail "contexts"
[ ! -s err ] || fail "messages of contexts"
awk '/^=/ { what = $2; all[what]++; good[what]++; bad = 0; next }
	/by frame pointer|not known/ && !bad { bad = 1; good[what]-- }
	END { n = split("do_mmap fault sched_switch timer.profile", v, " ")
		for (i = 1; i <= n; i++) {
			print v[i], all[v[i]], good[v[i]]
			if (all[v[i]] < 20 || good[v[i]] < all[v[i]] * 0.9) failed = 1
		}
		exit failed }' out > whole || { cat whole; fail "stacks that are not whole"; }
grep -q ' : s_map+0x[0-9a-f]*/0x[0-9a-f]* \[/bin/ustack_32\]$' out || fail "names of contexts"
