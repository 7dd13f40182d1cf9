# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# turns: 40
# timeout: 900
# A kernel's first script waits for the usual runtime only; one that needs more has the whole one made, which is then
# used for all. A module is never linked with a runtime that lacks something that it refers to.
export MYTAP_CACHE_DIR=$PWD/cache
build() { run "$MYTAP" -v -r "$KERNEL" --build=fast --disable-cache --debuginfo=btf -w -m m -p4 "$@"; expect_status 0; }
made_whole() { grep -q '^Compiling the whole runtime for kernel .* (once' err; }
function_of() { nm m.ko | grep -q " [tT] $1\$"; }

build -e 'probe kernel.function("vfs_read") { printf("read performed\n"); exit() }'
grep -q '^Compiling the runtime' err || fail 'no runtime was compiled'
! function_of netfilter_attach || fail 'the usual runtime has a family that its list does not name'
usual=$(stat -c %s m.ko)
# What scripts usually consist of.
for script in 'global m probe timer.ms(10) { m[pid(), execname()] <<< 1 } probe end { foreach ([p, e] in m- limit 5) printf("%d %s %d %d\n", p, e, @count(m[p, e]), @avg(m[p, e])) }' \
	'global s probe kernel.function("vfs_read").return { s <<< gettimeofday_ns() - @entry(gettimeofday_ns()) } probe end { print(@hist_log(s)) }' \
	'probe kernel.trace("sched_switch") { printf("%s %d %d\n", execname(), cpu(), tid()) }' \
	'global n probe kernel.function("vfs_read") { if (pid() == target()) n++; if (n > 5) error("five") } probe error { println(n) }' \
	'probe syscall.openat { printf("%s %s\n", execname(), argstr) }' \
	'probe syscall.read.return { if (execname() =~ "^c.t$") printf("%s\n", retstr) }' \
	'global n probe timer.profile { n[ppfunc() . "x"]++ }'; do
	build -e "$script"
	! made_whole || { cat err; fail "the whole runtime for: $script"; }
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
