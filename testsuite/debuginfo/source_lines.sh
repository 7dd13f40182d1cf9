# SPDX-License-Identifier: GPL-2.0-or-later
# needs: dwarf
# timeout: 600
# Source lines of the kernel's addresses, as symline() has them, against addr2line: some thousands all over its text.
query=$(dirname "$MYTAP")/testsuite/unit/dbg_query
[ -x "$query" ] || skip "dbg_query is not built: make check"
command -v addr2line > tools && command -v readelf >> tools && command -v python3 >> tools || skip "no binutils or python3"
run python3 "$TESTDIR/check_lines.py" "$query" "$KERNEL" "/usr/lib/debug/boot/vmlinux-$KERNEL" kernel .text 2399
expect_status 0
cat out
expect_out '^kernel: [0-9]{4} addresses, known [0-9]{4}, other lines 0, other files few$'
expect_out '^one row late: other lines many$'

# A module that -d names; its .init.text is another's memory when it has begun.
module=$(find "/usr/lib/debug/lib/modules/$KERNEL" -name nf_conntrack.ko 2> /dev/null | head -1)
if [ "$module" ]; then
	run python3 "$TESTDIR/check_lines.py" "$query" "$KERNEL" "$module" nf_conntrack .text 7
	expect_out '^nf_conntrack: [0-9]+ addresses, known [0-9]+, other lines 0, other files few$'
	expect_out '^one row late: other lines many$'
	echo 'probe kernel.function("vfs_read") { println(symfileline(stack(1))) }' > d.stp
	run "$MYTAP" -r "$KERNEL" -p3 -d nf_conntrack d.stp
	[ "$(grep -c '^MYTAP_SOURCE_LINES' out)" = 2 ] && expect_out 'nf_conntrack:[a-z_]*' || fail "no lines of the module of -d"
	grep -q init_module out && fail "lines of what is not there any more"
fi

# What the script's C takes in is kept: made once.
echo 'probe kernel.function("vfs_read") { println(symfileline(stack(1))) }' > s.stp
run "$MYTAP" -r "$KERNEL" -p3 s.stp
expect_status 0
lines=$(sed -n 's/^MYTAP_SOURCE_LINES(lines_0, "\\"\(.*\)\\"".*/\1/p' out)
[ -s "$lines" ] || fail "no file of lines: $lines"
before=$(stat -c %i "$lines")
run "$MYTAP" -r "$KERNEL" -p3 --disable-cache s.stp
[ "$(stat -c %i "$lines")" = "$before" ] || fail "the lines were made twice"
# Damaged, it is made again; without debuginfo there is none.
printf x | dd of="$lines" bs=1 seek=5000 conv=notrunc 2> /dev/null
run "$MYTAP" -r "$KERNEL" -p3 --disable-cache s.stp
expect_status 0
[ "$(stat -c %i "$lines")" = "$before" ] && fail "a damaged file of lines is used"
run "$MYTAP" -r "$KERNEL" -p3 --debuginfo=btf s.stp
expect_status 0
grep -q MYTAP_SOURCE_LINES out && fail "lines without debuginfo"
exit 0
