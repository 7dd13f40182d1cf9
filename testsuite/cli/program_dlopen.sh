# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest headers
# timeout: 600
# A library that is loaded, called and closed again, many times and by several threads, as it is probed: each call is counted, its
# frames have names, and its probes do not outlive it in what comes to its place.
cat > lib.c << 'END'
__attribute__((noipa)) long lib_twice(long (*f)(long), long n) { return f(n) * 2 + 1; }
END
cat > prog.c << 'END'
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
__attribute__((noipa)) long prog_back(long n) { return n + 1; }
static void *loads(void *n)
{
	long wrong = 0;

	for (long i = 0; i < (long)n; i++) {
		void *lib = dlopen(LIB, RTLD_NOW | RTLD_LOCAL);
		long (*twice)(long (*)(long), long) = lib ? dlsym(lib, "lib_twice") : NULL;

		wrong += !twice || twice(prog_back, i) != 2 * (i + 1) + 1 || dlclose(lib);
	}
	return (void *)wrong;
}
int main(int argc, char **argv)
{
	pthread_t t[3];
	void *wrong;
	long all = (long)loads((void *)atol(argv[argc - 1]));

	for (int i = 0; i < 3; i++)
		pthread_create(&t[i], NULL, loads, (void *)100);
	for (int i = 0; i < 3; i++) {
		pthread_join(t[i], &wrong);
		all += (long)wrong;
	}
	printf("wrong %ld\n", all);
	return all != 0;
}
END
gcc -O2 -g -shared -fPIC -o libcome.so lib.c && gcc -O2 -g -DLIB="\"$PWD/libcome.so\"" -o prog prog.c -ldl -lpthread || exit 1
cat > script.stp << 'END'
global calls, returns, bad, back
probe process("./libcome.so").function("lib_twice") { calls++ }
probe process("./libcome.so").function("lib_twice").return {
	returns++
	if ($return != 2 * (@entry($n) + 1) + 1)
		bad++
}
probe process("./prog").function("prog_back") {
	back++
	if (usymname(ustack(1)) != "lib_twice" || umodname(ustack(1)) != "libcome.so")
		bad++
}
probe end { printf("calls %d returns %d back %d bad %d\n", calls, returns, back, bad) }
END
run "$MYTAP" --vm="$KERNEL" -c './prog 300' script.stp
expect_status 0
expect_out '^wrong 0$'
expect_out '^calls 600 returns 600 back 600 bad 0$'
[ ! -s err ] || { cat err; fail "messages"; }
