# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# Installed, under a path with a space, moved as a whole: it finds its own files.
top=$(dirname "$MYTAP")
[ -e "$top/Makefile" ] || skip 'not run from a build tree'
unset MYTAP_DATA_DIR
(umask 077; make -s -C "$top" install prefix="$PWD/in here" > make.log 2>&1) || { tail -20 make.log; fail 'make install'; }
closed=$(find 'in here'/*/mytap ! -perm -o=r)
[ -z "$closed" ] || fail "others cannot read what was installed with umask 077: $closed"
cp -a 'in here' 'and there'
# Uninstalling takes what is ours, and leaves what is not.
echo mine > 'in here/share/mytap/mine'
make -s -C "$top" uninstall prefix="$PWD/in here" > make.log 2>&1 || { tail -20 make.log; fail 'make uninstall'; }
left=$(find 'in here' -type f; find 'in here' -name mytap)
[ "$left" = "$(printf 'in here/share/mytap/mine\nin here/share/mytap')" ] || fail "left behind: $left"
rm -r 'in here'
# Below another root: all parts are found there, mytap-agent too. A guest that has no place for its files is refused
# with a list of what it lacks.
make -s -C "$top" install DESTDIR="$PWD/a stage" > make.log 2>&1 || { tail -20 make.log; fail 'make install DESTDIR='; }
staged=$(find "$PWD/a stage" -name mytap -path '*/bin/*')
run "$staged" doctor
expect_out "^  ok +tapsets +[0-9]+ files in $PWD/a stage/.*/tapsets\$"
expect_out "^  ok +mytap-run +$PWD/a stage/.*/mytap-run\$"
for program in "$staged --vm -r $KERNEL -e" "$(dirname "$staged")/mytap-guest --kernel=$KERNEL --"; do
	MYTAP_CACHE_DIR=/proc/none run "${program%% -*}" ${program#"${program%% -*}"} 'probe begin { exit() }'
	expect_err '/proc/none cannot be made'
	! grep mytap-agent err || fail "no mytap-agent for $program"
done
rm -r 'a stage'
export MYTAP_CACHE_DIR="$PWD/a cache"
run "$PWD/and there/bin/mytap" -V
expect_status 0
for way in fast kbuild; do
	run "$PWD/and there/bin/mytap" -r "$KERNEL" --build=$way -p4 -e 'probe begin { exit() }'
	expect_status 0
	readelf -h "$(cat out)" > /dev/null || fail "no module by $way"
done
[ -x 'and there/libexec/mytap/mytap-run' ] || fail 'no mytap-run'
[ -r 'and there/share/bash-completion/completions/mytap' ] || fail 'no completion'
# All that is compiled or read at run time was installed.
for dir in runtime tapsets; do
	(cd "$TESTSUITE/.." && find $dir -name '*.stp' -o -name '*.stpm' -o -path "runtime/*.[ch]" ! -path 'runtime/loader/*' -o -name '*.def') |
		sort > "$dir.there"
	while IFS= read -r f; do
		[ -e "and there/share/mytap/$f" ] || echo "$f"
	done < "$dir.there" > "$dir.missing"
	[ -s "$dir.there" ] || fail "no files in $dir?"
	[ ! -s "$dir.missing" ] || fail "not installed: $(tr '\n' ' ' < "$dir.missing")"
done
