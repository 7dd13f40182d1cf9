# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# turns: 20
# nd_syscall, dw_syscall, nd1_syscall and nd2_syscall are other names of syscall: of every call and every return, with every variable
# that -L lists, the same C. tp_syscall reads other registers (live/ok/syscall_usual compares what it gives): of the same calls it has
# the same variables.
cat > script.awk << 'AWK'
{
	s = ""
	for (i = 2; i <= NF; i++)
		if ($i ~ /^[a-zA-Z_][A-Za-z0-9_]*:(long|string)$/) {
			split($i, v, ":")
			s = s " print(" v[1] ")"
		}
	print "probe " $1 "\n{" s " }"		# places in the text are the same for every name
}
AWK
# made PREFIX RETURN: all.c, in a folder of that name, with PREFIX as "syscall"; variables: the points and their variables
made() {
	mkdir -p "$1$2"
	run "$MYTAP" -r "$KERNEL" -L "$1.*$2"
	expect_status 0
	awk -f script.awk out > "$1$2/all.stp"
	awk '{ s = $1; for (i = 2; i <= NF && $i !~ /^\$/; i++) s = s " " $i; print s }' out | sed "s/^$1\\./syscall./" | sort -u > "$1$2/variables"
	cd "$1$2" || return
	run "$MYTAP" -w -r "$KERNEL" -p3 all.stp
	expect_status 0
	sed "s/\\b$1\\./syscall./g; s/\\bprobe_$1_/probe_syscall_/g" out > all.c
	cd ..
}
for r in '' .return; do
	made syscall "$r"
	n=$(grep -c '^probe ' "syscall$r/all.stp")
	[ "$n" -ge 370 ] || fail "syscall.*$r: $n points"
	for p in nd_syscall dw_syscall nd1_syscall nd2_syscall; do
		made $p "$r"
		cmp "syscall$r/variables" "$p$r/variables" || fail "$p.*$r has not the points and variables of syscall.*$r"
		cmp "syscall$r/all.c" "$p$r/all.c" || fail "$p.*$r is made into other C than syscall.*$r"
	done
	# By number there are calls, too, whose function the kernel has under no name of its own, and the other way round.
	run "$MYTAP" -r "$KERNEL" -L "tp_syscall.*$r"
	expect_status 0
	awk '{ s = $1; for (i = 2; i <= NF && $i !~ /^\$/; i++) s = s " " $i; print s }' out | sed "s/^tp_syscall\\./syscall./" | sort -u > tp
	join -j 1 -o 1.1 "syscall$r/variables" tp | sort -u > both
	[ "$(wc -l < both)" -ge 370 ] || fail "tp_syscall.*$r has $(wc -l < both) points of syscall.*$r"
	grep -wFf both tp | diff - <(grep -wFf both "syscall$r/variables") || fail "tp_syscall.*$r has other variables"
done
