# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest headers
# timeout: 600
# Variables of a position-independent program and of its library, read and, with -g, written: the program says what it then has.
cat > lib.c << 'END'
long lib_global = 5;
static int lib_static;
__attribute__((noipa)) long lib_add(long a)
{
	lib_static += (int)a;
	return a + lib_global;
}
__attribute__((noipa)) int lib_sum(void) { return lib_static; }
END
cat > prog.c << 'END'
#include <stdio.h>
extern long lib_add(long a);
extern int lib_sum(void);
static int prog_static = 7;
long prog_global = 8;
__attribute__((noipa)) void prog_show(int n) { printf("has %d %d %ld %d\n", n, prog_static, prog_global, lib_sum()); fflush(stdout); }
int main(void)
{
	for (int i = 1; i <= 3; i++) {
		long r = lib_add(i);

		printf("got %ld\n", r);
		prog_show(i);
		prog_static++;
	}
	return 0;
}
END
gcc -O2 -g -shared -fPIC -o libvals.so lib.c && gcc -O2 -g -fPIE -pie -o prog prog.c ./libvals.so || exit 1
cat > script.stp << 'END'
probe process("./prog").library("libvals.so").function("lib_add") {
	printf("entry %d %d %d\n", $a, @var("lib_global"), @var("lib_static@lib.c"))
	if ($a == 2) {
		$a = 20
		@var("lib_global@lib.c") = 1000
	}
}
probe process("./prog").library("libvals.so").function("lib_add").return {
	printf("return %d of %d\n", $return, @entry($a))
	if ($return == 1003)
		$return = -1
}
probe process("./prog").function("prog_show") {
	printf("show %d %d %d\n", $n, @var("prog_static@prog.c"), @var("prog_global"))
	if ($n == 1)
		@var("prog_static@prog.c") = 70
	if ($n == 2)
		$n = 200
}
global calls, returned
probe process("./prog").plt("lib_add") { calls += int_arg(1) }
probe process("./prog").plt("lib_add").return { returned = returned . sprintf(" %d", returnval()) }
probe end { printf("stub %d:%s\n", calls, returned) }
END
# What the entry of a return probe saves is what a probe before it has written.
run timeout 300 "$MYTAP" --vm="$KERNEL" -r "$KERNEL" -g script.stp -c ./prog
expect_status 0
expect_out '^stub 6: 6 1020 -1$'
grep '^entry\|^return\|^show' out > ours; grep '^got\|^has' out > its
cat > ours.want << 'END'
entry 1 5 0
return 6 of 1
show 1 7 8
entry 2 5 1
return 1020 of 20
show 2 71 8
entry 3 1000 21
return 1003 of 3
show 3 72 8
END
cat > its.want << 'END'
got 6
has 1 70 8 1
got 1020
has 200 71 8 21
got -1
has 3 72 8 24
END
same ours ours.want "what probes see" && same its its.want "what the program has" || { cat why err; exit 1; }
# Without -g nothing is written.
run "$MYTAP" -p2 script.stp
expect_status 1
