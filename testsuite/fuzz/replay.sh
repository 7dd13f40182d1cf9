# SPDX-License-Identifier: GPL-2.0-or-later
# What the fuzzer found or covered is parsed, unparsed and parsed again; a difference or a crash aborts.
fuzz=$(dirname "$MYTAP")/testsuite/fuzz/fuzz_parse
[ -x "$fuzz" ] || skip "$fuzz is not built: make check-programs"
set -- "$TESTDIR"/seeds/*
[ $# -ge 10 ]
ASAN_OPTIONS=detect_leaks=0 "$fuzz" "$@"
# the scripts of the tests are good seeds, too
ASAN_OPTIONS=detect_leaks=0 "$fuzz" "$TESTDIR"/../parse/*/*.stp
