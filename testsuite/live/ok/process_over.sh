# modules: process_over.stp
# A program is written over, or replaced, while it is probed: what runs the new file is not probed and works, and the end says so.
fail() { echo "$1:"; cat out err said; exit 1; }
: > said
cp /bin/uprog kept
# sub $8,%rsp; add $8,%rsp; lea 1(%rdi),%rax; ret: the first two become nops
mytap-run -T 4 t_process_over.ko > out 2> err & r=$!
sleep 2
uprog kinds 10 || fail "the program as it was"
replace /bin/uprog 4883ec084883c408488d4701c3 9090909090909090488d4701c3 > said 2>&1 && [ "$(cat said)" = 1 ] || fail "no such code in it"
uprog kinds 50 2>> said || fail "the program that was written over"
wait $r || fail "the session"
grep -qx 'hits 10' out || fail "hits of the first program only"
grep -q '^WARNING: .*/uprog was written over while it was probed' err || fail "that it was written over"
uprog kinds 50 || fail "the new program afterwards"
cp kept /bin/uprog
mytap-run -T 4 t_process_over.ko > out 2> err & r=$!
sleep 2
uprog kinds 7 || fail "the program again"
cp kept /bin/uprog.new && mv /bin/uprog.new /bin/uprog
uprog kinds 50 || fail "the program that replaces it"
wait $r || fail "the session of a replaced one"
grep -qx 'hits 7' out || fail "hits of the one that was there"
grep -q '^WARNING: .*uprog.* was replaced or removed while it was probed' err || fail "that it was replaced"
# Nothing is said of one that stays.
mytap-run -T 0.5 t_process_over.ko > out 2> err || fail "the last session"
[ ! -s err ] || fail "messages without a reason"
