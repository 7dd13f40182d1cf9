# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest
# mytap-guest: streams, status, files, signals, time limit, and a guest that dies.

guest() { run "$MYTAP_GUEST" --kernel="$KERNEL" "$@"; }

guest -- 'echo out; echo err >&2; exit 7'
expect_status 7
echo out > want; expect_same want out
echo err > want; expect_same want err

guest -- 'kill -9 $$'
expect_status 137

guest -- 'echo "<3>trouble" > /dev/kmsg; echo "<6>news" > /dev/kmsg; sleep 0.1'
expect_status 0
expect_err '^kernel: trouble$'
! grep -q news err || fail "a line of level 6 is shown"
guest --log=log -- 'echo "<3>trouble" > /dev/kmsg'
echo trouble > want; expect_same want log; [ ! -s err ] || fail "the log goes to stderr too"

# Which QEMU, and how its processors run.
guest --qemu=/nothing/qemu -- true
expect_status 125
expect_err '/nothing/qemu: No such file'
printf '#!/bin/sh\necho "$@" > %s/args\nexec qemu-system-x86_64 "$@"\n' "$PWD" > my-qemu; chmod +x my-qemu
guest --qemu="$PWD/my-qemu" -- 'echo here'
expect_out '^here$'
grep -qE 'accel (kvm|tcg,thread=single)' args || fail "it is started with $(cat args)"
# Without a saved guest: QEMU 7.2 is fit for a boot this way, and not for much more.
guest --qemu="$PWD/my-qemu" --parallel --no-snapshot -- 'echo here'
expect_out '^here$'
grep -qE 'accel (kvm|tcg,thread=multi)' args || fail "it is started with $(cat args)"

# The clock is not that of the saved guest.
guest -- 'date +%s'
[ $(($(date +%s) - $(cat out))) -lt 60 ] || fail "the guest's clock says $(cat out)"

# Files in and out, byte by byte, with their mode.
head -c 300000 /dev/urandom > in.bin
printf '#!/bin/sh\ncp in.bin /tmp/out.bin\n' > 'a script'; chmod +x 'a script'
guest --add=in.bin --add="a script:/tmp/new/dir/a script" --get=/tmp/out.bin:back.bin -- '"/tmp/new/dir/a script"'
expect_status 0
cmp in.bin back.bin || fail "the file changed on its way"
guest --get=/nothing:back2 -- true
expect_status 125
expect_err 'cannot read /nothing: No such file'
[ ! -e back2 ] || fail "a file that is not there was made here"
guest --add=nothing -- true
expect_status 125
expect_err 'nothing: No such file'

# A flood, all of it.
guest -- 'dd if=/dev/zero bs=1024 count=5000 2> /dev/null'
[ "$(wc -c < out)" = 5120000 ] || fail "$(wc -c < out) bytes of 5120000"

guest --timeout=1 -- 'echo begun; sleep 100'
expect_status 124
expect_out begun
expect_err 'time limit'

guest -- 'echo c > /proc/sysrq-trigger; sleep 100'
expect_status 125
expect_err 'sysrq triggered crash'
expect_err 'sysrq_handle_crash'

# The first signal goes to the command, the second ends the guest.
"$MYTAP_GUEST" --kernel="$KERNEL" -- 'trap "echo caught; exit 5" INT; echo ready; while :; do sleep 0.05; done' > out &
pid=$!
for _ in $(seq 1200); do grep -q ready out && break; sleep 0.1; done
kill -INT $pid
status=0; wait $pid || status=$?
expect_status 5
expect_out caught
"$MYTAP_GUEST" --kernel="$KERNEL" -- 'trap "echo caught" INT; echo ready; while :; do :; done' > out &
pid=$!
for _ in $(seq 1200); do grep -q ready out && break; sleep 0.1; done
kill -INT $pid
for _ in $(seq 1200); do grep -q caught out && break; sleep 0.1; done
sleep 0.6	# sooner, it would be taken for the same
kill -INT $pid
status=0; wait $pid || status=$?
expect_status 137

# QEMU ends with us, however we end.
"$MYTAP_GUEST" --kernel="$KERNEL" -- 'echo ready; sleep 1000' > out &
pid=$!
for _ in $(seq 1200); do grep -q ready out && break; sleep 0.1; done
qemu=$(cat /proc/$pid/task/$pid/children)
[ -n "$qemu" ] || fail "no child: what runs the guest?"
kill -KILL $pid
wait $pid 2> /dev/null || true
for _ in $(seq 50); do
	state=$(sed 's/.*) //; s/ .*//' "/proc/${qemu% }/stat" 2> /dev/null) || state=gone
	case $state in gone|Z|X|'') break ;; esac
	sleep 0.1
done
case $state in gone|Z|X|'') ;; *) fail "QEMU ($qemu) lives on" ;; esac

# Two processors; counted instructions; words that cannot be.
guest --smp=2 -- nproc
echo 2 > want; expect_same want out
guest --icount --smp=2 -- true
expect_status 125
expect_err 'one cpu only, or with QEMU 8.1'
guest --icount=3 -- true
expect_status 125
expect_err '1, 2, 4, 8, ... or 1024 nanoseconds per instruction, not 3'
# Its clock goes by what it executes: a second of idling takes none of ours, and two runs of the same take the same.
for i in 1 2; do
	guest --icount=4 -- 'sleep 600; i=0; while [ $i -lt 2000 ]; do i=$((i + 1)); done; cut -d. -f1 /proc/uptime'
	expect_status 0
	mv out out.$i
done
expect_same out.1 out.2
[ "$(cat out.1)" -ge 600 ] || fail "uptime $(cat out.1)"
guest --kernel=0.0.0-none -- true
expect_status 125
