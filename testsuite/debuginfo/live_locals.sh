# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest dwarf
# Variables at a statement, in an inlined instance and on the stack have the values that the workload gave them.
query=$(dirname "$MYTAP")/testsuite/unit/dbg_query
[ -x "$query" ] || skip "dbg_query is not built: make check"
instance=$("$query" -r "$KERNEL" places 'new_sync_read' inline | head -1)
[ -n "$instance" ] || skip "new_sync_read is not inlined in this kernel"
cat > probe.stp <<'STP'
probe kernel.function("new_sync_read").inline {
	if (execname() == "dd")
		printf("inline %s pos %d len %d\n", kernel_string($filp->f_path->dentry->d_name->name), $ppos[0], $len)
}
probe kernel.statement("call_read_iter@include/linux/fs.h:*") {
	if (execname() == "dd")
		printf("stack pos %d count %d\n", $kio->ki_pos, $iter->count)
}
probe kernel.function("vfs_read").return {
	if (execname() == "dd" && $file->f_path->dentry->d_name->len == 6)
		printf("return %d of %d\n", $return, $count)
}
STP
run timeout 280 "$MYTAP" --vm="$KERNEL" probe.stp -c 'printf 0123456789 > /tmp/wanted; dd if=/tmp/wanted of=/dev/null bs=7 count=2'
expect_status 0
expect_out '^inline wanted pos 0 len 7$'
expect_out '^inline wanted pos 7 len 7$'
expect_out '^stack pos 0 count 7$'
expect_out '^stack pos 7 count 7$'
expect_out '^return 7 of 7$'
expect_out '^return 3 of 7$'
