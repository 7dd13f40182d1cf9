# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest headers
# timeout: 300
# A module of the kernel's own (null_blk, a disk of nothing): its tracepoints by module and by kernel.trace, entries and
# returns of functions that are attached only while a condition holds; it comes and goes while the session runs.
folder=$(root_of "$KERNEL")/lib/modules/$KERNEL/kernel
fetch() {
	local f
	f=$(find "$folder" -name "$1.ko*" | head -1)
	case $f in
	'') skip "kernel $KERNEL has no module $1" ;;
	*.xz) xz -dc "$f" > "$1.ko" ;;
	*) cp "$f" "$1.ko" ;;
	esac
}
fetch configfs
fetch null_blk
cat > disk.c <<'C'
/* disk: 5 reads of 4 kB from the disk, and zone 2 is reset. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/blkzoned.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

int main(void)
{
	int fd = open("/dev/nullb0", O_RDWR | O_DIRECT);
	struct blk_zone_range zone = { .sector = 2 * 32768, .nr_sectors = 32768 };
	void *p;

	if (fd < 0 || posix_memalign(&p, 4096, 4096))
		return 1;
	for (int i = 0; i < 5; i++)
		if (pread(fd, p, 4096, i * 8192) != 4096)
			return 2;
	return ioctl(fd, BLKRESETZONE, &zone) ? 3 : 0;
}
C
cc -static -O -o disk disk.c || skip "no static program can be made"

run "$MYTAP" -r "$KERNEL" -L 'kernel.trace("nullb:nullb_z*")'
expect_status 0
expect_out '^kernel.trace\("nullb:nullb_zone_op"\) \$cmd:struct nullb_cmd \* \$zone_no:unsigned int \$zone_cond:unsigned int$'
run "$MYTAP" -r "$KERNEL" -L 'kernel.trace("null_blk:nullb_zone_op")'
expect_status 1
expect_err "no tracepoint 'null_blk:nullb_zone_op' in kernel"
run "$MYTAP" -r "$KERNEL" -p4 -m disk "$TESTDIR/module_in_tree.stp"
expect_status 0

cat > guest.sh <<'GUEST'
cd /t
mount -t tracefs t /sys/kernel/tracing 2> /dev/null
functions=/sys/kernel/tracing/enabled_functions
# attached N: so many of the module's functions come to be attached
attached() {
	i=0
	until [ "$(grep -c '^null_\(queue_rq\|process_cmd\) ' $functions)" = "$1" ] || [ $i -gt 50 ]; do
		usleep 100000; i=$((i + 1))
	done
	echo "attached $(grep -c '^null_\(queue_rq\|process_cmd\) ' $functions)"
}
insmod configfs.ko
: > err
mytap-run -v disk.ko > out 2> err &
p=$!
i=0
until grep -q ' running, ' err || [ $i -gt 300 ]; do usleep 100000; i=$((i + 1)); done
for round in 1 2; do
	insmod null_blk.ko nr_devices=1 zoned=1 zone_size=16 gb=1
	i=0
	until [ -b /dev/nullb0 ] || [ $i -gt 50 ]; do usleep 100000; i=$((i + 1)); done
	attached 0
	./disk || echo "disk: $?"
	sync
	attached 2
	./disk || echo "disk: $?"
	sync
	attached 0
	sync
	attached 2
	rmmod null_blk
	sync
done
kill -INT $p; wait $p; echo "status $?"
sed 's/0x[0-9a-f]*/0x/; s/report_zones \(.*\) zones .*/report_zones \1/' out | uniq
grep -E '^(WARNING|ERROR)' err
grep '^null_' $functions
lsmod | grep -E 'disk|null_blk'
dmesg | grep -E 'WARNING|BUG:|Oops|Call Trace|lockup|general protection'
exit 0
GUEST
run "$MYTAP_GUEST" --kernel="$KERNEL" --memory=512 --timeout=120 --log=log --add=disk.ko:/t/disk.ko --add=disk:/t/disk \
	--add=configfs.ko:/t/configfs.ko --add=null_blk.ko:/t/null_blk.ko --add=guest.sh:/t/guest.sh \
	--add="$MYTAP_RUN:/bin/mytap-run" -- 'sh /t/guest.sh'
expect_status 0
[ -z "${UPDATE-}" ] || cp out "$TESTDIR/module_in_tree.want"
expect_same "$TESTDIR/module_in_tree.want" out
