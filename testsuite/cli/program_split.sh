# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# timeout: 600
# Debuginfo that is split off (-gsplit-dwarf): all that it says of a program is what plain debuginfo says of the same code, wherever the
# .dwo files lie; those that are missing, packed, damaged or of another build are named, and never used.
export MYTAP_CACHE_DIR=$PWD/cache
cat > one.cc << 'END'
#include <cstdio>
extern "C" {
long two(const char *text, struct pair *p);
int f(void *p, int n) { return p && n; }
int g(void *p) { return !p; }
}
struct pair { int first; short second : 5; };
namespace ns {
struct Base { long base = 3; };
template <typename T> struct Box : Base {
	T v;
	explicit Box(T t) : v(t) { }
	__attribute__((noinline)) T add(T a) { asm("" ::: "memory"); return v += a; }
	inline int inner(int a) { int twice = a * 2; asm volatile("" :: "r"(twice) : "memory"); return twice + (int)v; }
};
static int of_file = 4;
thread_local long of_thread = 9;
__attribute__((noinline)) int loop(int n)
{
	int sum = of_file++;

	for (int i = 0; i < n; i++) {
		int last = sum;

		sum += printf("%d\n", last) * i;
		if (sum > 100)
			goto out;
	}
out:
	of_thread += sum;
	return sum;
}
}
int main(int argc, char **argv)
{
	ns::Box<int> b(argc);
	ns::Box<double> d(argc);
	struct pair p = { argc, 3 };

	return b.add(2) + (int)d.add(1.5) + b.inner(argc) + ns::loop(argc) + (int)two(argv[0], &p);
}
END
cat > two.c << 'END'
#include <string.h>
struct pair { int first; short second : 5; };
enum kind { SMALL, LARGE = 70 };
long of_program = 12;
extern int f(void *, int), g(void *);
/* Of its places in registers some are empty, before calls at the end: gcc -gdwarf-4 -gsplit-dwarf gives these the length -1. */
int choose(void *r, struct pair *p)
{
	switch (p->first) {
	case 1: return f(r, p->second);
	case 2: f(r, 2); return g(p);
	case 3: return f(r, 3) || g(r);
	case 4: return g(r);
	case 5: f(r, p->second); f(p, p->first); return 1;
	case 6: return f(p, 0);
	default: return f(r, 100);
	}
}
static enum kind kind_of(size_t n) { return n > 70 ? LARGE : SMALL; }
static long counted(const char *text)
{
	static int calls;
	size_t n = strlen(text);

	calls++;
	return (long)n + calls + kind_of(n);
}
long two(const char *text, struct pair *p)
{
	long r = counted(text);

	of_program += r * p->first;
	return r + counted(text + 1);
}
END
# compile NAME OPTION...: the program NAME; its .dwo files, if any, are compiled in obj/.
compile() {
	local name=$1
	shift
	mkdir -p obj
	$CXX -g "$@" -c -o "obj/$name-one.o" one.cc && $CC -g "$@" -c -o "obj/$name-two.o" two.c && $CXX -o "$name" "obj/$name-one.o" "obj/$name-two.o"
}
# said PROGRAM FILE: all variables at all places, by name and type, and how they are fetched.
said() {
	local p="process(\"$PWD/$1\")"
	cat > all.stp << END
probe $p.statement("*@one.cc:*"), $p.statement("*@two.c:*") { println(\$\$vars) }
probe $p.function("*").call ?, $p.function("*").inline ? { println(\$\$parms) }
probe $p.function("*@*").return ? { println(\$\$return) }
probe $p.function("main").callees ?, $p.function("*").label("*") ? { println(\$\$vars) }
probe $p.function("ns::loop") { println(@var("of_file@one.cc"), @var("of_thread"), @var("of_program"), @enum("LARGE"), \$n) }
probe $p.function("Box<int>::add") { println(\$this\$\$, @cast(&\$this->v, "pair", "$PWD/$1")->second) }
END
	run "$MYTAP" -r "$KERNEL" -w -p3 all.stp
	expect_status 0
	run_listing "$p" > "$2"
	sed 's/\\t[0-9a-f]\{40\}\\t/ ID /; s/'"$1"'/PROGRAM/g' out >> "$2"
}
run_listing() { "$MYTAP" -r "$KERNEL" -L "$1.function(\"*\")" 2> err.listing | sed 's/'"${1##*/}"'/PROGRAM/' | sed 's/.*function/function/'; }
compilers=gcc
command -v clang > /dev/null && compilers='gcc clang'
for CC in $compilers; do
	CXX=g++; [ $CC = gcc ] || CXX=clang++
	for form in '-gdwarf-4 -O0' '-gdwarf-4 -O2' '-gdwarf-5 -O0' '-gdwarf-5 -O2'; do
		# shellcheck disable=SC2086
		compile same $form && said same plain && mv same same.plain && rm -rf obj &&
			compile same $form -gsplit-dwarf && said same split || fail "$CC $form"
		[ -e obj/same-one.dwo ] && [ -e obj/same-two.dwo ] || fail "$CC $form: nothing is split off"
		[ "$(grep -c 'MYTAP_UPROBE' plain)" -ge 30 ] || { cat plain; fail "$CC $form: few places"; }
		cmp -s plain split || { diff plain split | head -20; fail "$CC $form: other things are said"; }
		rm -rf obj
	done
