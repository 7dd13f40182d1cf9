# needs: guest headers
# timeout: 300
# A session on two processors with -b and --raw at once: its files merged are the other file, and all that can be made of it.
. "$TESTSUITE/cli/bulk.lib"
cat > s.stp << 'END'
global n, by
probe kernel.function("vfs_read") { n++ by[cpu(), execname()]++ printf("%d %d %s\n", n, cpu(), execname()) trace_function() }
probe kernel.function("ksys_read").return { e = @entry(trace_enter()) trace_leave(e) }
probe timer.profile { print_ubacktrace() }
END
run "$MYTAP" -r "$KERNEL" -p4 -m bulk s.stp
expect_status 0
cat > work << 'END'
for cpu in 1 2; do taskset $cpu sh -c 'i=0; while [ $i -lt 60 ]; do read x < /proc/self/stat; i=$((i + 1)); done' & done
wait
END
"$MYTAP_GUEST" --kernel="$KERNEL" --smp=2 --timeout=100 --add="$MYTAP_RUN:/bin/mytap-run" --add=bulk.ko --add=work --get=/root/got.tar:got.tar -- \
	'mytap-run --bulk=b --raw whole.raw -c "sh work" bulk.ko && tar cf got.tar b_* whole.raw' > out 2> err || { cat out err; fail "the guest"; }
[ ! -s out ] || fail "text beside the files"
tar xmf got.tar
parts=(b_*)
[ "${#parts[@]}" -ge 3 ] || fail "only ${parts[*]}"
is_whole whole.raw "${parts[@]}"
[ "$(grep -c '^[0-9]* [01] ' text)" -ge 120 ] && grep -q '^[0-9]* 0 sh' text && grep -q '^[0-9]* 1 sh' text || fail "hits on both processors"
