# modules: loader_ticks.stp
# timeout: 600
# turns: 30
# Sessions of one module that begin while another is killed, or ends: none takes another's module away, whose it is being
# unknown between its load and the opening of its file. MYTAP_TEST_LONG: more often.
rounds=15
[ ! -e /t/rounds ] || rounds=200
fail() { echo "round $i: $1:"; cat out? err?; exit 1; }
is_left() { ps | grep -q '[m]ytap-' || grep -q '^t_loader_ticks' /proc/modules; }
i=0
while [ $i -lt $rounds ]; do
	mytap-run t_loader_ticks.ko > out1 2> err1 & killed=$!
	usleep $((i % 20 * 5000))
	for n in 2 3; do mytap-run --rename -T 0.01 t_loader_ticks.ko > out$n 2> err$n & eval "run$n=\$!"; done
	kill -9 $killed
	for n in 2 3; do
		eval "wait \$run$n" || fail "session $n failed"
		grep -qx 'end [01]' out$n && [ ! -s err$n ] || fail "session $n"
	done
	n=0
	while is_left && [ $n -lt 1200 ]; do usleep 50000; n=$((n + 1)); done
	is_left && fail "a module is left"
	i=$((i + 1))
done 2> shell
