# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# timeout: 900
# Killed at any moment, with all its children: what is in the cache afterwards is whole, and the next run is right.
export MYTAP_CACHE_DIR=$PWD/cache
script() { echo "global n = $1 probe timer.ms(10) { n++ if (n > $1 + 3) exit() } probe end { printf(\"%d\\n\", n) }"; }
# The seed's own build is long: five rounds of a fresh cache (MYTAP_TEST_LONG: fifty); then as many in the fraction of a second of a
# script.
last=${MYTAP_TEST_LONG:+50}
: "${last:=5}"
for ((round = 1; round <= 2 * last; round++)); do
	[ "$round" -gt "$last" ] || rm -rf cache
	delay=$((round > last ? RANDOM % 150 : RANDOM % 5000))
	setsid "$MYTAP" -r "$KERNEL" -p4 -e "$(script "$round")" > out 2> err < /dev/null &
	pid=$!
	sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
	# The group: itself; the children are in groups of their own and go with their parent.
	kill -9 -- "-$pid" "$pid" 2> /dev/null || true
	wait "$pid" 2> /dev/null || true
	# Every manifest and every .info tells the truth, or there is none.
	for f in cache/seed/*/manifest; do
		[ -e "$f" ] || continue
		sed -n 's/^file \([0-9a-f]*\) \(.*\)/\1  \2/p' "$f" > sums
		(cd "${f%/*}" && sha256sum --quiet -c "$OLDPWD/sums") || fail "round $round, after $delay ms: a bad seed"
		tail -1 "$f" | grep -qx end || fail "round $round: a manifest that does not end"
	done
	for f in cache/script/*.info; do
		[ -e "$f" ] || continue
		[ "$(sed -n 's/^ko //p' "$f")" = "$(sha256sum < "${f%.info}.ko" | cut -d ' ' -f 1)" ] ||
			fail "round $round, after $delay ms: a bad entry"
	done
	if [ $((round % 5)) = 0 ]; then
		run "$MYTAP" -v -r "$KERNEL" -p4 -e "$(script "$round")"
		expect_status 0
		! grep -q '^Not built the fast way' err || fail "round $round: $(grep '^Not built' err)"
		cp "$(cat out)" got.ko
		run "$MYTAP" -r "$KERNEL" -p4 --disable-cache -m "$(modinfo -F name got.ko)" -e "$(script "$round")"
		expect_status 0
		cmp got.ko "$(cat out)" || fail "round $round: another module than without the cache"
		rm -f "$(cat out)"
	fi
done
