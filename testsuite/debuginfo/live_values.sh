# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest dwarf
# timeout: 600
# Hundreds of variables picked from the debuginfo (parameters at entries, in inlined instances, at statements, saved
# for the return; registers, frame, pieces, bit-fields, members of members) have the values the workload gave them.
# The same of entries with BTF alone.
query=$(dirname "$MYTAP")/testsuite/unit/dbg_query
[ -x "$query" ] || skip "dbg_query is not built: make check"
command -v python3 > python || skip "no python3"
gcc -O2 -D_GNU_SOURCE -static -o values "$TESTSUITE/targets/values.c"

# values KIND MINIMUM
values() {
	python3 "$TESTDIR/live_values.py" make "$MYTAP" "$query" "$KERNEL" "$1" > "$1.stp"
	run "$MYTAP" -r "$KERNEL" --debuginfo="$1" -w -p4 -m "values_$1" "$1.stp"
	expect_status 0
	# uninitialised memory may be pointed to before a variable has its value: such an error only counts
	run "$MYTAP_GUEST" --kernel="$KERNEL" --memory=512 --timeout=150 --add="values_$1.ko" --add=values:/bin/values \
		--add="$MYTAP_RUN:/bin/mytap-run" -- \
		"cd /root; mytap-run -b 4 --suppress-handler-errors -c values values_$1.ko"
	expect_status 0
	python3 "$TESTDIR/live_values.py" check out "$2" || fail "values by $1"
}
values auto 200
values btf 60
