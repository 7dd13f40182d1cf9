# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the library defines is kept in the cache, so that its files are read when they are used; changed, new and removed files are noticed,
# and so is an index that is damaged.
export MYTAP_CACHE_DIR=$PWD/cache
mkdir -m 700 cache
mkdir tapset
# asks STATUS SCRIPT
asks() {
	run "$MYTAP" -p2 -I tapset -e "$2"
	expect_status "$1"
}
echo 'function first_one() { return 1 }' > tapset/a.stp
asks 0 'probe begin { println(first_one()) }'
[ "$(ls cache/library | wc -l)" = 1 ] || fail "in the cache: $(ls cache/library)"
# from the index: the file is opened for its text alone, others are not opened
if command -v strace > strace; then
	strace -o trace -e trace=openat "$MYTAP" -p2 -I tapset -e 'probe begin { println(first_one()) }' > out 2> err || fail "$(cat err)"
	grep -q 'tapset/a\.stp' trace || fail "a.stp is not read: $(grep stp trace)"
	[ "$(grep -c 'tapsets/.*\.stp"' trace)" -lt 5 ] || fail "files are read that nothing is used of: $(grep 'tapsets/.*\.stp"' trace)"
fi
# changed in place, of the same size
echo 'function other_one() { return 1 }' > tapset/a.stp
asks 1 'probe begin { println(first_one()) }'
asks 0 'probe begin { println(other_one()) }'
# new, moved to its place with an old time
echo 'function third() { return 3 } probe third.alias = begin { }' > b
touch -d 2001-01-01 b
mv b tapset/b.stp
asks 0 'probe third.alias { println(third()) }'
rm tapset/b.stp
asks 1 'probe third.alias { println(third()) }'
# removed beside the index
asks 0 'probe begin { println(other_one()) }'
rm -r tapset
asks 1 'probe begin { println(other_one()) }'
mkdir tapset
echo 'function other_one() { return 1 }' > tapset/a.stp
asks 0 'probe begin { println(other_one()) }'
for f in cache/library/*; do
	size=$(stat -c %s "$f")
	for at in 0 20 $((size / 2)) $((size - 1)); do
		printf '\0' | dd of="$f" bs=1 seek="$at" conv=notrunc status=none
	done
done
asks 0 'probe begin { println(other_one(), pid(), "") } probe vfs.read { }'
for f in cache/library/*; do
	truncate -s -7 "$f"
done
asks 0 'probe begin { println(other_one(), pid(), "") } probe vfs.read { }'
for f in cache/library/*; do
	: > "$f"
done
asks 0 'probe begin { println(other_one(), pid(), "") } probe vfs.read { }'
chmod 666 cache/library/*
asks 0 'probe begin { println(other_one(), pid(), "") } probe vfs.read { }'
# nowhere to keep it
MYTAP_CACHE_DIR=/proc/nowhere asks 0 'probe begin { println(other_one(), pid(), "") } probe vfs.read { }'
