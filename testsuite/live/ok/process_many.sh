# modules: process_many.stp
# timeout: 240
# turns: 5
# 2,000 places in a program that many processes have mapped before (50 with MYTAP_TEST_LONG), and some start later: each call is
# counted, in each of them, and after the session the program is as it was.
fail() { echo "$1:"; cat out err said; exit 1; }
n=8
[ ! -e /t/rounds ] || n=50
rm -f go over
many $n go > said & m=$!
until grep -q ready said; do sleep 0.05; done
there=$(grep -l ' /bin/many$' /proc/[0-9]*/maps 2> /dev/null | wc -l)
mytap-run -v t_process_many.ko > out 2> err & s=$!
until grep -q 'running, ' err; do sleep 0.1; done
grep -q ": 2000 places in .*many, which $there processes have mapped: up to $((2000 * there)) breakpoints and [1-9][0-9]* kB of copied pages\$" err ||
	fail "what is to be attached, in $there processes"
touch go
wait $m || fail "the programs that were there"
many 3 go >> said || fail "the programs that came"
kill -INT $s
wait $s || fail "the session"
grep -qx "calls $((2000 * (n + 3)))" out && [ "$(wc -l < out)" = 1 ] || fail "calls"
many 2 go >> said || fail "the programs that came after it"
