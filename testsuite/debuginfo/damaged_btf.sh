# SPDX-License-Identifier: GPL-2.0-or-later
# needs: dwarf
# Type information that is cut off or overwritten is refused or answered, but never followed out of the file.
query=$(dirname "$MYTAP")/testsuite/unit/dbg_query
[ -x "$query" ] || skip "dbg_query is not built: make check"
vmlinux=/usr/lib/debug/boot/vmlinux-${KERNEL:-6.1.0-56-cloud-amd64}
objcopy -O binary --only-section=.BTF "$vmlinux" whole 2> /dev/null || objcopy --dump-section .BTF=whole "$vmlinux" /dev/null
[ -s whole ] || fail "no .BTF taken out"
ask() { run "$query" -r "$KERNEL" -d btf -k "btf=$PWD/$1" -k vmlinuz= access vfs_read '$file->f_path->dentry->d_name->name' '@cast(task_struct)$$'; }
ask whole
expect_status 0
expect_out '^\$file->f_path->dentry->d_name->name = arg0 .*eload8'
size=$(stat -c %s whole)
for cut in 0 10 24 100 5000 $((size / 2)) $((size - 1)); do
	head -c "$cut" whole > part
	ask part
	[ "$status" -lt 126 ] || fail "status $status with $cut bytes"
	expect_out 'why: '
done
# Bytes anywhere in it, from a fixed sequence.
seed=7
for _ in $(seq 40); do
	cp whole part
	for _ in 1 2 3 4 5 6 7 8; do
		seed=$(((seed * 1103515245 + 12345) % 2147483648))
		printf "\\x$(printf %02x $((seed / 256 % 256)))" | dd of=part bs=1 seek=$((seed % size)) conv=notrunc status=none
	done
	ask part
	[ "$status" -lt 126 ] || { fail "status $status"; }
done
