# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers installed
# turns: 40
# timeout: 900
# Of the runtime only what its lasting functions need is compiled (mytap-cut): the object has the same functions and data as with the
# whole; and if that part does not compile, the whole is taken.
mkdir copy
bin=$(dirname "$MYTAP")
cp "$MYTAP" copy/mytap
ln -s "$TESTSUITE/../runtime" "$TESTSUITE/../tapsets" copy/
# first NAME PROGRAM: a kernel's first script, with the folder of its runtime kept as NAME
first() {
	mkdir "$1.tmp"
	MYTAP_CACHE_DIR=$PWD/$1.cache TMPDIR=$PWD/$1.tmp run "$2" -k -vvv -r "$KERNEL" --build=fast --debuginfo=btf -w -p4 \
		-e 'global m probe kernel.function("vfs_read").return { m[execname()] <<< $return; printf("%d\n", @count(m["x"])); exit() }'
	expect_status 0
	mv "$1.tmp"/*/seed "$1"
}
symbols() { nm "$1/runtime.o" | sed 's/^[0-9a-f]* *//; s/__UNIQUE_ID_\([a-z_]*\)[0-9]*/\1/; s/[.][0-9]*$//' | sort; }
first cut "$MYTAP"
grep -q 'does not compile' err && { cat err; fail 'the part that is needed'; }
grep -q -- -fpreprocessed cut/.runtime.o.cmd || fail 'the whole was compiled'
[ $(($(wc -c < cut/runtime.c) * 2)) -lt "$(wc -c < cut/whole.i)" ] || fail 'nothing was cut out'
# As the kernel's makefiles compile it, without a warning.
command=$(sed -n '1{s/^[^=]*:= *//; s/ ; .*//; p}' cut/.runtime.o.cmd | sed "s|/[^ =,]*/seed|$PWD/cut|g")
case $command in *" $PWD/cut/runtime.c"*) ;; *) fail "not its command: $command" ;; esac
(cd "/lib/modules/$KERNEL/build" && eval "$command") > warnings 2>&1 || fail 'compiled again'
[ ! -s warnings ] || { head -20 warnings; fail 'warnings'; }
if [ ! -e "$bin/../libexec/mytap/mytap-cut" ] && [ ! -e /usr/local/libexec/mytap/mytap-cut ]; then
	first whole "$PWD/copy/mytap"
	grep -q -- -fpreprocessed whole/.runtime.o.cmd && fail 'cut by which program?'
	symbols whole > whole.symbols
	symbols cut > cut.symbols
	[ "$(wc -l < whole.symbols)" -gt 100 ] || fail 'no symbols'
	expect_same whole.symbols cut.symbols
fi
printf '#!/bin/sh\necho "int x" > "$2"\n' > copy/mytap-cut
chmod +x copy/mytap-cut
first damaged "$PWD/copy/mytap"
expect_err 'needed part does not compile: the whole is used [(].*error'
grep -q -- -fpreprocessed damaged/.runtime.o.cmd && fail 'not the whole'
exit 0
