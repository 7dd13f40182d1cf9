# SPDX-License-Identifier: GPL-2.0-or-later
# A vmlinux of another build of the same release gives no addresses: they would be called.
query=$(dirname "$MYTAP")/testsuite/unit/dbg_query
[ -x "$query" ] || skip "dbg_query is not built: make check"
cat > other.c <<'X'
asm(".globl _stext, _printk, vfs_read, rethook_alloc\n_stext: nop\n_printk: nop\nrethook_alloc: nop\nvfs_read: ret");
X
gcc -c -g other.c -o other.o && ld -Ttext=0xffffffff81000000 --build-id=0x0123456789abcdef0123456789abcdef01234567 -e _stext \
	-o vmlinux other.o || fail "no other vmlinux"
address() { "$query" -r "$KERNEL" "$@" symbol vfs_read 2> err; }
right=$(address)
[ "$right" ] && [ "$right" != 0x0 ] || skip "the symbols of kernel $KERNEL are not known"
[ "$(address -k dwarf="$PWD/vmlinux")" = "$right" ] || fail "vfs_read is at $(address -k dwarf="$PWD/vmlinux"), not $right"
[ "$(address -k dwarf= -k btf="$PWD/vmlinux")" = "$right" ] || fail "as the file with the types: not $right"
