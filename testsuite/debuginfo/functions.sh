# SPDX-License-Identifier: GPL-2.0-or-later
# needs: dwarf
# kernel.function("*@fs/*.c") is the same set of functions and inlined instances, by name and address, as readelf and a
# reading of our own find in vmlinux; and the comparison notices one that is missing and one too many.
query=$(dirname "$MYTAP")/testsuite/unit/dbg_query
[ -x "$query" ] || skip "dbg_query is not built: make check"
command -v readelf > tools && command -v python3 >> tools || skip "no readelf or python3"
check() { python3 "$TESTDIR/check_functions.py" "$MYTAP" "$query" "$KERNEL" "/usr/lib/debug/boot/vmlinux-$KERNEL"; }
check || fail "the sets differ"
export MYTAP_CHECK_SPOIL=1
run check
expect_status 1
expect_out '^functions: .* only mytap 0, only readelf 1$'
expect_out '^inlined instances: .* only mytap 1, only readelf 0$'
