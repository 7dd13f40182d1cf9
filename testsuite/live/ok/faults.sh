# row: 1.9 faults; 1.9 faults (refused)
# modules: faults.stp
# timeout: 180
# --faults: what is 0, what is left out and what ends the script, and how often, by the script's own count.
fail() { echo "$1:"; cat out err; exit 1; }
run() { mytap-run "$@" -c 'reads 800' t_faults.ko > out 2> err; }

# Of 800 hits 400 read a number, 200 two texts and 100 a member: 400 + 400 + 100 reads give 0, 800 more in the try, and
# 800 at the entry; writes are errors.
run --faults zero || fail "zero"
[ "$(cat out)" = "800 800 0 '' 0 800 0 800" ] || fail "zero"
grep -q '^WARNING: kernel.function("vfs_read.* at .*faults.stp:4:7: 900 reads gave 0 (the memory could not be read)$' err || fail "zero: the first"
grep -q 'faults.stp:15:7: 800 reads gave 0' err || fail "zero: the one with try"
grep -q 'faults.stp:20:7: 800 reads gave 0' err || fail "zero: at the entry"
[ "$(grep -c WARNING err)" = 3 ] || fail "zero: more is said"

# 400 + 200 + 100 hits end early; the try catches its own; no return is awaited whose entry failed.
run --faults skip || fail "skip"
[ "$(cat out)" = "800 100 0 '' 800 800 0 0" ] || fail "skip"
grep -q 'faults.stp:4:7: 700 hits skipped (memory that it asked for could not be read or written)$' err || fail "skip: the first"
grep -q 'faults.stp:20:7: 800 hits skipped (memory that it' err || fail "skip: at the entry"
grep -q '^WARNING: Number of errors: 0, skipped probes: 1500$' err || fail "skip: all"

# The usual: the first one ends it.
for usual in '' '--faults stop'; do
	# shellcheck disable=SC2086
	run $usual && fail "stop"
	grep -q '^ERROR: kernel read fault at 0x.* near' err || fail "stop: what is said"
done
run --faults never && fail "a word that is none"
grep -q "^ERROR: --faults takes zero, skip or stop, not 'never'" err || fail "a word that is none"
