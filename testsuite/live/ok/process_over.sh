# modules: process_over.stp
# A program is written over, or replaced, while it is probed: what runs the new file is not probed and works, and the end says so.
fail() { echo "$1:"; cat out err said; exit 1; }
# A session from when its probes are set until finish. (With -c it would be for the command's processes only.)
begin() {
	: > err	# not what the last session said
	mytap-run -v t_process_over.ko > out 2> err & r=$!
	n=0
	until grep -q ': running, ' err || [ $n -gt 600 ]; do sleep 0.1; n=$((n + 1)); done
	[ $n -le 600 ] || fail "it does not start"
}
finish() { kill -TERM $r; wait $r; }
: > said
cp /bin/uprog kept
# sub $8,%rsp; add $8,%rsp; lea 1(%rdi),%rax; ret: the first two become nops
begin
uprog kinds 10 || fail "the program as it was"
replace /bin/uprog 4883ec084883c408488d4701c3 9090909090909090488d4701c3 > said 2>&1 && [ "$(cat said)" = 1 ] || fail "no such code in it"
uprog kinds 50 2>> said || fail "the program that was written over"
finish || fail "the session"
grep -qx 'hits 10' out || fail "hits of the first program only"
grep -q '^WARNING: .*/uprog was written over while it was probed' err || fail "that it was written over"
uprog kinds 50 || fail "the new program afterwards"
cp kept /bin/uprog
begin
uprog kinds 7 || fail "the program again"
cp kept /bin/uprog.new && mv /bin/uprog.new /bin/uprog
uprog kinds 50 || fail "the program that replaces it"
finish || fail "the session of a replaced one"
grep -qx 'hits 7' out || fail "hits of the one that was there"
grep -q '^WARNING: .*uprog.* was replaced or removed while it was probed' err || fail "that it was replaced"
# Nothing is said of one that stays.
mytap-run -T 0.5 t_process_over.ko > out 2> err || fail "the last session"
[ ! -s err ] || fail "messages without a reason"
