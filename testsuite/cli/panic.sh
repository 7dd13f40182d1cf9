# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# needs: guest
# panic() ends the kernel, with the script's text; only in guru mode.
run "$MYTAP" -r "$KERNEL" -p2 -e 'probe begin { panic("no") }'
expect_status 1
expect_err 'panic'
run "$MYTAP" -r "$KERNEL" -g -p4 -m t_panic -e 'probe begin { panic("the script says " . module_name()) }'
expect_status 0
ko=$(tail -1 out)
[ -f "$ko" ] || ko=t_panic.ko
run "$MYTAP_GUEST" --kernel="$KERNEL" --timeout=240 --log=log --add="$MYTAP_RUN:/bin/mytap-run" --add="$ko:/t_panic.ko" -- \
	'mytap-run /t_panic.ko; echo survived'
grep -q survived out && fail 'the kernel survived'
grep -q 'Kernel panic - not syncing: the script says t_panic' log err || { for f in log out err; do tail -n 20 $f; done; fail 'no panic in the log'; }
