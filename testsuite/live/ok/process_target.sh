# modules: process_calls.stp
# timeout: 60
# -x: the target and what it starts, nobody else; without a target all that run the program; no program notices anything.
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
