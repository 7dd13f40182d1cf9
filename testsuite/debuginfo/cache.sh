# SPDX-License-Identifier: GPL-2.0-or-later
# needs: dwarf
# What is kept on disk is dropped without harm when it is damaged, and makes the second question cheap.
query=$(dirname "$MYTAP")/testsuite/unit/dbg_query
[ -x "$query" ] || skip "dbg_query is not built: make check"
export MYTAP_CACHE_DIR=$PWD/cache
mkdir -m 700 cache
ask() { run "$query" -r "$KERNEL" time access vfs_read '$count' '$file->f_mode'; expect_status 0; cp out "$1"; }
ask first
files=$(ls cache/debuginfo | grep -v '\.whole$')
[ "$(echo "$files" | wc -l)" = 2 ] || fail "in the cache: $files"
ask second
expect_same first second
# 30 ms is the aim; a loaded machine and sanitizers get five times that.
ms=$(sed -n 's/^\([0-9]*\)\.[0-9]* ms CPU.*/\1/p' err)
[ "$ms" -lt 150 ] || fail "$ms ms of CPU with a warm cache"
# What was read whole is noted beside it, for this boot; that a file was written to since is noticed.
for f in $files; do
	grep -qF "$(cat /proc/sys/kernel/random/boot_id) " "cache/debuginfo/$f.whole" || fail "no note of $f"
	size=$(stat -c %s "cache/debuginfo/$f")
	# a byte in the middle, a cut end, no content, somebody else's rights
	printf '\377' | dd of="cache/debuginfo/$f" bs=1 seek=$((size / 2)) conv=notrunc status=none
	ask damaged
	expect_same first damaged
	truncate -s $((size - 100)) "cache/debuginfo/$f"
	ask cut
	expect_same first cut
	: > "cache/debuginfo/$f"
	ask emptied
	expect_same first emptied
	chmod 666 "cache/debuginfo/$f"
	ask writable
	expect_same first writable
done
# Who waits for the first reading is told so, once.
rm -r cache/debuginfo
run "$MYTAP" -r "$KERNEL" -v -l 'kernel.function("vfs_read@fs/read_write.c")'
expect_status 0
expect_err "^Reading the debuginfo of kernel $KERNEL for the first time"
run "$MYTAP" -r "$KERNEL" -v -l 'kernel.function("vfs_read@fs/read_write.c")'
expect_status 0
grep 'Reading the debuginfo' err && fail "the index is made twice"
# Nowhere to keep anything.
MYTAP_CACHE_DIR=/proc/nowhere ask none
expect_same first none
