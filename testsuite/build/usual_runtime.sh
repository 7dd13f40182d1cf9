# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# turns: 60
# timeout: 900
# A kernel's first script waits for what it refers to only; one that needs more has the usual runtime made, and one that needs
# more than that the whole one; the largest is then used for all. A module is never linked with a runtime that lacks
# something that it refers to.
export MYTAP_CACHE_DIR=$PWD/cache
build() { run "$MYTAP" -v -r "$KERNEL" --build=fast --disable-cache --debuginfo=btf -w -m m -p4 "$@"; expect_status 0; }
made_usual() { grep -q '^Compiling the usual runtime for kernel .* (once' err; }
made_whole() { grep -q '^Compiling the whole runtime for kernel .* (once' err; }
function_of() { nm m.ko | grep -q " [tT] $1\$"; }

build -e 'probe kernel.function("vfs_read") { printf("read performed\n"); exit() }'
grep -q '^Compiling the runtime' err || fail 'no runtime was compiled'
for name in netfilter_attach tracepoints_attach profiles_attach mytap_map_find mytap_format returns_attach bulk_set \
	user_stack_has_calls module_resolve conditions_follow command_user_table; do
	! function_of $name || fail "the first script's runtime has $name, which it does not ask for"
done
function_of functions_attach || fail 'a module without the family of its probe'
first=$(stat -c %s m.ko)
# What makes a script need the parts that the first one did without is told by its object, which is then not linked.
refers() { "$MYTAP" -r "$KERNEL" --debuginfo=btf -w -p3 -g -e "$1" > c || fail "no C for: $1"; grep 'MYTAP_REFERENCES = ' c | grep -q "&mytap_has_$2\\b"; }
for part in conditions modules calls programs; do
	! refers 'probe kernel.function("vfs_read") { printf("read performed\n"); exit() }' $part || fail "a one-liner refers to $part"
done
refers 'global a probe kernel.function("vfs_read") if (a) { exit() } probe timer.s(1) { a++ }' conditions || fail 'conditions'
refers 'probe begin { print_ubacktrace() exit() }' programs || fail 'stacks of programs'
refers 'probe process("/bin/true").begin { exit() }' programs || fail 'programs'
if [ -n "$("$MYTAP" -r "$KERNEL" -l 'kernel.function("vfs_read").callee("*")' 2>/dev/null)" ]; then
	"$MYTAP" -r "$KERNEL" -w -p3 -e 'probe kernel.function("vfs_read").callee("*") { exit() }' | grep 'MYTAP_REFERENCES = ' | grep -q '&mytap_has_calls\b' ||
		fail 'calls'
fi
refers 'probe begin { println(%{ 1 %}) exit() }' programs || fail 'embedded C'
module=$("$MYTAP" -r "$KERNEL" --debuginfo=btf -l 'module("*").function("*").call' 2>/dev/null | head -1)
[ -z "$module" ] || refers "probe $module { exit() }" modules || fail "modules, for $module"
build -e 'probe begin { println("x") }'
! grep -q '^Compiling' err || fail 'a runtime is compiled although the first one is enough'
# What is not usual goes past the usual one: one compilation.
cp -a cache past
MYTAP_CACHE_DIR=$PWD/past build -e 'probe netfilter.hook("NF_INET_LOCAL_IN").pf("NFPROTO_IPV4") { exit() } probe timer.s(1) { exit() }'
made_whole && ! made_usual || { cat err; fail 'the way from the first runtime to the whole one'; }
function_of netfilter_attach && function_of timers_attach || fail 'a module without the families of its probes'
build -e 'probe timer.s(1) { exit() }'
made_usual && ! made_whole || { cat err; fail 'no usual runtime for the second script'; }
! function_of netfilter_attach || fail 'the usual runtime has a family that its list does not name'
usual=$(stat -c %s m.ko)
[ "$first" -lt $((usual * 3 / 4)) ] || fail "the first script's module has $first bytes, with the usual runtime $usual"
# What scripts usually consist of.
for script in 'global m probe timer.ms(10) { m[pid(), execname()] <<< 1 } probe end { foreach ([p, e] in m- limit 5) printf("%d %s %d %d\n", p, e, @count(m[p, e]), @avg(m[p, e])) }' \
	'global s probe kernel.function("vfs_read").return { s <<< gettimeofday_ns() - @entry(gettimeofday_ns()) } probe end { print(@hist_log(s)) }' \
	'probe kernel.trace("sched_switch") { printf("%s %d %d\n", execname(), cpu(), tid()) }' \
	'global n probe kernel.function("vfs_read") { if (pid() == target()) n++; if (n > 5) error("five") } probe error { println(n) }' \
	'probe syscall.openat { printf("%s %s\n", execname(), argstr) }' \
	'probe syscall.read.return { if (execname() =~ "^c.t$") printf("%s\n", retstr) }' \
	'global n probe timer.profile { n[ppfunc() . "x"]++ }'; do
	build -e "$script"
	! grep -q '^Compiling' err || { cat err; fail "another runtime for: $script"; }
	[ "$(ls cache/seed | grep -c -- '-usual$')" = 1 ] || fail 'more than one usual runtime'
done
# A family that it lacks: the whole runtime, once, and then also for what the usual one would do for.
build -e 'probe netfilter.hook("NF_INET_LOCAL_IN").pf("NFPROTO_IPV4") { exit() }'
made_whole || { cat err; fail 'a family that is not usual, without the whole runtime'; }
function_of netfilter_attach || fail 'a module without the family of its probe'
! nm m.ko | grep ' U mytap_' || fail 'a module that refers to what it has not'
build -e 'probe begin { println(fp_to_string(fp_add(string_to_fp("1.5"), string_to_fp("2")), 3)) exit() }'
! grep -q '^Compiling' err || fail 'the whole runtime is compiled each time'
function_of mytap_fp_add || fail 'a module without a function that it calls'
build -e 'probe begin { println("x") exit() }'
! grep -q '^Compiling' err || fail 'a runtime is compiled although the whole one is there'
[ "$usual" -lt $(($(stat -c %s m.ko) * 2 / 3)) ] || fail "a module with the usual runtime has $usual bytes of $(stat -c %s m.ko)"
# The compiler's passes for the runtime make calls as the kernel's patching of them needs it.
if [[ $KERNEL != 6.1.* ]]; then	# another format
	python3 "$TESTSUITE/build/alternatives.py" cache/seed/*/runtime.o past/seed/*/runtime.o > calls || { cat calls; fail 'calls that the kernel cannot patch'; }
fi
