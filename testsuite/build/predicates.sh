# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Which handlers have a predicate: a function that the runtime asks before it takes the hit's context. Only a test that comes first,
# has no effect, cannot fail and reads nothing but ids and registers.

# asked EXPRESSION HANDLER: the C of its predicate; "": it has none.
asked() {
	run "$MYTAP" -r "$KERNEL" -w -p3 -e "global n, m[10], s probe kernel.function(\"vfs_read\") { $2 } probe begin { m[1] = 1; s = \"\" } probe end { println(n, s) foreach (k in m) println(k) }"
	expect_status 0
	[ "$(sed -n 's/^MYTAP_PREDICATE([^,]*, \(.*\))$/\1/p' out)" = "$1" ] || fail "$2: $(grep MYTAP_PREDICATE out)"
	[ "$(grep -c '\.predicate = ' out)" = "$([ -n "$1" ] && echo 1 || echo 0)" ] || fail "$2: in the table"
}
asked 'c->pid == 1' 'if (pid() == 1) n++'
asked '!(c->pid != 1)' 'if (pid() != 1) next; n++'
asked 'c->pid == mytap_target_first && (s64)c->regs->dx > 100' 'if (pid() == target() && $count > 100) n++'
asked 'mytap_tid() == 7 || mytap_uid() == 1000' 'if (tid() == 7 || uid() == 1000) { n++; s .= "x" }'
asked '(s64)c->regs->dx & 7' 'if ($count & 7) n++'
asked 'mytap_execname_is(0x746163ULL, 0ULL)' 'if (execname() == "cat") n++'
asked '!(!mytap_execname_is(0x6e5f656874206120ULL, 0x656d61ULL) && c->pid != 7)' 'if (" a the_name" != execname() && pid() != 7) next; n++'
# not first, with something behind it or for the other case, an effect, what may fail, what is read from memory, what another CPU changes
asked '' 'n++; if (pid() == 1) n++'
asked '' 'if (pid() == 1) n++; n++'
asked '' 'if (pid() == 1) n++; else s .= "x"'
asked '' 'if (n++ > 5) s .= "x"'
asked '' 'if (100 / pid() == 1) n++'
asked '' 'if ($file->f_flags == 1) n++'
asked '' 'if (m[1] == 1) n++'
asked '' 'if (n == 1) s .= "x"'
asked '' 'if (cpu() == 1) n++'
asked '' 'if (execname() > "cat") n++'
asked '' 'if (execname() == s) n++'
# One that is too long for a line of C, which is written with variables, compiles.
long=$(printf '$count * %d + ' $(seq 1000000001 1000000400))
asked '' "if ($long 1 == 5) n++"
run "$MYTAP" -r "$KERNEL" -w -p4 -m long -e "global n probe kernel.function(\"vfs_read\") { if ($long 1 == 5) n++ } probe end { println(n) }"
expect_status 0
# Other families are asked as before.
run "$MYTAP" -r "$KERNEL" -w -p3 -e 'global n probe timer.profile, kernel.trace("sched_switch") { if (pid() == 1) n++ } probe end { println(n) }'
expect_status 0
grep -q 'PREDICATE' out && fail "a predicate where none is asked"
true
