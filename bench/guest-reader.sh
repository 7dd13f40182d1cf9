#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs inside the guest (busybox), under -icount: guest-reader.sh N. N calls of vfs_read() as lines in a file, by trace-cmd and by a
# script. Prints "NAME lines seconds": of the CPU, user and system, of all that it takes, the program's own included.
cd /bench || exit 1
export PATH="/bench:/usr/bin:$PATH"
mount -t tracefs none /sys/kernel/tracing 2> /dev/null
mount -t tmpfs -o size=1600m none /tmp 2> /dev/null
# took NAME COMMAND
took() {
	time -p -o /tmp/took sh -c "$2" > /tmp/said 2>&1 || cat /tmp/said
	seconds=$(awk '$1 == "user" || $1 == "sys" { t += $2 } END { print t + 0 }' /tmp/took)
	echo "ROW $1 $(grep -c '^ *hit-' /tmp/lines) $seconds"
}
: > /tmp/lines
took program "./hit read $1 1"
took trace-cmd_record "trace-cmd record -q -b 60000 -o /tmp/trace.dat -p function -l vfs_read ./hit read $1 1"
took trace-cmd_report "trace-cmd report -i /tmp/trace.dat > /tmp/lines"
rm -f /tmp/trace.dat /tmp/lines
took mytap "./mytap-run -w -o /tmp/lines -c './hit read $1 1' lines.ko"
