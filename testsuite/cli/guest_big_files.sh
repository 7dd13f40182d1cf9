# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest
# timeout: 59
# Files larger than what is sent at once come into the guest whole, and nobody waits for an answer that is not due:
# such a wait is 60 seconds (guest_put).
adds=()
for i in 1 2 3 4 5 6 7 8; do
	head -c $((1000000 + i * 200000)) /dev/urandom > "big$i"
	adds+=("--add=big$i:/t/big$i")
done
sha1sum big? > want
run "$MYTAP_GUEST" --kernel="$KERNEL" --memory=512 "${adds[@]}" -- 'cd /t && sha1sum big?'
expect_status 0
expect_same want out
