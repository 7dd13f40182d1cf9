# modules: recorder.stp
# cpus: 1
# timeout: 180
# A flight recorder (mytap -F is mytap-run -L): read, left, read again, by one that is killed, too: nothing that lay in its buffer is
# lost; what was written over is counted; the long report of an end probe waits for a reader.
fail() { echo "$*"; tail -n 5 out* err*; exit 1; }
cp "$(command -v reads)" end
number() { seq "$1" "$2" | sed 's/^/read /'; }
attach() { mytap-run -A t_recorder > "out$1" 2> "err$1" & reader=$!; }
wait_for() { n=0; until grep -q "^$2\$" "out$1"; do [ $n -lt 600 ] || fail "no '$2' in out$1"; n=$((n + 1)); sleep 0.05; done; }
leave() { kill -INT $reader; wait $reader || fail "out$1: status $?"; [ ! -s "err$1" ] || fail "messages $1"; }

# 1 MB: 43,690 lines of 24 bytes.
mytap-run -L -b 1 t_recorder.ko > out 2> err || fail "status $?"
echo t_recorder | cmp - out && [ ! -s err ] || fail "what it says when it leaves"
mytap-run -L t_recorder.ko 2>&1 | grep -q 'module t_recorder) is being run already' || fail "a second one of this name"
reads 100; attach 1; wait_for 1 'read 100'
mytap-run -A t_recorder > out 2> err && fail "two readers"
grep -q "^ERROR: session t_recorder is being read by process $reader already\$" err || { cat err; fail "the second reader"; }
reads 50; wait_for 1 'read 150'; leave 1
{ echo begun; number 1 150; } | cmp - out1 || fail "the first reader"
reads 100; attach 2; wait_for 2 'read 250'; leave 2
number 151 250 | cmp - out2 || fail "the second reader"
# One that is killed may leave lines that it has written, none that it has not.
reads 100; attach 3; wait_for 3 'read 350'; kill -9 $reader; wait $reader
reads 100; attach 4; wait_for 4 'read 450'; leave 4
cat out3 out4 | sort -u > both; number 251 450 | sort | cmp - both || fail "one that was killed"
# More than it holds: the newest are there, in a row, and the others are counted.
reads 60000; attach 5; wait_for 5 'read 60450'; kill -INT $reader; wait $reader || fail "status"
shown=$(wc -l < out5); lost=$(sed -n 's/^WARNING: \([0-9]*\) output records were written over before they were read (.*/\1/p' err5)
[ $((shown + ${lost:-0})) = 60000 ] && [ "$shown" -gt 40000 ] && [ "$shown" -lt 43691 ] || fail "$shown lines, $lost lost"
number $((60451 - shown)) 60450 | cmp - out5 || fail "the newest"
# Nobody reads when it ends: who comes then gets the rest, and the module goes.
reads 10; ./end 0
attach 6; wait $reader || fail "status at the end"
{ number 60451 60460; echo 'ended after 60460'; } | cmp - out6 || fail "the rest"
grep '^t_recorder ' /proc/modules && fail "the module is there yet"
[ -z "$(ls /run/mytap)" ] || fail "files are left: $(ls /run/mytap)"
mytap-run -A t_recorder 2>&1 | grep -q '^ERROR: there is no session t_recorder without a reader' || fail "none is there"

# A report that is longer than the buffer: 1.6 MB.
mytap-run -L -b 1 t_recorder.ko report=5000 > out 2> err || fail "status $?"
attach 7; wait_for 7 begun; ./end 0; wait $reader || fail "status"
sed -i 's/ *$//' out7; { echo begun; seq 5000 | sed 's/^/line /'; echo 'ended after 0'; } | cmp - out7 && [ ! -s err7 ] || fail "the report"
# ... and that nobody reads.
mytap-run -L -b 1 t_recorder.ko report=5000 > out 2> err || fail "status $?"
./end 0; n=0; while [ "$(cut -d' ' -f3 /sys/module/t_recorder/refcnt)" != 0 ] && [ $n -lt 600 ]; do sleep 0.05; n=$((n + 1)); done
rmmod t_recorder || fail "it cannot be removed unread"
exit 0
