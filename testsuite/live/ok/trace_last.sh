# modules: trace_last.stp trace_last_args.stp
# cpus: 1 2
# timeout: 300
# turns: 22
# The last records of each processor: as many as are asked for, the last ones, and how many there were before them, all by
# the script's own counts. The rings are much smaller than what goes through them.
fail() { echo "$*"; cat err; head -12 out; exit 1; }
# run LAST MODULE COMMAND
run() {
	mytap-run --last "$1" -c "$3" "$2" > out 2> err || fail "status $?"
	[ ! -s err ] || fail "messages"
}
# check LAST: shown and written, in the header and by processor
check() {
	sed -n 's/^cpu \([0-9]*\) wrote \([0-9]*\)$/\1 \2/p' out > counts
	[ -s counts ] || fail "no counts"
	want_shown=0 want_written=0
	while read -r cpu n; do
		lines=$(grep -c "^ .*-[0-9]* *\[00$cpu\] .* vfs_\(read\|write\) <-" out)
		[ "$n" -lt "$1" ] && want=$n || want=$1
		[ "$lines" = "$want" ] || fail "CPU $cpu: $lines lines of $n, not $want"
		want_shown=$((want_shown + want)) want_written=$((want_written + n))
	done < counts
	head=$(sed -n 's/^# entries-in-buffer\/entries-written: \([0-9/]*\)   #P:[0-9]*$/\1/p' out)
	[ "$head" = "$want_shown/$want_written" ] || fail "header: $head, not $want_shown/$want_written"
	# in order of time, over all processors
	sed -n 's/^ .*\] [^ ]* *\([0-9.]*\): vfs_.*/\1/p' out > times
	sort -n times | cmp - times || fail "order"
}
for last in 1 7 50 1000 100000; do
	run $last t_trace_last.ko "sh -c 'reads 4000'"
	check $last
	[ "$want_written" = 4000 ] || fail "$want_written, not 4000"
done
# The last ones: what came at the end is there, whole.
run 60 t_trace_last.ko "sh -c 'reads 4000; i=0; while [ \$i -lt 25 ]; do echo \$i; i=\$((i + 1)); done > /dev/null'"
check 60
[ "$(grep -c ' vfs_write <-' out)" = 25 ] || fail "the 25 writes at the end"
grep ' vfs_[a-z]* <-' out | tail -n 25 | grep -q vfs_read && fail "they are the last"
# A record of any size; ended by a signal, when all was done.
mytap-run --last 20 -c "sh -c 'reads 3000; kill -INT \$PPID; sleep 100'" t_trace_last_args.ko > out 2> err || fail "status $?"
grep -v 'calls have an entry or a return only in the trace' err | grep . && fail "messages"
n=$(sed -n 's/^wrote \([0-9]*\) calls$/\1/p' out)
head=$(sed -n 's/^# entries-in-buffer\/entries-written: \([0-9]*\)\/\([0-9]*\)   .*/\1 \2/p' out)
set -- $head
[ "$n" = 3000 ] || fail "$n calls"
[ "$1" -ge 20 ] && [ "$1" -le 40 ] || fail "$1 records"
[ "$2" = 6000 ] || fail "$2 records of an entry and a return each"
# Nothing to keep: said before anything is loaded.
mytap-run --last 1000000000 t_trace_last_args.ko > out 2> err && fail "a buffer that there is not"
grep -q 'no buffer holds 1000000000 records' err || fail "said"
