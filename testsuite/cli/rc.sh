# SPDX-License-Identifier: GPL-2.0-or-later
# Options in the rc file stand before those of the command line; a line that is no shell words is an error.
export MYTAP_DIR=$PWD
printf '# mine\n-p1 -E "function two() { return 2 }"\n' > rc
run "$MYTAP" -e 'probe begin { }'
expect_status 0
expect_out 'return 2'
echo '-p1 "' > rc
run "$MYTAP" -e 'probe begin { }'
expect_status 1
expect_err 'rc: not valid words of a shell'
