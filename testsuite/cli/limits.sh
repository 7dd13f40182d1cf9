# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# row: 1.9 other limits; 1.9 other limits (refused); 1.1 macros (refused)
# Scripts of absurd size and depth: each compiled, or refused with a message that says what is too much. Never a crash.
shopt -s lastpipe
repeat() { yes -- "$1" | head -n "$2" | tr -d '\n'; }		# repeat TEXT TIMES
numbered() { seq "$2" "$3" | sed "s|.*|$1|"; }	# numbered 'text with &' FROM TO
N=10000

# script NAME STATUS TEXT-OF-THE-MESSAGE: the script comes on standard input.
script() {
	cat > "$1.stp"
	# 500 MB for what is refused: address space, with room for the stack that is set aside (256 MB) and for the kernel's index.
	(ulimit -v 1200000; run "$MYTAP" -r "$KERNEL" -w -p3 "$1.stp"; echo "$status" > status)
	status=$(cat status)
	[ "$status" = "$2" ] || { head -c 500 err; fail "$1: status $status"; }
	[ -z "$3" ] || grep -q -- "$3" err || { head -c 500 err; fail "$1: not the message: $3"; }
	[ "$(grep -c . err)" -lt 400 ] || fail "$1: too many messages"
}

deep='nested too deep: at most 2000 levels.*(limit NESTING)'
{ echo "probe begin { x = $(repeat '(' $N)1$(repeat ')' $N) println(x) }"; } | script parentheses 0 ''
echo "probe begin $(repeat '{' $N)println(1)$(repeat '}' $N)" | script blocks 1 "$deep"
echo "probe begin { $(repeat 'if (1) ' $N)println(1) }" | script ifs 1 "$deep"
echo "probe begin { $(repeat 'while (1) ' $N)exit() }" | script whiles 1 "$deep"
echo "probe begin { x = 1 $(repeat 'if (x == 2) x = 3 else ' $N) println(x) }" | script elses 1 "$deep"
echo "probe begin { x = 1 $(repeat 'if (x == 2) x = 3 else ' 1900) println(x) }" | script elses_just 0 ''
echo "probe begin { $(repeat 'try { ' $N)println(1)$(repeat '} catch { }' $N) }" | script tries 1 "$deep"
echo "probe begin { s = execname() println($(repeat 's . ' $N) s) }" | script concatenation 1 "$deep"
echo "probe begin { s = execname() println($(repeat 's . ' 1900) s) }" | script concatenation_just 0 ''
echo "global a probe begin { println($(repeat 'a ? 1 : ' $N) 2) }" | script ternaries 1 "$deep"
echo "function f(x) { return x } probe begin { println($(repeat 'f(' $N)1$(repeat ')' $N)) }" | script calls 1 "$deep"
echo "global a probe begin { println($(repeat 'a[' $N)1$(repeat ']' $N)) }" | script elements 1 "$deep"
echo "probe begin { println($(repeat '!' $N)1) }" | script operators 1 "$deep"
echo "$(repeat '%( 1 == 1 %? ' $N) probe begin { println(1) } $(repeat '%)' $N)" | script conditionals 0 ''
{ numbered '@define m& %( @n& %)' 1 $N; echo '@define m %( @m %) probe begin { println(@m) }'; } |
	script macro_of_itself 1 'macros are nested more than 250 deep.*(limit MACRO_NESTING)'
{ echo '@define m(a) %( (@a) %)'; echo "probe begin { println($(repeat '@m(' $N)1$(repeat ')' $N)) }"; } |
	script macro_arguments 1 '(limit MACRO_TOKENS)'
{ echo '@define m0 %( 1 %)'; for ((i = 1; i < 64; i++)); do echo "@define m$i %( @m$((i - 1)) + @m$((i - 1)) %)"; done
	echo 'probe begin { println(@m63) }'; } | script macro_bomb 1 "$deep"
{ numbered 'function f&(x) { return f&0(x) + 1 }' 1 1; for ((i = 0; i < N; i++)); do echo "function g$i(x) { return g$((i + 1))(x) + 1 }"; done
	echo "function g$N(x) { return x } function f10(x) { return x } probe begin { println(g0(1)) }"; } | script functions 0 ''
{ for ((i = 0; i < 1000; i++)); do echo "probe a$i = a$((i + 1)) { }"; done; echo 'probe a1000 = begin { } probe a0 { println(1) }'; } |
	script aliases 0 ''
