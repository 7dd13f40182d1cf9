# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# row: 1.2 globals (refused); 1.2 private
# A global of two files is one too many; a private one is not.
echo 'global shared probe begin { shared = 1 println(shared) }' > x.stp
run "$MYTAP" ${KERNEL:+-r "$KERNEL"} -p2 -E 'global shared' x.stp
[ "$status" = 1 ] || fail "status $status"
expect_err "^semantic error: global 'shared' is declared twice: 'shared' at <command line argument 1>:1:8"
expect_err "^note: it was declared here before at x.stp:1:8"
run "$MYTAP" ${KERNEL:+-r "$KERNEL"} -p2 -E 'private shared probe end { shared = "other" println(shared) }' x.stp
expect_status 0
expect_out '^shared:long'
expect_out '^shared:string'
