# SPDX-License-Identifier: GPL-2.0-or-later
# The test driver itself, with a program that plays mytap: what must fail fails, and says why.

tree=$PWD/tree
mkdir -p tree/testsuite/{parse/ok,parse/ko,cli,unit}
cp "$TESTSUITE"/{run,lib.sh,live.sh,guest.sh} tree/testsuite/
cat > tree/mytap <<'X'
#!/bin/bash
for f in "$@"; do :; done
if grep -q bad "$f"; then echo "parse error: bad at $f" >&2; exit 1; fi
grep -v '^//' "$f"
X
chmod +x tree/mytap
t() { printf '%s\n' "${@:2}" > "tree/testsuite/$1"; }
t parse/ok/plain.stp 'probe begin { }'
t parse/ok/pinned.stp '// options: -g' 'probe begin { }'
t parse/ok/pinned.want 'probe begin { }'
t parse/ok/differs.stp 'probe begin { }'
t parse/ok/differs.want 'probe end { }'
t parse/ok/fails.stp bad
t parse/ok/needs.stp '// needs: the-moon' bad
t parse/ko/said.stp bad
t parse/ko/said.err 'parse error: bad at said.stp'
t parse/ko/unsaid.stp bad
t parse/ko/passes.stp good
t cli/good.sh 'run "$MYTAP" "$TESTSUITE/parse/ok/plain.stp"; expect_status 0; expect_out begin'
t cli/wrong.sh 'run "$MYTAP" "$TESTSUITE/parse/ok/plain.stp"; expect_out nonsense'
t cli/skips.sh 'skip "no reason"'

unset UPDATE CI
MYTAP=$tree/mytap run tree/testsuite/run -j 3
expect_status 1
expect_out '^4 passed, 5 failed, 2 skipped$'
for name in parse/ok/plain parse/ok/pinned parse/ko/said cli/good; do expect_out "^ok - $name\$"; done
for name in parse/ok/differs parse/ok/fails parse/ko/unsaid parse/ko/passes cli/wrong; do
	expect_out "^not ok - $name\$"
done
expect_out '^ok - parse/ok/needs # SKIP needs the-moon$'
expect_out '^ok - cli/skips # SKIP no reason$'
expect_out '^#   -probe end'
expect_out '^1\.\.11$'

MYTAP=$tree/mytap run tree/testsuite/run pinned cli/good
expect_status 0
expect_out '^2 passed, 0 failed, 0 skipped$'
MYTAP=$tree/mytap run tree/testsuite/run no-such-test
expect_status 1

UPDATE=1 MYTAP=$tree/mytap run tree/testsuite/run parse/ok/differs parse/ko/unsaid
expect_status 0
expect_same tree/testsuite/parse/ok/plain.stp tree/testsuite/parse/ok/differs.want
[ -s tree/testsuite/parse/ko/unsaid.err ] || fail "UPDATE=1 does not make what is missing"