echo 'probe a = b { } probe b = a { } probe a { println(1) }' | script alias_circle 1 'break the cycle'
echo "probe $(repeat '{a,b}.' 40)c { println(1) }" | script braces 1 'multiply to more than 20000 points (limit BRACE_POINTS)'
echo "probe kernel.function(\"vfs_read\") { println(\$file$(repeat '->f_inode' $N)) }" | script members 1 "no member 'f_inode'"
echo "probe begin { println(\"a\" =~ \"$(repeat '(' $N)a$(repeat ')' $N)\") }" | script regex_groups 1 'parentheses are nested too deep.*(limit REGEX_NESTING)'
echo 'probe begin { println("a" =~ "(a{1,255}){1,255}{1,255}") }' | script regex_bomb 1 'too big.*(limit REGEX_STATES)'
echo "probe begin { println($(repeat '1,' $N)1) }" | script arguments 1 'at most 127 values.*(limit PRINT_VALUES)'
echo "global a probe begin { a[$(repeat '1,' $N)1] = 1 }" | script keys 1 'at most 16 keys'
{ echo "function f($(numbered 'a&,' 1 $N) b) { return b } probe begin { println(f($(repeat '1,' $N)1)) }"; } | script parameters 1 'at most 64 parameters (limit PARAMETERS)'
echo "probe begin { println(\"$(repeat x 5000000)\") }" | script string 0 ''
{ printf '/* '; repeat x 10000000; } | script comment 1 'has no end'
echo 'probe begin { printf("%99999999999999999999d", 1) }' | script width 1 'at most 1000000'

# Each limit of limits.def, beyond it; what doubles or multiplies; long chains of calls, in any order.
beyond() { script "$1" 1 "(limit $2)"; }
{ printf 'probe begin { println(1) } #'; repeat x 34000000; } | beyond size SCRIPT_SIZE
repeat 'probe begin { n++ } ' 1000000 | beyond tokens TOKENS
{ for ((i = 0; i < 40; i++)); do echo "@define m$((i + 1)) %( @m$i @m$i %)"; done
	echo '@define m0 %( x++ %) global x probe begin { @m40 }'; } | beyond macro_doubling MACRO_TOKENS
{ numbered 'global v&' 1 100000; echo "probe begin { $(numbered 'v&++' 1 100000) }"; } | beyond globals GLOBALS
echo "global $(numbered 'v&,' 1 1000000) v probe begin { v++ }" | beyond globals_list GLOBALS
echo "function f($(numbered 'p&,' 1 1000000) q) { return q } probe begin { println(f(1)) }" | beyond parameters_list PARAMETERS
{ repeat 'function f() { next } ' 75000; echo 'probe begin { println(f()) }'; } | beyond overloads OVERLOADS
{ repeat 'function f() { next } ' 999; echo 'function f() { return 1 } probe begin { println(f()) }'; } | script overloads_just 0 ''
echo "global a probe begin { foreach ([$(numbered 'k&,' 1 300000) k] in a) println(k) }" | script foreach_keys 1 'at most 16 keys'
{ for ((i = 0; i < 39; i++)); do echo "probe a$i = a$((i + 1)), a$((i + 1)) { }"; done
	echo 'probe a39 = never { } probe a0 { println(1) }'; } | beyond alias_doubling PROBE_POINTS
echo "probe $(repeat 'begin, ' 149000) begin { println(1) }" | beyond places PROBES
{ echo "probe a = $(repeat 'begin, ' 1000) begin { }"; echo "probe b = $(repeat 'a, ' 1000) a { } probe b { println(1) }"; } |
	beyond alias_points PROBES
{ for ((i = 0; i < N; i++)); do echo "probe a$i = a$((i + 1)) { }"; done; echo "probe a$N = begin { } probe a0 { println(1) }"; } |
	beyond alias_chain ALIAS_NESTING
