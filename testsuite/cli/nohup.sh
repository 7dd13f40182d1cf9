# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# A terminal that goes away (SIGHUP) ends the passes as Ctrl-C does; under nohup it does not.
export MYTAP_CACHE_DIR=$PWD/cache TMPDIR=$PWD/t
mkdir t

# mytap at work in kbuild gets SIGHUP; $1: what the shell does with it before. Sets $status.
hang_up() {
	rm -rf cache t/*
	(trap "$1" HUP; exec "$MYTAP" -r "$KERNEL" --build=kbuild -p4 -m m -e 'probe begin { exit() }') > out 2> err &
	pid=$!
	for i in {1..200}; do
		[ -e t/mytap*/kbuild/Makefile ] && break
		sleep 0.05
	done
	[ -e t/mytap*/kbuild/Makefile ] || fail "it does not build"
	sleep 0.3
	kill -HUP $pid
	# Its compilers have it, too.
	pkill -HUP -P $pid || true
	status=0
	wait $pid || status=$?
}
hang_up -
expect_status 1
expect_err '^mytap: interrupted'
hang_up ''
expect_status 0
[ -s m.ko ] || fail "no module"
! grep . err || fail "messages"
