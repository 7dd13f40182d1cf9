# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# needs: guest headers dwarf
# timeout: 300
# print_backtrace_fileline(): each frame of the kernel with the source line that addr2line knows for the same place: of a frame that made
# call, that of the call. The raw file has them too, and -S writes the same.
for vmlinux in /usr/lib/debug/boot/vmlinux-"$KERNEL" /usr/lib/debug/lib/modules/"$KERNEL"/vmlinux; do [ ! -e "$vmlinux" ] || break; done
[ -e "$vmlinux" ] || skip "no vmlinux with DWARF"
cat > lines.stp <<'END'
global n, m
probe kernel.function("vfs_read") { if (execname() == "dd" && m >= 60) { print_backtrace_fileline(); println("plain"); print_backtrace(); exit() } }
probe kernel.function("ip_rcv") { if (execname() == "ping" && !n++) print_backtrace_fileline() }
# Of what is interrupted, the line is that of the instruction that comes next.
probe kernel.function("update_process_times") { if (execname() == "dd" && m++ < 60) print_backtrace_fileline() }
END
run timeout 250 "$MYTAP" --vm="$KERNEL" -r "$KERNEL" --raw=records lines.stp -c 'sh -c "ping -c 1 -W 1 127.0.0.1; dd if=/dev/zero of=/dev/null bs=1 count=500000 2> /dev/null" > /dev/null'
expect_status 0
[ ! -s err ] || fail "messages: $(cat err)"
mv out lines.out
# The raw file has them, too; and its text in files, as -S has them.
run "$MYTAP" replay records
expect_status 0
expect_same lines.out out
run "$MYTAP" replay records -o text -S 1
expect_status 0
expect_same lines.out text.0
mv lines.out out
sed -n '/^plain$/,$p' out | grep '^ 0x' > plain
sed '/^plain$/,$d' out | grep '^ 0x' > frames
[ "$(wc -l < frames)" -ge 15 ] || fail "$(wc -l < frames) frames"
grep -q ' ip_rcv+0x' frames || fail "no stack of an interrupt"
# The second stack, but for its lines.
sed 's/ at [^ ]*:[0-9]* \[/ [/' frames | tail -n "$(wc -l < plain)" | cmp - plain || fail "other frames than print_backtrace() has"
nm "$vmlinux" | awk '$2 ~ /[tT]/ { if (!($3 in at)) at[$3] = $1; else at[$3] = "twice" } END { for (n in at) print n, at[n] }' > symbols
# For each frame: its address in vmlinux, the one before, whether it is exact, the rest of its line.
awk 'NR == FNR { place[$1] = $2; next }
	{ split($3, a, "[+/]"); is_exact = entry || a[2] == "0x0"; entry = a[1] ~ /^asm_(sysvec|exc|common_interrupt)/
	  if (place[a[1]] ~ /^f/) { rest = $0; sub(/^[^:]*: [^ ]* /, "", rest); print place[a[1]], a[2], is_exact, rest } }' symbols frames |
while read -r place offset is_exact rest; do
	printf '0x%x 0x%x %s %s\n' $((0x$place + offset)) $((0x$place + offset - 1)) "$is_exact" "$rest"
done > places
cut -d' ' -f1 places | addr2line -e "$vmlinux" | sed 's/ .*//' > at
cut -d' ' -f2 places | addr2line -e "$vmlinux" | sed 's/ .*//' > before
compared=0 differ=0
while read -r address _ is_exact rest <&3 && read -r at <&4 && read -r before <&5; do
	expected=$before
	[ "$is_exact" = 0 ] || expected=$at
	found=$(sed 's/^at \([^ ]*:[0-9]*\) \[kernel\]$/\1/' <<< "$rest")
	[[ "/$expected" == *"/${found#./}" ]] || fail "$address (exact: $is_exact): '$rest', expected $expected"
	compared=$((compared + 1))
	[ "$is_exact" = 0 ] || [ "$at" = "$before" ] || differ=$((differ + 1))
done 3< places 4< at 5< before
[ "$compared" -ge 500 ] || fail "$compared frames were compared"
[ "$differ" -ge 3 ] || fail "only $differ frames were not behind a call and had another line than the instruction before"
