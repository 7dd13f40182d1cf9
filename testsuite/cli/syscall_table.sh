# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The names of the runtime are those of the table, and the table has every number of the C library's headers.
top=$TESTSUITE/..
awk -f "$top/tools/syscall_names.awk" "$top/tapsets/linux/syscalls.def" > made
cmp made "$top/runtime/kernel/syscall_names.h" ||
	fail "runtime/kernel/syscall_names.h is not what tools/syscall_names.awk makes of tapsets/linux/syscalls.def"
[ "$(grep -c '^call ' "$top/tapsets/linux/syscalls.def")" -ge 440 ] || fail "there are too few calls"
bad=0
for w in 64 32; do
	h=/usr/include/x86_64-linux-gnu/asm/unistd_$w.h
	[ -r "$h" ] || continue
	key=nr=
	[ $w = 32 ] && key=nr32=
	awk -v key=$key '$1 == "call" { for (f = 3; f <= NF; f++) if (index($f, key) == 1) {
		n = split(substr($f, length(key) + 1), p, ",")
		for (i = 1; i <= n; i++) { split(p[i], o, ":"); print o[1], o[2] != "" ? o[2] : $2 } } }' \
		"$top/tapsets/linux/syscalls.def" | sort -u > table
	awk '/^#define __NR_/ { print $3, substr($2, 6) }' "$h" | sort -u > header
	[ "$(wc -l < header)" -gt 300 ] || fail "$h has too few numbers"
	comm -13 table header > lacking
	[ -s lacking ] && { echo "of $h the table lacks:"; cat lacking; bad=1; }
done
[ $bad = 0 ] || exit 1
# Every row makes text that parses and resolves, or is a call that this kernel does not have.
run "$MYTAP" ${KERNEL:+-r "$KERNEL"} -p2 -w -e 'probe syscall.*, syscall.*.return { println(name) } probe tp_syscall.* { println(argstr) }'
if [ "$status" != 0 ]; then
	grep -q 'no kernel\|debuginfo\|type information' err && exit 77
	fail "the aliases of system calls do not resolve: $(head -5 err)"
fi
