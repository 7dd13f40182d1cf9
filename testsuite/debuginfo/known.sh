# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest
# timeout: 600
# Parameters, results, members, bit-fields, enumerators, arrays, per-CPU variables and their texts have exactly the
# values of a known workload, and the same with type information alone.
gcc -O2 -D_GNU_SOURCE -static -o known "$TESTSUITE/targets/known.c"
kinds=btf
has dwarf && kinds="btf dwarf auto"
commands='cd /root'
adds=()
for kind in $kinds; do
	run "$MYTAP" -r "$KERNEL" --debuginfo=$kind -w -p4 -m "known_$kind" "$TESTDIR/known.stp"
	expect_status 0
	adds+=("--add=known_$kind.ko")
	commands+="; echo == $kind; mytap-run -c known known_$kind.ko"
done
run "$MYTAP_GUEST" --kernel="$KERNEL" --memory=512 --timeout=200 "${adds[@]}" --add=known:/bin/known \
	--add="$MYTAP_RUN:/bin/mytap-run" -- "$commands"
expect_status 0
for kind in $kinds; do
	sed -n "/^== $kind\$/,/^== /p" out | grep -v '^== ' > "$kind.out" || true
	[ -z "$UPDATE" ] || cp "$kind.out" "$TESTDIR/known.want"
	diff -u "$TESTDIR/known.want" "$kind.out" || fail "by $kind"
done
