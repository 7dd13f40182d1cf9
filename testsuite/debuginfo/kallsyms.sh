# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest
# The symbols that are read out of a vmlinuz, against the table of that kernel when it runs (not moved: no --vmlinuz).
query=$(dirname "$MYTAP")/testsuite/unit/dbg_query
[ -x "$query" ] || skip "dbg_query is not built: make check"
run "$MYTAP_GUEST" --kernel="$KERNEL" --timeout=120 -- 'cat /proc/kallsyms'
expect_status 0
grep -v '\]$' out > table
[ "$(wc -l < table)" -gt 50000 ] || fail "only $(wc -l < table) symbols"
stext=$(awk '$3 == "_stext" {print $1}' table)
run "$query" -r "$KERNEL" -k dwarf= -k btf= -k map= -d btf places '*'
sed -n 's/.* +0x\([0-9a-f]*\) entry.*/\1/p' out | sort -u > found
[ "$(wc -l < found)" -gt 30000 ] || fail "only $(wc -l < found) functions"
# 32-bit arithmetic is enough: all lies within 2 GB of _stext, and mawk has no other.
awk -v stext="${stext#ffffffff}" 'function number(hex,  i, n) { for (i = 1; i <= length(hex); i++) n = 16 * n + index("0123456789abcdef", substr(hex, i, 1)) - 1; return n }
	BEGIN { base = number(stext) }
	$2 ~ /[tTwW]/ && substr($1, 1, 8) == "ffffffff" { d = number(substr($1, 9)) - base; if (d >= 0) printf "%x\n", d }' table | sort -u > running
[ -z "$(comm -23 found running)" ] || fail "no text symbols there: $(comm -23 found running | head)"
for s in _printk vfs_read jiffies runqueues this_cpu_off init_task; do
	run "$query" -r "$KERNEL" -k dwarf= -k btf= -k map= symbol "$s"
	[ "$(sed 's/^0x//' out)" = "$(awk -v s="$s" '$3 == s {print $1}' table | sed 's/^0*//;s/^$/0/')" ] ||
		fail "$s: $(cat out) in vmlinuz, $(grep " $s$" table) when it runs"
done
