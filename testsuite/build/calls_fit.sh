# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# timeout: 900
# A module with a call at which the kernel would stop when it loads it is made again without our own optimisations. (With -O1 alone gcc
# makes some for 6.12, found by build/asked_runs.)
case $KERNEL in 6.1.*) skip 'such calls are changed since 6.8' ;; esac
export MYTAP_CACHE_DIR=$PWD/cache
run "$MYTAP" -vv -B runtime_level=-O1 -r "$KERNEL" --debuginfo=btf -w -m m -p4 -e 'probe process("/bin/true").syscall { println($syscall) }'
expect_status 0
python3 "$TESTSUITE/build/alternatives.py" "$(tail -1 out)" || fail 'such a module was given out'
grep -q "^The runtime is compiled by the kernel's flags alone (m\.ko: error: the call at " err || skip 'no such call for this kernel'
