# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# needs: guest headers dwarf
# timeout: 300
# print_backtrace_fileline(): each frame of the kernel with the source line that addr2line knows for the same place: of a frame that made
# call, that of the call. The raw file has them too, and -S writes the same.
for vmlinux in /usr/lib/debug/boot/vmlinux-"$KERNEL" /usr/lib/debug/lib/modules/"$KERNEL"/vmlinux; do [ ! -e "$vmlinux" ] || break; done
[ -e "$vmlinux" ] || skip "no vmlinux with DWARF"
cat > lines.stp <<'END'
probe kernel.function("vfs_read") { if (execname() == "dd") { print_backtrace_fileline(); println("plain"); print_backtrace(); exit() } }
probe kernel.function("ip_rcv") { if (execname() == "ping" && !n++) print_backtrace_fileline() }
END
sed -i '1iglobal n' lines.stp
run timeout 250 "$MYTAP" --vm="$KERNEL" -r "$KERNEL" --raw=records lines.stp -c 'sh -c "ping -c 1 -W 1 127.0.0.1; dd if=/dev/zero of=/dev/null count=1 2> /dev/null" > /dev/null'
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
n=0
while read -r address _ name rest; do
	offset=${name#*+} offset=${offset%/*} function=${name%%+*}
	place=$(awk -v n="$function" '$1 == n { print $2 }' symbols)
	case $place in '' | twice) continue ;; esac
	back=1
	[ "$offset" = 0x0 ] && back=0
	expected=$(addr2line -e "$vmlinux" "$(printf '0x%x' $((0x$place + offset - back)))")
	expected=${expected%% *}	# "(discriminator 3)"
	found=$(sed 's/^at \([^ ]*:[0-9]*\) \[kernel\]$/\1/' <<< "$rest")
	[[ "/$expected" == *"/${found#./}" ]] || fail "$address $name: '$rest', expected $expected"
	n=$((n + 1))
done < frames
[ "$n" -ge 12 ] || fail "$n frames were compared"
