# modules: function_fault.stp function_fault_other.stp function_fault_walks.stp
# .fault of a function: the pages of vfs_faults as it names them itself, told from faults on the kernel's memory, which
# another session causes in the same function; none of its own, and none of a function that does not run.
fail() { echo "$1:"; cat out err other; exit 1; }
mytap-run -v t_function_fault_other.ko > other 2> other.err & o=$!
i=0
until grep -q 'running, ' other.err; do sleep 0.1; i=$((i + 1)); [ $i -lt 300 ] || fail "the other session"; done
mytap-run -c 'vfs_faults 16 told' t_function_fault.ko > out 2> err || fail "status"
kill -INT $o; wait $o
[ ! -s err ] || fail "messages"
[ "$(wc -l < told)" = 32 ] || fail "the program"
grep '^vfs_read 0x' told | sort > want; grep '^vfs_read 0x' out | sort > got
# Newer kernels try a write first with faults forbidden, so that one page faults several times.
grep '^vfs_write 0x' told | sort >> want; grep '^vfs_write 0x' out | sort -u >> got
cmp -s want got || { diff want got; fail "the faults"; }
! grep wrong out || fail "what is told of one"
n=$(cat other)
[ "$n" -ge 16 ] || fail "faults of the other session"
grep -qx "own 1 kernel $n" out && grep -qx "vfs_read $n" out || fail "$n faults on the kernel's memory"
grep -qx "ksys_read 16" out || fail "of the caller"
! grep 'none of these' out || fail "functions that do not run"
grep -qx "walked 1" out || fail "walks of the stack are not seen"
# Where only faults on the kernel's memory are asked for, no stack is walked for those on user memory.
mytap-run -c 'vfs_faults 16 told' t_function_fault_walks.ko > out 2> err || fail "status"
[ ! -s err ] && grep -qx '0 walks 0 hits' out || fail "the stack is walked for nothing"
