# modules: trace_module.stp
# cpus: 1
# timeout: 120
# A module's functions, line by line beside the kernel's own function tracer: those of a file system, of a program that works in it.
T=/sys/kernel/tracing
fail() { echo "$*"; diff a b | head -30; exit 1; }
modprobe -q overlay || { echo "the guest's kernel has no overlay file system"; exit 77; }
mount -t tracefs t $T 2> /dev/null
mkdir -p over && mount -t tmpfs t over && mkdir over/low over/up over/work over/all || fail "folders"
mount -t overlay o -o "lowerdir=$PWD/over/low,upperdir=$PWD/over/up,workdir=$PWD/over/work" over/all || fail "no overlay"
echo 'ovl_*' > $T/set_ftrace_filter || fail "no filter"
echo 4096 > $T/buffer_size_kb
echo function > $T/current_tracer || fail "no function tracer"
: > $T/trace
mytap-run -c "sh -c 'cd over/all && echo \$\$ > $T/set_ftrace_pid; exec files 1'" t_trace_module.ko > out 2> err || { cat err; fail "status"; }
cat $T/trace > trace
echo nop > $T/current_tracer
umount over/all over
[ ! -s err ] || { cat err; fail "messages"; }
# The kernel names a process as it was last called, we as it was then: so the last lines, from exec on. We say whose functions they
# are, the kernel's tracer does not; pieces that the compiler split off are no functions for us. What an interrupt runs may fall between
# the two tracers' lines of one call.
lines() { sed -n 's/^ *files-[0-9]* *\[000\] \(.\).\(.\)[.0-9]* *[0-9]*\.[0-9]*: \(.*\)$/\1\2 \3/p' "$1"; }
lines out | grep -v '^.[a-zA-Z]' | sed 's/ \[overlay\]//g' > ours; lines trace | grep -v '^.[a-zA-Z]\|\.part\.[0-9]* <-' > theirs
n=$(wc -l < ours)
[ "$(wc -l < theirs)" -ge "$n" ] || n=$(wc -l < theirs)
tail -n "$n" ours > a; tail -n "$n" theirs > b
[ "$n" -ge 200 ] || fail "$n lines only"
cmp a b || fail "not as the kernel's function tracer has it"
[ "$(grep -c ': ovl_[a-z_.0-9]* \[overlay\] <-' out)" -ge "$n" ] || fail "the module's name"
