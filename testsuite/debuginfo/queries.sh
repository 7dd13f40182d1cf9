# SPDX-License-Identifier: GPL-2.0-or-later
# needs: dwarf
# The answers to queries.txt for a packaged kernel whose answers were looked at once.
query=$(dirname "$MYTAP")/testsuite/unit/dbg_query
[ -x "$query" ] || skip "dbg_query is not built: make check"
release=${KERNEL:-6.1.0-56-cloud-amd64}
want=$TESTSUITE/debuginfo/want/$release.txt
[ -e "$want" ] || [ -n "${UPDATE-}" ] || skip "no expectations for kernel $release"
set -f
while read -r line; do
	case $line in ''|'#'*) continue ;; esac
	echo "== $line"
	# shellcheck disable=SC2086
	"$query" -r "$release" $line 2>&1 || echo "status $?"
done < "$TESTSUITE/debuginfo/queries.txt" > got
if [ -n "${UPDATE-}" ]; then
	cp got "$want"
else
	expect_same "$want" got
fi
