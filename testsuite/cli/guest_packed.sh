# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest
# A kernel whose unpacked image has no entry that QEMU can start it by (no CONFIG_PVH; 6.1 with KASAN has one that does
# not work) is started packed, and the next time at once.
export MYTAP_CACHE_DIR=$PWD/cache
guest() { run "$MYTAP_GUEST" -v --kernel="$KERNEL" --timeout=300 -- 'uname -r'; }

guest
expect_status 0
image=$(echo cache/guest/vmlinux-*)
[ -s "$image" ] || fail "no unpacked image is kept, so that there is nothing to try"

# The note that names the entry (Xen, 18) becomes another one.
python3 - "$image" << 'EOF'
import sys
data = bytearray(open(sys.argv[1], 'rb').read())
note = b'\x04\0\0\0\x08\0\0\0\x12\0\0\0Xen\0'
assert note in data
at = data.index(note)
data[at + 8] = 0x7f
open(sys.argv[1], 'wb').write(data)
EOF
rm -rf cache/guest/snap-*
guest
expect_status 0
echo "$KERNEL" > want; expect_same want out
expect_err 'the unpacked kernel does not start: using the compressed one'
[ -e "$image" ] && [ ! -s "$image" ] || fail "that it does not start is not kept"

guest
expect_status 0
expect_same want out
! grep -E 'does not start|Booting' err || fail "it was tried again"
