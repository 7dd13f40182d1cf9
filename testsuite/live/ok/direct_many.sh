# modules: direct_many.stp
# timeout: 300
# Returns of some hundred functions (most by direct trampolines), those that sleep and those that everything leads to among them: in and out
# under load, with tasks asleep in them; no call of a program is lost, no value is wrong. MYTAP_TEST_LONG: for many rounds.
rounds=2
[ ! -e /t/rounds ] || rounds=200
(while :; do calls 2000 read; done) & load="$!"
(while :; do sleep 0.3; echo x; done | while read -r x; do :; done) & load="$load $!"
(while :; do ls /proc /sys > /dev/null; done) & load="$load $!"
trap 'kill $load 2> /dev/null' EXIT
i=0
while [ $i -lt $rounds ]; do
	mytap-run -v -c "reads 3000" t_direct_many.ko > out 2> err || { echo "round $i:"; cat out err; exit 1; }
	[ "$(cat out)" = "1 0 3000 3000 3000" ] || { echo "round $i:"; cat out err; exit 1; }
	grep -q 'WARNING\|ERROR' err && { echo "round $i:"; cat err; exit 1; }
	grep -q '^t_direct_many ' /proc/modules && { echo "round $i: still there"; exit 1; }
	i=$((i + 1))
done
exit 0
