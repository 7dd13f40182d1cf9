# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# The -v lines of the passes, and the lines of failure.
using='using [0-9]+virt/[0-9]+res/[0-9]+shr/[0-9]+data kb,'
took='in [0-9]+usr/[0-9]+sys/[0-9]+real ms\.$'
run "$MYTAP" -r "$KERNEL" -v -p4 -e "probe begin { exit() } # $RANDOM"
expect_status 0
expect_err "^Pass 1: parsed user script and [0-9]+ library scripts $using $took"
expect_err "^Pass 2: analyzed script: 1 probe, [0-9]+ functions?, 0 embeds, 0 globals $using $took"
expect_err "^Pass 3: translated to C into \".*_src\.c\" $using $took"
expect_err "^Pass 4: compiled C into \".*\.ko\" $took"
run "$MYTAP" -r "$KERNEL" --vp 01 -p2 -e 'probe begin { exit() }'
expect_status 0
expect_err '^Pass 2: '
! grep -q '^Pass 1: ' err || fail 'pass 1 speaks, though only pass 2 was asked to'
run "$MYTAP" -r "$KERNEL" -p4 -e 'probe begin {'
expect_status 1
expect_err '^Pass 1: parse failed\.$'
run "$MYTAP" -r "$KERNEL" -p4 -e 'probe begin { no_such_function() }'
expect_status 1
expect_err '^Pass 2: analysis failed\.$'
