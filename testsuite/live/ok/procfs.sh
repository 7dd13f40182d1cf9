# modules: procfs.stp procfs_two.stp
# timeout: 120
# Files that a script makes: who reads one gets an answer of his own, who writes one is heard once.
D=/proc/systemtap/t_procfs
fail() { echo "$1"; head -20 out err; kill -INT $run; wait $run; exit 1; }
is() { [ "$2" = "$3" ] || fail "$1: '$2', expected '$3'"; }
mytap-run t_procfs.ko > out 2> err &
run=$!
i=0
while [ ! -e $D/fault ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
# At once: it is made before the session is live.
is "read by who came first" "$(cat $D/stats/hits)" 0

is "a handler that catches its error" "$(cat $D/fault | tr '\n' /)" before/caught/
is modes "$(cd $D && stat -c '%n %a %u' serial command both | tr '\n' ' ')" 'serial 400 0 command 200 0 both 644 0 '
printf 40 > $D/command
echo 2 > $D/command
is "what was written" "$(cat $D/stats/hits)" 42
is "a folder in a folder" "$(cat $D/stats/per/page; cat $D/stats/per/page)" "page
page"
is "a file for both" "$(cat $D/both; printf 'text with blanks' > $D/both; cat $D/both)" "text with blanks"
is "a condition" "$(cat $D/never | wc -c)" 0
is "appended to itself" "$(cat $D/own)" ababc
i=0
while [ ! -s out ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
is "as the script reads it" "$(sed -n 1p out)" 2ab
is "all that fits" "$(cat $D/small)" 0123456789

# Answers longer than a page; one reader a time, then two at once by turns, then many.
cat $D/serial > one
is "the lines of an answer" "$(wc -l < one)" 1500
for i in $(seq 0 1499); do echo "1 $i"; done | cmp - one || fail "the text of an answer"
exec 3< $D/serial 4< $D/serial
two= three=
for i in 1 2 3 4 5 6; do
	two="$two$(dd bs=1 count=5 <&3 2> /dev/null | tr '\n' /)"
	three="$three$(dd bs=1 count=5 <&4 2> /dev/null | tr '\n' /)"
done
is "one of two readers" "$two" "$(for i in 0 1 2 3 4 5 6 7; do printf "2 $i/"; done | cut -c1-30)"
is "the other" "$three" "$(for i in 0 1 2 3 4 5 6 7; do printf "3 $i/"; done | cut -c1-30)"
exec 3<&- 4<&-
for i in $(seq 12); do cat $D/serial > many.$i & pids="$pids $!"; done
for p in $pids; do wait $p || fail "a reader of many: status $?"; done
for i in $(seq 12); do
	is "lines of reader $i" "$(wc -l < many.$i)" 1500
	is "serials that reader $i saw" "$(cut -d' ' -f1 many.$i | uniq | wc -l)" 1
done
is "serials of all readers" "$(for i in $(seq 12); do head -1 many.$i; done | sort -u | wc -l)" 12

# What does not fit is an error to who asks, whole and each time, and is said once.
cat $D/long > long 2> why && fail "an answer was cut without a word"
cat $D/long > long 2>> why
is "of an answer that does not fit" "$(wc -c < long) $(grep -c 'Message too long' why)" "0 2"
i=0
while [ ! -s err ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
is "warned once" "$(grep -c 'an answer is longer than the file allows' err) $(wc -l < err)" "1 1"
printf '%021d' 1 2> /dev/null > $D/both && fail "what is too long was taken"
printf '%0600d' 1 2> /dev/null > $D/command && fail "what is too long was taken"
printf '1\0002' 2> /dev/null > $D/command && fail "a NUL was taken"
is "left of it" "$(cat $D/both)" "text with blanks"
cat $D/command 2> /dev/null && fail "a file to be written was read"
echo 1 2> /dev/null > $D/small && fail "a file to be read was written"

# Two sessions at once, which come and go: each its own folder, nothing in the log.
mytap-run -c "cat /proc/systemtap/t_procfs_two/x" t_procfs_two.ko > out2 2> err2 || fail "status of a second session"
is "of a second session" "$(cat out2 err2)" two
mytap-run -c "cat /proc/systemtap/t_procfs_two/wrong" t_procfs_two.ko > out2 2> err2
is "of a handler that fails" "$? $(grep -c 'Input/output error' err2) $(grep -c 'division by 0' err2) $(cat out2)" "1 1 1 "
[ -e $D/serial ] || fail "the second session took the first one's files away"

# Still open at the end: the session ends, the file is gone.
exec 3< $D/serial
dd bs=1 count=1 <&3 > /dev/null 2>&1
echo end > $D/command
wait $run || fail "status $?"
[ -e $D ] && fail "the files are still there"
dd bs=1 count=1 <&3 2>&1 | grep -q 'error' || fail "a file of no session can be read"
exec 3<&-
is "the end" "$(tail -1 out)" "3 writes, sum 42; 16 readings, 2 pages"
