# modules: loader_ticks.stp flood.stp
# timeout: 90
# turns: 19
# Each ending signal runs the end probes, delivers all, removes the module, status 0; a second one leaves a blocked output.
fail() { echo "$1:"; cat out err; exit 1; }
gone() { ! grep -q "^$1 " /proc/modules; }
for s in INT TERM HUP QUIT; do
	# Not by &: a shell without job control starts such jobs with SIGINT and SIGQUIT ignored.
	(mytap-run -c "sleep 0.3; kill -$s \$PPID; sleep 50" t_loader_ticks.ko > out 2> err) || fail "status after SIG$s"
	grep -q '^begin' out && grep -qx 'end [01]' out && [ ! -s err ] && gone t_loader_ticks || fail "SIG$s"
done
mkfifo pipe
sleep 600 < pipe & holder=$!
mytap-run -b 1 -o pipe -c 'reads 200000; touch full; sleep 50' t_flood.ko > out 2> err & run=$!
n=0
while [ ! -e full ] && [ $n -lt 300 ]; do sleep 0.1; n=$((n + 1)); done
kill -TERM $run
sleep 1
grep -q '^t_flood ' /proc/modules || fail "waits for its reader"
kill -TERM $run
wait $run && fail "output was thrown away: status 1"
kill $holder
grep -q 'bytes of output were not written' err && gone t_flood || fail "leaves in a hurry"
# At every moment: nothing was begun, or the end probe ran; and the command that the terminal ends is no news.
cat > moment << 'END'
mytap-run -c 'sleep 50' t_loader_ticks.ko > out 2> err &
run=$!
usleep $1
kill -$2 $run
wait $run
echo $? > status
END
begun=0 early=0
i=0
while [ $i -lt 25 ] || { [ $begun = 0 ] && [ $i -lt 150 ]; }; do		# a busy host may take seconds to begin
	set -- $((i * i * 1000)) TERM
	sh moment "$@"
	gone t_loader_ticks || fail "after $1 us: still loaded"
	case "$(grep -c ^begin out) $(cat status)" in
	'1 0') grep -q '^end' out && [ ! -s err ] || fail "after $1 us"; begun=$((begun + 1)) ;;
	'0 1') [ "$(cat err)" = 'mytap-run: interrupted before the script began' ] || fail "after $1 us"; early=$((early + 1)) ;;
	'0 143') early=$((early + 1)) ;;	# it had not come to main()
	*) fail "after $1 us: status $(cat status)" ;;
	esac
	i=$((i + 1))
done
[ $begun -gt 0 ] && [ $early -gt 0 ] || fail "$begun begun, $early not"
(setsid mytap-run -c 'sleep 0.2; kill -INT -$PPID; sleep 50' t_loader_ticks.ko > out 2> err) || fail "a signal for the group"
[ ! -s err ] && grep -qx 'end [01]' out || fail "a signal for the group"
# Under nohup the terminal's end is none of its business.
(trap '' HUP; mytap-run -c 'kill -HUP $PPID; sleep 0.3; echo done > did' t_loader_ticks.ko > out 2> err) || fail "nohup"
[ "$(cat did)" = done ] && grep -qx 'end [01]' out && [ ! -s err ] && gone t_loader_ticks || fail "nohup"
