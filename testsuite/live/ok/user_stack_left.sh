# modules: user_stack_left.stp
# needs: i386
# guest: --add=/lib32/libc.so.6:/lib32/libc.so.6 --add=/lib32/libgcc_s.so.1:/lib32/libgcc_s.so.1 --add=/lib32/ld-linux.so.2:/lib/ld-linux.so.2
# turns: 5
# Stacks of programs in a session without a reader: who reads it afterwards gets the files from the module by number, the first two of
# which are the kernel's own code in 64-bit and in 32-bit programs.
fail() { echo "$1:"; grep '^=' out | uniq -c; tail -20 out; cat err; exit 1; }
cp "$(command -v reads)" end
mytap-run -L t_user_stack_left.ko > out 2> err || fail "left"
ustack 2 && ustack_32 2 && ./end 0 || fail "the programs"
mytap-run -A t_user_stack_left > out 2> err || fail "read"
[ "$(grep -c '^= ustack$' out)" = 12 ] && [ "$(grep -c '^= ustack_32$' out)" = 12 ] || fail "stacks"
grep -A1 '^= ustack$' out | grep -q ' : s_check+0x[0-9a-f]*/0x[0-9a-f]* \[/bin/ustack\]$' || fail "the program's own system call"
[ "$(grep -A2 '^= ustack_32$' out | grep -c ' : __kernel_vsyscall+0x[0-9a-f]*/0x[0-9a-f]* \[vdso32\]$')" = 12 ] || fail "the vdso"
[ "$(grep -A2 '^= ustack_32$' out | grep -c ' : s_check+0x[0-9a-f]*/0x[0-9a-f]* \[/bin/ustack_32\]')" = 12 ] || fail "the system calls of the 32-bit program"
