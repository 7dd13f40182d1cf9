# SPDX-License-Identifier: GPL-2.0-or-later
# needs: dwarf
# timeout: 600
# kernel.function("*@fs/*.c") is the same set of functions and inlined instances, by name and address, as readelf and a
# reading of our own find in vmlinux; and the comparison notices one that is missing and one too many.
query=$(dirname "$MYTAP")/testsuite/unit/dbg_query
[ -x "$query" ] || skip "dbg_query is not built: make check"
command -v readelf > tools && command -v python3 >> tools || skip "no readelf or python3"
run python3 "$TESTDIR/check_functions.py" "$MYTAP" "$query" "$KERNEL" "/usr/lib/debug/boot/vmlinux-$KERNEL"
expect_status 0
cat out
expect_out '^functions, one taken out: .* only mytap 0, only readelf 1$'
expect_out '^inlined instances, one put in: .* only mytap 1, only readelf 0$'
