# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers installed
# A running kernel that cannot be started in a guest does not stand in the way of one that can: its folder in
# /lib/modules is a dangling link, is empty, has headers but no image, has an image but no modules.
running=$(uname -r)
[ ! -e "/boot/vmlinuz-$running" ] || skip 'the running kernel has an image'
own=
[ "$(id -u)" = 0 ] || own=-r
unshare -m $own true 2> /dev/null || skip 'no mount namespace of our own'
mkdir real mods boot
# in_machine SETUP COMMAND...: with /lib/modules and /boot that hold $KERNEL and what SETUP adds.
in_machine() {
	setup=$1
	shift
	run unshare -m $own bash -c '
		set -e; rm -f boot/*
		mount --bind /lib/modules real; mount -t tmpfs none mods; mkdir "mods/$KERNEL"
		mount --bind "real/$KERNEL" "mods/$KERNEL"
		cp "$(readlink -f "/boot/vmlinuz-$KERNEL")" boot/
		eval "$1"
		mount --rbind mods /lib/modules; mount --bind boot /boot
		shift
		exec "$@"' sh "$setup" "$@"
}
export running
# Nothing of the guest is missing but its cache, so it says what it would have taken.
refuse() {
	MYTAP_CACHE_DIR=/proc/none in_machine "$1" "$MYTAP" -v --vm -e 'probe begin { exit() }'
	expect_status 1
	expect_err "^Kernel ${KERNEL//+/\\+} "
	expect_err '/proc/none cannot be made'
	! grep -e 'no image' -e 'headers of' err || fail "--vm, $1"
	MYTAP_CACHE_DIR=/proc/none in_machine "$1" "$MYTAP_GUEST" -- true
	expect_err '/proc/none cannot be made'
	! grep 'no image' err || fail "mytap-guest, $1"
}
headers='mkdir -p "mods/$running/build"; : > "mods/$running/build/Makefile"'
refuse 'ln -s /nowhere "mods/$running"'
refuse 'mkdir "mods/$running"'
refuse "$headers"
refuse "$headers"'; ln -s /nowhere "boot/vmlinuz-$running"'
# Without --vm headers are enough.
in_machine "$headers" "$MYTAP" -v -p4 -e 'probe begin { exit() }'
expect_err "^Kernel ${running//+/\\+} .running"
if has guest; then
	in_machine "$headers" "$MYTAP_GUEST" -- uname -r
	expect_status 0
	expect_out "^${KERNEL//+/\\+}\$"
fi
