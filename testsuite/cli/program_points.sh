# SPDX-License-Identifier: GPL-2.0-or-later
# Points in programs, without running anything: which file is meant, what it has, and why something of it cannot be probed.
cat > prog.c << 'END'
#include <stdio.h>
struct pair { int first; short second; };
__attribute__((noipa)) long add_pair(const struct pair *p, long more)
{
	return p->first + p->second + more;
}
int main(int argc, char **argv)
{
	struct pair p = { argc, 2 };

	printf("%ld %s\n", add_pair(&p, 40), argv[0]);
	return 0;
}
END
mkdir -p bin
gcc -O2 -g -o bin/prog prog.c || exit 1
ln -s prog bin/linked
strip -o bin/bare bin/prog
printf '#!/bin/sh\necho\n' > bin/a-script; chmod +x bin/a-script
PATH=$PATH:$PWD/bin
list() { run "$MYTAP" -l "$1"; }
vars() { run "$MYTAP" -L "$1"; }
refused() { run "$MYTAP" -p2 -e "probe $1 { }"; expect_status 1; }
b="$PWD/bin"
# A library that two programs of a pattern need is probed once.
run "$MYTAP" -p2 -e "probe process(\"$b/[pb]*\").library(\"libc.so.6\").function(\"malloc\") { println(1) }"
expect_status 0
[ "$(grep -c 'libc.*function("malloc' out)" = 1 ] || fail "a library of two programs"
# By path, by $PATH, through a link, by a pattern, as the command.
for name in "$b/prog" prog linked "$b/pr*"; do
	list "process(\"$name\").function(\"add_pair\")"
	expect_status 0
	echo "process(\"$b/prog\").function(\"add_pair@prog.c:3\")" > want; expect_same want out
done
run "$MYTAP" -c 'prog x y' -l 'process.function("add_*").return'
expect_out 'process\(".*/bin/prog"\).function\("add_pair@prog.c:3"\).return'
# As the processes of -x: each program once.
cp /bin/sleep bin/sleeper
bin/sleeper 100 & first=$!
bin/sleeper 100 & second=$!
sleep 100 & third=$!
trap 'kill $first $second $third' EXIT
until [ "$(readlink /proc/$first/exe /proc/$second/exe | grep -c sleeper)" = 2 ] && readlink /proc/$third/exe | grep -q '/sleep$'; do sleep 0.05; done
run "$MYTAP" -x $first -x $second -x $third -l 'process.plt("nanosleep")'
expect_status 0
[ "$(sed 's/").*//' out | sort | tr '\n' ' ')" = "$(printf 'process("%s ' "$(readlink /proc/$third/exe)" "$b/sleeper" | tr ' ' '\n' | sort | tr '\n' ' ')" ] ||
	{ cat out; fail 'the programs of three processes'; }
list 'process("prog").library("libc.so.6").function("malloc")'
expect_out '\.library\("/.*libc.*"\)\.function\("malloc(@malloc\.c:[0-9]+)?"\)'
vars 'process("prog").function("add_pair")'
expect_out '\$p:const struct pair \* \$more:long int$'
vars 'process("prog").function("add_pair").return'
expect_out '\$return:long int'
run "$MYTAP" -p2 -e 'probe process("prog").function("add_pair") { println($p->second, $$parms, $p$) }'
expect_status 0
list 'process("prog").statement("main@prog.c:11")'
expect_status 0
vars 'process("prog").syscall.return'
expect_out '\$syscall:long \$arg1:long .* \$return:long$'

# What is not there, or not to be probed.
refused 'process("no-such-prog").begin'
expect_err "no program 'no-such-prog' in \\\$PATH"
refused 'process("prog").function("add_pear")'
expect_err "no function 'add_pear' in .*did you mean 'add_pair'"
refused 'process("prog").library("libcc.so.6").function("malloc")'
expect_err "needs no library 'libcc.so.6' .did you mean 'libc.so.6'"
refused 'process("prog").mark("x")'
expect_err 'was compiled without marks'
refused 'process("a-script").function("x")'
expect_err 'it is a script'
refused 'process("bare").statement("main@prog.c:11")'
expect_err 'not known without debuginfo'
gcc -rdynamic -s -o -O2 -o bin/names prog.c || exit 1
run "$MYTAP" -p2 -e 'probe process("names").function("add_pair").return { println($return) }'
expect_status 1
expect_err 'the variables in .add_pair. of .*/names are not known without debuginfo; returnval.. is its return value'
run "$MYTAP" -p2 -e 'probe process("names").function("add_pair") { println($p) }'
expect_status 1
expect_err 'without debuginfo; int_arg.1., pointer_arg.2. and so on are its arguments at its entry .its debuginfo would tell'
run "$MYTAP" -p2 -e 'probe process("names").function("add_pair") { println(int_arg(2)) } probe process("names").function("add_pair").return { println(returnval()) }'
expect_status 0
refused 'process("prog").function("_start").return'
expect_err 'where the program starts, and never returns'
refused 'process(999999999).function("main")'
expect_err 'there is no process 999999999'
refused 'process.function("main")'
expect_err 'which program is meant'
refused 'process("prog").statement(0x1).absolute'
expect_err 'needs -g'
# In the middle of an instruction: the entry's own is longer than one byte.
at=$(nm bin/prog | sed -n 's/ T add_pair//p')
refused "process(\"prog\").statement($(printf '0x%x' $((0x$at + 1))))"
expect_err "middle of an instruction"
run "$MYTAP" -p2 -e "probe process(\"prog\").statement(0x$at) { } probe process(\"prog\").function(0x$at).return { }"
expect_status 0
# A function that others may call by another name than the source has is the function at that address, with its variables.
cat > alias.c << 'END'
__attribute__((noipa)) long __inner_name(long bytes) { return bytes + 1; }
extern long outer_name(long bytes) __attribute__((alias("__inner_name")));
int main(int argc, char **argv) { return outer_name(argc + !argv) == 0; }
END
gcc -O2 -g -o bin/alias alias.c || exit 1
vars 'process("alias").function("outer_name")'
expect_status 0
[ "$(cat out)" = "process(\"$b/alias\").function(\"outer_name@alias.c:1\") \$bytes:long int" ] || fail "a function by its other name: $(cat out)"
# A process's program is the one that it runs, whatever its path is now.
cat > sleeper.c << 'END'
#include <unistd.h>
__attribute__((noipa)) void in_the_old_one(void) { sleep(100); }
int main(void) { in_the_old_one(); }
END
gcc -O2 -g -o bin/sleeper sleeper.c || exit 1
bin/sleeper & old=$!
trap 'kill $old' EXIT
until [ "$(readlink /proc/$old/exe)" = "$b/sleeper" ]; do sleep 0.1; done
list "process($old).function(\"in_the_old_one\")"
expect_status 0
expect_out "^process\($old\)\.function\(\"in_the_old_one@sleeper.c:2\"\)$"
rm bin/sleeper
list "process($old).function(\"in_the_old_one\")"
expect_status 0
expect_out "^process\($old\)\.function\(\"in_the_old_one@sleeper.c:2\"\)$"
cp bin/prog bin/sleeper
list "process($old).function(\"in_the_old_one\")"
expect_status 0
list "process($old).function(\"add_pair\")"
expect_status 1
# Stubs: of each function that it calls in a library one, whichever way the linker makes them; by name, by pattern, all.
for how in -Wl,-z,lazy -Wl,-z,now '-fcf-protection -Wl,-z,ibtplt'; do
	# shellcheck disable=SC2086
	gcc -O2 $how -o bin/stubs prog.c || exit 1
	objdump -d bin/stubs | sed -n 's/^0*\([0-9a-f]*\) <\([a-z_]*\)@plt>:$/\2/p' | sort -u > stubs.want
	grep -q '^__cxa_finalize$' stubs.want && grep -q '^printf$' stubs.want || fail "objdump shows no stubs ($how)"
	list 'process("stubs").plt'
	expect_status 0
	sed -n 's/.*\.plt("\(.*\)")$/\1/p' out | sort -u > stubs.is
	same stubs.is stubs.want "stubs ($how)" || { cat why; exit 1; }
	list 'process("stubs").plt("pri*")'
	[ "$(cat out)" = "process(\"$b/stubs\").plt(\"printf\")" ] || fail "a stub by a pattern: $(cat out)"
	at=$(objdump -d bin/stubs | sed -n 's/^0*\([0-9a-f]*\) <printf@plt>:$/\1/p')
	run "$MYTAP" -p3 -e 'probe process("stubs").plt("printf") { }'
	grep -q "link = 0x$at\b" out || fail "where the stub is: $at"
done
gcc -O2 -static -o bin/static prog.c 2> /dev/null && {
	refused 'process("static").plt("printf")'
	expect_err 'calls no function of a library by a stub'
}
refused 'process("stubs").plt("prinft")'
expect_err "has no stub for 'prinft' \\(did you mean 'printf'"
# By its build-id: of one in $PATH, and of the library that all have; not that of its debuginfo.
gcc -O2 -g -Wl,--build-id=sha1 -o bin/built prog.c || exit 1
id=$(readelf -n bin/built | sed -n 's/.*Build ID: //p')
list 'process("built").function("add_pair")'
expect_status 0
cp out by_name
list "process(\"$id\").function(\"add_pair\")"
expect_status 0
expect_same by_name out
list "process(\"$(tr a-f A-F <<< "$id")\").function(\"add_pair\")"
expect_same by_name out
libc=$(ldd bin/built | sed -n 's/.*libc\.so\.6 => \([^ ]*\) .*/\1/p')
list "process(\"$(readelf -n "$libc" | sed -n 's/.*Build ID: //p')\").mark(\"none\")"
expect_err "$(basename "$(realpath "$libc")")"
refused "process(\"0123456789abcdef0123456789abcdef01234567\").function(\"f\")"
expect_err 'no program of build 0123456789abcdef0123456789abcdef01234567 running'
