# modules: return_keeper.stp return_before.stp return_stale.stp
# timeout: 240
# A call that sleeps through the end of a session and the begin of another one, and returns then: the kernel still has what the first
# one kept for its return, which must not reach the handlers of the second one.
fail() { echo "$*"; cat out err; exit 1; }
mytap-run -v t_return_keeper.ko > kept 2> kept.err & keeper=$!
i=0
until grep -q 'running, ' kept.err; do sleep 0.1; i=$((i + 1)); [ $i -lt 300 ] || fail "the keeper"; done
mkfifo pipe
cat > before <<'END'
sleep 1000 > pipe & echo $! > writer
cat pipe > /dev/null & echo $! > reader
i=0
# It is in its read: 0 is the number of that call.
until grep -q '^0 ' /proc/$(cat reader)/syscall 2> /dev/null; do sleep 0.1; i=$((i + 1)); [ $i -lt 300 ] || exit 1; done
END
cat > then <<'END'
# It reads a second time.
calls() { sed -n 's/^syscr: //p' /proc/$(cat reader)/io; }	# it is counted when it returns
n=$(calls); i=0
echo x > pipe
until [ "$(calls)" != "$n" ]; do sleep 0.1; i=$((i + 1)); [ $i -lt 300 ] || exit 1; done
END
for round in 1 2 3; do
	mytap-run -c 'sh before' t_return_before.ko > out 2> err || fail "round $round: before"
	[ ! -s out ] || fail "round $round: the call has returned too early"
	mytap-run -c 'sh then' t_return_stale.ko > out 2> err || fail "round $round: then"
	[ ! -s out ] && [ ! -s err ] || fail "round $round: a return of a call that was not seen"
	kill "$(cat reader)" "$(cat writer)"
done
kill -INT $keeper
wait $keeper || fail "the keeper's status"