done

# Types in units of their own are read where the linker has put them together, not where each has a section of its own.
for version in 4 5; do
	CC=gcc CXX=g++
	compile types$version -O2 -gdwarf-$version -fdebug-types-section || exit 1
	run "$MYTAP" -r "$KERNEL" -p2 -e "probe process(\"$PWD/types$version\").function(\"two\") { println(@cast(\$p, \"pair\", \"$PWD/types$version\")->second + \$p->first) }
	probe process(\"$PWD/types$version\").function(\"Box<int>::add\") { println(\$this\$\$) }"
	expect_status 0
	expect_out '\.v=%d'
	compile types$version -O2 -gdwarf-$version -fdebug-types-section -gsplit-dwarf || exit 1
	run "$MYTAP" -r "$KERNEL" -p2 -e "probe process(\"$PWD/types$version\").function(\"two\") { println(\$p->second) }"
	expect_status 1
	expect_err "not used: /.*/obj/types$version-...\.dwo has its types in sections of their own \(-fdebug-types-section\), which the libdw here does not read"
done

# Wherever they lie.
CC=gcc CXX=g++
asks() { run "$MYTAP" -r "$KERNEL" -p2 -e "probe process(\"$PWD/$1\").function(\"two\") { println(\$p->second) }"; }
found() { asks "$1"; [ "$status" = 0 ] || { cat err; fail "not found $2"; }; }
# named PROGRAM REGEX
named() {
	asks "$1"
	expect_status 1
	expect_err "unresolved target variable.*the debuginfo of [12] of its source files is split off, and not used: $2; bring the .dwo of the program's build to .*/was, where it was compiled, or beside the program"
	run "$MYTAP" -r "$KERNEL" -l "process(\"$PWD/$1\").function(\"two\")"	# by its symbol
	expect_status 0
}
build() { mkdir -p was && cp one.cc two.c was && (cd was && compile prog -O2 "$@") && mkdir -p is && cp was/prog is/prog || exit 1; }
for version in 4 5; do
	rm -rf was is cache
	build -gdwarf-$version -gsplit-dwarf
	found is/prog 'where it was compiled'
	mv was gone
	named is/prog 'obj/prog-...\.dwo is not there'	# although the index of names was made with it
	mkdir is/obj && cp gone/obj/*.dwo is/obj
	found is/prog 'in the same folder of a moved tree'
	mv is/obj/*.dwo is
	found is/prog 'beside the program'
	rm is/prog-two.dwo
	named is/prog 'obj/prog-two\.dwo is not there'
	run "$MYTAP" -r "$KERNEL" -p2 -e "probe process(\"$PWD/is/prog\").function(\"ns::loop\") { println(\$n) }"
	expect_status 0		# of the file whose .dwo is there
	: > is/prog.dwp
	named is/prog 'obj/prog-two\.dwo is packed into /.*/is/prog\.dwp, which the libdw here does not read'
	cp gone/obj/prog-one.dwo is/prog-two.dwo
	named is/prog '/.*/is/prog-two\.dwo is of another build'
	head -c 2000 gone/obj/prog-two.dwo > is/prog-two.dwo
	named is/prog '/.*/is/prog-two\.dwo cannot be read as a part of debuginfo'
	mkfifo fifo && mv fifo is/prog-two.dwo
	named is/prog 'obj/prog-two\.dwo is packed into .*'
	rm is/prog-two.dwo is/prog.dwp
	cp gone/obj/prog-two.dwo is
	found is/prog 'again'

	# The skeletons in another file.
	objcopy --only-keep-debug is/prog is/prog.debug && strip -g is/prog && objcopy --add-gnu-debuglink=is/prog.debug is/prog && mkdir -p is/.debug &&
		mv is/prog.debug is/.debug || exit 1
	found is/prog 'beside a program with a debuglink'
	mv is/*.dwo is/.debug
	found is/prog 'beside its debuginfo'
	if unshare -m sh -c 'mount --make-rprivate / && mount -t tmpfs none /usr/lib/debug' 2> /dev/null; then
		# shellcheck disable=SC2016
		unshare -m sh -c 'mount --make-rprivate / && mount -t tmpfs none /usr/lib/debug && mkdir -p "/usr/lib/debug$PWD/is" && mv is/.debug/*.dwo "/usr/lib/debug$PWD/is" &&
			"$0" -r "$1" -p2 -e "probe process(\"$PWD/is/prog\").function(\"two\") { println(\$p->second) }"' "$MYTAP" "$KERNEL" > out 2> err ||
			{ cat err; fail "not found below /usr/lib/debug"; }
	fi
	rm -rf gone
done

# In another root folder, and where only the process sees it.
if [ "$(id -u)" = 0 ]; then
	rm -rf was root
	mkdir -p root/was here && (cd root/was && echo '#include <unistd.h>
struct pair { int n; };
__attribute__((noipa)) int two(struct pair *p) { return p->n; }
int main(void) { char c; struct pair p = { 4 }; return read(0, &c, 1) + two(&p); }' > prog.c &&
		gcc -g -O1 -static -gsplit-dwarf -fdebug-prefix-map="$PWD=/was" -c prog.c && gcc -static -o ../prog prog.o) || exit 1
	# seen PATH: the variables of the process that was started last, whose program that is; then it ends.
	seen() {
		until [ "$(readlink /proc/$!/exe)" = "$1" ]; do :; done
		run "$MYTAP" -r "$KERNEL" -p2 -e "probe process($!).function(\"two\") { println(\$p->n) }"
		exec 9>&-
		expect_status 0
	}
	mkfifo stop
	chroot root /prog < stop &
	exec 9> stop
	seen "$PWD/root/prog"
	if unshare -m true 2> /dev/null; then
		# shellcheck disable=SC2016
		unshare -m sh -c 'mount --make-rprivate / && mount -t tmpfs none here && mv root/prog root/was/prog.dwo here && exec here/prog' < stop &
		exec 9> stop
		seen "$PWD/here/prog"
	fi
fi

# A module is built again when a .dwo comes, and not when nothing changes.
rm -rf was is
build -gsplit-dwarf
mv was/obj/prog-two.dwo away
again() {
	run "$MYTAP" -r "$KERNEL" -v -p4 -e "probe process(\"$PWD/is/prog\").function(\"two\") { if (@defined(\$p)) println(\$p->second) }"
	expect_status 0
	grep -q '^Pass 4: using cached' err && echo cached || echo built
}
[ "$(again) $(again)" = 'built cached' ] || fail "a script without variables is not cached"
mv away was/obj/prog-two.dwo
[ "$(again) $(again)" = 'built cached' ] || fail "the .dwo that came is not used"

# A damaged one is refused, or read as far as it goes; and so are damaged skeletons.
seed=11
# damage FILE FROM SIZE: some of these bytes of it.
damage() {
	for _ in 1 2 3 4; do
		seed=$(((seed * 1103515245 + 12345) % 2147483648))
		printf "\\x$(printf %02x $((seed / 256 % 256)))" | dd of="$1" bs=1 seek=$(($2 + seed / 65536 * 7 % $3)) conv=notrunc status=none
	done
}
read_anyhow() {
	run timeout 60 "$MYTAP" -r "$KERNEL" -w -p2 -e "probe process(\"$PWD/is/prog\").statement(\"*@*:*\") ? { println(\$\$vars) }"
	[ "$status" -le 1 ] || { cp is/prog "$1" .; cat err; fail "status $status"; }
}
cp was/obj/prog-two.dwo whole; cp is/prog program
readelf -SW program | sed -n 's/.* \.debug_\(info\|abbrev\|addr\|str\) *PROGBITS *[0-9a-f]* \([0-9a-f]*\) \([0-9a-f]*\).*/0x\2 0x\3/p' > sections
[ "$(wc -l < sections)" = 4 ] || fail "no skeletons"
for _ in $(seq "${MYTAP_TEST_ROUNDS:-8}"); do
	cp whole was/obj/prog-two.dwo
	damage was/obj/prog-two.dwo 0 "$(stat -c %s whole)"
	read_anyhow was/obj/prog-two.dwo
done
cp whole was/obj/prog-two.dwo
while read -r from size; do
	for _ in $(seq "${MYTAP_TEST_ROUNDS:-2}"); do
		cp program is/prog
		damage is/prog $((from)) $((size))
		read_anyhow is/prog
	done
done < sections
exit 0
