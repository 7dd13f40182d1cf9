# SPDX-License-Identifier: GPL-2.0-or-later
# What the fuzzers of the loader found or covered, with gcc's sanitizers: a read past an end, an overflow or a
# record longer than its ring ends the program.
top=$TESTDIR/../..
sources=()
for f in "$top"/runtime/loader/*.c; do
	[ "${f##*/}" = main.c ] || sources+=("$f")
done
[ ${#sources[@]} -ge 15 ] || fail "the loader's sources are not in $top/runtime/loader"
sanitizers='-fsanitize=address,undefined -fno-sanitize-recover=all'
echo 'int main(void) { return 0; }' > one.c
# shellcheck disable=SC2086
gcc $sanitizers one.c -o one 2> why && ./one 2>> why || skip "gcc has no sanitizers here: $(head -1 why)"
for name in records module raw user; do
	# shellcheck disable=SC2086
	gcc -D_GNU_SOURCE -std=gnu11 -g $sanitizers -I"$top" "$TESTDIR/fuzz_$name.c" "${sources[@]}" -lz -o "fuzz_$name"
	set -- "$TESTDIR/seeds_$name"/*
	[ $# -ge 5 ] || fail "no seeds"
	run "./fuzz_$name" "$@"
	[ "$status" = 0 ] || { grep -v '^\(ERROR\|WARNING\): ' err | head -30; grep -n 'SUMMARY\|runtime error' err; fail "$name"; }
	# They say what they say: the seeds reach the code.
	[ "$name" != module ] || expect_err 'the kernel has 2 functions named vfs_read'
	[ "$name" != raw ] || expect_err 'was cut off after'
	[ "$name" != records ] || expect_err 'in probe timer.s'
done
