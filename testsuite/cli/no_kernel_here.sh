# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# Where modules cannot be loaded, this is said before any work, with the way out.
[ ! -e /proc/modules ] || skip 'this machine can load modules'
run "$MYTAP" -e 'probe begin { exit() }'
expect_status 1
expect_err 'cannot run on this machine:'
expect_err 'built without CONFIG_MODULES'
expect_err 'mytap --vm'
! grep -q '^Pass' err || fail 'some pass ran'
