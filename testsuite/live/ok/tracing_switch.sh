# modules: tracing_switch.stp
# cpus: 1
# tracing_off() stops what trace_function() and trace_enter() record, tracing_on() goes on; calls that are open are closed.
fail() { echo "$*"; grep -n "[{}]" -A3 -B2 out; cat out; exit 1; }
mytap-run -c 'files 3' t_tracing_switch.ko > out 2> err || { cat err; fail "status"; }
[ ! -s err ] || { cat err; fail "messages"; }
set -- $(sed -n 's/^traced \(.*\) untraced \(.*\) closed \(.*\) unopened \(.*\) on \(.*\)$/\1 \2 \3 \4 \5/p' out)
# Turned off within the second read and on within the fifth: the third to the fifth are not seen, the second is closed.
[ $# = 5 ] && [ "$2" = 3 ] && [ "$4" = 3 ] && [ "$5" = 1 ] && [ "$1" -gt 5 ] && [ "$3" = "$1" ] || fail "off for three reads: $*"
[ "$(grep -c ': vfs_read <-' out)" = "$1" ] || fail "not $1 lines of entries"
opened=$(grep -c '|  *vfs_read() {$' out); at_once=$(grep -c '|  *vfs_read();$' out); ends=$(grep -c '|  *}' out)
[ $((opened + at_once)) = "$3" ] && [ "$ends" = "$opened" ] || fail "opened $opened, in one line $at_once, closed $ends, not $3"
