# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest linux-6.1 dwarf
# .post runs behind the instruction: what a push does to the stack pointer and the stack is not yet there before it,
# and there behind it. By symbol and offset, by address, and at an entry.
query=$(dirname "$MYTAP")/testsuite/unit/dbg_query
[ -x "$query" ] || skip "dbg_query is not built: make check"
command -v objdump > objdump.path || skip "no objdump"
start=$("$query" -r "$KERNEL" symbol vfs_read | grep -oE '[0-9a-f]{16}' | head -1)
# The first push of a register: its offset, its address, the register.
objdump -d --start-address="0x$start" --stop-address="$(printf '%#x' $((0x$start + 64)))" \
	"/usr/lib/debug/boot/vmlinux-$KERNEL" > code
read -r address register <<< "$(sed -nE 's/^([0-9a-f]+):.*push +%(r[0-9a-z]+)$/\1 \2/p' code | head -1)"
[ -n "$register" ] || fail "no push in $(cat code)"
cat > post.stp <<STP
global sp, sp2, n
probe kprobe.function("vfs_read+$((0x$address - 0x$start))") { if (execname() == "dd") sp = register("rsp") }
probe kprobe.function("vfs_read+$((0x$address - 0x$start))").post {
	if (execname() == "dd" && ulong_arg(3) == 17)
		printf("offset %d %d\n", sp - register("rsp"), kernel_long(register("rsp")) == register("$register"))
}
probe kprobe.statement(0x$address).absolute { if (execname() == "dd") sp2 = register("rsp") }
probe kprobe.statement(0x$address).absolute.post {
	if (execname() == "dd" && ulong_arg(3) == 17)
		printf("address %d %d\n", sp2 - register("rsp"), kernel_long(register("rsp")) == register("$register"))
}
probe kprobe.function("vfs_read").post { if (execname() == "dd" && ulong_arg(3) == 17) n++ }
probe end { printf("entry %d\n", n) }
STP
run timeout 200 "$MYTAP" --vm="$KERNEL" -g post.stp -c 'dd if=/dev/zero of=/dev/null bs=17 count=2'
expect_status 0
sort out > sorted
printf 'address 8 1\naddress 8 1\nentry 2\noffset 8 1\noffset 8 1\n' > want
expect_same want sorted
