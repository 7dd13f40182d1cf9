# modules: input.stp
# timeout: 90
# turns: 8
# Lines and characters of standard input, counted and summed by others as well.
fail() { echo "$1:"; head -20 out err; exit 1; }
# run INPUT-FILE ARGUMENT...: out, err
run() { file=$1; shift; mytap-run t_input.ko "$@" < "$file" > out 2> err || fail "status of $file"; }
printf 'one\ntwo words\n\nlast\nend\n' > few
run few show=1
printf '3 <one>\n9 <two words>\n0 <>\n4 <last>\n4 lines, 24 characters, sum 0\n' > want
cmp out want && [ ! -s err ] || fail "a few lines"
# More than the module keeps waiting: nothing is lost.
{ seq 1 30000; echo end; } > many
run many
[ "$(cat out)" = "30000 lines, $(wc -c < many) characters, sum $((30000 * 30001 / 2))" ] && [ ! -s err ] || fail "many lines"
# Longer than a string: in pieces, and said once.
{ printf '%01200d\n' 7; printf '%01200d\n' 8; echo end; } > long
run long
[ "$(cat out)" = "6 lines, $(wc -c < long) characters, sum 15" ] || fail "long lines"
[ "$(grep -c 'comes in pieces' err)" = 1 ] && [ "$(wc -l < err)" = 1 ] || fail "what is said of long lines"
# The last line has no end; the end of the input does not end the session.
printf '1\n2\n40' > open
mytap-run -T 2 t_input.ko < open > out 2> err || fail "status of an open line"
[ "$(cat out)" = "3 lines, 6 characters, sum 43" ] && [ ! -s err ] || fail "an open line"
# Input without end: exit() ends it at once.
{ echo 5; echo end; yes; } 2> /dev/null | mytap-run t_input.ko > out 2> err || fail "status of endless input"
[ "$(cat out)" = "1 lines, 6 characters, sum 5" ] && [ ! -s err ] || fail "endless input"
# What -c runs does not take the script's input away.
{ echo 12; sleep 2; echo 30; echo end; } | mytap-run -c 'sh -c "cat; until grep -q lines out; do usleep 50000; done"' t_input.ko > out 2> err
[ "$(cat out)" = "2 lines, 10 characters, sum 42" ] || fail "with a command"
