# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest
# timeout: 1500
# Every traceable function of the kernel is counted while both processors of a guest are busy: for 20 seconds of the
# guest's time, for ten minutes with MYTAP_TEST_LONG=1. Then the kernel's log is clean, the module is gone, and the next
# script runs. One handler for all, and a counter of each processor: what is asked of a probe on everything.
. "$TESTSUITE/live.sh"
seconds=20
[ -z "${MYTAP_TEST_LONG-}" ] || seconds=600
kind=auto
has dwarf || kind=btf
cat > all.stp <<'STP'
global n
probe kernel.function("*").call { n++ }
probe end { printf("hits %d\n", n) }
STP
cat > after.stp <<'STP'
global n
probe kernel.function("vfs_read").call { if (pid() == target()) n++ }
probe end { printf("after %d\n", n > 0) }
STP
for s in all after; do
	run "$MYTAP" -r "$KERNEL" --debuginfo=$kind -v -w -p4 -m "$s" "$s.stp"
	expect_status 0
	[ $s = after ] || sed -n 's/^Pass 2: analyzed script: \([0-9]*\) probes.*/\1/p' err > probes
done
[ "$(cat probes)" -gt 30000 ] || fail "only $(cat probes) probes"
# System calls, files, processes, pipes and memory, on each processor; ends by itself.
cat > busy.sh <<'SH'
end=$(($(cut -d. -f1 /proc/uptime) + $1))
work() {
	rounds=0
	mkdir -p /tmp/$1
	while [ "$(cut -d. -f1 /proc/uptime)" -lt $end ]; do
		dd if=/dev/zero of=/tmp/$1/file bs=64k count=32 2>/dev/null
		tar -cf - -C /tmp $1 2>/dev/null | gzip -1 2>/dev/null | wc -c >/dev/null
		find /proc /sys -maxdepth 2 >/dev/null 2>&1
		grep -c . /proc/self/maps /proc/interrupts /proc/vmstat >/dev/null
		for i in 1 2 3 4 5 6 7 8; do sh -c 'echo $$ | cat' >/dev/null; done
		mv /tmp/$1/file /tmp/$1/other; ln -s other /tmp/$1/file; rm -r /tmp/$1/*; sync
		rounds=$((rounds + 1))
	done
	echo "rounds $1 $rounds"
}
work a & work b & wait
SH
start=$(date +%s)
# On a busy host the attaching takes minutes, in which the other processor waits: the kernel is to complain of a hang only.
run "$MYTAP_GUEST" --kernel="$KERNEL" --smp=2 --memory=1024 --timeout=$((seconds * 2 + 200)) --append="watchdog_thresh=60 rcupdate.rcu_cpu_stall_timeout=300" --log=log --add=all.ko \
	--add=after.ko --add=busy.sh --add="$MYTAP_RUN:/bin/mytap-run" -- "cd /root; cut -d. -f1 /proc/uptime
	mytap-run -c 'sh busy.sh $seconds' all.ko; echo status \$?; echo uptime \$(cut -d. -f1 /proc/uptime)
	cut -d' ' -f1 /proc/modules | grep -x all; mytap-run -c 'dd if=/proc/version of=/dev/null' after.ko; echo status \$?"
expect_status 0
echo "$(cat probes) probes, $(($(date +%s) - start)) s of wall time: $(tr '\n' ' ' < out | tail -c 300)"
head -5 err
[ "$(grep -c '^status 0$' out)" = 2 ] || fail "a script failed: $(cat out err)"
expect_out '^after 1$'
grep -qx all out && fail "the module is still there"
hits=$(sed -n 's/^hits //p' out)
[ "${hits:-0}" -gt $((seconds * 20000)) ] || fail "only ${hits-no} hits in $seconds s"
for cpu in a b; do
	rounds=$(sed -n "s/^rounds $cpu //p" out)
	[ "${rounds:-0}" -gt 0 ] || fail "workload $cpu did no round: $(cat out)"
done
if grep -E "$LIVE_TROUBLE" log; then fail "trouble in the kernel's log"; fi
