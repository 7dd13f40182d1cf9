# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Functions of C++ as g++ compiles them: found by the names of the source, from debuginfo and from symbols alone.
command -v g++ > /dev/null || { echo 'no g++' > why; exit 77; }
k=(); [ -z "$KERNEL" ] || k=(-r "$KERNEL")
cat > a.cc <<'END'
#include <cstdio>
namespace ns {
struct Foo {
	int v;
	__attribute__((noinline)) int add(int a);
	template <typename T> __attribute__((noinline)) T twice(T t) { return t + t + v; }
	__attribute__((noinline)) bool operator==(const Foo &o) const;
	__attribute__((always_inline)) int inner(int a) { return a * v; }
	explicit Foo(int i);
	~Foo();
};
int Foo::add(int a)
{
	return v += a;
}
bool Foo::operator==(const Foo &o) const { return v == o.v; }
Foo::Foo(int i) : v(i) { asm(""); }
Foo::~Foo() { asm(""); }
}
namespace { __attribute__((noinline)) int hidden(int a) { asm(""); return a + 1; } }
__attribute__((noinline)) int add(int a) { asm(""); return a + 2; }
__attribute__((noinline)) int add(double a) { asm(""); return a + 3; }
int main(int argc, char **)
{
	ns::Foo f(argc), g(4);
	printf("%d %d %d\n", f.add(1), f.twice(2), (int)f.twice(2.5));
	printf("%d %d %d\n", f == g, f.inner(argc), add(1) + add(1.0) + hidden(argc));
}
END
g++ -g -O1 -o a a.cc && strip -g -o plain a || fail 'g++'

# Point, functions that are listed with debuginfo, and without it (overloads are one name then).
# names PROGRAM POINT: the names of the functions that are listed.
names() {
	"$MYTAP" "${k[@]}" -l "process(\"$PWD/$1\").$2" 2> err | sed 's/.*\(function\|statement\)("//; s/@.*//; s/").*//' | tr '\n' ' '
}
while IFS='|' read -r point with without; do
	for program in a plain; do
		want=$with
		[ $program = a ] || [ "$without" = same ] || want=$without
		got=$(names $program "$point")
		[ "${got% }" = "$want" ] || { cat err; fail "$program, $point: '$got', not '$want'"; }
	done
done << 'END'
function("add")|add add ns::Foo::add|add ns::Foo::add
function("Foo::add")|ns::Foo::add|same
function("::ns::Foo::add")|ns::Foo::add|same
function("::Foo::add")||same
function("add(double)")|add|same
function("Foo::add(int)")|ns::Foo::add|same
function("Foo::twice")|ns::Foo::twice<double> ns::Foo::twice<int>|same
function("Foo::twice<int>")|ns::Foo::twice<int>|same
function("Foo::operator==")|ns::Foo::operator==|same
function("Foo::Foo")|ns::Foo::Foo|same
function("~Foo")|ns::Foo::~Foo|same
function("ns::Foo::*dd")|ns::Foo::add|same
function("hidden")|(anonymous namespace)::hidden|same
function("_ZN2ns3Foo3addEi")|ns::Foo::add|same
function("Foo::add").return|ns::Foo::add|same
function("Foo::inner").inline|ns::Foo::inner|
function("Foo::add@a.cc:12")|ns::Foo::add|
function("Foo::*d@a.cc")|ns::Foo::add|
statement("Foo::add@a.cc:14")|ns::Foo::add|
END
# An object's members, the result, a line within.
run "$MYTAP" "${k[@]}" -p2 -e "probe process(\"$PWD/a\").function(\"Foo::add\").return { println(@entry(\$this->v) + \$return + \$a) }
probe process(\"$PWD/a\").statement(\"Foo::add@a.cc+2\") { println(\$this\$) }"
expect_status 0
# A name that is none says what is near.
run "$MYTAP" "${k[@]}" -p2 -e "probe process(\"$PWD/a\").function(\"Foo::ad\") { }"
expect_status 1
expect_err "no function 'Foo::ad' in $PWD/a"