echo "global x probe begin { $(repeat 'x++ ' 1000000) }" | beyond statements NODES
{ echo 'global x'; numbered 'probe timer.ms(&) { x++ x++ x++ x++ x++ x++ x++ x++ }' 1 80000; } | beyond copies NODES
chain() { echo "function g$1(x) { return x }"; seq "$1" -1 1 | sed 's/.*/& &/' | awk '{ printf "function g%d(x) { return g%d(x) + 1 }\n", $1 - 1, $1 }'; }
{ chain 100000; echo 'probe begin { println(g0(1)) }'; } | beyond functions FUNCTIONS
# In the order and the size that take most, within 500 MB.
{ chain 200000 | tac; echo 'probe begin { println(g0(1)) }'; } > functions_forward.stp
kb=$(python3 -c 'import resource, subprocess, sys
subprocess.run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$MYTAP" -r "$KERNEL" -w -p3 functions_forward.stp 2> err)
grep -q '(limit FUNCTIONS)' err || { head -c 500 err; fail "functions_forward: not the message"; }
[ "$kb" -gt 50000 ] && [ "$kb" -lt 500000 ] || fail "functions_forward: $kb kB"
{ chain 20000; echo 'probe begin { println(g0(1)) }'; } | script chain 0 ''
# Functions that hand on an argument, of which only the last one tells anything, and their results: the time grows with
# their number, in any order (0.3 to 0.9 s of CPU; when each round told of one more it was 61 s).
handed() { seq 0 "$(($1 - 1))" | awk -v with="${2-}" '{ printf "function g%d(x) { return g%d(x%s) }\n", $1, $1 + 1, with }'; echo "function g$1(x) { return x }"; }
in_time() {
	cat > "$1.stp"
	python3 -c 'import resource, subprocess, sys
status = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(status, int(1000 * used.ru_utime), used.ru_maxrss)' "$MYTAP" -r "$KERNEL" -w -p2 "$1.stp" 2> err | tail -1 | read -r status ms kb
	[ "$status" = 0 ] || { head -c 500 err; fail "$1: status $status"; }
	[ "$ms" -lt "$2" ] && [ "$kb" -lt 500000 ] || fail "$1: $ms ms of CPU, $kb kB"
}
{ handed 20000; echo 'probe begin { println(g0(1)) }'; } | in_time handed_down 3000
{ handed 20000 | tac; echo 'probe begin { println(g0("x")) }'; } | in_time handed_up 3000
{ handed 20000 | shuf --random-source=<(yes); echo 'probe begin { println(g0(1)) }'; } | in_time handed_anyhow 3000
{ handed 20000 | shuf --random-source=<(yes); echo 'global nobody_reads probe begin { nobody_reads = g0(pid()) + g0(1) }'; } | in_time handed_settled 3000
{ handed 20000 '->parent' | shuf --random-source=<(yes); echo 'probe begin { p = g0(@cast(0, "task_struct")) println(p->pid) }'; } |
	in_time handed_typed 8000
deep_chain() {
	local open close
	open=$(repeat '-(' 1800) close=$(repeat ')' 1800)
	for ((i = 0; i < 400; i++)); do echo "function g$i(x) { return ${open}g$((i + 1))(x)$close }"; done
	echo 'function g400(x) { return x }'
}
{ deep_chain; echo 'probe begin { println(g0(1)) }'; } | beyond deep_chain CALL_LEVELS
if has long; then
	{ deep_chain | tac; echo 'probe begin { println(g0(1)) }'; } | beyond deep_chain_backward CALL_LEVELS
	{ chain 20000 | tac; echo 'probe begin { println(g0(1)) }'; } | script chain_forward 0 ''
fi
{ for ((i = 0; i < 300; i++)); do echo "function f$i(x) { if (x) return f$(((i * 7 + 1) % 300))(x - 1) + f$(((i * 3 + 2) % 300))(x - 1) return 0 }"; done
	echo 'probe begin { println(f0(3)) }'; } | script recursion 0 ''
echo "global a probe begin { println($(repeat 'a && ' 1900) a) }" | script ands 0 ''
echo "probe begin { println($(repeat '@cast(' 300)0$(repeat ', "task_struct")->parent' 300)) }" | script casts 0 ''
{ echo 'function f(x) { if (x) next return x } function f(x) { return x + 1 }'
	echo "probe begin { println($(repeat 'f(' 1000)1$(repeat ')' 1000)) }"; } | script overloads 0 ''
echo "probe begin { $(numbered 'nosuch&(1)' 1 50000) }" | script errors 1 'unresolved function'
# Each row is in the manual, with its number, and has a script here.
sed -n 's/^LIMIT(\([A-Z_]*\), \([^,]*\),.*/\1 \2/p' "$TESTDIR/../../parser/limits.def" > rows
[ "$(wc -l < rows)" -ge 15 ] || fail 'no rows in limits.def'
while read -r name number; do
	grep -qF ".BR $name \" ($((number)))\"" "$TESTDIR/../../doc/mytap.1" || fail "doc/mytap.1 has no limit $name of $((number))"
	grep -qE "limit $name\)|beyond [a-z_]+ $name\$" "$TESTDIR/limits.sh" || fail "no script is beyond $name"
done < rows

# 10 MB of functions, one of them used.
{ numbered 'function f&(a, b) { if (a > b) return a * &; else return b + & }  # a comment, so that the line is a line' 1 110000
	echo 'probe begin { println(f7(1, 2)) exit() }'; } > big.stp
[ "$(wc -c < big.stp)" -gt 10000000 ] || fail "big.stp is small"
run "$MYTAP" -r "$KERNEL" -w -p3 big.stp
[ "$status" = 0 ] || { head -c 500 err; fail "10 MB"; }
# 5,000 probes, to the module.
{ echo 'global n'; numbered 'probe begin(&) { n += & }' 1 5000; echo 'probe begin(6000) { println(n) exit() }'; } > probes.stp
run "$MYTAP" -r "$KERNEL" -w -p4 -m probes probes.stp
[ "$status" = 0 ] || { cat err; fail "5,000 probes"; }

# What is kept at a time must fit the kernel's stack: numbers by the thousand do; what cannot is refused.
{ echo 'probe begin {'; numbered 'x& = & + pid()' 1 3000; numbered 'x& += tid()' 1 3000; echo "println(0 $(numbered '+ x&' 1 1500))}"; } > values.stp
run "$MYTAP" -r "$KERNEL" -w -p4 -m values values.stp
[ "$status" = 0 ] || { cat err; fail "3,000 numbers at a time"; }
echo "function f(x) { return x + pid() } probe begin { println(0 $(numbered '+ f(&)' 1 1000)) }" > frame.stp
run "$MYTAP" -r "$KERNEL" -w -p4 -m frame frame.stp
[ "$status" = 1 ] && grep -q "bytes of the kernel's stack, and at most 1536 are safe" err || { cat err; fail "too big a frame"; }
