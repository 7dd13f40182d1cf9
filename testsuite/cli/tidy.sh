# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# A compiler that crashes or is killed leaves no temporary folder, whatever it was doing and whatever killed it.
ulimit -c 0
mkdir t
# Empty, and still so a moment later: a make that we started may live a little longer.
empty() { for _ in {1..150}; do [ -n "$(ls t)" ] || { sleep 0.5; [ -n "$(ls t)" ] || return 0; }; sleep 0.1; done; return 1; }
for signal in SEGV KILL ABRT BUS; do
	for seconds in 0 0.1 0.4; do
		TMPDIR=$PWD/t "$MYTAP" -r "$KERNEL" -p4 --disable-cache --build=kbuild -m x -e 'probe begin { exit() }' > out 2> err < /dev/null &
		pid=$!
		for _ in {1..300}; do [ -z "$(ls t)" ] || break; sleep 0.02; done
		[ -n "$(ls t)" ] || fail "no temporary folder to leave behind: $(cat err)"
		sleep $seconds
		kill -$signal $pid || fail "over before it was killed: $(cat err)"
		wait $pid && fail "it ended well after SIG$signal"
		empty || fail "left behind after SIG$signal: $(find t | head)"
	done
done
# -k keeps it all the same; and what waits for our death does not outlive a good end, nor hold our output open.
run "$MYTAP" -r "$KERNEL" -k --tmpdir="$PWD/t" -p4 --disable-cache -m x -e 'probe begin { exit() }'
expect_status 0
[ -n "$(ls t)" ] || fail '-k keeps nothing'
rm -r t/*
[ -n "$(TMPDIR=$PWD/t "$MYTAP" -r "$KERNEL" -p4 --disable-cache -m x -e 'probe begin { exit() }' 2>&1 | cat)" ]
[ -z "$(ls t)" ] || fail "left behind: $(ls t)"
