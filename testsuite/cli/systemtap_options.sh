# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Options and variables of SystemTap that ask for what is done anyway are taken, and say nothing; the others mean the same.
for o in '-d kernel' '-d /bin/ls' --ldd --all-modules -P --prologue-searching --prologue-searching=always --prologue-searching=never \
	--prologue-searching=auto --check-version --semantic-keep-going '-a x86_64' --arch=x86_64; do
	# shellcheck disable=SC2086
	run "$MYTAP" $o -p1 -e 'probe begin { println(1) }'
	expect_status 0
	expect_out 'println\(1\)'
	[ ! -s err ] || fail "$o says: $(cat err)"
done
mkdir -p tapset other
echo 'function from_tapset:long() { return 1 } function strlen_of:long(s:string) { return 2 }' > tapset/a.stp
echo 'function from_tapset:long() { return 3 }' > other/b.stp
run env SYSTEMTAP_TAPSET="$PWD/tapset" "$MYTAP" ${KERNEL:+-r "$KERNEL"} -p2 -e 'probe begin { println(from_tapset(), strlen_of("x")) }'
expect_status 0
expect_out 'return 1'
run env SYSTEMTAP_TAPSET="$PWD/tapset" "$MYTAP" ${KERNEL:+-r "$KERNEL"} -I other -p2 -e 'probe begin { println(from_tapset()) }'
expect_status 0
expect_out 'return 3'
run "$MYTAP" ${KERNEL:+-r "$KERNEL"} -p2 -e 'probe begin { println(from_tapset()) }'
expect_status 1
mkdir -p dir
echo '-w' > dir/rc
run env SYSTEMTAP_DIR="$PWD/dir" "$MYTAP" ${KERNEL:+-r "$KERNEL"} -p2 -e 'probe begin { unread = 1 }'
expect_status 0
[ ! -s err ] || fail "SYSTEMTAP_DIR: $(cat err)"
run env SYSTEMTAP_RELEASE=9.9.9-none "$MYTAP" -p4 -e 'probe begin {}'
expect_status 1
expect_err 'there is no kernel 9.9.9-none here'
