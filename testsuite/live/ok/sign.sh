# SPDX-License-Identifier: GPL-2.0-or-later
# modules: sign_none.stp sign_own.stp
# guest: --no-snapshot
# turns: 15
#
# A guest of its own, since neither of the two can be taken back. A kernel that takes all modules takes a signed one
# too; one that is locked down, or takes only signed ones, refuses ours without a signature and with that of a key
# it does not know, and mytap-run says why and what to do. (That a known key is accepted: build/secure_boot.sh,
# with UEFI. cli/sign.sh has openssl judge the signature.)
fail() { echo "$*"; cat out err; exit 1; }
load() { mytap-run -T 5 "t_sign_$1.ko" > out 2> err; }
accepted() { load "$1" || fail "not accepted: $1"; [ "$(cat out)" = 'it runs' ] || fail "no output: $1"; }
refused() {
	load "$1" && fail "accepted: $1, $2"
	[ ! -s out ] || fail "it ran: $1, $2"
	grep -q "$3" err || fail "$1, $2: no line of stderr matches $3"
	grep -q 'sign it with .* key' err || fail "$1, $2: no remedy"
	! grep -q "^t_sign_$1 " /proc/modules || fail "loaded: $1, $2"
}
tail -c 28 t_sign_own.ko | grep -q 'Module signature appended' || fail 'not signed'
accepted none
accepted own

echo Y > /sys/module/module/parameters/sig_enforce || { echo "the kernel does not enforce signatures"; exit 77; }
refused none 'only signed modules' 'only modules signed'
refused own 'only signed modules' 'only modules signed\|only signed modules'
