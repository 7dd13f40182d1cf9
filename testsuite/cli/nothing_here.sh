# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# Where something is not installed, all of it is said before any work, each with its remedy.
script='probe vfs.read { printf("read performed\n") exit() }'
early() { expect_status 1; ! grep -q '^Pass' err || { cat err; fail 'some pass ran'; }; }

# A part of the guest, and its image, and the headers.
mkdir -p boot usr
MYTAP_AGENT=/nowhere run "$MYTAP" -v --vm=9.9.9-none --sysroot="$PWD" -e "$script"
expect_status 1
expect_err 'there is no kernel 9\.9\.9-none here'
: > boot/vmlinuz-9.9.9-none
MYTAP_AGENT=/nowhere run "$MYTAP" -v --vm --sysroot="$PWD" -r 9.9.9-none -e "$script"
early
expect_err 'cannot run in a guest:$'
expect_err '^mytap-agent is neither beside this program nor installed: run make'
expect_err 'headers of kernel 9\.9\.9-none are missing'

# No kernel at all: the running one is named, whole.
mkdir -p empty/usr
run "$MYTAP" -v --sysroot=empty -p4 -e "$script"
early
running=$(uname -r)
expect_err "^Kernel ${running//+/\\+}"
expect_err "headers of kernel ${running//+/\\+} are missing: neither .*/lib/modules/${running//+/\\+}/build nor .*\(apt-get install linux-headers-${running//+/\\+}; .* linux-headers-cloud-amd64\)"
run "$MYTAP" --sysroot=empty -l 'kernel.function("vfs_read")'
expect_status 1
expect_err "nothing is known about kernel ${running//+/\\+}: .*apt-get install linux-image-${running//+/\\+}\$"

# An image alone: enough to look, not to build; the newest of those. Headers go before.
mkdir -p root/usr root/boot root/lib/modules/5.9.0-none root/lib/modules/5.10.0-none root/lib/modules/4.19.0-none
for r in 5.9.0 5.10.0; do : > root/boot/vmlinuz-$r-none; done
run "$MYTAP" -v --sysroot=root -p4 -e "$script"
early
expect_err '^Kernel 5\.10\.0-none .the newest here; the running '
expect_err 'headers of kernel 5\.10\.0-none are missing: .*\(apt-get install linux-headers-5\.10\.0-none\)'
run "$MYTAP" --sysroot=root --vm -e "$script"
early
expect_err 'headers of kernel 5\.10\.0-none are missing'
mkdir root/lib/modules/4.19.0-none/build
: > root/lib/modules/4.19.0-none/build/Makefile
run "$MYTAP" -v --sysroot=root -p4 -e "$script"
early
expect_err '^Kernel 4\.19\.0-none .the newest with headers here'
expect_err '4\.19\.0-none/build has no Module.symvers'

# No place for a guest.
if has guest; then
	MYTAP_CACHE_DIR=/proc/none run "$MYTAP" --vm -r "$KERNEL" -e 'probe begin { exit() }'
	early
	expect_err '/proc/none cannot be made .*: set MYTAP_CACHE_DIR'
fi
