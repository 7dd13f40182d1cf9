# SPDX-License-Identifier: GPL-2.0-or-later
# modules: sign_none.stp sign_own.stp
# guest: --append=lockdown=integrity
# turns: 12
#
# The same under lockdown, as with Secure Boot. See sign.sh.
fail() { echo "$*"; cat out err; exit 1; }
mount -t securityfs none /sys/kernel/security 2> /dev/null
grep -q '\[integrity\]' /sys/kernel/security/lockdown || { echo 'this kernel has no lockdown'; exit 77; }
for m in none own; do
	mytap-run -T 5 "t_sign_$m.ko" > out 2> err && fail "accepted: $m"
	[ ! -s out ] || fail "it ran: $m"
	grep -q 'locked down' err || fail "$m: no reason"
	! grep -q "^t_sign_$m " /proc/modules || fail "loaded: $m"
done
