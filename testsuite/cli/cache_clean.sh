# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# Over its size the cache loses what was of no use for longest: three modules, their runtime, the index of the library.
own_cache
for i in 1 2 3; do
	[ $i != 3 ] || touch -d '3 hours ago' cache/seed/*/manifest	# the compiled runtime is used by a new script, too
	run "$MYTAP" -r "$KERNEL" -p4 -e "probe begin { println($i) exit() }"
	expect_status 0
	cp out module.$i
done
[ "$(cat cache/cache_mb_limit)" = 256 ] || fail 'no limit of 256 MiB'
[ "$(cat cache/cache_clean_interval_s)" = 300 ] || fail 'no interval of 300 s'
touch -d '2 hours ago' "$(sed 's/ko$/info/' module.2)"
# 256 kB of room beside the seed would not be seen in MiB: make the entries big instead.
seed=$(du -sm cache/seed | cut -f1)
for i in 1 2 3; do truncate -s 2M "$(cat module.$i)"; done
echo $((seed + 4)) > cache/cache_mb_limit
run "$MYTAP" --clean-cache
expect_status 0
expect_err '1 of 5 entries removed'
[ ! -e "$(cat module.2)" ] || fail 'the oldest is still there'
[ -e "$(cat module.1)" ] && [ -e "$(cat module.3)" ] || fail 'a younger one went'
# Unwind tables (mytap-run keeps them) count as well; what a killed run has left of one goes.
mkdir -p cache/unwind
truncate -s 3M cache/unwind/unwind-0123
touch -d '3 hours ago' cache/unwind/unwind-0123
: > cache/unwind/unwind-4567.001234
touch -d '3 hours ago' cache/unwind/unwind-4567.001234
run "$MYTAP" --clean-cache
expect_status 0
expect_err '1 of 5 entries removed'
[ -z "$(ls cache/unwind)" ] || fail "left: $(ls cache/unwind)"
echo 0 > cache/cache_mb_limit
run "$MYTAP" --clean-cache
expect_status 0
[ -z "$(find cache/script cache/seed cache/library -type f ! -name '*.lock')" ] || fail "left: $(find cache -type f)"
