# SPDX-License-Identifier: GPL-2.0-or-later
# Debuginfo of programs in other forms: compressed, split off and with a part moved by dwz it is read; what is not read, or not there,
# is named: compressed with zstd, dwz's file missing. (program_split: a .dwo missing.)
cat > prog.c << 'END'
struct pair { int first; short second; };
static int counter = 3;
_Thread_local int own = 4;
__attribute__((noipa)) long show(const struct pair *p, long more)
{
	counter++;
	return p->first + more + counter + own;
}
int main(void) { struct pair p = { 4, 2 }; return show(&p, 40) > 100; }
END
asks() { run "$MYTAP" -p2 -e "probe process(\"$PWD/$1\").function(\"show\") { println(\$p->first, @var(\"counter@prog.c\"), @var(\"own\")) }"; }
by_line() { run "$MYTAP" -p2 -e "probe process(\"$PWD/$1\").statement(\"*@prog.c:7\") { }"; }
named() {
	asks "$1"
	expect_status 1
	[ "$(grep -cE "unresolved target variable.*$2" err)" -ge 2 ] || { cat err; fail "not named for both kinds of variables: $2"; }
	by_line "$1"
	expect_status 1
	expect_err "$2"
	grep -q 'no units' err && fail "also said in another way"
	run "$MYTAP" -l "process(\"$PWD/$1\").function(\"show\")"	# by its symbol
	expect_status 0
}
read_well() {
	asks "$1"
	expect_status 0
	by_line "$1"
	expect_status 0
}
for version in 4 5; do
	gcc -O2 -g -gdwarf-$version -o plain$version prog.c && gcc -O2 -g -gdwarf-$version -gz=zlib -o zlib$version prog.c || exit 1
	read_well plain$version
	read_well zlib$version
	gcc -O2 -g -gdwarf-$version -gsplit-dwarf -o split$version prog.c || exit 1
	read_well split$version
	gcc -O2 -g -gdwarf-$version -gz=zlib -gsplit-dwarf -o both$version prog.c || exit 1
	read_well both$version
done
if objcopy --compress-debug-sections=zstd plain4 zstd4 2> /dev/null; then
	asks zstd4			# newer ones do
	[ "$status" = 0 ] || named zstd4 'the debuginfo in .*zstd4 is compressed with zstd, which the libelf here does not unpack'
fi
command -v dwz > /dev/null || skip "the rest needs dwz"
for version in 4 5; do
	cp plain$version moved; cp plain$version second
	dwz -m common moved second || fail "dwz"
	readelf -SW moved | grep -q gnu_debugaltlink || fail "dwz has moved nothing"
	read_well moved
	mv common away
	named moved 'the part of its debuginfo that dwz moved to common is not there, or of another build'
	mv away common
	read_well moved
done
