# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest headers
# timeout: 600
# Variables of every kind, as the program itself prints them: with and without optimization, DWARF 4 and 5, plain, compressed,
# split off, and with a part moved to another file by dwz; in one session.
cat > prog.c << 'END'
#include <stdio.h>
#include <string.h>
enum color { RED, GREEN = 7 };
union word { unsigned int whole; unsigned char parts[4]; };
struct inner { int x, y; };
struct outer {
	unsigned int low : 3, high : 5;
	int minus : 4;
	struct inner at;
	struct inner *to;
	short grid[2][3];
	enum color color;
	union word word;
	const char *name;
	long (*call)(long);
};
static struct outer of_file;
long of_program = -5;
_Thread_local int of_thread = 11;
struct list { int n; struct list *next; };
#define KEEP __attribute__((noipa))
KEEP long twice(long n) { return 2 * n; }
static inline __attribute__((always_inline)) int inlined(int a, int b)
{
	int c = a * b;

	__asm__ volatile("inlined_%=: nop" : : "r"(a), "r"(b), "r"(c) : "memory");
	return c;
}
KEEP void show_at(struct outer *o, const struct list *l, unsigned char small, long big, char c, double unused)
{
	printf("its at %d %d %d %d %d %d %d %u %u %s %d %d %ld %c %ld %d\n", o->low, o->high, o->minus, o->at.y, o->to->x, o->grid[1][2], o->color,
	       o->word.whole, o->word.parts[1], o->name, l->next->n, small, big, c, of_program, of_thread);
	(void)unused;
}
KEEP int show_inlined(int n)
{
	static int calls = 40;

	printf("its inlined %d %d %d %d\n", n, n + 1, n * (n + 1), calls);
	calls += n;
	return inlined(n, n + 1) + calls;
}
KEEP long show_return(short n)
{
	printf("its returns %d %ld\n", n, (long)n * 1000000007L);
	return (long)n * 1000000007L;
}
int main(int argc, char **argv)
{
	struct inner other = { 77, 78 };
	struct list last = { 9, NULL }, first = { 8, &last };
	int tag = argc > 1 ? (int)strlen(argv[1]) : 0;

	of_file = (struct outer){ .low = 5, .high = 21, .minus = -3, .at = { 1, 2 + tag }, .to = &other, .grid = { { 1, 2, 3 }, { 4, 5, -6 } },
				  .color = GREEN, .word.whole = 0x01020304, .name = "a name", .call = twice };
	of_thread += tag;
	printf("its program %s\n", strrchr(argv[0], '/') + 1);
	show_at(&of_file, &first, 200, -1234567890123L, 'q', 1.5);
	show_inlined(6);
	show_return(-3);
	fflush(stdout);
	return 0;
}
END
command -v dwz > /dev/null || skip "needs dwz"
programs=
for optimize in O0 O2; do
	for version in 4 5; do
		for how in plain zlib split dwz; do
			name=m_${optimize}_${version}_$how
			gcc -$optimize -g -gdwarf-$version $([ $how = zlib ] && echo -gz=zlib) $([ $how = split ] && echo -gsplit-dwarf) -o "$name" prog.c || exit 1
			programs="$programs./$name; "
		done
		name=m_${optimize}_${version}
		cp "${name}_dwz" "$name.second"
		dwz -m "$name.common" "${name}_dwz" "$name.second" || fail "dwz"
		readelf -SW "${name}_dwz" | grep -q gnu_debugaltlink || fail "dwz has moved nothing"
		[ -s "${name}_split-prog.dwo" ] || fail "nothing is split off"
		readelf -SW "${name}_zlib" | grep -q '\.debug_info.* C ' || fail "nothing is compressed"
	done
done
cat > script.stp << 'END'
global calls
probe process("./m_*_*_*").begin { printf("ours program %s\n", execname()) }
probe process("./m_*_*_*").function("show_at") {
	printf("ours at %d %d %d %d %d %d %d %u %u %s %d %d %d %c %d %d\n", $o->low, $o->high, $o->minus, $o->at->y, $o->to->x,
	       $o->grid[1][2], $o->color, $o->word->whole, $o->word->parts[1], user_string($o->name), $l->next->n, $small, $big, $c,
	       @var("of_program"), @var("of_thread"))
	if (@var("of_file@prog.c")->high != $o->high || usymname($o->call) != "twice")
		error("another value of the file's variable")
}
probe process("./m_*_*_*").function("show_inlined") { calls = $calls }
probe process("./m_*_*_*").statement("inlined@prog.c:LINE") { printf("ours inlined %d %d %d %d\n", $a, $b, $c, calls) }
probe process("./m_*_*_*").function("show_return").return { printf("ours returns %d %d\n", @entry($n), $return) }
END
sed -i "s/LINE/$(grep -n 'asm__ volatile' prog.c | cut -d: -f1)/" script.stp
run timeout 300 "$MYTAP" --vm="$KERNEL" -r "$KERNEL" script.stp -c "$programs"
expect_status 0
grep '^its' out | sed 's/^its //' > its
grep '^ours' out | sed 's/^ours //' > ours
[ "$(grep -c '^program m_' its)" = 16 ] || { cat out err; fail "not all programs ran"; }
expect_same its ours
