# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Every system call's point, and its return's, with every variable that -L lists, as modules of 150 points each; by entry functions and
# by the tracepoint.
cat > script.awk << 'AWK'
{
	s = ""
	for (i = 2; i <= NF; i++)
		if ($i ~ /^[a-zA-Z_][A-Za-z0-9_]*:(long|string)$/) {
			split($i, v, ":")
			s = s " printf(\"" (v[2] == "string" ? "%s" : "%d") "\\n\", " v[1] ")"
		}
	print "probe " $1 " {" s " }"
}
AWK
for points in 'syscall.*' 'syscall.*.return' 'tp_syscall.*' 'tp_syscall.*.return'; do
	run "$MYTAP" -r "$KERNEL" -L "$points"
	expect_status 0
	awk -f script.awk out > all.stp
	n=$(wc -l < all.stp)
	[ "$n" -ge 370 ] || fail "$points: $n points"
	[ "$(grep -c 'println\|printf' all.stp)" = "$n" ] || fail "$points: one without variables"
	split -l 150 all.stp group.
	for g in group.*; do
		run "$MYTAP" -r "$KERNEL" -p4 -w -m groups "$g"
		expect_status 0
	done
	rm -f group.*
done
