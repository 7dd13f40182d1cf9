# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest headers
# timeout: 600
# Thread-local variables of programs, read and written in each thread, however the program is linked: as the program has them. Those
# of a library are refused with the reason.
cat > prog.c << 'END'
#include <pthread.h>
#include <stdio.h>
static __thread char before[3] = "ab";
_Thread_local __attribute__((aligned(64))) long own = 5;
static __thread struct { int a; short b; } pair;
__attribute__((noipa)) void look(int who, const char *how) { printf("%s %d: %ld %d %d %s\n", how, who, own, pair.a, pair.b, before); }
static void *thread(void *how)
{
	static int n;
	int who = ++n;

	for (int i = 0; i < 3; i++) {
		own += who;
		pair.a = 10 * who + i;
		pair.b = (short)-who;
		look(who, how);
	}
	return NULL;
}
int main(int argc, char **argv)
{
	pthread_t t;

	(void)argc;
	thread(argv[1]);
	for (int i = 0; i < 2; i++) {
		pthread_create(&t, NULL, thread, argv[1]);
		pthread_join(t, NULL);
	}
	return 0;
}
END
gcc -O2 -g -pie -fPIE -o with_pie prog.c -lpthread && gcc -O0 -g -no-pie -fno-pie -o without prog.c -lpthread &&
	gcc -O2 -g -static -o static prog.c -lpthread && gcc -O2 -g -static-pie -fPIE -o both prog.c -lpthread || exit 1
for p in with_pie without static both; do
	cat << END
probe process("./$p").function("look") {
	printf("probe $p %d: %d %d %d %s\n", \$who, @var("own@prog.c"), @var("pair@prog.c")->a, @var("pair@prog.c")->b, @var("before@prog.c")\$)
	if (\$who == 2)
		@var("own@prog.c") = 1000
}
END
done > script.stp
run "$MYTAP" --vm="$KERNEL" -r "$KERNEL" -g -c './with_pie with_pie && ./without without && ./static static && ./both both' script.stp
expect_status 0
[ ! -s err ] || { cat err; fail "messages"; }
# What the probe sees comes before what it writes.
for p in with_pie without static both; do
	cat << END
$p 1: 6 10 -1 ab
$p 1: 7 11 -1 ab
$p 1: 8 12 -1 ab
$p 2: 1000 20 -2 ab
$p 2: 1000 21 -2 ab
$p 2: 1000 22 -2 ab
$p 3: 8 30 -3 ab
$p 3: 11 31 -3 ab
$p 3: 14 32 -3 ab
END
done > want
grep -v ^probe out > is
expect_same want is
sed 's/^/probe /; s/ 2: 1000 20/ 2: 7 20/; s/ 2: 1000/ 2: 1002/; s/ab$/"ab"/' want > want.seen
grep ^probe out > seen
expect_same want.seen seen
echo '__thread int here; __attribute__((noipa)) int lib_f(int n) { here += n; return here; }' > lib.c
gcc -O2 -g -shared -fPIC -o libown.so lib.c || exit 1
run "$MYTAP" -p2 -e 'probe process("./libown.so").function("lib_f") { println(@var("here@lib.c")) }'
expect_status 1
expect_err 'thread-local.*library'
