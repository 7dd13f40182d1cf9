# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest headers
# timeout: 900
# mytap --vm: what -c starts comes along with what it takes to run, modules when they are asked for; idle life; status.
vm() { run timeout 120 "$MYTAP" --vm="$KERNEL" -r "$KERNEL" "$@"; }
quiet='probe begin { } probe end { println("end") }'

# A linked program with a library of its own, beside it by $ORIGIN, and one found by DT_RPATH of that library.
mkdir -p app/bin app/lib app/deep
echo 'int deep(void) { return 40; }' | gcc -shared -fPIC -o app/deep/libdeep.so -x c -
echo 'int deep(void); int own(void) { return deep() + 2; }' |
	gcc -shared -fPIC -o app/lib/libown.so -x c - -Lapp/deep -ldeep -Wl,--disable-new-dtags,-rpath,'$ORIGIN/../deep'
cat > prog.c << 'END'
#include <stdio.h>
#include <string.h>
int own(void);
int main(int argc, char **argv)
{
	char line[80] = "";
	FILE *f = argc > 1 ? fopen(argv[1], "r") : NULL;

	if (f && fgets(line, sizeof(line), f))
		line[strcspn(line, "\n")] = '\0';
	printf("own %d, read '%s'\n", own(), line);
	return 0;
}
END
gcc -o app/bin/prog prog.c -Lapp/lib -lown -Wl,-rpath-link,app/deep -Wl,--enable-new-dtags,-rpath,'$ORIGIN/../lib'
echo 'a line of mine' > data
vm -e "$quiet" -c './app/bin/prog data'
expect_status 0
[ ! -s err ] || fail "messages: $(cat err)"
printf "own 42, read 'a line of mine'\nend\n" > want
sort out > sorted; sort want > want.sorted; expect_same want.sorted sorted

# By its full path, in a pipe of a shell; from PATH; its output not in the file of -o.
PATH=$PATH:$PWD/app/bin
vm -o file -e "$quiet" -c "cd / && timeout 20 prog | cat && $PWD/app/bin/prog > /dev/null"
expect_status 0
echo "own 42, read ''" > want; expect_same want out
echo end > want; expect_same want file

# Scripts bring their interpreters.
command -v bash > /dev/null
printf '#!/bin/bash\na=(one two); echo "${a[1]} $BASH_VERSION" "$@"\n' > first; chmod +x first
printf '#!/usr/bin/env bash\nexec ./first more\n' > second; chmod +x second
vm -e "$quiet" -c './second && ./first || ./first'
expect_status 0
expect_out '^two [0-9.]*\([0-9]+\)-release more$'
printf '#!/bin/sh\necho sh "$1"\n' > third; chmod +x third
vm -e "$quiet" -c 'sh third a; ./third b'
expect_out '^sh a$'; expect_out '^sh b$'

# A folder, and a place of one's own.
mkdir -p tree/a; echo deep > tree/a/file; ln -s a/file tree/link
vm --vm-add=tree --vm-add=data:/etc/mine -e "$quiet" -c 'cat /root/tree/link /etc/mine'
expect_status 0
expect_out '^deep$'; expect_out '^a line of mine$'

# An interpreter that opens a tree of files by itself.
version=$(/usr/bin/python3 -c 'import sys; print("python%d.%d" % sys.version_info[:2])' 2> /dev/null || true)
if [ -n "${MYTAP_TEST_LONG-}" ] && [ -d "/usr/lib/$version" ]; then
	printf '#!/usr/bin/python3\nimport json, ssl\nprint(json.dumps([6 * 7]))\n' > fourth; chmod +x fourth
	vm --vm-memory=768 --vm-add="/usr/lib/$version:/usr/lib/$version" -e "$quiet" -c ./fourth
	expect_status 0
	expect_out '^\[42\]$'
fi

