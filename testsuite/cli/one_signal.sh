# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest headers
# timeout: 1800
# One SIGINT or SIGTERM ends mytap --vm cleanly at every moment, on a terminal and in a pipe.
command -v python3 > /dev/null || skip "needs python3"
script='probe begin { println("begin") } probe end { println("end") }'
run "$MYTAP" --vm="$KERNEL" -r "$KERNEL" -e "$script" -c true	# everything that is made once is made
expect_status 0
python3 "$TESTSUITE/cli/one_signal.py" "$([ -n "${MYTAP_TEST_LONG-}" ] && echo 100 || echo 20)" interrupted \
	"$MYTAP" --vm="$KERNEL" -r "$KERNEL" -e "$script" || fail "see above"
