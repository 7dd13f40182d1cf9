# modules: founding_probes.stp
# cpus: 1
# The kprobes and jprobes of ../shared/FOUNDING.md, which doc/founding.md walks through: by symbol and by address, before and
# behind, arguments by their name, a fault while the function runs: each sees what the program itself says it did. (The
# function tracers beside the kernel's own: trace. On and off: tracing_switch. Tracers, kprobes and hooks: inspect/live.)
fail() { echo "$*"; cat out err; exit 1; }
# same WHAT WANTED: the lines "WHAT ...", from there on, are these
same() { sed -n "s/^$1 //p" out > got; printf '%s\n' "$2" | cmp -s - got || { printf '%s\n' "$2" | diff - got; fail "$1"; }; }
thrice() { printf '%s\n' "$1" "$1" "$1"; }
echo 0 > /proc/sys/kernel/kptr_restrict
mytap-run -c 'clones 3' t_founding_probes.ko > out 2> err || fail "status $?"
[ ! -s err ] || fail "messages"
at=$(sed -n 's/ T kernel_clone$//p' /proc/kallsyms)
same pre "$(thrice "$at")"
same 'by address: pre' "$(thrice "$at")"
# Behind the first instruction, wherever that ends.
for how in '' 'by address: '; do
	for behind in $(sed -n "s/^${how}post //p" out); do
		n=$((0x$behind - 0x$at))
		[ $n -gt 0 ] && [ $n -le 15 ] || fail "${how}post is $n bytes behind"
	done
	[ "$(grep -c "^${how}post" out)" = 3 ] || fail "${how}post: not 3"
done
# As dump_stack() shows it: the function, and who called it.
[ "$(grep -A1 '^pre ' out | grep -c "^ 0x$at : kernel_clone+0x0/0x[0-9a-f]* \[kernel\]$")" = 3 ] || fail "no backtrace"
[ "$(grep -A9 '^pre ' out | grep -c ' : do_syscall_64+0x')" = 3 ] || fail "the backtrace has no system call"
same args "$(sed -n 's/^clone flags \(.*\) parent_tid \(.*\) child .*/flags \1 stack_size 0x0 parent_tid \2/p' out)"
same fault "$(sed -n 's/^clone .* parent_tid \(.*\) child .*/\1/p' out)"
same return "$(sed -n 's/^clone .* child //p' out)"
futex=$(sed -n 's/^futex at //p' out)
same 'futex called' "$futex 0
$futex -11"
# In that order, at each call. (Of the two ways to the entry, ftrace and kprobes, neither comes first by rule.)
in_order() {
	sed -n "s/^\\($1\\) .*/\\1/p" out | tr '\n' '|' > order
	[ "$(cat order)" = "$(thrice "$2" | tr '\n' '|')" ] || fail "order: $(cat order)"
}
in_order 'pre\|args\|fault\|return' 'pre
args
fault
return'
in_order 'by address: pre\|by address: post\|return' 'by address: pre
by address: post
return'