# Not there: said before anything is loaded, or a warning; both tell the option.
vm -e "$quiet" -c 'no-such-program x'
expect_status 1
expect_err 'no program no-such-program in the guest .*--vm-add'
vm -e "$quiet" -c 'no-such-program x; exit $?'
expect_status 1
expect_err '^WARNING: Child process exited with status 127: .*in the guest.*--vm-add'

# Modules: only what is asked for, with what it needs; by alias, with parameters; the kernel's own wish.
vm -e "$quiet" -c 'grep -c dummy /proc/modules; modprobe dummy numdummies=2 && ls /sys/class/net; modprobe -r dummy &&
	grep -c dummy /proc/modules'
expect_out '^dummy1$'
[ "$(grep -c '^0$' out)" = 2 ] || fail "dummy before and after: $(cat out)"
vm -e "$quiet" -c 'modprobe rtnl-link-veth && modprobe -q xt_tcpudp && modprobe ext4 && cut -d" " -f1 /proc/modules &&
	modprobe nosuch'
expect_status 1
expect_out '^veth$'; expect_out '^xt_tcpudp$'; expect_out '^x_tables$'
expect_err 'modprobe: nosuch: the kernel .* has no module of that name'
vm -e "$quiet" -c 'ip link add name v0 type veth && ls /sys/class/net'
expect_out '^v0$'
# A probe in a module that is loaded while the script runs.
vm -e 'probe module("dummy").function("dummy_setup") { println("setup") } probe end { println("end") }' -c 'modprobe dummy'
expect_status 0
expect_out '^setup$'

# README's own line ends by itself: the guest has a little life, unless it is told not to or has a command.
vm -T 60 -e 'probe vfs.read { printf("read performed\n"); exit() }'
expect_status 0
[ "$(cat out)" = 'read performed' ] || fail "the idle guest: $(cat out)"
script='global n
probe vfs.read { if (execname() == "idle") n["read"]++ }
probe syscall.fsync { if (execname() == "idle") n["fsync"]++ }
probe kernel.trace("sched_process_fork") { if (execname() == "idle") n["fork"]++ }
probe kernel.trace("net_dev_xmit") { if (execname() == "idle") n["packet"]++ }
probe timer.ms(4000) { exit() }
probe end { foreach (k+ in n) printf("%s %d\n", k, n[k] > 1 && n[k] < 40) }'
vm -e "$script"
expect_status 0
printf 'fork 1\nfsync 1\npacket 1\nread 1\n' > want; expect_same want out
vm --vm-idle=off -e "$script"
expect_status 0
[ ! -s out ] || fail "idle life although it is off: $(cat out)"
vm -e "$script" -c 'sleep 3'
[ ! -s out ] || fail "idle life beside -c: $(cat out)"
run "$MYTAP" --vm --vm-idle=often -e "$quiet"
expect_status 1
expect_err 'vm-idle'

# A reader that has enough: silence, status 0. A command that fails or is killed: status 1.
for c in 'yes' 'while echo y; do :; done'; do
	status=0
	{ "$MYTAP" --vm="$KERNEL" -r "$KERNEL" -e "$quiet" -c "$c" 2> err; echo $? > status; } | head -1 > out
	[ "$(cat status) $(cat out)" = '0 y' ] && [ ! -s err ] || fail "head -1 of $c: $(cat status out err)"
done
status=0
{ "$MYTAP" --vm="$KERNEL" -r "$KERNEL" -e 'probe timer.ms(10) { println("tick") }' 2> err; echo $? > status; } | head -1 > out
[ "$(cat status) $(cat out)" = '0 tick' ] && [ ! -s err ] || fail "head -1: $(cat status out err)"
vm -e "$quiet" -c false
expect_status 1
expect_out '^end$'
expect_err '^WARNING: Child process exited with status 1$'
vm -e "$quiet" -c 'kill -9 $$'
expect_status 1
expect_err '^WARNING: Child process exited with signal 9'
