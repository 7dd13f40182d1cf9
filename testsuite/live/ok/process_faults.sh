# modules: process_calls.stp
# timeout: 240
# turns: 28
# Programs are killed, fork, are probed and let go while all their threads are inside the probed function, are replaced by
# another build: none of them dies that would not have died, and the session says what it does not probe.
fail() { echo "$1:"; cat out err; exit 1; }
(while [ ! -e enough ]; do uprog threads 20000 || echo "a program of the threads is wrong" >> bad; done) & t=$!
# A slow host may let the loop start no program in one of the sessions.
i=0 idle=0
while [ $i -lt 4 ] && [ $idle -lt 40 ]; do
	mytap-run -T 0.3 t_process_calls.ko > out 2> err || fail "round $i"
	grep -q ", wrong 0$" out || fail "calls in round $i"
	grep -q "^calls some" out && i=$((i + 1)) || idle=$((idle + 1))
done
touch enough
[ $i = 4 ] || fail "no calls"
wait $t
[ ! -e bad ] || fail "the programs of the threads"
uprog fork 2000 & f=$!
mytap-run -x $f -T 1 t_process_calls.ko > out 2> err || fail "forks"
wait $f || fail "the program that forks"
grep -qx "calls some, wrong 0" out || fail "calls of children"
i=0
while [ $i -lt 3 ]; do
	uprog wait 5000 & k=$!
	rm -f err out
	mytap-run -v t_process_calls.ko > out 2> err & s=$!
	until grep -q 'running, ' err; do sleep 0.1; done 2> /dev/null
	sleep 0.2
	kill -9 $k
	n=0
	until grep -qx "end of $k" out || [ $n -gt 300 ]; do sleep 0.1; n=$((n + 1)); done
	kill -INT $s
	wait $s || fail "killed, round $i"
	grep -qx "$k called [1-9][0-9]* times" out && grep -qx "end of $k" out || fail "calls of the killed one"
	i=$((i + 1))
done
wait
# Replaced by rename: those that run go on, the new file is another.
cp /bin/uprog /bin/uprog.new
uprog wait 100000 & a=$!
rm -f err bad
(until grep -q 'running, ' err; do sleep 0.1; done 2> /dev/null; sleep 0.2; mv /bin/uprog.new /bin/uprog; uprog plain 5 || touch bad) &
mytap-run -v -T 3 t_process_calls.ko > out 2> err || fail "replaced"
[ ! -e bad ] || fail "the new one is wrong"
grep -qx "$a called [1-9][0-9]* times" out && [ "$(grep -c called out)" = 1 ] || fail "calls of a replaced program"
kill $a; wait
# Another program of that name is not probed.
mv /bin/uprog /bin/uprog.kept
cp /bin/calls /bin/uprog
mytap-run -c 'uprog 10 getppid' t_process_calls.ko > out 2> err || fail "another build"
grep -q 'is not the file that the script was translated for' err && grep -qx "calls none, wrong 0" out || fail "another build is reported"
rm /bin/uprog
mytap-run -T 0.2 t_process_calls.ko > out 2> err || fail "no program"
grep -q 'does not exist here' err || fail "a missing program is reported"
mv /bin/uprog.kept /bin/uprog
uprog plain 10 || fail "the program afterwards"
