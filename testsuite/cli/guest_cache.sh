# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest
# Saved guests: made once also by many at a time, made again when broken, never by a cache that others can write.

export MYTAP_CACHE_DIR=$PWD/cache
# Whether KVM works was found out already.
mkdir -p -m 700 cache/guest
guest() { run "$MYTAP_GUEST" --kernel="$KERNEL" -v -- "$@"; }

for i in 1 2 3 4; do
	"$MYTAP_GUEST" --kernel="$KERNEL" -v -- "echo $i" > out.$i 2> err.$i &
done
wait
cat out.? > out
printf '1\n2\n3\n4\n' > want; expect_same want out
[ "$(cat err.? | grep -c 'to keep it')" = 1 ] || fail "saved $(cat err.? | grep -c 'to keep it') times"

guest echo again
expect_status 0
! grep -q 'to keep it' err || fail "saved again without need"

# Its address may differ from boot to boot, but what a restored guest changes stays its own.
guest 'echo changed > /root/file; cat /root/file'
expect_out changed
guest 'cat /root/file'
expect_status 1

for damage in 'truncate -s 100' 'truncate -s 0' 'rm -f'; do
	$damage cache/guest/snap-*/state
	guest 'echo there again'
	expect_status 0
	expect_out 'there again'
	expect_err 'to keep it'
done
echo something > "$(echo cache/guest/snap-*/key)"
guest echo
expect_err 'to keep it'
rm cache/guest/initrd-*
guest echo
expect_status 0

chmod 777 cache/guest
guest echo
expect_status 125
expect_err 'others may write .*/guest'
