# modules: oom_arrays.stp
# alone: yes
# needs: long installed
# guest: --memory 176
# timeout: 20000
# $ROUNDS times more sessions at once than there is memory for: each runs or is refused with a word, the kernel's log has
# nothing but our own lines (and how slow the emulator is), nothing is left and nobody is killed by it. Some are killed by
# us, while they ask for memory.
fail() { echo "round $i: $*"; cat err.* 2>/dev/null; dmesg | tail -20; exit 1; }
wait_for() {
	waited=0
	while ! eval "$1"; do
		[ $((waited += 1)) -lt 1200 ] || return 1
		usleep 50000
	done
}
# Both are tested: there is memory for some of the sessions, and not for all.
is_tested() { [ $ran -ge $((i / 2)) ] && [ $refused -ge $((i / 2)) ]; }
is_left() { ps | grep -q '[m]ytap-' || grep -q oom_arrays /proc/modules; }
echo 8 > /proc/sys/kernel/printk		# all that is said before a panic
echo 1 > /proc/sys/vm/panic_on_oom
i=0 ran=0 refused=0 killed=0
while [ $i -lt "$ROUNDS" ]; do
	rm -f out.* err.*
	for n in 1 2 3; do
		mytap-run -w -b 1 --rename --any-memory t_oom_arrays.ko > out.$n 2> err.$n & eval "run$n=\$!"
	done
	if [ $((i % 4)) = 3 ]; then
		usleep $((i % 20 * 20000))
		kill -9 $run1 2> /dev/null
	fi
	for n in 1 2 3; do
		eval "pid=\$run$n"
		wait_for "grep -qs runs out.$n || ! kill -0 $pid 2> /dev/null" || fail "session $n neither runs nor ends"
	done
	for n in 1 2 3; do
		eval "pid=\$run$n"
		kill -INT $pid 2> /dev/null
		wait $pid
		case $? in
		0) grep -qs runs out.$n || fail "session $n did not run"
			ran=$((ran + 1)) ;;
		1) grep -q 'memory' err.$n || fail "refused without a word"
			refused=$((refused + 1)) ;;
		137) [ $n = 1 ] && [ $((i % 4)) = 3 ] || fail "session $n was killed"
			killed=$((killed + 1)) ;;
		*) fail "session $n ended strangely" ;;
		esac
	done 2> /dev/null
	wait_for '! is_left' || fail "a module is left"
	dmesg | grep -v ' t_oom_arrays\|hrtimer: interrupt took' && fail "the kernel's log"
	i=$((i + 1))
	[ $i != 20 ] || is_tested || fail "$ran sessions ran, $refused were refused: the guest's memory is not of the right size"
done
is_tested || fail "$ran sessions ran, $refused were refused"
echo "$ran sessions ran, $refused were refused, $killed were killed"
