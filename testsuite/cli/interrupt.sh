# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# SIGINT during the build ends all that was started, and leaves nothing.
export MYTAP_CACHE_DIR=$PWD/cache TMPDIR=$PWD/t
mkdir t
for way in kbuild auto; do
	"$MYTAP" -r "$KERNEL" --build=$way -p4 -e 'probe begin { exit() }' > out 2> err &
	pid=$!
	for i in {1..100}; do
		[ -e t/mytap*/kbuild/Makefile ] || [ -e t/mytap*/seed/Makefile ] && break
		sleep 0.05
	done
	sleep 0.3
	kill -INT $pid
	status=0
	wait $pid || status=$?
	expect_status 1
	expect_err '^mytap: interrupted'
	[ -z "$(ls t)" ] || fail "$way left $(ls t)"
	[ -z "$(find cache/seed -name '*.new.*' 2>/dev/null)" ] || fail "half a seed is left"
done

# One signal is enough where nothing is waited for that could be ended: reading a script that does not come.
mkfifo script
sleep 60 > script & writer=$!
(exec "$MYTAP" -p1 script > out 2> err) & pid=$!
sleep 0.5
kill -INT $pid
n=0
while kill -0 $pid 2> /dev/null && [ $n -lt 300 ]; do sleep 0.1; n=$((n + 1)); done
kill $writer
kill -9 $pid 2> /dev/null && fail "it does not end"
status=0
wait $pid || status=$?
expect_status 130
expect_err '^mytap: interrupted'
