# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest headers
# timeout: 300
# 1,000 raw addresses in one probe, among them some that no kernel allows: where probes run through, dropped code, data,
# the middle of an instruction, nothing at all. Each is told; marked as optional they are left out, and the rest is probed.
run "$MYTAP" -r "$KERNEL" -v -l 'kprobe.function("*")'
expect_status 0
sed -n 's/.*("\(.*\)").*pc=\(0x[0-9a-f]*\).*/\2 \1/p' out | grep -E ' (vfs_|ksys_|do_sys_|__x64_sys_|sys_|ext4_|tcp_|proc_)' > list
grep ' vfs_read$' list > good
grep -v ' vfs_read$' list | head -989 >> good
[ "$(wc -l < good)" = 990 ] || skip "kernel $KERNEL has only $(wc -l < good) functions of these names"
# The guest's kernel is not moved, so its addresses are those of the file.
run "$MYTAP_GUEST" --kernel="$KERNEL" --log=log -- 'grep -E " (do_int3|exc_int3|notify_die|start_kernel|rest_init|init_task|jiffies|vfs_read)$" /proc/kallsyms'
expect_status 0
grep -q ' T vfs_read$' out || skip "no addresses to be had"
address=$(sed -n 's/ T vfs_read$//p' out)
grep -q "^0x$address vfs_read" good || fail "vfs_read is at $address in the guest: $(head -1 good)"
awk '$3 != "vfs_read" && $3 != "rest_init" { print "0x" $1 }' out > bad
printf '0x%x\n' $((0x$address + 1)) 0xffffffff70000000 >> bad
nbad=$(wc -l < bad)
[ "$nbad" -ge 6 ] || fail "only $nbad bad addresses"

# script SUFFIX: the bad ones with it
script() {
	echo 'global n, reads'
	{ cut -d' ' -f1 good; sed "s/$/$1/" bad; } | sed 's/0x[0-9a-f]*/kernel.statement(&).absolute/; 1s/^/probe /; 2,$s/^/      /; $!s/$/,/'
	echo '{ if (pid() == target()) { n++; reads += addr() == 0x'"$address"' } }'
	echo 'probe end { printf("%s, %d reads\n", n > 10 ? "many" : "few", reads) }'
}
# Each is an error of its own, and all are said at once.
script '' > all.stp
run "$MYTAP" -g -r "$KERNEL" -p2 all.stp
expect_status 1
[ "$(grep -c '^semantic error' err)" = "$nbad" ] || { cat err; fail "not $nbad errors"; }
expect_err "'do_int3' cannot be probed: the kernel forbids probes there, because probes themselves run through it"
expect_err "'start_kernel' cannot be probed: its code is freed after the kernel has started"
expect_err 'is not in the kernel.s code'
grep -q 'define HAVE_ZYDIS' "$(dirname "$MYTAP")/config.h" 2> /dev/null && expect_err 'vfs_read\+0x1 is in the middle of an instruction'
script '?' > all.stp
run "$MYTAP" -g -r "$KERNEL" -p4 -m all all.stp
expect_status 0

cat > reads.c <<'C'
#include <fcntl.h>
#include <unistd.h>

int main(void)
{
	char c[8];
	int fd = open("/proc/self/stat", O_RDONLY);

	for (int i = 0; i < 7; i++)
		if (read(fd, c, sizeof(c)) != sizeof(c))
			return 1;
	return 0;
}
C
cc -static -O -o reads reads.c || skip "no static program can be made"
run "$MYTAP_GUEST" --kernel="$KERNEL" --memory=512 --timeout=120 --log=log --add=all.ko:/t/all.ko --add=reads:/bin/reads \
	--add="$MYTAP_RUN:/bin/mytap-run" -- 'mytap-run -c reads /t/all.ko; echo "status $?"; lsmod | grep all;
	dmesg | grep -E "WARNING|BUG:|Oops|Call Trace|lockup|general protection"; exit 0'
expect_status 0
cat out err
expect_out '^many, 7 reads$'
expect_out '^status 0$'
[ "$(grep -cv 'reads$\|^status' out)" = 0 ] || fail "more on stdout"
[ "$(grep -c '^WARNING' err)" -le 4 ] || fail "too many warnings"
