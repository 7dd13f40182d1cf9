# modules: process_calls.stp target_set.stp
# timeout: 60
# -x: the target and what it starts, nobody else; without a target all that run the program; no program notices anything.
# turns: 14
fail() { echo "$1:"; cat out err; kill $a $b 2> /dev/null; exit 1; }
uprog wait 20000 & a=$!
uprog wait 20000 & b=$!
mytap-run -x $a -T 1 t_process_calls.ko > out 2> err || fail "-x"
grep -qx "$a called [1-9][0-9]* times" out && grep -qx "calls some, wrong 0" out || fail "the target's calls"
grep -q "^$b " out && fail "calls of another process"
grep -qx "begin of $a" out || fail "the begin of a process that was there"
grep -qx "begin of $b" out && fail "the begin of another process"
mytap-run -T 1 t_process_calls.ko > out 2> err || fail "without a target"
grep -qx "$a called [1-9][0-9]* times" out && grep -qx "$b called [1-9][0-9]* times" out || fail "calls of both"
# Several targets, without a third process that runs the same.
uprog wait 20000 & d=$!
mytap-run -x $a -x $b -x $a -T 1 t_process_calls.ko > out 2> err || fail "-x twice"
grep -qx "$a called [1-9][0-9]* times" out && grep -qx "$b called [1-9][0-9]* times" out || fail "calls of both targets"
grep -q "^$d " out && fail "calls of a third process"
[ "$(grep -c '^begin of' out)" = 2 ] && [ ! -s err ] || fail "the begins of two targets"
mytap-run -x $b -x $a -x $d -T 0.5 t_target_set.ko > out 2> err || fail "target_set_pid()"
[ "$(sort -n out | tr '\n' ' ')" = "$(printf '%s\n' 0 $a $b $d | sort -n | tr '\n' ' ')" ] || fail "the target set"
mytap-run -x $$ -x 4194304 t_process_calls.ko > out 2> err && fail "a process that is not there"
grep -qx 'ERROR: there is no process 4194304 (-x)' err || fail "which process is not there"
# One of them ends, and another program gets its number: it is not the target.
rm -f err
mytap-run -v -x $d -x $a t_process_calls.ko > out 2> err & run=$!
until grep -q 'running, ' err 2> /dev/null; do sleep 0.05; done
until grep -qx "begin of $d" out; do sleep 0.05; done
kill $d; wait $d 2> /dev/null
until grep -qx "WARNING: process $d (-x) has ended; 1 of 2 are left" err; do sleep 0.05; done
another=0 tries=0
until [ $another = $d ] || [ $tries = 50 ]; do
	echo $((d - 1)) > /proc/sys/kernel/ns_last_pid
	uprog plain 5 & another=$!
	wait $another
	tries=$((tries + 1))
done
[ $another = $d ] || fail "the number of a process that has ended is not taken again"
kill $a; wait $a 2> /dev/null
until grep -qx "WARNING: process $a (-x) has ended, the last of them; the script goes on" err; do sleep 0.05; done
kill $run; wait $run || fail "status"
[ "$(grep -cx "begin of $d" out)" = 1 ] && [ "$(grep -cx "end of $d" out)" = 1 ] || fail "events of a process with the number of the target"
uprog wait 20000 & a=$!
# What the target starts belongs to it, also when it is attached to before.
rm -f err
sh -c 'until grep -q "running, " err; do sleep 0.1; done 2> /dev/null; uprog plain 10; uprog fork 2; :' & c=$!
mytap-run -v -x $c -T 3 t_process_calls.ko > out 2> err || fail "-x of a shell"
[ "$(grep -cx '[0-9]* called 10 times' out)" = 3 ] && grep -qx "calls some, wrong 0" out || fail "calls of what it starts"
[ "$(grep -c '^begin of' out)" = 4 ] && [ "$(grep -c '^end of' out)" = 4 ] || fail "begins and ends of what it starts"
grep -q "^$a \|^$b " out && fail "calls of others"
wait $c
kill $a 2> /dev/null; wait $a; kill $b 2> /dev/null; wait $b
# A program that ends while it is probed, and -c with a shell.
mytap-run -c 'uprog plain 1000; uprog plain 20' t_process_calls.ko > out 2> err || fail "-c with a shell"
grep -qx '[0-9]* called 1000 times' out && grep -qx '[0-9]* called 20 times' out || fail "both programs of the shell"
[ ! -s err ] || fail "silence"
