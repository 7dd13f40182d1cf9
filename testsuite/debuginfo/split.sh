# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# turns: 3
# A function that the compiler split and then put back together is called once for each call: the rest of it is no inlined call. A
# recursive call that is inlined is one.
cat > split.c << 'C'
extern int one(int), two(int, int), some[];
static int again(int n) { return n < 2 ? one(n) : again(n - 1) + two(n, n); }
int whole(int *p, int n)
{
	int s = 0;
	if (!p)
		return -1;
	for (int i = 0; i < n; i++) {
		s += one(p[i]);
		some[i] = two(s, i);
		if (s > 100)
			s -= two(s, 1);
	}
	return s;
}
int first(int *p) { return whole(p, 1); }
int second(int *p) { return whole(p, 2) + again(*p); }
C
cat > main.c << 'C'
int some[9];
int one(int a) { return a; }
int two(int a, int b) { return a + b; }
int first(int *), second(int *);
int main(void) { return first(some) + second(some); }
C
gcc -g -O2 -c split.c && gcc -g -O1 -o split main.c split.o || exit 1
# places FUNCTION: how many places a probe of it has
places() {
	run "$MYTAP" ${KERNEL:+-r "$KERNEL"} -w -p2 -e "probe process(\"./split\").function(\"$1\") { println(1) }"
	expect_status 0
	grep -c "^process(.*function(\"$1@" out
}
# in itself, in first() and in second()
n=$(places whole)
[ "$n" = 3 ] || fail "whole() has $n places, not 3"
n=$(places again)
[ "$n" -ge 3 ] || fail "again() has $n places: calls in itself are left out"
