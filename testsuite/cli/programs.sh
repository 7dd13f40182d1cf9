# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest headers
# timeout: 900
# Programs as they are packaged, in a guest: python's marks, libc's malloc of a program that counts itself, throw and catch of
# libstdc++, bash. What is probed comes along.
for tool in /usr/bin/python3.11 bash g++; do
	command -v $tool > /dev/null || { echo "$tool is not installed"; exit 77; }
done
cat > mal.c << 'END'
#include <stdlib.h>
int main(int argc, char **argv)
{
	for (long n = argc > 1 ? atol(argv[1]) : 0; n > 0; n--) {
		void *volatile p = malloc(100);

		free(p);
	}
	return 0;
}
END
gcc -O2 -o mal mal.c || exit 1
cat > thrower.cc << 'END'
#include <cstdlib>
int main(int argc, char **argv)
{
	int caught = 0, n = argc > 1 ? atoi(argv[1]) : 0;

	for (int i = 0; i < n; i++) {
		try { throw i; } catch (int &) { caught++; }
	}
	return caught != n;
}
END
g++ -O2 -o thrower thrower.cc || exit 1
# Python 3.11 passes its mark function__entry for generators that are thrown into only; function__return always.
printf 'def hello(n):\n    return n\nfor i in range(700):\n    hello(i)\n' > x.py
cat > script.stp << 'END'
global mallocs, frees, python, colons, throws, catches, files

probe process("./mal").library("libc.so.6").function("malloc") { if (execname() == "mal") mallocs[pid()]++ }
probe process("./mal").library("libc.so.6").function("free").return { if (execname() == "mal") frees[pid()]++ }
probe process("./thrower").library("libstdc++.so.*").provider("libstdcxx").mark("throw") { throws++ }
probe process("./thrower").library("libstdc++.so.*").mark("catch") { catches++ }
probe process("/usr/bin/python3.11").mark("function__return") {
	if (user_string($arg2) == "hello") {
		python++
		files[user_string($arg1)] = $arg3
	}
}
probe process("bash").function("colon_builtin") { colons++ }
probe end {
	foreach (p+ in mallocs)
		printf("malloc %d free %d\n", mallocs[p], frees[p])
	printf("throw %d catch %d python %d colons %d\n", throws, catches, python, colons)
	foreach (f in files)
		printf("%s:%d\n", f, files[f])
}
END
run timeout 300 "$MYTAP" --vm="$KERNEL" -r "$KERNEL" --vm-memory=768 \
	--vm-add=/usr/lib/python3.11/encodings:/usr/lib/python3.11/encodings --vm-add=/usr/lib/python3.11/os.py:/usr/lib/python3.11/os.py \
	script.stp -c './mal 1000 && ./mal 3500 && ./thrower 120 && /usr/bin/python3.11 -S -E x.py && bash -c "for i in {1..300}; do :; done"'
expect_status 0
# of python, whose modules in C stayed here
! grep -v 'platform dependent libraries' err || exit 1
expect_out '^throw 120 catch 120 python 700 colons 300$'
expect_out '^/root/x.py:2$'
# What the program's start takes is the same both times.
set -- $(sed -n 's/^malloc //p' out)
[ $# = 6 ] && [ $(($4 - $1)) = 2500 ] && [ $(($6 - $3)) = 2500 ] || { cat out; exit 1; }
