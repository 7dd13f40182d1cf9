# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# The temporary folder goes, also after a failure; -k keeps it and says where; --tmpdir and $TMPDIR say where it is.
mkdir t 'with space'
count() { find t /tmp/mytap?????? -maxdepth 0 -user "$(id -u)" -newer mark 2>/dev/null | wc -l; }
touch mark
TMPDIR=$PWD/t run "$MYTAP" -r "$KERNEL" -p4 -e "probe begin { exit() } # $RANDOM"
expect_status 0
[ -z "$(ls t)" ] || fail "left behind: $(ls t)"
TMPDIR=$PWD/t run "$MYTAP" -r "$KERNEL" -p4 -e 'probe begin { no_such_function() }'
expect_status 1
[ -z "$(ls t)" ] || fail "left behind after a failure: $(ls t)"
run "$MYTAP" -r "$KERNEL" -k --tmpdir="$PWD/t" -p4 -e "probe begin { exit() } # $RANDOM"
expect_status 0
kept=$(sed -n 's/^Keeping temporary directory "\(.*\)"$/\1/p' err)
[ -d "$kept" ] || fail "no folder '$kept'"
ls "$kept"/mytap_*_src.c > list || fail "no C in $kept: $(ls "$kept")"
# make cannot build where there is a space: refused when asked for, gone round when it comes from the environment.
run "$MYTAP" -r "$KERNEL" --tmpdir="$PWD/with space" -p4 -e 'probe begin { exit() }'
expect_status 1
expect_err 'make cannot build modules in a folder with such a name'
TMPDIR="$PWD/with space" run "$MYTAP" -r "$KERNEL" --build=kbuild -p4 -e "probe begin { exit() } # $RANDOM"
expect_status 0
